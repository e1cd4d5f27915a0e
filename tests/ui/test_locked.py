"""Sealed data on the screen: asked at first, opened by a passphrase, locked again, and never told."""

import asyncio
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from kelompok_tui import sealing, vault
from kelompok_tui.documents.gather import gather
from kelompok_tui.documents.source import Opened
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, next_session
from kelompok_tui.settings import Settings, read_settings, write_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.seal_screen import SealScreen
from kelompok_tui.ui.unlock_screen import UnlockScreen
from kelompok_tui.vault import Vault, reads, sealed
from kelompok_tui.words import read_words

from ..terminal import F, Terminal
from ..test_terminal import begin
from ..vaults import PASSPHRASE, STRANGER, lay_seal, sealed_store
from .player import Clock, Player, playing
from .test_room import into_the_room

DAY = ["Selasa", "24", "November", "2026"]
NEW = "empat kuda di sawah"
SECOND = 1.2  # the app looks once a second whether anybody is there
PUPIL = ("Berani bicara", "takut", "AA")


def a_sealed_group(folder: Path) -> Store:
    """A group of five, sealed; the returned store is open, the app's is not."""
    store, group = sealed_store(folder), Group(name="Berani bicara", concern="takut", goal="berani")
    for number in range(5):
        group = group.add_member("A" + chr(ord("A") + number))
    store.save_group("g", group)
    return store


def locked(play: Player) -> bool:
    """The key is gone, and nothing is to be read but the day and what opens."""
    read = re.findall(r"\w+", play.screen)
    shut = isinstance(play.app.screen, CurtainScreen) and read == [*DAY, "F9", "membuka"]
    assert shut != play.app._vault.open, play.screen
    return shut


def sheet(screen: str) -> str:
    """The letters of the recovery key that stands on the screen, after its beginning."""
    return re.sub(r"\s", "", "".join(screen.partition("KEY-1\n")[2].splitlines()[:3]))


async def unlock(play: Player, passphrase: str = PASSPHRASE) -> None:
    await play.type(f"{passphrase}⏎")


