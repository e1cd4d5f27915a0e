"""What is asked when a session goes on after a time in which the program was not there."""

from datetime import datetime
from typing import Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys, Leaf

Choice = Literal["run", "skip", "close"]


class GapScreen(Leaf[Choice | None], ModalScreen[Choice | None]):
    """Gives what becomes of the time between: it counts, it does not, or the session ended then. None: not now."""

    AUTO_FOCUS = ""
    BINDINGS = [
        key("enter", "choose('run')", "gap.run"),
        key("j", "choose('skip')", "gap.skip"),
        key("t", "choose('close')", "gap.close"),
        Binding("escape", "choose('')", "app.back"),
    ]

    def __init__(self, desk: Desk, title: str, since: datetime, until: datetime) -> None:
        super().__init__()
        self.desk = desk
        self._title = title
        self._since = since
        self._until = until

    def compose(self) -> ComposeResult:
        words = self.desk.words
        minutes = int((self._until - self._since).total_seconds() // 60)
        same_day = self._since.date() == self._until.date()
        since = words.clock(self._since) + ("" if same_day else f" ({words.short_date(self._since.date())})")
        with Vertical(id="door"):
            yield Static(Content.styled(self._title, "bold"))
            yield Static(Content(words("gap.told", since=since, until=words.clock(self._until), minutes=minutes)))
            for name in ("run", "skip", "close"):
                shown = self.key_of(f"choose('{name}')")
                told = words(f"gap.{name}-told", since=since, minutes=minutes)
                yield Static(Content.styled(f" {shown:>3} ", "bold $text-accent") + Content(told))
        yield Keys()

    def action_choose(self, choice: Choice) -> None:
        """That one."""
        self.dismiss(choice or None)
