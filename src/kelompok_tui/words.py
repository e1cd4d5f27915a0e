"""Every sentence the user sees, by key; read with the standard library alone, so that the first picture is quick."""

import datetime
import locale
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from kelompok_tui import days, files
from kelompok_tui.errors import KelompokError

CONTENT = Path(__file__).parent / "content"
SOURCE = "id"  # every other language is laid over this one
WORDS = ("words.toml", "paper.toml")
DEEPEST = 64  # tables and lists in one another; more can be read but not always written back

# C0 and C1 controls but the newline, and the bidirectional overrides: a file must not steer the terminal;
# and halves of a character (surrogates) and what is none (U+FFFE), which no file can hold
CONTROLS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)

_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,32}")
# what a sentence may fill in: a fact, or one of the keys by name; never what hangs on a value, nor a width of millions
_FACT = re.compile(r"[a-z_]+(?:\[[^][]*\])?(?:![rsa])?(?::[^{}]{0,4})?")
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")


def clean(text: object) -> object:
    """`text` with each control character made a space; anything but a string comes back as it is."""
    return CONTROLS.sub(" ", text.replace("\r\n", "\n")) if isinstance(text, str) else text


def line(text: str) -> str:
    """`text` on one line, without a control character, every run of blanks one blank."""
    return " ".join(str(clean(text)).split())


def languages(*more: Path) -> list[str]:
    """The languages there are: folders with a `words.toml`, in the program's content and in the folders `more`."""
    found = {file.parent.name for folder in (CONTENT, *more) for file in folder.glob("*/words.toml")}
    found = {name for name in found if _LANGUAGE.fullmatch(name)}  # it stands in sentences, and in names of papers
    return sorted(found, key=lambda name: (name != SOURCE, name))


def system_language(known: Iterable[str]) -> str:
    """The language of the system's locale where it is one of `known`, else Indonesian."""
    told = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    if not told:
        told = locale.getlocale()[0] or ""
    name = told.lower().replace("-", "_")
    for language in known:
        if name == language or name.startswith((language + "_", language + ".")):
            return language
    return "en" if name.startswith("english") and "en" in known else SOURCE


def layers(language: str, *more: Path) -> list[Path]:
    """The folders of content for `language`, the lowest first: Indonesian, then the language itself.

    Each is followed by the same folder of the counselor's own guide folders `more`.
    """
    wanted = [SOURCE] if language == SOURCE else [SOURCE, language]
    return [folder / name for name in wanted for folder in (CONTENT, *more)]


def read_toml(path: Path) -> dict[str, Any]:
    """The table in `path`; KelompokError `toml.syntax` names the line, `file.not-text` bytes that are no UTF-8."""
    return parse_toml(files.read(path), path)


def parse_toml(data: bytes, path: Path) -> dict[str, Any]:
    """The table in `data`, which stood in `path`."""
    try:
        held = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as trouble:
        raise KelompokError("file.not-text", file=path, byte=trouble.start) from trouble
    except tomllib.TOMLDecodeError as trouble:
        line = str(trouble).rpartition("at line ")[2].partition(",")[0]
        last = data.count(b"\n") + 1
        raise KelompokError("toml.syntax", file=path, line=line if line.isdigit() else last) from trouble
    except RecursionError as trouble:
        raise KelompokError("file.too-deep", file=path) from trouble
    except ValueError as trouble:
        raise KelompokError("toml.syntax", file=path, line=endless_number(data)) from trouble
    if too_deep(held):
        raise KelompokError("file.too-deep", file=path)
    return held


