"""What was there before: a fact that is replaced or taken away leaves a trace of what it was, and when.

Moments of safety leave none: they are kept apart, and what becomes of them is told nowhere but in their checklist.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeVar

from kelompok_tui.model.group import Consent, Group
from kelompok_tui.model.session import FLOOR, NOTE, Mark, Session, Tick
from kelompok_tui.model.value import Answer, Correction, Value

Held = TypeVar("Held", Group, Session)
Path = tuple[str, ...]

APART = {"risks"}
BOOKKEEPING = {
    "id",
    "code",
    "since",
    "at",
    "stage",
    "made",
    "number",
    "seen",
    "shown",
    "asked",
    "walked",
    "corrections",
}
TIMES = {"pauses", "away", "began", "ended"}  # told as the beginning of a session and the minutes of its stages
ALWAYS = {"answers", "consents", "followups", "closed", "ending"}  # of a group: the rest only once it is closed


def corrected(old: Held, new: Held, at: datetime) -> Held:
    """`new` with a trace of what `old` held and it does not; the same once a minute, with what it was first.

    While a session runs, or a group is planned, changing is no correcting: only what was answered leaves a trace.
    """
    if old.closed and new.closed:
        gone = replaced(old, new)
    elif isinstance(old, Group):
        answered = old.but(followups=tuple(f for f in old.followups if f.done))
        gone = tuple((path, was) for path, was in replaced(answered, new) if path.partition(".")[0] in ALWAYS)
    else:
        return new
    minute = at.replace(second=0, microsecond=0)
    told = {c.what for c in new.corrections if c.at.replace(second=0, microsecond=0) == minute}
    more: tuple[Correction, ...] = tuple(
        Correction(at=at, what=path, was=was) for path, was in gone if path not in told
    )
    return new.but(corrections=(*new.corrections, *more)) if more else new


def replaced(old: Value, new: Value) -> tuple[tuple[str, str], ...]:
    """The facts of `old` that `new` holds no more, each with its path (`tensions.1.2.cause`) and what it was.

    What was empty, or stood at the default of its field, was never said: filling it in is no correction.
    """
    now = _facts(new)
    gone = {path: was for path, was in _facts(old).items() if now.get(path) != was}
    if isinstance(old, Session) and isinstance(new, Session):
        gone |= _notes(old.marks, new.marks)
        gone |= _counts(old.marks, new.marks)
    return tuple((".".join(path), was) for path, was in gone.items())


def _facts(value: Value) -> dict[Path, str]:
    facts = dict(_told(value, ()))
    if isinstance(value, Session) and value.visits:
        facts["began",] = value.began.isoformat(timespec="minutes")
        for number, visit in enumerate(value.visits):
            minutes = round(value.stay(visit, value.lived).total_seconds() / 60)
            facts["visits", str(number), "minutes"] = str(minutes)
    return facts


def _told(value: Value, above: Path) -> Iterator[tuple[Path, str]]:
    for name, field in type(value).model_fields.items():
        held = getattr(value, name)
        if name in APART | BOOKKEEPING | TIMES or isinstance(held, datetime) or held in (None, "", (), {}):
            continue
        if held == field.default and type(held) is type(field.default):
            continue
        path = (*above, field.alias or name)
        if isinstance(held, Value):
            yield from _told(held, path)
        elif isinstance(held, dict):
            yield from (((*path, str(key)), str(one)) for key, one in held.items())
        elif isinstance(held, tuple) and isinstance(held[0], Value):
            for number, row in enumerate(held):
                yield from _row(row, path, number)
        else:
            yield path, text(held)


def _row(row: Value, above: Path, number: int) -> Iterator[tuple[Path, str]]:
    """A row by its id or code, never by its place where it has one."""
    if isinstance(row, Mark):  # notes and counts: the rest of a mark is not changed
        return
    if isinstance(row, Answer):
        about = (row.about,) if row.about else ()
        yield (*above, row.form, row.item, *about), text(row.value)
    elif isinstance(row, Consent):
        yield (*above, row.code, row.kind), f"{row.state} {row.day.isoformat()}"
    elif isinstance(row, Tick):
        yield (*above, row.stage, row.step), row.at.isoformat(timespec="minutes")
    else:
        code = str(getattr(row, "code", ""))
        path = (*above, str(getattr(row, "id", "")) or code or str(number))
        if code:
            yield path, code
        yield from _told(row, path)


def _notes(old: tuple[Mark, ...], new: tuple[Mark, ...]) -> dict[Path, str]:
    """Notes that are not there any more, by the time of their mark; times that moved with a session are the same."""
    now = [mark.note for mark in new] if len(old) == len(new) else None
    left = Counter((mark.at, mark.note) for mark in new)
    seen: Counter[str] = Counter()
    gone: dict[Path, str] = {}
    for number, mark in enumerate(old):
        if not mark.note:
            continue
        name = mark.at.isoformat(timespec="seconds")
        seen[name] += 1
        there = now[number] == mark.note if now is not None else left[mark.at, mark.note] > 0
        left[mark.at, mark.note] -= 1
        if not there:
            gone["marks", name if seen[name] == 1 else f"{name}#{seen[name]}", "note"] = mark.note
    return gone


def _counts(old: tuple[Mark, ...], new: tuple[Mark, ...]) -> dict[Path, str]:
    """Counts of marks without a clock that became less. A turn that only became what it was is not one less."""

    def counts(marks: tuple[Mark, ...]) -> Counter[Path]:
        return Counter(
            ("tally", mark.stage, mark.kind, mark.who) for mark in marks if not (mark.timed or mark.kind == NOTE)
        )

    before, now = counts(old), counts(new)
    turned = bool(now - before)
    return {path: str(before[path]) for path in before - now if not (turned and path[2] == FLOOR)}


def text(held: object) -> str:
    """A fact as a correction writes it."""
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, tuple):
        return "+".join(str(one) for one in held)
    return held.isoformat() if isinstance(held, date) else str(held)
