"""The counselor's choices: `DATA/settings.toml`."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.migrate import FORMAT, migrate
from kelompok_tui.words import read_toml

THEMES = {"dark": "textual-dark", "light": "textual-light"}


@dataclass(frozen=True)
class Settings:
    """`language` empty: the system's. `leader` and `school` stand at the head of the log. `kept`: keys unknown here."""

    language: str = ""
    theme: str = "dark"
    leader: str = ""
    school: str = ""
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
    return Settings(**own, kept=held)


def write_settings(file: Path, settings: Settings) -> None:
    """`file` holds `settings`, and the keys that were in it but are unknown to this version."""
    own = asdict(settings)
    kept = own.pop("kept")
    files.replace(file, tomli_w.dumps({"format": FORMAT, **own, **kept}).encode())
