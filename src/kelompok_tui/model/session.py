"""A session: one meeting of a group, from the first greeting to the last."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field

from kelompok_tui.model.group import Group
from kelompok_tui.model.value import Answers, At, Id, Text, Value, counted, with_answer

LEADER = "leader"  # never a code: codes have at most four letters
FLOOR = "floor"  # the kind of mark that a seat alone makes
NOTE = "note"  # the kind of mark that is only its note
PAIR = timedelta(seconds=2)  # two seats within this time are "from whom to whom"

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


class Seat(Value):
    """A chair of the circle: who sits there, and since when or not. `minutes` is how late she came."""

    code: Id
    state: Literal["", "present", "late", "excused", "sick", "absent"] = ""
    minutes: Annotated[int, Field(ge=0, le=600)] = 0

    @property
    def here(self) -> bool:
        """She is in the circle, or nobody has said that she is not."""
        return self.state in {"", "present", "late"}


class Mark(Value):
    """What happened, caught by one key: who, perhaps to whom, and what kind of thing it was."""

    at: At
    stage: Id
    kind: Id
    who: str = ""
    to: str = ""
    note: Text = ""
    tension: str = ""


class Tick(Value):
    """A step of the guide that was done."""

    stage: Id
    step: Id
    at: At


class Tension(Value):
    """A line of the tension log. `since` is the number of the session in which it was noticed."""

    id: Id
    since: int
    at: At
    stage: Id
    who: tuple[str, ...] = ()
    sign: Id = "conflict"
    strength: Annotated[int, Field(ge=1, le=4)] = 2
    cause: Text = ""
    did: Text = ""
    standing: Id = "noticed"

    @property
    def open(self) -> bool:
        """It comes back: at closing, and in the next session."""
        return self.standing in OPEN_TENSION


class Action(Value):
    """A line of the action plan. `since` is the number of the session in which it was made."""

    id: Id
    since: int
    who: str = ""
    what: Text = ""
    when: Text = ""
    support: Text = ""
    obstacle: Text = ""
    sign: Text = ""
    state: Id = "open"

    @property
    def open(self) -> bool:
        """It will be asked for in the next session."""
        return self.state in OPEN_ACTION


class Session(Value):
    """One meeting. Each method gives back a new session; times are aware, of the laptop's clock."""

    number: Annotated[int, Field(ge=1, le=999)]
    made: At
    minutes: dict[str, Annotated[int, Field(ge=0, le=600)]] = {}
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
    asked: tuple[str, ...] = ()  # ids of the carried actions that were asked for

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
    def began(self) -> datetime:
        """When the first stage was entered; before that, when the session was made."""
        return self.visits[0].began if self.visits else self.made

    @property
    def paused(self) -> bool:
        """The clocks stand still."""
        return bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def here(self) -> tuple[str, ...]:
        """The codes of those in the circle, in the order of the chairs."""
        return tuple(seat.code for seat in self.seats if seat.here)

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
        if plain and one.who != two.who and two.at - one.at <= PAIR and one.stage == two.stage:
            return one.who, two.who
        return None

    # ── stages and clocks ──

    def enter(self, stage: str, at: datetime, reason: str = "") -> Self:
        """In `stage` from `at` on; the stay before it ends, with the reason for leaving it if one was given."""
        left = self._leave(at, reason)
        return left.but(visits=(*left.visits, Visit(stage=stage, began=at)))

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

    # ── marks: first who, then what ──

    def floor(self, who: str, at: datetime) -> Self:
        """`who` took the floor. One who speaks is there: attendance knows it too."""
        session = self
        if any(seat.code == who and not seat.state for seat in self.seats):
            session = self.attend(who, state="present")
        return session._mark(Mark(at=at, stage=self._stage, kind=FLOOR, who=who))

    def turn(self, kind: str, at: datetime, row: str = "member", tension: str = "") -> Self:
        """The verb `kind` after a seat.

        It turns the mark of that seat into what it was (two seats pressed in one go: from the first to the
        second), or is a mark of its own about the one selected. A move of the leader (`row` "leader") is the
        leader's mark: towards a seat that was pressed in one go with it, else towards nobody. A risk is always
        a mark of its own, so that the speaking stays on record. `tension` is the sign of a tension it opens.
        Without any seat a member's verb changes nothing.
        """
        last = self.marks[-1] if self.marks else None
        plain = last is not None and last.kind == FLOOR and last.stage == self._stage and not last.note
        fresh = plain and last is not None and at - last.at <= PAIR
        stage = self._stage
        if row == "leader":
            if fresh and last is not None and last.who != LEADER:
                taken = 2 if self.pair and self.pair[0] == LEADER else 1
                mark = Mark(at=last.at, stage=stage, kind=kind, who=LEADER, to=last.who)
                return self._mark(mark, instead_of=taken)
            taken = 1 if plain and last is not None and last.who == LEADER else 0
            return self._mark(Mark(at=at, stage=stage, kind=kind, who=LEADER), instead_of=taken)
        if last is None or not last.who:
            return self
        if row == "risk":
            return self._mark(Mark(at=at, stage=stage, kind=kind, who=last.who))
        if self.pair and fresh:
            mark = self.marks[-2].but(kind=kind, to=last.who)
            return self._open(mark, tension, instead_of=2)
        if plain:
            return self._open(last.but(kind=kind), tension, instead_of=1)
        return self._open(Mark(at=at, stage=stage, kind=kind, who=last.who), tension)

    def note(self, text: str, at: datetime) -> Self:
        """With `text` on the last mark, or as a mark of its own where there is none; empty takes it away."""
        if self.marks:
            last = self.marks[-1].but(note=text)
            gone = not text and last.kind == NOTE
            return self.but(marks=self.marks[:-1] if gone else (*self.marks[:-1], last))
        return self._mark(Mark(at=at, stage=self._stage, kind=NOTE, note=text)) if text else self

    def unmark(self) -> Self:
        """Without the last mark and the tension it opened: undo, when the value before is no longer known."""
        if not self.marks:
            return self
        tension = self.marks[-1].tension
        return self.but(marks=self.marks[:-1], tensions=tuple(t for t in self.tensions if t.id != tension))

    @property
    def _stage(self) -> str:
        return self.visits[-1].stage if self.visits else "-"

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
        tension = {"id": self._next(self.tensions), "since": self.number, "at": at, "stage": self._stage}
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

    def _next(self, rows: tuple[Tension, ...] | tuple[Action, ...]) -> str:
        """A new id, `session.number`: it stays what it is when the row is carried on."""
        own = [counted(row.id.rpartition(".")[2]) for row in rows if row.id.startswith(f"{self.number}.")]
        return f"{self.number}.{1 + max(own, default=0)}"


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
