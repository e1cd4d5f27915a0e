"""The message by which the app starts again with other settings."""

from textual.message import Message

from kelompok_tui.settings import Settings


class Settled(Message):
    """The counselor chose anew."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
