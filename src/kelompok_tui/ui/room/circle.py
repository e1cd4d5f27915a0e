"""The circle: who sits where, who has not yet spoken. While it has the focus, every key is a mark."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kelompok_tui import insights
from kelompok_tui.guide import Guide
from kelompok_tui.model import LEADER, Session
from kelompok_tui.ui.sheet import SEAT_KEYS
from kelompok_tui.words import Words

LEADER_KEY = "`"


class Circle(Static, can_focus=True):
    """The chairs with their keys. It tells which key was struck, and knows what each stands for."""

    class Struck(Message):
        """A key that has a sign was struck. All of them go one way, so that none overtakes another."""

        def __init__(self, key: str, sign: str) -> None:
            super().__init__()
            self.key = key
            self.sign = sign

    def __init__(self, guide: Guide, id: str) -> None:
        super().__init__(id=id)
        self._verbs = {kind.key: kind.id for kind in guide.kinds.values() if kind.key}
        self._guide = guide
        self._seats: dict[str, str] = {}

    def lay(self, words: Words, session: Session, picked: str) -> None:
        """The chairs as `session` has them; `picked` is the one that the next verb is about."""
        self._seats = {LEADER_KEY: LEADER} | {
            key: seat.code for key, seat in zip(SEAT_KEYS, session.seats, strict=False)
        }
        stage = session.visit.stage if session.visit else ""
        waiting = set(insights.silent(session, self._guide, stage))
        wide = max((len(seat.code) for seat in session.seats), default=2)
        shown = Content("")
        for number, seat in enumerate(session.seats):
            key = SEAT_KEYS[number : number + 1] or " "  # a fifteenth has a chair, but no key
            sign = "×" if not seat.here else "○" if seat.code in waiting else "●"
            cell = f" {key} {seat.code:<{wide}} {sign} "
            style = "reverse bold" if seat.code == picked else "dim" if not seat.here else ""
            shown += Content.styled(cell, style) + Content(" ")
        cell = f" {LEADER_KEY} {words('room.leader')} "
        shown += Content.styled(cell, "reverse bold" if picked == LEADER else "dim")
        self.update(shown)

    def seat(self, sign: str) -> str:
        """The code of whoever sits at that key, or the leader; empty where nobody does."""
        return self._seats.get(sign, "")

    def verb(self, sign: str) -> str:
        """The kind of mark that key makes; empty where it makes none."""
        return self._verbs.get(sign, "")

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            self.post_message(self.Struck(event.key, event.character))
            event.stop()
            event.prevent_default()
