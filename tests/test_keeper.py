"""The one writer."""

import threading
from pathlib import Path

import pytest

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.keeper import Keeper


def test_the_newest_value_wins_and_close_waits_for_it() -> None:
    written: list[int] = []
    gate = threading.Event()

    def slow(value: int) -> None:
        gate.wait(5)
        written.append(value)

    keeper: Keeper[int] = Keeper(slow, lambda _: None)
    for value in range(100):
        keeper.keep(value)
    gate.set()
    assert keeper.close()
    assert written[-1] == 99
    assert len(written) <= 3  # the first, perhaps one on the way, the newest


def test_a_failed_write_is_told_and_tried_again_with_the_newest() -> None:
    told: list[str | None] = []
    disk: list[int] = []
    broken = threading.Event()
    broken.set()

    def write(value: int) -> None:
        if broken.is_set():
            raise KelompokError("file.not-written", file="x", why="ENOSPC")
        disk.append(value)

    keeper: Keeper[int] = Keeper(write, lambda trouble: told.append(trouble.word if trouble else None))
    keeper.keep(1)
    assert not keeper.wait(0.2)
    keeper.keep(2)
    broken.clear()
    assert keeper.close(5)
    assert disk == [2]
    assert told[0] == "file.not-written"


def test_close_says_when_it_could_not_write_and_goes_on_trying() -> None:
    disk: list[int] = []
    broken = threading.Event()
    broken.set()

    def write(value: int) -> None:
        if broken.is_set():
            raise KelompokError("file.not-written", file="x", why="EROFS")
        disk.append(value)

    keeper: Keeper[int] = Keeper(write, lambda _: None)
    keeper.keep(1)
    assert keeper.close(0.2) is False
    broken.clear()
    assert keeper.close(5)
    assert disk == [1]


def test_a_disk_that_comes_back_is_written_to(tmp_path: Path) -> None:
    told: list[str | None] = []
    file = tmp_path / "stick" / "x.json"
    file.parent.write_text("in the way")

    def note(trouble: KelompokError | None) -> None:
        told.append(trouble.word if trouble else None)

    keeper: Keeper[bytes] = Keeper(lambda value: files.replace(file, value), note)
    keeper.keep(b"one")
    assert not keeper.wait(0.3)
    assert told == ["file.not-written"]
    file.parent.unlink()
    keeper.keep(b"two")
    assert keeper.close(5)
    assert file.read_bytes() == b"two"
    assert [child.name for child in file.parent.iterdir()] == ["x.json"]


def test_it_is_told_that_each_value_is_safe_only_when_it_is(tmp_path: Path) -> None:
    file, seen = tmp_path / "x", []
    safe = threading.Event()

    def told(trouble: KelompokError | None) -> None:
        seen.append((trouble, file.read_bytes()))
        safe.set()

    keeper: Keeper[bytes] = Keeper(lambda value: files.replace(file, value), told)
    for value in (b"one", b"two"):
        safe.clear()
        keeper.keep(value)
        assert safe.wait(5)
    assert keeper.close()
    assert seen == [(None, b"one"), (None, b"two")]


@pytest.mark.parametrize("defect", [MemoryError(), RecursionError(), OSError(5, "io"), ValueError("x"), KeyError("x")])
def test_nothing_that_goes_wrong_ends_the_keeper(defect: Exception) -> None:
    told: list[KelompokError | None] = []
    disk: list[int] = []
    broken = threading.Event()
    broken.set()

    def write(value: int) -> None:
        if broken.is_set():
            raise defect
        disk.append(value)

    keeper: Keeper[int] = Keeper(write, told.append)
    keeper.keep(1)
    assert not keeper.wait(0.3)
    assert told[0] is not None
    assert told[0].word == "keeper.defect"
    assert told[0].facts["kind"] == type(defect).__name__
    assert str(told[0].facts["where"]).startswith("test_keeper.py:")
    broken.clear()
    keeper.keep(2)
    assert keeper.close(5)
    assert disk == [2]
    assert told[-1] is None


def test_a_listener_that_is_gone_does_not_end_the_keeper() -> None:
    disk: list[int] = []

    def gone(_: KelompokError | None) -> None:
        raise RuntimeError

    keeper: Keeper[int] = Keeper(disk.append, gone)
    keeper.keep(1)
    assert keeper.wait(5)
    keeper.keep(2)
    assert keeper.close(5)
    assert disk == [1, 2]
