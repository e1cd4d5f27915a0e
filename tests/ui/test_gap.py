"""A session that was left open: what becomes of the time in which the program was not there."""

import re
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kelompok_tui.model import Session, next_session
from kelompok_tui.model.session import Pause
from kelompok_tui.store import Store
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.session_screen import SessionScreen

from ..terminal import PATIENCE, Terminal
from ..test_terminal import begin
from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

BEGAN = Clock().at
SEEN = BEGAN + timedelta(minutes=5)


def left_open(folder: Path, gap: timedelta, paused: bool = False) -> tuple[Store, Clock]:
    """A session that ran from 09.40 to 09.45 and was left; and a clock at which that is so long ago."""
    store = a_group(folder)
    session = next_session(store.load_group("g"), None, 1, BEGAN).enter("beginning", BEGAN)
    for minute, code in enumerate(("AA", "AB", "AC"), start=1):
        session = session.floor(code, BEGAN + timedelta(minutes=minute))
    if paused:
        session = session.pause(BEGAN + timedelta(minutes=4))
    store.save_session("g", session.see(SEEN))
    clock = Clock()
    clock.at = SEEN + gap
    return store, clock


async def open_again(play: Player) -> SessionScreen:
    """The session from home; the question may stand before it."""
    await play.press("enter", "f2")
    screen = next(screen for screen in play.app.screen_stack if isinstance(screen, SessionScreen))
    assert play.app.screen is screen or isinstance(play.app.screen, GapScreen)
    return screen


def asked(play: Player) -> bool:
    return isinstance(play.app.screen, GapScreen)


@pytest.mark.parametrize(("gap", "question"), [({"minutes": 1}, False), ({"minutes": 2, "seconds": 1}, True)])
async def test_a_window_that_was_closed_for_a_moment_is_no_question(
    tmp_path: Path, gap: dict[str, float], question: bool
) -> None:
    _, clock = left_open(tmp_path, timedelta(**gap))
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        assert asked(play) == question
        assert ("Permulaan 06:00/10" in play.screen) != question


async def test_after_23_minutes_it_asks_and_tells_how_long_and_since_when(tmp_path: Path) -> None:
    _, clock = left_open(tmp_path, timedelta(minutes=23))
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        assert asked(play)
        assert "Sesi 1 masih terbuka" in play.screen
        assert "Terakhir tercatat 09.45, sekarang 10.08: 23 menit" in play.screen


async def test_a_gap_over_night_tells_the_day(tmp_path: Path) -> None:
    _, clock = left_open(tmp_path, timedelta(days=1))
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        assert "09.45 (24 Nov 2026)" in play.screen


async def test_while_it_is_paused_there_is_no_question_and_the_clock_stands(tmp_path: Path) -> None:
    _, clock = left_open(tmp_path, timedelta(minutes=23), paused=True)
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        assert not asked(play)
        assert "Permulaan 04:00/10" in play.screen
        assert "JEDA" in play.screen


async def test_enter_counts_the_minutes(tmp_path: Path) -> None:
    store, clock = left_open(tmp_path, timedelta(minutes=23))
    async with playing(tmp_path, clock=clock) as play:
        screen = await open_again(play)
        await play.type("⏎")
        assert play.app.screen is screen
        assert "Permulaan 28:00/10 +18" in play.screen
        await play.type("1tq")
    session = store.load_session("g", 1)
    assert session.pauses == ()
    assert session.marks[-1].at == clock.at


async def test_j_leaves_the_minutes_out_and_the_clock_goes_on_from_where_it_stood(tmp_path: Path) -> None:
    store, clock = left_open(tmp_path, timedelta(minutes=23))
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        await play.type("j")
        assert "Permulaan 05:00/10" in play.screen
        assert "JEDA" not in play.screen
        clock.go(minutes=1, seconds=1)
        await play.type("1t")
        assert "Permulaan 06:01/10" in play.screen
        await play.type("uuu")  # the gap is none that undo brings back
        assert "Permulaan 06:01/10" in play.screen
        await play.type("q")
    session = store.load_session("g", 1)
    assert session.pauses == (Pause(began=SEEN, ended=SEEN + timedelta(minutes=23)),)
    assert [mark.who for mark in session.marks] == ["AA", "AB"]


async def test_t_closes_the_session_at_its_last_sign_of_life(tmp_path: Path) -> None:
    store, clock = left_open(tmp_path, timedelta(minutes=23))
    async with playing(tmp_path, clock=clock) as play:
        screen = await open_again(play)
        await play.type("t")
        assert play.app.screen is screen
        assert "DITUTUP" in play.screen
        assert "Permulaan 05:00/10" in play.screen
        assert "tally" in {panel.key for panel in screen.panels()}  # a sheet of closed sessions
        await play.type("q")
        assert "berjalan" not in play.screen
    session = store.load_session("g", 1)
    assert session.closed
    assert [visit.ended for visit in session.visits] == [SEEN]


async def test_escape_goes_back_to_the_group_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    store, clock = left_open(tmp_path, timedelta(minutes=23))
    file = store.session_file("g", 1)
    before, when = file.read_bytes(), file.stat().st_mtime_ns
    async with playing(tmp_path, clock=clock) as play:
        await open_again(play)
        clock.go(minutes=1)
        await play.type("⎋")
        assert isinstance(play.app.screen, GroupScreen)
        assert "berjalan" in play.screen
        await play.press("f2")  # it asks again, with what has become of it
        assert "24 menit" in play.screen
        await play.type("⎋⎋")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, when)


