"""What every screen is, small or large: its keys in words, and left only once."""

from asyncio import Queue
from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
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


def _waiting(widget: Widget) -> list[events.Key]:
    """The keys that wait for `widget`, taken from it; the next message stands before its queue."""
    queue: Queue[Message | None] = widget._message_queue  # None: it closes
    told = [queue.get_nowait() for _ in range(queue.qsize())]
    if widget._pending_message is not None:
        told.insert(0, widget._pending_message)
        widget._pending_message = None
    for message in told:
        if not isinstance(message, events.Key):
            queue.put_nowait(message)
    return [message for message in told if isinstance(message, events.Key)]


class Keys(Footer):
    """The footer: this screen's keys, without the palette that there is not."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._drawn: list[tuple[str, str, bool]] | None = None

    async def recompose(self) -> None:
        """As Textual has it, but only where other keys are to be shown: it costs more than all else that a key does."""
        if not self.is_attached:  # the screen was left meanwhile
            return
        active = (bound for bound in self.screen.active_bindings.values() if bound.binding.show)
        shown = [(self.app.get_key_display(one.binding), one.binding.description, one.enabled) for one in active]
        if shown != self._drawn:
            self._drawn = shown
            await super().recompose()


class Leaf(Screen[Result]):
    """A screen that can be left once: a second Escape, or a second resize, never takes the one below with it."""

    desk: Desk
    _left = False
    _late: tuple[Result | None, ...] = ()  # what it is left with as soon as it is in front

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """As Textual has them, in the user's words."""
        return translated(self.desk, super().active_bindings)

    def key_of(self, action: str) -> str:
        """The key that does `action` here, as it stands on the keyboard."""
        bound = (active.binding for active in self.active_bindings.values() if active.binding.action == action)
        return self.app.get_key_display(next(bound))

    def on_screen_resume(self) -> None:
        """It is in front: the app looks whether that may be."""
        self.app.post_message(Resumed())
        if self._late:
            self.dismiss(*self._late)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """As Textual has it; keys that wait for the old place go to the new one at once.

        On a slow laptop they would else be overtaken by those that were struck after them.
        """
        before = self.focused
        super().set_focus(widget, scroll_visible, from_app_focus)
        if before is not None and self.focused is not None and self.focused is not before:
            for key in _waiting(before):
                self.focused.post_message(events.Key(key.key, key.character))

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leaves it with `result`; where another screen is above it (the curtain), when that is gone."""
        if self._left:
            return AwaitComplete()
        if self.app.screen is not self:
            self._late = (result,)
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)
