"""What the log tells: pure counts and facts, no judgement."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Form, Guide, Stage
from kelompok_tui.model import LEADER, Group, Mark, Session, Visit, answered
from kelompok_tui.model.group import FEWEST, MOST
from kelompok_tui.model.session import NOTE
from kelompok_tui.model.value import counted

NOBODY = "—"  # something is lacking, but it is nobody's


def spent(session: Session, stage: str, now: datetime) -> timedelta:
    """The time in `stage` over all its visits, pauses left out; never negative, whatever the laptop's clock did."""
    return sum((stay(session, v, now) for v in session.visits if v.stage == stage), timedelta())


def length(session: Session, now: datetime) -> timedelta:
    """The time of the whole session, pauses left out."""
    return sum((stay(session, visit, now) for visit in session.visits), timedelta())


def stay(session: Session, visit: Visit, now: datetime) -> timedelta:
    """The time of one visit, pauses left out; never negative, whatever the laptop's clock did."""
    began, ended = visit.began, visit.ended or now
    paused = timedelta()
    for pause in session.pauses:
        overlap = min(ended, pause.ended or now) - max(began, pause.began)
        paused += max(overlap, timedelta())
    return max(ended - began - paused, timedelta())


def standard(session: Session, guide: Guide) -> list[Mark]:
    """The marks that may stand in an ordinary paper: without the risk lane."""
    return [mark for mark in session.marks if guide.kind(mark.kind).row != "risk"]


def silent(session: Session, guide: Guide, stage: str) -> list[str]:
    """The codes of those here who have not taken the floor in `stage`, in the order of the chairs."""
    heard = {m.who for m in session.marks if m.stage == stage and guide.kind(m.kind).speaks}
    return [code for code in session.here if code not in heard]


def tally(session: Session, guide: Guide) -> dict[str, Counter[str]]:
    """For each who has a mark: how often each kind, risk left out. The leader is one of them."""
    counts: dict[str, Counter[str]] = {}
    for mark in standard(session, guide):
        if mark.who and mark.kind != NOTE:
            counts.setdefault(mark.who, Counter())[mark.kind] += 1
    return counts


def towards(session: Session, guide: Guide) -> Counter[tuple[str, str]]:
    """How often whom from whom: only marks that have a "to whom"; the leader's moves left out."""
    return Counter((m.who, m.to) for m in standard(session, guide) if m.to and m.who != LEADER)


def rows(form: Form, group: Group, session: Session | None) -> list[str]:
    """The rows of `form`: codes of the members here (of the group, outside a session), numbers of goals, of a list.

    A list has one row more than were answered: the empty one that waits.
    """
    if form.rows == "member":
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

    Free text is never owed, unless the form has nothing else.
    """
    answers = session.answers if session else group.answers
    owed = [item for item in form.items.values() if item.kind != "text"] or list(form.items.values())

    def lacks(about: str) -> list[str]:
        return [item.title for item in owed if answered(answers, form.id, item.id, about) is None]

    if form.rows == "once":
        return lacks("")
    if form.rows == "list":
        return [] if any(answer.form == form.id for answer in answers) else [form.title]
    return [row for row in rows(form, group, session) if lacks(row)]


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
