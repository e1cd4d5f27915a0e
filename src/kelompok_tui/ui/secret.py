"""A passphrase while it is typed: a dot for each sign, and no trace of it anywhere else."""

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widgets import Static

MOST = 40  # dots in sight


class Secret(Static, can_focus=True):
    """Enter hands what was typed to `keep`, and it is gone from here.

    It is none of Textual's inputs: those select, copy to the clipboard and complete.
    """

    ALLOW_SELECT = False

    def __init__(self, keep: Callable[[str], None]) -> None:
        super().__init__("", classes="secret")
        self._keep = keep
        self._label = self._typed = ""
        self._seen = False

    def ask(self, label: str, *, seen: bool = False) -> None:
        """Begins anew under that `label`; where it is to be `seen`, with its letters instead of dots."""
        self._label, self._seen, self._typed = label, seen, ""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Each sign, and the keys that take them back; no other screen has them."""
        if event.key == "enter":
            typed, self._typed = self._typed, ""
            self._draw()
            self._keep(typed)
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.key == "ctrl+u":
            self._typed = ""
        elif event.is_printable and event.character:
            self._typed += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self._draw()

    def on_paste(self, event: events.Paste) -> None:
        """From a keeper of passphrases."""
        event.stop()
        event.prevent_default()
        self._typed += "".join(sign for sign in event.text if sign.isprintable())
        self._draw()

    def _draw(self) -> None:
        shown = self._typed if self._seen else "•" * len(self._typed)
        self.update(Content(f"{self._label}  ") + Content.styled(f"{shown[-MOST:]}▏", "bold"))
