"""What the log tells: pure counts and facts, no judgement."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Form, Guide, Item, Stage
from kelompok_tui.model import LEADER, Group, Session, answered
from kelompok_tui.model.group import FEWEST, MOST
from kelompok_tui.model.session import NOTE
from kelompok_tui.model.value import counted, name_parts

CONSENTS = ("limits", "own", "parent", "laptop")  # asked before the group begins; the pledge is made in it
PLEDGE = "pledge"
KEPT = "kept"  # the form behind the panel of what is carried on: how the last commitments went
DEBRIEF = "debrief"  # the stage of forms that are answered in it
NOBODY = "—"  # something is lacking, but it is nobody's
LONGEST = timedelta(hours=2)  # no session lasts longer; one that was begun before that has only not been closed


def retention(last: date | None, months: int) -> date | None:
    """The day after which a group whose last session was on the day `last` is due for removal, so many months later.

    None where there was no session, or no months are set. The 31st becomes the last day of a shorter month.
    """
    if last is None or months <= 0:
        return None
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def spent(session: Session, stage: str, now: datetime) -> timedelta:
    """The time in `stage` over all its visits, pauses left out."""
    return sum((session.stay(visit, now) for visit in session.visits if visit.stage == stage), timedelta())


def length(session: Session, now: datetime) -> timedelta:
    """The time of the whole session, pauses left out."""
    return sum((session.stay(visit, now) for visit in session.visits), timedelta())


def until(session: Session, now: datetime) -> datetime:
    """The moment to which a session counts: `now`, or its last sign of life where it was only not closed."""
    return session.lived if afterwards(session, now) else now


def ratings(held: Group | Session, form: str, item: str) -> dict[str, int]:
    """The number that was answered there, by whom it is about."""
    told = {a.about: a.value for a in held.answers if (a.form, a.item) == (form, item)}
    return {about: value for about, value in told.items() if isinstance(value, int) and not isinstance(value, bool)}


def drift(session: Session, guide: Guide, now: datetime) -> timedelta:
    """How far the session is behind its plan (negative: ahead), as it stands in the stage that goes on.

    Stages that were left count with what they took; the one that goes on only with what it takes too long; those
    to come not at all.
    """
    planned = guide.minutes(session.minutes)
    behind = timedelta()
    for stage in dict.fromkeys(visit.stage for visit in session.visits):
        over = spent(session, stage, now) - timedelta(minutes=planned.get(stage, 0))
        behind += max(over, timedelta()) if session.visit and stage == session.stage else over
    return behind


def minute_more(session: Session, guide: Guide) -> dict[str, int] | None:
    """The planned minutes with one more for the stage that goes on; None where no stage to come can give one.

    It is taken from the longest still to come, of two that are equally long from the later.
    """
    planned = guide.minutes(session.minutes)
    ids = list(planned)
    if session.stage not in ids:
        return None
    ahead = [id for id in ids[ids.index(session.stage) + 1 :] if planned[id] > 0]
    if not ahead:
        return None
    giver = max(reversed(ahead), key=lambda id: planned[id])
    return planned | {session.stage: planned[session.stage] + 1, giver: planned[giver] - 1}


def counts(session: Session, stage: str) -> Counter[tuple[str, str]]:
    """How often who did what in `stage`."""
    return Counter((mark.who, mark.kind) for mark in session.marks if mark.stage == stage)


def next_step(session: Session, stage: Stage) -> str:
    """The first step of `stage` that was not done; empty where all were."""
    done = {tick.step for tick in session.ticks if tick.stage == stage.id}
    return next((step for step in stage.steps if step not in done), "")


def afterwards(session: Session, now: datetime) -> bool:
    """The pupils have left, as far as can be told: what waits for that moment may be shown."""
    return session.closed or now - session.began > LONGEST


def silent(session: Session, guide: Guide, stage: str) -> list[str]:
    """The codes of those here who have not taken the floor in `stage`, in the order of the chairs."""
    heard = {m.who for m in session.marks if m.stage == stage and guide.kind(m.kind).speaks}
    return [code for code in session.here if code not in heard]


def tally(session: Session, guide: Guide) -> dict[str, Counter[str]]:
    """For each who has a mark: how often each kind, coming and going left out. The leader is one of them."""
    told: dict[str, Counter[str]] = {}
    for mark in session.marks:
        if mark.who and mark.kind != NOTE and guide.kind(mark.kind).row not in {"come", "go"}:
            told.setdefault(mark.who, Counter())[mark.kind] += 1
    return told


def towards(session: Session) -> Counter[tuple[str, str]]:
    """How often whom from whom: only marks that have a "to whom"; the leader's moves left out."""
    return Counter((m.who, m.to) for m in session.marks if m.to and m.who != LEADER)


