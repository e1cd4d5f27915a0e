"""Whether merging keeps its promises, and how long it takes.

    .venv/bin/python -m benchmarks.merge [merges] [first seed]      100000 merges, from seed 0

Each seed plays one meeting and one group from a common ancestor on three laptops and merges what came of it, with the
ancestor and without. A promise that is broken is told by its seed; the same seed gives the same again.
"""

import sys
import time
from itertools import count
from typing import Any

from kelompok_tui.merge import Merged, merge
from kelompok_tui.model import Group, Session
from tests import hands
from tests.hands import LATER, laws, on_the_disk, versions


def main(merges: int, first: int) -> int:
    """Prints each promise that was broken, and what one merging takes."""
    broken = done = 0

    def counted(*given: Any, **more: Any) -> Merged[Any]:
        nonlocal done
        done += 1
        return merge(*given, **more)

    hands.merge = counted  # type: ignore[assignment]
    seeds = count(first)
    while done < merges:
        seed = next(seeds)
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
    print(f"{done} merges, seeds {first} to {next(seeds) - 1}: {broken} broken; one merging {took:.1f} ms")
    return broken


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in (*sys.argv[1:], *("100000", "0")[len(sys.argv) - 1 :]))) > 0)