def everything(folder: Path) -> bytes:
    """All bytes of all files, with their names."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return b"".join(str(file).encode() + file.read_bytes() for file in files)


# ── the first question ──


async def test_the_first_question_seals_and_the_recovery_key_was_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_locks(monkeypatch)
    async with playing(tmp_path, plain=False) as play:
        screen = play.app.screen
        assert isinstance(screen, SealScreen)
        for told in ("⏎  Tersegel", "p  Polos", "hilang selamanya", "Esc Keluar"):
            assert told in play.screen
        await play.type(f"⏎{NEW[:7]}⏎")
        assert "paling sedikit 8 tanda" in play.screen
        await play.type(f"{NEW}⏎{NEW}?⏎")
        assert "tidak sama" in play.screen
        await play.type(NEW)
        assert f"{'•' * len(NEW)}▏" in play.screen
        await play.type(f"⏎{NEW}⏎")
        shown = sheet(play.screen)
        assert len(shown) == 58
        await play.type("⏎")
        assert shown[:4] not in play.screen  # it is asked from the paper
        await play.type("abcdef⏎")
        assert "Bukan itu" in play.screen
        assert not (tmp_path / "vault").exists()
        await play.type("⎋")
        assert shown[:4] in play.screen
        await play.type(f"⏎{shown[-6:].lower()}⏎")
        assert "Sudah tersegel" in play.screen
        assert (screen._passphrase, screen._recovery) == ("", "")
        await play.type("⏎")
        assert isinstance(play.app.screen, HomeScreen)
        await play.type("nBerani bicara⏎")
        assert play.app._vault.open
    data = (tmp_path / "groups" / "berani-bicara" / "group.toml").read_bytes()
    assert sealed(data)
    assert reads(data, f"AGE-SECRET-KEY-1{shown}")
    held = everything(tmp_path)
    assert NEW.encode() not in held
    assert shown.encode() not in held
    assert not read_settings(tmp_path / "settings.toml").plain


async def test_plain_is_one_key_and_it_is_not_asked_again(tmp_path: Path) -> None:
    async with playing(tmp_path, plain=False) as play:
        await play.type("⏎p⎋")  # on the pen, p is a letter
        await play.type("p")
        assert isinstance(play.app.screen, HomeScreen)
        await play.press("ctrl+k")
        assert not play.app._curtained
        assert "tidak ada yang bisa dikunci" in play.said
        assert play.app._settings.plain
    settings = read_settings(tmp_path / "settings.toml")
    assert settings.plain
    app = KelompokApp(tmp_path, settings, "id", read_words("id"), Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        play = Player(app, pilot, Clock())
        await play.settle()
        assert isinstance(app.screen, HomeScreen)


async def test_where_there_are_data_it_is_not_asked_and_escape_leaves_the_question(tmp_path: Path) -> None:
    async with playing(tmp_path, plain=False) as play:
        await play.press("escape")
        assert not play.app.is_running
    assert list(tmp_path.iterdir()) == []
    Store(tmp_path).save_group("g", Group(name="Berani bicara"))
    async with playing(tmp_path, plain=False) as play:
        assert isinstance(play.app.screen, HomeScreen)


@pytest.mark.parametrize(("language", "done"), [("id", "Sudah tersegel"), ("en", "Sealed. From now on")])
async def test_from_the_settings_all_that_is_there_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, done: str
) -> None:
    quick_locks(monkeypatch)
    store = Store(tmp_path)
    group = Group(name="Berani bicara", concern="rahasia-satu").add_member("AR")
    for number in range(1, 4):
        store.save_group("g", group.but(description=f"rahasia-{number}"))
        store.save_session("g", next_session(group, None, number, Clock()()))
    store.save_names("g", {"AR": "Arini Rahasia"})
    (tmp_path / "catatan saya.txt").write_text("tentang mereka")
    async with playing(tmp_path, language) as play:
        with_lock = play.app
        await play.type("s")
        assert "F2" in play.screen
        held = store.hold("g", 2)
        assert held
        await play.press("f2", "enter")
        await new_seal(play)
        assert "2" in play.screen  # another window has the session open: nothing is made
        assert not (tmp_path / "vault" / "identity.age").exists()
        held.release()
        await play.press("enter")
        await new_seal(play)
        assert done in play.screen
        assert "catatan saya.txt" in play.screen
        await play.press("enter")
        assert "ctrl+k" in play.screen
        assert "F2" not in play.screen.splitlines()[-1]
        await play.type("↓↓↓3⏎⎋")
        assert isinstance(play.app.screen, HomeScreen)
        assert with_lock._settings.lock == 3
        assert "Berani bicara" in play.screen
    assert b"ahasia" not in everything(tmp_path)
    assert read_settings(tmp_path / "settings.toml").lock == 3


async def new_seal(play: Player) -> None:
    """From the question, by keys, until it is done."""
    await play.type(f"{NEW}⏎{NEW}⏎")
    screen = play.app.screen
    assert isinstance(screen, SealScreen)
    await play.type(f"⏎{screen._recovery[-6:]}⏎")


def quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new identity is locked in no time: not at all."""

    def beside(task: str, passphrase: str, data: bytes, file: Path) -> bytes:
        return data

    monkeypatch.setattr(vault, "_beside", beside)


# ── unlocking ──


async def test_nothing_of_a_pupil_is_seen_before_it_is_open(tmp_path: Path) -> None:
    a_sealed_group(tmp_path)
    async with playing(tmp_path) as play:
        assert isinstance(play.app.screen, UnlockScreen)

        def seen() -> str:
            assert not [word for word in PUPIL if word in play.screen + play.said + play.app.title]
            return play.screen

        await play.type("tiga?k")
        assert "Frasa sandi:  ••••••▏" in seen()
        await play.press("f9", "ctrl+k", "ctrl+l", "ctrl+c")  # there is nothing to hide here, nothing to copy
        assert isinstance(play.app.screen, UnlockScreen)
        assert "••••••▏" in seen()
        await play.press("enter")
        assert "salah" in seen()
        assert "•" not in seen()
        assert not play.app._vault.open
        await play.press("enter", "x", "backspace", "backspace")
        play.app.post_message(events.Paste(PASSPHRASE + "\n"))
        await play.settle()
        assert "•" * len(PASSPHRASE) in seen()
        await play.press("enter")
        assert isinstance(play.app.screen, HomeScreen)
        assert "Berani bicara" in play.screen
        assert play.app.clipboard == ""
        assert not play.said
    assert PASSPHRASE.encode() not in everything(tmp_path)


