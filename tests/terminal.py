"""The real program in a pseudo-terminal, its screen read through a terminal emulator."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyte

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios

SIGNS = {"⏎": "\r", "⇥": "\t", "⎋": "\x1b", "↓": "\x1b[B", "↑": "\x1b[A", "→": "\x1b[C", "←": "\x1b[D", "⌦": "\x1b[3~"}
F = {f"<f{number}>": code for number, code in enumerate(("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"), start=1)}
PATIENCE = 20.0


class Terminal:
    """`kelompok` with `arguments` (or another Python `program`), in a terminal of 80x24 (or `size`).

    `told` are more variables of the environment, `under` a command that runs it, `cwd` where it is started. Where the
    folder has no settings, she chose `plain` data before.
    """

    def __init__(
        self,
        *arguments: str,
        folder: Path,
        size: tuple[int, int] = (80, 24),
        program: tuple[str, ...] | None = None,
        told: dict[str, str] | None = None,
        under: tuple[str, ...] = (),
        cwd: Path | None = None,
        plain: bool = True,
    ) -> None:
        if plain and folder.is_dir() and not (settings := folder / "settings.toml").exists():
            settings.write_text("format = 3\nplain = true\n", encoding="utf-8")
        wide, high = size
        self.folder = folder
        self.screen = pyte.Screen(wide, high)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", high, wide, 0, 0))
        ours = {"TERM": "xterm-256color", "COLORTERM": "", "PYTHONUTF8": "1", "TEXTUAL_ANIMATIONS": "none"}
        environment = {name: said for name, said in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        self.process = subprocess.Popen(
            [*under, sys.executable, *(program or ("-m", "kelompok_tui", *arguments))],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment | ours | (told or {}) | {"KELOMPOK_DATA": str(folder)},
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # closing it hangs up, as a window does
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self._master)

    @property
    def text(self) -> str:
        """What stands on the screen now."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    def read(self, seconds: float) -> None:
        """Takes in what the program prints, until it is still for `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the program has gone
                return
            if not data:
                return
            self.raw += data
            self._stream.feed(data)

    def wait_for(self, text: str) -> None:
        """Reads until `text` stands on the screen; AssertionError with the screen when it does not come."""
        until = time.monotonic() + PATIENCE
        while text not in self.text:
            if time.monotonic() > until:
                raise AssertionError(f"{text!r} did not come:\n{self.text}")
            self.read(0.05)

    def wait_until_gone(self, text: str) -> None:
        """Reads until `text` stands on the screen no longer."""
        until = time.monotonic() + PATIENCE
        while text in self.text:
            assert time.monotonic() < until, f"{text!r} did not go:\n{self.text}"
            self.read(0.05)

    def send(self, keys: str) -> None:
        """Keys as a person strikes them: ⏎ ⇥ ⎋ ↓ … and <f2> are keys, everything else is itself."""
        while keys:
            name = keys[:4] if keys[:4] in F else keys[0]
            keys = keys[len(name) :]
            os.write(self._master, (F.get(name) or SIGNS.get(name) or name).encode())
            self.read(0.15 if name == "⎋" else 0.03)

    def signal(self, number: signal.Signals) -> int:
        """Sends a signal; the exit code."""
        self.process.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Waits for the program to end; its exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.05)
        return self.process.wait(timeout=1)

    def hang_up(self) -> int:
        """Closes the window."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDONLY)
        return self.process.wait(timeout=PATIENCE)
