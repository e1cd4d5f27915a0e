"""How long from a key to its picture, as a ratio to a bare Textual app with as many rows in the same run.

    .venv/bin/python -m benchmarks.paint [rounds]

Both run at the same time, each in a pseudo-terminal of 80x24: ours in the live room with eight chairs, where each key
is a mark; the bare one with 23 rows of text and a footer, where each key changes one row. They are struck turn about
key by key, 20 each in a round, every key after a time in which nothing is drawn. What is compared is the time from
the key until those bytes have come after which what it did is to be read on the screen; nothing else that is drawn,
such as the clock, counts. Figures in milliseconds differ from laptop to laptop; the ratio hardly does.
"""

import os
import re
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kelompok_tui.guide import read_guide
from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from tests.terminal import PATIENCE, Terminal

BARE = """
from textual.app import App
from textual.widgets import Footer, Static

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    struck = 0

    def compose(self):
        for row in range(23):
            yield Static(f"row {row}", id=f"row-{row}")
        yield Footer()

    def on_key(self, event):
        self.struck += 1
        self.query_one(f"#row-{event.key}", Static).update(f"row {event.key} was struck as number {self.struck}.")

Bare().run()
"""
CODES = ("QA", "QB", "QC", "QD", "QE", "QF", "QG", "QH")  # found nowhere else on the screen
KEYS = 20  # struck in a round
STILL = 0.08  # seconds in which nothing comes, after each key
WARM = 8  # keys before the first round

Seen = Callable[[Terminal], bool]


class Struck(Terminal):
    """A terminal that tells how long a key takes."""

    def strike(self, key: str, seen: Seen) -> float:
        """Seconds until the bytes had come after which it is `seen`; they are read first, and played afterwards."""
        self.read(STILL / 8)
        assert not seen(self), f"the picture of {key} stands before its key"
        came: list[tuple[float, bytes]] = []
        took = 0.0
        began = time.perf_counter()
        os.write(self._master, key.encode())
        while not took and time.perf_counter() - began < PATIENCE:
            while select.select([self._master], [], [], STILL)[0]:
                data = os.read(self._master, 65536)
                came.append((time.perf_counter() - began, data))
            for at, data in came:
                self._stream.feed(data)
                took = took or (at if seen(self) else 0.0)
            came.clear()
        if took:
            return took
        raise AssertionError(f"the picture of {key} did not come:\n{self.text}")


class Room:
    """Ours: its chair stands out from the others, and it is the first of the marks."""

    def __init__(self, folder: Path) -> None:
        store, guide, now = Store(folder), read_guide("id"), datetime.now().astimezone()
        group = Group(name="Berani bicara", concern="takut bicara")
        for code in CODES:
            group = group.add_member(code)
        store.save_group("g", group)
        store.save_session("g", next_session(group, None, 1, now).enter(guide.room[0].id, now))
        self.terminal = Struck("--lang", "id", folder=folder)
        self._struck = 0

    def open(self) -> None:
        """From home to the room."""
        self.terminal.wait_for("Berani bicara")
        self.terminal.send("⏎")
        self.terminal.wait_for("Permulaan")
        self.terminal.read(STILL)
        self.terminal.send("<f2>")
        self.terminal.wait_for(f"8 {CODES[7]}")

    def strike(self) -> float:
        """The next chair."""
        number = self._struck % len(CODES)
        self._struck += 1
        key, code = str(number + 1), CODES[number]

        def seen(terminal: Terminal) -> bool:
            screen = terminal.screen
            shown = iter(enumerate(screen.display))
            for y, row in shown:
                if (x := row.find(f"{key} {code}")) >= 0:
                    marks = (found for _, below in shown for found in re.findall("Q[A-H]", below))
                    return bool(screen.buffer[y][x].reverse) and next(marks, "") == code
            return False

        return self.terminal.strike(key, seen)


class Bare:
    """The other: the words of its row have changed."""

    def __init__(self, folder: Path) -> None:
        self.terminal = Struck(folder=folder, program=("-c", BARE))
        self._struck = 0

    def open(self) -> None:
        """It stands at once."""
        self.terminal.wait_for("Quit")

    def strike(self) -> float:
        """The next row."""
        key = str(self._struck % len(CODES) + 1)
        self._struck += 1
        told = f"row {key} was struck as number {self._struck}."
        return self.terminal.strike(key, lambda terminal: told in terminal.text)


def main(rounds: int) -> None:
    """Prints the median of each and of the ratios round by round."""
    with tempfile.TemporaryDirectory() as place:
        room, bare = Room(Path(place)), Bare(Path(place))
        with room.terminal, bare.terminal:
            times: list[tuple[list[float], list[float]]] = []
            for side in (room, bare):
                side.open()
                for _ in range(WARM):
                    side.strike()
            for _ in range(rounds):
                pairs = [(room.strike(), bare.strike()) for _ in range(KEYS)]
                times.append(([one for one, _ in pairs], [other for _, other in pairs]))
    ours, other = (statistics.median(took for pair in times for took in pair[side]) for side in (0, 1))
    ratio = statistics.median(statistics.median(one) / statistics.median(two) for one, two in times)
    keys = f"median of {rounds} rounds of {KEYS} keys"
    print(f"kelompok {ours * 1000:.1f} ms, bare Textual {other * 1000:.1f} ms, ratio {ratio:.2f} ({keys})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
