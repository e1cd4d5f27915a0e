"""A session: one meeting of a group, from the first greeting to the last."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field

from kelompok_tui.model.group import Group
from kelompok_tui.model.value import Answers, At, Corrections, Id, Text, Value, counted, with_answer

LEADER = "leader"  # never a code: codes have at most four letters
FLOOR = "floor"  # the kind of mark that a seat alone makes
NOTE = "note"  # the kind of mark that is only its note
MOST = 999  # sessions of a group
PAIR = timedelta(seconds=2)  # two seats within this time are "from whom to whom"
ALIVE = timedelta(seconds=30)  # between two signs of life on the disk
GAP = timedelta(minutes=2)  # without one: it is asked what becomes of the time

OPEN_TENSION = {"noticed", "named", "worked", "held"}
OPEN_ACTION = {"open", "partly"}


class Visit(Value):
    """One stay in a stage. `reason` is why it was left although its door asked."""

    stage: Id
    began: At
    ended: At | None = None
    reason: Text = ""


class Pause(Value):
    """A time that does not count for the clocks."""

    began: At
    ended: At | None = None


class Away(Value):
    """A time in which a member was out of the circle."""

    began: At
    ended: At | None = None


Span = TypeVar("Span", Visit, Pause, Away)


class Seat(Value):
    """A chair of the circle: who sits there, and since when or not. `minutes` is how late she came."""

    code: Id
    state: Literal["", "present", "late", "excused", "sick", "absent"] = ""
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    away: tuple[Away, ...] = ()

    @property
    def gone(self) -> bool:
        """She was here and has left."""
        return bool(self.away) and self.away[-1].ended is None

    @property
    def came(self) -> bool:
        """She was in the circle, or nobody has said that she was not."""
        return self.state in {"", "present", "late"}

    @property
    def here(self) -> bool:
        """She is in the circle, or nobody has said that she is not."""
        return self.came and not self.gone


class Mark(Value):
    """What happened, caught by one key: who, perhaps to whom, and what kind of thing it was.

    Not `timed`: it was entered afterwards, and `at` is only when that was done.
    """

    at: At
    timed: bool = True
    stage: Id
    kind: Id
    who: Text = ""
    to: Text = ""
    note: Text = ""
    tension: Text = ""


class Tick(Value):
    """A step of the guide that was done."""

    stage: Id
    step: Id
    at: At


class Risk(Value):
    """A moment of safety, flagged in silence, and the checklist that waits for after the session.

    It is kept apart from the marks, so that no paper made of them can tell of it.
    """

    id: Id
    at: At
    stage: Id
    who: Text = ""
    safe: bool | None = None
    company: bool | None = None  # she is not left alone
    told: Text = ""
    referral: Text = ""
    when: date | None = None
    did: Text = ""

    @property
    def open(self) -> bool:
        """The checklist is not answered, or she is not safe yet."""
        return not (self.safe and self.company is not None and self.told and self.referral and self.when)


class Tension(Value):
    """A line of the tension log. `since` is the number of the session in which it was noticed."""

    id: Id
    since: int
    at: At
    stage: Id
    who: tuple[Text, ...] = ()
    sign: Id = "conflict"
    strength: Annotated[int, Field(ge=1, le=4)] = 2
    cause: Text = ""
    did: Text = ""
    outcome: Text = ""  # how it came out and what helped, told in the debrief
    standing: Id = "noticed"

    @property
    def open(self) -> bool:
        """It comes back: at closing, and in the next session."""
        return self.standing in OPEN_TENSION


class Action(Value):
    """A line of the action plan. `since` is the number of the session in which it was made."""

    id: Id
    since: int
    who: Text = ""
    what: Text = ""
    when: Text = ""
    support: Text = ""
    obstacle: Text = ""
    hindered: Text = ""  # what did get in the way, told in a later session
    sign: Text = ""
    state: Id = "open"

    @property
    def open(self) -> bool:
        """It will be asked for in the next session."""
        return self.state in OPEN_ACTION


class Session(Value):
    """One meeting. Each method gives back a new session; times are aware, of the laptop's clock."""

    number: Annotated[int, Field(ge=1, le=MOST)]
    made: At
    minutes: dict[Text, Annotated[int, Field(ge=0, le=600)]] = {}
    place: Text = ""
    reason: Text = ""  # why it was begun although the door before it asked
    seats: tuple[Seat, ...] = ()
    visits: tuple[Visit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Tick, ...] = ()
    tensions: tuple[Tension, ...] = ()
    actions: tuple[Action, ...] = ()
    answers: Answers = ()
    asked: tuple[Text, ...] = ()  # ids of the carried actions that were asked for
    walked: Text = ""  # the row of the debrief that was answered last
    risks: tuple[Risk, ...] = ()
    shown: Text = ""  # the stage in sight once the session is closed
    seen: At | None = None  # the last sign of life of the program that led it
    corrections: Corrections = ()  # what was there before, since it is closed

    # ── where the session stands ──

    @property
    def visit(self) -> Visit | None:
        """The stay that goes on, None before the first and after closing."""
        return self.visits[-1] if self.visits and self.visits[-1].ended is None else None

    @property
    def closed(self) -> bool:
        """It was led and has been closed."""
        return bool(self.visits) and self.visit is None

    @property
    def stage(self) -> str:
        """The stage in sight: of the stay that goes on; once closed, the one that is looked at."""
        if self.visit:
            return self.visit.stage
        return self.shown or (self.visits[-1].stage if self.visits else "")

    @property
    def began(self) -> datetime:
        """When the first stage was entered; before that, when the session was made."""
        return self.visits[0].began if self.visits else self.made

    @property
    def lived(self) -> datetime:
        """The last moment of which this session knows: a sign of life, or the last thing that was timed."""
        known = [self.began, self.seen, *(v.began for v in self.visits), *(p.ended for p in self.pauses)]
        known += [mark.at for mark in self.marks if mark.timed]
        return max(at for at in known if at)

    @property
    def paused(self) -> bool:
        """The clocks stand still."""
        return bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def here(self) -> tuple[str, ...]:
        """The codes of those in the circle, in the order of the chairs."""
        return tuple(seat.code for seat in self.seats if seat.here)

    @property
    def came(self) -> tuple[str, ...]:
        """The codes of those who were in the circle, though perhaps not to the end."""
        return tuple(seat.code for seat in self.seats if seat.came)

    @property
    def selected(self) -> str:
        """Whom the next verb would be about: the one of the last mark; empty when there is none."""
        last = self.marks[-1] if self.marks else None
        return last.who if last else ""

    @property
    def pair(self) -> tuple[str, str] | None:
        """The last two marks, when they are two seats pressed in one go: from whom, to whom."""
        if len(self.marks) < 2:
            return None
        one, two = self.marks[-2:]
        plain = one.kind == two.kind == FLOOR and not one.note and not two.note
        if plain and one.who != two.who and _together(one.at, two.at) and one.stage == two.stage:
            return one.who, two.who
        return None

    # ── stages and clocks ──

    def enter(self, stage: str, at: datetime, reason: str = "") -> Self:
        """In `stage` from `at` on; the stay before it ends, with the reason for leaving it if one was given."""
        left = self._leave(at, reason)
        return left.but(visits=(*left.visits, Visit(stage=stage, began=at)), shown="")

    def close(self, at: datetime, reason: str = "") -> Self:
        """Closed at `at`; entering a stage opens it again."""
        return self._leave(at, reason)

    def pause(self, at: datetime) -> Self:
        """The clocks stand from `at` on."""
        return self if self.paused else self.but(pauses=(*self.pauses, Pause(began=at)))

    def go_on(self, at: datetime) -> Self:
        """The clocks run again from `at` on."""
        if not self.paused:
            return self
        return self.but(pauses=(*self.pauses[:-1], self.pauses[-1].but(ended=at)))

    def skip(self, began: datetime, ended: datetime) -> Self:
        """The time between does not count for the clocks: the program was not there to see it."""
        return self.but(pauses=(*self.pauses, Pause(began=began, ended=ended)))

    def see(self, at: datetime) -> Self:
        """The program is there at `at`."""
        return self.but(seen=at)

    def look(self, stage: str) -> Self:
        """With `stage` in sight, once it is closed."""
        return self.but(shown=stage)

    def change(self, **facts: object) -> Self:
        """With these facts about the meeting itself (`place`, `minutes` planned per stage)."""
        return self.but(**facts)

    def move(self, began: datetime) -> Self:
        """Begun at `began`, and all that was timed with it."""
        return self._shift(began - self.began)

    def last(self, number: int, minutes: int) -> Self:
        """Its stay of that number (from 0), which has ended, lasts `minutes`, pauses left out; what followed moves.

        A pause that no longer fits into the stay goes.
        """
        visit = self.visits[number]
        if visit.ended is None:
            return self
        ended, kept = visit.began + timedelta(minutes=minutes), []
        for pause in self.pauses:
            if not visit.began <= pause.began < visit.ended:
                kept.append(pause)
            elif pause.began < ended:
                kept.append(pause)
                ended += (pause.ended or visit.ended) - pause.began
        return self.but(pauses=tuple(kept))._shift(ended - visit.ended, number)

    def timed_as(self, visits: tuple[Visit, ...]) -> Self:
        """Its first stays as long, and begun, as these of the same stages; all that was timed with them moves along."""
        if not visits or [visit.stage for visit in self.visits[: len(visits)]] != [visit.stage for visit in visits]:
            return self
        timed = self.move(visits[0].began)
        for number, visit in enumerate(visits):
            before = timed.visits[number].ended
            if visit.ended and before:
                timed = timed._shift(visit.ended - before, number)
        return timed

    def stay(self, visit: Visit, now: datetime) -> timedelta:
        """The time of one visit, pauses left out; never negative, whatever the laptop's clock did."""
        began, ended = visit.began, visit.ended or now
        paused = timedelta()
        for pause in self.pauses:
            overlap = min(ended, pause.ended or now) - max(began, pause.began)
            paused += max(overlap, timedelta())
        return max(ended - began - paused, timedelta())

    def _shift(self, by: timedelta, number: int = -1) -> Self:
        """All that was timed from the end of that stay on (from the beginning where it is -1), `by` later."""
        since = self.visits[number].ended if number >= 0 else self.began
        until = self.visits[-1].ended if self.visits else None

        def moved(at: datetime | None) -> datetime | None:
            return at + by if at and since and since <= at and (until is None or at <= until) else at

        def span(span: Span) -> Span:
            return span.but(began=moved(span.began), ended=moved(span.ended))

        def pause(pause: Pause) -> Pause:
            return span(pause) if since and pause.began >= since else pause  # one inside the stay was counted there

        visits = [
            v if n < number else v.but(ended=moved(v.ended)) if n == number else span(v)
            for n, v in enumerate(self.visits)
        ]
        return self.but(
            visits=tuple(visits),
            pauses=tuple(pause(p) for p in self.pauses),
            seats=tuple(s.but(away=tuple(span(a) for a in s.away)) if s.away else s for s in self.seats),
            marks=tuple(m.but(at=moved(m.at)) if m.timed else m for m in self.marks),
            risks=tuple(r.but(at=moved(r.at)) for r in self.risks),
            tensions=tuple(t.but(at=moved(t.at)) if t.since == self.number else t for t in self.tensions),
        )

    def _leave(self, at: datetime, reason: str) -> Self:
        going = self.go_on(at)
        if going.visit is None:
            return going
        return going.but(visits=(*going.visits[:-1], going.visit.but(ended=at, reason=reason)))

    # ── the circle ──

    def join(self, code: str) -> Self:
        """With a chair for `code`, if she has none yet."""
        if any(seat.code == code for seat in self.seats):
            return self
        return self.but(seats=(*self.seats, Seat(code=code)))

    def attend(self, code: str, **facts: object) -> Self:
        """With these facts (`state`, `minutes`) about the chair of `code`."""
        if facts.get("minutes") and "state" not in facts:
            facts = {**facts, "state": "late"}
        return self.but(seats=tuple(s.but(**facts) if s.code == code else s for s in self.seats))

    def attend_rest(self) -> Self:
        """Everyone of whom nothing was said yet is present."""
        return self.but(seats=tuple(s.but(state=s.state or "present") for s in self.seats))

    def come(self, code: str, at: datetime) -> Self:
        """`code` comes in: back from where she was, or late by the minutes since the session began."""
        seat = next((seat for seat in self.seats if seat.code == code), None)
        if seat is None:
            return self
        if seat.gone:
            return self.attend(code, away=(*seat.away[:-1], seat.away[-1].but(ended=at)))
        minutes = min(600, max(0, int((at - self.began).total_seconds() // 60)))
        return self.attend(code, state="late" if minutes else "present", minutes=minutes)

    def go(self, code: str, at: datetime) -> Self:
        """`code` leaves the circle; what she did stays."""
        seat = next((seat for seat in self.seats if seat.code == code), None)
        if seat is None or seat.gone:
            return self
        return self.attend(code, away=(*seat.away, Away(began=at)))

    def sit(self, order: tuple[str, ...]) -> Self:
        """The chairs in that order; those it does not name keep theirs after them."""
        by_code = {seat.code: seat for seat in self.seats}
        codes = dict.fromkeys((*(code for code in order if code in by_code), *by_code))
        return self.but(seats=tuple(by_code[code] for code in codes))

    # ── marks: first who, then what ──

    def floor(self, who: str, at: datetime) -> Self:
        """`who` took the floor. One who speaks is there: attendance knows it too."""
        session = self
        if any(seat.code == who and not seat.state for seat in self.seats):
            session = self.attend(who, state="present")
        return session._mark(self._new(at, FLOOR, who))

    def turn(self, kind: str, at: datetime, row: str = "member", tension: str = "") -> Self:
        """The verb `kind` after a seat.

        It turns the mark of that seat into what it was (two seats pressed in one go: from the first to the
        second), or is a mark of its own about the one selected. A move of the leader (`row` "leader") is the
        leader's mark: towards a seat that was pressed in one go with it, else towards nobody. Whoever comes or
        goes (`row` "come", "go") is here or not from then on. `tension` is the sign of a tension it opens.
        Without any seat a member's verb changes nothing.
        """
        last = self.marks[-1] if self.marks else None
        plain = last is not None and last.kind == FLOOR and last.stage == self._here and not last.note
        fresh = plain and last is not None and _together(last.at, at)
        if row == "leader":
            if fresh and last is not None and last.who != LEADER:
                taken = 2 if self.pair and self.pair[0] == LEADER else 1
                return self._mark(last.but(kind=kind, who=LEADER, to=last.who), instead_of=taken)
            taken = 1 if plain and last is not None and last.who == LEADER else 0
            return self._mark(self._new(at, kind, LEADER), instead_of=taken)
        if last is None or not last.who:
            return self
        if row in {"come", "go"}:
            there = self.come(last.who, at) if row == "come" else self.go(last.who, at)
            return there._mark(self._new(at, kind, last.who), instead_of=int(plain))
        if self.pair and fresh:
            mark = self.marks[-2].but(kind=kind, to=last.who)
            return self._open(mark, tension, instead_of=2)
        if plain:
            return self._open(last.but(kind=kind), tension, instead_of=1)
        return self._open(self._new(at, kind, last.who), tension)

    def note(self, text: str, at: datetime) -> Self:
        """With `text` on the last mark, or as a mark of its own where there is none; empty takes it away."""
        if self.marks:
            last = self.marks[-1].but(note=text)
            gone = not text and last.kind == NOTE
            return self.but(marks=self.marks[:-1] if gone else (*self.marks[:-1], last))
        return self._mark(self._new(at, NOTE).but(note=text)) if text else self

    def annotate(self, number: int, note: str) -> Self:
        """With `note` on the mark of that number (from 0); one that is only its note goes when that is emptied."""
        if not 0 <= number < len(self.marks):
            return self
        mark = self.marks[number].but(note=note)
        kept = () if mark.kind == NOTE and not note else (mark,)
        return self.but(marks=(*self.marks[:number], *kept, *self.marks[number + 1 :]))

    def walk(self, row: str) -> Self:
        """The debrief has come to that row of its sheet."""
        return self.but(walked=row)

    def tally(self, who: str, kind: str, stage: str, count: int, at: datetime) -> Self:
        """With `count` marks of that kind by `who` in `stage`: what lacks is added without a clock.

        Of what is too much only marks without a clock, a note and a tension go, those "to whom" last.
        """
        same = [n for n, m in enumerate(self.marks) if (m.who, m.kind, m.stage) == (who, kind, stage)]
        if count >= len(same):
            more = Mark(at=at, timed=False, stage=stage, kind=kind, who=who)
            return self.but(marks=(*self.marks, *(more for _ in range(count - len(same)))))
        free = [n for n in reversed(same) if not (self.marks[n].timed or self.marks[n].note or self.marks[n].tension)]
        gone = sorted(free, key=lambda n: bool(self.marks[n].to))[: len(same) - count]
        return self.but(marks=tuple(mark for n, mark in enumerate(self.marks) if n not in gone))

    def flag(self, who: str, at: datetime) -> Self:
        """With a moment of safety about `who`, or about nobody in particular."""
        return self.but(risks=(*self.risks, Risk(id=self._next(self.risks), at=at, stage=self._here, who=who)))

    def change_risk(self, id: str, **facts: object) -> Self:
        """With these facts about one moment of safety."""
        return self.but(risks=tuple(r.but(**facts) if r.id == id else r for r in self.risks))

    def remove_risk(self, id: str) -> Self:
        """Without that one: it was none."""
        return self.but(risks=tuple(r for r in self.risks if r.id != id))

    def unmark(self) -> Self:
        """Without the last mark, and what it did: undo, when the value before is no longer known."""
        if not self.marks:
            return self
        last = self.marks[-1]
        rest = self.but(
            marks=self.marks[:-1], tensions=tuple(t for t in self.tensions if not last.tension or t.id != last.tension)
        )
        seat = next((seat for seat in self.seats if seat.code == last.who), None)
        away = seat.away[-1] if seat and seat.away else None
        if seat is None or away is None:
            return rest
        if away.began == last.at:
            return rest.attend(seat.code, away=seat.away[:-1])
        if away.ended == last.at:
            return rest.attend(seat.code, away=(*seat.away[:-1], away.but(ended=None)))
        return rest

    @property
    def _here(self) -> str:
        return self.stage or "-"

    def _new(self, at: datetime, kind: str, who: str = "") -> Mark:
        return Mark(at=at, timed=self.visit is not None, stage=self._here, kind=kind, who=who)

    def _mark(self, mark: Mark, instead_of: int = 0) -> Self:
        return self.but(marks=(*self.marks[: len(self.marks) - instead_of], mark))

    def _open(self, mark: Mark, tension: str, instead_of: int = 0) -> Self:
        if not tension:
            return self._mark(mark, instead_of)
        who = (mark.who, mark.to) if mark.to else (mark.who,)
        opened = self.tense(mark.at, who=who, sign=tension)
        return opened._mark(mark.but(tension=opened.tensions[-1].id), instead_of)

    # ── the guide's steps, and answers ──

    def tick(self, stage: str, step: str, at: datetime) -> Self:
        """That step done, or, if it was done, not done."""
        rest = tuple(t for t in self.ticks if (t.stage, t.step) != (stage, step))
        if len(rest) < len(self.ticks):
            return self.but(ticks=rest)
        return self.but(ticks=(*rest, Tick(stage=stage, step=step, at=at)))

    def answer(self, form: str, item: str, about: str, value: bool | int | str | None, at: datetime) -> Self:
        """With this answer to a form."""
        return self.but(answers=with_answer(self.answers, form, item, about, value, at))

    # ── tensions and actions ──

    def tense(self, at: datetime, **facts: object) -> Self:
        """With one tension more."""
        tension = {"id": self._next(self.tensions), "since": self.number, "at": at, "stage": self._here}
        return self.but(tensions=(*self.tensions, Tension.model_validate(tension | facts)))

    def change_tension(self, id: str, **facts: object) -> Self:
        """With these facts about one tension."""
        return self.but(tensions=tuple(t.but(**facts) if t.id == id else t for t in self.tensions))

    def remove_tension(self, id: str) -> Self:
        """Without that tension."""
        return self.but(tensions=tuple(t for t in self.tensions if t.id != id))

    def act(self, **facts: object) -> Self:
        """With one action more."""
        action = {"id": self._next(self.actions), "since": self.number}
        return self.but(actions=(*self.actions, Action.model_validate(action | facts)))

    def change_action(self, id: str, **facts: object) -> Self:
        """With these facts about one action; saying how a carried one stands is having asked for it."""
        actions = tuple(a.but(**facts) if a.id == id else a for a in self.actions)
        asked = self.asked
        if "state" in facts and id not in asked and any(a.id == id and a.since < self.number for a in actions):
            asked = (*asked, id)
        return self.but(actions=actions, asked=asked)

    def remove_action(self, id: str) -> Self:
        """Without that action."""
        return self.but(actions=tuple(a for a in self.actions if a.id != id))

    def _next(self, rows: tuple[Tension, ...] | tuple[Action, ...] | tuple[Risk, ...]) -> str:
        """A new id, `session.number`: it stays what it is when the row is carried on."""
        own = [counted(row.id.rpartition(".")[2]) for row in rows if row.id.startswith(f"{self.number}.")]
        return f"{self.number}.{1 + max(own, default=0)}"


def _together(one: datetime, two: datetime) -> bool:
    """Both were pressed in one go; after a clock was set back nothing was."""
    return timedelta() <= two - one <= PAIR


def paper_session(
    group: Group, before: Session | None, number: int, at: datetime, began: datetime, minutes: dict[str, int]
) -> Session:
    """A session that was led without the program and is entered at `at`: closed, its stages `minutes` long each."""
    session = next_session(group, before, number, at)
    for stage, lasted in minutes.items():
        session = session.enter(stage, began)
        began += timedelta(minutes=lasted)
    return session.close(began).look(next(iter(minutes), ""))


def next_session(group: Group, before: Session | None, number: int, at: datetime) -> Session:
    """A new session of `group`: its members' chairs, its plan, and what the session before left open."""
    chairs = [seat.code for seat in before.seats if seat.code in group.codes] if before else []
    chairs += [code for code in group.codes if code not in chairs]
    return Session(
        number=number,
        made=at,
        minutes=group.plan.minutes,
        place=group.plan.place,
        seats=tuple(Seat(code=code) for code in chairs),
        tensions=tuple(t for t in before.tensions if t.open) if before else (),
        actions=tuple(a for a in before.actions if a.open) if before else (),
    )
