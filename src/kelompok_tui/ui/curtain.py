"""The curtain: a bland clock over everything, while the clocks of the session run on."""

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Digits, Static

from kelompok_tui.words import Words

LIFTS = "app.curtain"


class Resumed(Message):
    """Another screen is in front now: the app looks whether that may be."""


class CurtainScreen(Screen[None]):
    """The time of day and the date. No key but the curtain's own does anything, and no message is shown over it."""

    AUTO_FOCUS = ""

    def __init__(self, words: Words, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._words = words
        self._now = now

    def compose(self) -> ComposeResult:
        with Center():
            yield Digits("", id="time")
        yield Static("", id="day")
        yield Static("", id="way")

    def on_key(self) -> None:
        """Somebody struck another key: which one lifts it is shown, and nothing else."""
        keys = (bound.binding for bound in self.active_bindings.values() if bound.binding.id == LIFTS)
        self.query_one("#way", Static).update(Content(" ".join(self.app.get_key_display(key) for key in keys)))

    def on_mount(self) -> None:
        self._tell()
        self.set_interval(1, self._tell)

    def on_screen_resume(self) -> None:
        """Where another screen came and went above it after it was lifted."""
        self.app.post_message(Resumed())

    def _tell(self) -> None:
        now = self._now()
        self.query_one("#time", Digits).update(now.strftime("%H:%M"))
        self.query_one("#day", Static).update(Content(self._words.date(now.date())))
