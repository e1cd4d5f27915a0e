"""Two laptops lead one session and Syncthing carries the files: every mark of both is there at the end."""

import contextlib
import random
import shutil
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kelompok_tui import strays
from kelompok_tui.hand import hold_session
from kelompok_tui.merge import merge
from kelompok_tui.store import Store

from ..conftest import NINE
from . import story
from .syncthing import Syncthing, two, until

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="ends processes as POSIX does"),
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="Syncthing is not installed"),
]

SHARING = Path(__file__).parents[2] / "docs" / "SHARING.md"
NAMES = "names.*"
OWN = (  # what one laptop does not tell the other
    "settings.toml",
    "round.json",
    "exports/log.md",
    ".generations/groups/g/group.toml/0001.20261124T090000+0700.toml",
    "groups/g/names.toml",
    "groups/g/names.toml.format-2",
    "groups/g/names.sync-conflict-20261124-065926-B3QWTVP.toml",
    "groups/g/sessions/.01.lock",
    "groups/g/.group.toml.00c0ffee.tmp",
)
LATER = NINE + timedelta(days=1)


def ignored() -> str:
    """The lines that SHARING.md tells her to write, with the one for those who keep the names to themselves."""
    told = SHARING.read_text(encoding="utf-8")
    assert f"`{NAMES}`" in told
    return told.split("```stignore\n")[1].split("```")[0] + NAMES


class LostError(AssertionError):
    """Marks that were made are in neither file."""


class Leader:
    """Leads the session on one laptop from its `step` on until stopped; `made` is when each mark was made."""

    def __init__(self, store: Store, odd: int, step: int, luck: random.Random) -> None:
        self.made: set[datetime] = set()
        self._odd, self._step, self._luck = odd, step, luck
        self._session = store.load_session("g", 1)
        self._hand = hold_session(store, "g", self._session, lambda: LATER)
        self._ended, self._trouble = threading.Event(), list[BaseException]()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """It has ended; what it met with is raised here."""
        self._ended.set()
        self._thread.join(10)
        assert not self._thread.is_alive()
        for trouble in self._trouble:
            raise trouble

    def _live(self) -> None:
        try:
            while not self._ended.wait(self._luck.uniform(0.02, 0.4)):
                self._lead()
        except BaseException as trouble:
            self._trouble.append(trouble)

    def _lead(self) -> None:
        for _ in range(self._luck.randint(1, 3)):
            self._step += 1
            at = NINE + timedelta(seconds=2 * self._step + self._odd)  # no two hands at one moment
            self.made.add(at)
            self._session = self._session.floor(self._luck.choice(story.CODES), at)
        if met := self._hand.write(self._session):
            assert met.aside is None, "a file that was half there"
            self._session = met.value


def lead(stores: tuple[Store, Store], seed: int, seconds: float, known: set[datetime]) -> set[datetime]:
    """Both lead at once for so long; the moments of all marks that were made, with those that are `known`."""
    step = max((int((at - NINE).total_seconds()) // 2 for at in known), default=0)
    leaders = [Leader(store, odd, step, random.Random(f"{seed}.{step}.{odd}")) for odd, store in enumerate(stores)]
    time.sleep(seconds)
    for leader in leaders:
        leader.stop()
    assert all(leader.made for leader in leaders)
    return known.union(*(leader.made for leader in leaders))


def shared(folder: Path) -> dict[str, bytes]:
    """The groups, as they are to be the same on both laptops."""
    found = (file for file in (folder / "groups").rglob("*.*") if not file.name.startswith((".", "names.")))
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


def settle(a: Syncthing, b: Syncthing) -> None:
    """Nothing is on its way any more."""

    def same() -> bool:
        with contextlib.suppress(FileNotFoundError):  # it was moved meanwhile
            return a.speaks(b) and a.idle() and b.idle() and shared(a.data) == shared(b.data)
        return False

    def told() -> str:
        here, there = shared(a.data), shared(b.data)
        unlike = {name for name in {*here, *there} if here.get(name) != there.get(name)}
        return f"unlike: {sorted(unlike)}\n{a.told()}\n{b.told()}"

    until(same, 30, told)


def conflicts(folder: Path) -> list[Path]:
    """The conflict copies of the session below `folder`."""
    return sorted(file for file in folder.rglob("01.*") if strays.kind(file.name) == "conflict")


def join(folder: Path, aside: Path) -> int:
    """Each conflict copy is made one with its file, as Enter on it does; how many there were."""
    store, other, found = Store(folder), Store(aside), conflicts(folder)
    place = aside / store.session_file("g", 1).relative_to(folder)
    place.parent.mkdir(parents=True)
    for copy in found:
        copy.replace(place)
        merged = merge(store.load_session("g", 1), other.load_session("g", 1), at=LATER)
        store.save_session("g", merged.value)
    return len(found)


def begun(folder: Path) -> tuple[Store, Store]:
    """Two laptops; the session has begun on the first, which has files of its own too."""
    stores, group = (Store(folder / "a"), Store(folder / "b")), story.a_group()
    stores[0].save_group("g", group)
    stores[0].save_session("g", story.first(group).attend_rest())
    for name in OWN:
        file = stores[0].folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("its own", encoding="utf-8")
    return stores


def pause(a: Syncthing, b: Syncthing) -> None:
    """The two no longer hear of each other."""
    a.pause(b)
    until(lambda: not a.speaks(b) and not b.speaks(a), 10, a.told)


def all_there(stores: tuple[Store, Store], made: set[datetime], copies: int) -> None:
    """Both hold the same session with all that was made."""
    print(f"{len(made)} marks, {copies} conflict copies", file=sys.stderr)
    one, two = (store.load_session("g", 1) for store in stores)
    assert one == two
    gone = sorted(f"{at:%M:%S}" for at in made - {mark.at for mark in one.marks})
    if gone:
        raise LostError(f"{len(gone)} of {len(made)} marks: {gone}")


def test_what_two_laptops_wrote_apart_is_one_after_the_copies_are_joined(tmp_path: Path) -> None:
    seed, stores = story.seed(), begun(tmp_path)
    with two(tmp_path, ignored()) as (a, b):
        settle(a, b)
        pause(a, b)
        made = lead(stores, seed, 3, set())
        a.resume(b)
        settle(a, b)
        assert conflicts(a.data), "no copy arose"
        copies = join(a.data, tmp_path / "copies")
        settle(a, b)
        assert not conflicts(b.data)
    all_there(stores, made, copies)
    assert not [name for name in OWN if (b.data / name).exists()]
    assert {file.stat().st_mode & 0o077 for file in (b.data / "groups").rglob("*")} == {0}


def test_what_two_laptops_wrote_at_once_is_there_on_both(tmp_path: Path) -> None:
    seed, stores = story.seed(), begun(tmp_path)
    with two(tmp_path, ignored()) as (a, b):
        settle(a, b)
        made = lead(stores, seed, 6, set())
        settle(a, b)
        pause(a, b)
        made = lead(stores, seed, 2, made)
        a.resume(b)
        settle(a, b)
        copies = join(a.data, tmp_path / "copies")
        settle(a, b)
    all_there(stores, made, copies)
