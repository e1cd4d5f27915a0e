"""Who has a session open: a lock on a small file, which the system frees when its owner dies."""

import contextlib
import errno
import os
import sys
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.errors import KelompokError

# to lock, Windows must write; elsewhere a file that is only read keeps no disk from being taken away
_OPEN = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY
# a pipe or a link that somebody laid in its place is neither waited for nor followed
_OPEN |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


class Lock:
    """It is held from now on until `release`, or until the process ends however it ends.

    Without a `handle` it holds nothing: where the system has no locks, a session opens all the same.
    """

    def __init__(self, handle: int | None = None) -> None:
        self._handle = handle

    def release(self) -> None:
        """Another may have it. The file stays: one that took its place could be held by two."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                os.close(handle)


def hold(path: Path) -> Lock | None:
    """The lock on `path`; None where another has it. Never waits for it, and no failing of the disk is in the way."""
    try:
        files.make_folder(path.parent)
        handle = os.open(path, _OPEN | os.O_CREAT, 0o600)
    except (OSError, KelompokError):
        return Lock()
    try:
        _lock(handle)
    except OSError as trouble:
        os.close(handle)
        return None if trouble.errno in _HELD else Lock()
    return Lock(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
