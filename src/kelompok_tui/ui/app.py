"""The app: draws the first picture, then wires settings, guide and store. It has no rules of its own.

What is heavy (pydantic, the models, the other screens) is imported in a thread, after the first picture.
"""

import asyncio
import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import THEMES, Settings, write_settings
from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.settled import FilledIn, Settled
from kelompok_tui.ui.unlocking import is_there
from kelompok_tui.vault import Vault
from kelompok_tui.words import Words, languages, read_words, system_language

SIGNALS = ("SIGTERM", "SIGHUP")
KEYS = {
    "escape": "Esc",
    "enter": "⏎",
    "delete": "Del",
    "shift+tab": "Shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "␣",
}
MONO = Theme(
    name="kelompok-mono",
    primary="#d0d0d0",
    secondary="#d0d0d0",
    warning="#ffffff",
    error="#ffffff",
    success="#d0d0d0",
    accent="#ffffff",
    foreground="#d0d0d0",
    background="#000000",
    surface="#101010",
    panel="#202020",
    boost="#303030",
    dark=True,
    luminosity_spread=0.1,
)
LAST_WRITE = 1.0  # seconds that a signal waits for the disk
LAST_RESORT = 3.0  # and then for the terminal
SLEPT = timedelta(minutes=2)  # between two looks at the clock: the laptop was asleep


@runtime_checkable
class Keeping(Protocol):
    """A screen that holds something which must reach the disk."""

    def safe(self, seconds: float = 0) -> bool:
        """Whether all of it is on the disk, after waiting for that at most `seconds`."""


@runtime_checkable
class Locking(Protocol):
    """A screen that gives the app away only to whoever has its key."""

    locked: bool


@runtime_checkable
class Bare(Protocol):
    """A screen that has nothing to hide, and asks for the passphrase itself."""

    bare: bool


