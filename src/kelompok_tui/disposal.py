"""A group is gone for good, with all that was made of it; a line stays that tells when, and of how many files."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from kelompok_tui import files, generations
from kelompok_tui.errors import KelompokError
from kelompok_tui.migrate import FORMAT, migrate
from kelompok_tui.store import Store
from kelompok_tui.words import read_toml


@dataclass(frozen=True)
class Disposal:
    """The `group` of that id was removed: begun `at`, so many `files`; not `done`: it was interrupted."""

    group: str
    at: datetime
    files: int
    done: bool = True


def register(store: Store) -> Path:
    """Where it is written which groups were removed: ids and numbers, no names."""
    return store.folder / "disposed.toml"


def disposals(store: Store) -> list[Disposal]:
    """What was removed, the oldest first. KelompokError where the register cannot be read."""
    file = register(store)
    if not files.taken(file):
        return []
    rows = migrate("disposed", read_toml(file), file).get("disposed", [])
    try:
        return [Disposal(row["group"], row["at"], int(row["files"]), row.get("done", True)) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise KelompokError("file.value", file=file, key="disposed", why="value_error") from trouble


def unfinished(store: Store) -> list[KelompokError]:
    """A word on each removal that was interrupted; nothing where the register cannot be read."""
    return [KelompokError("dispose.unfinished", group=one.group) for one in _known(store) or () if not one.done]


def remains(store: Store, id: str) -> list[Path]:
    """What there is of that group, files and folders, in the order in which it goes.

    Its papers are those in the folder of exports whose names begin with its id, and with no longer one.
    KelompokError `group.none` for what can be no id, or where there is nothing.
    """
    found = list(_remains(store, id, store.place(id)))
    if not found and not any(one.group == id and not one.done for one in _known(store) or ()):
        raise KelompokError("group.none", group=id)
    return found


def dispose(store: Store, id: str, now: datetime) -> Disposal:
    """Nothing is left of that group (`remains`), the names gone first, and the register has a line of it.

    The line is written first, as not done: whoever is interrupted goes on where it stopped, by the same call.
    KelompokError `dispose.held` where another window has one of its sessions open; `file.not-removed`.
    """
    left = remains(store, id)
    number = sum(map(count, left))
    _not_open(store, id)
    known = _known(store)
    if known is None:  # that hinders nothing
        store.set_aside(register(store), now)
        known = []
    begun = next((one for one in known if one.group == id and not one.done), None)
    others = [one for one in known if one is not begun]
    begun = begun or Disposal(id, now, number, done=False)
    _write(store, [*others, begun])
    names = [path / "names.toml" for path in left if not files.is_link(path)]
    for path in (*names, *left):
        if files.taken(path):  # a folder goes with the last that was in it
            files.remove(path, store.exports if store.exports in path.parents else store.folder)
    done = replace(begun, done=True)
    _write(store, [*others, done])
    return done


def count(path: Path) -> int:
    """How many files are at `path` or below it; a link is one, and not followed."""
    if files.is_link(path) or not path.is_dir():
        return 1
    return sum(len(names) for _, _, names in os.walk(path))


def _remains(store: Store, id: str, group: Path) -> Iterator[Path]:
    shelf = generations.place(group, store.folder)
    bins = [entry for entry in files.children(store.bin) if not files.is_link(entry)]
    laid = [entry / below / "groups" / id for entry in bins for below in (".", generations.FOLDER)]
    round_file = store.round_file if _passed_round(store, id) else None
    others = {*store.groups(), *(other.name for entry in bins for other in files.children(entry / "groups"))}
    papers = [paper for paper in files.children(store.exports, hidden=True) if _owner(paper.name, {*others, id}) == id]
    for path in (*laid, *papers, shelf, group, round_file):
        if path and files.taken(path):
            yield path


def _owner(name: str, ids: set[str]) -> str:
    """The longest of the `ids` that a paper's name begins with; empty: none."""
    begun = [id for id in ids if name == id or name.lstrip(".").startswith((f"{id}-", f"{id}."))]
    return max(begun, key=len, default="")


def _passed_round(store: Store, id: str) -> bool:
    try:
        held = store.load_round()
    except KelompokError:
        return False
    return held is not None and held.group == id


def _not_open(store: Store, id: str) -> None:
    """No other window has one of its sessions open: it would write it again."""
    numbers: list[int] = []
    with contextlib.suppress(KelompokError):  # gone already, or a link
        numbers = store.sessions(id)
    for number in numbers:
        lock = store.hold(id, number)
        if lock is None:
            raise KelompokError("dispose.held", group=id, number=number)
        lock.release()


def _known(store: Store) -> list[Disposal] | None:
    """What the register holds; None where it cannot be read."""
    try:
        return disposals(store)
    except KelompokError:
        return None


def _write(store: Store, held: list[Disposal]) -> None:
    def row(one: Disposal) -> dict[str, Any]:
        return {"group": one.group, "at": one.at, "files": one.files} | ({} if one.done else {"done": False})

    files.replace(register(store), tomli_w.dumps({"format": FORMAT, "disposed": [row(one) for one in held]}).encode())
