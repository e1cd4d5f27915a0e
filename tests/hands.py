"""Hands that lead one meeting and plan one group on laptops of their own, and what has to be true of their merging."""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from kelompok_tui.merge import merge
from kelompok_tui.model import Group, Session, Value, corrected, next_session
from kelompok_tui.store import Store

Held = TypeVar("Held", Session, Group)

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=7)))
LATER = NINE + timedelta(days=30)
CODES = ("AR", "BN", "CD", "DE")
STAGES = ("beginning", "transition", "working", "closing")
ORDERED = ("seats", "members", "candidates", "goals", "rows")  # in an order that a person gave them


class Hand:
    """Somebody at a laptop: a clock, a letter in all she writes, and the luck of what she does next."""

    def __init__(self, luck: random.Random, letter: str, at: datetime) -> None:
        self.luck, self.letter, self.at, self.said = luck, letter, at, 0

    def now(self) -> datetime:
        self.at += timedelta(seconds=self.luck.choice((0.3, 1.1, 7, 40, 400)), microseconds=self.luck.randrange(1000))
        return self.at

    def word(self) -> str:
        self.said += 1
        return f"{self.letter}{self.said}z"

    def words(self) -> str:
        return self.luck.choice(("", self.word(), f"{self.word()} {self.word()}"))

    def play(self, held: Held, verbs: int, retimes: bool = True) -> Held:
        """So many verbs later, with the traces that they leave; now and then several go at once, as in a sheet."""
        old = held
        for number in range(verbs):
            held = self.lead(held, retimes) if isinstance(held, Session) else self.plan(held, retimes)
            if number == verbs - 1 or self.luck.random() < 0.3:
                old = held = corrected(old, held, self.now())
        return held

    def lead(self, session: Session, retimes: bool) -> Session:
        """One verb of a meeting."""
        luck, at, who = self.luck, self.now(), self.luck.choice(CODES)

        def any_id(rows: tuple[Value, ...]) -> str:
            return luck.choice([row.id for row in rows]) if rows else ""  # type: ignore[attr-defined]

        verbs: list[Callable[[], Session]] = [
            lambda: session.floor(who, at),
            lambda: session.floor(who, at).turn(luck.choice(("question", "support", "attack")), at),
            lambda: session.turn(luck.choice(("question", "support")), at),
            lambda: session.turn("attack", at, tension="conflict"),
            lambda: session.turn("link", at, "leader"),
            lambda: session.floor("leader", at),
            lambda: session.floor(who, at).turn(luck.choice(("come", "go")), at, luck.choice(("come", "go"))),
            lambda: session.note(self.words(), at),
            lambda: session.annotate(luck.randrange(len(session.marks) + 1), self.words()),
            session.unmark,
            lambda: session.tally(who, "question", luck.choice(STAGES), luck.randrange(4), at),
            lambda: session.enter(luck.choice(STAGES), at, self.words()) if luck.random() < 0.5 else session,
            lambda: session.close(at, self.words()) if luck.random() < 0.3 else session,
            lambda: session.pause(at),
            lambda: session.go_on(at),
            lambda: session.see(at),
            lambda: session.look(luck.choice(STAGES)),
            lambda: session.change(place=self.words()),
            lambda: session.change(minutes={**session.minutes, luck.choice(STAGES): luck.randrange(60)}),
            lambda: session.join(luck.choice(("EF", "GH"))),
            lambda: session.attend(who, state=luck.choice(("present", "late", "sick")), minutes=luck.choice((0, 5))),
            lambda: session.sit(tuple(luck.sample(CODES, 4))),
            lambda: session.flag(who, at),
            lambda: session.change_risk(any_id(session.risks), told=self.words(), safe=luck.random() < 0.5),
            lambda: session.remove_risk(any_id(session.risks)),
            lambda: session.tick(luck.choice(STAGES), luck.choice(("one", "two", "three")), at),
            lambda: session.answer("uca", luck.choice(("comfort", "hope")), who, luck.choice((1, 3, self.word())), at),
            lambda: session.answer("uca", "comfort", who, None, at),
            lambda: session.tense(at, who=(who,), cause=self.words()),
            lambda: session.change_tension(any_id(session.tensions), did=self.words(), strength=luck.randint(1, 4)),
            lambda: session.change_tension(any_id(session.tensions), standing=luck.choice(("named", "settled"))),
            lambda: session.change_tension(any_id(session.tensions), who=tuple(luck.sample(CODES, 2))),
            lambda: session.remove_tension(any_id(session.tensions)),
            lambda: session.act(who=who, what=self.word()),
            lambda: session.change_action(any_id(session.actions), state=luck.choice(("open", "done", "partly"))),
            lambda: session.change_action(any_id(session.actions), what=self.words(), support=self.words()),
            lambda: session.remove_action(any_id(session.actions)),
            lambda: session.but(
                later=self.word(), table={**(session.model_extra or {}).get("table", {}), who: at.hour}
            ),
            lambda: session.but(rows=[*(session.model_extra or {}).get("rows", []), {"x": self.word()}]),
        ]
        if retimes and session.closed:
            verbs.append(lambda: session.move(session.began + timedelta(minutes=luck.randint(-90, 90))))
            verbs.append(lambda: session.last(luck.randrange(len(session.visits)), luck.randrange(30)))
        return luck.choice(verbs)()

    def plan(self, group: Group, clashes: bool) -> Group:
        """One verb of a group."""
        luck, at, day = self.luck, self.now(), self.at.date() + timedelta(days=self.luck.randrange(9))
        who = luck.choice([person.code for person in group.people] or ["AR"])
        new = luck.choice(("EF", "GH", "JK")) if clashes else luck.choice(("E", "G", "J")) + self.letter.upper()
        follow = luck.choice([f.id for f in group.followups] or [""])
        add = luck.choice((group.add_member, group.add_candidate))
        return luck.choice(
            (
                lambda: group.change(**{luck.choice(("name", "concern", "goal", "technique")): self.word()}),
                lambda: group.change(meetings=luck.randint(1, 9), minutes={luck.choice(STAGES): luck.randrange(60)}),
                lambda: group.serve(luck.choice(("personal", "social", "career"))),
                lambda: (
                    add(new, class_=luck.choice(("", "VIII-A", "IX-B") if clashes else ("",)), statement=self.words())
                    if all(person.code != new for person in group.people)
                    else group
                ),
                lambda: group.change_member(who, statement=self.words()),
                lambda: group.change_member(who, class_=luck.choice(("VIII-A", "VIII-B"))) if clashes else group,
                lambda: group.change_member(who, tags=tuple(luck.sample(("takut", "malu", "marah"), 2))),
                lambda: group.choose(who),
                lambda: group.set_aside(who, luck.choice(("", "fear"))),
                lambda: group.remove_member(who) if luck.random() < 0.3 else group,
                lambda: group.consent(who, luck.choice(("own", "parent")), luck.choice(("given", "refused", "")), day),
                lambda: group.set_goal(luck.randint(1, len(group.goals) + 1), self.words()),
                lambda: group.answer("outcome", "what", who, luck.choice((self.words(), 4, True)), at),
                lambda: group.follow(day, luck.choice(("laiseg", "laijapen")), luck.choice(("", who)), self.words()),
                lambda: group.follow_defaults(day, (7, 30, 90)),
                lambda: group.change_followup(follow, done=day, result=self.word()),
                lambda: group.remove_followup(follow),
                lambda: group.close(day, self.words()),
                group.reopen,
                lambda: group.but(later=self.word()),
            )
        )()