def rows(form: Form, group: Group, session: Session | None) -> list[str]:
    """The rows of `form`: codes of the members here (of the group, outside a session), numbers of goals, of a list.

    In the debrief of all who came, though they left before the end. A list has one row more than were answered: the
    empty one that waits.
    """
    if form.rows == "member":
        if session and form.stage == DEBRIEF:
            return list(session.came)
        return list(session.here if session else group.codes)
    if form.rows == "goal":
        return [str(number) for number in range(1, len(group.goals) + 1)]
    if form.rows == "list":
        answers = session.answers if session else group.answers
        used = [counted(a.about) for a in answers if a.form == form.id and len(a.about) <= 3]
        return [str(number) for number in range(1, max(used, default=0) + 2)]
    return [""]


def missing(form: Form, group: Group, session: Session | None) -> list[str]:
    """The rows of `form` that have no answer yet; for a form asked once, the titles of its unanswered items.

    Free text is never owed, nor is a day beside something to choose, unless the form has nothing else.
    """
    answers = session.answers if session else group.answers
    asked = [item for item in form.items.values() if item.kind != "recall"]
    pressing = (("text", "date"), ("text",), ())
    kept = ([item for item in asked if item.kind not in light] for light in pressing)
    owed = next((items for items in kept if items), [])

    def lacks(about: str) -> list[str]:
        return [item.title for item in owed if answered(answers, form.id, item.id, about) is None]

    if form.rows == "once":
        return lacks("")
    if form.rows == "list":
        return [] if any(answer.form == form.id for answer in answers) else [form.title]
    return [row for row in rows(form, group, session) if lacks(row)]


# ── what candidates share ──


@dataclass(frozen=True)
class Likeness:
    """What those who are weighed share: how many have each tag, most first; and who shares none with another."""

    tags: tuple[tuple[str, int], ...]
    apart: frozenset[str]


def likeness(group: Group) -> Likeness:
    """The likeness of members and candidates; those who are helped otherwise are left out."""
    weighed = [person for person in group.people if not person.instead]
    tags = Counter(tag for person in weighed for tag in person.tags)
    apart = {person.code for person in weighed if person.tags and all(tags[tag] < 2 for tag in person.tags)}
    return Likeness(tuple(tags.most_common()), frozenset(apart))


# ── what was before ──


@dataclass(frozen=True)
class Consented:
    """How one consent stands: `state` ("renew": somebody has joined since), its day, and whether it was `spoken`."""

    state: str
    day: date
    spoken: bool = False


def consents(group: Group, sessions: Sequence[Session]) -> dict[tuple[str, str], Consented]:
    """Each consent by code and kind. Of a pledge what was said last counts, in a session or on the sheet.

    One that was made before somebody else joined is to be renewed.
    """
    told = {(c.code, c.kind): Consented(str(c.state), c.day) for c in group.consents}
    made = {c.code: _moment(c.day, c.at) for c in group.consents if c.kind == PLEDGE}
    for session in sessions:
        ended = session.visits[-1].ended if session.closed else None
        for answer in (a for a in session.answers if (a.form, a.item) == (PLEDGE, "pledged")):
            at = min(answer.at, ended or answer.at)  # typed from paper, it was said while they sat together
            written = next((c.at for c in group.consents if (c.code, c.kind) == (answer.about, PLEDGE)), None)
            if not answer.value and answer.about not in made:
                continue  # nothing is taken back
            if answer.about not in made or max(made[answer.about], written or made[answer.about]) <= answer.at:
                made[answer.about] = at
                told[answer.about, PLEDGE] = Consented("given" if answer.value else "refused", at.date(), spoken=True)
    for code, at in made.items():
        newer = any(m.joined is not None and m.code != code and at < m.joined for m in group.members)
        if newer and (held := told[code, PLEDGE]).state == "given":
            told[code, PLEDGE] = Consented("renew", held.day, held.spoken)
    return told


def _moment(day: date, at: datetime | None) -> datetime:
    """When it was said: at the moment it was written, if that was on its day; else at the end of the day."""
    if at is not None and at.date() == day:
        return at
    return datetime.combine(day, time.max).astimezone()


def recalled(item: Item, about: str, guide: Guide, session: Session | None, before: Sequence[Session]) -> str:
    """What the recall `item` shows for `about`: the answers it names, as words; empty where there are none."""
    places = [place.split(".") for place in item.of]
    within = {"first": before, "last": before[::-1], "now": [session] if session else []}[item.when]
    for held in within:
        values = [(answered(held.answers, form, id, about), form, id) for form, id in places]
        if any(value is not None for value, _, _ in values):
            return " ".join("–" if value is None else _plain(value, guide, form, id) for value, form, id in values)
    return ""


