"""The app: wires settings, guide and store, and opens the first screen. It has no rules of its own."""

import asyncio
import contextlib
import signal
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from textual.app import App
from textual.binding import Binding

from kelompok_tui.guide import read_guide
from kelompok_tui.settings import THEMES, Settings, write_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.home_screen import HomeScreen, Settled
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.workbench import Workbench
from kelompok_tui.words import languages, read_words, system_language

SIGNALS = ("SIGTERM", "SIGHUP")
KEYS = {"escape": "Esc", "enter": "⏎", "delete": "Del", "shift+tab": "Shift+Tab", "pageup": "PgUp", "pagedown": "PgDn"}
LAST_WRITE = 1.0  # seconds that a signal waits for the disk


class KelompokApp(App[None]):
    """kelompok in the terminal. `now` gives the aware local time.

    Without Textual's palette: it is English, and it offers a screenshot in plain text.
    """

    CSS_PATH = "kelompok.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+q", "quit", "app.quit", show=False, priority=True),
        Binding("ctrl+x", "quit_anyway", "app.quit-anyway", show=False),
    ]

    def __init__(self, store: Store, settings: Settings, language: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._store = store
        self._now = now
        self.desk = self._desk(settings, language)
        self.title = "kelompok"
        self.theme = THEMES[settings.theme]

    def _desk(self, settings: Settings, language: str) -> Desk:
        own = self._store.guide_folder
        return Desk(self._store, read_guide(language, own), read_words(language, own), settings, self._now)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            with contextlib.suppress(NotImplementedError, ValueError, AttributeError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), self._leave, getattr(signal, name))
        self.push_screen(HomeScreen(self.desk))

    def on_settled(self, event: Settled) -> None:
        """Starts again from home with other settings."""
        settings, own = event.settings, self._store.guide_folder
        screen = self.screen
        if isinstance(screen, Page):
            screen.fetch(lambda: write_settings(self._store.settings_file, settings), lambda _: None)
        self.theme = THEMES[settings.theme]
        language = settings.language or system_language(languages(own))
        if settings.language == self.desk.settings.language:
            language = self.desk.words.language  # a language named on the command line holds until it is changed
        self.desk = replace(self._desk(settings, language))
        self.switch_screen(HomeScreen(self.desk))

    def get_key_display(self, binding: Binding) -> str:
        """A key as it stands on the keyboard."""
        shown = binding.key_display or KEYS.get(binding.key) or super().get_key_display(binding)
        return shown if len(shown) == 1 else shown[0].upper() + shown[1:]

    def _safe(self, seconds: float) -> bool:
        """Whether everything that is open is on the disk, after waiting for it."""
        benches = [screen for screen in self.screen_stack if isinstance(screen, Workbench)]
        return all(bench.ledger.keeper.wait(seconds) for bench in benches if bench.ledger)

    def _leave(self, number: int) -> None:
        """A signal: what is on the screen goes to the disk, then the terminal is given back."""
        self._safe(LAST_WRITE)
        self.exit(return_code=128 + number)

    async def action_quit(self) -> None:
        """Leaves once everything is on the disk; while it cannot be written, it says so and stays."""
        screen = self.screen
        if await asyncio.to_thread(self._safe, 3.0):
            self.exit()
        elif isinstance(screen, Page):
            screen.say("app.still-not-saved")

    async def action_quit_anyway(self) -> None:
        """Leaves, whatever could not be written."""
        self.exit()

    def action_help_quit(self) -> None:
        """ctrl+c does not end an hour: it says which key does."""
        if isinstance(self.screen, Page):
            self.screen.say("app.how-to-quit")

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours: file, line and kind of error, and nothing of what is in memory.

        Textual would print the local variables of every frame, notes of pupils among them.
        """
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        with contextlib.suppress(Exception):
            self._safe(LAST_WRITE)
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "kelompok_tui" in frame.filename] or frames
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        from rich.text import Text

        self.panic(Text(self.desk.words("app.crashed", where=where, kind=type(error).__name__)))
