"""Sealing, unsealing and sealing anew are killed at any moment and go on later: nothing is lost, nothing plain left."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kelompok_tui import files, sealing
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Round, Session, next_session
from kelompok_tui.store import Store
from kelompok_tui.vault import Reader, Vault, public, reads, sealed

from ..conftest import NINE, at
from ..vaults import IDENTITY, PASSPHRASE, READERS, SECRET, STRANGER, lay_seal, text
from . import story

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

PLANTED = (b"Zulaikha", b"zamrud", b"zirkonium")  # a name, a concern, a note
CALLS = ("open", "fsync", "replace", "rename", "link", "unlink", "utime")
TRIES = 3  # kills of the real command at a moment by chance


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain data folder with everything that one may have."""
    store = Store(tmp_path_factory.mktemp("whole"))
    group = Group(name="Berani", concern="zamrud").add_member("AR").add_member("BN")
    for id in ("berani", "rukun"):
        store.save_group(id, group)
        store.save_group(id, group.but(description="zamrud lagi"))
        store.save_names(id, {"AR": "Zulaikha"})
        for number in (1, 2):
            session = next_session(group, None, number, NINE).enter("beginning", NINE)
            store.save_session(id, session.floor("AR", at(5)).annotate(0, "zirkonium"))
            store.save_session(id, session.floor("BN", at(9)).annotate(0, "zirkonium"))
    sessions = store.folder / "groups" / "berani" / "sessions"
    shutil.copy(sessions / "01.json", sessions / "01.sync-conflict-20261124-094012-B3QWTVP.json")
    shutil.copy(sessions / "01.json", sessions / "01.json.damaged-20261124T094012+0700")
    shutil.copy(sessions / "01.json", sessions / ".01.json.0a1b2c3d.tmp")
    shutil.copy(sessions / "01.json", sessions / "01.json.format-2")
    shutil.copy(sessions.parent / "names.toml", sessions.parent / "names.toml~")
    store.save_round(Round(group="berani", session=1, form="uca", waiting=("AR",), salt="s", lock="l", signs=4))
    store.bin_session("rukun", 2, NINE)
    (store.folder / "settings.toml").write_text('format = 3\nleader = "Bu Sari"\n')
    return store.folder


@pytest.fixture
def plain(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "data")


def contents(folder: Path, *secrets: str) -> dict[str, bytes]:
    """What is in each file, opened where it is sealed; the vault's own are left out, and temporary ones of today."""
    vault = Vault(folder)
    vault.take(text(*secrets), IDENTITY)
    found = {}
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        if (
            file.is_file()
            and not name.startswith("vault/")
            and (not name.endswith(".tmp") or name.endswith("/.01.json.0a1b2c3d.tmp"))
        ):
            found[name] = vault.read(file.read_bytes(), file)
    return found


