"""The messages by which the app learns of other settings."""

from textual.message import Message

from kelompok_tui.settings import Settings


class Settled(Message):
    """The counselor chose anew: it starts again from home."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class FilledIn(Message):
    """What papers need was filled in, and is on the disk: nothing on the screens changes by it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
