"""A tired counselor: days that are none, forms that do not fit, too many and nobody, keys struck without looking."""

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList
from textual.worker import WorkerFailed

from kelompok_tui.documents import gather
from kelompok_tui.model import Group, answered, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.bin_screen import BinScreen
from kelompok_tui.ui.contacts_screen import ContactsScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.due_screen import DueScreen
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.pass_screen import PassScreen
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.workbench import Workbench

from .player import Clock, Player, playing
from .test_room import a_group
from .test_whole_group import ID, flat, home, room, row, sheet, to_the_group

NOW = Clock().at
TODAY = NOW.date()
TEXTS = ("gugup sekali", "bertanya di kelas", "takut salah", "menyapa guru", "kabar baik", "hangat")
KEY = "guru2026"


def a_led_group(folder: Path) -> Store:
    """Four members, one session a week ago with all that is carried on, one that runs, one follow-up due."""
    store, began = Store(folder), NOW - timedelta(days=7)
    group = Group(name="Berani bicara", concern="takut bicara", goal="berani").set_goal(1, "bertanya")
    for code in ("AR", "BN", "CD", "DE"):
        group = group.add_member(code, statement=TEXTS[0], tags="takut bicara")
    group = group.add_candidate("GH", tags="kehilangan").consent("AR", "limits", "given", TODAY - timedelta(days=9))
    group = group.follow(TODAY, "laiseg").answer("ways", "way", "AR", "referral", NOW)
    store.save_group(ID, group)
    first = next_session(group, None, 1, began).enter("closing", began).attend_rest()
    first = first.floor("AR", began).turn("disclosure", began).note(TEXTS[5], began).flag("BN", began)
    first = first.act(who="AR", what=TEXTS[1]).tense(began, who=("BN",), sign="conflict", cause=TEXTS[2])
    first = first.answer("commitments", "behaviour", "CD", TEXTS[3], began)
    first = first.answer("uca", "understanding", "AR", 2, began)
    first = first.close(began + timedelta(minutes=40))
    store.save_session(ID, first)
    second = next_session(group, first, 2, NOW).enter("beginning", NOW).attend_rest().see(NOW)
    store.save_session(ID, second.answer("uca", "word", "BN", TEXTS[4], NOW))
    return store


async def into_session(play: Player, number: int) -> None:
    await to_the_group(play)
    await play.press("f6", "home", *["down"] * (number - 1), "enter")
    assert room(play).session.number == number


async def into_the_due(play: Player) -> None:
    await home(play)
    listed = play.app.screen.query_one(OptionList)
    due = next(
        n
        for n in range(listed.option_count)
        if play.app.words("followup.laiseg") in str(listed.get_option_at_index(n).prompt)
    )
    await play.press("home", *["down"] * due, "enter")
    assert isinstance(play.app.screen, DueScreen)


# ── days that are none ──


async def consent_day(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "consent", "⏎")


async def followup_due(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "followups", "⏎")


async def followup_done(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "followups", "→→→→→⏎")


async def way_when(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "form:ways", "→→⏎")


async def next_meeting(play: Player) -> None:
    await into_session(play, 1)
    await sheet(play, "form:next", "⏎")


async def safety_when(play: Player) -> None:
    await into_session(play, 1)
    await sheet(play, "safety")
    await row(play, "1.1:when", "⏎")


async def meeting_day(play: Player) -> None:
    await into_session(play, 1)
    await sheet(play, "meeting")
    await row(play, "day", "⏎")


async def due_due(play: Player) -> None:
    await into_the_due(play)
    await sheet(play, "due:1")
    await row(play, "due", "⏎")


async def due_done(play: Player) -> None:
    await into_the_due(play)
    await sheet(play, "due:1")
    await row(play, "done", "⏎")


async def contacts_checked(play: Player) -> None:
    await play.type("k")
    assert isinstance(play.app.screen, ContactsScreen)
    await play.type("⏎")


PAST = (consent_day, followup_done, meeting_day, due_done, contacts_checked)
COMING = (followup_due, way_when, next_meeting, safety_when, due_due)
NO_DAYS = ("31-02-2026", "besok malam", "99999999999")


async def write(play: Player, text: str) -> None:
    """In place of what stands on the line."""
    await play.press("ctrl+u")
    await play.type(f"{text}⏎")