def too_deep(held: object) -> bool:
    """Whether tables and lists in `held` stand deeper in one another than `DEEPEST`."""
    level: list[Any] = [held]
    for _ in range(DEEPEST):
        inside = (list(value.values()) if isinstance(value, dict) else value for value in level)
        level = [value for values in inside for value in values if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def endless_number(data: bytes) -> int:
    """The line of a number with more digits than Python reads (4300); the first where there is none."""
    found = re.search(rb"[0-9_]{4301}", data)
    return 1 + data.count(b"\n", 0, found.start()) if found else 1


def overlay(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`below` with `above` laid over it, table by table; what `above` lacks falls through."""
    laid = dict(below)
    for key, value in above.items():
        under = laid.get(key)
        laid[key] = overlay(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return laid


class Words:
    """The words of one language: `words("home.title", count=3)` is the sentence with its facts filled in."""

    def __init__(self, language: str, table: Mapping[str, Any], keys: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._table = table
        self._keys = keys

    def with_keys(self, keys: Mapping[str, str]) -> "Words":
        """The same words, and in them the keys by name: `{keys[room.undo]}`."""
        return Words(self.language, self._table, keys)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence at `key`. Where `facts` has `n` and the sentence has the forms `one` and `other`, the
        form that fits. A key that is not there comes back as itself: a missing word must not stop the hour."""
        said = self._at(key)
        if isinstance(said, Mapping) and "other" in said:
            said = said.get("one", said["other"]) if facts.get("n") == 1 else said["other"]
        if not isinstance(said, str):
            return str(clean(key))
        if self._keys is not None:
            facts["keys"] = self._keys
        if not facts or not _plain(said):
            return said
        try:
            return str(clean(said.format(**facts)))  # a fact may be the name of a file, and that may be anything
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):  # a slip in a school's own words
            return said

    def __contains__(self, key: str) -> bool:
        return isinstance(self._at(key), str)

    def choices(self, key: str) -> dict[str, str]:
        """The words below `key`, by their last name, in the order of the file."""
        below = self._at(key)
        return dict(below) if isinstance(below, Mapping) else {}

    def error(self, trouble: KelompokError) -> str:
        """What `trouble` says: what happened, and the next step. A fact that is itself a trouble is said likewise."""
        facts = {"code": "", **trouble.facts}
        facts |= {name: self.error(told) for name, told in facts.items() if isinstance(told, KelompokError)}
        if "why" in facts:
            key = f"reason.{facts['why']}"
            facts["why"] = self(key) if key in self else facts["why"]
        return self(f"error.{trouble.word}", **facts)

    def why(self, trouble: KelompokError) -> str:
        """In a few words why (`disk penuh`), where the system gave a reason; else all that `trouble` says."""
        key = f"reason.{trouble.facts.get('why')}"
        return self(key) if key in self else self.error(trouble)

    def date(self, day: datetime.date) -> str:
        """`Selasa, 24 November 2026`."""
        return self(
            "date.long",
            day=self(f"date.days.{day.isoweekday()}"),
            number=day.day,
            month=self(f"date.months.{day.month}"),
            year=day.year,
        )

    def plain_date(self, day: datetime.date) -> str:
        """`24 November 2026`, as it stands beside a place and above a signature."""
        return self("date.plain", number=day.day, month=self(f"date.months.{day.month}"), year=day.year)

    def short_date(self, day: datetime.date) -> str:
        """`24 Nov 2026`."""
        return f"{day.day} {self(f'date.months.{day.month}')[:3]} {day.year}"

    def clock(self, at: datetime.datetime) -> str:
        """`09.42` or `09:42`, as the language writes it."""
        return at.strftime(self("date.clock"))

    def second(self, at: datetime.datetime) -> str:
        """`09.42.10`, likewise."""
        return at.strftime(self("date.second"))

    def span(self, began: datetime.datetime, ended: datetime.datetime | None) -> str:
        """`09.42–09.58`; without its end while it goes on."""
        return f"{self.clock(began)}–{self.clock(ended) if ended else ''}"

    def read_day(self, text: str, today: datetime.date, past: bool = False) -> datetime.date:
        """The day that `text` means in this language (`days.read_day`): also `besok`, `senin depan`, `24 November`."""
        return days.read_day(text, today, past, self._days)

    def read_moment(self, text: str, now: datetime.datetime) -> datetime.datetime:
        """Likewise a day and a time of day: `kemarin 09.00`."""
        return days.read_moment(text, now, self._days)

    @property
    def _days(self) -> days.Names:
        parts = ("days", "months", "near", "week", "fill")
        return {part: {n: str(said) for n, said in self.choices(f"date.{part}").items()} for part in parts}

    def _at(self, key: str) -> object:
        found: object = self._table
        for name in key.split("."):
            if not isinstance(found, Mapping) or name not in found:
                return None
            found = found[name]
        return found


@lru_cache(maxsize=4096)
def _plain(said: str) -> bool:
    """Whether `said` fills in nothing but facts, each as it is."""
    return all(_FACT.fullmatch(field[1]) for field in _FIELD.finditer(said) if field[1] is not None)


def _cleaned(held: Any) -> Any:
    """`held` without a control character in any key or text."""
    if isinstance(held, dict):
        return {clean(key): _cleaned(value) for key, value in held.items()}
    return [_cleaned(value) for value in held] if isinstance(held, list) else clean(held)


def read_layer(path: Path) -> dict[str, Any]:
    """The table in `path` (`read_toml`), of a layer of words or of the guide: nothing in it can steer the terminal."""
    held = read_toml(path)
    return held if CONTENT in path.parents else dict(_cleaned(held))


def read_words(language: str, *more: Path, papers: bool = False) -> Words:
    """The words of `language` with the guide folders `more`; KelompokError names one that cannot be read.

    With those of `papers` too: they have a file of their own, which no screen needs.
    """
    table: dict[str, Any] = {}
    for folder in layers(language, *more):
        for name in WORDS if papers else WORDS[:1]:
            if (folder / name).is_file():
                table = overlay(table, read_layer(folder / name))
    return Words(language, table)
