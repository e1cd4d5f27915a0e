"""The counselor's choices: `DATA/settings.toml`."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from kelompok_tui import files, generations
from kelompok_tui.errors import KelompokError
from kelompok_tui.keys import SEAT
from kelompok_tui.migrate import FORMAT, migrate
from kelompok_tui.words import line, read_toml

THEMES = {"dark": "textual-dark", "light": "textual-light", "mono": "kelompok-mono"}
CURTAIN, LOCK = 10, 15  # minutes without a key
LONGEST = 600
DUE = (7, 30, 90)  # days from the last session to laiseg, laijapen and laijapang
FARTHEST = 999
KEEP = 0  # months after the last session until a group is due for removal; 0: none is
NUMBERS = {"curtain": CURTAIN, "lock": LOCK, "keep": KEEP}  # each with what is usual; none is larger than LONGEST
SEMESTERS = ("odd", "even")
TEXTS = ("leader", "nip", "school", "head", "head_nip", "year", "place", "logo")


@dataclass(frozen=True)
class Settings:
    """`language` empty: the system's. `kept`: keys unknown here. `keys`: by name, those that are changed.

    For papers: `leader` (whose number is `nip`) and `school` (with its `head`, the school `year` and `semester`), the
    lines of the `letterhead` and the file of its `logo` (in the data folder, or anywhere), the `place` before a date.
    `curtain`: minutes without a key until it goes down by itself, 0 for never; `lock`: likewise until the key of sealed
    data is forgotten. `plain`: she chose not to seal, and is not asked again. `due`: days from the last session to each
    of the three usual follow-ups. `keep`: months after the last session until a group stands at home as due for
    removal, 0 for never: her own choice, or her school's.
    """

    language: str = ""
    theme: str = "dark"
    leader: str = ""
    nip: str = ""
    school: str = ""
    head: str = ""
    head_nip: str = ""
    year: str = ""
    semester: str = ""
    place: str = ""
    letterhead: tuple[str, ...] = ()
    logo: str = ""
    due: tuple[int, int, int] = DUE
    curtain: int = CURTAIN
    lock: int = LOCK
    keep: int = KEEP
    plain: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


def read_settings(file: Path) -> Settings:
    """The choices in `file`, the defaults where there is none.

    KelompokError tells a slip by line, or by key (`settings.value`).
    """
    if not files.exists(file):
        return Settings()
    held = migrate("settings", read_toml(file), file)
    own = {name: held.pop(name) for name in ("language", "theme", *TEXTS) if name in held}
    for name, value in own.items():
        if not isinstance(value, str) or (name == "theme" and value not in THEMES):
            raise KelompokError("settings.value", file=file, key=name, themes=", ".join(THEMES))
    own |= {name: line(own[name]) for name in TEXTS if name in own}
    semester = held.pop("semester", "")
    if semester not in ("", *SEMESTERS):
        raise KelompokError("settings.choice", file=file, key="semester", known=", ".join(SEMESTERS))
    due = held.pop("due", [*DUE])
    if not isinstance(due, list) or not fits_due(due):
        raise KelompokError("settings.due", file=file, key="due", most=FARTHEST)
    numbers = {name: held.pop(name, usual) for name, usual in NUMBERS.items()}
    for name, number in numbers.items():
        if type(number) is not int or not 0 <= number <= LONGEST:
            raise KelompokError("settings.number", file=file, key=name, most=LONGEST)
    plain = held.pop("plain", False)
    if type(plain) is not bool:
        raise KelompokError("settings.choice", file=file, key="plain", known="true, false")
    letterhead = held.pop("letterhead", [])
    if not isinstance(letterhead, list) or not all(isinstance(text, str) for text in letterhead):
        raise KelompokError("settings.lines", file=file, key="letterhead")
    keys = dict(_keys(held.pop("keys", {}), file))
    laiseg, laijapen, laijapang = due
    return Settings(
        **own,
        semester=semester,
        letterhead=tuple(told for text in letterhead if (told := line(text))),
        due=(laiseg, laijapen, laijapang),
        **numbers,
        plain=plain,
        keys=keys,
        kept=held,
    )


def fits_due(days: list[Any]) -> bool:
    """Whether `days` are three whole numbers from 1 to 999."""
    return len(days) == len(DUE) and all(type(day) is int and 1 <= day <= FARTHEST for day in days)


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
    """`file` holds `settings`, and the keys that were in it but are unknown to this version.

    What could not be read is kept for good: a slip of a hand is no reason to lose the rest.
    """
    slip = False
    try:
        read_settings(file)
    except KelompokError:
        slip = True
    own = asdict(settings)
    kept = own.pop("kept")
    own |= {"keys": own.pop("keys")}  # a table: after all that is none
    own = {name: value for name, value in own.items() if name != "keys" or value}
    generations.save(file, tomli_w.dumps({"format": FORMAT, **own, **kept}).encode(), file.parent, for_good=slip)