def versions(seed: int, kind: type[Held], many: int = 3, retimes: bool = False) -> tuple[Held, ...]:
    """An ancestor, and what so many hands made of it since."""
    luck = random.Random(seed)
    group = Group(name="Berani bicara", goals=("bertanya",))
    for code in CODES:
        group = group.add_member(code)
    first = Hand(luck, "o", NINE)
    before = first.play(next_session(group, None, 1, NINE).enter("beginning", NINE), luck.randrange(20), False)
    base: Session | Group = group
    if kind is Session:
        base = next_session(group, before, 2, first.now())
        base = base if luck.random() < 0.2 else base.enter("beginning", first.now())
    base = first.play(base, luck.choice((0, 5, 30)), False)  # no meeting is moved, no class changed
    if luck.random() < 0.3:
        base = base.close(first.now()) if isinstance(base, Session) else base
    hands = [Hand(luck, letter, first.at + timedelta(minutes=luck.randrange(60))) for letter in "abc"[:many]]
    return (base, *(hand.play(base, luck.choice((1, 5, 10, 20, 40)), retimes) for hand in hands))  # type: ignore[return-value]


def unordered(held: Value) -> dict[str, object]:
    """What it holds, but for the order that a person gives to chairs, members and goals."""
    facts = held.model_dump()
    return {name: sorted(rows, key=str) if name in ORDERED else _flat(rows) for name, rows in facts.items()}


