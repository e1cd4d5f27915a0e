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
from kelompok_tui.model import Group, Session, Value
from kelompok_tui.settings import Settings
from kelompok_tui.words import Words

SELF, SCHOOL, SUPERVISOR, MEMBER = "self", "school", "supervisor", "member"
READERS = (SELF, SCHOOL, SUPERVISOR, MEMBER)

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
    of a paper that is handed to another; no document may write one.
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

    @property
    def private(self) -> bool:
        """Who reads it may read everything: the leader herself, or her supervisor."""
        return self.reader in {SELF, SUPERVISOR}


@dataclass(frozen=True)
class Document:
    """How one document is made; `of` what: one session, one group, or all groups; its `readers`, the usual first.

    `each`: it can be made for one member alone. `forms`: it can be printed empty.
    """

    make: Callable[[Source], Report]
    of: Literal["session", "group", "all"] = "session"
    readers: tuple[str, ...] = (SCHOOL, SELF, SUPERVISOR)
    each: bool = False
    forms: bool = False


def veiled(source: Source, draw: int) -> Source:
    """The same with other codes, drawn by `draw`, in every field and text: a supervisor cannot match them."""
    drawn = _drawn(source.group, source.sessions, draw)
    sessions = tuple(_renamed(session, drawn) for session in source.sessions)
    told = next((s for s in sessions if source.session and s.number == source.session.number), None)
    return replace(
        source,
        group=_renamed(source.group, drawn),
        sessions=sessions,
        session=told,
        member=drawn.get(source.member, source.member),
        others=tuple(_veiled_other(one, draw) for one in source.others),
        names={drawn.get(code, code): name for code, name in source.names.items()},
    )


def _veiled_other(one: Opened, draw: int) -> Opened:
    drawn = _drawn(one.group, one.sessions, draw)
    return Opened(one.id, _renamed(one.group, drawn), tuple(_renamed(session, drawn) for session in one.sessions))


def _drawn(group: Group, sessions: Iterable[Session], draw: int) -> dict[str, str]:
    """Another code for each."""
    codes = sorted({person.code for person in group.people} | {s.code for t in sessions for s in t.seats})
    letters = [one + two for one in "ABCDEFGHJKLMNPQRSTUVWXYZ" for two in "ABCDEFGHJKLMNPQRSTUVWXYZ"]
    free = [code for code in letters if code not in codes]
    return dict(zip(codes, random.Random(draw).sample(free, len(codes)), strict=True))


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
