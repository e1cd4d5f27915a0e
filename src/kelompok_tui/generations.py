"""The last good versions of each file: kept by whoever writes it, few, and never in the way of a save."""

import contextlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.migrate import FORMAT
from kelompok_tui.vault import Vault, sealed

FOLDER = ".generations"
AGES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)

_NAME = re.compile(r"([0-9]{4,9})\.([0-9]{8}T[0-9]{6}[+-][0-9]{4})(\.hand)?\.[a-z]+")
_NUMBER = re.compile(rb'^[\s{"]*format"?\s*[:=]\s*([0-9]{1,9})', re.MULTILINE)
# strings of TOML, so that no # in them is taken for a comment
_COMMENT = re.compile(
    rb'"""(?:\\.|[^\\])*?"""|' + rb"'''.*?'''|" + rb'"(?:\\.|[^"\\\n])*"|' + rb"'[^'\n]*'|(#)", re.DOTALL
)


@dataclass(frozen=True)
class Kept:
    """A version that was kept in `file`, the `number`th of its kind, saved `at`; one by `hand` is never thinned."""

    file: Path
    number: int
    at: datetime
    hand: bool


def save(
    path: Path,
    data: bytes,
    top: Path,
    for_good: bool = False,
    names: Collection[str] = (),
    vault: Vault | None = None,
) -> None:
    """`path`, which lies below `top`, holds `data` (`files.replace`); what it held before is its newest generation.

    One that is kept `for_good`, as one with a comment is, is never thinned. A file of an older format stays beside it
    too, as `NAME.format-2`, the first time. Of the `names`, one that was taken out is in no generation either.
    With a `vault` all of it is sealed; what cannot be opened, for it is locked, is kept unread.
    """
    shelf = place(path, top)
    away = _led_away(shelf, top)
    before = [] if away else kept(shelf)
    newest: list[Kept] = []
    places: list[Path] = []
    gone: set[str] = set()
    with contextlib.suppress(OSError, OverflowError, ValueError, KelompokError):  # nothing that can be kept
        there = files.read(path)
        held = _opened(there, vault)
        gone = _said(names, held) - _said(names, data)
        if held != data and not gone and not away:
            hand = for_good or (path.suffix == ".toml" and any(found[1] for found in _COMMENT.finditer(held)))
            newest = [_generation(path, shelf, 1 + max((one.number for one in before), default=0), hand)]
            places = [newest[0].file, *_old(path, held)]
        if vault and vault.sealed and not sealed(there):  # a link to it would stay plain
            for spot in [spot for spot in places if not files.taken(spot)]:
                with contextlib.suppress(KelompokError):
                    files.replace(spot, vault.seal(there))
            places = []
    files.replace(path, vault.seal(data) if vault else data, tuple(places))
    for one in [*(one for one in before if gone and _tells(one, gone, vault)), *_outdated([*newest, *before])]:
        with contextlib.suppress(OSError):  # it goes the next time
            one.file.unlink()


def place(path: Path, top: Path) -> Path:
    """The folder of the generations of what is at `path`, a file or a folder below `top`."""
    return top / FOLDER / path.relative_to(top)


def kept(shelf: Path) -> list[Kept]:
    """The generations in that folder, the newest first. They go by number: a clock can be wrong."""
    found = []
    with contextlib.suppress(OSError):
        for file in shelf.iterdir():
            with contextlib.suppress(ValueError):  # digits, but no day
                if told := _NAME.fullmatch(file.name):
                    found.append(Kept(file, int(told[1]), datetime.fromisoformat(told[2]), bool(told[3])))
    return sorted(found, key=lambda one: (one.number, one.at), reverse=True)


def _led_away(shelf: Path, top: Path) -> bool:
    """A link stands on the way to that folder: what was there before is none of its business."""
    try:
        files.not_linked(shelf, top)
    except KelompokError:
        return True
    return False


def _said(names: Collection[str], data: bytes) -> set[str]:
    """Those of the `names` that stand in `data` as a word, in large letters or small."""
    text = data.decode(errors="replace").casefold() if names else ""
    return {name for name in names if name.casefold() in text and re.search(rf"\b{re.escape(name.casefold())}\b", text)}


def _opened(held: bytes, vault: Vault | None) -> bytes:
    """What is in `held`; nothing where it cannot be opened now."""
    try:
        return vault.read(held) if vault else held
    except KelompokError:
        return b""


def _tells(one: Kept, names: Collection[str], vault: Vault | None) -> bool:
    try:
        return bool(_said(names, _opened(files.read(one.file), vault)))
    except KelompokError:
        return False


def _generation(path: Path, shelf: Path, number: int, hand: bool) -> Kept:
    """What `path` is to become."""
    at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return Kept(shelf / f"{number:04}.{at:%Y%m%dT%H%M%S%z}{'.hand' if hand else ''}{path.suffix}", number, at, hand)


def _old(path: Path, held: bytes) -> Iterator[Path]:
    """Where `held` stays, if it is of an older format; nothing that is there is ever written over."""
    if (told := _NUMBER.search(held)) and int(told[1]) < FORMAT:
        yield path.with_name(f"{path.name}.format-{int(told[1])}")


def _outdated(held: list[Kept]) -> list[Kept]:
    """Those of `held`, the newest first, that are one too many.

    What stays: the newest, the oldest of each span between two ages, the newest of all that is older still.
    """
    held = [one for one in held if not one.hand]
    spans: dict[int, Kept] = {}
    for one in held[1:]:
        span = bisect_right(AGES, abs(held[0].at - one.at))
        if span < len(AGES) or span not in spans:
            spans[span] = one
    stay = {one.file for one in (*held[:1], *spans.values())}
    return [one for one in held if one.file not in stay]
