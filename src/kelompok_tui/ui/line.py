"""The one line on which everything is written, opened when asked and gone again."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from kelompok_tui.model import line


class Ask(Message):
    """Please have something written: `keep` is given the text; `text` is what stands there before."""

    def __init__(self, label: str, text: str, keep: Callable[[str], None]) -> None:
        super().__init__()
        self.label = label
        self.text = text
        self.keep = keep


class Pen(Input):
    """An input in which a pasted text keeps all its lines, as one."""

    def _on_paste(self, event: events.Paste) -> None:
        self.insert_text_at_cursor(line(event.text))
        event.stop()
        event.prevent_default()


class Line(Horizontal):
    """Asks for one line of text at the foot of the screen. Enter keeps, Escape gives the keys back.

    What Escape left unfinished stands there again the next time the same thing is asked.
    """

    BINDINGS = [
        Binding("enter", "keep", "line.keep", key_display="⏎"),
        Binding("escape", "leave", "line.leave", key_display="Esc"),
    ]

    class Closed(Message):
        """The line is gone again."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._keep: Callable[[str], None] | None = None
        self._before: Widget | None = None
        self._label = ""
        self._drafts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static("", id="label")
        yield Pen(compact=True, select_on_focus=False)

    @property
    def writing(self) -> bool:
        """It is open."""
        return self._keep is not None

    def ask(self, asked: Ask) -> None:
        """Opens with the text of `asked`, or the draft of it."""
        if not self.writing:
            self._before = self.screen.focused
        self._keep = asked.keep
        self._label = asked.label
        self.query_one("#label", Static).update(
            Content.styled(f" {self._mode} ", "reverse bold") + Content(f" {asked.label} ")
        )
        pen = self.query_one(Pen)
        pen.value = self._drafts.pop(asked.label, asked.text)
        pen.cursor_position = len(pen.value)
        self.add_class("open")
        self.screen.add_class("-writing")
        pen.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """The text is kept and the keys go back."""
        keep = self._close()
        if keep:
            keep(line(self.query_one(Pen).value))

    def action_leave(self) -> None:
        """The keys go back; what was written waits."""
        written = self.query_one(Pen).value
        if written.strip():
            self._drafts[self._label] = written
        self._close()

    def _close(self) -> Callable[[str], None] | None:
        keep, self._keep = self._keep, None
        self.remove_class("open")
        self.screen.remove_class("-writing")
        if self._before is not None and self._before.is_attached:
            self._before.focus()
        self.post_message(self.Closed())
        return keep
