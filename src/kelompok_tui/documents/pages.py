"""Papers of which each member gets a page of her own, and on which no other is named."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kelompok_tui.documents.report import Block, Break, Fact, Facts, Heading, Table
from kelompok_tui.documents.source import CALLED, MEMBER, Source
from kelompok_tui.errors import KelompokError
from kelompok_tui.model.value import SHORTEST


def whom(source: Source, codes: Iterable[str]) -> tuple[str, ...]:
    """Whose pages: of the member that was named, else of all `codes`.

    KelompokError `paper.member` where a member would read it and nobody was named: the others' pages are not hers.
    """
    if source.member:
        return (source.member,)
    if source.reader == MEMBER:
        raise KelompokError("paper.member")
    return tuple(codes)


def pages(
    source: Source, codes: tuple[str, ...], title: str, page: Callable[[str], Iterable[Block]]
) -> Iterator[Block]:
    """The page of each, on a sheet of its own; where they are of all, each has its own `title` and ids."""
    for number, code in enumerate(codes):
        if number:
            yield Break()
        if source.member or not code:
            yield from page(code)
        else:
            yield Heading(source.words(title, code=code))
            yield from (_owned(block, code) for block in page(code))


def discreet(source: Source, about: str) -> Callable[[str], str]:
    """Makes of a text one that names no other than `about`: neither by code nor by a part of her name.

    Of a name a word is enough, also in small letters: too much taken out is better than too little.
    """
    sessions = (*source.sessions, *([source.session] if source.session else []))
    codes = {*source.names} | {person.code for person in source.group.people}
    codes |= {seat.code for session in sessions for seat in session.seats}
    names = {code: {*re.findall(r"\w+", source.names.get(code, ""))} for code in codes}
    for answer in (a for session in sessions for a in session.answers if (a.form, a.item) == CALLED):
        names.setdefault(answer.about, set()).update(re.findall(r"\w+", str(answer.value)))
    codes = {*names}
    own = {part.casefold() for part in names.get(about, ())}
    parts = {part for code in codes - {about} for part in names[code] if part.casefold() not in own}
    exact = (codes - {about}) | {part for part in parts if len(part) == SHORTEST - 1}
    loose = {part for part in parts if len(part) >= SHORTEST}
    if not exact | loose:
        return str
    one = rf"(?:{_any(exact)}|(?i:{_any(loose)}))" if loose else f"(?:{_any(exact)})"
    known = re.compile(rf"\b{one}\b(?:\s+{one}\b)*")
    return lambda text: known.sub(source.words("member.friend"), text)


def _any(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def own(fact: Fact, code: str) -> Fact:
    """The same with that member's code in its id, so that each id is there only once."""
    return replace(fact, id=f"{fact.id}_{code.lower()}")


def _owned(block: Block, code: str) -> Block:
    if isinstance(block, Facts):
        return Facts(tuple(own(fact, code) for fact in block.rows))
    return replace(block, id=f"{block.id}_{code.lower()}") if isinstance(block, Table) else block
