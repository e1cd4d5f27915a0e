"""Where an export may go."""

from pathlib import Path


def free(path: Path) -> Path:
    """`path`, or the first numbered copy of it (`log-2.md`) where nothing stands yet."""
    number, place = 1, path
    while place.exists():
        number += 1
        place = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return place