class OpeningScreen(Screen[None]):
    """The first picture: what it is, and that it reads."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self._words('home.title')} ", "bold"), id="title")
        yield Static(Content(self._words("home.reading")), id="welcome")


class KelompokApp(App[None]):
    """kelompok in the terminal, on the data in `folder`. `now` gives the aware local time.

    Without Textual's palette: it is English, and it offers a screenshot in plain text.
    """

    CSS_PATH = "kelompok.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("f9,ctrl+l", "curtain", "app.curtain", id="app.curtain", priority=True),
        Binding("ctrl+k", "lock", "app.lock", show=False, priority=True, id="app.lock"),
        Binding("ctrl+q", "quit", "app.quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+x", "quit_anyway", "app.quit-anyway", show=False, id="app.quit-anyway"),
    ]

    def __init__(
        self, folder: Path, settings: Settings, language: str, words: Words, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._folder = folder
        self._settings = settings
        self._language = language
        self._now = now
        self.words = words
        self._vault = Vault(folder)
        self._curtained = False
        self._shut = False  # the key was forgotten, and the curtain asks for the passphrase
        self._after: Callable[[], None] | None = None  # what goes on in a thread once the vault is open
        self._touched = self._looked = now()
        self._rights_seen = False
        self.title = "kelompok"
        self.register_theme(MONO)
        self.theme = THEMES[settings.theme]

    def on_mount(self) -> None:
        self.set_interval(1, self._idle)
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            with contextlib.suppress(NotImplementedError, ValueError, AttributeError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), self._leave, getattr(signal, name))
        self._mend_going_on()
        self.push_screen(OpeningScreen(self.words))
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.run_worker(self._read, thread=True)

    def _read(self) -> None:
        """In a thread: all that home needs, then home in place of what is shown; first the vault must be open."""
        from kelompok_tui.disposal import unfinished
        from kelompok_tui.guide import read_guide
        from kelompok_tui.store import Store
        from kelompok_tui.ui.desk import Desk
        from kelompok_tui.ui.keymap import keymap, lay_keys
        from kelompok_tui.ui.seal_screen import unasked

        store = Store(self._folder, self._vault)
        guide = read_guide(self._language, store.guide_folder)
        keys, slips = lay_keys(guide, self._settings.keys, type(self))
        self.words = self.words.with_keys(keys.told)
        troubles = (*guide.troubles, *slips, *unfinished(store))
        desk = Desk(store, guide, self.words, self._settings, self._now, keys, troubles)
        self.call_from_thread(self.set_keymap, keymap(keys, self._settings.keys))
        try:
            shut = self._vault.there and not self._vault.open
        except KelompokError:  # home tells it
            shut = False
        if shut:
            self.call_from_thread(self._ask, desk, lambda: self._go_on(desk))
        elif unasked(desk):
            self.call_from_thread(self._offer, desk)
        else:
            self._go_on(desk)

    def _ask(self, desk: Any, after: Callable[[], None]) -> None:
        """The passphrase is asked, where the curtain does not ask it already."""
        from kelompok_tui.ui.unlock_screen import UnlockScreen

        self._after = after
        if not self._shut:
            self._lift()
            self.switch_screen(UnlockScreen(desk))

    def _offer(self, desk: Any) -> None:
        """Before the first group: sealed or plain?"""
        from kelompok_tui.ui.seal_screen import SealScreen

        def chosen(sealed: bool | None) -> None:
            plain = replace(desk.settings, plain=True)
            self._settings = desk.settings if sealed else plain
            self.run_worker(lambda: self._go_on(replace(desk, settings=self._settings), not sealed), thread=True)

        self._lift()
        self.push_screen(SealScreen(desk, first=True), chosen)

    def _go_on(self, desk: Any, plain: bool = False) -> None:
        """In a thread: a round that goes on, else home. That she chose `plain` is kept."""
        from kelompok_tui.ui.home_screen import HomeScreen
        from kelompok_tui.ui.round_screen import take_up
        from kelompok_tui.ui.seal_screen import finish

        troubles: list[KelompokError] = []
        passed = None
        try:
            troubles += finish(desk.store)
            if plain:
                write_settings(desk.store.settings_file, desk.settings)
            passed = take_up(desk)
        except KelompokError as trouble:
            troubles.append(trouble)
        home = HomeScreen(replace(desk, troubles=(*desk.troubles, *troubles)))
        if passed:
            self.call_from_thread(self._pass, passed, lambda _: self._home(home))
        else:
            self.call_from_thread(self._home, home)
            self._mend_rights()

    def _mend_rights(self) -> None:
        """In a thread, once home is there: what others may look into is closed to them, and told."""
        from kelompok_tui.rights import mend_rights

        if self._rights_seen:  # home is read anew after each change of the settings
            return
        self._rights_seen = True
        rights = mend_rights(self._folder)
        said = [self.words("rights.mended", n=rights.mended)] if rights.mended else []
        if rights.stuck:
            said.append(self.words("rights.stuck", n=len(rights.stuck), file=rights.stuck[0]))
        if said:
            self.call_from_thread(self.notify, "\n".join(said), timeout=8, markup=False)

    def _pass(self, passed: Screen[None], then: Callable[[None], None]) -> None:
        """The laptop was being passed round: that goes on, and home comes only after it."""
        self._lift()
        self.push_screen(passed, then)

    def _home(self, home: Screen[None]) -> None:
        covered = self._curtained
        self._lift()
        self.switch_screen(home)
        if covered:
            self._drop()

    def on_settled(self, event: Settled) -> None:
        """Starts again from home with other settings."""
        own, chosen = self._folder / "guide", event.settings
        if chosen.language != self._settings.language:  # one named on the command line holds until it is changed
            self._language = chosen.language or system_language(languages(own))
        self._settings = chosen
        self.theme = THEMES[chosen.theme]
        self.run_worker(self._settle, thread=True)

    def on_filled_in(self, event: FilledIn) -> None:
        """The next time it starts from home, they are there."""
        self._settings = event.settings

    def _settle(self) -> None:
        try:
            self.words = read_words(self._language)  # ours, should there be a slip in hers
            self.words = read_words(self._language, self._folder / "guide")
            write_settings(self._folder / "settings.toml", self._settings)
        except KelompokError as trouble:
            said = self.words.error(trouble)
            self.call_from_thread(self.notify, said, severity="error", timeout=12, markup=False)
        self._read()

    def copy_to_clipboard(self, text: str) -> None:
        """What is cut or copied can be pasted here, and nowhere else: the terminal and its clipboard never get it."""
        self._clipboard = text

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """There is none: it would be a file in plain text."""

    # ── the curtain ──

    async def on_event(self, event: events.Event) -> None:
        """As Textual has it; a key or the mouse is a sign that somebody is there."""
        if isinstance(event, events.Key | events.MouseEvent | events.Paste):
            if self._look():  # the first key after the laptop slept: it is for the curtain that has just fallen
                return
            self._touched = self._now()
        await super().on_event(event)

    def action_curtain(self) -> None:
        """Down, or up again; where the key was forgotten, the passphrase is asked first."""
        if not self._curtained:
            self._drop()
        elif not self._shut:
            self._lift()
        elif isinstance(self.screen, CurtainScreen):
            self.screen.ask()

    def _idle(self) -> None:
        self._look()
        after = timedelta(minutes=self._settings.curtain)
        hidden = self._curtained or self._locked or isinstance(self.screen, Bare)
        if after and not hidden and self._now() - self._touched >= after:
            self._drop()

    def _drop(self) -> None:
        self._curtained = True
        if not isinstance(self.screen, OpeningScreen):  # there is nothing to hide; home will come covered
            super().push_screen(CurtainScreen(self.words, self._now, self._vault if self._shut else None))

    # ── the lock ──

    def action_lock(self) -> None:
        """The key is forgotten and the curtain is down."""
        if is_there(self._vault):
            self._lock()
        elif not self._curtained:
            self.notify(self.words("unlock.plain"), timeout=6, markup=False)

    def _look(self) -> bool:
        """Whether it was locked just now: nobody was there for long, or the laptop slept."""
        now = self._now()
        slept, self._looked = now - self._looked > SLEPT, now
        after = timedelta(minutes=self._settings.lock)
        if not self._vault.open or not (slept or (after and now - self._touched >= after)):
            return False
        self._lock()
        return True

    def _lock(self) -> None:
        """Also in the middle of a round: whoever answers goes on when the leader has lifted the curtain."""
        self._vault.lock()
        self._shut = True
        self.clear_notifications()
        if not self._curtained:
            self._drop()
        elif isinstance(self.screen, CurtainScreen):
            self.screen.shut(self._vault)

    def _stopped(self) -> None:
        """The program was stopped, and goes on."""
        if self._vault.open or (self._shut and not self._curtained):
            self._lock()

    def on_barred(self) -> None:
        """Something is sealed: another window made the seal, or the key was forgotten meanwhile."""
        if not self._shut and not self._vault.open and is_there(self._vault):
            self._lock()

    def on_opened(self) -> None:
        """The passphrase was right: everything is as it was."""
        after, self._after = self._after, None
        self._shut = False
        self._touched = self._now()
        self.clear_notifications()  # what could not be read meanwhile can be now
        self._lift()
        if after:
            self.run_worker(after, thread=True)

    def push_screen(self, screen: Any, *more: Any, **named: Any) -> Any:
        """As Textual has it; one that arrives after the curtain fell is not in front of it for a moment."""
        pushed = super().push_screen(screen, *more, **named)
        if self._curtained:
            self._drop()
        return pushed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Under the curtain nothing but its own key does anything; while the laptop is passed round, not even that."""
        if self._locked and not self._curtained:
            return False
        if action in {"curtain", "lock"} and isinstance(self.screen, Bare):
            return False
        if self._curtained and action == "quit" and isinstance(self.screen, CurtainScreen):
            return self.screen.asking and not self._locked  # who does not know the passphrase is not caught there
        return not (self._curtained and action in {"quit", "quit_anyway", "help_quit"})

    @property
    def _locked(self) -> bool:
        return any(screen.locked for screen in self.screen_stack if isinstance(screen, Locking))

    def _lift(self) -> None:
        self._curtained = False
        if isinstance(self.screen, CurtainScreen):
            self.pop_screen()

    def on_resumed(self) -> None:
        """A screen that was on its way when the curtain fell does not stay in front of it; nor a curtain that is up."""
        if self._curtained != isinstance(self.screen, CurtainScreen):
            if self._curtained:
                self._drop()
            else:
                self.pop_screen()

    def get_key_display(self, binding: Binding) -> str:
        """A key as it stands on the keyboard."""
        shown = binding.key_display or KEYS.get(binding.key) or super().get_key_display(binding)
        return shown if len(shown) == 1 else shown[0].upper() + shown[1:]

    def _safe(self, seconds: float) -> bool:
        """Whether everything that is open is on the disk, after waiting for it."""
        return all(screen.safe(seconds) for screen in self.screen_stack if isinstance(screen, Keeping))

    def _mend_going_on(self) -> None:
        """Textual takes up at every SIGCONT what only SIGTSTP laid down: else there is just the picture to draw.

        Whoever stops the program leaves the laptop: the key is forgotten.
        """
        driver, go_on = self._driver, getattr(self._driver, "_sigcont_application", None)
        stop = getattr(driver, "_sigtstp_application", None)
        if go_on is None or stop is None or threading.current_thread() is not threading.main_thread():
            return

        def going_on(*told: object) -> None:
            loop.call_soon_threadsafe(self.call_later, self._stopped)
            if getattr(driver, "_must_signal_resume", True):
                go_on(*told)
            else:
                self.refresh(layout=True)

        def stopping(*told: object) -> None:
            self._shut = self._shut or self._vault.open
            self._vault.lock()
            stop(*told)

        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGTSTP, stopping)
        signal.signal(signal.SIGCONT, going_on)

    def _leave(self, number: int) -> None:
        """A signal: what is on the screen goes to the disk, then the terminal is given back.

        Where the terminal is gone (a closed window), giving it back may never end: the same signal, now with its
        default effect, then ends the process.
        """
        self._safe(LAST_WRITE)
        asyncio.get_running_loop().remove_signal_handler(number)
        last = threading.Timer(LAST_RESORT, os.kill, (os.getpid(), number))
        last.daemon = True
        last.start()
        self.exit(return_code=128 + number)

    async def action_quit(self) -> None:
        """Leaves once everything is on the disk; while it cannot be written, it says so and stays."""
        if await asyncio.to_thread(self._safe, 3.0):
            self.exit()
        else:
            self.notify(self.words("app.still-not-saved"), timeout=12, markup=False)

    async def action_quit_anyway(self) -> None:
        """Leaves, whatever could not be written."""
        self.exit()

    def action_help_quit(self) -> None:
        """ctrl+c does not end an hour: it says which key does."""
        self.notify(self.words("app.how-to-quit"), timeout=6, markup=False)

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

        self.panic(Text(self.words("app.crashed", where=where, kind=type(error).__name__)))
