"""A file is whole or untouched."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kelompok_tui import files
from kelompok_tui.errors import KelompokError


def test_replace_writes_the_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "x.json"
    files.replace(file, b"one")
    files.replace(file, b"two")
    assert file.read_bytes() == b"two"
    assert [child.name for child in file.parent.iterdir()] == ["x.json"]


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_failing_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    file = tmp_path / "x.json"
    files.replace(file, b"one")

    def fail(*_: object) -> int:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(KelompokError) as told:
        files.replace(file, b"two")
    monkeypatch.undo()
    assert told.value.facts == {"file": file, "why": "ENOSPC"}
    assert file.read_bytes() == b"one"
    assert [child.name for child in tmp_path.iterdir()] == ["x.json"]


def test_what_cannot_be_replaced_stays_and_no_temp_file_does(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with pytest.raises(KelompokError, match=r"file\.not-written"):
        files.replace(tmp_path / "x.json", b"two")
    (tmp_path / "file").write_bytes(b"one")
    with pytest.raises(KelompokError, match=r"file\.not-written"):
        files.replace(tmp_path / "file" / "x.json", b"two")
    assert sorted(child.name for child in tmp_path.iterdir()) == ["file", "x.json"]
    assert (tmp_path / "file").read_bytes() == b"one"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_disk_that_is_full_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    files.replace(file, b"one")
    tried = subprocess.run(
        [
            sys.executable,
            "-c",
            "import resource, sys; from pathlib import Path; from kelompok_tui import files\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "try: files.replace(Path(sys.argv[1]), b'2' * 5000)\n"
            "except files.KelompokError as told: print(told.word, told.facts['why'])",
            str(file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.stdout.split() == ["file.not-written", "EFBIG"], tried.stderr
    assert file.read_bytes() == b"one"
    assert [child.name for child in tmp_path.iterdir()] == ["x.json"]


def test_a_process_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    for pause in (0.0, 0.01, 0.03):
        writer = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path; from kelompok_tui import files\n"
                "for turn in range(10**9): files.replace(Path(sys.argv[1]), bytes([65 + turn % 26]) * 300_000)",
                str(file),
            ]
        )
        until = time.monotonic() + 30
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(pause)
        writer.kill()
        writer.wait()
        held = file.read_bytes()
        assert (len(held), len(set(held))) == (300_000, 1)
        file.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_file_that_was_open_to_all_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "x.json"
    file.parent.mkdir()
    file.write_bytes(b"one")
    file.chmod(0o666)
    files.replace(file, b"two")
    assert file.stat().st_mode & 0o777 == 0o600
    files.make_folder(tmp_path / "a" / "b")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]


def test_the_folder_is_named_by_option_then_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KELOMPOK_DATA", str(tmp_path / "env"))
    assert files.data_folder(str(tmp_path / "named")) == tmp_path / "named"
    assert files.data_folder() == tmp_path / "env"
    monkeypatch.delenv("KELOMPOK_DATA")
    assert files.data_folder().name == "kelompok"


def test_a_file_that_was_not_synced_is_never_synced_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.json"
    files.replace(file, b"one")
    opened: dict[int, str] = {}
    synced: list[str] = []
    really_open, really_sync = os.open, os.fsync

    def note(path: Path, *more: int) -> int:
        handle = really_open(path, *more)
        opened[handle] = Path(path).name
        return handle

    def fail_first(handle: int) -> None:
        synced.append(opened[handle])
        if len(synced) == 1:
            raise OSError(5, "io")
        really_sync(handle)

    monkeypatch.setattr(os, "open", note)
    monkeypatch.setattr(os, "fsync", fail_first)
    with pytest.raises(KelompokError, match=r"file\.not-written"):
        files.replace(file, b"two")
    assert file.read_bytes() == b"one"
    files.replace(file, b"two")
    assert file.read_bytes() == b"two"
    temps = [name for name in synced if name.endswith(".tmp")]
    assert len(temps) == len(set(temps)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be synced there")
def test_a_folder_that_is_not_synced_is_no_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.json"
    files.replace(file, b"one")
    really = os.fsync

    def fail_folders(handle: int) -> None:
        if Path(f"/dev/fd/{handle}").is_dir():
            raise OSError(5, "io")
        really(handle)

    monkeypatch.setattr(os, "fsync", fail_folders)
    with pytest.raises(KelompokError) as told:
        files.replace(file, b"two")
    monkeypatch.undo()
    assert (told.value.word, told.value.facts) == ("file.not-sure", {"file": file, "why": "EIO"})
    assert file.read_bytes() == b"two"  # whole; which of the two a power cut leaves, no one knows
    assert [child.name for child in tmp_path.iterdir()] == ["x.json"]


@pytest.mark.parametrize("links", [True, False])
def test_what_was_there_is_kept_only_when_it_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "no links here")

    file, places = tmp_path / "x.json", (tmp_path / "deep" / "old", tmp_path / "beside")
    file.write_bytes(b"one")
    file.chmod(0o644)
    if not links:
        monkeypatch.setattr(os, "link", refuse)
    with monkeypatch.context() as broken:
        broken.setattr(files, "_rename", refuse)
        with pytest.raises(KelompokError):
            files.replace(file, b"two", places)
    assert not any(place.exists() for place in places)
    files.replace(file, b"two", places)
    assert [place.read_bytes() for place in places] == [b"one", b"one"]
    if sys.platform != "win32":
        assert {place.stat().st_mode & 0o777 for place in places} == {0o600}
    files.replace(file, b"three", places)
    assert [place.read_bytes() for place in places] == [b"one", b"one"]  # nothing is written over
    assert file.read_bytes() == b"three"
    (tmp_path / "wall").write_bytes(b"")
    files.replace(file, b"four", (tmp_path / "wall" / "x",))  # it cannot be kept: saved all the same
    assert file.read_bytes() == b"four"
