"""The session log: what happened in one meeting, by codes, without the risk lane."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kelompok_tui import insights
from kelompok_tui.documents import head
from kelompok_tui.documents.corrections import traces
from kelompok_tui.documents.report import Block, Bullets, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Form, Guide, Item, Stage
from kelompok_tui.insights import DEBRIEF, KEPT
from kelompok_tui.model import LEADER, Action, Answer, Group, Seat, Session, Tension, answered
from kelompok_tui.model.value import counted
from kelompok_tui.words import Words

LATE = {"outcome", "hindered"}  # columns that are told only where somebody wrote into them


def log(source: Source) -> Report:
    """The log of the session that is told, open or closed; one that is open is counted until now."""
    session, words = source.told, source.words
    teller = _Teller(source.group, session, source.guide, words, source.now)
    blocks = (
        teller.head(source.settings.leader, source.settings.school_now(words)),
        *teller.members(),
        *teller.visits(),
        *(block for stage in teller.stages for block in teller.stage(stage)),
        *teller.debrief(),
        *teller.strays(),
        *teller.tensions(),
        *teller.actions(),
        *teller.floor(),
        *teller.marks(),
        *teller.corrections(),
    )
    return head.report(source, "log", words("log.title", number=session.number), *blocks)


class _Teller:
    """Holds what every part of the log needs."""

    def __init__(self, group: Group, session: Session, guide: Guide, words: Words, now: datetime) -> None:
        self.group, self.session, self.guide, self.words, self.now = group, session, guide, words, now
        seen = dict.fromkeys((*(v.stage for v in session.visits), *(t.stage for t in session.ticks)))
        gone = (guide.stage(id) for id in seen if all(stage.id != id for stage in guide.room))
        self.stages = (*guide.room, *gone)  # what was done in a stage that is gone from the guide is told too

    def head(self, leader: str, school: str) -> Facts:
        words, session = self.words, self.session
        ended = session.visits[-1].ended if session.visits else None
        hours = words.clock(session.began) + (f"–{words.clock(ended)}" if ended else "")
        spent = self._minutes(insights.length(session, self.now))
        rows = [
            ("group", self.group.name),
            ("concern", self.group.concern),
            ("meeting", words("log.of", number=session.number, planned=self.group.plan.meetings)),
            ("day", words.date(session.began.date())),
            ("time", f"{hours} ({words('log.minutes', minutes=spent)})"),
            ("place", session.place),
            ("leader", leader),
            ("school", school),
        ]
        fills = {"concern": "plan:concern", "place": "meeting:place"}
        fills |= {name: f"settings:{name}" for name in ("leader", "school")}
        return Facts(tuple(Fact(words(f"log.{key}"), value, key, fills.get(key, "")) for key, value in rows))

    def members(self) -> Iterator[Block]:
        words = self.words
        classes = {member.code: member.class_ for member in self.group.members}
        rows = []
        for seat in self.session.seats:
            state = words(f"attendance.{seat.state}") if seat.state else words("log.untaken")
            late = f" ({words('log.minutes', minutes=seat.minutes)})" if seat.minutes else ""
            rows.append((seat.code, classes.get(seat.code, ""), state + late + self._away(seat)))
        if rows:
            yield Heading(words("log.members"))
            yield Table((words("log.member"), words("log.class"), words("log.attendance")), tuple(rows))

    def _away(self, seat: Seat) -> str:
        times = ", ".join(self.words.span(away.began, away.ended) for away in seat.away)
        return f" ({self.words('log.away', times=times)})" if times else ""

    def visits(self) -> Iterator[Block]:
        words, session = self.words, self.session
        if not session.visits:
            return
        planned = self.guide.minutes(session.minutes)
        rows = []
        for visit in session.visits:
            until = words.clock(visit.ended) if visit.ended else "…"
            spent = self._minutes(session.stay(visit, self.now))
            plan = planned.get(visit.stage, 0)
            title = self._title(self.guide.stage(visit.stage))
            rows.append((title, f"{words.clock(visit.began)}–{until}", f"{spent}/{plan}", visit.reason))
        yield Heading(words("log.stages"))
        if session.reason:
            yield Paragraph(words("log.begun", reason=session.reason))
        columns = ("stage", "time", "of-plan", "reason")
        yield Table(tuple(words(f"log.{key}") for key in columns), tuple(rows))

    def stage(self, stage: Stage) -> Iterator[Block]:
        done = dict.fromkeys(tick.step for tick in self.session.ticks if tick.stage == stage.id)
        blocks: list[Block] = []
        if done:
            known = (title for step, title in stage.steps.items() if step in done)
            gone = (step for step in done if step not in stage.steps)
            blocks += [Heading(self.words("log.steps"), 2), Bullets((*known, *gone))]
        for form in self._forms(stage):
            blocks += self._form(form)
        if blocks:
            yield Heading(self._title(stage))
            yield from blocks

    def _forms(self, stage: Stage) -> Iterator[Form]:
        for name in self.guide.panels(stage):
            id = KEPT if name == "carried" else name.removeprefix("form:")
            if (form := self.guide.forms.get(id)) and not form.private:
                yield form

    def debrief(self) -> Iterator[Block]:
        """What was written after the session; notes about single members are theirs, not the log's."""
        blocks = [b for form in self.guide.forms_of(DEBRIEF) if not form.private for b in self._form(form)]
        if blocks:
            yield Heading(self.words("log.debrief"))
            yield from blocks

    def _form(self, form: Form) -> Iterator[Block]:
        answers = [a for a in self.session.answers if a.form == form.id]
        if not answers:
            return
        yield Heading(form.title, 2)
        items = [item for item in form.items.values() if any(a.item == item.id for a in answers)]
        gone = list(dict.fromkeys(a.item for a in answers if a.item not in form.items))
        items += [Item(id=id, title=id) for id in gone]
        if form.rows == "once":
            yield Facts(tuple(Fact(item.title, self._value(form, item, "")) for item in items))
            return
        abouts = list(dict.fromkeys([*insights.rows(form, self.group, self.session), *(a.about for a in answers)]))
        told = [about for about in abouts if any(a.about == about for a in answers)]
        if form.rows == "list" and len(items) == 1:
            yield Bullets(tuple(self._value(form, items[0], about) for about in told))
            return
        rows = tuple((self._about(form, a), *(self._value(form, item, a) for item in items)) for a in told)
        yield Table((self.words(f"log.{form.rows}"), *(item.title for item in items)), rows)

    def _about(self, form: Form, about: str) -> str:
        if form.rows == "goal" and 0 < (number := counted(about)) <= len(self.group.goals):
            return self.group.goals[number - 1].told
        return about

    def _value(self, form: Form, item: Item, about: str) -> str:
        value = answered(self.session.answers, form.id, item.id, about)
        if value is None:
            return ""
        if isinstance(value, bool):
            return self._plain(value)
        if item.kind == "member":
            return self._who(str(value))
        if item.kind == "scale":
            told = item.title.endswith(f"{item.low}-{item.high}")  # the column says it already
            return str(value) if told else f"{value} ({item.low}–{item.high})"
        if item.kind == "choice":
            return item.options.get(str(value), str(value))
        if item.kind == "date":
            try:
                return self.words.date(date.fromisoformat(str(value)))
            except ValueError:
                return str(value)
        return str(value)

    def _plain(self, value: bool | int | str) -> str:
        return self.words("log.yes" if value else "log.no") if isinstance(value, bool) else str(value)

    def strays(self) -> Iterator[Block]:
        """Answers whose form is gone from the guide: still told, by their ids."""
        known = {form.id for stage in self.stages for form in self._forms(stage)}
        known |= {form.id for form in self.guide.forms.values() if form.private or form.stage == DEBRIEF}
        strays: list[Answer] = [a for a in self.session.answers if a.form not in known]
        if strays:
            yield Heading(self.words("log.strays"))
            yield Table(
                (self.words("log.form"), self.words("log.item"), self.words("log.member"), self.words("log.answer")),
                tuple((a.form, a.item, a.about, self._plain(a.value)) for a in strays),
            )

    def tensions(self) -> Iterator[Block]:
        def row(t: Tension) -> tuple[str, ...]:
            return (
                self._since(t.since),
                " + ".join(self._who(code) for code in t.who),
                self._said("sign", t.sign),
                f"{t.strength} ({self.words('strength.' + str(t.strength))})",
                t.cause,
                t.did,
                self._said("standing", t.standing),
                t.outcome,
            )

        columns = ("since", "who", "sign", "strength", "cause", "did", "standing", "outcome")
        yield from self._listed("tensions", columns, tuple(row(t) for t in self.session.tensions))

    def actions(self) -> Iterator[Block]:
        def row(a: Action) -> tuple[str, ...]:
            state = self._said("state", a.state)
            who = self._who(a.who)
            return (self._since(a.since), who, a.what, a.when, a.support, a.obstacle, a.sign, state, a.hindered)

        columns = ("since", "who", "what", "when", "support", "obstacle", "known", "state", "hindered")
        yield from self._listed("actions", columns, tuple(row(a) for a in self.session.actions))

    def floor(self) -> Iterator[Block]:
        """How often each, and what; then who to whom."""
        counts = insights.tally(self.session, self.guide)
        rows = []
        chairs = (seat.code for seat in self.session.seats)
        for who in dict.fromkeys((*chairs, *(who for who in counts if who != LEADER), LEADER)):
            if counted := counts.get(who):
                kinds = ", ".join(f"{self.guide.kind(kind).title} {times}" for kind, times in counted.most_common())
                rows.append((self._who(who), str(sum(counted.values())), kinds))
        yield from self._listed("floor", ("who", "times", "kinds"), tuple(rows))
        pairs = insights.towards(self.session).most_common()
        to = tuple((one, self._who(two), str(times)) for (one, two), times in pairs)
        yield from self._listed("towards", ("from", "to", "times"), to)

    def marks(self) -> Iterator[Block]:
        rows = []
        for mark in self.session.marks:
            if not mark.timed and not mark.note:
                continue  # a tally from paper: it is told as a number
            who = self._who(mark.who) + (f" → {self._who(mark.to)}" if mark.to else "")
            kind = self.guide.kind(mark.kind).title if mark.kind in self.guide.kinds else self._said("kind", mark.kind)
            clock = self.words.clock(mark.at) if mark.timed else ""
            rows.append((clock, self.guide.stage(mark.stage).title, who, kind, mark.note))
        yield from self._listed("marks", ("clock", "stage", "who", "kind", "note"), tuple(rows))

    def corrections(self) -> Iterator[Block]:
        """What was there before it was corrected afterwards."""
        words = self.words
        if told := traces(self.session, self.guide, words):
            yield Heading(words("panel.trace.title"))
            yield Table(tuple(words(f"panel.trace.{column}") for column in ("when", "what", "was")), told)

    def _listed(self, key: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[Block]:
        late = [n for n, column in enumerate(columns) if column in LATE and not any(row[n] for row in rows)]
        if rows:
            yield Heading(self.words(f"log.{key}"))
            yield Table(
                tuple(self.words(f"log.{column}") for n, column in enumerate(columns) if n not in late),
                tuple(tuple(cell for n, cell in enumerate(row) if n not in late) for row in rows),
            )

    def _said(self, choice: str, id: str) -> str:
        return self.words(f"{choice}.{id}") if f"{choice}.{id}" in self.words else id

    def _since(self, number: int) -> str:
        return self.words("log.carried", number=number) if number < self.session.number else self.words("log.new")

    def _who(self, code: str) -> str:
        return self.words("log.leader-code") if code == LEADER else code

    def _title(self, stage: Stage) -> str:
        return f"{stage.title} ({stage.report})" if stage.report and stage.report != stage.title else stage.title

    def _minutes(self, time: timedelta) -> int:
        return round(time.total_seconds() / 60)
