"""Two windows on one folder: the second is asked before it opens the session that the first has open."""

import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import locks
from kelompok_tui.model import next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.held_screen import HeldScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.report_screen import ReportScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from ..terminal import Terminal
from ..test_locks import another_window, kill
from ..test_terminal import begin
from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
NOW = Clock()()
WAYS = {"f2": ("enter", "f2"), "list": ("enter", "f6", "end", "enter"), "safety": ("home", "enter")}


def led(folder: Path) -> Store:
    """A session that was closed with a moment of safety in it, long enough ago for home to tell it."""
    store = a_group(folder)
    began = NOW - timedelta(hours=3)
    session = next_session(store.load_group("g"), None, 1, began).enter("beginning", began).floor("AA", began)
    store.save_session("g", session.flag("AA", began).close(began + timedelta(hours=1)))
    return store


def running(folder: Path) -> Store:
    """A session that runs, just seen."""
    store = a_group(folder)
    session = next_session(store.load_group("g"), None, 1, NOW).enter("beginning", NOW)
    store.save_session("g", session.floor("AA", NOW).see(NOW))
    return store


def asked(play: Player) -> bool:
    return isinstance(play.app.screen, HeldScreen)


@LANGUAGES
@pytest.mark.parametrize("way", WAYS)
async def test_whichever_way_it_is_opened_it_is_asked(tmp_path: Path, language: str, way: str) -> None:
    led(tmp_path) if way == "safety" else running(tmp_path)
    words = read_words(language)
    with another_window(tmp_path):
        async with playing(tmp_path, language) as play:
            await play.press(*WAYS[way])
            assert asked(play)
            for word in ("told", "read-told", "take-told"):
                assert words(f"held.{word}")[:30] in play.screen
            assert words("held.title", number=1) in play.screen
            await play.type("⎋")
            assert isinstance(play.app.screen, HomeScreen if way == "safety" else GroupScreen)


async def test_without_another_window_nothing_is_asked_however_often_it_is_opened(tmp_path: Path) -> None:
    running(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter")
        for _ in range(3):
            await play.press("f2")
            assert isinstance(play.app.screen, SessionScreen)
            await play.type("q")
            assert isinstance(play.app.screen, GroupScreen)


async def test_two_quick_keys_open_it_once(tmp_path: Path) -> None:
    running(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f6", "end")
        for _ in range(3):
            play.app.simulate_key("enter")
        await play.settle()
        assert [isinstance(screen, SessionScreen) for screen in play.app.screen_stack].count(True) == 1
        assert isinstance(play.app.screen, SessionScreen)


@LANGUAGES
async def test_it_can_be_read_as_it_is_on_the_disk_by_now(tmp_path: Path, language: str) -> None:
    store = running(tmp_path)
    with another_window(tmp_path):
        async with playing(tmp_path, language, (120, 40)) as play:
            await play.press("enter", "f2")
            store.save_session("g", store.load_session("g", 1).change(place="Ruang kapal"))  # the other goes on
            before = store.session_file("g", 1).read_bytes()
            await play.type("⏎")
            assert isinstance(play.app.screen, ReportScreen)
            assert "Ruang kapal" in play.screen
            await play.type("⎋")
            assert isinstance(play.app.screen, GroupScreen)
        assert store.session_file("g", 1).read_bytes() == before


@LANGUAGES
async def test_it_can_be_taken_over_as_it_is_on_the_disk_by_now(tmp_path: Path, language: str) -> None:
    store = running(tmp_path)
    with another_window(tmp_path):
        async with playing(tmp_path, language) as play:
            await play.press("enter", "f2")
            store.save_session("g", store.load_session("g", 1).floor("AB", NOW + timedelta(seconds=1)))
            play.clock.go(seconds=9)
            await play.type("t")
            assert isinstance(play.app.screen, SessionScreen)
            await play.type("3q")
            assert isinstance(play.app.screen, GroupScreen)
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["AA", "AB", "AC"]


async def test_another_session_is_no_question(tmp_path: Path) -> None:
    store = running(tmp_path)
    store.save_session("g", store.load_session("g", 1).close(NOW + timedelta(seconds=1)))
    with another_window(tmp_path):
        async with playing(tmp_path) as play:
            screen = await into_the_room(play)
            assert screen.session.number == 2


async def test_the_next_one_that_the_other_window_began_just_now_is_asked_for(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2")
        with another_window(tmp_path):
            session = next_session(store.load_group("g"), None, 1, NOW).enter("beginning", NOW)
            store.save_session("g", session.floor("AB", NOW).see(NOW))
            await play.press("enter")
            assert asked(play)
            await play.type("t2q")
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["AB", "AB"]


async def test_the_room_holds_it_until_it_is_left(tmp_path: Path) -> None:
    store = running(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2")
        assert store.hold("g", 1) is None
        await play.type("q")
        lock = store.hold("g", 1)
        assert lock
        lock.release()
        await play.press("f2")
        assert store.hold("g", 1) is None
    assert store.hold("g", 1)  # the program was left from the room


async def test_a_window_that_was_killed_is_no_question(tmp_path: Path) -> None:
    running(tmp_path)
    with another_window(tmp_path) as owner:
        async with playing(tmp_path) as play:
            await play.press("enter", "f2")
            assert asked(play)
            await play.type("⎋")
            kill(owner)
            await play.press("f2")
            assert isinstance(play.app.screen, SessionScreen)


async def test_where_there_are_no_locks_it_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(handle: int) -> None:
        raise OSError(95, "none")

    running(tmp_path)
    with another_window(tmp_path):
        monkeypatch.setattr(locks, "_lock", none)
        async with playing(tmp_path) as play:
            await play.press("enter", "f2")
            assert isinstance(play.app.screen, SessionScreen)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")
async def test_the_real_program_in_another_terminal(tmp_path: Path) -> None:
    with Terminal("--lang", "id", folder=tmp_path) as other:
        begin(other)
        other.send("1")
        other.wait_for("tersimpan")
        async with playing(tmp_path) as play:
            await play.press("enter", "f2")
            assert asked(play)
            await play.type("⎋")
            other.signal(signal.SIGKILL)
            await play.press("f2")
            assert not asked(play)
