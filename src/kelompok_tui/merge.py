"""Two versions of one session or group, with or without their common ancestor, into one. Pure.

With the ancestor: what one changed is so; what both changed differently is as in the newer, the one whose news since
the ancestor is the latest. No time of a file is trusted. Without it nothing is dropped: what was said wins over what
was not, the further over the less far, else the greater by its content, so that three copies give the same in whatever
order.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from kelompok_tui.model import (
    LEADER,
    Action,
    Answer,
    Away,
    Consent,
    Correction,
    FollowUp,
    Goal,
    Group,
    Mark,
    Member,
    Pause,
    Risk,
    Seat,
    Session,
    Tension,
    Tick,
    Value,
    Visit,
)
from kelompok_tui.model.session import FLOOR
from kelompok_tui.model.trace import APART, BOOKKEEPING, TIMES, text
from kelompok_tui.model.value import counted

Held = TypeVar("Held", Session, Group)
Path = tuple[str, ...]
Rows = Sequence[Any]

BOTH = " ¦ "  # between two texts that are both kept
WORDS: dict[type[Value], set[str]] = {  # texts that can hold another beside them
    Session: {"reason"},
    Visit: {"reason"},
    Mark: {"note"},
    Tension: {"cause", "did", "outcome"},
    Action: {"what", "when", "support", "obstacle", "hindered", "sign"},
    Risk: {"told", "referral", "did"},
    FollowUp: {"what", "result"},
    Member: {"statement"},
    Group: {"concern", "description", "ending"},
}
# facts that are one: never the state of one and the minutes of the other
TOGETHER: dict[type[Value], Path] = {Seat: ("state", "minutes"), Mark: ("kind", "who", "to")}
# of a tension and of an action; the last is the furthest
COURSE = ("noticed", "open", "named", "worked", "partly", "held", "dropped", "settled", "done")
QUIET = {"at", "seen", "shown"}  # not told: nobody decided them
UNTRACED = {"marks", "visits", "goals"}  # told, but a trace has no path for them
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class _Nothing:
    """What is not there, and not even empty."""


_ABSENT = _Nothing()  # the record has no such key
_UNKNOWN = _Nothing()  # there is no ancestor to ask


@dataclass(frozen=True)
class Clash:
    """What both said differently. `other` is what was not kept; empty where `kept` holds both.

    The path of an id or a code ends with it: then `other` is the new one of the second of two that had the same.
    """

    path: str
    kept: str
    other: str


@dataclass(frozen=True)
class Merged(Generic[Held]):
    """The one version, and what is to be told about it, by path."""

    value: Held
    told: tuple[Clash, ...] = ()


def merge(ours: Held, theirs: Held, base: Held | None = None, *, at: datetime) -> Merged[Held]:
    """One version of both, whichever of them is called ours; what a clash did not keep leaves a correction at `at`."""
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    merging = _Merging(_newer(ours, theirs, base), base is not None, at)
    if isinstance(ours, Session) and isinstance(theirs, Session) and isinstance(base, Session):
        ours, theirs, base = merging.at_one_time(ours, theirs, base)
        merging.newer = _newer(ours, theirs, base)  # a meeting that was moved has no news by that alone
    if isinstance(ours, Group) and isinstance(theirs, Group):
        ours, theirs = merging.apart_by_code(ours, theirs, base)
    ours, theirs, base = merging.apart(ours, theirs, base)
    value: Held = merging.value((), ours, theirs, base)
    fresh: dict[Any, Correction] = {(c.at, c.what, c.was): c for c in merging.corrections}
    for old in value.corrections:
        fresh.pop((old.at, old.what, old.was), None)
    if fresh:
        value = value.but(corrections=tuple(sorted((*value.corrections, *fresh.values()), key=_by_time)))
    return Merged(value, tuple(sorted(set(merging.told), key=lambda clash: (clash.path, clash.kept, clash.other))))


# ── which is the newer ──


def _newer(ours: Value, theirs: Value, base: Value | None) -> int:
    """1 where ours has the latest news since the ancestor, -1 where theirs has, 0 where nobody can say."""
    old = set(_moments(base)) if base else set()
    one, two = (max((at for at in _moments(side) if at not in old), default=None) for side in (ours, theirs))
    if one is None or two is None:
        return (two is None) - (one is None)
    return (one > two) - (one < two)


def _moments(held: object) -> Iterator[datetime]:
    """The moments at which something was said or begun."""
    if isinstance(held, Value):
        for name, fact in _facts(held).items():
            if name in {"at", "began", "seen"} and isinstance(fact, datetime):
                yield fact
            elif isinstance(fact, tuple):
                yield from (moment for row in fact for moment in _moments(row))


# ── the merging itself ──


class _Merging:
    """Who is the newer, and what was found on the way."""

    def __init__(self, newer: int, known: bool, at: datetime) -> None:
        self.newer, self.known, self.at = newer, known, at
        self.told: list[Clash] = []
        self.corrections: list[Correction] = []

    def at_one_time(self, ours: Session, theirs: Session, base: Session) -> tuple[Session, Session, Session]:
        """All with the times of the one that moved the meeting or mended its stays; of the newer where both did.

        Where one has stays that another has not, they are as they were: each row is known by its own time.
        """
        if len({tuple(visit.stage for visit in side.visits) for side in (ours, theirs, base)}) > 1:
            return ours, theirs, base
        ended = sum(1 for visit in base.visits if visit.ended)

        def stays(session: Session) -> list[tuple[str, datetime, datetime | None]]:
            return [(visit.stage, visit.began, visit.ended) for visit in session.visits[:ended]]

        moved = [side for side in (ours, theirs) if stays(side) != stays(base)]
        if not moved:
            return ours, theirs, base
        moved.sort(key=lambda side: (self.newer * (1 if side is ours else -1), _weight(stays(side))))
        kept, other = moved[-1], moved[0]
        if kept.began != other.began:
            self.told.append(Clash("began", text(kept.began), text(other.began)))
            was = other.began.isoformat(timespec="minutes")
            self.corrections.append(Correction(at=self.at, what="began", was=was))
        elif stays(kept) != stays(other):
            for number, (one, two) in enumerate(zip(stays(kept), stays(other), strict=False)):
                self.clash(_Fact(Visit, "ended", ("visits", str(number), "ended")), one[2], two[2])
        visits = kept.visits[:ended]
        try:
            return ours.timed_as(visits), theirs.timed_as(visits), base.timed_as(visits)
        except OverflowError:  # a file may name the year 1
            return ours, theirs, base

    # ── one record ──

    def value(self, path: Path, ours: Any, theirs: Any, base: Any) -> Any:
        """One record of two of the same type, fact by fact."""
        kind: type[Value] = type(ours)
        one, two = _facts(ours), _facts(theirs)
        old = _facts(base) if base is not None else None
        together = TOGETHER.get(kind, ())
        facts: dict[str, Any] = {}
        for name in (*kind.model_fields, *sorted({*one, *two} - set(kind.model_fields))):
            if name in together or (kind is Group and name == "candidates"):
                continue  # with the first of them
            was = _UNKNOWN if old is None else old.get(name, _ABSENT)
            if kind is Group and name == "members":
                facts |= self.people(ours, theirs, base)
                continue
            fact = _Fact(kind, name, (*path, _alias(kind, name)))
            held = self.fact(fact, one.get(name, _ABSENT), two.get(name, _ABSENT), was)
            if held is not _ABSENT:
                facts[name] = held
        if together:
            facts |= self.as_one(path, together, ours, theirs, base)
        return kind.model_validate(facts)

    def as_one(self, path: Path, names: Path, ours: Value, theirs: Value, base: Value | None) -> dict[str, Any]:
        """Facts that are one, of one side or the other."""
        one, two = ({name: getattr(side, name) for name in names} for side in (ours, theirs))
        was = {name: getattr(base, name) for name in names} if base is not None else None
        if one == two or was == two:
            return one
        if was == one:
            return two
        said = [_said(side, names) for side in (ours, theirs)]
        if said[0] != said[1]:
            return one if said[0] else two
        kept, other = (one, two) if self.first(list(one.values()), list(two.values())) else (two, one)
        if said[0]:
            for name in names:
                self.clash(_Fact(type(ours), name, (*path, name)), kept[name], other[name])
        return kept

    def fact(self, fact: "_Fact", ours: Any, theirs: Any, was: Any) -> Any:
        """One fact of two: what one side changed, else what both changed."""
        if ours == theirs:
            return ours
        if ours is _ABSENT or theirs is _ABSENT:
            there = theirs if ours is _ABSENT else ours
            return _ABSENT if was == there else there
        if fact.name == "corrections":
            return self.rows(fact, ours, theirs, _UNKNOWN)
        if was == theirs:
            return ours
        if was == ours:
            return theirs
        if isinstance(ours, Value) and isinstance(theirs, Value):
            return self.value(fact.path, ours, theirs, was if isinstance(was, Value) else None)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self.table(fact, ours, theirs, was)
        if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
            return self.rows(fact, ours, theirs, was)
        return self.chosen(fact, ours, theirs, was)

    def chosen(self, fact: "_Fact", ours: Any, theirs: Any, was: Any) -> Any:
        """One of two that differ, or both where they are words."""
        if fact.name == "seen":
            return max(ours, theirs, key=_weight)
        said = [not (fact.empty(held) or (was is _UNKNOWN and fact.default(held))) for held in (ours, theirs)]
        if said[0] != said[1]:
            return ours if said[0] else theirs
        if fact.words and all(said):
            both = _both(ours, theirs)
            if both not in {ours, theirs}:
                self.told.append(Clash(".".join(fact.path), both, ""))
            return both
        kept, other = (ours, theirs) if self.first(ours, theirs) else (theirs, ours)
        if all(said):
            self.clash(fact, kept, other)
        return kept

    def first(self, ours: Any, theirs: Any) -> bool:
        """Ours is kept: it is the newer, or nobody can say which is and it weighs more."""
        return self.newer > 0 if self.known and self.newer else _weight(ours) >= _weight(theirs)

    def clash(self, fact: "_Fact", kept: Any, other: Any) -> None:
        """Both said it differently: that is told, and leaves a trace where a trace is left of such a fact."""
        if fact.name in QUIET or (kept == other and self.known):
            return
        if kept != other:  # else a trace all the same, without an ancestor: a third copy would leave it too
            self.told.append(Clash(".".join(fact.path), text(kept), text(other)))
        head = fact.path[0]
        known = fact.known and fact.name not in BOOKKEEPING and head not in APART | UNTRACED
        known = known and (head == "answers" or not set(fact.path) & TIMES)
        if known and not fact.empty(other) and not fact.default(other):  # what was never said is no correction
            self.corrections.append(Correction(at=self.at, what=".".join(fact.path), was=text(other)))

    # ── many of them ──

    def table(self, fact: "_Fact", ours: dict[str, Any], theirs: dict[str, Any], was: Any) -> dict[str, Any]:
        """One table of two, key by key."""
        old = was if isinstance(was, dict) else None
        merged = {}
        for key in (*ours, *(key for key in theirs if key not in ours)):
            then = _UNKNOWN if old is None else old.get(key, _ABSENT)
            one = _Fact(None, key, (*fact.path, key), fact.known)
            held = self.fact(one, ours.get(key, _ABSENT), theirs.get(key, _ABSENT), then)
            if held is not _ABSENT:
                merged[key] = held
        return {key: merged[key] for key in self.order(merged, ours, theirs, old or ())}

    def rows(self, fact: "_Fact", ours: Rows, theirs: Rows, was: Any) -> Rows:
        """One list of two, row by row."""
        one, two = _keyed(ours), _keyed(theirs)
        old = _keyed(was) if isinstance(was, list | tuple) else {}
        merged = self.each(fact.path, one, two, old)
        kinds = {type(row) for row in merged.values()}
        sort = ROWS[next(iter(kinds))].sort if len(kinds) == 1 and kinds <= set(ROWS) else None
        sort = _weight if kinds == {str} else sort
        if sort is None:
            kept = [merged[key] for key in self.order(merged, one, two, old)]
        else:
            kept = [row for _, row in sorted(merged.items(), key=lambda item: (sort(item[1]), item[0]))]
        if kinds & {Visit, Pause, Away}:
            kept = _one_after_the_other(kept, self.known)
        return tuple(kept) if isinstance(ours, tuple) else kept

    def each(self, path: Path, ours: dict[Any, Any], theirs: dict[Any, Any], base: dict[Any, Any]) -> dict[Any, Any]:
        """The rows of both by their keys; one that was removed here stays only where it was changed there."""
        merged: dict[Any, Any] = {}
        for key in (*ours, *(key for key in theirs if key not in ours)):
            if key in ours and key in theirs:
                merged[key] = self.row(path, ours[key], theirs[key], base.get(key))
            elif (there := ours[key] if key in ours else theirs[key]) != base.get(key, _ABSENT):
                merged[key] = there
        return merged

    def row(self, path: Path, ours: Any, theirs: Any, base: Any) -> Any:
        """One row of two with the same key."""
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        here = (*path, *_name(ours))
        if isinstance(ours, Answer | Consent):
            kept, other = sorted((ours, theirs), key=_dated, reverse=True)
            self.clash(_Fact(type(ours), "value", here), _answer(kept), _answer(other))
            return kept
        return self.value(here, ours, theirs, base) if isinstance(ours, Value) else max(ours, theirs, key=_weight)

    def order(self, merged: Iterable[Any], *lists: Iterable[Any]) -> list[Any]:
        """The keys in the order of the one who changed it, else of the newer; the other's new ones follow."""
        there = set(merged)
        ours, theirs, base = ([key for key in keys if key in there] for keys in lists)

        def left(side: list[Any]) -> bool:
            return [key for key in side if key in base] == [key for key in base if key in side]

        first = self.newer > 0 if self.newer else [_weight(key) for key in ours] >= [_weight(key) for key in theirs]
        if left(ours) != left(theirs):
            first = left(theirs)
        return list(dict.fromkeys((*ours, *theirs) if first else (*theirs, *ours)))

    # ── two that have one name ──

    def apart(self, ours: Held, theirs: Held, base: Held | None) -> tuple[Held, Held, Held | None]:
        """With an id of its own for each row, where both gave the same to two that are not the same."""
        for name in ("tensions", "actions", "risks", "followups"):
            known = {row.id for row in getattr(base, name, ())}
            found: dict[str, dict[Any, bool]] = {}
            for side in (base, ours, theirs):
                for row in getattr(side, name, ()):
                    origin, made = self.made(row, known)
                    mine = found.setdefault(origin, {})
                    mine[made] = mine.get(made, False) or (side is base and row.id == origin)
            if all(len(made) == 1 for made in found.values()):
                continue
            final = {}
            for origin, those in found.items():
                for number, made in enumerate(sorted(those, key=lambda made: (not those[made], made))):
                    final[origin, made] = origin if number == 0 else _second(origin, made)
            ours, theirs = self.named(name, ours, known, final), self.named(name, theirs, known, final)
            base = base and self.named(name, base, known, final)
        return ours, theirs, base

    def made(self, row: Any, known: set[str]) -> tuple[str, tuple[Any, ...]]:
        """The id that a row was given first, and what tells it from another that was given the same."""
        if isinstance(row, Tension | Risk):
            made: tuple[Any, ...] = (row.at - _EPOCH,)
        elif row.id in known:
            return row.id, ()
        elif isinstance(row, Action):
            made = (row.who, row.what) if self.known else (row.who,)
        else:
            made = (row.kind, row.about, text(row.due), row.what) if self.known else (row.kind, row.about)
        origin = _origin(row.id)
        return (origin if row.id == _second(origin, made) else row.id), made

    def named(self, name: str, side: Held, known: set[str], final: Mapping[tuple[str, Any], str]) -> Held:
        """With the ids that its rows have from now on, and all that names them."""
        rows, new = [], {}
        for row in getattr(side, name):
            id = final[self.made(row, known)]
            if id != row.id:
                new[row.id] = id
                self.told.append(Clash(f"{name}.{row.id}", row.id, id))
            rows.append(row.but(id=id))
        facts: dict[str, Any] = {name: tuple(rows)}
        if isinstance(side, Session) and name == "tensions":
            opened = [final.get((_origin(mark.tension), (mark.at - _EPOCH,))) for mark in side.marks]
            facts["marks"] = tuple(
                mark.but(tension=id) if id and id != mark.tension else mark
                for mark, id in zip(side.marks, opened, strict=True)
            )
        if isinstance(side, Session) and name == "actions":
            facts["asked"] = tuple(new.get(id, id) for id in side.asked)
            facts["answers"] = tuple(a.but(about=new.get(a.about, a.about)) for a in side.answers)
        return side.but(**facts)

    def apart_by_code(self, ours: Group, theirs: Group, base: Group | None) -> tuple[Group, Group]:
        """With a code of her own for each, where both gave the same to two who are not the same."""
        old = {person.code for person in base.people} if base else set()
        one, two = ({person.code: person for person in side.people} for side in (ours, theirs))
        taken = {*old, *one, *two}
        for code in sorted((one.keys() & two.keys()) - old):
            if not _strangers(one[code], two[code], base is not None):
                continue
            mine = _weight(one[code]) > _weight(two[code])
            moving = one[code] if mine else two[code]
            new = next(
                new
                for new in _codes(code)
                if new not in taken or any(new in side and side[new] == moving.but(code=new) for side in (one, two))
            )
            taken.add(new)
            self.told.append(Clash(f"members.{code}", code, new))
            ours, theirs = (_recoded(ours, code, new), theirs) if mine else (ours, _recoded(theirs, code, new))
        return ours, theirs

    def people(self, ours: Group, theirs: Group, base: Group | None) -> dict[str, tuple[Member, ...]]:
        """Members and candidates: a person by her code, whichever of the lists she is on."""

        def lists(group: Group) -> dict[str, str]:
            return {p.code: name for name in ("candidates", "members") for p in getattr(group, name)}

        sides = [{person.code: person for person in side.people} if side else {} for side in (ours, theirs, base)]
        one, two, was = (lists(side) if side else {} for side in (ours, theirs, base))
        merged, where = self.each(("members",), *sides), {}
        for code in (*one, *(code for code in two if code not in one)):
            here, there, old = (known.get(code, "") for known in (one, two, was))
            if here and there:
                where[code] = here if old == there else there if old == here else max(here, there)
            else:
                where[code] = here or there
            if old and where[code] != old and not (here and there):  # removed by one, but the other moved her
                merged[code] = (sides[0] if here else sides[1])[code]
        people: dict[str, tuple[Member, ...]] = {}
        for name in ("members", "candidates"):
            listed = [code for code in merged if where[code] == name]
            codes = self.order(listed, *([p.code for p in getattr(side, name, ())] for side in (ours, theirs, base)))
            people[name] = tuple(merged[code] for code in codes)
        return people