def told_plain(folder: Path) -> list[str]:
    """The files that hold a planted word as it is."""
    held = ((file, file.read_bytes()) for file in folder.rglob("*") if file.is_file())
    return [str(file.relative_to(folder)) for file, data in held if any(word in data for word in PLANTED)]


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Whether `work`, in a process of its own, was killed in front of its `number`th call to the disk, or had ended."""
    child = os.fork()
    if child == 0:
        left = number

        def counted(call: Callable[..., object]) -> Callable[..., object]:
            def counting(*given: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*given, **named)

            return counting

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        files._rename.__defaults__ = (os.replace,)  # type: ignore[attr-defined]
        code = 1
        with contextlib.suppress(BaseException):
            work()
            code = 0
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


def each_kill(
    start: Path, folder: Path, work: Callable[[Store], object], every: int, more: tuple[str, ...] = ()
) -> Iterator[Store]:
    """The folder after each kill of `work` and one more try that ends; in between nothing is lost."""
    before = contents(start, SECRET, *more)
    number = 1 + random.Random(story.seed()).randrange(every)
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder)

        def once() -> None:
            work(opened(folder, *more))

        going_on = killed_at(number, once)
        assert contents(folder, SECRET, *more) == before, f"killed at {number}"
        store = opened(folder, *more) if Vault(folder).there else Store(folder)
        if going_on:
            work(store)
        assert contents(folder, SECRET, *more) == before, f"killed at {number}"
        yield store
        if not going_on:
            return
        number += every


def opened(folder: Path, *more: str) -> Store:
    store = Store(folder)
    store.vault.take(text(SECRET, *more), store.vault.identity_file.read_bytes())
    return store


def test_sealing_killed_at_every_call(plain: Path, tmp_path: Path) -> None:
    lay_seal(plain)
    for store in each_kill(plain, tmp_path / "copy", lambda store: list(sealing.seal(store)), every=5):
        assert told_plain(store.folder) == []
        assert store.vault.task == ""
        assert sealing.left_plain(store) == []


def test_unsealing_killed_at_every_call(plain: Path, tmp_path: Path) -> None:
    lay_seal(plain)
    assert all(step.trouble is None for step in sealing.seal(opened(plain)))

    def work(store: Store) -> None:
        if store.vault.there:
            list(sealing.unseal(store, NINE))
        elif store.vault.task:
            store.vault.end()

    for store in each_kill(plain, tmp_path / "copy", work, every=5):
        assert sealing.sealed_files(store.folder) == []
        assert not store.vault.there
        assert store.vault.task == ""
        assert store.load_group("berani").concern == "zamrud"
        assert [file.read_bytes() for file in store.vault.folder.glob("former-*.age")] == [IDENTITY]


def test_sealing_anew_killed_at_every_call(plain: Path, tmp_path: Path) -> None:
    """Who was a reader is one until all is done, and then no more."""
    lay_seal(plain)
    store = opened(plain)
    store.vault.take(text(readers=(*READERS, Reader("Bu Sari", public(STRANGER)))), IDENTITY)
    list(sealing.seal(store))
    assert all(reads(file.read_bytes(), STRANGER) for file in sealing.sealed_files(plain))
    for store in each_kill(plain, tmp_path / "copy", lambda store: list(sealing.reseal(store)), every=7):
        assert told_plain(store.folder) == []
        sealed_now = [file for file in sealing.sealed_files(store.folder) if not file.name.startswith(".0")]
        assert sealed_now
        assert not any(reads(file.read_bytes(), STRANGER) for file in sealed_now)
        assert store.vault.task == ""


def test_the_real_command_killed_by_chance(plain: Path, tmp_path: Path) -> None:
    lay_seal(plain)
    before, dice = contents(plain), random.Random(story.seed())
    for _ in range(TRIES):
        folder = tmp_path / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(plain, folder)
        while told_plain(folder):
            begun = stamp(folder)
            command = [sys.executable, "-m", "kelompok_tui", "--data", str(folder), "seal"]
            run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            assert run.stdin is not None
            run.stdin.write(f"{PASSPHRASE}\n".encode())
            run.stdin.close()
            until = time.monotonic() + 20  # what seals begins where the task is written; from there on by chance
            while stamp(folder) == begun and run.poll() is None and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, 0.06))
            run.kill()
            run.wait()
            assert contents(folder) == before
        assert Store(folder).vault.there


def stamp(folder: Path) -> int:
    """When the task that is under way was begun."""
    task = Vault(folder).task_file
    return task.stat().st_mtime_ns if task.exists() else 0


def test_what_is_saved_while_sealing_goes_on_is_sealed(plain: Path) -> None:
    """A window that was open when the sealing began: it never saw the passphrase, and saves all the same."""
    window = Store(plain)
    lay_seal(plain)
    store, session = opened(plain), window_session()
    for step in sealing.seal(store):
        if step.number == 3:
            window.save_session("rukun", session)
            window.save_session("berani", session.floor("BN", at(60)))
    assert told_plain(plain) == []
    assert store.load_session("rukun", 3) == session
    assert len(store.load_session("berani", 3).marks) == 2


def window_session() -> Session:
    group = Group(name="Berani").add_member("AR").add_member("BN")
    session = next_session(group, None, 3, NINE).enter("beginning", NINE)
    return session.floor("AR", at(5)).annotate(0, "zirkonium")


def test_one_that_cannot_be_opened_keeps_the_seal(plain: Path) -> None:
    lay_seal(plain)
    store = opened(plain)
    list(sealing.seal(store))
    broken = store.session_file("berani", 1)
    broken.write_bytes(broken.read_bytes()[:-9])
    troubles = [step.trouble.word for step in sealing.unseal(store, NINE) if step.trouble]
    assert troubles == ["vault.damaged"]
    assert store.vault.there
    assert store.vault.task == "unseal"
    broken.unlink()
    assert [step for step in sealing.unseal(store, NINE) if step.trouble] == []
    assert not store.vault.there


def test_one_that_cannot_be_written_is_told_and_done_the_next_time(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_seal(plain)
    store = opened(plain)
    real = files._rename

    def failing(path: Path, to: Path) -> None:
        if to.name == "02.json":
            raise OSError(28, "full")
        real(path, to)

    monkeypatch.setattr(files, "_rename", failing)
    troubles = {step.trouble.word for step in sealing.seal(store) if step.trouble}
    assert troubles == {"file.not-written"}
    assert store.vault.task == "seal"
    monkeypatch.undo()
    assert not [step for step in sealing.seal(store) if step.trouble]
    assert told_plain(plain) == []
    assert store.vault.task == ""


def test_links_and_what_is_none_of_ours_are_told_and_left(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "else.json").write_text("zirkonium")
    (plain / "groups" / "berani" / "link.json").symlink_to(tmp_path / "else.json")
    (plain / "groups" / "berani" / "foto.jpg").write_bytes(b"zirkonium")
    (plain / "groups" / "other").symlink_to(tmp_path, target_is_directory=True)
    (plain / "exports").mkdir()
    (plain / "exports" / "log.md").write_text("zirkonium")
    lay_seal(plain)
    store = opened(plain)
    assert not [step for step in sealing.seal(store) if step.trouble]
    left = [str(file.relative_to(plain)) for file in sealing.left_plain(store)]
    assert left == ["groups/other", "groups/berani/foto.jpg", "groups/berani/link.json"]
    assert [file.name for file in sealing.exports(store)] == ["log.md"]
    assert (tmp_path / "else.json").read_text() == "zirkonium"
    assert not sealed((plain / "settings.toml").read_bytes())


def test_a_window_that_has_a_session_open_is_waited_for(plain: Path) -> None:
    store = Store(plain)
    lock = store.hold("berani", 1)
    assert lock is not None
    with pytest.raises(KelompokError, match=r"vault\.in-use"):
        sealing.begin(store)
    lock.release()
    mine = sealing.begin(store)
    with pytest.raises(KelompokError, match=r"vault\.busy"):
        sealing.begin(Store(plain))
    mine.release()
