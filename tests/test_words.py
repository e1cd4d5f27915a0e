"""Words by key, and the doors through which TOML is read."""

from datetime import date
from pathlib import Path

import pytest

from kelompok_tui.errors import KelompokError
from kelompok_tui.words import (
    CONTENT,
    DEEPEST,
    Words,
    languages,
    layers,
    overlay,
    parse_toml,
    read_toml,
    read_words,
    system_language,
    too_deep,
)

FILE = Path("x.toml")


@pytest.mark.parametrize(
    ("data", "word", "facts"),
    [
        (b"a = 1\nb =\n", "toml.syntax", {"line": "2"}),
        (b"a = 1\na = 2\n", "toml.syntax", {"line": "2"}),
        (b'a = 1\n\nb = "x', "toml.syntax", {"line": 3}),
        (b"a = 1\n\nb = " + b"7" * 5000 + b"\n", "toml.syntax", {"line": 3}),
        (b"a = '\xe9'", "file.not-text", {"byte": 5}),
        (b"a = " + b"[" * 5000, "file.too-deep", {}),
        (b"a = " + b"[" * 70 + b"]" * 70, "file.too-deep", {}),
        (b"[" + b".".join([b"a"] * 3000) + b"]", "file.too-deep", {}),
    ],
)
def test_a_slip_is_told_where_it_is(data: bytes, word: str, facts: dict[str, object]) -> None:
    with pytest.raises(KelompokError) as told:
        parse_toml(data, FILE)
    assert (told.value.word, told.value.facts) == (word, {"file": FILE, **facts})


def test_what_is_deep_and_what_is_too_deep() -> None:
    held: object = 1
    for depth in range(DEEPEST):
        held = {"a": held} if depth % 2 else [held]
    assert not too_deep(held)
    assert too_deep([held])


def test_a_mark_of_byte_order_and_other_line_ends_are_read() -> None:
    assert parse_toml(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", FILE) == {"a": 1, "b": 2}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KelompokError) as told:
        read_toml(tmp_path / "none.toml")
    assert told.value.facts["file"] == tmp_path / "none.toml"


def test_what_lies_above_wins_and_what_it_lacks_falls_through() -> None:
    below = {"a": {"b": 1, "c": {"d": 2}}, "e": [1, 2]}
    assert overlay(below, {"a": {"c": {"d": 3}}, "e": [4]}) == {"a": {"b": 1, "c": {"d": 3}}, "e": [4]}
    assert overlay(below, {"a": 5}) == {"a": 5, "e": [1, 2]}
    assert below == {"a": {"b": 1, "c": {"d": 2}}, "e": [1, 2]}


def test_the_layers_of_a_language(tmp_path: Path) -> None:
    assert layers("id", tmp_path) == [CONTENT / "id", tmp_path / "id"]
    assert layers("en", tmp_path) == [CONTENT / "id", tmp_path / "id", CONTENT / "en", tmp_path / "en"]


def test_a_language_needs_its_words_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "su").mkdir()
    (tmp_path / "jv").mkdir()
    (tmp_path / "jv" / "words.toml").write_text('[app]\nhelp = "Pitulung"\n')
    assert languages(tmp_path, tmp_path / "none") == ["id", "en", "jv"]


@pytest.mark.parametrize("said", ["{n.x}", "{n[0]}", "{n:q}", "{n", "{}", "{other}", "{n!z}"])
def test_a_slip_in_a_schools_own_words_stops_nothing(said: str) -> None:
    assert Words("id", {"a": said})("a", n=1) == said


@pytest.mark.parametrize("language", languages())
def test_dates_and_clocks_are_whole_in_every_language(language: str) -> None:
    words = read_words(language)
    said = {words.date(date(2026, month, month)) for month in range(1, 13)}
    assert len(said) == 12
    assert not [day for day in said if "date." in day or "{" in day]
    assert len({words.date(date(2026, 11, day)).split(",")[0] for day in range(1, 8)}) == 7


def test_the_languages_write_a_day_as_they_do() -> None:
    assert read_words("id").date(date(2026, 11, 24)) == "Selasa, 24 November 2026"
    assert "Tuesday" in read_words("en").date(date(2026, 11, 24))


def test_the_reason_of_an_error_is_said_in_words() -> None:
    words = read_words("id")
    said = words.error(KelompokError("file.not-written", file="x.json", why="ENOSPC"))
    assert "x.json" in said
    assert words("reason.ENOSPC") in said
    assert "EODD" in words.error(KelompokError("file.not-written", file="x.json", why="EODD"))


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id_ID", "LANG": "en_US"}, "id"),
        ({"LC_ALL": "id", "LC_MESSAGES": "en", "LANG": "en"}, "id"),
        ({"LC_ALL": "jv-ID"}, "jv"),
        ({"LC_ALL": "POSIX"}, "id"),
        ({"LC_ALL": "enx"}, "id"),
        ({"LC_ALL": "english_united kingdom.1252"}, "en"),
    ],
)
def test_the_first_of_the_systems_words_counts(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], language: str
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert system_language(["id", "en", "jv"]) == language
