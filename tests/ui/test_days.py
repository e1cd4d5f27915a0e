"""Days in the words of the language, by keys."""

from datetime import date
from pathlib import Path

import pytest

from .player import playing
from .test_room import a_group


@pytest.mark.parametrize(
    ("language", "hint", "due", "done", "moment"),
    [
        ("id", "besok", "senin depan", "kemarin", "kemarin 09.00"),
        ("en", "tomorrow", "next monday", "yesterday", "yesterday 09:00"),
    ],
)
async def test_days_are_written_as_they_are_said(
    tmp_path: Path, language: str, hint: str, due: str, done: str, moment: str
) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path, language) as play:
        await play.type("⏎⇥⇥⇥⇥⇥⇥")
        assert hint in play.screen
        await play.type(f"{due}⏎")
        await play.type("↑→→→→→")
        await play.type(f"{done}⏎")
        await play.press("up", *["left"] * 5)
        await play.type("31-11⏎")
        assert "“31-11”" in play.said
        await play.settle()
        (followup,) = store.load_group("g").followups
        assert (followup.due, followup.done) == (date(2026, 11, 30), date(2026, 11, 23))
        await play.press("f8", *["backspace"] * 16)
        await play.type(f"{moment}⏎")
        await play.type("q⎋")
    assert f"{store.load_session('g', 1).began:%d-%m-%Y %H:%M}" == "23-11-2026 09:00"
