"""The session log: what happened in one meeting, by codes, without the risk lane. First in short, then in full."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kelompok_tui import insights
from kelompok_tui.documents import answers, figures, head
from kelompok_tui.documents.corrections import traces
from kelompok_tui.documents.figures import chosen, in_minutes, person
from kelompok_tui.documents.readers import MEMORY, QUOTES, TENSIONS, may
from kelompok_tui.documents.report import Block, Bullets, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Form, Item, Stage
from kelompok_tui.insights import DEBRIEF, KEPT
from kelompok_tui.model import LEADER, Action, Answer, Seat, Tension, answered
from kelompok_tui.model.value import counted

LATE = {"outcome", "hindered"}  # columns that are told only where somebody wrote into them
APART = ("obstacle", "hindered")  # columns that no school reads


def log(source: Source) -> Report:
    """The log of the session that is told, open or closed; one that is open is counted until now.

    A school reads neither tensions nor marks nor what members said of themselves.
    """
    words, teller = source.words, _Teller(source)
    record = (
        *teller.members(),
        *teller.visits(),
        *(block for stage in teller.stages for block in teller.stage(stage)),
        *teller.debrief(),
        *(teller.strays() if may(source, MEMORY) else ()),
        *(teller.tensions() if may(source, TENSIONS) else ()),
        *teller.actions(),
        *teller.floor(),
        *(teller.kept() if may(source, MEMORY) else ()),
    )
    blocks: list[Block] = [teller.head()]
    if record:
        below = (replace(b, level=b.level + 1) if isinstance(b, Heading) else b for b in record)
        blocks += (*teller.summary(), Heading(words("summary.record")), *below)
    return head.report(source, "log", words("log.title", number=source.told.number), *blocks)


class _Teller:
    """Holds what every part of the log needs."""

    def __init__(self, source: Source) -> None:
        self.source, self.session = source, source.told
        self.group, self.guide, self.words = source.group, source.guide, source.words
        self.memory, self.quotes = may(source, MEMORY), may(source, QUOTES)
        self.now = insights.until(self.session, source.now)
        session, guide = self.session, self.guide
        seen = dict.fromkeys((*(v.stage for v in session.visits), *(t.stage for t in session.ticks)))
        gone = (guide.stage(id) for id in seen if all(stage.id != id for stage in guide.room))
        self.stages = (*guide.room, *gone)  # what was done in a stage that is gone from the guide is told too

    def head(self) -> Facts:
        words, session, settings = self.words, self.session, self.source.settings
        ended = session.visits[-1].ended if session.visits else None
        hours = words.clock(session.began) + (f"–{words.clock(ended)}" if ended else "")
        spent = in_minutes(insights.length(session, self.now))
        rows = [
            ("group", self.group.name),
            ("concern", self.group.concern),
            ("meeting", words("log.of", number=session.number, planned=self.group.plan.meetings)),
            ("day", words.date(session.began.date())),
            ("time", f"{hours} ({words('log.minutes', minutes=spent)})"),
            ("place", session.place),
            ("leader", settings.leader),
            ("school", settings.school),
        ]
        fills = {"concern": "plan:concern", "place": "meeting:place"}
        fills |= {name: f"settings:{name}" for name in ("leader", "school")}
        return Facts(tuple(Fact(words(f"log.{key}"), value, key, fills.get(key, "")) for key, value in rows))

    # ── in short ──

    def summary(self) -> Iterator[Block]:
        """What the leader wants to see again before the next meeting."""
        words = self.words
        yield Heading(words("summary.title"))
        yield Facts(
            (self._present(), self._discussed(), self._course(), *self._tense(), self._results(), self._again())
        )
        actions = [a for a in self.session.actions if a.what]
        plans = [self._plan(a) for a in actions]
        promised = answers.given(self.session, "commitments", "behaviour") if self.quotes else {}
        promises = [words("summary.action", who=person(self.words, who), what=what) for who, what in promised.items()]
        for key, told in (("actions", plans), ("commitments", promises)):
            if told:
                yield Heading(words(f"summary.{key}"), 2)
                yield Bullets(tuple(told))

    def _present(self) -> Fact:
        words, taken = self.words, [seat for seat in self.session.seats if seat.state]
        here = sum(seat.came for seat in taken)
        said = [words("summary.here", n=here, all=len(taken))] if taken else []
        rest = (seat for seat in taken if seat.state != "present")
        said += (words("summary.away", code=seat.code, state=head.attended(self.source, seat)) for seat in rest)
        return Fact(words("summary.present"), "; ".join(said), "present")

    def _discussed(self) -> Fact:
        owner, problem = (answered(self.session.answers, "chosen", item) for item in ("owner", "problem"))
        told = str(problem or "")
        if told and owner and self.quotes:
            told = self.words("summary.owned", problem=told, owner=person(self.words, str(owner)))
        return Fact(self.words("summary.discussed"), told, "discussed", "form:chosen:problem")

    def _course(self) -> Fact:
        stays = Counter[str]()
        for visit in self.session.visits:
            stays[visit.stage] += in_minutes(self.session.stay(visit, self.now))
        told = (
            self.words("summary.stage", stage=self.guide.stage(id).title, minutes=spent) for id, spent in stays.items()
        )
        return Fact(self.words("summary.stages"), ", ".join(told), "course")

    def _tense(self) -> Iterator[Fact]:
        if tensions := self.session.tensions:
            settled = sum(not tension.open for tension in tensions)
            told = self.words("summary.settled", n=len(tensions), settled=settled)
            yield Fact(self.words("summary.tensions"), told, "tense")

    def _results(self) -> Fact:
        item = self.guide.forms["reflection"].items["results"]
        value = answered(self.session.answers, "reflection", "results")
        return Fact(item.title, str(value or ""), "results", "form:reflection:results")

    def _again(self) -> Fact:
        day, focus = (answered(self.session.answers, "next", item) for item in ("date", "focus"))
        told = (figures.day(day, self.words.date), str(focus or ""))
        return Fact(self.words("summary.again"), "; ".join(filter(None, told)), "again", "form:next:date")

    def _plan(self, action: Action) -> str:
        parts = [action.what, action.when, chosen(self.words, "state", action.state) if action.state != "open" else ""]
        what = ", ".join(filter(None, parts))
        return self.words("summary.action", who=person(self.words, action.who), what=what) if action.who else what

    # ── in full ──

    def kept(self) -> Iterator[Block]:
        """The leader's own memory: mark by mark, and what was corrected."""
        yield from self.marks()
        yield from self.corrections()

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
            columns = (words("log.member"), words("log.class"), words("log.attendance"))
            yield Table(columns, tuple(rows), "members")

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
            spent = in_minutes(session.stay(visit, self.now))
            plan = planned.get(visit.stage, 0)
            title = self._title(self.guide.stage(visit.stage))
            row = (title, f"{words.clock(visit.began)}–{until}", f"{spent}/{plan}", visit.reason)
            rows.append(row if self.memory else row[:-1])
        yield Heading(words("log.stages"))
        if session.reason and self.memory:
            yield Paragraph(words("log.begun", reason=session.reason))
        columns = ("stage", "time", "of-plan", *(("reason",) if self.memory else ()))
        yield Table(tuple(words(f"log.{key}") for key in columns), tuple(rows), "visits")

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
        known = {item.id for item in form.items.values() if answers.readable(form, item, self.source)}
        given = [
            a
            for a in self.session.answers
            if a.form == form.id and (a.item in known or (self.memory and a.item not in form.items))
        ]
        if not given:
            return
        yield Heading(form.title, 2)
        items = [item for item in form.items.values() if any(a.item == item.id for a in given)]
        gone = list(dict.fromkeys(a.item for a in given if a.item not in form.items))
        items += [Item(id=id, title=id) for id in gone]
        if form.rows == "once":
            rows = (Fact(i.title, self._value(form, i, ""), figures.named(form.id, i.id)) for i in items)
            yield Facts(tuple(rows))
            return
        abouts = list(dict.fromkeys([*insights.rows(form, self.group, self.session), *(a.about for a in given)]))
        told = [about for about in abouts if any(a.about == about for a in given)]
        if form.rows == "list" and len(items) == 1:
            yield Bullets(tuple(self._value(form, items[0], about) for about in told))
            return
        cells = tuple((self._about(form, a), *(self._value(form, item, a) for item in items)) for a in told)
        columns = (self.words(f"log.{form.rows}"), *(item.title for item in items))
        yield Table(columns, cells, figures.named("form", form.id))

    def _about(self, form: Form, about: str) -> str:
        if form.rows == "goal" and 0 < (number := counted(about)) <= len(self.group.goals):
            return self.group.goals[number - 1].told
        return about

    def _value(self, form: Form, item: Item, about: str) -> str:
        value = answered(self.session.answers, form.id, item.id, about)
        if value is None:
            return ""
        if item.kind == "member":
            return person(self.words, str(value))
        if item.kind == "scale":
            told = item.title.endswith(f"{item.low}-{item.high}")  # the column says it already
            return str(value) if told else f"{value} ({item.low}–{item.high})"
        return answers.told(item, value, self.words)

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
                "strays",
            )

    def tensions(self) -> Iterator[Block]:
        def row(t: Tension) -> tuple[str, ...]:
            return (
                self._since(t.since),
                " + ".join(person(self.words, code) for code in t.who),
                chosen(self.words, "sign", t.sign),
                f"{t.strength} ({self.words('strength.' + str(t.strength))})",
                t.cause,
                t.did,
                chosen(self.words, "standing", t.standing),
                t.outcome,
            )

        columns = ("since", "who", "sign", "strength", "cause", "did", "standing", "outcome")
        yield from self._listed("tensions", columns, tuple(row(t) for t in self.session.tensions))

    def actions(self) -> Iterator[Block]:
        def row(a: Action) -> tuple[str, ...]:
            state = chosen(self.words, "state", a.state)
            who = person(self.words, a.who)
            return (self._since(a.since), who, a.what, a.when, a.support, a.obstacle, a.sign, state, a.hindered)

        columns = ("since", "who", "what", "when", "support", "obstacle", "known", "state", "hindered")
        yield from self._listed("actions", columns, tuple(row(a) for a in self.session.actions))

    def floor(self) -> Iterator[Block]:
        """How often each, and what; then who to whom. For a school only how often each spoke."""
        counts = insights.tally(self.session, self.guide)
        rows = []
        chairs = (seat.code for seat in self.session.seats)
        for who in dict.fromkeys((*chairs, *(who for who in counts if who != LEADER), LEADER)):
            told = counts.get(who, Counter[str]())
            if not self.memory:
                told = Counter({kind: times for kind, times in told.items() if self.guide.kind(kind).speaks})
            if told:
                kinds = ", ".join(f"{self.guide.kind(kind).title} {times}" for kind, times in told.most_common())
                rows.append((person(self.words, who), str(sum(told.values())), kinds))
        if not self.memory:
            yield from self._listed("floor", ("who", "times"), tuple(row[:2] for row in rows))
            return
        yield from self._listed("floor", ("who", "times", "kinds"), tuple(rows))
        pairs = insights.towards(self.session).most_common()
        to = tuple((one, person(self.words, two), str(times)) for (one, two), times in pairs)
        yield from self._listed("towards", ("from", "to", "times"), to)

    def marks(self) -> Iterator[Block]:
        rows = []
        for mark in self.session.marks:
            if not mark.timed and not mark.note:
                continue  # a tally from paper: it is told as a number
            who = person(self.words, mark.who) + (f" → {person(self.words, mark.to)}" if mark.to else "")
            kind = (
                self.guide.kind(mark.kind).title
                if mark.kind in self.guide.kinds
                else chosen(self.words, "kind", mark.kind)
            )
            clock = self.words.clock(mark.at) if mark.timed else ""
            rows.append((clock, self.guide.stage(mark.stage).title, who, kind, mark.note))
        yield from self._listed("marks", ("clock", "stage", "who", "kind", "note"), tuple(rows))

    def corrections(self) -> Iterator[Block]:
        """What was there before it was corrected afterwards."""
        words = self.words
        if told := traces(self.session, self.guide, words):
            yield Heading(words("panel.trace.title"))
            yield Table(
                tuple(words(f"panel.trace.{column}") for column in ("when", "what", "was")), told, "corrections"
            )

    def _listed(self, key: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[Block]:
        hidden = () if self.memory else APART
        late = [n for n, c in enumerate(columns) if c in hidden or (c in LATE and not any(row[n] for row in rows))]
        if rows:
            yield Heading(self.words(f"log.{key}"))
            yield Table(
                tuple(self.words(f"log.{column}") for n, column in enumerate(columns) if n not in late),
                tuple(tuple(cell for n, cell in enumerate(row) if n not in late) for row in rows),
                key,
            )

    def _since(self, number: int) -> str:
        return self.words("log.carried", number=number) if number < self.session.number else self.words("log.new")

    def _title(self, stage: Stage) -> str:
        return f"{stage.title} ({stage.report})" if stage.report and stage.report != stage.title else stage.title
