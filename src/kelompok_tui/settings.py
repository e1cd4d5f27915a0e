"""The counselor's choices: `DATA/settings.toml`."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.keys import SEAT
from kelompok_tui.migrate import FORMAT, migrate
from kelompok_tui.words import read_toml

THEMES = {"dark": "textual-dark", "light": "textual-light", "mono": "kelompok-mono"}
CURTAIN = 10  # minutes without a key
LONGEST = 600


@dataclass(frozen=True)
class Settings:
    """`language` empty: the system's. `leader` and `school` stand at the head of the log. `kept`: keys unknown here.

    `curtain`: minutes without a key until it goes down by itself, 0 for never. `keys`: by name, those that are changed.
    """

    language: str = ""
    theme: str = "dark"
    leader: str = ""
    school: str = ""
    curtain: int = CURTAIN
    keys: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


def read_settings(file: Path) -> Settings:
    """The choices in `file`, the defaults where there is none.

    KelompokError tells a slip by line, or by key (`settings.value`).
    """
    if not files.exists(file):
        return Settings()
    held = migrate("settings", read_toml(file), file)
    own = {name: held.pop(name) for name in ("language", "theme", "leader", "school") if name in held}
    for name, value in own.items():
        if not isinstance(value, str) or (name == "theme" and value not in THEMES):
            raise KelompokError("settings.value", file=file, key=name, themes=", ".join(THEMES))
    curtain = held.pop("curtain", CURTAIN)
    if type(curtain) is not int or not 0 <= curtain <= LONGEST:
        raise KelompokError("settings.number", file=file, key="curtain", most=LONGEST)
    return Settings(**own, curtain=curtain, keys=dict(_keys(held.pop("keys", {}), file)), kept=held)


def _keys(held: object, file: Path, above: str = "") -> Iterator[tuple[str, str]]:
    """Names and their keys, `room.undo`, from tables in tables; `seats` is a row of keys for the chairs."""
    if not isinstance(held, dict):
        raise KelompokError("settings.keys", file=file, key=f"keys{above and '.'}{above}")
    for name, key in held.items():
        path = f"{above}.{name}" if above else name
        if path == "seats" and isinstance(key, str):
            yield from ((f"{SEAT}{number}", sign) for number, sign in enumerate(key, start=1))
        elif isinstance(key, str):
            yield path, key
        else:
            yield from _keys(key, file, path)


def write_settings(file: Path, settings: Settings) -> None:
    """`file` holds `settings`, and the keys that were in it but are unknown to this version."""
    own = asdict(settings)
    kept = own.pop("kept")
    own |= {"keys": own.pop("keys")}  # a table: after all that is none
    own = {name: value for name, value in own.items() if name != "keys" or value}
    files.replace(file, tomli_w.dumps({"format": FORMAT, **own, **kept}).encode())
