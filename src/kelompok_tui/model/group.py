"""A group: a series of meetings with the same members and one common concern."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from kelompok_tui.model.value import Answers, At, Code, Corrections, Id, Text, Value, counted, with_answer
from kelompok_tui.words import line

FEWEST, MOST = 4, 12  # members of a group that works (the paper, F.2)
BEST = (8, 10)  # and best (the paper, F.1)
USUAL = ("laiseg", "laijapen", "laijapang")  # the follow-ups after the last session


WAYS = "ways"  # the form that tells how each member goes on
ELSEWHERE = {"individual", "referral"}  # the ways that lead to somebody
_BLOOM = re.compile(r"(.*\S)\s*\((C[1-6]|A[1-5]|P[1-7])\)", re.IGNORECASE)  # cognitive, affective, psychomotor


class Goal(Value):
    """One special goal, with the Bloom code where the school wants one (`C4`, `A5`)."""

    text: Text
    bloom: Text = ""

    @property
    def told(self) -> str:
        """As it is written and read: the text, and the code in brackets."""
        return f"{self.text} ({self.bloom})" if self.bloom else self.text


def _tags(tags: object) -> object:
    """Tags from a list or a text with commas, each once, in small letters."""
    said = [tags] if isinstance(tags, str) else tags
    if not isinstance(said, list | tuple):
        return tags
    parts = (part for text in said for part in str(text).split(","))
    return tuple(dict.fromkeys(tag for part in parts if (tag := line(part).lower())))


class Member(Value):
    """A member or candidate as the files know her: by code.

    `source` tells where the need was seen, `tags` what her problem is about, `reason` why she was chosen.
    `instead` tells why a candidate is helped better otherwise, and then `reason` the way that was taken.
    `joined` is when she came into a group that had already met.
    """

    code: Code
    class_: Text = Field("", alias="class")
    statement: Text = ""
    source: Text = ""
    tags: Annotated[tuple[Text, ...], BeforeValidator(_tags)] = ()
    reason: Text = ""
    instead: Text = ""
    joined: At | None = None


class Consent(Value):
    """What one member was told or asked before the group begins, how she answered, on which day; `at`: when written."""

    code: Code
    kind: Id
    state: Literal["given", "asked", "refused", "needless"]
    day: date
    at: At | None = None


class Plan(Value):
    """What is planned for every meeting; `minutes` per stage by its id."""

    meetings: Annotated[int, Field(ge=1, le=99)] = 4
    minutes: dict[Text, Annotated[int, Field(ge=0, le=600)]] = {}
    place: Text = ""
    approach: Text = ""
    technique: Text = ""
    media: Text = ""


class FollowUp(Value):
    """Something to look after by a day: of the whole group, or of one member (`about`)."""

    id: Id
    due: date
    kind: Id = "laijapen"
    about: Text = ""
    what: Text = ""
    done: date | None = None
    result: Text = ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _goals(goals: object) -> object:
    if isinstance(goals, list | tuple):  # by hand a goal may be written as plain text
        return [{"text": goal} if isinstance(goal, str) else goal for goal in goals]
    return goals


class Group(Value):
    """The plan, the members and what is to follow. Each method gives back a new group."""

    name: Text
    concern: Text = ""
    description: Text = ""
    areas: tuple[Text, ...] = ()
    component: Text = "responsive"
    function: Literal["curative", "preventive"] = "curative"
    goal: Text = ""
    goals: Annotated[tuple[Goal, ...], BeforeValidator(_goals)] = ()
    plan: Plan = Plan()
    members: tuple[Member, ...] = ()
    candidates: tuple[Member, ...] = ()
    consents: tuple[Consent, ...] = ()
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

    @model_validator(mode="after")
    def _no_twins(self) -> Self:
        for code, times in Counter(person.code for person in self.people).items():
            if times > 1:
                raise PydanticCustomError("twins", "two members have one code", {"code": code, "key": "members"})
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The members' codes in their order."""
        return tuple(member.code for member in self.members)

    @property
    def people(self) -> tuple[Member, ...]:
        """The members, then the candidates."""
        return (*self.members, *self.candidates)

    def change(self, **facts: object) -> Self:
        """With these facts about the group itself, or about its plan (`place`, `minutes` …)."""
        plan = {name: value for name, value in facts.items() if name in Plan.model_fields}
        own = {name: value for name, value in facts.items() if name not in plan}
        return self.but(**own, plan=self.plan.but(**plan))

    def serve(self, area: str) -> Self:
        """With that service area, or without it where it was one."""
        rest = tuple(known for known in self.areas if known != area)
        return self.but(areas=rest if area in self.areas else (*rest, area))

    def close(self, day: date, reason: str = "") -> Self:
        """Closed on that day, its goals felt reached or for another reason."""
        return self.but(closed=day, ending=reason)

    def reopen(self) -> Self:
        """Open again."""
        return self.but(closed=None, ending="")

    def add_member(self, code: str, **facts: object) -> Self:
        """With one member more at the end."""
        return self.but(members=(*self.members, Member.model_validate({"code": code, **facts})))

    def add_candidate(self, code: str, **facts: object) -> Self:
        """With one candidate more at the end."""
        return self.but(candidates=(*self.candidates, Member.model_validate({"code": code, **facts})))

    def choose(self, code: str, **facts: object) -> Self:
        """With that candidate as a member, at the end of them."""
        chosen = [c.but(instead="", **facts) for c in self.candidates if c.code == code]
        return self.but(
            members=(*self.members, *chosen), candidates=tuple(c for c in self.candidates if c.code != code)
        )

    def set_aside(self, code: str, instead: str = "") -> Self:
        """With that person as a candidate: not chosen yet, or helped better otherwise for that reason."""
        aside = [m for m in self.members if m.code == code]
        people = (*self.candidates, *aside)
        return self.but(
            members=tuple(m for m in self.members if m.code != code),
            candidates=tuple(p.but(instead=instead) if p.code == code else p for p in people),
        )

    def change_member(self, code: str, **facts: object) -> Self:
        """With these facts about the member or candidate known as `code`."""
        return self._each(lambda person: person.but(**facts) if person.code == code else person)

    def rename_member(self, code: str, new: str) -> Self:
        """With `new` as the code of that person; only before a session knows her by the old one."""
        renamed = self._each(lambda person: person.but(code=new) if person.code == code else person)
        now = next(
            (person.code for one, person in zip(self.people, renamed.people, strict=True) if one.code == code), code
        )
        return renamed.but(
            consents=tuple(c.but(code=now) if c.code == code else c for c in self.consents),
            followups=tuple(f.but(about=now) if f.about == code else f for f in self.followups),
            answers=tuple(a.but(about=now) if a.about == code else a for a in self.answers),
        )

    def remove_member(self, code: str) -> Self:
        """Without that person; the sessions she was in keep her code."""
        return self.but(
            members=tuple(m for m in self.members if m.code != code),
            candidates=tuple(c for c in self.candidates if c.code != code),
            consents=tuple(c for c in self.consents if c.code != code),
        )

    def _each(self, change: Callable[[Member], Member]) -> Self:
        return self.but(
            members=tuple(change(m) for m in self.members), candidates=tuple(change(c) for c in self.candidates)
        )

    def consent(self, code: str, kind: str, state: str, day: date, at: datetime | None = None) -> Self:
        """With what that member answered on that day, written `at`; an empty `state` takes it away."""
        rest = tuple(c for c in self.consents if (c.code, c.kind) != (code, kind))
        if not state:
            return self.but(consents=rest)
        new = Consent.model_validate({"code": code, "kind": kind, "state": state, "day": day, "at": at})
        return self.but(consents=(*rest, new))

    def set_goal(self, number: int, text: str) -> Self:
        """With `text` as the special goal of that number (from 1), its Bloom code in brackets at the end.

        One past the end adds it, empty takes it away.
        """
        goals, coded = list(self.goals), _BLOOM.fullmatch(text.strip())
        facts = {"text": coded[1], "bloom": coded[2].upper()} if coded else {"text": text, "bloom": ""}
        if number > len(goals):
            goals.append(Goal.model_validate(facts))
        else:
            goals[number - 1] = goals[number - 1].but(**facts)
        return self.but(goals=tuple(goal for goal in goals if goal.text.strip()))

    @property
    def owed(self) -> tuple[FollowUp, ...]:
        """What waits for its day: follow-ups without an answer, and members on their way to somebody else."""
        told = {(a.about, a.item): a.value for a in self.answers if a.form == WAYS}
        ways = []
        for code in dict.fromkeys((*self.codes, *(about for about, _ in told))):  # one who has left is still on her way
            way, day = told.get((code, "way")), told.get((code, "when"))
            if way in ELSEWHERE and isinstance(day, str) and (due := _day(day)):
                whom = str(told.get((code, "whom"), ""))
                ways.append(FollowUp(id=f"{WAYS}-{code}", due=due, kind=str(way), about=code, what=whom))
        return (*(f for f in self.followups if f.done is None), *ways)

    def answer(self, form: str, item: str, about: str, value: bool | int | str | None, at: datetime) -> Self:
        """With this answer to a form of the group."""
        return self.but(answers=with_answer(self.answers, form, item, about, value, at))

    def follow(self, due: date, kind: str = "laijapen", about: str = "", what: str = "", **facts: object) -> Self:
        """With one follow-up more, about a member or nobody; `facts` are its `result` and the day `done`."""
        number = 1 + max((counted(f.id) for f in self.followups), default=0)
        new = FollowUp.model_validate(
            {"id": str(number), "due": due, "kind": kind, "about": about, "what": what, **facts}
        )
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