def held(store: Store) -> list[object]:
    sessions = [store.load_session(ID, number).but(seen=None) for number in store.sessions(ID)]
    return [store.load_group(ID), *sessions, store.load_contacts("id")]


@pytest.mark.parametrize("place", [*PAST, *COMING], ids=lambda place: place.__name__)
async def test_a_day_that_is_none_is_told_and_changes_nothing(
    tmp_path: Path, place: Callable[[Player], Awaitable[None]]
) -> None:
    store = a_led_group(tmp_path)
    before = held(store)
    async with playing(tmp_path) as play:
        for text in NO_DAYS:
            await place(play)
            await write(play, text)
            assert f"“{text}” bukan tanggal yang ada" in play.said
            await home(play)
    assert held(store) == before


async def test_what_was_refused_stands_on_the_line_again(tmp_path: Path) -> None:
    a_led_group(tmp_path)
    async with playing(tmp_path) as play:
        await followup_due(play)
        await write(play, "31-02-2027")
        await play.type("⏎")
        assert "31-02-2027" in play.screen.splitlines()[-2]


@pytest.mark.parametrize("place", PAST, ids=lambda place: place.__name__)
async def test_a_day_to_come_is_told_where_it_must_have_been(
    tmp_path: Path, place: Callable[[Player], Awaitable[None]]
) -> None:
    store = a_led_group(tmp_path)
    before = held(store)
    async with playing(tmp_path) as play:
        await place(play)
        await write(play, "besok")
        assert "“besok” belum terjadi" in play.said
        await home(play)
        assert held(store) == before
        await place(play)
        await write(play, "kemarin")
        assert "“kemarin”" not in play.said
        await home(play)
    assert held(store) != before


@pytest.mark.parametrize("place", COMING, ids=lambda place: place.__name__)
async def test_tomorrow_is_a_day_to_come(tmp_path: Path, place: Callable[[Player], Awaitable[None]]) -> None:
    a_led_group(tmp_path)
    async with playing(tmp_path) as play:
        await place(play)
        await write(play, "besok")
        assert "25 Nov" in flat(play) or place is followup_due
        await home(play)
    assert (TODAY + timedelta(days=1)).isoformat() in "".join(
        file.read_text() for file in tmp_path.rglob("*") if file.is_file()
    )


# ── forms of her own ──

GOOD = """
title = "Cuaca hati"
rows = "member"
stage = "closing"

[items.weather]
kind = "scale"
low = 1
high = 3
title = "Cuaca 1-3"
ask = "Bagaimana cuaca hatimu?"
options = { 1 = "hujan", 3 = "cerah" }
"""


@pytest.mark.parametrize("language", ["id", "en"])
async def test_her_forms_that_do_not_fit_are_told_and_the_good_one_is_passed_round(
    tmp_path: Path, language: str
) -> None:
    store = a_group(tmp_path, 2)
    forms = tmp_path / "guide" / "id" / "forms"
    forms.mkdir(parents=True)
    (forms / "kosong.toml").write_text('title = "Kosong"\nrows = "once"\n')
    (forms / "rusak.toml").write_text('title = "Rusak\n')
    (forms / "cuaca.toml").write_text(GOOD)
    async with playing(tmp_path, language) as play:
        assert "kosong.toml" in play.said
        assert "items" in play.said
        assert "rusak.toml" in play.said
        assert play.app.words("error.toml.syntax", file="rusak.toml", line=1).split(",")[1][:6] in play.said
        await play.press("enter", "f2", "enter")
        await play.type("12")
        for _ in range(3):
            await play.type("]⏎")
        names = [panel.key for panel in room(play).panels()]
        assert names[names.index("form:next") + 1] == "form:cuaca"
        assert "form:kosong" not in names
        await play.press("f8")
        assert isinstance(play.app.screen, PassScreen)
        shown = [form.id for form in play.app.screen._forms]
        assert "Cuaca hati" in play.screen
        await play.type(f"{shown.index('cuaca') + 1}{KEY}⏎")
        await play.type(" ")
        assert "Bagaimana cuaca hatimu?" in flat(play)
        assert "hujan" in play.screen
        await play.type("3   1 ")
        await play.type(KEY)
        await sheet(play, "form:cuaca")
        assert "3" in play.screen
        await play.type("⎋q")
    session = store.load_session("g", 1)
    assert [answered(session.answers, "cuaca", "weather", code) for code in ("AA", "AB")] == [3, 1]


