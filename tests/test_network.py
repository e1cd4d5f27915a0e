"""Nothing opens a socket: no module can, no play does, and the program does not miss the network when there is none."""

import ast
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kelompok_tui.store import Store

from .terminal import Terminal
from .test_house import HOUSE, MODULES
from .test_leaks import KINDS, closed, written

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")

TALKING = {
    *(
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "urllib.error",
        "webbrowser",
        "ftplib",
        "smtplib",
        "imaplib",
        "poplib",
    ),
    *(
        "xmlrpc",
        "telnetlib",
        "nntplib",
        "socketserver",
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
        "websockets",
        "dbus",
    ),
}
CALLS = {"open_connection", "start_server", "create_connection", "create_server", "open_url", "import_module"}
# what is told of sockets: their kinds, not what asyncio needs for itself
HOOK = """
import os, sys
heard = open(os.environ["HEARD"], "a", buffering=1)
TOLD = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "webbrowser.", "ssl.")
STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.startfile", "pty.spawn")
def hook(event, facts):
    if event.startswith(TOLD) or event in STARTS:
        heard.write(f"{event} {int(facts[1]) if event == 'socket.__new__' else facts}\\n")
sys.addaudithook(hook)
"""
PROGRAM = HOOK + "from kelompok_tui.cli import entry\nsys.argv = ['kelompok', '--lang', 'id']\nentry()\n"
# the pair with which the loop wakes itself
ALLOWED = f"socket.__new__ {int(socket.AF_UNIX)}" if hasattr(socket, "AF_UNIX") else ""


def talking(module: Path) -> list[str]:
    """What in that module could open a connection, by what it imports and calls."""
    found = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        found += [name for name in names if name in TALKING or name.partition(".")[0] in TALKING]
        if isinstance(node, ast.Attribute) and node.attr in CALLS:
            found.append(node.attr)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(HOUSE)))
def test_no_module_of_ours_can_talk(module: Path) -> None:
    assert talking(module) == []


@pytest.mark.parametrize(
    "said",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from http.client import HTTPSConnection",
        "import os, ssl",
        "def f():\n    import webbrowser",
        "async def f(a):\n    await a.open_connection('x', 1)",
        "import importlib\nimportlib.import_module('so' + 'cket')",
    ],
)
def test_one_that_could_is_seen(tmp_path: Path, said: str) -> None:
    (tmp_path / "x.py").write_text(said)
    assert talking(tmp_path / "x.py")


@posix
def test_a_whole_session_opens_no_connection_and_starts_no_program(tmp_path: Path) -> None:
    """The interpreter's own audit hook hears every socket that Python makes."""
    heard = tmp_path / "heard"
    heard.touch()
    KINDS["plain"].prepare(tmp_path / "data")
    with Terminal(folder=tmp_path / "data", program=("-c", PROGRAM), told={"HEARD": str(heard)}) as play:
        KINDS["plain"].unlock(play)
        written(play)
        assert closed(play) == 0
    rows = heard.read_text().splitlines()
    assert ALLOWED in rows  # it does hear
    assert set(rows) == {ALLOWED}
    assert Store(tmp_path / "data").load_session("berani-bicara", 1).closed


@posix
def test_the_hook_hears_what_must_not_be(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    tries = """
import socket, subprocess, contextlib
with socket.socket() as one, contextlib.suppress(OSError):
    one.settimeout(0.1)
    one.connect(("127.0.0.1", 9))
with contextlib.suppress(OSError):
    socket.getaddrinfo("localhost", 1)
subprocess.run([sys.executable, "-c", ""])
"""
    asked = [sys.executable, "-c", HOOK + tries]
    subprocess.run(asked, env={"HEARD": str(heard), "PATH": "/usr/bin:/bin"}, check=True)
    told = heard.read_text()
    for event in (f"socket.__new__ {int(socket.AF_INET)}", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        assert event in told


def _can_be_alone() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


@posix
@pytest.mark.skipif(not _can_be_alone(), reason="no network of its own can be had here")
def test_without_a_network_all_of_it_goes_on(tmp_path: Path) -> None:
    with Terminal("--lang", "id", folder=tmp_path, under=("unshare", "-rn")) as play:
        written(play)
        assert closed(play) == 0
    assert Store(tmp_path).load_session("berani-bicara", 1).closed
