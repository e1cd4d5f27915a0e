"""What every screen is, small or large: its keys in words, and left only once."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widgets import Footer

from kelompok_tui.ui.curtain import Resumed
from kelompok_tui.ui.desk import Desk

Result = TypeVar("Result")


def translated(desk: Desk, active: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """The bindings with their descriptions, which are keys of words, said in words; Textual's own stay silent."""
    return {
        key: ActiveBinding(
            bound.node,
            Binding(
                bound.binding.key,
                bound.binding.action,
                desk.words(bound.binding.description) if bound.binding.description in desk.words else "",
                bound.binding.show,
                bound.binding.key_display,
                bound.binding.priority,
                "",
                bound.binding.id,
            ),
            bound.enabled,
            "",
        )
        for key, bound in active.items()
    }


class Keys(Footer):
    """The footer: this screen's keys, without the palette that there is not."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)


class Leaf(Screen[Result]):
    """A screen that can be left once: a second Escape, or a second resize, never takes the one below with it."""

    _left = False
    _late: tuple[Result | None, ...] = ()  # what it is left with as soon as it is in front

    def on_screen_resume(self) -> None:
        """It is in front: the app looks whether that may be."""
        self.app.post_message(Resumed())
        if self._late:
            self.dismiss(*self._late)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leaves it with `result`; where another screen is above it (the curtain), when that is gone."""
        if self._left:
            return AwaitComplete()
        if self.app.screen is not self:
            self._late = (result,)
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)