# ── what is known of facts, rows, texts ──


@dataclass(frozen=True)
class _Fact:
    """A fact by its path; `kind` is the record whose field it is, None for a key of a table."""

    kind: type[Value] | None
    name: str
    path: Path
    said: bool = True  # a key of a table that a record knows

    @property
    def known(self) -> bool:
        return self.said if self.kind is None else self.name == "value" or self.name in self.kind.model_fields

    @property
    def words(self) -> bool:
        return self.kind is not None and self.name in WORDS.get(self.kind, ())

    def empty(self, held: object) -> bool:
        return held is None or held in ("", (), {}, [])

    def default(self, held: object) -> bool:
        field = self.kind.model_fields.get(self.name) if self.kind else None
        return field is not None and not field.is_required() and bool(held == field.default)


def _facts(value: BaseModel) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields} | (value.model_extra or {})


def _alias(kind: type[Value], name: str) -> str:
    field = kind.model_fields.get(name)
    return (field and field.alias) or name


def _said(value: Value, names: Path) -> bool:
    """Whether the first of these facts says anything: a mark that only took the floor may become what it was."""
    held = getattr(value, names[0])
    return held not in ("", FLOOR)


def _weight(held: Any) -> Any:
    """What can be compared, of any two: by course where they have one, no before yes, else by content."""
    if isinstance(held, datetime):
        return ("datetime", held, held.isoformat())
    if isinstance(held, bool):
        return ("bool", not held)
    if isinstance(held, int | float):
        return ("number", held, type(held).__name__)
    if isinstance(held, str):
        return ("text", COURSE.index(held) if held in COURSE else -1, held)
    if isinstance(held, list | tuple):
        return ("rows", [_weight(one) for one in held])
    if isinstance(held, Value):
        return ("value", held.model_dump_json())
    return (type(held).__name__, json.dumps(held, sort_keys=True, default=str))


