"""What every screen is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide
from kelompok_tui.keys import Keys
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store
from kelompok_tui.words import Words


@dataclass
class Desk:
    """Where the data are, what a session can be, in which words, by which choices, clock and keys.

    One for all screens: `settings` that papers need may be filled in on any of them, and then hold on all.
    `troubles` are what did not fit in the guide and the keys; home tells them.
    """

    store: Store
    guide: Guide
    words: Words
    settings: Settings
    now: Callable[[], datetime]
    keys: Keys
    troubles: tuple[KelompokError, ...] = ()
