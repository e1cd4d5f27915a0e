"""One member's own note: her way through the meetings. It names no other, whoever reads it."""

from collections.abc import Iterator, Sequence
from datetime import date

from kelompok_tui import insights
from kelompok_tui.documents import head
from kelompok_tui.documents.commitments import next_day
from kelompok_tui.documents.pages import discreet, pages, whom
from kelompok_tui.documents.report import Block, Fact, Facts, Heading, Report, Table
from kelompok_tui.documents.source import MEMBER, Source
from kelompok_tui.model import Session, answered
from kelompok_tui.model.group import WAYS

UCA = "uca"


def member(source: Source) -> Report:
    """Up to the session that is told, or over all meetings; for the leader of each member, for a member only hers."""
    sessions = (*source.before, source.session) if source.session else source.sessions
    chairs = (seat.code for session in sessions for seat in session.seats)
    codes = whom(source, dict.fromkeys((*source.group.codes, *chairs)))
    words = source.words
    each = pages(
        codes, lambda code: words("member.sheet", code=code), lambda code: _Note(source, sessions, code).blocks()
    )
    return head.report(source, "member", words("member.title"), *each)


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
        if again := tuple(self._again()):
            yield Facts(again)

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
        if self.source.reader != MEMBER and held and held.statement:
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
            promise = _with(
                self._said(session, "commitments", "behaviour"), self._option(session, "commitments", "how")
            )
            kept = _with(self._option(session, "kept", "went"), self._said(session, "kept", "hindered"))
            day = words.short_date(session.began.date())
            rows.append((str(session.number), day, state, problem, promise, kept))
        if rows:
            keys = ("no", "day", "attendance", "problem", "promise", "kept")
            yield Heading(words("member.meetings"), 2)
            yield _table("meetings", tuple(words(f"member.{key}") for key in keys), rows, (1, 3, 2, 5, 5, 4))

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
            yield _table("actions", tuple(words(f"member.{key}") for key in keys), rows, (1, 5, 3, 4, 4, 2))

    def _uca(self) -> Iterator[Block]:
        """What she answered the first time, and what she answers now."""
        form, words = self.guide.forms.get(UCA), self.words
        rows = []
        for item in form.items.values() if form else ():
            if item.kind != "scale":
                continue
            given = [
                str(rated[self.code])
                for s in self.sessions
                if self.code in (rated := insights.ratings(s, UCA, item.id))
            ]
            if given:
                scale = words("member.scale", low=item.low, high=item.high)
                rows.append((item.ask or item.title, scale, given[0], given[-1] if len(given) > 1 else ""))
        if rows:
            keys = ("said", "of", "first", "now")
            yield Heading(words("member.uca"), 2)
            yield _table("uca", tuple(words(f"member.{key}") for key in keys), rows, (6, 1, 1, 1))

    def _notes(self) -> Iterator[Block]:
        words = self.words
        notes = [(str(s.number), note) for s in self.sessions if (note := self._said(s, "notes", "note"))]
        if notes:
            yield Heading(words("member.notes"), 2)
            yield _table("notes", (words("member.no"), words("member.note")), notes, (1, 12))

    def _followups(self) -> Iterator[Block]:
        """What is to follow about her: when, what; what came of it is the leader's own."""
        words, own = self.words, self.source.reader != MEMBER
        rows = []
        for f in (f for f in self.source.group.followups if f.about == self.code):
            kind = words(f"followup.{f.kind}") if f"followup.{f.kind}" in words else f.kind
            done = words.short_date(f.done) if f.done else ""
            result = (self.told(f.result),) if own else ()
            rows.append((words.short_date(f.due), kind, self.told(f.what), done, *result))
        if rows:
            keys = ("due", "kind", "followup", "done", *(("result",) if own else ()))
            yield Heading(words("member.followups"), 2)
            yield _table("followups", tuple(words(f"member.{key}") for key in keys), rows, ())

    def _again(self) -> Iterator[Fact]:
        """How she goes on, as it was settled with her, and the next meeting."""
        words = self.words
        if way := self._of_group(WAYS, "way"):
            more = (self._of_group(WAYS, "whom"), self._of_group(WAYS, "when"))
            yield Fact(words("member.way"), " · ".join(filter(None, (way, *more))), "way")
        if self.source.reader != MEMBER and (note := self._of_group(WAYS, "note")):
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
        return self._titled(
            form, item, self.told(str(answered(self.source.group.answers, form, item, self.code) or ""))
        )

    def _titled(self, form: str, item: str, said: str) -> str:
        """A choice by its title, a day as one is written."""
        held = self.guide.forms[form].items.get(item) if form in self.guide.forms else None
        if held and held.kind == "date" and said:
            try:
                return self.words.plain_date(date.fromisoformat(said))
            except ValueError:
                return said
        return held.options.get(said, said) if held else said


def _with(said: str, more: str) -> str:
    return f"{said} ({more})" if said and more else said or more


def _table(id: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...]) -> Table:
    return Table(columns, tuple(rows), id, widths)
