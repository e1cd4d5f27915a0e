"""Replace a file so that it is whole or untouched, and where things live."""

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

from kelompok_tui.errors import KelompokError

LARGEST = 64  # MiB: ours are a thousandth of it; what is larger is none of ours, and would fill the memory

_BUSY = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation (a scanner has the file open)
_NO_FOLDER_SYNC = {"EINVAL", "ENOTSUP", "EOPNOTSUPP"}  # shared folders; anything else is a real failure


def data_folder(named: str | None = None) -> Path:
    """The folder that holds everything: `named`, else KELOMPOK_DATA, else the system's place for user data."""
    named = named or os.environ.get("KELOMPOK_DATA") or platformdirs.user_data_dir("kelompok", appauthor=False)
    return Path(named).expanduser().absolute()


def exists(path: Path) -> bool:
    """Whether there is anything at `path`; KelompokError `file.not-read` where the system will not say."""
    try:
        return path.exists()
    except OSError as trouble:
        raise KelompokError("file.not-read", file=path, why=reason(trouble)) from trouble


def make_folder(folder: Path) -> None:
    """`folder` and its missing parents exist, ours alone (0700), and a power cut leaves them."""
    try:
        for step in _missing(folder):
            step.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(step.parent)
    except OSError as trouble:
        raise not_written(folder, trouble) from trouble


def children(folder: Path, hidden: bool = False) -> list[Path]:
    """What is right below `folder`, by name, the `hidden` only if asked for; nothing where there is no such folder."""
    if not exists(folder):
        return []
    try:
        return sorted(child for child in folder.iterdir() if hidden or not child.name.startswith("."))
    except OSError as trouble:
        raise KelompokError("file.not-read", file=folder, why=reason(trouble)) from trouble


def meant(folder: Path, where: str) -> Path:
    """The place that somebody wrote: below `folder` where it is no whole path, `~` her own home."""
    try:
        return folder / Path(where).expanduser()
    except RuntimeError:  # there is no such home
        return folder / where


def is_folder(path: Path) -> bool:
    """Whether a folder is there that can be looked at."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where it may not look


def is_plain(path: Path) -> bool:
    """Whether a plain file is there that can be looked at."""
    return os.path.isfile(path)  # noqa: PTH113 - likewise


def taken(path: Path) -> bool:
    """Whether anything has that name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def free(path: Path) -> Path:
    """`path`, or the first numbered copy of it (`log-2.md`) where nothing stands yet."""
    number, place = 1, path
    while taken(place):
        number += 1
        place = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return place


