"""The keys of the room as they lie on the keyboard, each with what it does."""

from collections.abc import Mapping

from textual.content import Content

from kelompok_tui.guide import Guide
from kelompok_tui.keys import KIND, Keys
from kelompok_tui.ui.room.legend import tint
from kelompok_tui.words import Words

BOARD = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")


def keyboard(words: Words, guide: Guide, keys: Keys, seats: Mapping[str, str]) -> Content:
    """Four rows of keys, up to the last that is used, with their words below; `seats` tells the key of each code."""
    caps: dict[str, Content] = {key: Content.styled(code, "bold") for code, key in seats.items()}
    caps[keys["seat.leader"]] = Content.styled(words("room.leader"), "bold")
    for kind in guide.kinds.values():
        if key := keys[f"{KIND}{kind.id}"]:
            caps[key] = Content.styled(kind.short or kind.title, tint(kind))
    for name in keys.held:
        word = f"cap.{name.removeprefix('room.')}"
        if name.startswith("room.") and word in words and len(keys[name]) == 1:
            caps.setdefault(keys[name], Content.styled(words(word), "dim"))
    lines = [Content(words("room.help"))]
    for indent, row in enumerate(BOARD):
        top = bottom = Content(" " * indent)
        used = max((place for place, key in enumerate(row, start=1) if key in caps), default=0)
        for key in row[:used]:
            cap = caps.get(key, Content(""))
            wide = max(3, cap.cell_length) + 1
            top += Content.styled(f" {key} ", "reverse bold" if cap else "dim") + Content(" " * (wide - 3))
            bottom += cap + Content(" " * (wide - cap.cell_length))
        lines += [top, bottom]
    return Content("\n").join(lines)