# ── many, and nobody ──


async def test_fourteen_in_the_circle(tmp_path: Path) -> None:
    store = a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2", "enter")
        await sheet(play, "attendance", "1" * 14 + "⎋")
        assert len(room(play).session.here) == 14
        for _ in range(3):
            await play.type("]⏎")
        await sheet(play, "form:uca")
        for n in range(14):
            await play.type(f"{n % 4 + 1}{n % 3 + 1}4")
            await play.press("down", "left", "left", "left")
        await play.type("⎋")
        await play.press("f8")
        who = flat(play)
        assert all(code in who for code in room_codes(store))
        await play.type(f"1{KEY}⏎")
        for _ in range(14):
            assert isinstance(play.app.screen, RoundScreen)
            await play.type(" 333⏎  ")
        await play.type(KEY)
        room(play)
        await play.type("]⏎")
        await play.press("f5")
        panel = room(play).panel
        assert panel
        notes = [held.id for held in panel._rows if held.id.startswith("form:notes")]
        assert len(notes) == 14
        await row(play, notes[-1], "yang terakhir⏎⎋q")
    session = store.load_session("g", 1)
    assert answered(session.answers, "notes", "note", "AN") == "yang terakhir"


def room_codes(store: Store) -> tuple[str, ...]:
    return store.load_group("g").codes


async def through_every_sheet(play: Player) -> None:
    """Each sheet of each stage is opened, something struck in it, and left."""
    for _stage in range(4):
        for _ in room(play).panels():
            await play.type("⇥⏎↓↑→←1x⎋⎋")
            if not isinstance(play.app.screen, SessionScreen):
                raise AssertionError(play.app.screen)
        await play.press("f8")
        assert not isinstance(play.app.screen, PassScreen)
        assert play.app.words("room.nobody-here").split(",")[0] in flat(play) + play.said
        await play.type("]⏎")


async def test_a_group_of_nobody(tmp_path: Path) -> None:
    store = a_group(tmp_path, 0)
    async with playing(tmp_path) as play:
        await play.press("enter")
        for name in ("candidates", "likeness", "consent", "form:hopes", "form:ways", "form:laiseg"):
            await sheet(play, name, "⏎⎋" if name == "candidates" else "⏎1")
            assert isinstance(play.app.screen, GroupScreen)
        await play.press("f2", "enter")
        await through_every_sheet(play)
        assert room(play).session.closed
        await play.press("f5")
        await play.type("⎋")
        await play.press("f3")
        await play.type("s⏎⎋q")
    assert store.load_session("g", 1).closed
    assert list(store.exports.glob("*.md"))


async def test_all_are_absent(tmp_path: Path) -> None:
    store = a_group(tmp_path, 4)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2", "enter")
        await sheet(play, "attendance", "5555⎋")
        assert room(play).session.here == ()
        await sheet(play, "form:introductions")
        assert play.app.words("sheet.none.member") in flat(play)
        await play.type("⎋")
        for _ in range(4):
            await play.type("]⏎")
        await play.press("f5")
        panel = room(play).panel
        assert panel
        assert next(held.id for held in panel._rows) == "form:reflection:results:"
        await play.type("tak ada yang datang⏎⎋q")
    session = store.load_session("g", 1)
    assert answered(session.answers, "reflection", "results", "") == "tak ada yang datang"


# ── left open for a week ──


async def test_a_session_left_open_for_a_week_is_asked_about_before_the_next(tmp_path: Path) -> None:
    store, clock = a_group(tmp_path, 4), Clock()
    async with playing(tmp_path, clock=clock) as play:
        await play.press("enter", "f2", "enter")
        await play.type("12t")
        clock.go(minutes=20)
        await play.type("3q")
        clock.go(days=7)
        await play.press("f2")
        assert isinstance(play.app.screen, GapScreen)
        await play.type("⎋")  # not now
        assert isinstance(play.app.screen, GroupScreen)
        assert not store.load_session("g", 1).closed
        await play.press("f2")
        await play.type("t")
        session = room(play).session
        assert session.closed
        assert session.visits[-1].ended == NOW + timedelta(minutes=20)
        await play.type("q")
        await play.press("f2")
        assert isinstance(play.app.screen, DoorScreen)
        await play.type("⏎")
        assert room(play).session.number == 2
        await play.type("q")
    assert len(store.load_session("g", 1).marks) == 2


