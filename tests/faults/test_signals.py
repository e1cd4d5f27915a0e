"""Signals from outside and a clock that jumps: what else can happen to a program in the middle of an hour."""

import re
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui.store import Store

from ..terminal import Terminal
from ..ui.player import playing
from . import story
from .test_failing_calls import begun, enter_room, until
from .test_kill import running

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
CURTAIN = "\x0c"  # ctrl+l
SAVED = 1.0  # seconds from a signal until all is on the disk


def kinds(store: Store) -> list[str]:
    return [mark.kind for mark in store.load_session("g", 1).marks]


def seconds_until(store: Store, marks: list[str]) -> float:
    """How long it takes until they are on the disk."""
    began = time.monotonic()
    while kinds(store) != marks and time.monotonic() - began < 5:
        time.sleep(0.01)
    return time.monotonic() - began


def given_back(play: Terminal) -> bool:
    """The alternate screen was left, and nothing of the hour, nor of Python, stands on the other."""
    on_it, left, after = play.raw.rpartition(b"\x1b[?1049l")
    return b"tanya" in on_it and bool(left) and b"tanya" not in after and b"Traceback" not in play.raw


@posix
def test_told_to_end_under_the_curtain_it_saves_within_a_second(tmp_path: Path) -> None:
    store = running(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        enter_room(play)
        play.send("1t")
        play.wait_for("AR tanya")
        play.send(CURTAIN)
        play.wait_until_gone("AR tanya")
        play.process.send_signal(signal.SIGTERM)
        assert seconds_until(store, ["question"]) <= SAVED
        assert play.end() == 128 + signal.SIGTERM
        assert given_back(play)


@posix
def test_told_to_end_while_it_was_stopped_it_saves_first(tmp_path: Path) -> None:
    store = running(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        enter_room(play)
        play.send("1t")
        play.wait_for("AR tanya")
        play.process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        play.process.send_signal(signal.SIGTERM)
        assert play.process.poll() is None
        play.process.send_signal(signal.SIGCONT)
        play.end()
    assert kinds(store) == ["question"]


@posix
def test_a_program_that_was_stopped_gives_the_terminal_back(tmp_path: Path) -> None:
    import termios

    store = running(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        before = termios.tcgetattr(play._master)[3]
        enter_room(play)
        assert termios.tcgetattr(play._master)[3] != before
        play.process.send_signal(signal.SIGSTOP)
        play.process.send_signal(signal.SIGCONT)
        play.send("1t")
        play.wait_for("AR tanya")
        assert seconds_until(store, ["question"]) <= SAVED
        play.signal(signal.SIGTERM)
        assert termios.tcgetattr(play._master)[3] == before


@posix
def test_an_interrupt_from_outside_loses_nothing(tmp_path: Path) -> None:
    store = running(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        enter_room(play)
        play.send("1t")
        play.wait_for("AR tanya")
        play.process.send_signal(signal.SIGINT)
        play.end()
        assert given_back(play)
    assert kinds(store) == ["question"]


# ── the clock of the laptop ──


async def test_a_clock_that_goes_an_hour_back_and_an_hour_ahead_harms_nothing(tmp_path: Path) -> None:
    store = begun(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2", "enter")
        for keys in ("1t", "2k"):
            await play.type(keys)
            play.clock.go(minutes=3)
        await play.type("]⏎3")
        play.clock.go(hours=-1, minutes=2)
        await play.type("4")
        play.clock.go(minutes=2)
        await play.type("j5")  # paused, and on again
        play.clock.go(minutes=1)
        await play.type("j6")
        assert no_negative(play.screen), play.screen
        play.clock.go(hours=1, minutes=1)
        await play.type("1]⏎")
        assert no_negative(play.screen), play.screen
        await play.press("f3")
        assert "Log sesi 1" in play.screen
        assert no_negative(play.screen), play.screen
        await play.press("escape")
        await play.type("]⏎]⏎")
        await until(play, lambda: store.load_session("g", 1).closed)
        assert no_negative(play.screen), play.screen
        await play.type("q")
    session = store.load_session("g", 1)
    assert [mark.who for mark in session.marks] == ["AR", "BN", "CD", "DE", "EF", "FA", "AR"]
    assert [visit.stage for visit in session.visits] == ["beginning", "transition", "working", "closing"]
    assert all(session.stay(visit, play.clock.at) >= timedelta() for visit in session.visits)


def no_negative(text: str) -> bool:
    """No time below zero stands there; minutes ahead of the plan are told with a minus, and are none."""
    return not re.search(r"(?<![\w.–])[-−]\d(?!\d* cepat)", text)


async def test_after_the_clock_was_set_back_a_seat_still_takes_its_verb(tmp_path: Path) -> None:
    store = begun(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f2", "enter")
        play.clock.go(hours=-1)
        await play.type("1t")
        assert "Siapa dulu" not in play.screen
        await play.type("q")
    assert kinds(store) == ["question"]


def test_a_clock_set_back_makes_no_pair_of_two_seats() -> None:
    session = story.first(story.a_group())
    later = story.NINE + timedelta(hours=1)
    session = session.floor("AR", later).floor("BN", story.NINE + timedelta(minutes=5))
    assert session.pair is None
