"""A group over its meetings: who came, what moved, what was reached."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kelompok_tui import insights
from kelompok_tui.documents import figures, head
from kelompok_tui.documents.figures import chosen, in_minutes, person
from kelompok_tui.documents.readers import FEELINGS, MEMORY, SINGLE, TENSIONS, may
from kelompok_tui.documents.report import Block, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.model import Session, answered
from kelompok_tui.model.group import WAYS

UCA = "uca"
AWAY: tuple[str, ...] = ("late", "excused", "sick", "absent")  # counted one by one


def progress(source: Source) -> Report:
    """The group from its first meeting to its last, and what follows; also of a group that has not met yet."""
    teller = _Teller(source)
    blocks = (
        Facts(tuple(teller.head())),
        *teller.meetings(),
        *teller.attendance(),
        *teller.uca(),
        *teller.goals(),
        *teller.tensions(),
        *teller.actions(),
        *teller.followups(),
        *teller.outcome(),
        *teller.ways(),
        head.signed(source),
    )
    return head.report(source, "progress", source.words("progress.title"), *blocks, wide=True)


class _Teller:
    """Holds what every part needs."""

    def __init__(self, source: Source) -> None:
        self.source, self.words, self.guide = source, source.words, source.guide
        self.group, self.sessions = source.group, source.sessions
        chairs = (seat.code for session in self.sessions for seat in session.seats)
        self.codes = tuple(dict.fromkeys((*self.group.codes, *chairs)))
        self.classes = {person.code: person.class_ for person in self.group.people}

    def head(self) -> Iterator[Fact]:
        words, group = self.words, self.group
        classes = ", ".join(dict.fromkeys(filter(None, (self.classes.get(code, "") for code in group.codes))))
        many = f"{len(group.codes)} ({classes})" if classes else str(len(group.codes))
        met = words("paper.of", number=len(self.sessions), planned=group.plan.meetings)
        yield Fact(words("progress.group"), group.name, "group")
        yield head.school(self.source)
        yield head.leader(self.source)
        yield Fact(words("progress.concern"), group.concern, "concern", "plan:concern")
        yield Fact(words("progress.function"), words(f"function.{group.function}"), "function", "plan:function")
        yield Fact(words("progress.goal"), group.goal, "goal", "plan:goal")
        yield Fact(words("progress.approach"), group.plan.approach, "approach", "plan:approach")
        yield Fact(words("progress.members"), many, "members")
        yield Fact(words("progress.met"), met, "met")
        if group.closed:
            told = filter(None, (words.date(group.closed), group.ending))
            yield Fact(words("progress.closed"), " · ".join(told), "closed")

    def meetings(self) -> Iterator[Block]:
        yield Heading(self.words("progress.meetings"))
        if not self.sessions:
            yield Paragraph(self.words("progress.none"))
            return
        keys = ("no", "day", "here", "minutes", "stages", "tensions", "actions")
        yield self._table("meetings", keys, [self._meeting(session) for session in self.sessions])

    def _meeting(self, session: Session) -> tuple[str, ...]:
        words = self.words
        until = insights.until(session, self.source.now)
        taken = [seat for seat in session.seats if seat.state]
        here = f"{sum(seat.came for seat in taken)}/{len(taken)}" if taken else words("log.untaken")
        day = words.date(session.began.date())
        if not session.closed:
            day = words("progress.open", day=day)
        spent = ((id, insights.spent(session, id, until)) for id in dict.fromkeys(v.stage for v in session.visits))
        stages = ", ".join(f"{self._stage(id)} {in_minutes(time)}" for id, time in spent)
        tensions = self._counts([t.open for t in session.tensions])
        actions = self._counts([a.open for a in session.actions])
        minutes = str(in_minutes(insights.length(session, until)))
        return (str(session.number), day, here, minutes, stages, tensions, actions)

    def _counts(self, open: list[bool]) -> str:
        told = (("progress.pending", open.count(True)), ("progress.settled", open.count(False)))
        return ", ".join(self.words(key, n=number) for key, number in told if number) or "–"

    def _stage(self, id: str) -> str:
        stage = self.guide.stage(id)
        return stage.report or stage.title

    def attendance(self) -> Iterator[Block]:
        """Of each member; who had no chair, or whom nobody noted, counts in no meeting."""
        words = self.words
        rows = []
        for code in self.codes:
            states = {s.number: str(seat.state) for s in self.sessions for seat in s.seats if seat.code == code}
            taken = Counter(state for state in states.values() if state)
            came = insights.presence(code, self.sessions)
            signs = (states.get(session.number) or "" for session in self.sessions)
            one_by_one = " ".join(words(f"progress.sign.{sign}") if sign else "–" for sign in signs)
            here = f"{came.here}/{came.meetings}"
            rows.append((code, self.classes.get(code, ""), here, *(str(taken[state]) for state in AWAY), one_by_one))
        if rows and self.sessions:
            keys = ("member", "class", "here", *AWAY, "each")
            yield Heading(words("progress.attendance"))
            yield self._table("attendance", keys, rows)
            known = ("present", *AWAY)
            signs = (f"{words(f'progress.sign.{state}')} {words(f'attendance.{state}')}" for state in known)
            yield Paragraph(words("progress.signs", signs=", ".join(signs)))

    def uca(self) -> Iterator[Block]:
        """The means of each meeting, and of each member the first answer and the last."""
        form, words = self.guide.forms.get(UCA), self.words
        items = [item for item in form.items.values() if item.kind == "scale"] if form else []
        rated = {s.number: [insights.ratings(s, UCA, item.id) for item in items] for s in self.sessions}
        asked = {number: given for number, given in rated.items() if any(given)}
        if not (form and asked):
            return
        titles = tuple(item.title for item in items)
        means = [(str(n), *(figures.mean(words, list(given.values())) for given in all)) for n, all in asked.items()]
        yield Heading(words("progress.uca", form=form.title))
        yield Table((words("progress.no"), *titles), tuple(means), "uca")
        rows = []
        for code in self.codes:
            all = [[str(given[n][code]) for given in asked.values() if code in given[n]] for n in range(len(items))]
            if any(all):
                rows.append((code, *(_moved(said) for said in all)))
        yield Heading(words("progress.uca-members"), 2)
        yield Table((words("progress.member"), *titles), tuple(rows), "uca_members")

    def goals(self) -> Iterator[Block]:
        """How each stood when it was looked at last; what was noted beside it is the leader's own."""
        words = self.words
        items = self.guide.forms["goals"].items if "goals" in self.guide.forms else {}
        rows = []
        for number, goal in enumerate(self.group.goals, start=1):
            seen = [s for s in self.sessions if answered(s.answers, "goals", "reached", str(number)) is not None]
            said = str(answered(seen[-1].answers, "goals", "reached", str(number))) if seen else ""
            title = items["reached"].options.get(said, said) if "reached" in items else said
            note = str(answered(seen[-1].answers, "goals", "note", str(number)) or "") if seen else ""
            own = (note,) if may(self.source, MEMORY) else ()
            rows.append((str(number), goal.told, title, str(seen[-1].number) if seen else "", *own))
        if rows:
            keys = ("no", "special", "reached", "seen", *(("note",) if may(self.source, MEMORY) else ()))
            yield Heading(words("progress.goals"))
            yield self._table("goals", keys, rows)

    def tensions(self) -> Iterator[Block]:
        """Each with how it stands now: for who may read everything."""
        if not may(self.source, TENSIONS):
            return
        words = self.words
        held = {t.id: t for session in self.sessions for t in session.tensions}
        rows = [
            (
                str(t.since),
                " + ".join(person(words, code) for code in t.who),
                chosen(words, "sign", t.sign),
                words(f"strength.{t.strength}"),
                t.cause,
                chosen(self.words, "standing", t.standing),
                t.outcome,
            )
            for t in held.values()
        ]
        if rows:
            keys = ("since", "who", "sign", "strength", "cause", "standing", "outcome")
            yield Heading(words("progress.tense"))
            yield self._table("tense", tuple(f"tense-{key}" for key in keys), rows)

    def actions(self) -> Iterator[Block]:
        """Each with how it stands now."""
        held = {a.id: a for session in self.sessions for a in session.actions}
        rows = [
            (str(a.since), person(self.words, a.who), a.what, a.when, chosen(self.words, "state", a.state))
            for a in held.values()
        ]
        if rows:
            yield Heading(self.words("progress.planned"))
            yield self._table("planned", ("since", "who", "what", "when", "state"), rows)

    def followups(self) -> Iterator[Block]:
        """With what came of them; of a single member that is told only to who may read everything."""
        words = self.words
        rows = []
        for f in sorted(self.group.followups, key=lambda followup: followup.due):
            open = not f.about or may(self.source, SINGLE)
            done = words.short_date(f.done) if f.done else words("progress.undone")
            told = (f.what, done, f.result) if open else ("–", done, "–")
            about = f.about or words("progress.all")
            rows.append((words.short_date(f.due), chosen(self.words, "followup", f.kind), about, *told))
        if rows:
            yield Heading(words("progress.followups"))
            yield self._table("followups", ("due", "kind", "about", "followup", "done", "result"), rows)

    def outcome(self) -> Iterator[Block]:
        """What was hoped and what came of it: of the group, then of its members."""
        words, form = self.words, self.guide.forms.get("outcome")
        answers = [a for a in self.group.answers if a.form == "outcome"]
        if form and answers:
            yield Heading(words("progress.outcome"))
            yield Facts(tuple(self._fact(item) for item in form.items))
        reached = self._of_members("hopes", "now")
        if reached and not may(self.source, FEELINGS):
            counts = figures.counts(reached.values(), self._options("hopes", "now"))
            yield Facts((Fact(words("progress.hopes"), counts, "hopes"),))
        elif reached:
            what = self._of_members("hopes", "what")
            hopes = {code: self._hope(code) for code in reached}
            rows = [(code, hopes[code], reached[code], what.get(code, "")) for code in reached]
            yield Heading(words("progress.hopes"), 2)
            yield self._table("hopes", ("member", "hope", "reached", "changed"), rows)

    def _fact(self, item: str) -> Fact:
        held = self.guide.forms["outcome"].items[item]
        said = str(answered(self.group.answers, "outcome", item) or "")
        return Fact(held.title, held.options.get(said, said), figures.named("outcome", item), f"form:outcome:{item}")

    def _options(self, form: str, item: str) -> tuple[str, ...]:
        held = self.guide.forms[form].items.get(item) if form in self.guide.forms else None
        return tuple(held.options.values()) if held else ()

    def _hope(self, code: str) -> str:
        said = (answered(session.answers, "introductions", "expectation", code) for session in self.sessions)
        return next((str(hope) for hope in said if hope), "")

    def ways(self) -> Iterator[Block]:
        """How each goes on; to whom and why is told only to who may read everything."""
        words, private = self.words, may(self.source, SINGLE)
        told = {item: self._of_members(WAYS, item) for item in ("way", "whom", "when", "note")}
        shown = ("way", "whom", "when", "note") if private else ("way",)
        rows = [(code, *(told[item].get(code, "") for item in shown)) for code in self.codes if code in told["way"]]
        if rows:
            yield Heading(words("progress.ways"))
            yield self._table("ways", ("member", *shown), rows)

    def _of_members(self, form: str, item: str) -> dict[str, str]:
        """What was answered about each: choices by their titles, days as they are written."""
        held = self.guide.forms[form].items.get(item) if form in self.guide.forms else None
        said = {code: str(value) for code in self.codes if (value := answered(self.group.answers, form, item, code))}
        if held and held.kind == "date":
            return {code: figures.day(value, self.words.short_date) for code, value in said.items()}
        return {code: held.options.get(value, value) if held else value for code, value in said.items()}

    def _table(self, id: str, keys: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
        return Table(tuple(self.words(f"progress.{key}") for key in keys), tuple(rows), id)


def _moved(said: list[str]) -> str:
    """`2 → 4`; one answer alone has not moved."""
    return " → ".join((said[0], said[-1])) if len(said) > 1 else "".join(said)
