"""The circle: who sits where, who has not yet spoken. While it has the focus, every key is a mark."""

from textual import events
from textual.content import Content
from textual.message import Message

from kelompok_tui import insights
from kelompok_tui.guide import Guide
from kelompok_tui.keys import KIND, Keys
from kelompok_tui.model import LEADER, Seat, Session
from kelompok_tui.ui.plate import Plate, rows
from kelompok_tui.words import Words


class Circle(Plate, can_focus=True):
    """The chairs with their keys. It tells which key was struck, and knows what each stands for."""

    class Struck(Message):
        """A key that has a sign was struck. All of them go one way, so that none overtakes another."""

        def __init__(self, key: str, sign: str) -> None:
            super().__init__()
            self.key = key
            self.sign = sign

    def __init__(self, guide: Guide, keys: Keys, id: str) -> None:
        super().__init__(id=id)
        held = {kind: keys[f"{KIND}{kind}"] for kind in guide.kinds}
        self._verbs = {key: kind for kind, key in held.items() if key}
        self._guide = guide
        self._chairs = keys.seats
        self._leader = keys["seat.leader"]
        self._seats: dict[str, str] = {}

    def lay(self, words: Words, session: Session, picked: str, order: list[str] | None = None) -> None:
        """The chairs as `session` has them; `picked` is the one that the next verb is about.

        While the chairs are being put in order, those that have their place (`order`) show its number.
        """
        self._seats = {self._leader: LEADER} | {
            key: seat.code for key, seat in zip(self._chairs, session.seats, strict=False)
        }
        waiting = set(insights.silent(session, self._guide, session.stage))
        cells = []
        for number, seat in enumerate(session.seats):
            key = self._chairs[number] if number < len(self._chairs) else " "  # a fifteenth has a chair, but no key
            if order is not None:
                sign = str(order.index(seat.code) + 1) if seat.code in order else "?"
            else:
                sign = _sign(seat, seat.code in waiting)
            cells.append((f" {key} {seat.code}", sign, _style(seat, picked, seat.code in waiting)))
        wide = max((len(name) + len(sign) for name, sign, _ in cells), default=4)
        shown = [Content.styled(f"{name} {sign:<{wide - len(name)}} ", style) for name, sign, style in cells]
        leader = "reverse bold" if picked == LEADER else "dim"
        shown.append(Content.styled(f" {self._leader} {words('room.leader')} ", leader))
        self.put(rows(shown, self.app.size.width))

    def seat(self, sign: str) -> str:
        """The code of whoever sits at that key, or the leader; empty where nobody does."""
        return self._seats.get(sign, "")

    def verb(self, sign: str) -> str:
        """The kind of mark that key makes; empty where it makes none."""
        return self._verbs.get(sign, "")

    def on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key == "enter":
            sign = event.character if event.is_printable and event.character else ""
            self.post_message(self.Struck(event.key, sign))
            event.stop()
            event.prevent_default()


def _sign(seat: Seat, waits: bool) -> str:
    if seat.gone:
        return "←"
    if not seat.here:
        return "×"
    return ("○" if waits else "●") + (f"+{seat.minutes}" if seat.minutes else "")


def _style(seat: Seat, picked: str, waits: bool) -> str:
    if seat.code == picked:
        return "reverse bold"
    return "dim" if not seat.here else "bold" if waits else ""
