"""Any keys in the room give the session that the same verbs give without a screen."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kelompok_tui.guide import read_guide
from kelompok_tui.insights import minute_more
from kelompok_tui.model import LEADER, Session, next_session

from .player import Clock, playing
from .test_room import a_group, into_the_room

GUIDE = read_guide("id")
ROOM = [stage.id for stage in GUIDE.room]
SEATS = {"1": "AA", "2": "AB", "3": "AC", "4": "AD", "grave_accent": LEADER}
KINDS = {kind.key: kind for kind in GUIDE.kinds.values() if kind.key}
KEYS = some.one_of(
    some.sampled_from(list(SEATS)),
    some.sampled_from(["t", "k", "s", "f", "a", "w", "z", "c", "exclamation_mark"]),
    some.sampled_from(["u", "u", "ctrl+y", "plus", "j", "space", "on", "left_square_bracket"]),
)


class Replay:
    """The verbs of the keys, and what undo and redo make of them; no screen, no store."""

    def __init__(self, session: Session) -> None:
        self.now = session
        self.past: list[Session] = []
        self.future: list[Session] = []
        self.strength = ""

    def do(self, session: Session) -> None:
        if session != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = session

    def step(self, come_from: list[Session], go_to: list[Session]) -> None:
        """The value before, or after; stages, pauses and what is looked at stay."""
        go_to.append(self.now)
        self.now = come_from.pop().but(visits=self.now.visits, pauses=self.now.pauses, shown=self.now.shown)

    @property
    def picked(self) -> bool:
        last, visit = (self.now.marks or (None,))[-1], self.now.visit
        return bool(last and visit and last.stage == visit.stage and last.at >= visit.began)

    def strike(self, key: str, at: datetime) -> None:
        now, strength, self.strength = self.now, self.strength, ""
        place = ROOM.index(now.stage)
        if strength and key in {"1", "2", "3", "4"}:
            self.do(now.change_tension(strength, strength=int(key)))
        elif key in SEATS:
            self.do(now.floor(SEATS[key], at))
        elif key == "exclamation_mark":
            self.do(now.flag(now.selected if self.picked else "", at))
        elif kind := KINDS.get(key):
            if kind.row == "leader" or self.picked:
                self.do(now.turn(kind.id, at, kind.row, kind.tension))
                if len(self.now.tensions) > len(now.tensions):
                    self.strength = self.now.tensions[-1].id
        elif key == "u" and self.past:
            self.step(self.past, self.future)
        elif key == "u" and now.marks:
            self.future.append(now)
            self.now = now.unmark()
        elif key == "ctrl+y" and self.future:
            self.step(self.future, self.past)
        elif key == "plus":
            self.do(now.change(minutes=minute_more(now, GUIDE) or now.minutes))
        elif key == "j":
            self.now = now.go_on(at) if now.paused else now.pause(at)
        elif key == "space":
            done = {tick.step for tick in now.ticks if tick.stage == now.stage}
            ahead = next((step for step in GUIDE.stage(now.stage).steps if step not in done), None)
            self.do(now.tick(now.stage, ahead, at) if ahead else now)
        elif key == "on" and place + 1 < len(ROOM):
            self.now = now.enter(ROOM[place + 1], at)
        elif key == "left_square_bracket" and place:
            self.now = now.enter(ROOM[place - 1], at)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(struck=some.lists(some.tuples(KEYS, some.sampled_from([0.4, 1.5, 3.0])), min_size=15, max_size=40))
async def test_any_keys_give_the_session_that_the_same_verbs_give(struck: list[tuple[str, float]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        store, clock = a_group(Path(place), 4), Clock()
        async with playing(Path(place), clock=clock) as play:
            screen = await into_the_room(play)
            replay = Replay(next_session(store.load_group("g"), None, 1, clock.at).enter(ROOM[0], clock.at))
            for key, pause in struck:
                clock.go(seconds=pause)
                if key == "on" and screen.stage.id == ROOM[-1]:
                    continue
                for one in ["right_square_bracket", "enter"] if key == "on" else [key]:
                    await play.strike(one)
                replay.strike(key, clock.at)
            await play.settle()
            assert screen.session.but(seen=None) == replay.now.but(reason="")
            await play.type("q")
        written = store.load_session("g", 1)
        assert written.but(seen=None) == replay.now
        assert timedelta() <= clock.at - written.lived
