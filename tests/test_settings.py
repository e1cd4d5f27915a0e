"""The counselor's choices."""

import sys
from pathlib import Path

import pytest

from kelompok_tui.days import read_day
from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import Settings, read_settings, write_settings

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
    ],
)
def test_a_slip_is_told(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(KelompokError) as told:
        read_settings(file)
    assert told.value.word == word


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
