"""The counselor's choices, by keys."""

import base64
import re
from datetime import date
from pathlib import Path

import pytest

from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store

from .player import playing
from .test_room import a_group

LOGO = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("language", "slip", "school"),
    [
        ("id", "“7 30” bukan tiga bilangan bulat", "Semester genap · Tahun Pelajaran 2026/2027"),
        ("en", "“7 30” is not three whole numbers", "Semester: even · School year 2026/2027"),
    ],
)
async def test_what_papers_need_and_the_days_of_follow_ups_are_chosen_once(
    tmp_path: Path, language: str, slip: str, school: str
) -> None:
    a_group(tmp_path)
    async with playing(tmp_path, language) as play:
        await play.type("s↓↓↓Ibu Rina⏎1980⏎SMP 1⏎Pak Dodi⏎1970⏎2026/2027⏎2")
        screen = play.screen.splitlines()
        assert "7 30 90" in play.screen
        assert str(tmp_path)[:20] in play.screen  # the foot is whole at 80x24
        assert "Esc" in screen[-1]
        for wrong in ("7 30", "7 30 0", "7 30 90 1", "a b c", "7 30 1000", "7 30 9²"):
            await play.type(f"{wrong}⏎")
            assert f"“{wrong}”" in play.said
        assert slip in play.said
        play.app.clear_notifications()
        await play.type("3 14, 60⏎")
        assert "3 14 60" in play.screen
        await play.type("Harapan⏎DINAS⏎SMP 1⏎Jl. Melati 3/5⏎↓logo.png⏎")
        assert "logo.png" in play.said  # there is none yet
        play.app.clear_notifications()
        await play.type("↑↑↑↑⌦")  # the line in the middle goes
        assert re.search(r"2 +Jl\. Melati 3/5\n", play.screen)
        await play.type("⎋")
        settings = read_settings(tmp_path / "settings.toml")
        assert (settings.leader, settings.nip, settings.school) == ("Ibu Rina", "1980", "SMP 1")
        assert (settings.head, settings.head_nip) == ("Pak Dodi", "1970")
        assert (settings.year, settings.semester, settings.due) == ("2026/2027", "even", (3, 14, 60))
        assert (settings.place, settings.letterhead) == ("Harapan", ("DINAS", "Jl. Melati 3/5"))
        assert settings.logo == "logo.png"
        (tmp_path / "logo.png").write_bytes(LOGO)
        await play.type("⏎")
        play.app.clear_notifications()
        await play.press("f1")
        assert "laiseg +3, laijapen +14, laijapang +60" in " ".join(play.screen.split())
        await play.press("escape", "f7")
        await play.press("f2", "enter", "f3")
        assert school in " ".join(play.screen.split())
        await play.type("⎋q⎋")
    due = [f.due for f in Store(tmp_path).load_group("g").followups]
    assert due == [date(2026, 11, 27), date(2026, 12, 8), date(2027, 1, 23)]


async def test_how_long_groups_are_kept_is_a_number_of_months(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.type("s" + "↓" * 14 + "1")
        await play.type("2⏎")
        assert re.search(r"Masa simpan .* 12\n", play.screen)
        await play.type("601⏎")
        assert "dari 0 sampai 600" in " ".join(play.said.split())
        await play.type("⎋⎋")
    assert read_settings(tmp_path / "settings.toml").keep == 12


async def test_a_semester_is_taken_back_and_none_is_guessed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.type("s↓↓↓↓↓↓↓↓↓1")
        assert re.search(r"Semester +ganjil\n", play.screen)
        await play.type("↑⌦")
        assert re.search(r"Semester +·\n", play.screen)
        await play.type("↑↑↑↑SMP 1⏎⎋")
    settings = read_settings(tmp_path / "settings.toml")
    assert (settings.school, settings.semester, settings.year) == ("SMP 1", "", "")
