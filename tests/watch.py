"""Watches a process: which bytes it gives to which file, which names it makes, what it starts, which sockets it has."""

import base64
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WRITES = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg"}
NAMES = {"openat", "open", "creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"}
NAMES |= {"mkdir", "mkdirat", "mknod", "mknodat", "memfd_create", "execve"}
SOCKETS = {"socket", "socketpair", "connect", "bind"}
PATIENCE = 20.0
_CALL = re.compile(r"(?:\d+\s+)?(\w+)\((.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_BEHIND = re.compile(r"(?:^|, |msg_name=)(\d+)<((?:\\x[0-9a-f]{2}|[^>])*)>")


def forms(word: str) -> set[bytes]:
    """How a word may stand somewhere: as it is, in UTF-16, as digits, in base64, escaped for JSON or an address."""
    plain = word.encode()
    found = {plain, plain.upper(), plain.lower(), word.encode("utf-16-le"), plain.hex().encode()}
    found |= {urllib.parse.quote(word).encode(), "".join(f"\\u{ord(sign):04x}" for sign in word).encode()}
    for shift, cut in enumerate((0, 2, 3)):
        coded = base64.b64encode(bytes(shift) + plain)
        found.add(coded[cut : len(coded) - 4])
    return {form for form in found if len(form) >= 5}


def holds(data: bytes, words: tuple[str, ...]) -> list[str]:
    """Those of the `words` that stand in `data`, in any of their forms."""
    return [word for word in words if any(form in data for form in forms(word))]


def can_trace() -> bool:
    """Whether strace is here, and may trace."""
    if not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-o", os.devnull, sys.executable, "-c", ""], capture_output=True, check=False)
    return tried.returncode == 0


def under_trace(log: Path) -> tuple[str, ...]:
    """The command under which a program is traced into `log`; it stays the child of whoever starts it."""
    calls = ",".join(sorted(f"?{name}" for name in WRITES | NAMES | SOCKETS))
    told = ("-DDD", "-f", "-y", "-xx", "-qq", "-v", "-s", "16777216", "-e", "signal=none")
    return ("strace", *told, "-e", f"trace={calls}", "-o", str(log))


@dataclass(frozen=True)
class Call:
    """One call of the system: its `name`, the path `behind` the handle that it writes to, all `data` in it, as told."""

    name: str
    behind: str
    data: bytes
    told: str


def calls(log: Path) -> Iterator[Call]:
    """What was traced, once the tracer has written all of it."""
    size, until = -1, time.monotonic() + PATIENCE
    while log.stat().st_size != size and time.monotonic() < until:
        size = log.stat().st_size
        time.sleep(0.3)
    for row in log.read_text(errors="replace").splitlines():
        if found := _CALL.match(row):
            behind = _BEHIND.search(found[2])
            data = b"".join(_bytes(text) for text in _TEXT.findall(found[2]))
            yield Call(
                found[1], os.fsdecode(_bytes(behind[2]) or behind[2].encode()) if behind else "", data, row[:300]
            )


def _bytes(text: str) -> bytes:
    return bytes(int(digits, 16) for digits in re.findall(r"\\x([0-9a-f]{2})", text))


def on_disk(top: Path, words: tuple[str, ...]) -> dict[Path, list[str]]:
    """The files below `top` in whose bytes or names a word stands; in archives too."""
    found = {}
    for path in sorted(top.rglob("*")):
        data = [os.fsencode(path.relative_to(top))]
        if path.is_file() and not path.is_symlink():
            data.append(path.read_bytes())
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    data += [packed.read(name) for name in packed.namelist()]
        if told := holds(b"\0".join(data), words):
            found[path] = told
    return found