async def test_escape_leaves_before_it_is_open(tmp_path: Path) -> None:
    a_sealed_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("escape")
        assert not play.app.is_running


async def test_keys_go_on_working_while_it_opens_and_what_is_not_wanted_stays_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_sealed_group(tmp_path)
    go, beside = threading.Event(), vault._beside

    def slow(*told: object) -> bytes:
        assert go.wait(20)
        return beside(*told)  # type: ignore[arg-type]

    async with playing(tmp_path) as play:
        await unlock(play)
        await play.press("ctrl+k", "f9")
        monkeypatch.setattr(vault, "_beside", slow)
        for key in PASSPHRASE:
            await play.strike("space" if key == " " else key)
        play.app.simulate_key("enter")
        shown = set()
        for _ in range(8):
            await asyncio.sleep(0.15)
            shown.add(play.screen)
        assert len(shown) > 2  # the sign moves
        assert all("membuka" in screen and "•" not in screen for screen in shown)
        play.app.simulate_key("escape")
        await asyncio.sleep(0.1)
        assert "F9 membuka" in play.screen
        go.set()
        await play.settle()
        assert locked(play)
        await play.press("f9")
        await unlock(play)
        assert isinstance(play.app.screen, HomeScreen)


async def test_a_sealing_that_was_cut_off_is_done_when_it_is_opened(tmp_path: Path) -> None:
    plain = Store(tmp_path)
    plain.save_group("g", Group(name="Berani bicara", concern="rahasia"))
    lay_seal(tmp_path).begin("seal")
    async with playing(tmp_path) as play:
        await unlock(play)
        assert "Berani bicara" in play.screen
        assert not play.said
    assert b"rahasia" not in everything(tmp_path)
    assert Vault(tmp_path).task == ""
    lay_seal(tmp_path).begin("reseal")
    beside = Vault(tmp_path).readers_file
    beside.write_text(f"{beside.read_text()}# Orang Asing\n{vault.public(STRANGER)}\n")
    async with playing(tmp_path) as play:
        await unlock(play)
        assert "terputus di tengah" in play.said
        assert "Orang Asing ditambahkan oleh tangan lain" in play.said


# ── locking ──


async def test_locked_in_the_middle_of_the_hour_it_goes_on_being_saved(tmp_path: Path) -> None:
    store = a_sealed_group(tmp_path)
    store.save_names("g", {"AA": "Ayu"})
    async with playing(tmp_path) as play:
        await unlock(play)
        screen = await into_the_room(play)
        await play.type("1t2dnrahasia-besar⏎")
        before = store.session_file("g", 1).read_bytes()
        await play.press("ctrl+k")
        assert locked(play)
        await play.type("3i⏎")
        await play.press("f1", "f5", "q", "ctrl+q", "ctrl+k", "escape")
        assert locked(play)
        play.clock.go(seconds=40)
        await play.pilot.pause(SECOND)  # a sign of life is due
        await play.settle()
        play.app._safe(1)
        assert store.session_file("g", 1).read_bytes() != before
        assert (seen := store.load_session("g", 1).seen)
        assert (seen - screen._first.began).total_seconds() >= 40
        await play.press("f9")
        await play.type("salah satu⏎")
        assert "salah" in play.screen
        await play.press("escape")
        assert locked(play)
        await play.press("f9")
        await unlock(play)
        assert play.app.screen is screen
        assert "rahasia-besar" in play.screen
        await play.type("4r")
        assert not play.said
        await play.press("f9", "f9")  # the curtain alone asks for nothing
        assert play.app.screen is screen
    marks = store.load_session("g", 1).marks
    assert [(mark.who, mark.kind) for mark in marks] == [("AA", "question"), ("AB", "support"), ("AD", "response")]
    assert b"rahasia-besar" not in everything(tmp_path)