def _plain(value: bool | int | str, guide: Guide, form: str, item: str) -> str:
    asked = guide.forms[form].items.get(item) if form in guide.forms else None
    if isinstance(value, bool):
        return "✓" if value else "×"
    return asked.options.get(str(value), str(value)) if asked and asked.kind == "choice" else str(value)


@dataclass(frozen=True)
class Presence:
    """Attendance of one member so far: how many meetings there were, in how many she was, and how often late."""

    meetings: int = 0
    here: int = 0
    late: int = 0


def presence(code: str, before: Sequence[Session]) -> Presence:
    """The attendance of `code` in the sessions before; those in which she had no chair or nothing was taken not."""
    seats = [seat for session in before for seat in session.seats if seat.code == code and seat.state]
    return Presence(len(seats), sum(seat.came for seat in seats), sum(seat.state == "late" for seat in seats))


def debriefed(session: Session, guide: Guide) -> bool:
    """Something was written in the debrief of that session, or there is nothing to write."""
    forms = {form.id for form in guide.forms_of(DEBRIEF)}
    return not forms or any(answer.form in forms for answer in session.answers)


def mentioned(text: str, about: str, codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Codes and names of others than `about` that stand in `text`: a member's own note never names another."""
    words = set(re.findall(r"\w+", text))
    small = {word.casefold() for word in words}
    found = [code for code in codes if code != about and code in words]
    for code, name in names.items():
        parts = [part for part in name_parts(name) if part.casefold() in small]
        if code != about and parts and code not in found:
            found += parts[:1]
    return found


@dataclass(frozen=True)
class Fact:
    """What a door shows for one of its questions: `true` None where only the leader can judge; `who` is lacking."""

    ask: str
    true: bool | None = None
    who: tuple[str, ...] = ()


def _members(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [] if FEWEST <= len(group.members) <= MOST else [str(len(group.members))]


def _plan(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [] if group.concern and (group.goal or group.goals) else [NOBODY]


def _attendance(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [seat.code for seat in session.seats if not seat.state] if session else []


def _consent(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [code for code in _asked(group, session) if any(state in {"", "asked"} for state in _states(group, code))]


def _refused(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [code for code in _asked(group, session) if "refused" in _states(group, code)]


def _asked(group: Group, session: Session | None) -> list[str]:
    return [code for code in group.codes if session is None or code in session.here]


def _states(group: Group, code: str) -> list[str]:
    held = {consent.kind: consent.state for consent in group.consents if consent.code == code}
    return [held.get(kind, "") for kind in CONSENTS]


def _spoken(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return silent(session, guide, stage.id) if session else []


def _tension_causes(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return ["+".join(t.who) for t in session.tensions if t.open and not t.cause] if session else []


def _tensions_open(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return ["+".join(t.who) for t in session.tensions if t.open] if session else []


def _actions_due(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    if not session:
        return []
    return [a.who or a.what for a in session.actions if a.open and not (a.who and a.when)]


def _actions_asked(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    if not session:
        return []
    carried = (a for a in session.actions if a.since < session.number)
    return [a.who or a.what for a in carried if a.id not in session.asked]


def _followups(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[str]:
    return [] if group.followups else [NOBODY]


FACTS: dict[str, Callable[[Group, Session | None, Guide, Stage], list[str]]] = {
    "members": _members,
    "plan": _plan,
    "attendance": _attendance,
    "consent": _consent,
    "refused": _refused,
    "spoken": _spoken,
    "tension-causes": _tension_causes,
    "tensions-open": _tensions_open,
    "actions-due": _actions_due,
    "actions-asked": _actions_asked,
    "followups": _followups,
}


def door(group: Group, session: Session | None, guide: Guide, stage: Stage) -> list[Fact]:
    """What the door of `stage` shows: its questions, worked out from the log where that can be done."""
    shown = []
    for question in stage.door.values():
        form = guide.forms.get(question.fact.removeprefix("form:")) if question.fact.startswith("form:") else None
        if form:
            lacking = missing(form, group, session)
        elif question.fact in FACTS:
            lacking = FACTS[question.fact](group, session, guide, stage)
        else:
            shown.append(Fact(question.ask))
            continue
        shown.append(Fact(question.ask, not lacking, tuple(lacking)))
    return shown


def unknown_facts(guide: Guide) -> list[KelompokError]:
    """Facts that a door names but nobody can work out: a slip in a stage file."""
    return [
        KelompokError("guide.no-fact", file=f"stages/{stage.id}.toml", fact=question.fact)
        for stage in guide.stages
        for question in stage.door.values()
        if question.fact and question.fact not in FACTS and question.fact.removeprefix("form:") not in guide.forms
    ]
