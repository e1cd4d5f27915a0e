"""The number of the file format, and the steps from each older one: dict to dict."""

from collections.abc import Callable
from typing import Any

from kelompok_tui.errors import KelompokError

FORMAT = 1

Step = Callable[[dict[str, Any]], dict[str, Any]]

# STEPS[kind][n] makes a file of format n one of format n + 1; `kind` is group, names, session or settings
STEPS: dict[str, dict[int, Step]] = {"group": {}, "names": {}, "session": {}, "settings": {}}


def migrate(kind: str, held: dict[str, Any], file: object) -> dict[str, Any]:
    """`held` in today's format, without its number.

    KelompokError `file.no-format` where the number is missing or is none, `file.newer` where it is from a
    later kelompok than this one.
    """
    number = held.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise KelompokError("file.no-format", file=file, format=FORMAT)
    if number > FORMAT:
        raise KelompokError("file.newer", file=file, number=number, format=FORMAT)
    held = {key: value for key, value in held.items() if key != "format"}
    for step in range(number, FORMAT):
        held = STEPS[kind][step](held)
    return held
