"""Faults, tried for long: what a test tries a few times, with figures.

    .venv/bin/python -m benchmarks.faults kill [times]      a process that leads an hour is killed; 1000
    .venv/bin/python -m benchmarks.faults real [times]      the same with the real program in a terminal; 50
    .venv/bin/python -m benchmarks.faults replay [states]   the power goes: all that a disk may then hold; 5000
    .venv/bin/python -m benchmarks.faults calls [times]     every call to the disk fails with every trouble; 5

FAULTS_SEED plays a run again. Needs Linux or macOS. Ends with 1 at the first thing that is wrong.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import story
from tests.faults.test_failing_calls import tried
from tests.faults.test_kill import LOST, Life, led, looked_at, moment, running
from tests.faults.test_replay import a_store, an_hour, around_it, bad_states, told


def kill(times: int, seed: int) -> str:
    """How much was lost, in seconds of what had happened; anything unreadable, or older than was told, ends it."""
    dice, lost = random.Random(seed), []
    for begun in range(0, times, 50):
        with tempfile.TemporaryDirectory() as place:
            life = Life(Path(place), seed + begun)
            for _ in range(min(50, times - begun)):
                life.kill(moment(dice))
            lost += life.lost
    return f"{figures(times, lost)}; 0 older than told"


def real(times: int, seed: int) -> str:
    """The same, of keys struck into the real program."""
    dice, lost = random.Random(seed), []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as place:
            store = running(Path(place))
            struck, ended = led(Path(place), dice)
            lost.append(looked_at(store, [], struck, ended))
    return figures(times, lost)


def figures(times: int, lost: list[float]) -> str:
    """The worst and the usual."""
    assert max(lost) <= LOST, f"{max(lost):.2f} s were lost"
    usual = statistics.median(lost)
    return f"{times} kills: 0 unreadable; lost {usual:.2f} s (median), {max(lost):.2f} s (most)"


def replay(least: int, seed: int) -> str:
    """States of both kinds of disk, new hours until there are so many; the first bad one ends it."""
    tried = hours = 0
    while tried < least:
        for disk in ("posix", "journal"):
            with tempfile.TemporaryDirectory() as place:
                record = told(a_store(Path(place) / "real"), an_hour(seed + hours, 30) + around_it())
                states, bad = bad_states(record, Path(place) / "after", disk, seed + hours)
                assert not bad, bad[0]
                tried += states
        hours += 1
    return f"{tried} states of {hours} hours on two kinds of disk: 0 bad"


def calls(times: int, _: int) -> str:
    """Every call, every trouble, once and lasting."""
    count = 0
    for _ in range(times):
        with tempfile.TemporaryDirectory() as place:
            held, wrong = tried(Path(place))
            assert not wrong, wrong[0]
            count += held
    return f"{count} failing calls: 0 files hurt, 0 not told, 0 later than 5 s after the fault"


RUNS = {"kill": (kill, 1000), "real": (real, 50), "replay": (replay, 5000), "calls": (calls, 5)}


def main(what: str, times: str = "") -> None:
    """Prints the figures of one kind of fault."""
    run, usual = RUNS[what]
    began = time.monotonic()
    print(run(int(times or usual), story.seed()), f"({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in RUNS:
        sys.exit(__doc__)
    main(*sys.argv[1:3])
