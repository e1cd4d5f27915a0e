"""A screen that is one sheet: what is written into it is kept at once."""

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.ledger import Kept, Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.sheet import Grid, Sheet

Held = TypeVar("Held")


class SheetPage(Page, Generic[Held]):
    """A title, the sheet, a note below it. A subclass lays the sheet, and has `filled` change the ledger."""

    AUTO_FOCUS = "Grid"
    BINDINGS = [Binding("escape", "back", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, title: str, note: str, ledger: Ledger[Held]) -> None:
        super().__init__(desk)
        self._title = title
        self._note = note
        self.ledger = ledger

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self._title} ", "bold"), id="title")
        yield Sheet(self.words, id="page")
        if self._note:
            yield Static(Content(self._note), id="where")
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self.lay()
        self.set_focus(self.query_one(Grid))

    def lay(self) -> None:
        """The sheet shows what is held."""
        raise NotImplementedError

    def told(self, trouble: KelompokError | None) -> None:
        """From the keeper's thread."""
        if trouble is not None:
            self.post_message(Kept(trouble))

    def on_kept(self, event: Kept) -> None:
        """It could not be written."""
        if event.trouble:
            self.offer_key(event.trouble)
            self.warn(self.words("app.not-saved", why=self.words.error(event.trouble)))

    def safe(self, seconds: float = 0) -> bool:
        """Everything is on the disk, after waiting for it at most `seconds`."""
        return self.ledger.keeper.wait(seconds)

    def action_back(self) -> None:
        """Back, once the last of it is on the disk."""
        self.fetch(self.ledger.keeper.close, lambda done: self.dismiss() if done else self.say("app.still-not-saved"))
