"""What would steer the terminal (escapes, controls, turned letters) never gets there, wherever it stands."""

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from kelompok_tui.store import Store
from kelompok_tui.ui.session_screen import SessionScreen

from .terminal import Terminal
from .test_cli import run
from .test_hostile import EVIL, lay, own_guide
from .ui.player import Player, playing

posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
STEERS = [sign.encode() for sign in ("\x1b]0;PWNED\x07", "\x9b", "\u202e", "\u2066", "\u061c", "PWNED\x07")]


def poison(folder: Path) -> Store:
    """Each text of each file, each id, the name of each thing beside them, steers a terminal that prints it."""
    store = lay(folder)
    evil = json.dumps(EVIL)
    group = store.group_file("g")
    group.write_text(
        f"format = 3\nname = {evil}\nconcern = {evil}\ngoal = {evil}\n{evil} = 1\n[plan]\nplace = {evil}\n"
        f'[[members]]\ncode = "AR"\nclass = {evil}\nstatement = {evil}\n'
        f'[[members]]\ncode = "BN"\n'
        f"[[followups]]\nid = {evil}\ndue = 2026-01-01\nkind = {evil}\nabout = {evil}\nwhat = {evil}\n"
        f'[[consents]]\ncode = "AR"\nkind = {evil}\nstate = "given"\nday = 2026-01-01\n'
    )
    (group.parent / "names.toml").write_text(f"format = 3\n[names]\nAR = {evil}\n")
    file = store.session_file("g", 1)
    session = json.loads(file.read_text())
    at = session["marks"][0]["at"]
    mark = {
        "stage": EVIL,
        "kind": EVIL,
        "who": EVIL,
        "to": EVIL,
        "note": EVIL,
        "tension": EVIL,
        "at": at,
        "timed": True,
    }
    session["marks"] = [mark, *session["marks"], {**session["marks"][0], "note": EVIL, "kind": "note"}]
    session["place"] = session["technique"] = EVIL
    session["actions"] = [{"id": EVIL, "who": EVIL, "what": EVIL, "when": "2026-01-01", "since": 0}]
    session["tensions"] = [
        {"id": EVIL, "who": [EVIL], "sign": "silence", "stage": EVIL, "at": at, "since": 1, "cause": EVIL}
    ]
    session["answers"] = [{"form": EVIL, "item": EVIL, "about": EVIL, "value": EVIL, "at": at}]
    session["corrections"] = [{"at": at, "what": EVIL, "was": EVIL}]
    session[EVIL] = 1
    file.write_text(json.dumps(session))
    store.settings_file.write_text(
        f"format = 3\nleader = {evil}\nschool = {evil}\n{evil} = 1\n[keys]\n{evil} = {evil}\n"
    )
    store.contacts_file.write_text(f"format = 3\n[[contacts]]\nname = {evil}\nnumber = {evil}\n")
    own = store.guide_folder / "id"
    (own / "forms").mkdir(parents=True)
    (own / "stages").mkdir()
    (own / "words.toml").write_text(f"[home]\ntitle = {evil}\nnew = {evil}\n[cli]\nhelp = {evil}\n{evil} = {evil}\n")
    (own / "kinds.toml").write_text(f"[question]\ntitle = {evil}\nshort = {evil}\n")
    (own / "forms" / "uca.toml").write_text(f"title = {evil}\nhint = {evil}\n[items.comfort]\ntitle = {evil}\n")
    (own / "forms" / "bad.toml").write_text(f"title = {evil}\n[items.{evil}]\ntitle = {evil}\n{evil} = 1\n")
    (own / "stages" / "working.toml").write_text(f"title = {evil}\naim = {evil}\n[say]\n{evil} = {evil}\n")
    (own / "stages" / "beginning.toml").write_text(
        f"title = {evil}\n[steps]\n{evil} = {evil}\n[door.{evil}]\nask = {evil}\n"
    )
    (own / "stages" / "bad.toml").write_text(f"title = {evil}\npanels = [{evil}]\n{evil} = 1\n")
    for name in (f"{EVIL}.tmp", f"02 ({EVIL} conflicted copy).json", f"{EVIL}.json", f".{EVIL}.01234567.tmp"):
        (file.parent / name.replace("/", "")).write_bytes(b"{")
    (store.folder / "groups" / EVIL).mkdir()
    (store.folder / "bin" / EVIL / "groups" / EVIL).mkdir(parents=True)
    (store.guide_folder / EVIL).mkdir()
    (store.guide_folder / EVIL / "words.toml").write_text("x = 1\n")
    return store


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("check",),
        ("check", "--json"),
        ("check", "--repair", "--yes"),
        ("export", "g", "1", "--for", "self"),
        ("export", "g", "1", "--for", "self", "--format", "json"),
        ("--help",),
        ("--lang", EVIL, "list"),
        ("release",),
        ("dispose", "g", "--yes"),
        (EVIL,),
    ],
    ids=lambda arguments: " ".join(arguments)[:24].encode("ascii", "backslashreplace").decode().replace("\x1b", "^"),
)
def test_no_command_prints_what_steers(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    poison(tmp_path)
    done = run(*arguments, data=tmp_path)
    printed = (done.stdout + done.stderr).encode()
    assert printed
    assert not [sign for sign in (*STEERS, b"\x1b") if sign in printed], printed
    assert b"Traceback" not in printed
    if "json" in " ".join(arguments):
        assert json.loads(done.stdout)


@posix
def test_where_is_safe_on_a_terminal_and_exact_in_a_pipe(tmp_path: Path) -> None:
    folder = tmp_path / EVIL
    assert run("--data", str(folder), "where").stdout == f"{folder}\n"
    with Terminal("--data", str(folder), "where", folder=tmp_path) as play:
        play.end()
        assert not [sign for sign in STEERS if sign in play.raw]


class Visit:
    """Goes by keys from screen to screen; what it `read` there, each sign of it one that can be printed."""

    def __init__(self, play: Player) -> None:
        self.play = play
        self.read = ""

    async def __call__(self, *keys: str) -> None:
        """After each key the whole screen and the messages are read."""
        for key in keys:
            await self.play.press(key)
            shown = self.play.screen + "\n" + self.play.said
            steers = {sign for sign in shown if not sign.isprintable() and sign != "\n"}
            assert not steers, (key, steers)
            self.read += shown
            self.play.app.clear_notifications()

    def saw(self, *texts: str) -> None:
        """These stood on a screen since it was asked last."""
        assert not [text for text in texts if text not in self.read], self.play.screen
        self.read = ""


async def test_no_screen_shows_what_steers(tmp_path: Path) -> None:
    """Home, group, names, room, log, debrief, contacts, settings, bin and help."""
    store = poison(tmp_path)
    async with playing(tmp_path, size=(100, 40)) as play:
        visit = Visit(play)
        await visit("f1", "escape", "k")
        visit.saw("bad.toml", "PWNED", "Kontak bantuan")
        await visit("escape", "s", "escape", "b")
        visit.saw("Keranjang", "PWNED")
        await visit("escape", "home", "enter", "escape", "home", "down", "enter", "escape", "escape")
        visit.saw("Salinan dari laptop lain", "PWNED")
        await visit("end", "enter", *["tab"] * 9, "f1", "escape")
        visit.saw("Tindak lanjut", "PWNED")
        await visit("f4", "f1", "escape", "escape", "f5")
        visit.saw("Nama di balik kode", "PWNED")
        await visit("escape", "f6", "enter", "enter")
        assert isinstance(play.app.screen, SessionScreen)
        await visit("f3", "l", "l", "f", "f", "escape", "f1", "escape")
        visit.saw("Log sesi 1", "PWNED")
        await visit("1", "t", "2", "k", "full_stop", "comma", "f4", "f4", "f6", "f6", "f7", "escape")
        visit.saw("PWNED")
        for _ in range(4):  # each sheet of each stage, and its door
            await visit("enter", *["tab"] * 8, "escape", "right_square_bracket")
            visit.saw("PWNED")
            await visit("enter")
        assert store.load_session("g", 1).closed
        await visit("f5", "enter", *["down"] * 6, "escape")
        visit.saw("PWNED")
        await visit("q", "escape")
        assert play.app.is_running
    assert store.sessions("g")


@posix
def test_nothing_that_steers_gets_to_the_real_terminal(tmp_path: Path) -> None:
    poison(tmp_path)
    with Terminal("--lang", "id", folder=tmp_path) as play:
        play.wait_for("panduan bawaan")  # the path of the file is broken where the row ends
        play.send("k")
        play.wait_for("Kontak")
        play.read(0.5)
        play.signal(signal.SIGTERM)
        assert b"PWNED" in play.raw
        assert not [sign for sign in STEERS if sign in play.raw]


async def test_the_app_opens_with_such_a_guide(tmp_path: Path) -> None:
    store = poison(tmp_path)
    own_guide(tmp_path, forms__mine='id = "../x"\ntitle = "x"\nstage = "working"\n[items.a]\ntitle = "x"\n')
    async with playing(tmp_path) as play:
        assert "PWNED" in play.screen
        await play.press("end", "enter", "f2", "enter")
        assert play.app.is_running
    assert store.sessions("g")
    shutil.rmtree(tmp_path / "guide")