def looks(path: Path) -> tuple[int, int, int] | None:
    """What tells one version of `path` from another without reading it; None where there is none to be seen."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def read(path: Path) -> bytes:
    """The bytes of `path`; KelompokError `file.not-read` with the system's reason when they cannot be had.

    What is no plain file (`file.not-plain`: a pipe or a device, which might never end) or is larger than 64 MiB
    (`file.too-large`) is told without being opened.
    """
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode) and not stat.S_ISDIR(seen.st_mode):
            raise KelompokError("file.not-plain", file=path)
        if seen.st_size > LARGEST << 20:
            raise KelompokError("file.too-large", file=path, size=seen.st_size >> 20, most=LARGEST)
        with path.open("rb") as file:
            return file.read((LARGEST << 20) + 1)
    except OSError as trouble:
        raise KelompokError("file.not-read", file=path, why=reason(trouble)) from trouble


def is_link(path: Path) -> bool:
    """Whether a link is there that can be looked at."""
    return os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises where a name is too long


def not_linked(path: Path, top: Path) -> Path:
    """`path`, which lies below `top`; KelompokError `file.linked` where it, or a folder on the way to it, is a link."""
    for step in (path, *path.parents):
        if step == top or top not in step.parents:
            break
        if is_link(step):
            raise KelompokError("file.linked", file=step)
    return path


def replace(path: Path, data: bytes, keep: tuple[Path, ...] = ()) -> None:
    """`path` holds `data` and is owner-only (0600); else KelompokError tells why, and it is untouched.

    Temp file in the same folder, fsync, rename, fsync of the folder: only then has it been saved. Where that last
    step fails (`file.not-sure`), `path` is whole and has the new bytes, but after a power cut it may have the old ones.
    Whoever tries again writes a new temp file: what was not synced once is never trusted later.
    What was at `path` before is at each place of `keep`, where that can be had; it never hinders the rest.
    A link (`file.linked`) is neither followed nor replaced.
    """
    if is_link(path):
        raise KelompokError("file.linked", file=path)
    make_folder(path.parent)
    temp = path.parent / f".{path.name}.{secrets.token_hex(4)}.tmp"
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                _sync(file.fileno())
            with _kept(path, keep):
                _rename(temp, path)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
    except OSError as trouble:
        raise not_written(path, trouble) from trouble
    try:
        _sync_folder(path.parent)
    except OSError as trouble:
        raise KelompokError("file.not-sure", file=path, why=reason(trouble)) from trouble


def move(path: Path, to: Path) -> None:
    """What is at `path` is at `to`, on the same disk; on any failure it is where it was and KelompokError tells why.

    Nothing that has the name `to` is overwritten, and no new folder is left behind by a failure.
    """
    missing: list[Path] = []
    try:
        missing = _missing(to.parent)
        for step in missing:
            step.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(step.parent)
        if taken(to):  # Windows refuses by itself
            raise FileExistsError(errno.EEXIST, "taken")
        _rename(path, to, os.rename)
        try:
            for folder in (to.parent, path.parent):
                _sync_folder(folder)
        except OSError:
            to.rename(path)
            raise
    except OSError as trouble:
        for folder in reversed(missing):
            with contextlib.suppress(OSError):  # it was not made
                folder.rmdir()
        raise KelompokError("file.not-moved", file=path, why=reason(trouble)) from trouble


def prune(folder: Path, top: Path) -> None:
    """The folders from `folder` up to `top`, which stays, are gone where they are empty."""
    with contextlib.suppress(OSError):  # one that stays does no harm
        while top in folder.parents:
            folder.rmdir()
            folder = folder.parent


def forget(path: Path) -> bool:
    """The one file `path` is gone; whether it was there. KelompokError `file.not-removed` when it stays."""
    try:
        path.unlink()
        _sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as trouble:
        raise KelompokError("file.not-removed", file=path, why=reason(trouble)) from trouble
    return True


def remove(path: Path, top: Path) -> None:
    """Nothing is at `path` any more, nor below it; it must lie below `top`. A link goes, but not where it leads.

    KelompokError `file.link` where the way from `top` to `path` is a link, or no way down.
    """
    try:
        way = [step for step in path.parents if step == top or top in step.parents]
        if not way or ".." in path.parts or any(step.is_symlink() for step in way):
            raise KelompokError("file.link", file=path)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
        _sync_folder(path.parent)
    except OSError as trouble:
        raise KelompokError("file.not-removed", file=path, why=reason(trouble)) from trouble
    prune(path.parent, top)


def not_written(path: Path, trouble: OSError) -> KelompokError:
    """The error that tells that `path` could not be written, and why."""
    return KelompokError("file.not-written", file=path, why=reason(trouble))


def reason(trouble: OSError) -> str:
    """The name of an operating-system error (`ENOSPC`), a key of words below `reason.`."""
    return errno.errorcode.get(trouble.errno or 0, type(trouble).__name__)


@contextlib.contextmanager
def _kept(path: Path, places: tuple[Path, ...]) -> Iterator[None]:
    """What is at `path` is at each of `places` too, where that can be had; not if what is done meanwhile fails."""
    made = []
    for place in places:
        with contextlib.suppress(OSError, KelompokError):
            make_folder(place.parent)
            _link(path, place)
            made.append(place)
    try:
        yield
    except BaseException:
        for place in made:
            with contextlib.suppress(OSError):
                place.unlink()
        raise
    for place in made:
        with contextlib.suppress(OSError):
            place.chmod(0o600)


def _link(path: Path, place: Path) -> None:
    """What is at `path` is at `place` too; FileExistsError where there is something already."""
    try:
        os.link(path, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: FAT on a stick
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as copy:
                copy.write(read(path))
        except BaseException:
            place.unlink(missing_ok=True)
            raise


def _missing(folder: Path) -> list[Path]:
    """`folder` and those above it that are not there, the highest first."""
    missing = []
    while not folder.exists() and folder != folder.parent:  # a drive that is not there is its own parent
        missing.append(folder)
        folder = folder.parent
    return missing[::-1]


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # macOS: fsync alone leaves the data in the drive's cache
    else:
        os.fsync(handle)


def _rename(path: Path, to: Path, rename: Callable[[Path, Path], None] = os.replace) -> None:
    for wait in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 0.9):
        try:
            rename(path, to)
            return
        except OSError as trouble:
            if getattr(trouble, "winerror", None) not in _BUSY:
                raise
            time.sleep(wait)
    rename(path, to)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be synced there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as trouble:
        if reason(trouble) not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)
