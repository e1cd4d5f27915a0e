"""The keys of all screens, those of the settings laid over them."""

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide
from kelompok_tui.keys import KIND, Keys, Screen, chairs, settle, sign
from kelompok_tui.ui.bin_screen import BinScreen
from kelompok_tui.ui.contacts_screen import ContactsScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.held_screen import HeldScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.names_screen import NamesScreen
from kelompok_tui.ui.pass_screen import PassScreen
from kelompok_tui.ui.report_screen import ReportScreen
from kelompok_tui.ui.session_screen import SessionScreen

WRITING = (GroupScreen, NamesScreen, ContactsScreen)  # here a letter is always written
SCREENS = (HomeScreen, BinScreen, SessionScreen, DoorScreen, GapScreen, HeldScreen, PassScreen, ReportScreen, *WRITING)


def named(node: type[DOMNode]) -> dict[str, tuple[str, ...]]:
    """The keys of a screen or of the app that have a name, by it."""
    held: dict[str, tuple[str, ...]] = {}
    for kind in reversed(node.__mro__):
        for bound in kind.__dict__.get("BINDINGS", ()):
            if isinstance(bound, Binding) and bound.id:
                held[bound.id] = tuple(sign(key.strip()) for key in bound.key.split(","))
    return held


def lay_keys(guide: Guide, wanted: dict[str, str], app: type[App[None]]) -> tuple[Keys, list[KelompokError]]:
    """All keys, with the `wanted` laid over where they fit; and the trouble of each that does not."""
    everywhere = named(app)
    circle = chairs() | {f"{KIND}{kind.id}": (kind.key,) if kind.key else () for kind in guide.kinds.values()}
    own = {**everywhere, **circle}
    screens = [Screen(frozenset(everywhere), writes=True)]
    for node in SCREENS:
        held = named(node)
        own |= held
        names = {*held, *everywhere, *(circle if node is SessionScreen else ())}
        screens.append(Screen(frozenset(names), node in WRITING))
    return settle(own, wanted, tuple(screens))


def keymap(keys: Keys, wanted: dict[str, str]) -> dict[str, str]:
    """The changed keys that hold, as Textual wants them: by the name of their binding."""
    return {name: "comma" if key == "," else key for name, key in wanted.items() if keys[name] == key}
