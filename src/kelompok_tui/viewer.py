"""A file, shown by the program that the system has for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.errors import KelompokError

WAIT = 3.0  # seconds in which an opener tells that it cannot
OPENERS = ("xdg-open", "wslview")


def show(path: Path) -> None:
    """`path` is shown in a window of its own; KelompokError `viewer` where nothing can show it, or it is gone."""
    if not files.exists(path):
        raise KelompokError("file.not-read", file=path, why="ENOENT")
    try:
        if sys.platform == "win32":
            os.startfile(path.absolute())
        else:
            _open(_opener(path), path.absolute())
    except OSError as trouble:
        raise KelompokError("viewer", file=path) from trouble


def _opener(path: Path) -> str:
    names = ("open",) if sys.platform == "darwin" else OPENERS
    found = next((found for name in names if (found := shutil.which(name))), None)
    # without a screen of its own, xdg-open would look for a browser that takes this terminal
    window = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if found is None or not (window or found.endswith("wslview")):
        raise KelompokError("viewer", file=path)
    return found


def _open(opener: str, path: Path) -> None:
    """Detached, and without a shell; one that is still there after a while is showing it."""
    none = subprocess.DEVNULL
    started = subprocess.Popen([opener, str(path)], stdin=none, stdout=none, stderr=none, start_new_session=True)
    try:
        failed = started.wait(WAIT) != 0
    except subprocess.TimeoutExpired:
        return
    if failed:
        raise KelompokError("viewer", file=path)