# ── keys struck without looking ──


async def on_candidates(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "candidates")


async def on_likeness(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "likeness")


async def on_consent(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "consent")


async def on_carried(play: Player) -> None:
    await into_session(play, 2)
    await sheet(play, "carried")


async def on_debrief(play: Player) -> None:
    await into_session(play, 1)
    await play.press("f5")


async def on_trace(play: Player) -> None:
    await into_session(play, 1)
    await sheet(play, "form:uca", "4")
    await play.press("escape")
    await sheet(play, "trace")


async def on_due(play: Player) -> None:
    await into_the_due(play)


async def on_passing(play: Player) -> None:
    await into_session(play, 2)
    await play.press("f8")
    assert isinstance(play.app.screen, PassScreen)


async def on_bin(play: Player) -> None:
    await to_the_group(play)
    await play.press("f6", "home", "delete")
    assert isinstance(play.app.screen, QuestionScreen)
    await play.press("enter")
    await home(play)
    await play.type("b")
    assert isinstance(play.app.screen, BinScreen)


async def on_the_question(play: Player) -> None:
    await home(play)
    await play.press("end", "delete")
    assert isinstance(play.app.screen, QuestionScreen)


async def on_the_round(play: Player) -> None:
    await on_passing(play)
    await play.type(f"1{KEY}⏎")
    assert isinstance(play.app.screen, RoundScreen)


PLACES = (on_candidates, on_likeness, on_consent, on_carried, on_debrief, on_trace, on_due, on_passing, on_bin)
PLACES += (on_the_question, on_the_round)


def everything(folder: Path) -> str:
    return "".join(file.read_text() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
async def test_keys_struck_without_looking_lose_nothing(
    tmp_path: Path, place: Callable[[Player], Awaitable[None]]
) -> None:
    a_led_group(tmp_path)
    chance = random.Random(place.__name__)
    async with playing(tmp_path) as play:
        await place(play)
        for _ in range(6):
            for _ in range(20):
                key = chance.choice(("enter", "escape", "tab", "shift+tab", "enter", "tab"))
                play.app.simulate_key(key)
                if key == "escape":  # what is read as a screen goes has a story of its own
                    await play.settle()
            await play.settle()
            if isinstance(play.app.screen, HomeScreen) and place is not on_the_question:
                await place_again(play, place)
        assert play.app._exception is None
        if isinstance(play.app.screen, RoundScreen):
            await play.press("escape")
            await play.type(KEY)
        await home(play)
    kept = everything(tmp_path)
    for text in TEXTS:
        assert text in kept, text
    for code in ("AR", "BN", "CD", "DE", "GH"):
        assert f'"{code}"' in kept


async def place_again(play: Player, place: Callable[[Player], Awaitable[None]]) -> None:
    """There once more, where that can be."""
    if place in {on_candidates, on_likeness, on_consent, on_carried, on_debrief}:
        await place(play)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
async def test_a_window_too_small_in_the_middle_leaves_all_as_it_was(
    tmp_path: Path, place: Callable[[Player], Awaitable[None]]
) -> None:
    a_led_group(tmp_path)
    async with playing(tmp_path) as play:
        await place(play)
        play.app.clear_notifications()
        await play.settle()
        there, before = play.app.screen, under(play)
        for size in ((60, 20), (79, 24), (40, 10)):
            await play.pilot.resize_terminal(*size)
            await play.settle()
            if isinstance(there, Page):
                assert "80x24" in play.screen
                await play.press("enter", "tab", "x")  # for nobody
            await play.pilot.resize_terminal(80, 24)
            await play.settle()
            assert play.app.screen is there
            assert under(play) == before
            assert all(text in play.screen for text in before)


def under(play: Player) -> list[str]:
    """What is in sight and must stay so: the row under the cursor; elsewhere the first rows."""
    bench = play.app.screen
    if isinstance(bench, Workbench) and bench.panel and (at := bench.panel.place):
        return [bench.panel.title, at[0].title]
    return [line for line in play.screen.splitlines() if line.strip()][:5]


# ── a slow disk ──


def slow(patch: pytest.MonkeyPatch, owner: object, name: str, seconds: float = 0.6) -> None:
    """That reading takes so long, as on an old laptop."""
    real = getattr(owner, name)

    def late(*facts: object) -> object:
        time.sleep(seconds)
        return real(*facts)

    patch.setattr(owner, name, late)


async def left_before_it_was_read(play: Player, *keys: str) -> None:
    """The keys as fast as they come, and time enough for the disk."""
    for key in keys:
        play.app.simulate_key(key)
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.5)
    await play.settle()
    assert play.app._exception is None


