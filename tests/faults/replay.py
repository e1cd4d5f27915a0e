"""What a disk may look like after the power went: every state that the recorded calls allow.

What was not synced may be gone, whole, torn in the middle or a run of zeros. Of names that were made, moved and
removed but whose folder was not synced, two disks are played:

- `posix`: any of them may be there and any missing, in any mixture; nothing syncs a folder but its own fsync;
- `journal` (as ext4): they reach the disk in their order, and any fsync brings all before it along.

A rename is never half done; a hard disk that lies about fsync is none that anyone can be safe on.
"""

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .calls import Call, Watch

Tree = dict[str, bytes | None]  # what a folder holds: path -> bytes, or None for a folder
ALL = 8  # so many open names are tried in every mixture; of more, a sample by chance
SAMPLE = 200


@dataclass(eq=False)
class _Node:
    """A file or a folder, whatever its name is."""

    folder: bool
    first: bytes = b""
    names: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(eq=False)
class _Step:
    """One change: of names in folders, or of the bytes of a file."""

    names: tuple[tuple[_Node, str, _Node | None], ...] = ()
    file: _Node | None = None
    data: bytes = b""
    at: int = 0  # -1: the file is emptied


@dataclass(eq=False)
class _Synced:
    node: _Node


@dataclass(eq=False)
class _Promise:
    """The program said that this is on the disk."""

    what: Any


class Record:
    """The calls of a program below `folder`, and its promises in between."""

    def __init__(self, folder: Path) -> None:
        self.watch = Watch(folder, after=self._note)
        self._log: list[_Step | _Synced | _Promise] = []
        self._root = _read(folder)
        self._live = {id(node): dict(node.names) for node in _all(self._root)}

    def promise(self, what: Any) -> None:
        """From here on, `what` is what must be found."""
        self._log.append(_Promise(what))

    def states(self, disk: str, seed: int = 0) -> Iterator[tuple[Any, Any, Tree]]:
        """For each moment and each state then allowed, once: the last promise, the next, and what the folder holds."""
        seen = set()
        for until in range(len(self._log) + 1):
            past = self._log[:until]
            kept = [one.what for one in past if isinstance(one, _Promise)]
            coming = [one.what for one in self._log[until:] if isinstance(one, _Promise)]
            last, ahead = kept[-1] if kept else None, coming[0] if coming else None
            for tree in self._after(past, disk, random.Random(seed + until)):
                mark = (len(kept), tuple(sorted(tree.items(), key=str)))
                if mark not in seen:
                    seen.add(mark)
                    yield last, ahead, tree

    def whole(self) -> Tree:
        """What the folder holds when everything has come to the disk: were it not so, a call was not seen."""
        steps = [one for one in self._log if isinstance(one, _Step)]
        return _tree(self._root, steps, {})

    # ── recording ──

    def _note(self, call: Call) -> None:
        node = self._find(call.path)
        if call.name == "open" and not call.flags & (os.O_WRONLY | os.O_RDWR):
            return
        if call.name == "open":
            if node is None:
                self._named((call.path, _Node(folder=False)))
            elif call.flags & os.O_TRUNC:
                self._log.append(_Step(file=node, at=-1))
        elif call.name == "mkdir":
            self._named((call.path, _Node(folder=True)))
        elif call.name in {"unlink", "rmdir"}:
            self._named((call.path, None))
        elif call.name == "rename" and call.to is not None:
            self._named((call.path, None), (call.to, node))
        elif call.name == "link" and call.to is not None:
            self._named((call.to, node))
        elif node is not None and call.name == "write":
            self._log.append(_Step(file=node, data=call.data, at=call.at))
        elif node is not None and call.name == "fsync":
            self._log.append(_Synced(node))

    def _named(self, *changes: tuple[Path, _Node | None]) -> None:
        names = []
        for path, node in changes:
            folder = self._find(path.parent)
            assert folder is not None, f"nobody saw how {path.parent} was made"
            names.append((folder, path.name, node))
            self._live.setdefault(id(folder), {})
            if node is None:
                self._live[id(folder)].pop(path.name, None)
            else:
                self._live[id(folder)][path.name] = node
        self._log.append(_Step(names=tuple(names)))

    def _find(self, path: Path) -> _Node | None:
        node: _Node | None = self._root
        for part in path.relative_to(self.watch.folder).parts:
            node = self._live.get(id(node), {}).get(part) if node else None
        return node

    # ── states ──

    def _after(self, past: list[Any], disk: str, dice: random.Random) -> Iterator[Tree]:
        steps = [one for one in past if isinstance(one, _Step)]
        sure = [step for step in steps if _safe(step, past, disk)]
        open_names = [step for step in steps if step.names and step not in sure]
        files = {id(step.file): step.file for step in steps if step.file and step not in sure}
        all_bytes = list(itertools.product(*(_halves(node, steps, sure) for node in files.values())))
        for names, held in itertools.product(_mixtures(open_names, disk, dice), all_bytes):
            there = [step for step in steps if not step.names or step in sure or step in names]
            yield _tree(self._root, there, dict(zip(files, held, strict=True)))