def _flat(fact: object) -> object:
    if isinstance(fact, dict):
        return {name: sorted(held, key=str) if isinstance(held, list | tuple) else held for name, held in fact.items()}
    return [_flat(row) for row in fact] if isinstance(fact, list | tuple) else fact


def said(held: Value) -> set[str]:
    """All that a hand wrote there."""
    return set(re.findall(r"\b[abco]\d+z\b", held.model_dump_json()))


def laws(seed: int, kind: type[Held], known: bool) -> None:
    """What is true of every merging; AssertionError tells what is not, by the seed."""
    base, a, b, c = versions(seed, kind, retimes=known)
    old = base if known else None
    ab, ba = merge(a, b, old, at=LATER), merge(b, a, old, at=LATER)
    assert ab == ba, f"seed {seed}: the order matters"
    assert ab.value.model_dump_json() == ba.value.model_dump_json() or a == b, f"seed {seed}: the order of keys matters"
    assert merge(a, a, old, at=LATER).value == a, f"seed {seed}: one with itself is another"
    for side in (a, b):
        assert merge(ab.value, side, old, at=LATER).value == ab.value, f"seed {seed}: what is in it changes it"
    assert merge(a, base, base, at=LATER).value == merge(base, a, base, at=LATER).value == a, f"seed {seed}: no news"
    told = " ".join((ab.value.model_dump_json(), *(f"{clash.kept} {clash.other}" for clash in ab.told)))
    for side in (a, b):
        lost = said(side) - (said(base) if known else set())
        assert lost <= set(re.findall(r"\b[abco]\d+z\b", told)), f"seed {seed}: something written is lost"
    assert type(ab.value).model_validate(ab.value.model_dump(mode="python")) == ab.value, f"seed {seed}: not valid"
    if not known:
        kept(seed, a, ab.value)
        kept(seed, b, ab.value)
        left = merge(ab.value, c, at=LATER).value
        right = merge(a, merge(b, c, at=LATER).value, at=LATER).value
        assert unordered(left) == unordered(right), f"seed {seed}: which two come first matters"


def kept(seed: int, side: Held, merged: Held) -> None:
    """Each row of the one is a row of the other, whatever was said about it."""

    def rows(held: Held) -> Counter[object]:
        found: Counter[object] = Counter()
        if isinstance(held, Session):
            found.update(("mark", m.at) for m in held.marks)
            found.update(("tension", t.at) for t in held.tensions)
            found.update(("risk", r.at) for r in held.risks)
            found.update(("action", a.who, a.id.partition("-")[0]) for a in held.actions)
            found.update(("visit", v.stage, v.began) for v in held.visits)
            found.update(("pause", p.began) for p in held.pauses)
            found.update(("away", s.code, a.began) for s in held.seats for a in s.away)
            found.update(("seat", s.code) for s in held.seats)
            found.update(("tick", t.stage, t.step) for t in held.ticks)
            found.update(("asked", id.partition("-")[0]) for id in set(held.asked))
        else:
            found.update(("person", p.code) for p in held.people)
            found.update(("consent", c.code, c.kind) for c in held.consents)
            found.update(("followup", f.kind, f.about, f.id.partition("-")[0]) for f in held.followups)
            found.update(("area", area) for area in held.areas)
        found.update(("answer", a.form, a.item, a.about) for a in held.answers)
        return found

    assert not rows(side) - rows(merged), f"seed {seed}: a row is lost: {rows(side) - rows(merged)}"


def on_the_disk(seed: int, known: bool) -> None:
    """What was merged is saved and comes back as it was."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        base, one, two = versions(seed, Group, 2)
        group = merge(one, two, base if known else None, at=LATER).value
        store.save_group("g", group)
        assert store.load_group("g") == group, f"seed {seed}"
        first, left, right = versions(seed, Session, 2)
        session = merge(left, right, first if known else None, at=LATER).value
        store.save_session("g", session)
        assert store.load_session("g", session.number) == session, f"seed {seed}"
