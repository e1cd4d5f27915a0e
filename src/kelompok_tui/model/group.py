"""A group: a series of meetings with the same members and one common concern."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from kelompok_tui.model.value import Answers, Code, Corrections, Id, Text, Value, counted, with_answer

FEWEST, MOST = 4, 12  # members of a group that works (the paper, F.2)
BEST = (8, 10)  # and best (the paper, F.1)
USUAL = ("laiseg", "laijapen", "laijapang")  # the follow-ups after the last session


class Goal(Value):
    """One special goal, with the Bloom code where the school wants one (`C4`, `A5`)."""

    text: Text
    bloom: Text = ""


class Member(Value):
    """A member as the files know her: by code."""

    code: Code
    class_: Text = Field("", alias="class")
    statement: Text = ""


class Plan(Value):
    """What is planned for every meeting; `minutes` per stage by its id."""

    meetings: Annotated[int, Field(ge=1, le=99)] = 4
    minutes: dict[str, Annotated[int, Field(ge=0, le=600)]] = {}
    place: Text = ""
    approach: Text = ""
    technique: Text = ""
    media: Text = ""


class FollowUp(Value):
    """Something to look after by a day: of the whole group, or of one member (`about`)."""

    id: Id
    due: date
    kind: Id = "laijapen"
    about: str = ""
    what: Text = ""
    done: date | None = None
    result: Text = ""


def _goals(goals: object) -> object:
    if isinstance(goals, list | tuple):  # by hand a goal may be written as plain text
        return [{"text": goal} if isinstance(goal, str) else goal for goal in goals]
    return goals


def _no_twins(members: tuple[Member, ...]) -> tuple[Member, ...]:
    for code, times in Counter(member.code for member in members).items():
        if times > 1:
            raise PydanticCustomError("twins", "two members have one code", {"code": code})
    return members


class Group(Value):
    """The plan, the members and what is to follow. Each method gives back a new group."""

    name: Text
    concern: Text = ""
    description: Text = ""
    function: Literal["curative", "preventive"] = "curative"
    goal: Text = ""
    goals: Annotated[tuple[Goal, ...], BeforeValidator(_goals)] = ()
    plan: Plan = Plan()
    members: Annotated[tuple[Member, ...], AfterValidator(_no_twins)] = ()
    followups: tuple[FollowUp, ...] = ()
    answers: Answers = ()
    closed: date | None = None
    ending: Text = ""  # why it was closed
    corrections: Corrections = ()

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        if not name.strip():
            raise PydanticCustomError("empty", "a name is needed")
        return name

    @property
    def codes(self) -> tuple[str, ...]:
        """The members' codes in their order."""
        return tuple(member.code for member in self.members)

    def change(self, **facts: object) -> Self:
        """With these facts about the group itself, or about its plan (`place`, `minutes` …)."""
        plan = {name: value for name, value in facts.items() if name in Plan.model_fields}
        own = {name: value for name, value in facts.items() if name not in plan}
        return self.but(**own, plan=self.plan.but(**plan))

    def close(self, day: date, reason: str = "") -> Self:
        """Closed on that day, its goals felt reached or for another reason."""
        return self.but(closed=day, ending=reason)

    def reopen(self) -> Self:
        """Open again."""
        return self.but(closed=None, ending="")

    def add_member(self, code: str, **facts: object) -> Self:
        """With one member more at the end."""
        return self.but(members=(*self.members, Member.model_validate({"code": code, **facts})))

    def change_member(self, code: str, **facts: object) -> Self:
        """With these facts about the member known as `code`."""
        return self.but(members=tuple(m.but(**facts) if m.code == code else m for m in self.members))

    def rename_member(self, code: str, new: str) -> Self:
        """With `new` as the code of that member; only before a session knows her by the old one."""
        return self.but(members=tuple(m.but(code=new) if m.code == code else m for m in self.members))

    def remove_member(self, code: str) -> Self:
        """Without that member; the sessions she was in keep her code."""
        return self.but(members=tuple(m for m in self.members if m.code != code))

    def set_goal(self, number: int, text: str) -> Self:
        """With `text` as the special goal of that number (from 1); one past the end adds it, empty takes it away."""
        goals = list(self.goals)
        if number > len(goals):
            goals.append(Goal(text=text))
        else:
            goals[number - 1] = goals[number - 1].but(text=text)
        return self.but(goals=tuple(goal for goal in goals if goal.text.strip()))

    def answer(self, form: str, item: str, about: str, value: bool | int | str | None, at: datetime) -> Self:
        """With this answer to a form of the group."""
        return self.but(answers=with_answer(self.answers, form, item, about, value, at))

    def follow(self, due: date, kind: str = "laijapen", about: str = "", what: str = "") -> Self:
        """With one follow-up more."""
        number = 1 + max((counted(f.id) for f in self.followups), default=0)
        new = FollowUp(id=str(number), due=due, kind=kind, about=about, what=what)
        return self.but(followups=(*self.followups, new))

    def follow_defaults(self, last: date, days: tuple[int, int, int]) -> Self:
        """With the usual three follow-ups, so many `days` after the day of the last session, where they are missing."""
        group = self
        for kind, away in zip(USUAL, days, strict=True):
            if not any(f.kind == kind for f in self.followups):
                group = group.follow(last + timedelta(days=away), kind)
        return group

    def change_followup(self, id: str, **facts: object) -> Self:
        """With these facts about one follow-up."""
        return self.but(followups=tuple(f.but(**facts) if f.id == id else f for f in self.followups))

    def remove_followup(self, id: str) -> Self:
        """Without that follow-up."""
        return self.but(followups=tuple(f for f in self.followups if f.id != id))
