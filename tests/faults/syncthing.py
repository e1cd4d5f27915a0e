"""Two real Syncthings on this machine alone: no discovery, no relays, no reports; nothing of the user's is touched."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

FOLDER = "kelompok"
KEY = "only-for-this-test"
QUIET = {
    "globalAnnounceEnabled": False,
    "localAnnounceEnabled": False,
    "relaysEnabled": False,
    "natEnabled": False,
    "crashReportingEnabled": False,
    "autoUpgradeIntervalH": 0,
    "urAccepted": -1,
    "stunKeepaliveStartS": 0,
    "startBrowser": False,
    "reconnectionIntervalS": 1,
}


class Syncthing:
    """One of the two: it keeps its own things in `home` and shares `data`; ended when it is left, in any case."""

    def __init__(self, home: Path, data: Path) -> None:
        self.data = data
        self._home = home
        self._gui, self.port = _free_ports(2)
        home.mkdir()
        data.mkdir(exist_ok=True)
        options = "".join(f"<{name}>{json.dumps(value)}</{name}>" for name, value in QUIET.items())
        (home / "config.xml").write_text(
            f'<configuration version="35"><gui enabled="true" tls="false"><address>127.0.0.1:{self._gui}</address>'
            f"<apikey>{KEY}</apikey></gui><options><listenAddress>tcp://127.0.0.1:{self.port}</listenAddress>"
            f"{options}</options></configuration>",
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        command = ["syncthing", "serve", f"--home={self._home}", "--no-browser", "--no-restart", "--no-upgrade"]
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.environ["PATH"], "HOME": str(self._home)},
                start_new_session=True,
            )
        try:
            until(lambda: self._process.poll() is None and self._answers(), 20, self.told)
            self.id = self.ask("system/status")["myID"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        with contextlib.suppress(ProcessLookupError):  # it watches over a process of its own
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def pair(self, other: "Syncthing") -> None:
        """Shares `data` with the other one."""
        devices = [
            {"deviceID": self.id, "name": "this"},
            {"deviceID": other.id, "name": "other", "addresses": [f"tcp://127.0.0.1:{other.port}"]},
        ]
        folder = {
            "id": FOLDER,
            "path": str(self.data),
            "devices": [{"deviceID": self.id}, {"deviceID": other.id}],
            "rescanIntervalS": 2,
            "fsWatcherEnabled": True,
            "fsWatcherDelayS": 1,
            "pullerPauseS": 1,
            "maxConflicts": -1,
        }
        for device in devices:
            self.ask("config/devices", device)
        self.ask("config/folders", folder)

    def pause(self, other: "Syncthing") -> None:
        """No longer speaks with the other one."""
        self.ask(f"system/pause?device={other.id}", {})

    def resume(self, other: "Syncthing") -> None:
        """Speaks with it again."""
        self.ask(f"system/resume?device={other.id}", {})

    def speaks(self, other: "Syncthing") -> bool:
        """Whether the two are connected."""
        return bool(self.ask("system/connections")["connections"].get(other.id, {}).get("connected"))

    def idle(self) -> bool:
        """All that is on the disk is known, and there is nothing left to fetch."""
        self.ask(f"db/scan?folder={FOLDER}", {})
        told = self.ask(f"db/status?folder={FOLDER}")
        return bool(told["state"] == "idle" and not told["needTotalItems"])

    def ask(self, what: str, say: object = None) -> Any:
        """What it answers."""
        data = None if say is None else json.dumps(say).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self._gui}/rest/{what}", data)
        request.add_header("X-API-Key", KEY)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            told = answer.read()
        return json.loads(told) if told.strip() else None

    def told(self) -> str:
        """How it stands, and the end of what it wrote down."""
        said = (self._home / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        with contextlib.suppress(OSError):
            said = f"{self.ask(f'db/status?folder={FOLDER}')}\n{said}"
        return said

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, urllib.error.URLError):
            return bool(self.ask("system/ping"))
        return False


@contextlib.contextmanager
def two(folder: Path, ignored: str) -> Iterator[tuple[Syncthing, Syncthing]]:
    """Two that share `folder`/a and `folder`/b, but for what is `ignored`."""
    for name in ("a", "b"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / ".stignore").write_text(ignored, encoding="utf-8")
    with Syncthing(folder / "home-a", folder / "a") as a, Syncthing(folder / "home-b", folder / "b") as b:
        a.pair(b)
        b.pair(a)
        until(lambda: a.speaks(b) and b.speaks(a), 20, a.told)
        yield a, b


def until(true: Callable[[], bool], seconds: float, told: Callable[[], str]) -> None:
    """It is true within so many seconds; else AssertionError with what is `told`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, told()
        time.sleep(0.1)


def _free_ports(many: int) -> list[int]:
    with contextlib.ExitStack() as open_ones:
        taken = [open_ones.enter_context(socket.socket()) for _ in range(many)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
