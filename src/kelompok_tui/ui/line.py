"""The one line on which everything is written, opened when asked and gone again."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from kelompok_tui.model import line
from kelompok_tui.ui.dress import dress


class Pen(Input):
    """An input in which a pasted text keeps all its lines, as one."""

    async def on_key(self, event: events.Key) -> None:
        """Its own keys act at once, so that no letter overtakes them; one that came after it was closed goes on."""
        line = self.parent
        if not isinstance(line, Line):
            return
        if line.writing and event.key not in {"enter", "escape"}:
            if own := self._bindings.key_to_bindings.get(event.key):
                event.stop()
                event.prevent_default()
                await self.run_action(own[0].action)
            return
        event.stop()
        event.prevent_default()
        if line.writing:
            line.take(event.key, None)
        elif (focused := self.screen.focused) not in {None, self}:
            focused.post_message(events.Key(event.key, event.character))

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

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._keep: Callable[[str], None] | None = None
        self._before: Widget | None = None
        self._draft = ""
        self._drafts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static("", id="label")
        yield Pen(compact=True, select_on_focus=False)

    @property
    def writing(self) -> bool:
        """It is open."""
        return self._keep is not None

    def ask(self, label: str, text: str, keep: Callable[[str], None], draft: str = "", *, anew: bool = False) -> None:
        """Opens at once with `text`, or the draft of the same thing; `keep` is given what was written.

        `draft` tells one thing from another where the `label` does not. `anew`: it was begun by a letter, and no draft
        comes back.
        """
        if not self.writing:
            self._before = self.screen.focused
        self._keep = keep
        self._draft = draft or label
        shown = Content.styled(f" {self._mode} ", "reverse bold") + Content(f" {label} ")
        self.query_one("#label", Static).update(shown)
        pen = self.query_one(Pen)
        left = self._drafts.pop(self._draft, text)
        pen.value = text if anew else left
        pen.cursor_position = len(pen.value)
        self.add_class("open")
        dress(self.screen, "-writing", True, "#mode")
        self.screen.set_focus(pen)

    def keep_draft(self, draft: str, written: str) -> None:
        """`written` was not taken: it stands there again the next time."""
        self._drafts[draft] = written

    def take(self, key: str, character: str | None) -> bool:
        """Whether the key was for the line: one struck before the focus had come here, on a slow laptop."""
        if not self.writing:
            return False
        if key == "enter":
            self.action_keep()
        elif key == "escape":
            self.action_leave()
        elif key == "backspace":
            self.query_one(Pen).action_delete_left()
        elif character and character.isprintable():
            self.query_one(Pen).insert_text_at_cursor(character)
        return True

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
            self._drafts[self._draft] = written
        self._close()

    def _close(self) -> Callable[[str], None] | None:
        keep, self._keep = self._keep, None
        self.remove_class("open")
        dress(self.screen, "-writing", False, "#mode")
        if self._before is not None and self._before.is_attached:
            self.screen.set_focus(self._before)
        return keep
