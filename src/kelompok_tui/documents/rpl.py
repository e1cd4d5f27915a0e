"""The plan of a meeting as schools file it (Rencana Pelaksanaan Layanan): known before the group sits down."""

from datetime import date

from kelompok_tui.documents import head
from kelompok_tui.documents.report import Fact, Facts, Heading, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.model import answered
from kelompok_tui.model.group import USUAL

LINES = (("", ""),) * 8  # for members who are not chosen yet


def rpl(source: Source) -> Report:
    """The plan of the session that is told; without one, of the meeting to come."""
    words, plan = source.words, source.group.plan
    day = min(_day(source) or source.now.date(), source.now.date())  # a plan is signed before the meeting
    means = ((name, getattr(plan, name)) for name in ("approach", "technique", "media"))
    blocks = (
        Facts((head.school(source), *head.service(source), *_theme(source), *_meeting(source))),
        Heading(words("rpl.members")),
        _members(source),
        Heading(words("rpl.aims")),
        *head.aims(source),
        Heading(words("rpl.means")),
        Facts(tuple(Fact(words(f"rpl.{name}"), value, name, f"plan:{name}") for name, value in means)),
        Heading(words("rpl.steps")),
        _steps(source),
        Heading(words("rpl.evaluation")),
        Facts((*_evaluation(source), *_later(source))),
        head.signed(source, words.plain_date(day)),
    )
    return head.report(source, "rpl", words("rpl.title"), *blocks)


def _theme(source: Source) -> tuple[Fact, ...]:
    description = Fact(source.words("rpl.description"), source.group.description, "description", "plan:description")
    return head.concern(source), description


def _meeting(source: Source) -> tuple[Fact, ...]:
    words, session, plan = source.words, source.session, source.group.plan
    allotted = words("rpl.allotted", n=plan.meetings, minutes=head.minutes(source))
    number = session.number if session else max((s.number for s in source.sessions), default=0) + 1
    day = _day(source)
    place = (session.place if session else "") or plan.place
    return (
        Fact(words("rpl.time"), allotted, "allotment", "plan:meetings"),
        Fact(words("paper.meeting"), words("paper.of", number=number, planned=plan.meetings), "meeting"),
        Fact(words("paper.day"), words.date(day) if day else "", "day"),
        Fact(words("paper.place"), place, "place", "meeting:place" if session else "plan:place"),
        head.leader(source),
    )


def _day(source: Source) -> date | None:
    """The day on which it was held, else the one that was agreed upon in the meeting before."""
    if source.session and source.session.visits:
        return source.session.began.date()
    before = source.before if source.session else source.sessions
    agreed = answered(before[-1].answers, "next", "date") if before else None
    try:
        return date.fromisoformat(str(agreed)) if agreed else None
    except ValueError:
        return None


def _members(source: Source) -> Table:
    words = source.words
    rows = tuple((str(number), *person) for number, person in enumerate(head.sitting(source) or LINES, 1))
    columns = tuple(words(f"paper.{key}") for key in ("number", "code", "class"))
    return Table(columns, rows, "members", (1, 6, 6))


def _steps(source: Source) -> Table:
    """Stage by stage its steps, a line each, and its minutes."""
    words, planned = source.words, source.session.minutes if source.session else source.group.plan.minutes
    minutes = source.guide.minutes(planned)
    rows = tuple(
        (
            stage.report or stage.title,
            "\n".join(f"{number}. {step}" for number, step in enumerate(stage.steps.values(), 1)),
            str(minutes[stage.id]),
        )
        for stage in source.guide.room
    )
    return Table(tuple(words(f"rpl.{key}") for key in ("stage", "step", "minutes")), rows, "steps", (3, 10, 2))


def _evaluation(source: Source) -> tuple[Fact, ...]:
    words = source.words
    process = Fact(words("rpl.process"), words("rpl.watched"), "process")
    return process, Fact(words("rpl.results"), words("rpl.asked"), "results")


def _later(source: Source) -> tuple[Fact, ...]:
    """The three usual assessments: on their day where it is known, else so many days after the last meeting."""
    words = source.words
    known = {followup.kind: followup.due for followup in source.group.followups if not followup.about}
    told = []
    for kind, away in zip(USUAL, source.settings.due, strict=True):
        when = words.date(known[kind]) if kind in known else words("paper.after", n=away)
        told.append(Fact(words(f"rpl.{kind}"), when, kind))
    return tuple(told)