# ── signs of life ──


def on_the_disk(screen: SessionScreen, store: Store) -> Session:
    assert screen.safe(5)
    return store.load_session("g", 1)


async def test_a_sign_of_life_is_on_the_disk_every_half_minute(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        screen._tick()
        first = on_the_disk(screen, store)
        assert first.seen == BEGAN
        for seconds, seen in ((29, 0), (1, 30), (29, 30), (31, 90)):
            play.clock.go(seconds=seconds)
            screen._tick()
            assert on_the_disk(screen, store).seen == BEGAN + timedelta(seconds=seen)
        play.clock.go(hours=-1)  # a laptop whose clock was set back lives too
        screen._tick()
        assert on_the_disk(screen, store).seen == play.clock.at


async def test_leaving_the_room_is_a_sign_of_life_and_a_closed_session_gives_none(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        screen._tick()
        play.clock.go(seconds=7)
        await play.type("q")
        assert store.load_session("g", 1).seen == BEGAN + timedelta(seconds=7)
        await play.press("f2")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        await play.type("]⏎]⏎]⏎]⏎")
        assert screen.session.closed
        play.clock.go(minutes=5)
        screen._tick()
        assert screen.session.seen == BEGAN + timedelta(seconds=7)


async def test_undo_never_takes_a_sign_of_life_back(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        screen._tick()
        await play.type("1t")
        play.clock.go(seconds=40)
        screen._tick()
        seen = BEGAN + timedelta(seconds=40)
        await play.type("uu")
        assert screen.session.marks == ()
        assert on_the_disk(screen, store).seen == seen
        await play.press("ctrl+y")
        assert len(screen.session.marks) == 1
        assert on_the_disk(screen, store).seen == seen


async def test_after_a_restart_undo_takes_the_last_marks_back_one_by_one_and_redo_brings_them_again(
    tmp_path: Path,
) -> None:
    store, clock = left_open(tmp_path, timedelta(minutes=1))
    before = store.load_session("g", 1).marks
    async with playing(tmp_path, clock=clock) as play:
        screen = await open_again(play)
        for left in (2, 1, 0):
            await play.type("u")
            assert screen.session.marks == before[:left]
        await play.type("u")
        assert "Tidak ada lagi yang bisa diurungkan" in play.screen
        for left in (1, 2, 3):
            await play.press("ctrl+y")
            assert screen.session.marks == before[:left]
        await play.type("u4t")
        assert [mark.who for mark in screen.session.marks] == ["AA", "AB", "AD"]
        await play.type("uuu")
        assert [mark.who for mark in screen.session.marks] == ["AA"]
        await play.type("q")
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["AA"]


# ── the real program, ended in the middle ──


def earlier(file: Path, minutes: int) -> None:
    """Every time in the file is so many minutes earlier."""

    def back(found: re.Match[str]) -> str:
        return (datetime.fromisoformat(found[0]) - timedelta(minutes=minutes)).isoformat()

    text, times = re.subn(r'\d{4}-\d\d-\d\dT[^"]+', back, file.read_text(encoding="utf-8"))
    assert times > 3
    file.write_text(text, encoding="utf-8")


def wait_until_kept(play: Terminal, store: Store, kinds: list[str]) -> None:
    """Until the marks are on the disk: from then on nothing can take them away."""
    until = time.monotonic() + PATIENCE
    while [mark.kind for mark in store.load_session("berani-bicara", 1).marks] != kinds:
        assert time.monotonic() < until
        play.read(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGHUP"])
def test_a_program_that_was_ended_asks_and_goes_on_without_the_gap(tmp_path: Path, name: str) -> None:
    number, store = getattr(signal, name), Store(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        begin(play)
        play.send("1t3i")
        play.wait_for("CD paham")
        if name == "SIGKILL":
            wait_until_kept(play, store, ["question", "insight"])
        assert play.signal(number) == (-number if name == "SIGKILL" else 128 + number)
    earlier(store.session_file("berani-bicara", 1), 23)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        play.wait_for("sesi 1 berjalan")
        play.send("⏎")
        play.wait_for("Sesi: 1 dari 4")
        play.send("<f2>")
        play.wait_for("Sesi 1 masih terbuka")
        play.wait_for("23 menit itu tidak dihitung")
        play.send("j")
        play.wait_until_gone("masih terbuka")
        play.send("2k")
        play.wait_for("BN terbuka")
        assert re.search(r"Permulaan 0[01]:\d\d/10", play.text)
        play.send("q")
        play.wait_for("Sesi: 1 dari 4")
        play.send("⎋")
        play.wait_for("Kelompok baru")
        play.send("q")
        assert play.end() == 0
    session = store.load_session("berani-bicara", 1)
    assert [mark.kind for mark in session.marks] == ["question", "insight", "disclosure"]
    (gap,) = session.pauses
    assert gap.ended is not None
    assert timedelta(minutes=23) <= gap.ended - gap.began < timedelta(minutes=24)
