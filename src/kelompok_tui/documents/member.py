"""One member's own note: her way through the meetings. It names no other, whoever reads it."""

from collections.abc import Iterator, Sequence

from kelompok_tui import insights
from kelompok_tui.documents import figures, head
from kelompok_tui.documents.commitments import next_day
from kelompok_tui.documents.pages import discreet, pages, whom
from kelompok_tui.documents.readers import SINGLE, may
from kelompok_tui.documents.report import Block, Fact, Facts, Heading, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.model import Session, answered
from kelompok_tui.model.group import WAYS

UCA = "uca"


def member(source: Source) -> Report:
    """Up to the session that is told, or over all meetings; for the leader of each member, for a member only hers."""
    sessions = (*source.before, source.session) if source.session else source.sessions
    chairs = (seat.code for session in sessions for seat in session.seats)
    codes = whom(source, dict.fromkeys((*source.group.codes, *chairs)))
    each = pages(source, codes, "member.sheet", lambda code: _Note(source, sessions, code).blocks())
    return head.report(source, "member", source.words("member.title"), *each)


class _Note:
    """Holds what every part of one note needs; `told` takes every other out of a text."""

    def __init__(self, source: Source, sessions: tuple[Session, ...], code: str) -> None:
        self.source, self.sessions, self.code = source, sessions, code
        self.words, self.guide = source.words, source.guide
        self.told = discreet(source, code)

    def blocks(self) -> Iterator[Block]:
        yield Facts(tuple(self._head()))
        yield from self._meetings()
        yield from self._actions()
        yield from self._uca()
        yield from self._notes()
        yield from self._followups()
        yield Facts(tuple(self._again()))

    def _head(self) -> Iterator[Fact]:
        words, group = self.words, self.source.group
        held = next((person for person in group.people if person.code == self.code), None)
        came = insights.presence(self.code, self.sessions)
        key = "member.here-late" if came.late else "member.here"
        here = words(key, here=came.here, meetings=came.meetings, late=came.late) if came.meetings else ""
        yield Fact(words("evaluation.code"), self.code, "code")
        yield Fact(words("evaluation.class"), held.class_ if held else "", "class")
        yield Fact(words("member.group"), self.told(group.name), "group")
        yield Fact(words("member.concern"), self.told(group.concern), "concern", "plan:concern")
        yield Fact(words("member.attended"), here or words("log.untaken"), "attended")
        if may(self.source, SINGLE) and held and held.statement:
            yield Fact(words("member.statement"), self.told(held.statement), "statement")
        if hope := self._first("introductions", "expectation"):
            yield Fact(words("member.hope"), hope, "hope")
        if now := self._of_group("hopes", "now"):
            yield Fact(words("member.hope-now"), now, "hope_now")

    def _meetings(self) -> Iterator[Block]:
        """Each meeting: was she there, what she brought, what she promised, what became of the promise before."""
        words = self.words
        rows = []
        for session in self.sessions:
            seat = next((seat for seat in session.seats if seat.code == self.code), None)
            if seat is None:
                continue
            late = f" ({words('log.minutes', minutes=seat.minutes)})" if seat.minutes else ""
            state = words(f"attendance.{seat.state}") + late if seat.state else words("log.untaken")
            problem = self._said(session, "problems", "problem")
            said = self._said(session, "commitments", "behaviour")
            promise = _with(said, self._option(session, "commitments", "how"))
            kept = _with(self._option(session, "kept", "went"), self._said(session, "kept", "hindered"))
            day = words.short_date(session.began.date())
            rows.append((str(session.number), day, state, problem, promise, kept))
        if rows:
            keys = ("no", "day", "attendance", "problem", "promise", "kept")
            yield Heading(words("member.meetings"), 2)
            yield self._table("meetings", keys, rows)

    def _actions(self) -> Iterator[Block]:
        words = self.words
        held = {action.id: action for session in self.sessions for action in session.actions if action.who == self.code}
        rows = []
        for a in held.values():
            state = words(f"state.{a.state}") if f"state.{a.state}" in words else a.state
            rows.append((str(a.since), *map(self.told, (a.what, a.when, a.support, a.sign)), state))
        if rows:
            keys = ("no", "what", "when", "support", "sign", "state")
            yield Heading(words("member.actions"), 2)
            yield self._table("actions", keys, rows)

    def _uca(self) -> Iterator[Block]:
        """What she answered the first time, and what she answers now."""
        form, words = self.guide.forms.get(UCA), self.words
        rows = []
        for item in form.items.values() if form else ():
            if item.kind != "scale":
                continue
            rated = (insights.ratings(session, UCA, item.id) for session in self.sessions)
            given = [str(each[self.code]) for each in rated if self.code in each]
            if given:
                scale = words("member.scale", low=item.low, high=item.high)
                rows.append((item.ask or item.title, scale, given[0], given[-1] if len(given) > 1 else ""))
        if rows:
            keys = ("said", "of", "first", "now")
            yield Heading(words("member.uca"), 2)
            yield self._table("uca", keys, rows)

    def _notes(self) -> Iterator[Block]:
        words = self.words
        notes = [(str(s.number), note) for s in self.sessions if (note := self._said(s, "notes", "note"))]
        if notes:
            yield Heading(words("member.notes"), 2)
            yield self._table("notes", ("no", "note"), notes)

    def _followups(self) -> Iterator[Block]:
        """What is to follow about her: when, what; what came of it is the leader's own."""
        words, own = self.words, may(self.source, SINGLE)
        rows = []
        for f in (f for f in self.source.group.followups if f.about == self.code):
            kind = words(f"followup.{f.kind}") if f"followup.{f.kind}" in words else f.kind
            done = words.short_date(f.done) if f.done else ""
            result = (self.told(f.result),) if own else ()
            rows.append((words.short_date(f.due), kind, self.told(f.what), done, *result))
        if rows:
            keys = ("due", "kind", "followup", "done", *(("result",) if own else ()))
            yield Heading(words("member.followups"), 2)
            yield self._table("followups", keys, rows)

    def _again(self) -> Iterator[Fact]:
        """How she goes on, as it was settled with her, and the next meeting."""
        words = self.words
        if way := self._of_group(WAYS, "way"):
            more = (self._of_group(WAYS, "whom"), self._of_group(WAYS, "when"))
            yield Fact(words("member.way"), " · ".join(filter(None, (way, *more))), "way")
        if may(self.source, SINGLE) and (note := self._of_group(WAYS, "note")):
            yield Fact(words("member.way-note"), note, "way_note")
        last = self.sessions[-1] if self.sessions else None
        yield Fact(words("member.again"), next_day(last, words) if last else "", "again")

    def _said(self, session: Session, form: str, item: str) -> str:
        return self.told(str(answered(session.answers, form, item, self.code) or ""))

    def _first(self, form: str, item: str) -> str:
        return next((said for session in self.sessions if (said := self._said(session, form, item))), "")

    def _option(self, session: Session, form: str, item: str) -> str:
        return self._titled(form, item, self._said(session, form, item))

    def _of_group(self, form: str, item: str) -> str:
        said = answered(self.source.group.answers, form, item, self.code)
        return self._titled(form, item, self.told(str(said or "")))

    def _titled(self, form: str, item: str, said: str) -> str:
        """A choice by its title, a day as one is written."""
        held = self.guide.forms[form].items.get(item) if form in self.guide.forms else None
        if held and held.kind == "date":
            return figures.day(said, self.words.plain_date)
        return held.options.get(said, said) if held else said

    def _table(self, id: str, keys: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
        return Table(tuple(self.words(f"member.{key}") for key in keys), tuple(rows), id)


def _with(said: str, more: str) -> str:
    return f"{said} ({more})" if said and more else said or more
