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
    """The chairs with their keys. It tells which chair or which kind of mark was pressed."""

    class Seat(Message):
        """The chair of `code`, or the leader's, was pressed."""

        def __init__(self, code: str, key: str) -> None:
            super().__init__()
            self.code = code
            self.key = key

    class Verb(Message):
        """The key of a kind of mark was pressed."""

        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

    class Wrong(Message):
        """A key that means nothing here."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

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
        for key, seat in zip(SEAT_KEYS, session.seats, strict=False):
            sign = "×" if not seat.here else "○" if seat.code in waiting else "●"
            cell = f" {key} {seat.code:<{wide}} {sign} "
            style = "reverse bold" if seat.code == picked else "dim" if not seat.here else ""
            shown += Content.styled(cell, style) + Content(" ")
        cell = f" {LEADER_KEY} {words('room.leader')} "
        shown += Content.styled(cell, "reverse bold" if picked == LEADER else "dim")
        self.update(shown)

    def on_key(self, event: events.Key) -> None:
        pressed = event.character or ""
        if pressed in self._seats:
            self.post_message(self.Seat(self._seats[pressed], pressed))
        elif pressed in self._verbs:
            self.post_message(self.Verb(self._verbs[pressed]))
        elif event.is_printable and not self._bound(event.key):
            self.post_message(self.Wrong(pressed))
        else:
            return
        event.stop()
        event.prevent_default()

    def _bound(self, key: str) -> bool:
        return key in self.screen.active_bindings
