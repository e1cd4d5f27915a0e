"""One session, one window: held, freed by whatever ends its owner, and never in the way."""

import errno
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kelompok_tui import files, locks
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Store

from .test_cli import run

OWNER = """
import sys
from pathlib import Path
from kelompok_tui.store import Store
lock = Store(Path(sys.argv[1])).hold("g", 1)
print("held" if lock else "no", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_window(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has session 1 of the group `g` open; it is there no longer afterwards."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert owner.stdout
        assert owner.stdout.readline() == "held\n"
        yield owner
    finally:
        kill(owner)
        for pipe in (owner.stdin, owner.stdout):
            if pipe:
                pipe.close()


def kill(owner: subprocess.Popen[str]) -> None:
    """It ends without a chance to let go of anything."""
    owner.kill()
    owner.wait()


def test_it_is_held_by_one_and_then_by_another(store: Store, group: Group) -> None:
    store.save_group("g", group)
    lock = store.hold("g", 1)
    assert lock
    assert store.hold("g", 1) is None
    assert store.hold("g", 2)
    lock.release()
    lock.release()
    assert store.hold("g", 1)


def test_a_dead_owner_holds_nothing(store: Store, group: Group) -> None:
    store.save_group("g", group)
    with another_window(store.folder) as owner:
        assert store.hold("g", 1) is None
        kill(owner)
        if sys.platform != "win32":
            assert owner.returncode == -signal.SIGKILL
        assert store.hold("g", 1)


@pytest.mark.parametrize("reason", ["ENOLCK", "EOPNOTSUPP", "EINVAL"])
def test_a_file_system_without_locks_is_no_question(
    store: Store, group: Group, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(handle: int) -> None:
        raise OSError(getattr(errno, reason), "none")

    store.save_group("g", group)
    monkeypatch.setattr(locks, "_lock", none)
    assert store.hold("g", 1)
    assert store.hold("g", 1)


def test_a_disk_on_which_nothing_can_be_made_is_none_either(store: Store, group: Group) -> None:
    store.save_group("g", group)
    store.session_file("g", 1).parent.write_bytes(b"")  # a file where the folder should be
    assert store.hold("g", 1)
    assert store.hold("gone", 1)


def test_its_file_is_ours_alone_and_no_stray(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    assert store.hold("g", 1)
    file = store.folder / "groups" / "g" / "sessions" / ".01.lock"
    assert files.read(file) == b""
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
    assert not [finding for finding in store.check() if finding.stray]
    assert store.sessions("g") == [1]
    assert ".01.lock" not in run("check", data=store.folder).stdout
