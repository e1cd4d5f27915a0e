"""The keys of a screen, in words."""

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.page import Keys, Leaf, translated

MOST = 10  # keys in one column


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

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return translated(self.desk, super().active_bindings)

    def compose(self) -> ComposeResult:
        keys: dict[str, list[str]] = {}
        for bound in self._active.values():
            shown = self.app.get_key_display(bound.binding)
            if bound.binding.description and shown not in self._pictured:
                told = keys.setdefault(bound.binding.description, [])
                if shown not in told:
                    told.append(shown)
        lines = [f"{' '.join(shown):<10} {what}" for what, shown in keys.items()]
        half = (len(lines) + 1) // 2 if len(lines) > MOST else len(lines)
        right = lines[half:] + [""] * half
        wide = max(len(line) for line in lines[:half]) + 3
        with VerticalScroll(id="help"):
            if self._more:
                yield Static(self._more + Content("\n"))
            yield Static(
                Content("\n".join(f"{one:<{wide}}{other}" for one, other in zip(lines[:half], right, strict=False)))
            )
        yield Keys()
