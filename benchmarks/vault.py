"""What a sealed save costs, as a ratio to a plain one in the same run; and what opening a file does.

    .venv/bin/python -m benchmarks.vault [saves] [folder]

Both write the same session of an hour turn about, with its generations, into a folder on the disk that is to be
measured (else the system's place for temporary files). Open or locked, saving costs the same.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.keep import milliseconds, session_of_an_hour
from kelompok_tui import generations
from kelompok_tui.vault import OWN, RECOVERY, Reader, Vault, new_key, public


def a_vault(folder: Path) -> Vault:
    """A seal with two readers in `folder`, open; its identity is none, which only a measurement may do."""
    secret = new_key()
    vault = Vault(folder)
    vault.folder.mkdir()
    vault.identity_file.write_text("measured")
    readers = (Reader(OWN, public(secret)), Reader(RECOVERY, public(new_key())))
    lines = "".join(f"# # {reader.name}\n# {reader.key}\n" for reader in readers)
    vault.take(f"{secret}\n{lines}", b"measured")
    return vault


def main(saves: int, folder: str | None) -> None:
    """Prints the medians of both saves, of the ratios pair by pair, of sealing and of opening alone."""
    data, pairs, alone = session_of_an_hour(), [], []
    with tempfile.TemporaryDirectory(dir=folder) as place:
        top = Path(place)
        (top / "sealed").mkdir()
        vault = a_vault(top / "sealed")

        def save(where: str, told: bytes, vault: Vault | None) -> Callable[[], None]:
            path = top / where / "sessions" / "01.json"
            return lambda: generations.save(path, told, top / where, vault=vault)

        for turn in range(saves):
            told = data + b" " * (turn % 7)
            pairs.append((milliseconds(save("sealed", told, vault)), milliseconds(save("plain", told, None))))
            held = vault.seal(told)
            alone.append((milliseconds(lambda: vault.seal(told)), milliseconds(lambda: vault.read(held))))  # noqa: B023
    with_it, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    sealing, opening = (statistics.median(side) for side in zip(*alone, strict=True))
    print(
        f"{len(data) // 1000} kB: a sealed save {with_it:.2f} ms, a plain one {without:.2f} ms, ratio {ratio:.2f} "
        f"(median of {saves} pairs); sealing alone {sealing:.2f} ms, opening {opening:.2f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, sys.argv[2] if len(sys.argv) > 2 else None)
