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
    played = [versions(seed, Session, 2) for seed in range(first, first + 50)]
    began = time.perf_counter()
    for base, one, two in played:
        merge(one, two, base, at=LATER)
    took = (time.perf_counter() - began) * 1000 / len(played)
    print(f"seeds {first} to {first + pairs - 1}: {broken} broken; one merging {took:.1f} ms")
    return broken


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in (*sys.argv[1:], *("1000", "0")[len(sys.argv) - 1 :]))) > 0)
