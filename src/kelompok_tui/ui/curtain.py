"""The curtain: a bland clock over everything, while the clocks of the session run on."""

from collections.abc import Callable
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Digits, Static

from kelompok_tui.ui.unlocking import Unlocking
from kelompok_tui.vault import Vault
from kelompok_tui.words import Words

LIFTS = "app.curtain"


class Resumed(Message):
    """Another screen is in front now: the app looks whether that may be."""


class CurtainScreen(Screen[None]):
    """The time of day and the date. No key but the curtain's own does anything, and no message is shown over it.

    While `locked` with a vault, that key asks for the passphrase.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    def __init__(self, words: Words, now: Callable[[], datetime], locked: Vault | None = None) -> None:
        super().__init__()
        self._words = words
        self._now = now
        self._locked = locked

    def compose(self) -> ComposeResult:
        with Center():
            yield Digits("", id="time")
        yield Static("", id="day")
        yield Static("", id="way")
        yield Unlocking(self._words, self._words("unlock.curtain"))

    @property
    def asking(self) -> bool:
        """The passphrase is asked, or tried."""
        return self.is_mounted and self.query_one(Unlocking).asking

    def shut(self, vault: Vault) -> None:
        """From now on it is lifted by the passphrase."""
        self._locked = vault
        if self.is_mounted:
            self._rest()

    def ask(self) -> None:
        """The passphrase is asked, or no longer."""
        if self._locked and self.is_mounted and not self.asking:
            self.query_one("#way", Static).update("")
            self.query_one(Unlocking).ask(self._locked)
        elif self._locked and self.is_mounted:
            self._rest()

    def on_key(self, event: events.Key) -> None:
        """Somebody struck another key: which one lifts it is shown, and nothing else."""
        if not self.asking:
            self._tell_way(" ".join(self._keys))
        elif event.key == "escape":
            self._rest()

    def on_mount(self) -> None:
        self._tell()
        self.set_interval(1, self._tell)
        if self._locked:
            self._rest()

    def on_screen_resume(self) -> None:
        """Where another screen came and went above it after it was lifted."""
        self.app.post_message(Resumed())

    @property
    def _keys(self) -> list[str]:
        keys = (bound.binding for bound in self.active_bindings.values() if bound.binding.id == LIFTS)
        return [self.app.get_key_display(key) for key in keys]

    def _rest(self) -> None:
        self.query_one(Unlocking).rest()
        self._tell_way("")

    def _tell_way(self, keys: str) -> None:
        if self._locked:  # which key it is stands there from the first, so that nobody looks for it
            keys = self._words("unlock.way", key=self._keys[0] if self._keys else "")
        self.query_one("#way", Static).update(Content(keys))

    def _tell(self) -> None:
        now = self._now()
        self.query_one("#time", Digits).update(now.strftime("%H:%M"))
        self.query_one("#day", Static).update(Content(self._words.date(now.date())))