def lay(tree: Tree, folder: Path) -> None:
    """The state as real files."""
    for path, data in sorted(tree.items()):
        if data is None:
            (folder / path).mkdir(parents=True, exist_ok=True)
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def held(folder: Path) -> Tree:
    """What a real folder holds."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")
    }


def _safe(step: _Step, past: list[Any], disk: str) -> bool:
    """Whether an fsync has brought it to the disk for good."""
    synced = [one.node for one in past[past.index(step) :] if isinstance(one, _Synced)]
    if step.file:
        return step.file in synced
    return bool(synced) if disk == "journal" else all(folder in synced for folder, _, _ in step.names)


def _mixtures(open_names: list[_Step], disk: str, dice: random.Random) -> Iterator[list[_Step]]:
    if disk == "journal":
        yield from (open_names[:count] for count in range(len(open_names) + 1))
    elif len(open_names) <= ALL:
        for chosen in itertools.product((True, False), repeat=len(open_names)):
            yield list(itertools.compress(open_names, chosen))
    else:
        yield from (open_names, [])
        yield from ([step for step in open_names if dice.random() < 0.5] for _ in range(SAMPLE))


def _halves(node: _Node, steps: list[_Step], sure: list[_Step]) -> list[bytes]:
    """What may be left of the bytes of a file."""
    changes = [step for step in steps if step.file is node]
    safe = [step for step in changes if step in sure]
    whole, least = _bytes(node, changes), _bytes(node, safe)
    half = len(whole) // 2
    kept = {_bytes(node, changes[:count]) for count in range(len(safe), len(changes) + 1)}
    kept |= {whole[:half] + least[half:]}  # written over: the first half new, the second old
    if not least or any(step.at < 0 for step in changes if step not in safe):
        kept |= {b"", whole[:half], bytes(len(whole))}
    return sorted(kept)


def _bytes(node: _Node, changes: list[_Step]) -> bytes:
    data = bytearray(node.first)
    for step in changes:
        if step.at < 0:
            data.clear()
        else:
            data.extend(bytes(max(0, step.at - len(data))))
            data[step.at : step.at + len(step.data)] = step.data
    return bytes(data)


def _tree(root: _Node, steps: list[_Step], held: dict[int, bytes]) -> Tree:
    names = {id(node): dict(node.names) for node in _all(root)}
    for step in steps:
        for folder, name, node in step.names:
            inside = names.setdefault(id(folder), {})
            if node is None:
                inside.pop(name, None)
            else:
                inside[name] = node
    tree: Tree = {}

    def walk(folder: _Node, above: str) -> None:
        for name, node in names.get(id(folder), {}).items():
            if node.folder:
                tree[above + name] = None
                walk(node, f"{above}{name}/")
            else:
                changes = [step for step in steps if step.file is node]
                tree[above + name] = held.get(id(node), _bytes(node, changes))

    walk(root, "")
    return tree


def _read(folder: Path) -> _Node:
    if not folder.is_dir():
        return _Node(folder=False, first=folder.read_bytes())
    return _Node(folder=True, names={child.name: _read(child) for child in folder.iterdir()})


def _all(node: _Node) -> Iterator[_Node]:
    yield node
    for below in node.names.values():
        yield from _all(below)
