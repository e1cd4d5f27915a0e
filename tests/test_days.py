"""Days as a counselor writes them, in the words of her language."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelompok_tui.errors import KelompokError
from kelompok_tui.words import Words, read_words

from .conftest import NINE

TUESDAY = NINE.date()  # 24 November 2026
WORDS = {language: read_words(language) for language in ("id", "en")}


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("id", "besok", "2026-11-25"),
        ("id", " BESOK. ", "2026-11-25"),
        ("id", "lusa", "2026-11-26"),
        ("id", "Hari  ini", "2026-11-24"),
        ("id", "kemarin", "2026-11-23"),
        ("id", "minggu depan", "2026-12-01"),
        ("id", "minggu lalu", "2026-11-17"),
        ("id", "minggu", "2026-11-29"),
        ("id", "senin", "2026-11-30"),
        ("id", "selasa", "2026-12-01"),
        ("id", "Jum'at", "2026-11-27"),
        ("id", "hari rab", "2026-11-25"),
        ("id", "senin depan", "2026-11-30"),
        ("id", "rabu-depan", "2026-12-02"),
        ("id", "jumat ini", "2026-11-27"),
        ("id", "senin lalu", "2026-11-23"),
        ("id", "selasa kemarin", "2026-11-17"),
        ("id", "24 November", "2026-11-24"),
        ("id", "23 november", "2027-11-23"),
        ("id", "24 nov 2026", "2026-11-24"),
        ("id", "5 agu", "2027-08-05"),
        ("id", "5/AGUSTUS/27", "2027-08-05"),
        ("id", "5mei2027", "2027-05-05"),
        ("id", "Selasa, 24 November 2026", "2026-11-24"),
        ("id", "tgl 1 - 12", "2026-12-01"),
        ("id", "2027.1.2", "2027-01-02"),
        ("id", "+7", "2026-12-01"),
        ("en", "Tomorrow", "2026-11-25"),
        ("en", "the day after tomorrow", "2026-11-26"),
        ("en", "today", "2026-11-24"),
        ("en", "yesterday", "2026-11-23"),
        ("en", "next week", "2026-12-01"),
        ("en", "monday", "2026-11-30"),
        ("en", "on Thurs", "2026-11-26"),
        ("en", "next wednesday", "2026-12-02"),
        ("en", "last tuesday", "2026-11-17"),
        ("en", "24 November", "2026-11-24"),
        ("en", "November 24th, 2026", "2026-11-24"),
        ("en", "1st of December", "2026-12-01"),
        ("en", "Tuesday, 24 November 2026", "2026-11-24"),
    ],
)
def test_a_day_in_words(language: str, text: str, day: str) -> None:
    assert WORDS[language].read_day(text, TUESDAY).isoformat() == day


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("id", "-3", "2026-11-21"),
        ("id", "-0", "2026-11-24"),
        ("id", "kemarin", "2026-11-23"),
        ("id", "hari ini", "2026-11-24"),
        ("id", "senin", "2026-11-23"),
        ("id", "selasa", "2026-11-17"),
        ("id", "rabu", "2026-11-18"),
        ("id", "25 november", "2025-11-25"),
        ("id", "31 des", "2025-12-31"),
        ("en", "friday", "2026-11-20"),
        ("en", "last week", "2026-11-17"),
    ],
)
def test_of_what_has_been_it_is_the_last_there_was(language: str, text: str, day: str) -> None:
    assert WORDS[language].read_day(text, TUESDAY, past=True).isoformat() == day


@pytest.mark.parametrize(
    ("today", "text", "past", "day"),
    [
        ("2026-12-31", "besok", False, "2027-01-01"),
        ("2027-01-01", "kemarin", False, "2026-12-31"),
        ("2026-02-28", "besok", False, "2026-03-01"),
        ("2028-02-28", "besok", False, "2028-02-29"),
        ("2028-03-01", "kemarin", True, "2028-02-29"),
        ("2027-12-01", "29 feb", False, "2028-02-29"),  # the next there is; this year has none
        ("2029-01-10", "29 feb", True, "2028-02-29"),
        ("2026-12-30", "1 jan", False, "2027-01-01"),
        ("2026-12-28", "senin", False, "2027-01-04"),
        ("2026-12-31", "senin depan", False, "2027-01-04"),
        ("2027-01-03", "senin depan", False, "2027-01-04"),  # a Sunday: the week begins on Monday
        ("2027-01-03", "minggu", False, "2027-01-10"),
        ("2027-01-02", "-3", True, "2026-12-30"),
    ],
)
def test_at_the_edges_of_months_and_years(today: str, text: str, past: bool, day: str) -> None:
    assert WORDS["id"].read_day(text, date.fromisoformat(today), past).isoformat() == day


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "31-11", "29-02-2027", "29 feb 2027", "00/13", "0/0", "99-99-9999", "24-11-0000", "32 januari"),
        *("besok lusa kemarin", "senin selasa", "depan", "😀", "24 😀 11", "besok?", "november", "24", "nov 2026"),
        *("-3", "+", "+9999", "24-11-202", "1 2 3 4", "x" * 200, "9" * 200, "24-11-99999", "se", "24 n"),
        *("senin 24-11-2026", "29 feb"),
    ],
)
def test_what_is_no_day_is_told_with_its_text(language: str, text: str) -> None:
    with pytest.raises(KelompokError) as trouble:
        WORDS[language].read_day(text, TUESDAY)
    assert (trouble.value.word, trouble.value.facts) == ("day.unknown", {"text": text})
    said = WORDS[language].error(trouble.value)
    assert f"“{text}”" in said
    assert "24/11" in said


@pytest.mark.parametrize("text", ["besok", "senin depan", "minggu depan", "+1", "24-12-2026"])
def test_what_should_have_been_and_has_not_is_told(text: str) -> None:
    with pytest.raises(KelompokError) as trouble:
        WORDS["id"].read_day(text, TUESDAY, past=True)
    assert (trouble.value.word, trouble.value.facts) == ("day.to-come", {"text": text})


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("id", "kemarin 09.00", "2026-11-23T09:00"),
        ("id", "kemarin pukul 9", "2026-11-23T09:00"),
        ("id", "hari ini 08.59", "2026-11-24T08:59"),
        ("id", "senin, 14.30", "2026-11-23T14:30"),
        ("id", "-3 7", "2026-11-21T07:00"),
        ("id", "Senin, 23 November 2026 13.05", "2026-11-23T13:05"),
        ("en", "yesterday at 09:00", "2026-11-23T09:00"),
        ("en", "last friday 9:30", "2026-11-20T09:30"),
    ],
)
def test_a_moment_in_words(language: str, text: str, moment: str) -> None:
    found = WORDS[language].read_moment(text, NINE)
    assert (f"{found:%Y-%m-%dT%H:%M}", found.tzinfo) == (moment, NINE.tzinfo)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("kemarin", "day.no-moment"),
        ("hari ini 09.01", "day.to-come"),
        ("besok 09.00", "day.to-come"),
        ("kemarin pagi", "day.no-clock"),
        ("😀 09.00", "day.unknown"),
    ],
)
def test_what_is_no_moment_that_was_is_told(text: str, word: str) -> None:
    with pytest.raises(KelompokError) as trouble:
        WORDS["id"].read_moment(text, NINE)
    assert trouble.value.word == word


@pytest.mark.parametrize("language", WORDS)
@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_as_the_program_shows_it_is_read_back(language: str, day: date) -> None:
    words = WORDS[language]
    for shown in (words.date(day), words.short_date(day), day.isoformat(), f"{day:%d-%m-%Y}"):
        assert words.read_day(shown, TUESDAY) == day


@given(text=st.text(max_size=200), past=st.booleans())
def test_whatever_is_written_it_is_a_day_or_told(text: str, past: bool) -> None:
    found = TUESDAY
    with suppress(KelompokError):  # and nothing else
        found = WORDS["id"].read_day(text, TUESDAY, past)
    assert not past or found <= TUESDAY


def test_a_weekday_is_within_a_week_and_never_today() -> None:
    for ahead in range(7):
        today = TUESDAY + timedelta(days=ahead)
        for number in range(1, 8):
            name = WORDS["id"](f"date.days.{number}")
            for past, way in ((False, 1), (True, -1)):
                found = WORDS["id"].read_day(name, today, past)
                assert found.isoweekday() == number
                assert 1 <= way * (found - today).days <= 7


@pytest.mark.parametrize(
    "broken", [{"near": "x"}, {"near": {"x": "besok"}}, {"days": {"1": 3}}, {"fill": {"0": ["a"]}}]
)
def test_a_slip_in_a_schools_own_words_stops_no_day(broken: dict[str, object]) -> None:
    assert Words("id", {"date": broken}).read_day("24/11", TUESDAY) == TUESDAY
