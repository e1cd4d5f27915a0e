"""Each call to the disk fails, once or from then on: the hour goes on, it is said, and it is saved when it can be."""

import contextlib
import errno
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.keeper import Keeper
from kelompok_tui.store import Store

from ..terminal import Terminal
from ..ui.player import Player, playing
from . import story
from .calls import Call, Watch, watching
from .test_kill import running

TROUBLES = ("EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT", "EMFILE")
SOON = 5.0  # seconds after the fault has ended until all is saved
RENAMED = 4  # the place of the rename among the calls of `files.replace`

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX folders and signals")


class Fault:
    """Fails the call of that place, counted from when it is switched on: once, or it and all of its name after it."""

    def __init__(self, place: int, why: str, lasts: bool) -> None:
        self.calls: list[Call] = []
        self.failed: list[Call] = []
        self.on = False
        self._place = place
        self._why = why
        self._lasts = lasts

    def __call__(self, call: Call) -> None:
        if not self.on:
            return
        self.calls.append(call)
        again = bool(self._lasts and self.failed) and call.name == self.failed[0].name
        if len(self.calls) == self._place or again:
            self.failed.append(call)
            raise OSError(getattr(errno, self._why), "as the test wants it")


def calls_of_a_save(folder: Path) -> list[Call]:
    """What `files.replace` asks of the system, in its order."""
    fault = Fault(0, "EIO", lasts=False)
    with watching(Watch(folder, fault)):
        files.replace(folder / "x.json", b"one")
        fault.on = True
        files.replace(folder / "x.json", b"two")
    return fault.calls


@posix
def test_these_are_the_calls_of_a_save(tmp_path: Path) -> None:
    names = [call.name for call in calls_of_a_save(tmp_path)]
    assert names == ["open", "write", "fsync", "rename", "open", "fsync"]
    assert names[RENAMED - 1] == "rename"


