"""The keys of a screen, in words."""

from itertools import zip_longest

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys, Leaf

MOST = 10  # keys in one column
ROOMY = 30  # rows of a terminal in which one may stay empty


class HelpScreen(Leaf[None], ModalScreen[None]):
    """Lists what was bound where help was asked for, but for the keys that are `pictured` in `more`.

    Any of its own keys goes back.
    """

    BINDINGS = [Binding("escape,question_mark,f1,enter,q", "dismiss", "app.back", key_display="Esc")]

    def __init__(
        self, desk: Desk, active: dict[str, ActiveBinding], more: Content, pictured: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self.desk = desk
        self._active = active
        self._more = more
        self._pictured = pictured

    def compose(self) -> ComposeResult:
        keys: dict[str, list[str]] = {}
        for bound in self._active.values():
            shown = self.app.get_key_display(bound.binding)
            if bound.binding.description and shown not in self._pictured:
                told = keys.setdefault(bound.binding.description, [])
                if shown not in told:
                    told.append(shown)
        lines = [(" ".join(shown), what) for what, shown in keys.items()]
        half = (len(lines) + 1) // 2 if len(lines) > MOST else len(lines)
        left, right = _column(lines[:half]), _column(lines[half:])
        rows = (f"{one}   {other}" for one, other in zip_longest(left, right, fillvalue=""))
        with VerticalScroll(id="help"):
            if self._more:
                yield Static(self._more + Content("\n" if self.app.size.height >= ROOMY else ""))
            yield Static(Content("\n".join(rows)))
        yield Keys()


def _column(lines: list[tuple[str, str]]) -> list[str]:
    """Keys and what they do, as wide as the widest."""
    wide = max((len(shown) for shown, _ in lines), default=0)
    told = [f"{shown:<{wide}}  {what}" for shown, what in lines]
    return [f"{line:<{max(map(len, told))}}" for line in told]
