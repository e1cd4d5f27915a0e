"""Whether merging keeps its promises, and how long it takes.

    .venv/bin/python -m benchmarks.merge [pairs] [first seed]

Each seed plays one meeting and one group from a common ancestor on three laptops and merges what came of it, with the
ancestor and without. A promise that is broken is told by its seed; the same seed gives the same again.
"""

import sys
import time

from kelompok_tui.merge import merge
from kelompok_tui.model import Group, Session
from tests.hands import LATER, laws, on_the_disk, versions


def main(pairs: int, first: int) -> int:
    """Prints each promise that was broken, and what one merging takes."""
    broken = 0
    for seed in range(first, first + pairs):
        for known in (True, False):
            try:
                laws(seed, Session, known)
                laws(seed, Group, known)
                on_the_disk(seed, known)
            except AssertionError as told:
                broken += 1
                print(told)
    base, one, two, _ = versions(first, Session)
    began = time.perf_counter()
    for _ in range(100):
        merge(one, two, base, at=LATER)
    took = (time.perf_counter() - began) * 10
    print(f"seeds {first} to {first + pairs - 1}: {broken} broken; one merging {took:.1f} ms")
    return broken


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in (*sys.argv[1:], *("1000", "0")[len(sys.argv) - 1 :]))) > 0)
