"""A whole session in the real program: what was written in it stands in the data folder, and nowhere else.

Whatever is told about sealed data is tried by the same play: `KINDS` says where the words may be.
"""

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kelompok_tui.export import FORMATS

from .terminal import PATIENCE, Terminal
from .vaults import PASSPHRASE, lay_seal
from .watch import Call, calls, can_trace, holds, on_disk, under_trace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")

WORDS = ("Zirkonia", "Quetzalkoatl", "Jabarwoki", "Oksimoron", "Vladivostok")
NAME, CONCERN, STATEMENT, NOTE, REASON = WORDS
SAVED = [name for name in FORMATS if name != "csv"]  # that is for tables
LEAVE = b"\x1b[?1049l"
CRASHES = """
import sys
from kelompok_tui.ui.session_screen import SessionScreen
def crash(self):
    said = [mark.note for mark in self.session.marks]
    names = self.desk.store.load_names(self.group_id)
    raise ZeroDivisionError(f"{said} {names}")
SessionScreen.action_undo = crash
from kelompok_tui.cli import entry
sys.argv = ["kelompok", "--lang", "id"]
entry()
"""


@dataclass(frozen=True)
class Kind:
    """How the data are kept: what is done before the start, what is typed at it, and where the words may stand.

    `programs`: how many are started, the program itself among them.
    """

    prepare: Callable[[Path], object]
    unlock: Callable[[Terminal], None]
    allowed: Callable[[Path, Path], bool]
    programs: int = 1


def opened(play: Terminal) -> None:
    play.wait_for("Frasa sandi:")
    play.send(f"{PASSPHRASE}⏎")


KINDS = {
    "plain": Kind(lambda data: data.mkdir(mode=0o700), lambda play: None, lambda data, file: data in file.parents),
    # papers are saved to be read; the other program is the one that opens the identity
    "sealed": Kind(lay_seal, opened, lambda data, file: data / "exports" in file.parents, 2),
}


@dataclass(frozen=True)
class Played:
    """What is left of it: folders (`top` holds home, temp, cwd and data), what the terminal got, what was traced."""

    kind: Kind
    top: Path
    raw: bytes
    code: int
    traced: tuple[Call, ...]

    @property
    def data(self) -> Path:
        return self.top / "home" / "data"


def written(play: Terminal) -> None:
    """The planted words are in names, plan, statement, note, safety checklist and the reason of a door."""
    play.wait_for("Kelompok baru")
    play.send("n")
    play.wait_for("Nama kelompok")
    play.send("Berani bicara⏎")
    play.wait_for("Masalah bersama")
    play.send(f"↓{CONCERN}⏎")
    play.wait_for(CONCERN)
    play.send("⇥")
    for code in ("ar", "bn", "cd", "de"):
        play.send(f"{code}⏎VIII⏎{STATEMENT}⏎")
    play.wait_for("DE")
    play.send("\x1b[15~")  # F5
    play.wait_for("Nama di balik kode")
    play.send(f"{NAME}⏎")
    play.wait_for(NAME)
    play.send("⎋")
    play.wait_for("Belum ada sesi")
    play.send("<f2>")
    play.wait_for("Pintu tahap Pra konseling")
    play.send("⏎")
    play.wait_for("MENCATAT")
    play.send("1tn")
    play.wait_for("MENULIS")
    play.send(f"{NOTE}⏎")
    play.wait_for(NOTE)
    play.send("2!")
    play.wait_for("tersimpan")


