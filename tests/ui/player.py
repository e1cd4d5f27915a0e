"""Plays the real app by keys, as a counselor would, and reads its screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from textual.pilot import Pilot

from kelompok_tui.settings import Settings
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.line import Pen
from kelompok_tui.ui.room.circle import Circle
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.words import read_words

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


class Player:
    """One run of the app."""

    def __init__(self, app: KelompokApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    async def press(self, *keys: str) -> None:
        """Textual's names of keys, one after the other."""
        quick = False
        if not keys:
            return
        for key in keys:
            if self._quick(key):
                self.app.simulate_key(key)  # sheets, pens, the circle and a round take keys as fast as they come
                quick = True
                continue
            if quick:
                await self.pilot.pause()
            quick = False
            await self.pilot.press(key)
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
        """Waits until threads have answered and the screen stands."""
        for _ in range(5):
            busy = len(self.app.workers)
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if not busy and not len(self.app.workers):
                break

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