def _both(ours: str, theirs: str) -> str:
    """Both texts in one, a part once; one that was only typed on holds what it was."""
    parts = {part.strip() for side in (ours, theirs) for part in side.split(BOTH.strip())} - {""}
    kept = [part for part in parts if not any(other != part and other.startswith(part) for other in parts)]
    return BOTH.join(sorted(kept))


def _answer(row: Answer | Consent) -> Any:
    return row.value if isinstance(row, Answer) else f"{row.state} {row.day.isoformat()}"


def _dated(row: Answer | Consent) -> Any:
    return (row.at if isinstance(row, Answer) else row.day), _weight(_answer(row)), _weight(row)


def _name(row: Any) -> Path:
    """A row as a path names it."""
    if isinstance(row, Mark):
        return (row.at.isoformat(timespec="seconds"),)
    if isinstance(row, Pause | Away):
        return (row.began.isoformat(timespec="seconds"),)
    if isinstance(row, Tension | Action | FollowUp):
        return (_origin(row.id),)
    if isinstance(row, Value) and type(row) in ROWS:
        return tuple(str(part) for part in ROWS[type(row)].key(row) if part != "" and not isinstance(part, datetime))
    return ()


def _mark(mark: Mark) -> tuple[Any, ...]:
    """What makes two marks the same, whatever it became: a moment and whom it is about; without a clock, all of it."""
    if mark.timed:
        return mark.at, "", "", mark.to if mark.who == LEADER and mark.to else mark.who, ""
    return mark.at, mark.stage, mark.kind, mark.who, f"to {mark.to}"


