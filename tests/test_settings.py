"""The counselor's choices."""

import json
import sys
from pathlib import Path

import pytest

from kelompok_tui.days import read_day
from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import DUE, Settings, read_settings, write_settings
from kelompok_tui.words import read_words

from .conftest import NINE


def test_what_is_chosen_comes_back_and_unknown_keys_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert read_settings(file) == Settings()
    file.write_text('format = 1\nlanguage = "en"\nlater = [1]\n')
    write_settings(file, read_settings(file))
    assert read_settings(file) == Settings(language="en", kept={"later": [1]})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('format = 1\ntheme = "pink"\n', "settings.value"),
        ("format = 1\nleader = 3\n", "settings.value"),
        ("format = 1\nleader = \n", "toml.syntax"),
        ("", "file.no-format"),
        ("format = 1\nnip = 19800101\n", "settings.value"),
        ("format = 1\nhead = []\n", "settings.value"),
        ("format = 1\nyear = 2026\n", "settings.value"),
        ('format = 1\nsemester = "ganjil"\n', "settings.choice"),
        ("format = 1\nsemester = true\n", "settings.choice"),
        ("format = 1\ndue = 7\n", "settings.due"),
        ("format = 1\ndue = [7, 30]\n", "settings.due"),
        ("format = 1\ndue = [7, 30, 90, 1]\n", "settings.due"),
        ("format = 1\ndue = [0, 30, 90]\n", "settings.due"),
        ("format = 1\ndue = [7, 30, 1000]\n", "settings.due"),
        ("format = 1\ndue = [7, 30.0, 90]\n", "settings.due"),
        ("format = 1\ndue = [7, 30, true]\n", "settings.due"),
        ('format = 1\ndue = "7 30 90"\n', "settings.due"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(KelompokError) as told:
        read_settings(file)
    assert told.value.word == word
    assert told.value.facts["file"] == file
    said = read_words("id").error(told.value)
    assert str(file) in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-11-2026", "2026-11-24"),
        ("24/11/26", "2026-11-24"),
        ("1.12", "2026-12-01"),
        ("24/11", "2026-11-24"),
        ("23/11", "2027-11-23"),
        ("2026-12-01", "2026-12-01"),
        (" +7 ", "2026-12-01"),
    ],
)
def test_days_as_they_are_written(text: str, day: str) -> None:
    assert read_day(text, NINE.date()).isoformat() == day


@pytest.mark.parametrize("text", ["", "31-02-2026", "besok lusa", "32/1", "2026-13-01", "29/02/2027", "+9999"])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(KelompokError, match=r"day\.unknown"):
        read_day(text, NINE.date())


def test_settings_are_the_owners_and_a_slip_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    write_settings(file, Settings(theme="light", leader="Ibu Rina, S.Pd.", school="SMP “Harapan”"))
    assert read_settings(file) == Settings(theme="light", leader="Ibu Rina, S.Pd.", school="SMP “Harapan”")
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
    file.write_text('format = 1\ntheme = "dark"\nleader = "x\n')
    with pytest.raises(KelompokError) as told:
        read_settings(file)
    assert told.value.facts == {"file": file, "line": "3"}
    with pytest.raises(KelompokError, match=r"file\.not-read"):
        read_settings(tmp_path / ("a" * 300) / "settings.toml")
    file.unlink()
    file.mkdir()
    with pytest.raises(KelompokError, match=r"file\.not-read"):
        read_settings(file)


def test_what_the_head_of_papers_needs_is_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    chosen = Settings(
        leader="Ibu Rina",
        nip="19800101 200501 2 001",
        school="SMP Harapan",
        head="Pak Dodi",
        head_nip="19700101",
        year="2026/2027",
        semester="odd",
        due=(3, 14, 999),
    )
    write_settings(file, chosen)
    assert read_settings(file) == chosen
    file.write_text("format = 1\n")
    assert read_settings(file) == Settings()
    assert (Settings().year, Settings().semester, Settings().due) == ("", "", DUE)


def test_no_text_of_the_settings_steers_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    steering = "a\x1b[31m\u202eb\u0007\nc"
    names = ("leader", "nip", "school", "head", "head_nip", "year")
    file.write_text("format = 1\n" + "".join(f"{name} = {json.dumps(steering)}\n" for name in names))
    settings = read_settings(file)
    assert {getattr(settings, name) for name in names} == {"a [31m b c"}