async def test_names_and_every_other_screen_are_behind_it(tmp_path: Path) -> None:
    store = a_sealed_group(tmp_path)
    store.save_names("g", {"AA": "Ayu"})
    async with playing(tmp_path) as play:
        await unlock(play)
        for keys, shown in ((("k",), "Kontak"), (("escape", "enter", "f5"), "Ayu"), (("escape", "f2"), "Pintu")):
            await play.press(*keys)
            screen = play.app.screen
            assert shown in play.screen
            await play.press("f9", "ctrl+k")  # the curtain was down already
            assert locked(play)
            await play.press("f9")
            await unlock(play)
            assert play.app.screen is screen
            assert shown in play.screen


@asynccontextmanager
async def idling(folder: Path, minutes: int, clock: Clock) -> AsyncIterator[Player]:
    """The app at home and open, locking itself after so many minutes without a key."""
    write_settings(folder / "settings.toml", Settings(curtain=0, lock=minutes))
    app = KelompokApp(folder, read_settings(folder / "settings.toml"), "id", read_words("id"), clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        play = Player(app, pilot, clock)
        await play.settle()
        await unlock(play)
        yield play


async def pass_by(play: Player, **time: float) -> None:
    play.clock.go(**time)
    await play.pilot.pause(SECOND)
    await play.settle()


async def test_it_locks_itself_when_nobody_is_there_and_when_the_laptop_slept(tmp_path: Path) -> None:
    a_sealed_group(tmp_path)
    async with idling(tmp_path, 3, Clock()) as play:
        await pass_by(play, minutes=1.9)
        assert not locked(play)
        await pass_by(play, minutes=1.2)
        assert locked(play)
        await play.press("f9")
        await unlock(play)
        play.clock.go(minutes=2.1)
        await play.press("n")  # the first key, before the app has looked: it is not for home
        assert locked(play)
        assert play.app._settings.lock == 3


async def test_at_0_only_sleep_locks_it_and_plain_data_never_are(tmp_path: Path) -> None:
    a_sealed_group(tmp_path)
    async with idling(tmp_path, 0, Clock()) as play:
        for _ in range(10):
            play.clock.go(minutes=1.9)
            play.app._idle()
        assert not locked(play)
        await pass_by(play, minutes=2.1)
        assert locked(play)
    other = tmp_path / "plain"
    Store(other).save_group("g", Group(name="Berani bicara"))
    async with playing(other) as play:
        await pass_by(play, hours=9)
        assert isinstance(play.app.screen, HomeScreen)


async def test_a_round_goes_on_where_it_was_once_the_leader_has_opened(tmp_path: Path) -> None:
    store = a_sealed_group(tmp_path)
    async with playing(tmp_path) as play:
        await unlock(play)
        await into_the_room(play)
        await play.press("f8", "1")
        await play.type("kunci1⏎")
        screen = play.app.screen
        assert isinstance(screen, RoundScreen)
        await play.press("space", "ctrl+k")  # not for pupils
        assert play.app.screen is screen
        asked = play.screen
        play.clock.go(minutes=9)
        await play.press("1")
        assert locked(play)
        for key in ("1", "space", "f9", "ctrl+q", "escape"):
            await play.press(key)
        assert locked(play)
        await play.press("f9")
        await unlock(play)
        assert play.app.screen is screen
        assert play.screen == asked
        await play.press("ctrl+q")
        assert play.app.is_running
    assert sealed(store.round_file.read_bytes())
    async with playing(tmp_path) as play:
        assert isinstance(play.app.screen, UnlockScreen)
        await unlock(play)
        assert isinstance(play.app.screen, RoundScreen)
        assert "Berani bicara" not in play.screen


async def test_a_seal_that_another_window_made_is_told_and_opened(tmp_path: Path) -> None:
    plain = Store(tmp_path)
    plain.save_group("g", Group(name="Berani bicara", concern="takut"))
    async with playing(tmp_path) as play:
        await play.press("k")
        lay_seal(tmp_path)
        list(sealing.seal(plain))
        await play.press("escape")
        assert "tersegel. Buka segelnya" in " ".join(play.screen.split())
        assert "Berani bicara" not in play.screen
        await play.press("enter")
        assert locked(play)
        await play.press("f9")
        await unlock(play)
        assert isinstance(play.app.screen, HomeScreen)
        assert "Berani bicara" in play.screen
        assert not play.said


async def test_whoever_forgot_the_passphrase_is_not_caught_under_it(tmp_path: Path) -> None:
    a_sealed_group(tmp_path)
    async with playing(tmp_path) as play:
        await unlock(play)
        await play.press("ctrl+k", "ctrl+q")
        assert locked(play)
        await play.press("f9", "ctrl+q")
        assert not play.app.is_running


# ── the real program ──


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")
def test_from_the_first_question_to_the_standard_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(F, "<f9>", "\x1b[20~")
    folder = tmp_path / "data"
    with Terminal("--lang", "id", folder=folder, plain=False) as play:
        play.wait_for("p  Polos")
        play.send("⏎")
        play.wait_for("Frasa sandi:")
        play.send(f"{NEW}⏎")
        play.wait_for("Sekali lagi:")
        play.send(f"{NEW}⏎")
        play.wait_for("AGE-SECRET-KEY-1")
        last = sheet(play.text)
        play.send("⏎")
        play.wait_for("6 tanda terakhir")
        play.send(f"{last[-6:]}⏎")
        play.wait_for("Sudah tersegel")
        play.send("⏎")
        begin(play)
        play.send("1t4r")
        play.wait_for("DE tanggap")
        play.send("\x0b")  # ctrl+k
        play.wait_for("F9 membuka")
        play.wait_until_gone("DE tanggap")
        play.send("3i<f9>")
        play.wait_for("Frasa sandi:")
        play.send(f"{NEW}⏎")
        play.wait_for("DE tanggap")
        play.send("2d")
        play.wait_for("BN dukung")
        play.process.send_signal(signal.SIGTSTP)
        while "T" not in state(play.process.pid):
            play.read(0.1)
        play.process.send_signal(signal.SIGCONT)
        play.wait_for("F9 membuka")
        play.wait_until_gone("BN dukung")
        assert play.signal(signal.SIGTERM) == 128 + signal.SIGTERM
    shown = play.raw
    file = folder / "groups" / "berani-bicara" / "sessions" / "01.json"
    with Terminal("--lang", "id", folder=folder) as play:
        play.wait_for("Frasa sandi:")
        play.send(f"{NEW}⏎")
        play.wait_for("sesi 1 berjalan")
        play.send("⏎")
        play.wait_for("Sesi: 1 dari 4")
        play.send("<f2>")
        play.wait_for("BN dukung")
        play.send("q")
        play.wait_for("Sesi: 1 dari 4")
        play.send("⎋")
        play.wait_for("Kelompok baru")
        play.send("q")
        assert play.end() == 0
    held = everything(folder)
    for secret in (NEW.encode(), last.encode(), b"takut bicara", b'"question"'):
        assert secret not in held
    assert NEW.encode() not in shown + play.raw
    if shutil.which("age") is None:
        return
    identity = os.fspath(folder / "vault" / "identity.age")
    tool = f"import subprocess; subprocess.run(['age', '-d', '-i', {identity!r}, {os.fspath(file)!r}])"
    with Terminal(folder=folder, program=("-c", tool)) as play:
        play.wait_for("passphrase")
        play.send(f"{NEW}⏎")
        play.end()
        told = play.raw.decode(errors="replace")
    assert [re.search(rf'"kind": ?"{kind}"', told) for kind in ("question", "response", "support")]
    assert told.count('"timed"') == 3


def state(process: int) -> str:
    """How the system says that a process stands: `T`, stopped."""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def test_no_paper_is_made_of_what_is_left_while_it_is_locked(tmp_path: Path) -> None:
    store = a_sealed_group(tmp_path)
    store.save_session("g", next_session(store.load_group("g"), None, 1, Clock()()))
    open_one = Opened("g", store.load_group("g"), ())
    assert gather(store, Settings(), "recap", "id", Clock()()).others
    store.vault.lock()
    for held in (None, open_one):
        with pytest.raises(KelompokError, match=r"vault\.locked"):
            gather(store, Settings(), "recap", "id", Clock()(), held=held)