def _by_time(row: Any) -> tuple[Any, ...]:
    return row.at, row.what, row.was


def _by_id(row: Any) -> tuple[Any, ...]:
    return [counted(part) for part in row.id.partition("-")[0].split(".")], row.id


@dataclass(frozen=True)
class _Row:
    """How a row is known, and its place among others: None where a person gave them their order."""

    key: Callable[[Any], tuple[Any, ...]]
    sort: Callable[[Any], tuple[Any, ...]] | None = None


ROWS: dict[type, _Row] = {
    Seat: _Row(lambda row: (row.code,)),
    Goal: _Row(lambda row: (row.text,)),
    Visit: _Row(lambda row: (row.stage, row.began), lambda row: (row.began, row.stage)),
    Pause: _Row(lambda row: (row.began,), lambda row: (row.began,)),
    Away: _Row(lambda row: (row.began,), lambda row: (row.began,)),
    Mark: _Row(_mark, _mark),
    Tick: _Row(lambda row: (row.stage, row.step), lambda row: (row.at, row.stage, row.step)),
    Tension: _Row(lambda row: (row.id,), _by_id),
    Action: _Row(lambda row: (row.id,), _by_id),
    Risk: _Row(lambda row: (row.id,), _by_id),
    FollowUp: _Row(lambda row: (row.id,), _by_id),
    Member: _Row(lambda row: (row.code,)),
    Consent: _Row(lambda row: (row.code, row.kind), lambda row: (row.day, row.code, row.kind)),
    Answer: _Row(lambda row: (row.form, row.item, row.about), lambda row: (row.at, row.form, row.item, row.about)),
    Correction: _Row(_by_time, _by_time),
}


