"""A door between stages: it shows what is true, and asks. It never locks."""

from textwrap import fill

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.insights import NOBODY, Fact
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.line import Line

WIDE = 68  # characters of a row
ROOM = 40  # characters for those who are lacking; more are only counted


class DoorScreen(Leaf[str | None], ModalScreen[str | None]):
    """Gives the reason for going on (empty: none), or None for staying."""

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("enter", "go", "door.go", key_display="⏎"),
        key("]", "go", "door.go", show=False),
        key("n", "reason", "door.reason"),
        Binding("escape", "stay", "door.stay"),
    ]

    def __init__(self, desk: Desk, title: str, ahead: str, facts: list[Fact]) -> None:
        super().__init__()
        self.desk = desk
        self._title = title
        self._ahead = ahead
        self._facts = facts

    def compose(self) -> ComposeResult:
        words = self.desk.words
        with Vertical(id="door"):
            yield Static(Content.styled(self._title, "bold"))
            for fact in self._facts:
                sign = {True: "✓", False: "!", None: "?"}[fact.true]
                lacking = self._lacking(fact.who)
                said = fill(f" {sign} {fact.ask} {lacking}", WIDE, subsequent_indent="   ")
                yield Static(Content(said), classes="lacking" if fact.true is False else "")
            yield Static(Content.styled(words("door.ahead", stage=self._ahead), "bold"), id="ahead")
            yield Line(self.desk.words("line.writing"))
        yield Keys()

    def _lacking(self, who: tuple[str, ...]) -> str:
        told = " ".join(who)
        if not told or told == NOBODY:
            return ""
        return self.desk.words("door.lacking", who=told if len(told) <= ROOM else len(who))

    def action_go(self) -> None:
        """On, without a word."""
        self.dismiss("")

    def action_reason(self) -> None:
        """On, with a reason that is kept."""
        self.query_one(Line).ask(self.desk.words("door.why"), "", self._go)

    def _go(self, reason: str) -> None:
        self.dismiss(reason)

    def action_stay(self) -> None:
        """Back to where we were."""
        self.dismiss(None)
