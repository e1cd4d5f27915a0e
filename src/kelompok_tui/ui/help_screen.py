"""The keys of a screen, in words."""

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.page import Keys, Leaf, translated


class HelpScreen(Leaf[None], ModalScreen[None]):
    """Lists what was bound where help was asked for; any of its own keys goes back."""

    BINDINGS = [Binding("escape,question_mark,f1,enter,q", "dismiss", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, active: dict[str, ActiveBinding], more: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._active = active
        self._more = more

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return translated(self.desk, super().active_bindings)

    def compose(self) -> ComposeResult:
        keys: dict[str, list[str]] = {}
        for bound in self._active.values():
            if bound.binding.description:
                shown = self.app.get_key_display(bound.binding)
                told = keys.setdefault(bound.binding.description, [])
                if shown not in told:
                    told.append(shown)
        lines = [f"{' '.join(shown):<12} {what}" for what, shown in keys.items()]
        with VerticalScroll(id="help"):
            if self._more:
                yield Static(Content(self._more + "\n"))
            yield Static(Content("\n".join(lines)))
        yield Keys()
