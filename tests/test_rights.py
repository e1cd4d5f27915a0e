"""Folders and files are the owner's alone; what the process gives away when it ends badly."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kelompok_tui.rights import mend_rights
from kelompok_tui.words import read_words

from .terminal import Terminal
from .test_cli import run
from .ui.player import playing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights and signals")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def opened(folder: Path) -> list[Path]:
    """The demo, opened to everybody as a copy from a stick is; all that is in it."""
    assert run("--data", str(folder), "demo").returncode == 0
    (folder / "exports").mkdir()
    (folder / "exports" / "x.md").write_text("x")
    ours = [folder, *folder.rglob("*")]
    for path in ours:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return ours


def all_closed(ours: list[Path]) -> bool:
    return all(mode(path) == (0o700 if path.is_dir() else 0o600) for path in ours)


async def test_the_start_closes_what_is_open_to_others_and_says_so_once(tmp_path: Path) -> None:
    ours = opened(tmp_path / "data")
    said = read_words("id")("rights.mended", n=len(ours))
    async with playing(tmp_path / "data") as play:
        assert said in play.said
    assert all_closed(ours)
    async with playing(tmp_path / "data") as play:
        assert "pengguna lain" not in play.said


def test_check_closes_it_too_and_its_json_stays_json(tmp_path: Path) -> None:
    import json

    ours = opened(tmp_path / "data")
    done = run("check", "--json", "--lang", "en", data=tmp_path / "data")
    assert read_words("en")("rights.mended", n=len(ours)) in done.stderr
    assert json.loads(done.stdout)["files"]
    assert all_closed(ours)
    assert "other users" not in run("check", "--lang", "en", data=tmp_path / "data").stderr


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """A home that was named by mistake, a folder like /tmp, what a link leads to."""
    home, away = tmp_path / "home", tmp_path / "away"
    for folder in (home, away, home / "projects", home / "groups" / "g"):
        folder.mkdir(parents=True)
    script, plan, secret = home / "projects" / "run.sh", home / "groups" / "g" / "group.toml", away / "x"
    for file in (script, plan, secret):
        file.write_text("x")
        file.chmod(0o755)
    for folder in (home, away, home / "projects"):
        folder.chmod(0o755)
    (home / "groups" / "far").symlink_to(away)
    (home / "groups" / "g" / "names.toml").symlink_to(secret)
    (home / "exports").symlink_to(away)
    assert mend_rights(home).mended
    assert (mode(plan), mode(home)) == (0o700, 0o700)
    assert [mode(path) for path in (script, secret, away, home / "projects")] == [0o755] * 4
    home.chmod(0o1777)
    mend_rights(home)
    assert mode(home) == 0o1777
    assert mend_rights(tmp_path / "nothing") == mend_rights(away)


def test_what_cannot_be_closed_is_told_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick with FAT takes the call and changes nothing; what is another's refuses it."""
    ours = opened(tmp_path / "data")
    refused = ours[1]

    def chmod(path: Path, bits: int, **_: object) -> None:
        if path == refused:
            raise PermissionError(1, "not yours")

    with monkeypatch.context() as held:
        held.setattr(Path, "chmod", chmod)
        rights = mend_rights(tmp_path / "data")
    assert (rights.mended, set(rights.stuck)) == (0, set(ours))
    said = read_words("id")("rights.stuck", n=2, file=refused)
    assert str(refused) in said


# ── the process ──


def test_no_core_and_no_look_into_its_memory(tmp_path: Path) -> None:
    asked = """
import faulthandler, os, resource, sys
faulthandler.enable()
resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.RLIM_INFINITY))
from kelompok_tui.process import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE), faulthandler.is_enabled(),
      sorted(name for name in os.environ if name.startswith("TEXTUAL")))
if sys.platform == "linux":
    import ctypes
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    told = {"TEXTUAL": "devtools,debug", "TEXTUAL_LOG": "x.log", "TEXTUAL_DRIVER": "os:path", "TEXTUAL_FPS": "30"}
    done = subprocess.run([sys.executable, "-c", asked], env={**os.environ, **told}, capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["(0, 0) False ['TEXTUAL_FPS']", "0" if sys.platform == "linux" else ""]


def test_a_process_that_is_shot_leaves_no_core(tmp_path: Path) -> None:
    import signal

    with Terminal("--lang", "id", folder=tmp_path, told={"PYTHONFAULTHANDLER": "1"}) as play:
        play.wait_for("Kelompok baru")
        assert play.signal(signal.SIGABRT) == -signal.SIGABRT
        assert b"Current thread" not in play.raw  # faulthandler would tell each line of ours
    assert not [path for path in tmp_path.rglob("*") if "core" in path.name]


def test_the_doors_of_textual_are_shut(tmp_path: Path) -> None:
    """No log, no devtools, no picture, no driver of another's, no palette; no title, nothing for a clipboard."""
    log, shots = tmp_path / "textual.log", tmp_path / "shots"
    told = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(shots),
        "TEXTUAL_DRIVER": "nothing:at_all",
        "TEXTUAL_PRESS": "q",
    }
    (tmp_path / "data").mkdir(mode=0o700)
    with Terminal("--lang", "id", folder=tmp_path / "data", told=told) as play:
        play.wait_for("Kelompok baru")
        before = play.text
        play.send("\x10\x10")  # ctrl+p is Textual's palette
        play.read(0.5)
        assert play.text == before
        play.send("nRahasia")
        for keys in ("\x1b[1;2H", "\x18"):  # shift+home, and all of it cut
            os.write(play._master, keys.encode())
            play.read(0.2)
        play.send("\x1b[<0;5;2M\x1b[<32;30;2M\x1b[<0;30;2m\x03")  # dragged over with the mouse, and ctrl+c
        play.send("⎋⎋q")
        play.end()
        for steers in (b"\x1b]0;", b"\x1b]2;", b"\x1b]52;", b"\x1b]8;", b"\x1bP"):
            assert steers not in play.raw, steers
    assert not log.exists()
    assert not shots.exists()


async def test_a_text_that_is_cut_can_be_pasted_here_and_nowhere_else(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        written: list[str] = []
        assert play.app._driver is not None
        play.app._driver.write = written.append  # type: ignore[method-assign]
        play.app.copy_to_clipboard("Rahasia")
        assert play.app.clipboard == "Rahasia"
        play.app.action_screenshot()
        assert written == []
