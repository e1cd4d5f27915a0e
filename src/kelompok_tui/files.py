"""Replace a file so that it is whole or untouched, and where things live."""

import os
import secrets
import sys
import time
from pathlib import Path

import platformdirs

from kelompok_tui.errors import KelompokError

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
    """`folder` and its missing parents exist, ours alone (0700)."""
    missing = []
    step = folder
    try:
        while not step.exists() and step != step.parent:  # a drive that is not there is its own parent
            missing.append(step)
            step = step.parent
        for step in reversed(missing):
            step.mkdir(mode=0o700, exist_ok=True)
    except OSError as trouble:
        raise not_written(folder, trouble) from trouble


def read(path: Path) -> bytes:
    """The bytes of `path`; KelompokError `file.not-read` with the system's reason when they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise KelompokError("file.not-read", file=path, why=reason(trouble)) from trouble


def replace(path: Path, data: bytes) -> None:
    """`path` holds `data` and is owner-only (0600); on any failure it is untouched and KelompokError tells why.

    Temp file in the same folder, fsync, rename, fsync of the folder: only then has it been saved.
    """
    make_folder(path.parent)
    temp = path.parent / f".{path.name}.{secrets.token_hex(4)}.tmp"
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                _sync(file.fileno())
            _rename(temp, path)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as trouble:
        raise not_written(path, trouble) from trouble


def remove(path: Path) -> bool:
    """`path` is gone; whether it was there. KelompokError `file.not-removed` when it stays."""
    try:
        path.unlink()
        _sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as trouble:
        raise KelompokError("file.not-removed", file=path, why=reason(trouble)) from trouble
    return True


def not_written(path: Path, trouble: OSError) -> KelompokError:
    """The error that tells that `path` could not be written, and why."""
    return KelompokError("file.not-written", file=path, why=reason(trouble))


def reason(trouble: OSError) -> str:
    """The name of an operating-system error (`ENOSPC`), a key of words below `reason.`."""
    import errno

    return errno.errorcode.get(trouble.errno or 0, type(trouble).__name__)


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # macOS: fsync alone leaves the data in the drive's cache
    else:
        os.fsync(handle)


def _rename(temp: Path, path: Path) -> None:
    for wait in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 0.9):
        try:
            temp.replace(path)
            return
        except OSError as trouble:
            if getattr(trouble, "winerror", None) not in _BUSY:
                raise
            time.sleep(wait)
    temp.replace(path)


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
