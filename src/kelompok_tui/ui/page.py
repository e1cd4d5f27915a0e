"""What every screen shares: words on the keys, the line, help, and the door at which errors are told."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.model.value import told
from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.help_screen import HelpScreen
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Leaf
from kelompok_tui.ui.line import Line

Got = TypeVar("Got")
Shown = TypeVar("Shown")

SMALLEST = (80, 24)


class Page(Leaf[None]):
    """A screen of kelompok. Its bindings' descriptions are keys of words."""

    BINDINGS = [key("?,f1", "help", "app.help", key_display="?")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.words = desk.words

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """As Textual has them, in the user's words, this screen's own first: what footer and help show."""
        active = super().active_bindings
        own = [bound.action for bound in type(self).BINDINGS if isinstance(bound, Binding)]
        last = ["curtain", "help"]  # on every screen, in the same place

        def place(held: tuple[str, ActiveBinding]) -> int:
            action = held[1].binding.action
            return own.index(action) if action in own else 100 + last.index(action) if action in last else 99

        return dict(sorted(active.items(), key=place))

    def ask(self, label: str, text: str, keep: Callable[[str], None], draft: str = "") -> None:
        """Has something written on the line."""
        self.query_one(Line).ask(label, text, keep, draft)

    def on_key(self, event: events.Key) -> None:
        """A key that came too late for what had the focus, and is meant for the line."""
        lines = self.query(Line)
        if lines and lines.first().take(event.key, event.character):
            event.stop()
            event.prevent_default()

    def tell(self, trouble: KelompokError) -> None:
        """The sentence of a trouble, for as long as it takes to read it."""
        self.warn(self.words.error(trouble))

    def warn(self, said: str) -> None:
        """A sentence of a trouble, likewise."""
        self.notify(said, severity="error", timeout=12, markup=False)

    def say(self, word: str, **facts: object) -> None:
        """A word that is gone in a moment."""
        self.notify(self.words(word, **facts), timeout=4, markup=False)

    def attempt(self, change: Callable[[], Got]) -> Got | None:
        """What `change` gives; None, and told, when it does not fit."""
        try:
            return change()
        except KelompokError as trouble:
            self.tell(trouble)
        except ValidationError as trouble:
            self.tell(told(trouble))
        return None

    def fetch(self, get: Callable[[], Got], then: Callable[[Got], Any]) -> None:
        """`get`, which may wait for the disk, in a thread; `then` with what it gave, on the screen's own.

        A trouble is told wherever she is by then.
        """
        self._fetch(self.app, get, then)

    @work(thread=True)
    def _fetch(self, app: App[None], get: Callable[[], Got], then: Callable[[Got], Any]) -> None:
        """`app` is handed in: a screen that was left meanwhile has none."""
        try:
            got = get()
        except KelompokError as trouble:
            app.call_from_thread(self._fail, app, trouble)
        else:
            app.call_from_thread(self._arrive, then, got)

    def _fail(self, app: App[None], trouble: KelompokError) -> None:
        if self.is_attached:
            self.tell(trouble)
        else:
            app.notify(self.words.error(trouble), severity="error", timeout=12, markup=False)

    def _arrive(self, then: Callable[[Got], Any], got: Got) -> Any:
        """What was read comes to a screen, if it is still there."""
        return then(got) if not self._left and self.is_attached else None

    def show(self, screen: Screen[Shown], then: Callable[[Shown | None], Any] | None = None) -> None:
        """`screen` in front of this one; not a second time, when the same key was struck twice on a slow disk."""
        front = next(shown for shown in reversed(self.app.screen_stack) if not isinstance(shown, CurtainScreen))
        if front is self:
            self.app.push_screen(screen, then)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(HelpScreen(self.desk, self.active_bindings, *self.help_text()))

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What the help of this screen tells before its keys, and the keys that it tells already."""
        return Content(""), frozenset()

    def on_resize(self) -> None:
        """Below 80x24 the screen says so, until there is room again."""
        self._fit()

    def on_screen_resume(self) -> None:
        """Likewise when it comes back."""
        self._fit()

    def _fit(self) -> None:
        if _small(self) and self.app.screen is self:
            self.app.push_screen(TooSmall(self.desk))


def _small(screen: Screen[None]) -> bool:
    return screen.app.size.width < SMALLEST[0] or screen.app.size.height < SMALLEST[1]


class TooSmall(Leaf[None], ModalScreen[None]):
    """Says that the terminal is too small, and goes by itself when it is not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.words = desk.words

    def compose(self) -> ComposeResult:
        yield Static("", id="sentence")

    def on_resize(self) -> None:
        wide, high = self.app.size
        if not _small(self):
            self.dismiss()
            return
        said = self.words("app.small", wide=wide, high=high, least=f"{SMALLEST[0]}x{SMALLEST[1]}")
        self.query_one("#sentence", Static).update(Content(said))