def closed(play: Terminal) -> int:
    """The rest of it: the stages, the log in each format into the folder of exports, the end."""
    for ahead in ("Transisi", "Kerja", "Akhir"):
        play.send("]")
        play.wait_for(f"lanjut ke {ahead}")
        if ahead == "Kerja":
            play.send("n")
            play.wait_for("MENULIS")
            play.send(f"{REASON}⏎")
        else:
            play.send("⏎")
        play.wait_for(f"{ahead} 00:0")
    play.send("]")
    play.wait_for("Menutup sesi")
    play.send("⏎")
    play.wait_for("DITUTUP")
    play.send("<f3>")
    play.wait_for("Ringkasan")
    for name in SAVED:
        play.wait_for(f"f {name}")
        play.send("s")
        play.wait_for("Simpan ke")
        play.send("⏎")
        until = time.monotonic() + PATIENCE
        while not (play.folder / "exports" / f"berani-bicara-01-log.{name}").exists() and time.monotonic() < until:
            play.read(0.1)
        play.read(0.2)
        play.send("f")
    play.wait_for("f md")
    play.send("⎋\x0c")  # the curtain, and up again
    play.wait_until_gone("MENCATAT")
    play.send("\x0c")
    play.wait_for("MENCATAT")
    play.send("q")
    play.wait_for("Sesi: 1 dari 4")
    play.send("⎋")
    play.wait_for("Kelompok baru")
    play.send("q")
    return play.end()


def crashed(play: Terminal) -> int:
    play.send("u")
    return play.end()


ENDS: dict[str, tuple[Callable[[Terminal], int], int]] = {
    "closed": (closed, 0),
    "crashed": (crashed, 1),
    "terminated": (lambda play: play.signal(signal.SIGTERM), 128 + signal.SIGTERM),
    "hung up": (lambda play: play.signal(signal.SIGHUP), 128 + signal.SIGHUP),
}
TRACES = can_trace() if sys.platform == "linux" else False


