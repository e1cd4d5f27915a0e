"""The table of a semester: all groups, one line a session, for the head to sign."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kelompok_tui import insights
from kelompok_tui.documents import figures, head
from kelompok_tui.documents.figures import in_minutes
from kelompok_tui.documents.report import Block, Fact, Facts, Paragraph, Report, Table
from kelompok_tui.documents.source import Opened, Source
from kelompok_tui.model import Session, answered
from kelompok_tui.settings import Settings

JULY = 7  # the month in which a school year begins


@dataclass(frozen=True)
class Term:
    """A semester: its name in the settings, the years of its school year, its first and its last day."""

    semester: str
    years: str
    first: date
    last: date


def term(settings: Settings, today: date) -> Term:
    """The semester of the settings; what they do not tell is as it is `today`."""
    told = re.search(r"20\d\d", settings.year)
    year = int(told[0]) if told else today.year - (today.month < JULY)
    semester = settings.semester or ("odd" if today.month >= JULY else "even")
    if semester == "odd":
        first, last = date(year, JULY, 1), date(year, 12, 31)
    else:
        first, last = date(year + 1, 1, 1), date(year + 1, JULY, 1) - timedelta(days=1)
    return Term(semester, settings.year if told else f"{year}/{year + 1}", first, last)


def recap(source: Source) -> Report:
    """The sessions of the semester in the order of their days."""
    words = source.words
    held = term(source.settings, source.now.date())
    met = [(one, session) for one in source.others for session in one.sessions if _within(held, session)]
    met.sort(key=lambda found: (found[1].began, found[0].group.name))
    rows = tuple((str(number), *_row(source, one, session)) for number, (one, session) in enumerate(met, start=1))
    dated = replace(source, settings=replace(source.settings, semester=held.semester, year=held.years))
    blocks = (_totals(source, met), _table(source, rows), head.signed(source))
    made = head.report(dated, "recap", words("recap.title"), *blocks, wide=True)
    period = words("recap.period", first=words.plain_date(held.first), last=words.plain_date(held.last))
    return replace(made, subtitle=f"{made.subtitle} · {period}")


def _within(held: Term, session: Session) -> bool:
    return bool(session.visits) and held.first <= session.began.date() <= held.last


def _totals(source: Source, met: list[tuple[Opened, Session]]) -> Facts:
    words = source.words
    groups = {one.id for one, _ in met}
    came = {(one.id, code) for one, session in met for code in session.came}
    totals = words("recap.totals", groups=len(groups), sessions=len(met), members=len(came))
    return Facts((head.school(source), head.leader(source), Fact(words("recap.all"), totals, "totals")))


def _table(source: Source, rows: tuple[tuple[str, ...], ...]) -> Block:
    words = source.words
    if not rows:
        return Paragraph(words("recap.none"))
    keys = ("no", "day", "group", "members", "topic", "results", "approach", "remark")
    return Table(tuple(words(f"recap.{key}") for key in keys), rows, "sessions")


def _row(source: Source, one: Opened, session: Session) -> tuple[str, ...]:
    words, group = source.words, one.group
    return (
        words.date(session.began.date()),
        words("recap.meeting", group=group.name, number=session.number),
        _members(one, session),
        str(answered(session.answers, "chosen", "problem") or group.concern),
        str(answered(session.answers, "reflection", "results") or ""),
        "; ".join(filter(None, (group.plan.approach, _goals(source, session), _uca(source, session)))),
        _remark(source, session),
    )


def _members(one: Opened, session: Session) -> str:
    """Who came, and of which classes."""
    classes = {person.code: person.class_ for person in one.group.people}
    told = ", ".join(dict.fromkeys(filter(None, (classes.get(code, "") for code in session.came))))
    return ", ".join(session.came) + (f" ({told})" if told else "")


def _goals(source: Source, session: Session) -> str:
    """How the goals stood at the end: `tercapai 2, sebagian 1`."""
    form = source.guide.forms.get("goals")
    options = form.items["reached"].options if form and "reached" in form.items else {}
    said = {a.about: str(a.value) for a in session.answers if (a.form, a.item) == ("goals", "reached")}
    told = figures.counts((options.get(value, value) for value in said.values()), options.values())
    return source.words("recap.goals", counts=told) if told else ""


def _uca(source: Source, session: Session) -> str:
    """The mean of all its scales together."""
    form = source.guide.forms.get("uca")
    scales = [item for item in form.items.values() if item.kind == "scale"] if form else []
    rated = [insights.ratings(session, "uca", item.id) for item in scales]
    told = [number for given in rated for number in given.values()]
    if not (form and told):
        return ""
    alike = len({(item.low, item.high) for item in scales}) == 1
    mean = figures.plain(source.words, told) if alike else ""
    return source.words("recap.uca", form=form.title, mean=mean, high=scales[0].high) if mean else ""


def _remark(source: Source, session: Session) -> str:
    words = source.words
    minutes = in_minutes(insights.length(session, insights.until(session, source.now)))
    told = [words("log.minutes", minutes=minutes)] if session.visits else []
    return "; ".join(told if session.closed else [*told, words("recap.open")])
