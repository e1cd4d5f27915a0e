"""The curtain: a clock over everything, at one key, while the hour runs on."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Digits

from kelompok_tui.settings import Settings, read_settings, write_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.names_screen import NamesScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from ..terminal import F, Terminal
from ..test_terminal import begin
from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

DAY = ["Selasa", "24", "November", "2026"]  # the hour is drawn, not written
SECOND = 1.2  # the app looks once a second whether anybody is there, and redraws its clocks


@asynccontextmanager
async def idling(folder: Path, minutes: int, clock: Clock) -> AsyncIterator[Player]:
    """The app at home, its curtain falling after so many minutes without a key."""
    write_settings(folder / "settings.toml", Settings(curtain=minutes))
    app = KelompokApp(folder, read_settings(folder / "settings.toml"), "id", read_words("id"), clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        play = Player(app, pilot, clock)
        await play.settle()
        yield play


def down(play: Player) -> bool:
    """It is there, and nothing is to be read but the day, and its keys where another was struck."""
    read = re.findall(r"\w+", play.screen)
    curtained = isinstance(play.app.screen, CurtainScreen)
    assert curtained == (read in (DAY, [*DAY, "F9", "l"])), play.screen
    return curtained


async def fall_and_rise(play: Player) -> None:
    """The curtain falls at each of its keys, and what was there is there again at the other."""
    before, screen = lasting(play), play.app.screen
    assert not down(play)
    for one, other in (("f9", "ctrl+l"), ("ctrl+l", "f9")):
        await play.press(one)
        assert down(play)
        await play.press(other)
        assert play.app.screen is screen
        assert lasting(play) == before


def lasting(play: Player) -> str:
    """What is to be read, without the word from the disk: that one comes when the disk is done."""
    return re.sub(r" *tersimpan [\d.]+", "", play.screen)


async def test_it_hides_every_screen_and_its_own_key_gives_that_back(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    store.save_names("g", {"AA": "Ayu"})
    async with playing(tmp_path) as play:
        for keys in ("", "k", "⎋s", "⎋⏎"):  # home, contacts, settings, group
            await play.type(keys)
            await fall_and_rise(play)
        for key in ("f4", "f5"):
            await play.press(key)
            await fall_and_rise(play)
            await play.press("escape")
        await play.press("f2")
        assert isinstance(play.app.screen, DoorScreen)
        await fall_and_rise(play)
        await play.type("⏎1t")
        assert isinstance(play.app.screen, SessionScreen)
        await fall_and_rise(play)
        for key in ("f1", "f3", "enter"):  # the help, the log, the open sheet
            await play.press(key)
            await fall_and_rise(play)
            await play.press("escape")
        await play.type("]")
        await fall_and_rise(play)


async def test_under_it_no_other_key_does_anything(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1t")
        before, shown = screen.session, play.screen.splitlines()
        await play.press("f9")
        assert "F9" not in play.screen
        for key in ("escape", "enter", "1", "t", "u", "n", "x", "question_mark", "f1", "f2", "f3", "q", "tab", "space"):
            await play.press(key)
        for key in ("right_square_bracket", "j", "e", "delete", "backspace", "ctrl+z", "ctrl+p", "up", "shift+tab"):
            await play.press(key)
        await play.pilot.click(offset=(40, 12))
        assert down(play)
        assert "F9 ^l" in play.screen  # how it is lifted, and nothing else
        assert screen.session.but(seen=None) == before.but(seen=None)
        await play.press("f9")
        assert play.app.screen is screen
        assert not screen.query("Line.open")
        assert play.screen.splitlines()[2:8] == shown[2:8]
        await play.type("2")
        assert [mark.who for mark in screen.session.marks] == ["AA", "AB"]


async def test_keys_struck_right_after_it_are_not_for_the_room(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        for key in ("1", "f9", "2", "t", "n", "f9", "3"):
            play.app.simulate_key(key)
        await play.settle()
        assert [(mark.who, mark.kind) for mark in screen.session.marks] == [("AA", "floor"), ("AC", "floor")]
        assert not down(play)


async def test_what_is_being_written_stands_there_afterwards_and_goes_on(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:

        async def write(first: str, rest: str) -> None:
            await play.type(first)
            await fall_and_rise(play)
            await play.press("f9")
            await play.type("xyz⏎⎋")
            assert down(play)
            await play.press("f9")
            assert "MENULIS" in play.screen
            await play.type(rest)

        await write("nKelompok", " dua⏎")  # home
        assert isinstance(play.app.screen, GroupScreen)
        await write("↓satu", " masalah⏎")  # a sheet
        await play.type("⎋⏎")
        await play.press("f2")
        await write("nkarena", " sempit⏎")  # the door
        await write("1nsetengah", " utuh⏎")  # the room
        await play.type("q")
    assert store.load_group("kelompok-dua").concern == "satu masalah"
    session = store.load_session("g", 1)
    assert session.reason == "karena sempit"
    assert session.marks[0].note == "setengah utuh"


async def test_letters_struck_right_before_it_are_written_and_those_after_it_are_not(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        for key in ("1", "n", "a", "b", "f9", "c", "f9"):
            play.app.simulate_key(key)
        await play.settle()
        await play.type("d⏎")
        assert screen.session.marks[0].note == "abd"


async def test_the_clocks_run_on_under_it(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.press("f9")
        play.clock.go(minutes=3, seconds=5)
        await play.pilot.pause(SECOND)
        assert play.app.screen.query_one("#time", Digits).value == "09:43"
        assert store.load_session("g", 1).seen == play.clock.at  # a sign of life, on the disk
        await play.press("f9")
        screen.redraw()
        await play.settle()
        assert "03:05/10" in play.screen


# ── by itself ──


async def test_it_falls_by_itself_after_the_minutes_that_were_chosen(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with idling(tmp_path, 2, clock) as play:
        screen = await into_the_room(play)
        await play.type("1nsetengah")
        clock.go(minutes=1, seconds=59)
        await play.pilot.pause(SECOND)
        assert not down(play)
        clock.go(seconds=1)
        await play.pilot.pause(SECOND)
        assert down(play)
        clock.go(minutes=5)
        await play.pilot.pause(SECOND)
        await play.press("f9")  # there is only one to be lifted
        assert play.app.screen is screen
        await play.pilot.pause(SECOND)
        assert not down(play)
        await play.type(" utuh⏎")
        assert screen.session.marks[0].note == "setengah utuh"


async def test_it_does_not_fall_while_somebody_is_there(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with idling(tmp_path, 10, clock) as play:
        await into_the_room(play)

        async def strike() -> None:
            await play.press("1")

        async def click() -> None:
            await play.pilot.click(offset=(70, 12))

        async def paste() -> None:
            play.app.post_message(events.Paste("x"))

        for sign_of_life in (strike, click, paste):
            await sign_of_life()
            await play.pilot.pause()
            clock.go(minutes=9)
            await play.pilot.pause(SECOND)
            assert not down(play)
        clock.go(minutes=1)
        await play.pilot.pause(SECOND)
        assert down(play)


async def test_at_0_it_never_falls_by_itself(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with idling(tmp_path, 0, clock) as play:
        clock.go(hours=9)
        await play.pilot.pause(SECOND)
        assert not down(play)
        await play.press("f9")
        assert down(play)


async def test_minutes_chosen_on_the_screen_hold_at_once_and_what_is_no_number_is_told(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.type("s↓↓601⏎")
        assert "“601” bukan bilangan bulat dari 0 sampai 600" in play.said
        await play.type("3⏎⎋")
        play.app.clear_notifications()
        play.clock.go(minutes=3)
        await play.pilot.pause(SECOND)
        assert down(play)
    assert read_settings(tmp_path / "settings.toml").curtain == 3


# ── what comes while it is down ──


Act = Callable[[KelompokApp], None]


def run(action: str) -> Act:
    """That action of the screen in front, at once."""
    return lambda app: getattr(app.screen, f"action_{action}")()


@pytest.mark.parametrize(
    ("before", "act", "arrives"),
    [
        ((), run("open"), GroupScreen),
        (("enter",), run("begin"), DoorScreen),
        (("enter", "f2"), run("go"), SessionScreen),
        (("enter",), run("names"), NamesScreen),
        (("s", "down", "2"), run("done"), HomeScreen),
    ],
    ids=("group", "door", "room", "names", "settled"),
)
async def test_a_screen_that_arrives_after_it_fell_stands_behind_it(
    tmp_path: Path, before: tuple[str, ...], act: Act, arrives: type[object]
) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press(*before)
        act(play.app)
        play.app.action_curtain()  # before the thread has read what the screen shows
        await play.settle()
        assert down(play)
        await play.press("f9")
        assert isinstance(play.app.screen, arrives)
        await fall_and_rise(play)
        await home(play)


async def home(play: Player) -> None:
    """Back to home by keys; nowhere on the way is there a curtain that nobody let fall."""
    for _ in range(20):
        assert not down(play)
        if isinstance(play.app.screen, HomeScreen):
            return
        await play.press("q" if isinstance(play.app.screen, SessionScreen) else "escape")
    raise AssertionError(play.screen)


async def test_the_question_of_a_gap_waits_behind_it(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        await play.type("1q")
    clock.go(minutes=9)
    async with playing(tmp_path, clock=clock) as play:
        await play.press("enter")
        screen = play.app.screen
        assert isinstance(screen, GroupScreen)
        screen.action_begin()  # the room is in front, and has not asked yet
        play.app.action_curtain()
        await play.settle()
        assert down(play)
        await play.press("f9")
        assert isinstance(play.app.screen, GapScreen)
        await play.type("j")
        assert isinstance(play.app.screen, SessionScreen)
        await fall_and_rise(play)
        await home(play)


@pytest.mark.parametrize(
    "keys",
    [
        ("enter", "f9"),
        ("f9", "enter"),
        ("f9", "enter", "f9"),
        ("enter", "f9", "ctrl+l", "f9"),
        ("enter", "f2", "enter", "f9"),
        ("enter", "f2", "f9", "enter", "f9", "f9"),
        ("f9", "f9", "enter", "f2", "f9", "f9", "enter"),
    ],
    ids=" ".join,
)
async def test_however_fast_the_keys_come_an_odd_number_of_its_keys_leaves_it_down(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        for turns in (0, 2, 12):  # of the loop, from key to key
            for key in keys:
                play.app.simulate_key(key)
                for _ in range(turns):
                    await asyncio.sleep(0)
            await play.settle()
            assert down(play) == bool((keys.count("f9") + keys.count("ctrl+l")) % 2)
            if down(play):
                await play.press("f9")
            await home(play)


async def test_a_window_that_shrinks_and_grows_under_it_shows_nothing(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.press("f9")
        for size in ((70, 20), (85, 30), (60, 20), (80, 24)):
            await play.pilot.resize_terminal(*size)
            await play.settle()
            assert down(play)
        await play.press("f9")
        assert play.app.screen is screen
        await play.press("f9")
        await play.pilot.resize_terminal(70, 20)
        await play.press("f9")
        assert "70x20" in play.screen
        await play.press("f9")
        assert down(play)
        await play.press("f9")
        await play.pilot.resize_terminal(80, 24)
        await play.settle()
        assert play.app.screen is screen
        await play.type("1")
        assert len(screen.session.marks) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")
def test_in_a_real_terminal_it_hides_the_hour_and_a_signal_under_it_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(F, "<f9>", "\x1b[20~")
    with Terminal("--lang", "id", folder=tmp_path) as play:
        begin(play)
        year = str(datetime.now().year)
        play.send("1t4r")
        play.wait_for("DE tanggap")
        for fall, rise in (("<f9>", "\x0c"), ("\x0c", "<f9>")):
            play.send(fall)
            play.wait_for(year)
            play.read(0.3)
            assert set(re.findall(r"[^\W\d]{2,}", play.text)).isdisjoint({"AR", "DE", "Berani", "Permulaan", "tanggap"})
            play.send("2d⎋q⏎")
            play.send(rise)
            play.wait_for("DE tanggap")
            assert "BN dukung" not in play.text
        play.send("2d<f9>")
        play.wait_for(year)
        assert play.signal(signal.SIGTERM) == 128 + signal.SIGTERM
        assert b"\x1b[?1049l" in play.raw
    marks = Store(tmp_path).load_session("berani-bicara", 1).marks
    assert [mark.kind for mark in marks] == ["question", "response", "support"]
