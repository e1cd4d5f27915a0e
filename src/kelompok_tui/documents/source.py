"""From what a paper is made, for whom, and what there is of it."""

import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeVar

from kelompok_tui.documents.report import Report
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide
from kelompok_tui.model import Answer, Group, Session, Value
from kelompok_tui.settings import Settings
from kelompok_tui.words import Words

SELF, SCHOOL, SUPERVISOR, MEMBER = "self", "school", "supervisor", "member"
READERS = (SELF, SCHOOL, SUPERVISOR, MEMBER)
CALLED = ("introductions", "called")  # where members say how they want to be called: a name like any other

Held = TypeVar("Held", bound=Value)


@dataclass(frozen=True)
class Opened:
    """A group and its sessions in their order."""

    id: str
    group: Group
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Source:
    """All that a document is made from. `words` and `guide` are of the paper's language, not of the screen's.

    `sessions` are all of the group; `session` is the one that is told, where it is one. `member` is whom a member's
    paper is about, empty: each of them in turn. `empty`: forms are printed to be filled in by hand. `others` are all
    groups, for what is told of the year. `logo`: bytes of a picture. `names`: real ones by code, only to keep them out
    of a paper that is handed to another; no document may write one. `quotes`: a school gets those of members too.
    """

    group: Group
    sessions: tuple[Session, ...]
    session: Session | None
    guide: Guide
    words: Words
    now: datetime
    settings: Settings
    reader: str = SELF
    member: str = ""
    empty: bool = False
    others: tuple[Opened, ...] = ()
    logo: bytes | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    quotes: bool = False

    @property
    def told(self) -> Session:
        """The session that is told; KelompokError `paper.session` where none was named."""
        if self.session is None:
            raise KelompokError("paper.session")
        return self.session

    @property
    def before(self) -> tuple[Session, ...]:
        """The sessions before the one that is told."""
        return tuple(s for s in self.sessions if self.session and s.number < self.session.number)


@dataclass(frozen=True)
class Document:
    """How one document is made; `of` what: one session, one group, or all groups; its `readers`, the usual first.

    `each`: it can be made for one member alone. `forms`: it can be printed empty. `apart`: it is in no set, and its
    reader must be named.
    """

    make: Callable[[Source], Report]
    of: Literal["session", "group", "all"] = "session"
    readers: tuple[str, ...] = (SCHOOL, SELF, SUPERVISOR)
    each: bool = False
    forms: bool = False
    apart: bool = False


def named(source: Source) -> dict[str, str]:
    """The real names by code, each with that by which she wants to be called behind it."""
    names = dict(source.names)
    for session in source.sessions:
        for answer in (a for a in session.answers if (a.form, a.item) == CALLED):
            names[answer.about] = f"{names.get(answer.about, '')} {answer.value}".strip()
    return names


def veiled(source: Source, draw: int) -> Source:
    """The same with other codes, drawn by `draw`, in every field and text, and in an order of their own.

    A supervisor cannot match them with those of the school, nor by the row; what members want to be called is left out.
    """
    veil = _Veil(source.group, source.sessions, draw)
    sessions = tuple(map(veil.session, source.sessions))
    told = next((s for s in sessions if source.session and s.number == source.session.number), None)
    return replace(
        source,
        group=veil.group(source.group),
        sessions=sessions,
        session=told,
        member=veil.drawn.get(source.member, source.member),
        others=tuple(_veiled_other(one, draw) for one in source.others),
        names={veil.drawn.get(code, code): name for code, name in named(source).items()},
    )


def _veiled_other(one: Opened, draw: int) -> Opened:
    veil = _Veil(one.group, one.sessions, f"{draw} {one.id}")  # two groups must not share what was drawn
    return Opened(one.id, veil.group(one.group), tuple(map(veil.session, one.sessions)))


class _Veil:
    """Another code for each of a group: `drawn` by the old one. Who is drawn first stands first."""

    def __init__(self, group: Group, sessions: Iterable[Session], draw: int | str) -> None:
        codes = sorted({person.code for person in group.people} | {s.code for t in sessions for s in t.seats})
        letters = [one + two for one in "ABCDEFGHJKLMNPQRSTUVWXYZ" for two in "ABCDEFGHJKLMNPQRSTUVWXYZ"]
        free = [code for code in letters if code not in codes]
        self.drawn = dict(zip(codes, random.Random(draw).sample(free, len(codes)), strict=True))

    def group(self, group: Group) -> Group:
        held = _renamed(group, self.drawn)
        members, candidates = (tuple(sorted(p, key=lambda one: one.code)) for p in (held.members, held.candidates))
        return held.but(members=members, candidates=candidates, answers=self._ordered(held.answers))

    def session(self, session: Session) -> Session:
        held = _renamed(session, self.drawn)
        called = f"answers.{'.'.join(CALLED)}."
        return held.but(
            seats=tuple(sorted(held.seats, key=lambda seat: seat.code)),
            answers=self._ordered(a for a in held.answers if (a.form, a.item) != CALLED),
            corrections=tuple(c for c in held.corrections if not c.what.startswith(called)),
        )

    def _ordered(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        codes = {*self.drawn.values()}
        return tuple(sorted(answers, key=lambda answer: answer.about if answer.about in codes else ""))


def _renamed(held: Held, drawn: Mapping[str, str]) -> Held:
    if not drawn:
        return held
    known = re.compile(r"\b(" + "|".join(map(re.escape, sorted(drawn, key=len, reverse=True))) + r")\b")

    def walk(value: object) -> object:
        if isinstance(value, str):
            return known.sub(lambda found: drawn[found[1]], value)
        if isinstance(value, list):
            return [walk(part) for part in value]
        return {key: walk(part) for key, part in value.items()} if isinstance(value, dict) else value

    return type(held).model_validate(walk(json.loads(held.model_dump_json())))