class Trial:
    """One fault under one keeper, in a folder of its own."""

    def __init__(self, folder: Path, place: int, why: str, lasts: bool) -> None:
        self.name = f"call {place}, {why}, {'lasting' if lasts else 'once'}"
        self.fault = Fault(place, why, lasts)
        self.file = folder / "x.json"
        self.wrong: list[str] = []
        self._why = why
        self._told: list[str | None] = []
        self._lasts = lasts
        self._after_rename = place > RENAMED

    def run(self) -> None:
        """What is wrong is in `wrong`."""
        keeper: Keeper[bytes] = Keeper(lambda value: files.replace(self.file, value), self._hear)
        keeper.keep(b"old")
        self._check(keeper.wait(SOON), "it could not be saved before")
        self.fault.on = True
        keeper.keep(b"new")
        self._until(lambda: self._why in self._told, "no trouble was told")
        allowed = {b"old", b"new"} if self._after_rename else {b"old"}
        self._check(self.file.read_bytes() in allowed, "the old file was touched")
        if self._lasts:
            keeper.keep(b"newer")
            self._check(not keeper.wait(0.3), "it was told to be safe, and the fault lasts")
            self._check(self.file.read_bytes() in allowed | {b"newer"}, "a torn file")
        self.fault.on = False
        began = time.monotonic()
        self._check(keeper.close(SOON), "not saved in time")
        self._until(lambda: self._told[-1] is None, "saved, and not told")
        self._check(time.monotonic() - began < SOON, "saved too late")
        newest = b"newer" if self._lasts else b"new"
        self._check(self.file.read_bytes() == newest, "not the newest")
        self._check([one.name for one in self.file.parent.iterdir()] == ["x.json"], "something was left behind")
        synced = [call.path for call in self.fault.calls if call.name == "fsync" and call.path != self.file.parent]
        self._check(len(synced) == len(set(synced)), "a file whose fsync had failed was synced again")

    def _hear(self, trouble: KelompokError | None) -> None:
        self._told.append(str(trouble.facts["why"]) if trouble else None)

    def _until(self, true: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + SOON
        while not true() and time.monotonic() < until:
            time.sleep(0.01)
        self._check(true(), what)

    def _check(self, right: bool, what: str) -> None:
        if not right:
            self.wrong.append(f"{self.name}: {what}")


def tried(folder: Path) -> tuple[int, list[str]]:
    """Every call of a save with every trouble, once and lasting, all at the same time; how many, and what was wrong."""
    (folder / "calls").mkdir(parents=True)
    places = range(1, len(calls_of_a_save(folder / "calls")) + 1)
    trials = []
    for place, why, lasts in itertools.product(places, TROUBLES, (False, True)):
        own = folder / f"{place}-{why}-{lasts}"
        own.mkdir()
        trials.append(Trial(own, place, why, lasts))
    by_folder = {trial.file.parent: trial.fault for trial in trials}
    watch = Watch(folder, lambda call: by_folder[_own(call.path, folder)](call))
    with watching(watch), ThreadPoolExecutor(len(trials)) as at_once:
        list(at_once.map(Trial.run, trials))
    return len(trials), [wrong for trial in trials for wrong in trial.wrong]


def _own(path: Path, folder: Path) -> Path:
    return folder / path.relative_to(folder).parts[0]


@posix
def test_every_call_fails_with_every_trouble(tmp_path: Path) -> None:
    count, wrong = tried(tmp_path)
    assert wrong == []
    assert count == 6 * len(TROUBLES) * 2


@posix
@pytest.mark.parametrize("most", [1, 100])
def test_a_disk_that_takes_only_a_little_at_once_gets_all_of_it(tmp_path: Path, most: int) -> None:
    data = os.urandom(1000)
    with watching(Watch(tmp_path, most=most)):
        files.replace(tmp_path / "x", data)
    assert (tmp_path / "x").read_bytes() == data


# ── the app ──


def begun(folder: Path) -> Store:
    """A session that has begun, by the clock of the player."""
    store, group = Store(folder), story.a_group()
    store.save_group("g", group)
    return store


async def until(play: Player, true: Callable[[], bool], seconds: float = SOON) -> None:
    """Lets the app go on until that is so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, play.screen
        await play.pilot.pause(0.05)


WORDS = {"ENOSPC": "disk penuh", "EIO": "disk gagal"}


@posix
async def test_the_hour_goes_on_while_nothing_can_be_written_and_says_so(tmp_path: Path) -> None:
    store, broken = begun(tmp_path), ""

    def fail(call: Call) -> None:
        if broken:
            raise OSError(getattr(errno, broken), "as the test wants it")

    marks: list[str] = []
    with watching(Watch(tmp_path, fail)):
        async with playing(tmp_path) as play:
            await play.press("enter", "f2", "enter")
            await until(play, lambda: "tersimpan 09" in play.screen)
            for number, (why, told) in enumerate(WORDS.items()):
                before = store.session_file("g", 1).read_bytes()
                broken = why
                await play.type(f"{number + 1}t")
                marks.append("question")
                await until(play, lambda: "BELUM tersimpan" in play.screen)
                assert told in play.said
                await play.type(f"{number + 1}k")
                marks.append("disclosure")
                assert store.session_file("g", 1).read_bytes() == before
                broken = ""
                await until(play, lambda: "BELUM" not in play.screen and "tersimpan 09" in play.screen)
                assert [mark.kind for mark in store.load_session("g", 1).marks] == marks
                play.app.clear_notifications()
            await play.type("q")
    left = {file.name for file in (tmp_path / "groups/g/sessions").iterdir()}
    assert left == {"01.json", ".01.lock"}


def away_all(folder: Path) -> Callable[[], None]:
    """Everything is gone, as when a stick was pulled out."""
    groups, aside = folder / "groups", folder / "aside"
    groups.rename(aside)
    return lambda: aside.rename(groups) and None


def a_file_instead(folder: Path) -> Callable[[], None]:
    """A file stands where the folder of sessions was."""
    sessions, aside = folder / "groups/g/sessions", folder / "aside"
    sessions.rename(aside)
    sessions.write_text("in the way")

    def back() -> None:
        sessions.unlink()
        aside.rename(sessions)

    return back


def a_folder_instead(folder: Path) -> Callable[[], None]:
    """A folder stands where the file was."""
    file, aside = folder / "groups/g/sessions/01.json", folder / "aside"
    file.rename(aside)
    file.mkdir()

    def back() -> None:
        file.rmdir()
        aside.rename(file)

    return back


AWAY = (away_all, a_file_instead, a_folder_instead)


@posix
async def test_what_goes_away_in_the_middle_and_comes_back(tmp_path: Path) -> None:
    store, marks = begun(tmp_path), ["question"]
    async with playing(tmp_path) as play:
        await play.press("enter", "f2", "enter")
        await play.type("1t")
        await until(play, lambda: len(store.load_session("g", 1).marks) == 1)
        for away in AWAY:
            back = away(tmp_path)
            await play.type("2k")
            await until(play, lambda: "BELUM tersimpan" in play.screen)
            await play.type("3i")
            back()
            await until(play, lambda: "BELUM" not in play.screen)
            marks += ["disclosure", "insight"]
            assert [mark.kind for mark in store.load_session("g", 1).marks] == marks, away.__name__
            play.app.clear_notifications()
        await play.type("q")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".generations", "groups"]


# ── a real disk ──


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB; only where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    line = [mount, "-t", "tmpfs", "-o", "size=256k,mode=700", "kelompok-test", str(place)]
    if sys.platform != "linux" or os.geteuid() != 0 or not mount or subprocess.run(line, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Nothing fits on the disk any more."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def enter_room(play: Terminal) -> None:
    """From home into the session that runs."""
    play.wait_for("berjalan")
    play.send("⏎")
    play.wait_for("Sesi: ")
    play.send("<f2>")
    play.wait_for("MENCATAT")


def test_a_disk_that_is_full_and_one_that_may_only_be_read(small_disk: Path) -> None:
    store = running(small_disk)
    remount = ["mount", "-o", "remount", str(small_disk)]
    with Terminal("--lang", "id", folder=small_disk) as play:
        enter_room(play)
        play.wait_for("tersimpan")
        before = store.session_file("g", 1).read_bytes()
        ballast = fill(small_disk)
        play.send("1t")
        play.wait_for("BELUM tersimpan")
        play.wait_for("disk penuh")
        assert store.session_file("g", 1).read_bytes() == before
        ballast.unlink()
        play.send("2k")
        play.wait_until_gone("BELUM")
        assert [mark.kind for mark in store.load_session("g", 1).marks] == ["question", "disclosure"]
        subprocess.run([*remount[:2], "remount,ro", str(small_disk)], check=True)
        play.send("3i")
        play.wait_for("BELUM tersimpan")
        subprocess.run([*remount[:2], "remount,rw", str(small_disk)], check=True)
        play.wait_until_gone("BELUM")
        play.wait_for("tersimpan")  # and at this very moment the power goes
        play.process.kill()
        assert b"Traceback" not in play.raw
    kinds = [mark.kind for mark in store.load_session("g", 1).marks]
    assert kinds == ["question", "disclosure", "insight"]


def test_told_to_end_while_the_disk_is_full(small_disk: Path) -> None:
    store = running(small_disk)
    with Terminal("--lang", "id", folder=small_disk) as play:
        enter_room(play)
        play.wait_for("tersimpan")
        before = store.session_file("g", 1).read_bytes()
        fill(small_disk)
        play.send("1t")
        play.wait_for("BELUM tersimpan")
        began = time.monotonic()
        assert play.signal(signal.SIGTERM) == 128 + signal.SIGTERM
        assert time.monotonic() - began < 3
        assert b"\x1b[?1049l" in play.raw
        assert b"Traceback" not in play.raw
    assert store.session_file("g", 1).read_bytes() == before


@posix
def test_told_to_end_when_the_disk_has_just_come_back(tmp_path: Path) -> None:
    file, full = tmp_path / "x", [True]

    def fail(call: Call) -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "as the test wants it")

    told = threading.Event()
    with watching(Watch(tmp_path, fail)):
        keeper: Keeper[bytes] = Keeper(lambda value: files.replace(file, value), lambda _: told.set())
        keeper.keep(b"one")
        assert told.wait(SOON)
        full[0] = False
        assert keeper.wait(1.0)  # as long as a signal waits
    assert file.read_bytes() == b"one"
