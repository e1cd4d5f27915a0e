"""What it costs to keep the version before, as a ratio to a bare replace in the same run.

    .venv/bin/python -m benchmarks.keep [saves] [folder]

Both write the same session of an hour turn about, into a folder on the disk that is to be measured (else the
system's place for temporary files). Milliseconds differ from disk to disk; the ratio hardly does.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kelompok_tui import files, generations
from kelompok_tui.model import Group, next_session


def session_of_an_hour() -> bytes:
    """A session with four hundred marks, as it is written."""
    began = datetime.now().astimezone()
    group = Group(name="x").add_member("AR").add_member("BN").add_member("CD").add_member("DE")
    session = next_session(group, None, 1, began).enter("beginning", began)
    for turn in range(400):
        session = session.floor(group.codes[turn % 4], began + timedelta(seconds=7 * turn))
    return session.model_dump_json(indent=1).encode()


def milliseconds(save: Callable[[], None]) -> float:
    """How long one save takes."""
    began = time.perf_counter()
    save()
    return 1000 * (time.perf_counter() - began)


def main(saves: int, folder: str | None) -> None:
    """Prints the median of each, of the ratios pair by pair, and how many versions are left."""
    data, pairs = session_of_an_hour(), []
    with tempfile.TemporaryDirectory(dir=folder) as place:
        top = Path(place)
        for turn in range(saves):
            told = data + b" " * (turn % 7)
            kept = milliseconds(lambda told=told: generations.save(top / "sessions" / "01.json", told, top))
            bare = milliseconds(lambda told=told: files.replace(top / "bare" / "01.json", told))
            pairs.append((kept, bare))
        left = len(generations.kept(generations.place(top / "sessions" / "01.json", top)))
    with_it, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(
        f"{len(data) // 1000} kB: with the version before {with_it:.2f} ms, without {without:.2f} ms, "
        f"ratio {ratio:.2f} (median of {saves} pairs); {left} versions left"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, sys.argv[2] if len(sys.argv) > 2 else None)
