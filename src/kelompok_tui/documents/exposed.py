"""Names and codes that stand in a paper where its reader should find none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kelompok_tui.documents.report import Bullets, Fact, Facts, Heading, Paragraph, Report, Slips, Table
from kelompok_tui.documents.source import CALLED, MEMBER, SELF, Source, named
from kelompok_tui.model import Value
from kelompok_tui.model.value import SHORTEST

AROUND = 24  # letters shown on each side of what was found


@dataclass(frozen=True)
class Exposed:
    """A word that names somebody, where it stands, and what stands around it."""

    word: str
    place: str
    around: str


def exposed(report: Report, source: Source) -> tuple[Exposed, ...]:
    """Every real name and, for a member, every other code; nothing where the leader reads it herself.

    Of a name a word is enough, also in small letters, if somebody wrote it into the group or a session: the words of
    the guide and of the school's own paper are nobody's.
    """
    if source.reader == SELF:
        return ()
    parts = _names(source)
    loose = {part for part in parts if len(part) >= SHORTEST}
    exact = parts - loose
    if source.reader == MEMBER and source.member:
        exact |= _codes(source) - {source.member}
    if not exact | loose:
        return ()
    patterns = (_any(exact), f"(?i:{_any(loose)})" if loose else "")
    known = re.compile(rf"\b(?:{'|'.join(filter(None, patterns))})\b")
    found = [
        Exposed(one[0], place, _around(text, one.start(), one.end()))
        for place, text in _told(report)
        for one in known.finditer(text)
    ]
    written = _written(source) if found else set()
    return tuple(dict.fromkeys(one for one in found if one.word.casefold() in written))


def _written(source: Source) -> set[str]:
    """Every word that stands in the group and its sessions, in small letters."""
    texts = (text for held in _held(source) for text in _texts(held.model_dump(mode="json")))
    return {word.casefold() for text in texts for word in re.findall(r"\w+", text)}


def _names(source: Source) -> set[str]:
    called = (a.value for one in source.others for s in one.sessions for a in s.answers if (a.form, a.item) == CALLED)
    return {*re.findall(r"\w\w+", " ".join(map(str, (*source.names.values(), *named(source).values(), *called))))}


def _codes(source: Source) -> set[str]:
    return {person.code for person in source.group.people} | {s.code for one in source.sessions for s in one.seats}


def _held(source: Source) -> Iterator[Value]:
    yield from (source.group, *source.sessions, *((source.session,) if source.session else ()))
    for one in source.others:
        yield from (one.group, *one.sessions)


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict | list):
        for part in held.values() if isinstance(held, dict) else held:
            yield from _texts(part)


def _any(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    dots = ("…" if start > AROUND else "", "…" if end + AROUND < len(text) else "")
    return " ".join(f"{dots[0]}{before}{text[start:end]}{after}{dots[1]}".split())


def _told(report: Report) -> Iterator[tuple[str, str]]:
    """Every text that somebody may have written, with the place where it stands."""
    under = report.title
    yield report.title, report.title
    for block in report.blocks:
        match block:
            case Heading():
                under = block.text
            case Paragraph():
                yield under, block.text
            case Bullets():
                yield from ((under, item) for item in block.items)
            case Facts():
                yield from _facts(block.rows)
            case Slips():
                for slip in block.slips:
                    yield from ((f"{slip.title} · {place}", text) for place, text in _facts(slip.rows))
            case Table():
                for row in block.rows:
                    cells = zip(block.columns, row, strict=True)
                    yield from ((f"{under} · {column}", cell) for column, cell in cells)
            case _:
                pass


def _facts(rows: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for fact in rows:
        if not fact.fill.startswith("settings:") and not fact.id.startswith("class"):
            yield fact.label, fact.value
