"""Before the laptop is passed round: which form, who is asked, and the key with which the leader takes it back."""

from dataclasses import dataclass
from textwrap import fill

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Form
from kelompok_tui.model import Round, new_round
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.line import Line

WIDE = 68  # characters of a row
DIGITS = "123456789"


@dataclass(frozen=True)
class Meeting:
    """Which session of which group it is, and the codes of those in the circle."""

    group: str
    session: int
    here: tuple[str, ...]


class PassScreen(Leaf[Round | None], ModalScreen[Round | None]):
    """Gives the round that begins, or None for none."""

    AUTO_FOCUS = ""
    BINDINGS = [
        key("enter", "write", "pass.write", key_display="⏎"),
        Binding("escape", "stay", "app.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk, forms: list[Form], meeting: Meeting) -> None:
        super().__init__()
        self.desk = desk
        self._forms = forms[: len(DIGITS)]
        self._at = 0
        self._meeting = meeting

    def compose(self) -> ComposeResult:
        words, here = self.desk.words, self._meeting.here
        with Vertical(id="door"):
            yield Static(Content.styled(words("pass.title"), "bold"))
            yield Static("", id="forms")
            yield Static(Content(fill(words("pass.who", count=len(here), who=" ".join(here)), WIDE)))
            yield Static(Content(fill(words("pass.hint"), WIDE)), id="ahead")
            yield Static("", id="trouble", classes="lacking")
            yield Line(words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows = [
            Content.styled(f" {digit} {form.title} ", "reverse bold" if number == self._at else "")
            for number, (digit, form) in enumerate(zip(DIGITS, self._forms, strict=False))
        ]
        self.query_one("#forms", Static).update(Content("\n").join(rows))

    def on_key(self, event: events.Key) -> None:
        """A digit is a form."""
        line = self.query_one(Line)
        if line.take(event.key, event.character):
            event.stop()
            event.prevent_default()
        elif event.character and event.character in DIGITS[: len(self._forms)]:
            event.stop()
            self._at = DIGITS.index(event.character)
            self._draw()
            self.action_write()

    def action_write(self) -> None:
        """The leader's key, which is to be seen while it is written: nobody but her looks at it."""
        self.query_one(Line).ask(self.desk.words("pass.key"), "", self._begin)

    def _begin(self, written: str) -> None:
        meeting, form = self._meeting, self._forms[self._at]
        try:
            made = new_round(meeting.group, meeting.session, form.id, meeting.here, written)
        except KelompokError as trouble:
            self.query_one("#trouble", Static).update(Content(fill(self.desk.words.error(trouble), WIDE)))
            self.query_one(Line).ask(self.desk.words("pass.key"), written, self._begin)
        else:
            self.dismiss(made)

    def action_stay(self) -> None:
        """Back to the room."""
        self.dismiss(None)
