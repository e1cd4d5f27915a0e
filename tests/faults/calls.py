"""Stands between the program and the disk: every call that changes something below a folder passes here.

All calls go through to the real disk. Only this process is watched, and only what it does by `os`.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SINGLE = {"unlink": "unlink", "remove": "unlink", "mkdir": "mkdir", "rmdir": "rmdir"}


@dataclass(frozen=True)
class Call:
    """One call: what is done (`open`, `write`, `fsync`, `rename`, `link`, `unlink`, `mkdir`, `rmdir`) to which path.

    `to` is where a rename or a link leads, `data` what is written, `at` where; `flags` are those of `open`.
    """

    name: str
    path: Path
    to: Path | None = None
    data: bytes = b""
    at: int = 0
    flags: int = 0


def _let(_: Call) -> None:
    pass


@dataclass
class Watch:
    """`before` is asked about each call and may raise in its place; `after` is told of each that was done.

    A disk may take less than it was given: `most` bytes at once.
    """

    folder: Path
    before: Callable[[Call], None] = _let
    after: Callable[[Call], None] = _let
    most: int | None = None
    _open: dict[int, Path] = field(default_factory=dict)

    def ours(self, path: Any) -> Path | None:
        """The path, when it is below our folder."""
        if isinstance(path, int):
            return self._open.get(path)
        where = Path(os.path.abspath(os.fspath(path)))  # noqa: PTH100  # resolve() would follow links
        return where if where == self.folder or self.folder in where.parents else None

    def done(self, call: Call, really: Callable[[], Any]) -> Any:
        """What the call gives, unless it is to fail."""
        self.before(call)
        gave = really()
        self.after(call if call.name != "write" else Call("write", call.path, data=call.data[:gave], at=call.at))
        return gave


WATCHES: list[Watch] = []  # those that see renames now


def _renamed(event: str, facts: tuple[Any, ...]) -> None:
    """By the interpreter's own hook: `os.replace` may be held by whoever took it before we stood in between."""
    for watch in WATCHES if event == "os.rename" else ():
        where, there = watch.ours(facts[0]), watch.ours(facts[1])
        if where and there and os.path.lexists(where):  # asked for; of what is not there it will fail
            watch.done(Call("rename", where, there), lambda: None)


sys.addaudithook(_renamed)


class _File(io.FileIO):
    """A file whose writes are seen."""

    watch: Watch
    path: Path

    def write(self, data: Any) -> int:
        whole = bytes(data)[: self.watch.most]
        call = Call("write", self.path, data=whole, at=self.tell())
        return int(self.watch.done(call, lambda: super(_File, self).write(whole)))

    def close(self) -> None:
        if not self.closed:
            self.watch._open.pop(self.fileno(), None)
        super().close()


@contextlib.contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """While it lasts, `watch` sees every call below its folder."""
    real = {name: getattr(os, name) for name in (*SINGLE, "open", "fdopen", "write", "fsync", "close", "link")}

    def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if (where := watch.ours(path)) is None or "dir_fd" in named:
            return real["open"](path, flags, *more, **named)
        handle = watch.done(Call("open", where, flags=flags), lambda: real["open"](path, flags, *more, **named))
        watch._open[handle] = where
        return int(handle)

    def fdopened(handle: int, mode: str = "r", *more: Any, **named: Any) -> Any:
        if (where := watch.ours(handle)) is None or mode != "wb":
            return real["fdopen"](handle, mode, *more, **named)
        file = _File(handle, "wb")
        file.watch, file.path = watch, where
        return io.BufferedWriter(file)

    def written(handle: int, data: Any) -> int:
        if (where := watch.ours(handle)) is None:
            return int(real["write"](handle, data))
        whole, at = bytes(data)[: watch.most], os.lseek(handle, 0, os.SEEK_CUR)
        return int(watch.done(Call("write", where, data=whole, at=at), lambda: real["write"](handle, whole)))

    def synced(handle: Any) -> None:
        if (where := watch.ours(handle)) is None:
            real["fsync"](handle)
        else:
            watch.done(Call("fsync", where), lambda: real["fsync"](handle))

    def closed(handle: int) -> None:
        watch._open.pop(handle, None)
        real["close"](handle)

    def single(name: str) -> Callable[..., Any]:
        def act(path: Any, *more: Any, **named: Any) -> Any:
            where = None if named.get("dir_fd") is not None else watch.ours(path)
            if where is None:
                return real[name](path, *more, **named)
            return watch.done(Call(SINGLE[name], where), lambda: real[name](path, *more, **named))

        return act

    def linked(path: Any, to: Any, **named: Any) -> None:
        where, there = watch.ours(path), watch.ours(to)
        if where is None or there is None:
            real["link"](path, to, **named)
        else:
            watch.done(Call("link", where, there), lambda: real["link"](path, to, **named))

    ours = {"open": opened, "fdopen": fdopened, "write": written, "fsync": synced, "close": closed}
    ours |= {name: single(name) for name in SINGLE} | {"link": linked}
    try:
        for name, act in ours.items():
            setattr(os, name, act)
        WATCHES.append(watch)
        yield watch
    finally:
        WATCHES.remove(watch)
        for name, act in real.items():
            setattr(os, name, act)
