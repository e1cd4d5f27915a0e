"""A question before something is moved or removed: Enter does it, Escape does not."""

from collections.abc import Callable
from textwrap import fill
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.door_screen import WIDE
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.page import Page


class QuestionScreen(Page, ModalScreen[None]):
    """Does the `deed` in a thread, goes when it is done, and gives what came of it to `then`.

    So the screen below reads the disk again only after the deed. Lines that begin with `!` are warnings.
    """

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("enter", "go", "question.go", key_display="⏎"),
        Binding("escape", "stay", "question.stay"),
    ]

    def __init__(
        self,
        desk: Desk,
        title: str,
        lines: list[str],
        ahead: str,
        deed: Callable[[], Any],
        then: Callable[[Any], None],
    ) -> None:
        super().__init__(desk)
        self._title = title
        self._lines = lines
        self._ahead = ahead
        self._deed = deed
        self._then = then
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="door"):
            yield Static(Content.styled(self._title, "bold"))
            for line in self._lines:
                warns = line.startswith("!")
                said = fill(f" {line}", WIDE, subsequent_indent="   " if warns else " ")
                yield Static(Content(said), classes="lacking" if warns else "")
            yield Static(Content.styled(self._ahead, "bold"), id="ahead")
        yield Keys()

    def action_go(self) -> None:
        """It is done, once."""
        if not self._going:
            self._going = True
            self.fetch(self._deed, self._done)

    def _done(self, got: Any) -> None:
        self.dismiss()
        self._then(got)

    def tell(self, trouble: KelompokError) -> None:
        """It could not be done: said, and nothing more is asked."""
        super().tell(trouble)
        self.dismiss()

    def action_stay(self) -> None:
        """Nothing is done."""
        if not self._going:
            self.dismiss()
