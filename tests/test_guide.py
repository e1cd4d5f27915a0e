"""The guide: complete in every language, and each wish in one place."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kelompok_tui import insights
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.words import CONTENT, SOURCE, WORDS, Words, languages, read_toml, read_words, system_language

FILES = sorted(file.relative_to(CONTENT / SOURCE) for file in (CONTENT / SOURCE).rglob("*.toml"))
SAME = {"name"}  # of the demo's pupils
STRUCTURE = {
    "order",
    "place",
    "minutes",
    "panels",
    "rows",
    "row",
    "key",
    "speaks",
    "tension",
    "kind",
    "low",
    "high",
    "fact",
    "color",
    "stage",
    "followup",
    "when",
}


def words_of(held: dict[str, Any], structure: set[str], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in held.items():
        if isinstance(value, dict):
            yield from words_of(value, structure, f"{above}{key}.")
        elif isinstance(value, str) and key not in structure:
            yield above + key, value


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_english_says_all_that_indonesian_says(file: Path) -> None:
    structure = set() if file.name in WORDS else STRUCTURE
    source = dict(words_of(read_toml(CONTENT / SOURCE / file), structure))
    english = dict(words_of(read_toml(CONTENT / "en" / file), structure))
    if file.name == "demo.toml":  # names, codes and ids are the same in every language: only sentences are owed
        assert set(english) <= set(source)
        source = {key: said for key, said in source.items() if " " in said and key.rpartition(".")[2] not in SAME}
    for key, said in source.items():
        assert said.strip(), key
        assert english[key].strip(), key
        assert places(said) == places(english[key]), key
    if file.name != "demo.toml":
        assert set(english) == set(source)


def test_no_english_file_stands_alone() -> None:
    assert {file.relative_to(CONTENT / "en") for file in (CONTENT / "en").rglob("*.toml")} == set(FILES)


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_stage_says_enough(language: str) -> None:
    guide = read_guide(language)
    assert [stage.id for stage in guide.stages] == ["pre", "beginning", "transition", "working", "closing", "post"]
    for stage in guide.stages:
        assert len(stage.steps) >= 5, stage.id
        assert len(stage.say) >= 6, stage.id
        assert len(stage.watch) >= 4, stage.id
        assert len(stage.door) >= 3, stage.id
        assert stage.aim
    assert insights.unknown_facts(guide) == []
    assert guide.troubles == []
    keys = [kind.key for kind in guide.kinds.values() if kind.key]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set("1234567890-=op`uqnj[]?., ")  # what the room needs for itself


def test_every_error_has_its_sentence() -> None:
    source = Path(read_guide.__code__.co_filename).parent
    raised = set()
    for module in source.rglob("*.py"):
        raised |= set(re.findall(r"KelompokError\(\s*\"([a-z.-]+)\"", module.read_text(encoding="utf-8")))
    words = read_words("id")
    assert {word for word in raised if f"error.{word}" not in words} == set()


def test_every_word_that_the_code_asks_for_is_there() -> None:
    source = Path(read_guide.__code__.co_filename).parent
    asked = set()
    for module in source.rglob("*.py"):
        papers = module.parent.name in {"documents", "export", "templates"}  # the screens know no word of papers
        text = module.read_text(encoding="utf-8")
        found = re.findall(r"(?:words|say|_whisper)\(\s*\"([a-z-]+\.[a-z.-]+)\"", text)
        found += re.findall(r"Binding\(\s*\"[^\"]+\",\s*\"[^\"]+\",\s*\"([a-z-]+\.[a-z.-]+)\"", text)
        asked |= {(word, papers) for word in found}
    assert len(asked) > 80
    words = {papers: read_words("id", papers=papers) for papers in (True, False)}

    def known(word: str, papers: bool) -> bool:
        return word in words[papers] or {f"{word}.one", f"{word}.other"} <= words_at(words[papers], word)

    assert {word for word, papers in asked if not known(word, papers)} == set()


def words_at(words: Words, word: str) -> set[str]:
    """The keys below `word`: a sentence in the singular and in the plural."""
    return {f"{word}.{form}" for form in words.choices(word)}


def put(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


STAGE = """order = 35
minutes = 5
panels = ["tensions"]
title = "Jeda main"
aim = "Bergerak sebentar"
[steps]
game = "Main bola nama"
[door.ready]
ask = "Sudah segar?"
"""
FORM = """stage = "closing"
rows = "member"
title = "Semangat"
[items.spirit]
kind = "scale"
low = 1
high = 5
title = "Semangat"
"""
SIXTH = "[items.spirit.options]\n6 = 'x'\n"
ASKED_DAY = """[items.day]
kind = "date"
title = "Hari"
ask = "Kapan?"
"""


def test_a_seventh_stage_and_a_form_are_files_in_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "id/stages/play.toml", STAGE)
    put(tmp_path, "id/forms/spirit.toml", FORM)
    guide = read_guide("id", tmp_path)
    assert [stage.id for stage in guide.room] == ["beginning", "transition", "play", "working", "closing"]
    assert guide.panels(guide.stage("closing"))[-1] == "form:spirit"
    assert read_guide("en", tmp_path).stage("play").title == "Jeda main"  # what is missing falls back


def test_a_third_language_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "jv/words.toml", '[language]\nname = "Basa Jawa"\n[app]\nhelp = "Pitulung"\n')
    assert languages(tmp_path) == ["id", "en", "jv"]
    words = read_words("jv", tmp_path)
    assert (words("app.help"), words("app.quit")) == ("Pitulung", "Keluar")


def test_a_school_rewords_one_sentence(tmp_path: Path) -> None:
    put(tmp_path, "id/stages/beginning.toml", '[say]\nwelcome = "Halo semua"\n')
    guide = read_guide("id", tmp_path)
    assert guide.stage("beginning").say["welcome"] == "Halo semua"
    assert len(guide.stage("beginning").say) == len(read_guide("id").stage("beginning").say)


@pytest.mark.parametrize(
    ("name", "text", "word", "facts"),
    [
        ("id/forms/mine.toml", FORM.replace("high = 5", "high = 0"), "guide.value", {"key": "items.spirit.low"}),
        ("id/forms/mine.toml", FORM + SIXTH, "guide.value", {"key": "items.spirit.options"}),
        ("id/forms/mine.toml", FORM + ASKED_DAY, "guide.value", {"key": "items.day.ask"}),
        ("id/forms/mine.toml", 'title = "x"\nrows = "once"\n', "guide.value", {"key": "items"}),
        ("id/forms/mine.toml", FORM.replace("kind =", "kynd ="), "guide.value", {"key": "items.spirit.kynd"}),
        ("id/forms/mine.toml", 'title = "x\n', "toml.syntax", {"line": "1"}),
        ("id/stages/mine.toml", 'title = "x"\n', "guide.value", {"key": "order"}),
        ("id/stages/mine.toml", STAGE.replace("tensions", "nothing"), "guide.no-panel", {"panel": "nothing"}),
        ("id/kinds.toml", "[floor]\nkey = 3\n", "guide.value", {"key": "floor.key"}),
    ],
)
def test_a_broken_file_of_hers_is_told_and_the_rest_stands(
    tmp_path: Path, name: str, text: str, word: str, facts: dict[str, object]
) -> None:
    put(tmp_path, name, text)
    guide = read_guide("id", tmp_path)
    (trouble,) = guide.troubles
    assert trouble.word == word
    assert trouble.facts.items() >= facts.items()
    assert len(guide.forms) >= 21
    assert guide.kind("question").key == "t"


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("id_ID.UTF-8", "id"),
        ("en_GB.UTF-8", "en"),
        ("de_DE", "id"),
        ("C.UTF-8", "id"),
        ("en", "en"),
        ("English_United States", "en"),
    ],
)
def test_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert system_language(["id", "en"]) == language


def test_a_word_that_is_missing_is_its_key_and_a_slip_in_it_stays_readable() -> None:
    words = Words("id", {"a": {"b": "{x} dan {y}", "c": "{"}, "n": {"one": "satu", "other": "{n}"}})
    assert words("no.such") == "no.such"
    assert words("a.b", x=1) == "{x} dan {y}"
    assert words("a.c", x=1) == "{"
    assert (words("n", n=1), words("n", n=3)) == ("satu", "3")
    assert words.error(KelompokError("none")) == "error.none"


def test_what_is_gone_from_the_guide_keeps_its_id(guide: Guide) -> None:
    assert (guide.stage("gone").title, guide.kind("gone").title) == ("gone", "gone")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_forms_that_can_be_passed_round_ask_in_whole_sentences(language: str) -> None:
    forms = read_guide(language).forms
    asked = {form.id: [item.id for item in form.asked] for form in forms.values() if form.asked}
    assert asked == {
        "uca": ["understanding", "comfort", "action", "word"],
        "satisfaction": ["accepted", "ease", "trust", "help"],
        "mood": ["after"],
    }
    for item in (item for form in forms.values() for item in form.asked):
        assert item.ask.endswith((".", "?"))
        assert len(item.ask) <= 100
    assert set(forms["uca"].items["comfort"].options) == {"1", "4"}
    assert list(forms["satisfaction"].items["help"].options) == ["1", "2", "3"]


def test_only_a_form_of_members_can_be_passed_round(tmp_path: Path) -> None:
    put(tmp_path, "id/forms/once.toml", f"{FORM}ask = 'Apa?'\n".replace('"member"', '"once"'))
    assert read_guide("id", tmp_path).forms["once"].asked == ()
