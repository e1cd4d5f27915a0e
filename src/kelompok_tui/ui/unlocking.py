"""The passphrase asked, and the vault opened with it: on the screen of its own, and on the curtain."""

from itertools import cycle

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.secret import Secret
from kelompok_tui.vault import Vault
from kelompok_tui.words import Words

SIGNS = ("·  ", "·· ", "···", " ··", "  ·", "   ")
BEAT = 0.2  # seconds from one sign to the next


def is_there(vault: Vault) -> bool:
    """Whether there is a seal; where the disk does not say, there may be one."""
    try:
        return vault.open or vault.there
    except KelompokError:
        return True


class Opened(Message):
    """The vault is open."""


class Barred(Message):
    """Something is sealed that was to be read, and the key is not in memory."""


class Moving(Static):
    """A sentence with a sign that moves, while something takes its seconds."""

    def __init__(self) -> None:
        super().__init__("", classes="moving")
        self._signs = cycle(SIGNS)
        self._said = ""
        self._beat: Timer | None = None

    def tell(self, said: str) -> None:
        """`said`, and it moves."""
        self._said = said
        if self._beat is None:
            self._beat = self.set_interval(BEAT, self._step)
        self._step()

    def rest(self, said: str = "") -> None:
        """`said`, and nothing moves."""
        if self._beat:
            self._beat.stop()
            self._beat = None
        self.update(Content(said))

    def _step(self) -> None:
        self.update(Content(f"{self._said} {next(self._signs)}"))


class Unlocking(Vertical):
    """A pen for the passphrase, and below it how it goes; `Opened` when the vault is open.

    It waits in a thread for a process of its own. What a try opens that is not wanted any more is locked again.
    """

    def __init__(self, words: Words, hint: str) -> None:
        super().__init__()
        self._words = words
        self._hint = hint
        self._vault: Vault | None = None
        self._turn = 0  # which try is wanted

    def compose(self) -> ComposeResult:
        yield Secret(self._try)
        yield Moving()

    @property
    def asking(self) -> bool:
        """The pen is there, or what was typed is being tried."""
        return self._vault is not None

    def ask(self, vault: Vault, said: str = "") -> None:
        """The pen has the keys; `said`, else the hint, stands below it."""
        self._vault = vault
        self._turn += 1
        self.add_class("asking")
        pen = self.query_one(Secret)
        pen.display = True
        pen.ask(self._words("unlock.label"))
        self.query_one(Moving).rest(said or self._hint)
        self.screen.set_focus(pen)

    def rest(self) -> None:
        """Nothing is asked; a try that is under way opens nothing."""
        self._vault = None
        self._turn += 1
        self.remove_class("asking")
        self.query_one(Secret).ask("")
        self.query_one(Moving).rest()
        self.screen.set_focus(None)

    def _try(self, passphrase: str) -> None:
        vault, turn = self._vault, self._turn
        if vault is None or not passphrase:
            return
        self.query_one(Secret).display = False
        self.query_one(Moving).tell(self._words("unlock.opening"))

        def unlock() -> None:
            trouble = None
            try:
                vault.unlock(passphrase)
            except KelompokError as told:
                trouble = told
            self.app.call_from_thread(self._tried, vault, turn, trouble)

        self.run_worker(unlock, thread=True)  # no `work`: that keeps what it was given as a text

    def _tried(self, vault: Vault, turn: int, trouble: KelompokError | None) -> None:
        wanted = turn == self._turn and self.is_attached
        if not wanted and trouble is None:
            vault.lock()
        elif wanted and trouble:
            self.ask(vault, self._words.error(trouble))
        elif wanted:
            self.query_one(Moving).tell(self._words("unlock.reading"))
            self.post_message(Opened())
