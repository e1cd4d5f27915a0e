"""Corrections in the words of the guide and the panels; what they have no words for is told by its path."""

from datetime import date, datetime

from kelompok_tui.guide import Guide, Item
from kelompok_tui.model import Correction, Group, Session
from kelompok_tui.words import Words

_PANELS = {"seats": "attendance", "consents": "consent"}  # the rows of a panel that has another name
_CHOICES = {
    "seats": {"state": "attendance"},
    "tensions": {"sign": "sign", "strength": "strength", "standing": "standing"},
    "actions": {"state": "state"},
    "followups": {"kind": "followup"},
    "function": {"": "function"},
}


def traces(
    held: Group | Session, guide: Guide, words: Words, private: bool = False
) -> tuple[tuple[str, str, str], ...]:
    """Each correction: when it was made, which fact, what it was until then; of private forms only on demand."""
    teller = _Teller(held, guide, words)
    apart = tuple(f"answers.{form.id}." for form in guide.forms.values() if form.private and not private)
    return tuple((teller.when(c.at), *teller.told(c)) for c in held.corrections if not c.what.startswith(apart))


class _Teller:
    def __init__(self, held: Group | Session, guide: Guide, words: Words) -> None:
        self.held, self.guide, self.words = held, guide, words

    def when(self, at: datetime) -> str:
        return f"{self.words.short_date(at.date())} {self.words.clock(at)}"

    def told(self, correction: Correction) -> tuple[str, str]:
        """Which fact, and what it was."""
        head, _, rest = correction.what.partition(".")
        said = {"answers": self._answer, "marks": self._note, "tally": self._tally, "ticks": self._step}.get(head)
        if said is not None:
            found = said(rest, correction.was)
        else:
            found = self._time(head, rest, correction.was) or self._fact(head, rest, correction.was)
        return found or (correction.what, correction.was)

    def _answer(self, rest: str, was: str) -> tuple[str, str] | None:
        for form in self.guide.forms.values():
            for item in form.items.values():
                place = f"{form.id}.{item.id}"
                if rest == place or rest.startswith(f"{place}."):
                    title = item.title if item.title != form.title else ""
                    return _joined(form.title, title, rest[len(place) + 1 :]), self._value(item, was)
        return None

    def _value(self, item: Item, was: str) -> str:
        if item.kind == "yes" and was in {"true", "false"}:
            return self.words("log.yes" if was == "true" else "log.no")
        return self._day(was) if item.kind == "date" else item.options.get(was, was)

    def _note(self, rest: str, was: str) -> tuple[str, str] | None:
        at = _moment(rest.removesuffix(".note").partition("#")[0])
        return (_joined(self.words("kind.note"), self.words.clock(at)), was) if at else None

    def _tally(self, rest: str, was: str) -> tuple[str, str] | None:
        stage, _, more = rest.partition(".")
        kind, _, who = more.rpartition(".")
        title = self.words("panel.tally.title")
        return _joined(title, self.guide.stage(stage).title, self.guide.kind(kind).title, who), was

    def _step(self, rest: str, was: str) -> tuple[str, str] | None:
        id, _, step = rest.partition(".")
        stage, at = self.guide.stage(id), _moment(was)
        title = _joined(self.words("room.steps"), stage.title, stage.steps.get(step, step))
        return title, self.when(at) if at else was

    def _time(self, head: str, rest: str, was: str) -> tuple[str, str] | None:
        """When a meeting began, how long its stages were and should have been."""
        words = self.words
        if head == "began" and (at := _moment(was)):
            return words("panel.meeting.began"), self.when(at)
        number, _, fact = rest.partition(".")
        if head == "visits" and isinstance(self.held, Session) and number.isdecimal():
            visit = next(iter(self.held.visits[int(number) :]), None)
            if visit and fact == "minutes":
                return words("panel.meeting.lasted", stage=self.guide.stage(visit.stage).title), was
            if visit and fact == "reason":
                return _joined(self.guide.stage(visit.stage).title, words("log.reason")), was
        if head == "minutes":
            return words("panel.meeting.planned", stage=self.guide.stage(rest).title), was
        if head == "plan" and rest.startswith("minutes."):
            return words("panel.plan.minutes", stage=self.guide.stage(rest.removeprefix("minutes.")).title), was
        return None

    def _fact(self, head: str, rest: str, was: str) -> tuple[str, str] | None:
        words = self.words
        if not rest or head == "plan":
            name = rest or head
            key = next((k for k in (f"panel.trace.{name}", f"panel.plan.{name}") if k in words), "")
            return (words(key), self._choice(head, "", was)) if key else None
        panel = f"panel.{_PANELS.get(head, head)}"
        id, _, fact = rest.rpartition(".")
        if head == "goals" and id.isdecimal():
            return words("panel.plan.special", n=int(id) + 1), was
        if f"{panel}.title" not in words:
            return None
        if not id:  # the row itself
            return words(f"{panel}.title"), was
        title = words(f"{panel}.{fact}") if f"{panel}.{fact}" in words else fact
        return _joined(f"{words(f'{panel}.title')} {id}", title), self._choice(head, fact, was)

    def _choice(self, head: str, fact: str, was: str) -> str:
        if head == "consents":
            state, _, day = was.partition(" ")
            return f"{self.words(f'consented.{state}')} {self._day(day)}"
        choice = _CHOICES.get(head, {}).get(fact)
        if choice and f"{choice}.{was}" in self.words:
            return self.words(f"{choice}.{was}")
        return self._day(was)

    def _day(self, was: str) -> str:
        try:
            return self.words.short_date(date.fromisoformat(was)) if len(was) == len("2026-11-24") else was
        except ValueError:
            return was


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
