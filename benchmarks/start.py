"""How long until the first picture, as a ratio to a bare Textual app in the same run.

    .venv/bin/python -m benchmarks.start [runs]

Both are started in a pseudo-terminal turn about; what is compared is the time from the start of the process until
the first text stands on the screen. Figures in seconds differ from laptop to laptop; the ratio hardly does.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.terminal import Terminal

BARE = """
from textual.app import App
from textual.widgets import Footer, Static

class Bare(App):
    def compose(self):
        yield Static("kelompok")
        yield Footer()

Bare().run()
"""


def first_picture(folder: Path, program: tuple[str, ...] | None) -> float:
    """Seconds until the words stand on the screen."""
    began = time.perf_counter()
    with Terminal("--lang", "id", folder=folder, program=program) as terminal:
        terminal.wait_for("kelompok")
        return time.perf_counter() - began


def main(runs: int) -> None:
    """Prints the median of each and of the ratios pair by pair."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pairs = [(first_picture(folder, None), first_picture(folder, ("-c", BARE))) for _ in range(runs)]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"kelompok {ours:.2f} s, bare Textual {bare:.2f} s, ratio {ratio:.2f} (median of {runs} pairs)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