def played(top: Path, kind: Kind, end: str) -> Played:
    """One play in folders of its own, traced where that can be."""
    folders = {name: top / name for name in ("home", "tmp", "here", "run")}
    for folder in folders.values():
        folder.mkdir(parents=True, mode=0o700)
    log = top.with_suffix(".trace")
    told = {"HOME": str(folders["home"]), "TMPDIR": str(folders["tmp"]), "XDG_RUNTIME_DIR": str(folders["run"])}
    told |= {f"XDG_{name}_HOME": str(folders["home"] / name) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    told["PYTHONDONTWRITEBYTECODE"] = "1"
    data = folders["home"] / "data"
    kind.prepare(data)
    program = ("-c", CRASHES) if end == "crashed" else ("-m", "kelompok_tui", "--lang", "id")
    under = under_trace(log) if TRACES else ()
    with Terminal(folder=data, program=program, told=told, under=under, cwd=folders["here"]) as play:
        kind.unlock(play)
        written(play)
        code = ENDS[end][0](play)
    return Played(kind, top, play.raw, code, tuple(calls(log)) if TRACES else ())


@pytest.fixture(scope="module", params=[(kind, end) for kind in KINDS for end in ENDS], ids=" ".join)
def play(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    kind, end = request.param
    done = played(tmp_path_factory.mktemp("leaks") / "top", KINDS[kind], end)
    assert done.code == ENDS[end][1]
    return done


def test_the_words_are_where_they_may_be_and_in_no_other_file(play: Played) -> None:
    found = on_disk(play.top, WORDS)
    assert {file: told for file, told in found.items() if not play.kind.allowed(play.data, file)} == {}
    saved = {file.name.rpartition(".")[2] for file in (play.data / "exports").glob("berani-bicara-01-log.*")}
    assert saved == (set(SAVED) if play.code == 0 else set())
    if play.kind is KINDS["plain"]:  # or nothing was proved
        assert {word for told in found.values() for word in told} >= {NAME, CONCERN, STATEMENT, NOTE}
    shared = Path("/dev/shm")
    if shared.is_dir():
        mine = [file for file in shared.iterdir() if file.is_file() and file.stat().st_uid == os.getuid()]
        assert not [file for file in mine if holds(file.read_bytes()[: 1 << 24], WORDS)]


def test_names_stand_in_one_file_and_in_no_name_of_a_file(play: Played) -> None:
    if play.kind is KINDS["plain"]:
        assert {file.name for file, told in on_disk(play.top, (NAME,)).items()} == {"names.toml"}
    names = "\n".join(str(file.relative_to(play.top)) for file in play.top.rglob("*"))
    assert holds(names.encode(), WORDS) == []


@pytest.mark.skipif(not TRACES, reason="nothing here traces calls")
def test_no_byte_of_them_is_given_to_anything_else(play: Played) -> None:
    """Nor to a file that is gone again, a pipe, a name, an argument, the environment of a program that is started."""
    assert any(call.name == "execve" for call in play.traced)
    told = [call for call in play.traced if holds(call.data, WORDS)]
    shown = [call for call in told if call.behind.startswith("/dev/pts")]
    assert shown
    leaked = [call for call in told if call not in shown and not play.kind.allowed(play.data, Path(call.behind))]
    assert leaked == []
    if play.kind is KINDS["plain"]:
        assert any(play.data in Path(call.behind).parents for call in told)


@pytest.mark.skipif(not TRACES, reason="nothing here traces calls")
def test_no_socket_but_the_pair_of_the_loop_and_no_other_program(play: Played) -> None:
    sockets = [call.told for call in play.traced if call.name in {"socket", "connect", "bind"}]
    assert sockets == []
    assert all("AF_UNIX" in call.told for call in play.traced if call.name == "socketpair")
    assert len([call for call in play.traced if call.name == "execve" and " = 0" in call.told]) <= play.kind.programs


@pytest.mark.skipif(not TRACES, reason="nothing here traces calls")
def test_the_passphrase_goes_to_the_program_that_opens_and_nowhere_else(play: Played) -> None:
    told = [call for call in play.traced if holds(call.data, (PASSPHRASE,))]
    assert all(call.behind.startswith("pipe:") for call in told)
    assert bool(told) == (play.kind is KINDS["sealed"])
    assert on_disk(play.top, (PASSPHRASE,)) == {}
    assert PASSPHRASE.encode() not in play.raw


def test_after_the_alternate_screen_nothing_of_it_is_printed(play: Played) -> None:
    """Scrollback has only what was printed outside of it."""
    before, _, inside = play.raw.partition(b"\x1b[?1049h")
    _, left, after = inside.rpartition(LEAVE)
    assert left
    assert holds(before + after, WORDS) == []
    assert b"Traceback" not in play.raw
    assert set(re.findall(rb"\x1b\](\d*)", play.raw)) <= {b"22"}  # the shape of the pointer; no title, no clipboard


def test_a_crash_tells_where_and_what_kind(play: Played) -> None:
    if play.code == 1:
        assert b"ZeroDivisionError" in play.raw.rpartition(LEAVE)[2]


# ── the watching itself ──

LEAKY = """
import base64, os, subprocess, sys
word = "Zirkonia"
with open(os.environ["TMPDIR"] + "/gone.txt", "w") as file: file.write(word)
os.unlink(os.environ["TMPDIR"] + "/gone.txt")
subprocess.run([sys.executable, "-c", "", word])
with open(os.environ["TMPDIR"] + "/x.bin", "wb") as file: file.write(base64.b64encode(b"a" + word.encode() + b"bc"))
open(os.environ["TMPDIR"] + "/x-" + word, "w").close()
print(json := __import__("json").dumps(word))
import socket; socket.socket()
"""


@pytest.mark.skipif(not TRACES, reason="nothing here traces calls")
def test_leaks_made_on_purpose_are_seen(tmp_path: Path) -> None:
    log = tmp_path / "x.trace"
    (tmp_path / "tmp").mkdir()
    told = {"TMPDIR": str(tmp_path / "tmp")}
    with Terminal(folder=tmp_path, program=("-c", LEAKY), told=told, under=under_trace(log)) as play:
        play.end()
    seen = [(call.name, Path(call.behind).name) for call in calls(log) if holds(call.data, WORDS)]
    assert ("write", "gone.txt") in seen
    assert ("write", "x.bin") in seen
    assert any(name == "execve" for name, _ in seen)
    assert any(name == "openat" for name, _ in seen)
    assert [call for call in calls(log) if call.name == "socket"]
    assert {path.name for path in on_disk(tmp_path / "tmp", WORDS)} == {"x.bin", "x-Zirkonia"}
    assert json.dumps("é" + WORDS[0])
