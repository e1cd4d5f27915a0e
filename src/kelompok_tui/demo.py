"""Invented data to look around in: two groups, made by the models' own verbs. Their texts live in `demo.toml`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.insights import CONSENTS
from kelompok_tui.model import LEADER, Group, Session, next_session
from kelompok_tui.settings import DUE, Settings, write_settings
from kelompok_tui.store import Store
from kelompok_tui.words import layers, overlay, read_toml

_CHAIRS = "1234567890-=op"


def fill(store: Store, language: str, at: datetime) -> None:
    """Two groups of an invented school, in `language`, as they stand at `at`.

    The first is in its fourth session, begun 12 minutes before and now in transition; the second is over, with
    one follow-up overdue.
    """
    texts: dict[str, Any] = {}
    for folder in layers(language):
        if (folder / "demo.toml").is_file():
            texts = overlay(texts, read_toml(folder / "demo.toml"))
    guide = read_guide(language)
    write_settings(store.settings_file, _settings(texts, at.date()))
    _bold(_Story(store, guide, texts["bold"], at))
    _friends(_Story(store, guide, texts["friends"], at))


def _settings(texts: dict[str, Any], day: date) -> Settings:
    """The invented school, in the half of its year (from July to June) to which `day` belongs."""
    began = day.year if day.month >= 7 else day.year - 1
    return Settings(
        **{key: texts[key] for key in ("leader", "nip", "school", "head", "head_nip", "place")},
        letterhead=tuple(texts["letterhead"]),
        year=f"{began}/{began + 1}",
        semester="odd" if began == day.year else "even",
    )


def _told(person: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in person.items() if key != "name"}


class _Story:
    """One group and its sessions, told from its texts."""

    def __init__(self, store: Store, guide: Guide, texts: dict[str, Any], at: datetime) -> None:
        self.store = store
        self.guide = guide
        self.texts = texts
        self.at = at
        self.id = store.new_id(texts["name"])
        self.before: Session | None = None
        self.notes: Iterator[str] = iter(())
        group = Group(name=texts["name"]).change(
            **{key: texts[key] for key in ("concern", "description", "areas", "function", "goal")},
            **{key: texts[key] for key in ("meetings", "place", "approach", "technique", "media")},
        )
        for number, goal in enumerate(texts["goals"].values(), start=1):
            group = group.set_goal(number, goal)
        for code, member in texts["members"].items():
            group = group.add_candidate(code, **_told(member)).choose(code)
        for code, candidate in texts.get("candidates", {}).items():
            group = group.add_candidate(code, **_told(candidate))
        day = at - timedelta(days=30)
        for code in group.codes:
            for kind in CONSENTS:
                group = group.consent(code, kind, "given", day.date())
        for item in self.guide.forms["readiness"].items:
            group = group.answer("readiness", item, "", True, day)
        self.group = group
        store.save_names(self.id, {code: member["name"] for code, member in texts["members"].items()})

    def begin(self, number: int, at: datetime, held: dict[str, Any]) -> Session:
        """The next session, with what the one before left open; `held` are its own texts."""
        self.notes = iter(held.get("notes", ()))
        return next_session(self.group, self.before, number, at)

    def stage(self, session: Session, stage: str, at: datetime, minutes: float, marks: str, steps: int = 99) -> Session:
        """A stay in `stage` with `marks` as they were struck, spread over its time, and its first `steps` ticked."""
        session = session.enter(stage, at)
        struck = marks.split()
        gap = timedelta(minutes=minutes) / (len(struck) + 1)
        for place, keys in enumerate(struck, start=1):
            session = self._strike(session, keys, at + gap * place)
        done = {tick.step for tick in session.ticks if tick.stage == stage}
        for step in list(self.guide.stage(stage).steps)[:steps]:
            if step not in done:
                session = session.tick(stage, step, at + gap)
        return session

    def _strike(self, session: Session, keys: str, at: datetime) -> Session:
        """Chairs and then perhaps a verb and a note, as in the live room, half a second apart."""
        verbs = {kind.key: kind for kind in self.guide.kinds.values() if kind.key}
        for key in keys:
            at += timedelta(seconds=0.5)
            if key == "`":
                session = session.floor(LEADER, at)
            elif key in _CHAIRS:
                session = session.floor(session.seats[_CHAIRS.index(key)].code, at)
            elif key == "n":
                session = session.note(next(self.notes), at)
            elif verbs[key].row == "risk":
                session = session.flag(session.selected, at)
            else:
                session = session.turn(verbs[key].id, at, verbs[key].row, verbs[key].tension)
        return session

    def tell(self, session: Session, told: dict[str, Any], at: datetime, again: date | None = None) -> Session:
        """The answers of `told`: form, then item, then the answer, or one for each row; `again` is the next meeting."""
        for form, held in told.items():
            rows = self.guide.forms[form].rows
            for item, given in held.items():
                if rows == "once":
                    session = session.answer(form, item, "", given, at)
                    continue
                abouts = session.here if rows == "member" else [str(n) for n in range(1, len(given) + 1)]
                for about, value in zip(abouts, given, strict=True):
                    session = session.answer(form, item, about, value, at)
        return session.answer("next", "date", "", again.isoformat() if again else None, at)

    def keep(self, session: Session) -> None:
        """On the disk, and the one before for the next."""
        self.before = session
        self.store.save_session(self.id, session)

    def keep_group(self) -> None:
        """The group on the disk."""
        self.store.save_group(self.id, self.group)


def _bold(story: _Story) -> None:
    at = story.at
    nine = at.replace(hour=9, minute=0, second=0, microsecond=0)
    first, second, third, now = (*(nine - timedelta(days=days) for days in (21, 14, 7)), at - timedelta(minutes=12))

    def after(began: datetime, minutes: float) -> datetime:
        return began + timedelta(minutes=minutes)

    held = story.texts["one"]
    session = story.begin(1, first, held).attend_rest().attend("HS", state="sick")
    session = story.stage(session, "beginning", first, 12, "1 2 3 4 5 6 7n 1t 3 `5c 5 27d 6 4", 9)
    session = story.stage(session, "transition", after(first, 12), 6, "2s 4l 3h `4c 6fn 2", 7)
    session = session.change_tension("1.1", **held["tension"], strength=3, standing="named")
    marks = "1k z 31d 5r 7r 1in 6t 16r m 2k 32d x 4"
    session = story.stage(session, "working", after(first, 18), 19, marks, 7)
    session = session.act(**held["action-1"]).act(**held["action-2"])
    session = story.stage(session, "closing", after(first, 37), 9, "1i 3i 5 7n z 2 6", 7)
    session = story.tell(session, held["told"], after(first, 44), second.date())
    story.keep(session.close(after(first, 46)))

    held = story.texts["two"]
    session = story.begin(2, second, held).attend_rest().attend("DE", minutes=7)
    session = story.stage(session, "beginning", second, 8, "8 1n 2 3t `8c 8k 38d 5", 6)
    session = story.stage(session, "transition", after(second, 8), 8, "6h 2s m `6c 6k 16d 36d 4l", 9)
    session = session.change_tension("1.1", standing="worked").change_action("1.1", state="done")
    session = session.change_action("1.2", state="partly")
    marks = "2k z 12r 52r 7r 2in 8t 3g v 83d"
    session = story.stage(session, "working", after(second, 16), 12, marks, 6)
    session = story.stage(session, "transition", after(second, 28), 4, "36fn `3m 6 36r", 4)
    session = session.change_tension("2.1", **held["tension"], strength=2, standing="held")
    session = story.stage(session, "working", after(second, 32), 8, "4kn x 14d 24d 4i 7", 7)
    session = session.act(**held["action-1"])
    session = story.stage(session, "closing", after(second, 40), 8, "4 2 8in 1 6 z", 7)
    session = story.tell(session, held["told"], after(second, 47), third.date())
    story.keep(session.close(after(second, 48), held["reason"]))

    held = story.texts["three"]
    session = story.begin(3, third, held).attend_rest().attend("GT", state="excused")
    session = story.stage(session, "beginning", third, 7, "1 4n 8 2 3t 6", 5)
    session = story.stage(session, "transition", after(third, 7), 6, "36k 63dn 5s `5c 5", 8)
    session = session.change_tension("1.1", standing="settled").change_action("1.2", state="done")
    session = session.change_action("2.1", state="open")
    marks = "5kn z 15d 45d 85r 3r 2t 5i 6k 26d 86d x 1r 4 5! `5c 5"
    session = story.stage(session, "working", after(third, 13), 22, marks, 8)
    session = session.act(**held["action-1"]).act(**held["action-2"])
    session = story.stage(session, "closing", after(third, 35), 9, "6in 5 2 1 8 4i z", 8)
    session = story.tell(session, held["told"], after(third, 43), now.date())
    story.keep(session.close(after(third, 45)))

    held = story.texts["four"]
    session = story.begin(4, now, held).attend_rest().attend("BN", minutes=3)
    session = story.stage(session, "beginning", now, 9, "1 8 3 6 13dn 2 7t 5 4 `7c", 8)
    session = story.tell(session, held["told"], after(now, 8))
    session = story.stage(session, "transition", after(now, 9), 3, "5 7h `7m 17d", 2)
    story.keep(session.change_action("2.1", state="done"))
    story.keep_group()


def _friends(story: _Story) -> None:
    texts, at = story.texts, story.at
    ten = at.replace(hour=10, minute=0, second=0, microsecond=0)
    for number, days in ((1, 49), (2, 42)):
        began, held = ten - timedelta(days=days), texts[f"s{number}"]
        session = story.begin(number, began, held).attend_rest()
        session = story.stage(session, "beginning", began, 10, "1 2 3 4n 5 6 2t", 8)
        session = story.stage(session, "transition", began + timedelta(minutes=10), 6, "2s 4h 24f `4m 42r", 7)
        session = session.change_tension(f"{number}.1", **held["tension"], standing="settled")
        session = story.stage(session, "working", began + timedelta(minutes=16), 18, "4k z 24d 64r 1r 3t 4in 5 x 6k", 7)
        session = session.act(**held["action"], state="done" if number == 2 else "open")
        if number == 2:
            session = session.change_action("1.1", state="done")
        session = story.stage(session, "closing", began + timedelta(minutes=34), 9, "4i 2 1 6 z", 8)
        again = (began + timedelta(days=7)).date() if number == 1 else None
        session = story.tell(session, held["told"], began + timedelta(minutes=42), again)
        story.keep(session.close(began + timedelta(minutes=43)))
    day = (ten - timedelta(days=42)).date()
    group = story.group.follow_defaults(day, DUE)
    for followup in group.followups:
        group = group.change_followup(followup.id, what=texts["followups"][followup.kind])
    group = group.change_followup("1", done=day + timedelta(days=7), result=texts["result"])
    for item, value in texts["outcome"].items():
        group = group.answer("outcome", item, "", value, at)
    for form in ("ways", "hopes"):
        for item, told in texts[form].items():
            for code, value in told.items():
                group = group.answer(form, item, code, value, at)
    story.group = group
    story.keep_group()
