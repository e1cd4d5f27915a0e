"""Plays the real app by keys, as a counselor would, and reads its screen."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from textual.events import Key
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from kelompok_tui.settings import Settings
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.line import Pen
from kelompok_tui.ui.room.circle import Circle
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.words import read_words

Got = TypeVar("Got")
SOON = 0.3  # seconds in which a keeper that is not hindered has written
PATIENCE = 30.0
WIB = timezone(timedelta(hours=7))
KEYS = {" ": "space", "⏎": "enter", "⇥": "tab", "⎋": "escape", "↓": "down", "↑": "up", "→": "right", "←": "left"}
KEYS |= {"⌦": "delete", "⌫": "backspace"}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 9, 40, 0, tzinfo=WIB)

    def __call__(self) -> datetime:
        return self.at

    def go(self, **time: float) -> None:
        """Moves it on."""
        self.at += timedelta(**time)


class Threads(ThreadPoolExecutor):
    """The threads that the app hands work to; how many are `busy`."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = 0

    def submit(self, work: Callable[..., Got], /, *given: object, **more: object) -> "Future[Got]":
        """As it is, and counted until it is done."""
        self.busy += 1
        future = super().submit(work, *given, **more)
        future.add_done_callback(self._done)
        return future

    def _done(self, future: "Future[Got]") -> None:
        self.busy -= 1


class Player:
    """One run of the app."""

    def __init__(self, app: KelompokApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        self.threads = Threads()
        self._loop = asyncio.get_running_loop()
        self._loop.set_default_executor(self.threads)

    async def press(self, *keys: str) -> None:
        """Textual's names of keys, one after the other; afterwards all that is open is on the disk."""
        for key in keys:
            if self._quick(key):
                self.app.simulate_key(key)  # sheets, pens, the circle and a round take keys as fast as they come
            else:
                await self.settle()
                await self.strike(key)
        if keys:
            await self.settle()
            self.app._safe(SOON)
            await self.settle()

    async def strike(self, key: str) -> None:
        """One key, as the terminal hands it on, and what it does."""
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        struck = Key(name, key if len(key) == 1 else key_to_character(name))
        struck.set_sender(self.app)
        driver = self.app._driver
        assert driver is not None
        driver.send_message(struck)
        await self.settle()

    def _quick(self, key: str) -> bool:
        if isinstance(self.app.screen, RoundScreen):
            return True
        focused, plain = self.app.focused, len(key) == 1 and key.isalnum()
        if isinstance(focused, Circle):
            return plain and bool(focused.seat(key) or focused.verb(key))
        return isinstance(focused, Pen | Grid) and (plain or key in {"up", "down", "left", "right"})

    async def type(self, text: str) -> None:
        """Each character as its key; ⏎ ⇥ ⎋ ↓ ↑ → ← ⌦ are keys too."""
        await self.press(*(KEYS.get(sign, sign) for sign in text))

    async def settle(self) -> None:
        """Waits until threads have answered, every message is worked off, and the screen stands."""
        until = time.monotonic() + PATIENCE
        drawn = False
        while self.app.is_running and self.app._exception is None:
            assert time.monotonic() < until, "the app does not come to rest"
            await asyncio.sleep(0)
            if self.threads.busy or len(self.app.workers):
                drawn = False
                await asyncio.sleep(0.001)
            elif self._loop._ready:  # type: ignore[attr-defined]  # something is still to be done
                drawn = False
            elif drawn:
                return
            else:
                self.app.screen._on_timer_update()
                drawn = True

    @property
    def screen(self) -> str:
        """What is to be read on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)

    @property
    def said(self) -> str:
        """What the messages say that are shown for a moment."""
        return "\n".join(note.message for note in self.app._notifications)


@asynccontextmanager
async def playing(
    folder: Path, language: str = "id", size: tuple[int, int] = (80, 24), clock: Clock | None = None
) -> AsyncIterator[Player]:
    """The app on `folder`, at home."""
    clock = clock or Clock()
    app = KelompokApp(folder, Settings(curtain=0), language, read_words(language, folder / "guide"), clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        player = Player(app, pilot, clock)
        await player.settle()
        yield player
