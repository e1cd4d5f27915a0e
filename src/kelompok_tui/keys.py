"""Which key does what: the program's own keys with the counselor's laid over, and what does not fit, by name.

A name is a word of what the key does (`room.undo`), a chair (`seat.3`, `seat.leader`) or a kind of mark
(`kind.question`). A key is one sign as it stands on the keyboard (`u`, `]`), or `space`, `f1` … `f24`, `ctrl+u`,
`pageup` and the like.
"""

import difflib
import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass

from kelompok_tui.errors import KelompokError

SEATS = "1234567890-=op"  # the circle: twelve on the number row, two below its right end
LEADER_KEY = "`"
SEAT, KIND = "seat.", "kind."

# What every sheet and line needs, what leaves the program, and what a terminal cannot tell from these
RESERVED = frozenset(
    (
        *("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "backspace", "delete"),
        *("ctrl+c", "ctrl+q", "ctrl+x", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"),
    )
)
_NAMED = re.compile(r"((ctrl|shift|alt)\+)?(f([1-9]|1[0-9]|2[0-4])|home|end|insert|pageup|pagedown)|ctrl\+[a-z]|space")


@dataclass(frozen=True)
class Keys:
    """The keys as they are: each name with all its keys, the first of them the one that is shown."""

    held: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> str:
        """The key that is shown for `name`; empty where it has none."""
        return next(iter(self.held.get(name, ())), "")

    @property
    def told(self) -> dict[str, str]:
        """Each name with its key as a sentence tells it: `{keys[room.undo]}`."""
        return {
            name: keys[0].upper() if _NAMED.fullmatch(keys[0]) and keys[0][0] == "f" else keys[0]
            for name, keys in self.held.items()
            if keys
        }

    @property
    def seats(self) -> tuple[str, ...]:
        """The keys of the chairs, in their order."""
        return tuple(self[f"{SEAT}{number}"] for number in range(1, len(SEATS) + 1))


@dataclass(frozen=True)
class Screen:
    """The names that are in use at the same time; where `writes`, a letter is no key, because it is written."""

    names: frozenset[str]
    writes: bool = False


def chairs() -> dict[str, tuple[str, ...]]:
    """The program's own keys of the chairs, by name."""
    numbered = enumerate(SEATS, start=1)
    return {f"{SEAT}leader": (LEADER_KEY,), **{f"{SEAT}{number}": (key,) for number, key in numbered}}


def sign(key: str) -> str:
    """`key` as it is written: the sign itself for a name such as `right_square_bracket`."""
    try:
        found = unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key
    return key if found == " " else found


def settle(
    own: Mapping[str, tuple[str, ...]], wanted: Mapping[str, str], screens: tuple[Screen, ...]
) -> tuple[Keys, list[KelompokError]]:
    """The program's `own` keys with the `wanted` laid over, and the trouble of each that was left out.

    Left out are: a name that nothing has, a key that there is not or that is reserved, a letter where letters write,
    and one of two names that would have the same key on the same screen.
    """
    troubles: list[KelompokError] = []
    fit: dict[str, str] = {}
    for name, key in wanted.items():
        if word := _unfit(name, key, own, screens):
            near = next(iter(difflib.get_close_matches(name, own, 1)), "room.undo")
            troubles.append(KelompokError(f"keys.{word}", name=name, key=key, near=near))
        else:
            fit[name] = key
    held = {**own, **{name: (key,) for name, key in fit.items()}}
    while clash := _clash(held, screens, fit):
        name, other, key = clash
        troubles.append(KelompokError("keys.clash", name=name, other=other, key=key))
        del fit[name]
        held[name] = own[name]
    while clash := _clash(held, screens, [name for name in held if name.startswith(KIND)]):
        name, other, key = clash  # a kind of a school's own guide
        troubles.append(KelompokError("keys.clash", name=name, other=other, key=key))
        held[name] = ()
    return Keys(held), troubles


def _unfit(name: str, key: str, own: Mapping[str, tuple[str, ...]], screens: tuple[Screen, ...]) -> str:
    """The word of what is wrong with that key for that name; empty where nothing is."""
    single = len(key) == 1 and key.isprintable() and key != " "
    if name not in own:
        return "no-name"
    if key in RESERVED:
        return "reserved"
    if not single and not _NAMED.fullmatch(key):
        return "no-key"
    if name.startswith((SEAT, KIND)):
        return "" if single else "one-sign"
    writes = any(screen.writes and name in screen.names for screen in screens)
    return "writes" if writes and (single or key == "space") else ""


def _clash(
    held: Mapping[str, tuple[str, ...]], screens: tuple[Screen, ...], giving: Container[str]
) -> tuple[str, str, str] | None:
    """A name of `giving` that must give way, the other, and the key that both have."""
    for screen in screens:
        owner: dict[str, str] = {}
        for name in (name for name in held if name in screen.names):
            for key in held[name]:
                other = owner.setdefault(key, name)
                if other != name and name in giving:
                    return name, other, key
                if other != name and other in giving:
                    return other, name, key
    return None
