"""The one writer of what is open: the newest value wins, in a thread of its own."""

import contextlib
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from kelompok_tui.errors import KelompokError

Kept = TypeVar("Kept")

SOON = 0.1  # seconds until a value is written: the picture of a key comes first, and quick keys are one write
AGAIN = 2.0  # seconds until a write that failed is tried again


class Keeper(Generic[Kept]):
    """Writes each value it is given with `write`, skipping those that a newer one has overtaken.

    `told` is called in the keeper's thread after each attempt: with None when the value is safe on the disk,
    else with the trouble, whatever it was. A failed write is tried again every two seconds with the newest value.
    """

    def __init__(self, write: Callable[[Kept], None], told: Callable[[KelompokError | None], None]) -> None:
        self._write = write
        self._told = told
        self._newest: Kept | None = None
        self._dirty = False
        self._hurry = False
        self._hurried = False  # somebody waited already when the last try began
        self._closing = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, value: Kept) -> None:
        """`value` will be on the disk soon; returns at once."""
        with self._change:
            self._newest = value
            self._dirty = True
            self._change.notify_all()

    def wait(self, seconds: float) -> bool:
        """Whether everything is on the disk, after waiting for it at most `seconds`."""
        with self._change:
            self._hurry = True
            self._change.notify_all()
            done = self._change.wait_for(lambda: not self._dirty, seconds)
            self._hurry = False
            return done

    def close(self, seconds: float = 5.0) -> bool:
        """The last value is written and the thread ends; False, and it goes on trying, when that took too long."""
        if not self.wait(seconds):
            return False
        with self._change:
            self._closing = True
            self._change.notify_all()
        return True

    def _keep(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._dirty or self._closing)
                if self._closing:
                    return
                self._change.wait_for(lambda: self._hurry, SOON)
                value, self._hurried = self._newest, self._hurry
            trouble = None
            try:
                self._write(value)  # type: ignore[arg-type]  # dirty: a value was given
            except KelompokError as told:
                trouble = told
            except Exception as defect:  # not quiet: she is told that it is not saved, and the thread lives
                trouble = _defect(defect)
            with self._change:
                if trouble is None and self._newest is value:
                    self._dirty = False
                    self._change.notify_all()
            with contextlib.suppress(Exception):  # who listens may be gone; the next value is written all the same
                self._told(trouble)
            if trouble is not None:
                with self._change:
                    # one who waits for it now is worth a try more, but only one
                    self._change.wait_for(lambda: self._closing or (self._hurry and not self._hurried), AGAIN)


def _defect(error: Exception) -> KelompokError:
    """A trouble for what no one foresaw: kind and place of the error, nothing of what is in memory."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return KelompokError("keeper.defect", kind=type(error).__name__, where=f"{Path(last.filename).name}:{last.lineno}")