async def test_the_bin_left_before_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_led_group(tmp_path).bin_session(ID, 1, NOW)
    slow(monkeypatch, Store, "binned")
    async with playing(tmp_path) as play:
        await left_before_it_was_read(play, "b", "escape")


async def test_the_bin_left_while_something_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_led_group(tmp_path)
    store.bin_session(ID, 1, NOW)
    slow(monkeypatch, Store, "restore")
    async with playing(tmp_path) as play:
        await play.type("b")
        await left_before_it_was_read(play, "enter", "escape")
    assert store.sessions(ID) == [1, 2]


async def test_a_group_left_before_its_sessions_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_led_group(tmp_path)
    slow(monkeypatch, Store, "load_session")
    async with playing(tmp_path) as play:
        await play.press("end")
        await left_before_it_was_read(play, "enter", "escape")


async def test_a_log_left_before_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_led_group(tmp_path)
    slow(monkeypatch, gather, "read_guide")
    async with playing(tmp_path) as play:
        await to_the_group(play)
        await left_before_it_was_read(play, "f3", "escape")


async def test_a_debrief_left_before_the_names_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_led_group(tmp_path)
    slow(monkeypatch, Store, "load_names")
    async with playing(tmp_path) as play:
        await into_session(play, 1)
        await left_before_it_was_read(play, "f5", "escape", "q")


async def test_a_group_left_before_its_names_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_led_group(tmp_path)
    slow(monkeypatch, Store, "load_names")
    async with playing(tmp_path) as play:
        await to_the_group(play)
        await left_before_it_was_read(play, "f5", "escape")
        assert isinstance(play.app.screen, HomeScreen)  # not the names, on top of home


async def test_a_group_opened_twice_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_led_group(tmp_path)
    slow(monkeypatch, Store, "load_group")
    async with playing(tmp_path) as play:
        await play.press("end")
        await left_before_it_was_read(play, "enter", "enter")
        await sheet(play, "plan", "↓ditulis dulu⏎⎋")
        if isinstance(play.app.screen, GroupScreen):
            await sheet(play, "plan")
            await play.type("↓↓lalu ini⏎⎋")
    assert store.load_group(ID).concern == "ditulis dulu"


@pytest.mark.parametrize(("key", "kind", "reads"), [("b", BinScreen, "binned"), ("enter", GroupScreen, "sessions")])
async def test_what_was_read_as_its_screen_is_left_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, kind: type[Page], reads: str
) -> None:
    """The disk answers some milliseconds after Escape, while the screen goes."""
    a_led_group(tmp_path).bin_session(ID, 1, NOW)
    real, left, wait = getattr(Store, reads), threading.Event(), [0.0]

    def late(*facts: object) -> object:
        found = real(*facts)
        left.wait(2)
        time.sleep(wait[0])
        return found

    with contextlib.suppress(WorkerFailed):  # the app tells it once more as it ends
        async with playing(tmp_path) as play:
            await play.press("end")
            monkeypatch.setattr(Store, reads, late)
            for turn in range(36):
                left.clear()
                wait[0] = turn % 12 / 1000
                play.app.simulate_key(key)
                while not isinstance(screen := play.app.screen, kind):
                    await asyncio.sleep(0.005)
                await asyncio.sleep(0.05)
                play.app.simulate_key("escape")
                while not screen._left:
                    await asyncio.sleep(0.001)
                left.set()
                while not isinstance(play.app.screen, HomeScreen):
                    await asyncio.sleep(0.005)
                await asyncio.sleep(0.05)
                if play.app._exception:
                    break
    assert play.app._exception is None
