"""The value that a screen holds: every change kept at once, every change can be taken back."""

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.message import Message

from kelompok_tui.errors import KelompokError
from kelompok_tui.keeper import Keeper

Held = TypeVar("Held")


class Kept(Message):
    """The keeper tried to write: no trouble, or which."""

    def __init__(self, trouble: KelompokError | None) -> None:
        super().__init__()
        self.trouble = trouble


class Ledger(Generic[Held]):
    """The newest value, those before it, and the keeper that brings it to the disk.

    Every new value goes through `trace(old, new)`: what was there before may leave one in it.
    """

    def __init__(
        self,
        value: Held,
        write: Callable[[Held], None],
        told: Callable[[KelompokError | None], None],
        trace: Callable[[Held, Held], Held] = lambda old, new: new,
    ) -> None:
        self.value = value
        self._trace = trace
        self._past: list[Held] = []
        self._future: list[Held] = []
        self.keeper = Keeper(write, told)

    def put(self, value: Held, *, undoable: bool = True) -> None:
        """`value` is the newest; one that is not `undoable` (a clock, a stage) is none that undo comes back to."""
        if value == self.value:
            return
        value = self._trace(self.value, value)
        if undoable:
            self._past.append(self.value)
            self._future.clear()
        self.value = value
        self.keeper.keep(value)

    def undo(self, over: Callable[[Held, Held], Held]) -> bool:
        """Back to the value before the last change; `over(old, now)` may carry on what undo leaves alone."""
        return self._step(self._past, self._future, over)

    def take(self, value: Held, kept: bool) -> None:
        """`value` has what another hand did too. What was before it had not, and is nothing to come back to.

        Not `kept`: it is not on the disk yet.
        """
        self._past.clear()
        self._future.clear()
        self.value = value
        if not kept:
            self.keeper.keep(value)

    def back(self, value: Held) -> None:
        """`value` is what was before: for an undo whose value is not held any more."""
        self._future.append(self.value)
        self.value = value
        self.keeper.keep(value)

    def redo(self, over: Callable[[Held, Held], Held]) -> bool:
        """The change that was taken back last is made again."""
        return self._step(self._future, self._past, over)

    def _step(self, come_from: list[Held], go_to: list[Held], over: Callable[[Held, Held], Held]) -> bool:
        before = self.value
        while come_from and self.value == before:  # one that changed only what is left alone is none
            go_to.append(self.value)
            self.value = over(come_from.pop(), self.value)
        if self.value == before:
            return False
        self.keeper.keep(self.value)
        return True