def _plain(row: Any) -> bool:
    """A mark that is only counted: of many such the tally takes these away."""
    return isinstance(row, Mark) and not (row.timed or row.note or row.tension)


def _keyed(rows: Rows) -> dict[Any, Any]:
    """The rows by what they are known by; of equal ones each has its number, those that hold more the first."""
    seen: Counter[Any] = Counter()
    keyed = {}
    for row in sorted(rows, key=_plain):
        known = ROWS.get(type(row))
        key = known.key(row) if known else (repr(_weight(row)),)
        keyed[key, seen[key]] = row
        seen[key] += 1
    return keyed


def _one_after_the_other(spans: list[Any], known: bool) -> list[Any]:
    """Stays of which none lasts into the next; one that nobody ended, and that is not the last, has ended.

    Where the ancestor is not known it has no length, for another copy may know how long it was.
    """
    ended = []
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        if after is None or (span.ended is not None and span.ended <= after.began):
            ended.append(span)
        else:
            ended.append(span.but(ended=after.began if known or span.ended else span.began))
    return ended


def _origin(id: str) -> str:
    """The id that a row was given first; corrections name it by that one."""
    return re.sub(r"-[0-9a-f]{6}$", "", id)


def _second(origin: str, made: Iterable[Any]) -> str:
    """The id of a row whose own another has: the same on every laptop."""
    digest = hashlib.sha256("\n".join((origin, *(str(part) for part in made))).encode(errors="replace")).hexdigest()
    return f"{origin[:57]}-{digest[:6]}"


def _strangers(one: Member, two: Member, new: bool) -> bool:
    """Two persons with one code. Where either may have been there before, only another class and need tell it."""
    names = ("class_", "statement", "source", "reason", "instead") if new else ("class_", "statement")
    said = [(getattr(one, name), getattr(two, name)) for name in names]
    unlike = [bool(a and b) and not (a.startswith(b) or b.startswith(a)) for a, b in said]
    return any(unlike) if new else all(unlike)


def _codes(code: str) -> Iterator[str]:
    """Codes like that one, free or not."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from (code[:3] + one for one in letters)
    yield from (code[:2] + one + two for one in letters for two in letters)
    yield from (code[:1] + one + two + three for one in letters for two in letters for three in letters)


def _recoded(group: Group, code: str, new: str) -> Group:
    """With another code for that person, and all of the group that names her."""
    recoded, named = group.rename_member(code, new), re.compile(rf"^(members|candidates|consents)\.{code}\b")
    return recoded.but(
        answers=tuple(a.but(about=new) if a.about == code else a for a in group.answers),
        followups=tuple(f.but(about=new) if f.about == code else f for f in group.followups),
        corrections=tuple(c.but(what=named.sub(rf"\1.{new}", c.what)) for c in group.corrections),
    )
