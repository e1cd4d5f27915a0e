"""The process is killed at any moment: the file is whole, and at most the last second of keys is gone."""

import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kelompok_tui.model import Session
from kelompok_tui.store import Store

from ..terminal import Terminal
from . import story

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

LOST = 1.0  # seconds of keys that a kill may take
HOUR = 300  # things that happen until another session begins


class Life:
    """An hour that is led by one process after the other, each of them killed; `lost` are the seconds it cost."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.store = Store(folder)
        self.seed = seed
        self.lost: list[float] = []
        self._known: list[Session] = []
        self._begin()

    def kill(self, after: float) -> None:
        """One more process goes on with the hour and is killed after so many seconds; then the file is looked at."""
        if len(self._known) > HOUR:
            self._begin()
        (told, say), since = os.pipe(), time.monotonic()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                story.live(self.store.folder, self.seed, say)
            os._exit(1)
        os.close(say)
        made, saved = self._listen(told, since + after)
        os.kill(child, signal.SIGKILL)
        ended = time.monotonic()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "it had ended by itself"
        for step, at in _lines(told, ended):
            (made if step > 0 else saved)[abs(step)] = at
        os.close(told)
        self._look(made, saved, ended)

    def _begin(self) -> None:
        group = story.a_group()
        self._known = [story.first(group)]
        self.store.save_group("g", group)
        self.store.save_session("g", self._known[0])

    def _listen(self, told: int, until: float) -> tuple[dict[int, float], dict[int, float]]:
        """What happened and what was told to be saved, with the moment at which we heard of it."""
        made: dict[int, float] = {}
        saved: dict[int, float] = {}
        os.set_blocking(told, False)
        while (now := time.monotonic()) < until:
            for step, at in _lines(told, now):
                (made if step > 0 else saved)[abs(step)] = at
            time.sleep(0.002)
        return made, saved

    def _look(self, made: dict[int, float], saved: dict[int, float], ended: float) -> None:
        found = self.store.load_session("g", 1)  # it can be read
        step = int(found.place)
        while len(self._known) <= step:
            self._known.append(story.strike(self._known[-1], self.seed))
        assert found == self._known[step], f"at {step} it is not what was written"
        assert step >= max(saved, default=0), f"{max(saved)} was told to be saved, the file has {step}"
        gone = [at for number, at in made.items() if number > step]
        self.lost.append(ended - min(gone) if gone else 0.0)
        del self._known[step + 1 :]


def _lines(told: int, now: float) -> Iterator[tuple[int, float]]:
    with contextlib.suppress(BlockingIOError):
        while data := os.read(told, 65536):
            for line in data.decode().splitlines():
                assert line[0] in "+=", f"not saved: {line}"
                if line[1:]:
                    yield (int(line[1:]) if line[0] == "+" else -int(line[1:])), now


def moment(dice: random.Random) -> float:
    """Mostly soon, in the middle of the first writes; now and then so late that more than a second could be lost."""
    return dice.uniform(0.005, 0.25) if dice.random() < 0.8 else dice.uniform(1.0, 1.6)


def test_killed_again_and_again_the_same_hour_goes_on(tmp_path: Path) -> None:
    number = story.seed()
    life, dice = Life(tmp_path, number), random.Random(number)
    for _ in range(25):
        life.kill(moment(dice))
    assert max(life.lost) <= LOST
    assert len(life.store.sessions("g")) == 1


def running(folder: Path) -> Store:
    """A session that has begun just now."""
    store, group = Store(folder), story.a_group()
    store.save_group("g", group)
    store.save_session("g", story.first(group).move(datetime.now().astimezone()))
    return store


def led(folder: Path, dice: random.Random) -> tuple[list[tuple[float, str]], float]:
    """The real program leads the session in `folder` and is killed: whose keys were struck and when, and its end."""
    struck: list[tuple[float, str]] = []
    with Terminal("--lang", "id", folder=folder) as play:
        play.wait_for("berjalan")
        play.send("⏎")
        play.wait_for("Sesi: ")
        play.send("<f2>")
        play.wait_for("MENCATAT")
        until = time.monotonic() + dice.uniform(0.3, 2.0)
        while time.monotonic() < until:
            key = dice.choice("123456")
            struck.append((time.monotonic(), story.CODES[int(key) - 1]))
            play.send(key)
            play.read(dice.uniform(0, 0.1))
        play.process.kill()
        return struck, time.monotonic()


def looked_at(store: Store, before: list[str], struck: list[tuple[float, str]], ended: float) -> float:
    """How many seconds of keys are gone; what is there is what was struck, in its order."""
    after = [mark.who for mark in store.load_session("g", 1).marks]
    new = len(after) - len(before)
    assert after == before + [code for _, code in struck][:new]
    return ended - struck[new][0] if new < len(struck) else 0.0


def test_the_real_program_is_killed_in_the_middle_of_the_hour(tmp_path: Path) -> None:
    dice, store = random.Random(story.seed()), running(tmp_path)
    for _ in range(3):
        before = [mark.who for mark in store.load_session("g", 1).marks]
        struck, ended = led(tmp_path, dice)
        assert looked_at(store, before, struck, ended) <= LOST
        assert store.sessions("g") == [1]
