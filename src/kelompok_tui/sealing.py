"""All files of a data folder sealed, unsealed or sealed anew: one after the other, cut off anywhere and taken up again.

Each file is replaced as a whole, so at every moment it can be read; what is under way stands in the vault's folder
until all is done. Whoever saves meanwhile already saves in the new way.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kelompok_tui import files, generations, locks, strays
from kelompok_tui.errors import KelompokError
from kelompok_tui.store import Store
from kelompok_tui.vault import FOLDER, count_readers, sealed

PLAIN = {FOLDER, "guide", "templates", "exports"}  # folders of ours that are not sealed
_PLAIN_FILE = re.compile(r"\.?(settings|contacts|disposed)\b.*")  # and files, with their copies; no pupil is in them
_OURS = re.compile(r"\.(json|toml)")
_HEAD = 64  # bytes that tell sealed from plain


@dataclass(frozen=True)
class Step:
    """The `number`th of `total` files was done, or has its `trouble`."""

    file: Path
    number: int
    total: int
    trouble: KelompokError | None = None


def seal(store: Store) -> Iterator[Step]:
    """Every plain file of ours is sealed; those that are sealed stay as they are."""
    return _each(store, "seal", plain_files, store.vault.cover)


def reseal(store: Store) -> Iterator[Step]:
    """Every file is sealed to the readers of today, whoever it was sealed to before. The vault must be open."""

    def anew(data: bytes) -> bytes:
        return store.vault.seal(store.vault.read(data))

    return _each(store, "reseal", lambda folder: [*sealed_files(folder), *plain_files(folder)], anew)


def unseal(store: Store, now: datetime) -> Iterator[Step]:
    """Every sealed file is plain, and then there is no seal. The vault must be open.

    While one cannot be opened or written, the seal stays, and what can be done is done. The locked key stays in the
    vault's folder for copies elsewhere that were sealed with it, as `former-TIME.age`.
    """
    vault = store.vault
    yield from _each(store, "unseal", sealed_files, vault.read)
    if not any(sealed_files(store.folder)):
        vault.leave(files.free(vault.folder / f"former-{now:%Y%m%dT%H%M%S%z}.age"))


def sealed_files(folder: Path) -> list[Path]:
    """Every sealed file below the data folder, without the vault's own."""
    return [file for file in _files(folder) if file.relative_to(folder).parts[0] != FOLDER and _is(file, True)]


def for_others(store: Store) -> bool:
    """Whether a file was sealed for more readers, or fewer, than there are now."""
    now = len(store.vault.readers)
    return any(count_readers(files.read(file)) != now for file in sealed_files(store.folder))


def plain_files(folder: Path) -> list[Path]:
    """Every file below the data folder that is to be sealed and is not."""
    return [file for file in _files(folder) if _ours(file, folder) and _is(file, False)]


def left_plain(store: Store) -> list[Path]:
    """What lies in the data folder, is none of ours and was not sealed: links, and files of a hand or another tool."""
    left = []
    for file in _files(store.folder):
        if not _ours(file, store.folder) and not _may_be_plain(file, store.folder) and _is(file, False):
            left.append(file)
    return left


def exports(store: Store) -> list[Path]:
    """The papers in the folder of exports: made to be given away, so they are not sealed."""
    return [file for file in _files(store.exports) if _is(file, False)]


def begin(store: Store) -> locks.Lock:
    """Nobody else works on the seal until the lock is released.

    KelompokError `vault.busy` where another command does, `vault.in-use` where a window has a session open.
    """
    if (lock := locks.hold(store.vault.folder / ".lock")) is None:
        raise KelompokError("vault.busy", folder=store.folder)
    for id in store.groups():
        for number in store.sessions(id):
            if store.held(id, number):
                lock.release()
                raise KelompokError("vault.in-use", group=id, number=number)
    return lock


def _each(
    store: Store, task: str, which: Callable[[Path], list[Path]], change: Callable[[bytes], bytes]
) -> Iterator[Step]:
    """Each file is what `change` makes of it; the task has ended when none is left that only a fault kept from it."""
    vault = store.vault
    vault.begin(task)
    left = False
    todo, seen = which(store.folder), set[Path]()
    while todo:  # once more for what came meanwhile
        for number, file in enumerate(todo, start=1):
            seen.add(file)
            trouble = None
            try:
                _turn(file, change)
            except KelompokError as told:
                trouble = told
                left |= told.word not in {"vault.damaged", "vault.other-key"}
            yield Step(file, number, len(todo), trouble)
        todo = [file for file in which(store.folder) if file not in seen]
    if not left and task != "unseal":
        vault.end()


def _turn(file: Path, change: Callable[[bytes], bytes]) -> None:
    """`file` holds what `change` makes of it, and is as old as it was."""
    for _ in range(5):
        looks = files.looks(file)
        if looks is None:  # it went meanwhile, as temporary files do
            return
        try:
            data = change(files.read(file))
        except KelompokError as trouble:
            if trouble.word in {"vault.damaged", "vault.other-key"}:
                raise KelompokError(trouble.word, file=file) from trouble
            raise
        if files.looks(file) == looks:
            files.replace(file, data)
            with contextlib.suppress(OSError):
                os.utime(file, ns=(looks[1], looks[1]))
            return
    raise KelompokError("file.not-written", file=file, why="EBUSY")


def _files(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, and every link, which is not followed; KelompokError where none can be looked for."""

    def told(trouble: OSError) -> None:
        if not isinstance(trouble, FileNotFoundError):
            raise KelompokError("file.not-read", file=trouble.filename, why=files.reason(trouble)) from trouble

    for place, folders, names in os.walk(folder, onerror=told):
        folders.sort()
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in sorted((*names, *links)))


def _is(file: Path, what: bool) -> bool:
    """Whether `file` is sealed, or (not `what`) is plain; an empty one is neither."""
    if file.is_symlink():
        return not what
    if not file.is_file():
        return False
    try:
        with file.open("rb") as held:
            head = held.read(_HEAD)
    except OSError as trouble:
        raise KelompokError("file.not-read", file=file, why=files.reason(trouble)) from trouble
    return bool(head) and sealed(head) is what


def _ours(file: Path, folder: Path) -> bool:
    """Whether `file` tells of pupils, by place and name: a file of the store, its generations, copies and leftovers."""
    first, *rest = file.relative_to(folder).parts
    if file.is_symlink():
        return False
    known = bool(_OURS.search(file.name)) or bool(strays.kind(file.name))
    if first == generations.FOLDER:
        return known and bool(rest) and not _PLAIN_FILE.fullmatch(rest[0])
    if not rest:
        return known and not _PLAIN_FILE.fullmatch(first)
    return known and first not in PLAIN


def _may_be_plain(file: Path, folder: Path) -> bool:
    first, *rest = file.relative_to(folder).parts
    if first == generations.FOLDER and rest:
        first = rest[0]
    return first in PLAIN or bool(_PLAIN_FILE.fullmatch(first))
