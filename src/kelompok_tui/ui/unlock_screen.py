"""The door of sealed data: nothing of a pupil is on the screen before it was opened."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.unlocking import Unlocking


class UnlockScreen(Leaf[None]):
    """Asks for the passphrase; Escape leaves the program."""

    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    BINDINGS = [Binding("escape", "app.quit", "app.quit")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.bare = True

    def compose(self) -> ComposeResult:
        words = self.desk.words
        yield Static(Content.styled(f" {words('home.title')} ", "bold"), id="title")
        yield Static(Content(words("unlock.sealed")), id="welcome")
        yield Unlocking(words, words("unlock.hint"))
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Unlocking).ask(self.desk.store.vault)
