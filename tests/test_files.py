"""A file is whole or untouched."""

import os
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


def test_the_folder_is_named_by_option_then_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KELOMPOK_DATA", str(tmp_path / "env"))
    assert files.data_folder(str(tmp_path / "named")) == tmp_path / "named"
    assert files.data_folder() == tmp_path / "env"
    monkeypatch.delenv("KELOMPOK_DATA")
    assert files.data_folder().name == "kelompok"
