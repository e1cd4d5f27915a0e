"""Who may look into the data folder: its owner alone, as far as the disk can tell one from another."""

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# what is ours below the data folder: a folder named by mistake (a home, a disk) may hold anything else
OURS = (
    *("groups", "bin", ".generations", "exports", "guide", "templates", "vault"),
    *("settings.toml", "contacts.toml", "round.json", "disposed.toml"),
)
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Rights:
    """How many were open to others and are `mended`; `stuck` are those that cannot be: another's, or on a FAT stick."""

    mended: int = 0
    stuck: tuple[Path, ...] = ()


def mend_rights(folder: Path) -> Rights:
    """Folders below the data `folder` are 0700 and files 0600, itself too; links are not followed. Only on POSIX."""
    if sys.platform == "win32":
        return Rights()
    open_to_others = [path for path in _below(folder) if _mode(path) & OTHERS]
    stuck = tuple(path for path in open_to_others if not _close(path))
    return Rights(len(open_to_others) - len(stuck), stuck)


def _below(folder: Path) -> Iterator[Path]:
    """The data folder, where it is one, and all that is ours in it, no links."""
    if (folder / "groups").is_dir() and not _mode(folder) & stat.S_ISVTX:  # /tmp is nobody's
        yield folder
    for top in (folder / name for name in OURS):
        if top.is_symlink() or not os.path.lexists(top):
            continue
        yield top
        for where, folders, names in os.walk(top):  # what may not be looked into is left out
            yield from (path for name in (*folders, *names) if not (path := Path(where, name)).is_symlink())


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except OSError:  # gone meanwhile
        return 0


def _close(path: Path) -> bool:
    """Whether only the owner may now."""
    try:
        path.chmod(_mode(path) & ~OTHERS)
    except OSError:
        return False
    return not _mode(path) & OTHERS
