"""The commands of the seal, as a user gives them."""

import contextlib
import json
import os
import re
import select
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kelompok_tui import cli, sealing, vault
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Store
from kelompok_tui.vault import Vault, in_groups, public, reads, sealed

from .terminal import Terminal
from .vaults import PASSPHRASE, SECRET, SHEET, STRANGER, lay_seal, open_at_once

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path, group: Group, session: Session) -> Path:
    """A plain data folder."""
    store = Store(tmp_path / "data")
    store.save_group("g", group)
    store.save_group("g", group.but(description="zirkonium"))
    store.save_names("g", {"AR": "Zulaikha"})
    store.save_session("g", session)
    return store.folder


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line with lines typed; a passphrase costs nothing here: the process beside is played."""

    def beside(task: str, passphrase: str, held: bytes, file: Path) -> bytes:
        age = pytest.importorskip("pyrage")
        key = age.x25519.Identity.from_str(SECRET if passphrase in (PASSPHRASE, "") else STRANGER)
        if task == "lock":
            assert passphrase
            return bytes(age.encrypt(json.dumps([passphrase, held.decode()]).encode(), [key.to_public()]))
        try:
            told, text = json.loads(age.decrypt(held, [key]))
        except age.DecryptError:
            told, text = "", ""
        if told != passphrase:
            raise KelompokError("vault.wrong-passphrase", file=file)
        return str(text).encode()

    monkeypatch.setattr(vault, "_beside", beside)

    def running(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        told, say = os.pipe()
        os.write(say, typed.encode())
        os.close(say)
        with os.fdopen(told, encoding="utf-8") as lines:
            monkeypatch.setattr(sys, "stdin", lines)
            capsys.readouterr()
            code = cli.main(["--lang", "en", "--data", str(data), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return running


def seal(run: Run, sheet: Path) -> str:
    """The data are sealed; the recovery key."""
    code, _, said = run("seal", "--recovery-out", str(sheet), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert code == 0, said
    assert "Sealed" in said
    return sheet.read_text().splitlines()[-1]


def plain(folder: Path) -> list[str]:
    words = (b"zirkonium", b"Zulaikha", b"takut bicara")
    held = ((file, file.read_bytes()) for file in folder.rglob("*") if file.is_file())
    return [file.name for file, bytes_ in held if any(word in bytes_ for word in words)]


def test_sealed_read_with_the_passphrase_and_unsealed(run: Run, data: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in data.rglob("*.*") if file.is_file()}
    seal(run, tmp_path / "sheet.txt")
    assert plain(data) == []
    assert run("list")[0] == 2
    assert run("list", "--passphrase-stdin", typed="wrong wrong\n")[0] == 1
    code, out, _ = run("list", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")
    assert (code, "Berani bicara" in out) == (0, True)
    assert "AR" in run("export", "g", "1", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")[1]
    code, out, said = run("check", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")
    assert code == 0
    assert "Sealed: 4 files. Plain, but to be sealed: 0." in said
    assert "recovery key" in said
    code, _, said = run("unseal", typed=f"{PASSPHRASE}\n")
    assert (code, "No seal" in said) == (0, True)
    assert {file: file.read_bytes() for file in before} == before
    assert run("list")[0] == 0
    assert len(list((data / "vault").glob("former-*.age"))) == 1


def test_nothing_is_sealed_before_the_sheet_was_checked(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, said = run("seal", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n\nXXXXXX\n\n\n")
    assert code == 1
    assert "cannot be recovered" in said
    assert said.count("AGE-SECRET-KEY-1") == 3
    assert not Vault(data).there
    assert plain(data) != []
    monkeypatch.setattr("kelompok_tui.locksmith.new_key", lambda: SHEET)
    code, _, said = run("seal", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n\nwrong\n\nFW6ZK\n\ntfw 6zk\n")
    assert code == 0
    assert Vault(data).there
    assert in_groups(SHEET)[3] in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "no answer"),
        ("short\nshort\n", "at least 8"),
        ("long enough\nlong other\n", "not the same"),
        ("long enough\n", "no answer"),
    ],
)
def test_a_passphrase_that_will_not_do_changes_nothing(run: Run, data: Path, typed: str, said: str) -> None:
    before = sorted(data.rglob("*.*"))
    code, _, told = run("seal", typed=typed)
    assert (code, said in told) == (1, True)
    assert [file for file in sorted(data.rglob("*.*")) if file.name != ".lock"] == before


def test_the_sheet_is_not_put_among_the_data_nor_over_a_file(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    for sheet, said in ((data / "groups" / "sheet.txt", "must not be"), (tmp_path / "there", "not overwritten")):
        code, _, told = run("seal", "--recovery-out", str(sheet), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
        assert (code, said in told) == (1, True)
    assert not Vault(data).there


def test_another_passphrase_touches_no_file_of_the_data(run: Run, data: Path, tmp_path: Path) -> None:
    seal(run, tmp_path / "sheet.txt")
    held = {file: file.read_bytes() for file in sealing.sealed_files(data)}
    assert run("passphrase", typed="wrong wrong\nother words\nother words\n")[0] == 1
    assert run("passphrase", typed=f"{PASSPHRASE}\nother words\nother words\n")[0] == 0
    assert {file: file.read_bytes() for file in held} == held
    assert run("list", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")[0] == 1
    assert run("list", "--passphrase-stdin", typed="other words\n")[0] == 0


def test_a_forgotten_passphrase_and_its_sheet(run: Run, data: Path, tmp_path: Path) -> None:
    recovery = seal(run, tmp_path / "sheet.txt")
    run("recipients", "add", "Bu Sari", public(STRANGER), typed=f"{PASSPHRASE}\n")
    former = open_identity(data)
    for typed, said in (("rubbish\n", "no whole"), (f"{SHEET}\n", "not the recovery key")):
        code, _, told = run("recover", typed=typed)
        assert (code, said in told) == (1, True)
    groups = " ".join(in_groups(recovery)[1:]).lower()
    code, _, told = run("recover", typed=f"{groups}\nnew words here\nnew words here\n")
    assert code == 0, told
    files = sealing.sealed_files(data)
    assert all(reads(file.read_bytes(), recovery) for file in files)
    for gone in (former, STRANGER):
        assert not any(reads(file.read_bytes(), gone) for file in files)
    assert run("list", "--passphrase-stdin", typed="new words here\n")[0] == 0
    code, _, told = run("recipients", typed="new words here\n")
    assert (code, "Bu Sari" in told) == (0, False)
    assert len(Vault(data).secrets("new words here")) == 1  # the recovery key does not stay in it


def open_identity(data: Path) -> str:
    return Vault(data).secrets(PASSPHRASE)[0]


def test_recovering_cut_off_goes_on_with_the_new_passphrase(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = seal(run, tmp_path / "sheet.txt")
    with monkeypatch.context() as cut:
        cut.setattr(sealing, "_turn", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("recover", typed=f"{recovery}\nnew words here\nnew words here\n")[0] == cli.INTERRUPTED
    code, _, told = run("check", "--passphrase-stdin", typed="new words here\n")  # the former files open too
    assert (code, "cut off" in told) == (0, True)
    assert run("seal", typed="new words here\n")[0] == 0
    secrets = Vault(data).secrets("new words here")
    assert len(secrets) == 1
    assert all(reads(file.read_bytes(), secrets[0]) for file in sealing.sealed_files(data))


def test_without_the_identity_the_sheet_is_enough(run: Run, data: Path, tmp_path: Path) -> None:
    recovery = seal(run, tmp_path / "sheet.txt")
    shutil.rmtree(data / "vault")
    for command in ("list", "seal"):
        code, out, told = run(command)
        assert (code, "folder vault with its key is not there" in out + told) == (1, True)
    assert run("recover", typed=f"{recovery}\nnew words here\nnew words here\n")[0] == 0
    assert run("list", "--passphrase-stdin", typed="new words here\n")[0] == 0


def test_a_supervisor_is_added_and_removed(run: Run, data: Path, tmp_path: Path) -> None:
    seal(run, tmp_path / "sheet.txt")
    for name, key, said in (("Bu Sari", "age1x", "no recipient"), ("own", public(STRANGER), "empty or taken")):
        code, _, told = run("recipients", "add", name, key, typed=f"{PASSPHRASE}\n")
        assert (code, said in told) == (1, True)
    assert run("recipients", "add", "Bu Sari", public(STRANGER), typed=f"{PASSPHRASE}\n")[0] == 0
    assert all(reads(file.read_bytes(), STRANGER) for file in sealing.sealed_files(data))
    assert "Bu Sari" in run("recipients", typed=f"{PASSPHRASE}\n")[2]
    assert run("recipients", "remove", "own", typed=f"{PASSPHRASE}\n")[0] == 1
    assert run("recipients", "remove", "Bu Sari", typed=f"{PASSPHRASE}\n")[0] == 0
    assert not any(reads(file.read_bytes(), STRANGER) for file in sealing.sealed_files(data))
    for arguments, code in ((("add", "x"), 2), (("remove",), 2), (("remove", "a", "b"), 2), (("what",), 2)):
        assert run("recipients", *arguments)[0] == code


def test_a_new_recovery_key_in_place_of_a_lost_sheet(run: Run, data: Path, tmp_path: Path) -> None:
    former = seal(run, tmp_path / "sheet.txt")
    out = ("--recovery-out", str(tmp_path / "new.txt"))
    assert run("recipients", "renew", *out, typed=f"{PASSPHRASE}\n")[0] == 0
    fresh = (tmp_path / "new.txt").read_text().splitlines()[-1]
    for file in sealing.sealed_files(data):
        assert reads(file.read_bytes(), fresh)
        assert not reads(file.read_bytes(), former)


def test_a_stranger_in_the_list_is_told_and_goes_with_the_next_sealing(run: Run, data: Path, tmp_path: Path) -> None:
    seal(run, tmp_path / "sheet.txt")
    with Vault(data).readers_file.open("a") as file:
        file.write(f"# Kepala\n{public(STRANGER)}\n")
    code, _, told = run("recipients", typed=f"{PASSPHRASE}\n")
    assert (code, "Kepala was added by another hand" in told) == (1, True)
    assert run("seal", typed=f"{PASSPHRASE}\n")[0] == 0
    assert "Kepala" not in Vault(data).readers_file.read_text()
    assert not any(reads(file.read_bytes(), STRANGER) for file in sealing.sealed_files(data))


def test_what_a_hand_put_there_plain_or_sealed_for_one_alone(run: Run, data: Path, tmp_path: Path) -> None:
    seal(run, tmp_path / "sheet.txt")
    secret = open_identity(data)
    store = Store(data)
    store.vault.unlock(PASSPHRASE)
    one = store.session_file("g", 1)
    held = store._read(one)
    pyrage = pytest.importorskip("pyrage")
    one.write_bytes(pyrage.encrypt(held, [pyrage.x25519.Identity.from_str(secret).to_public()]))
    names = data / "groups" / "g" / "names.toml"
    names.write_text('format = 3\n[names]\nAR = "Zulaikha"\n')
    code, _, _ = run("check", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")
    out = run("check", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")[1]
    assert code == 0
    assert "names.toml: not sealed" in out
    assert "01.json: sealed for 1 keys, and now there are 2" in out
    assert run("seal", typed=f"{PASSPHRASE}\n")[0] == 0
    assert plain(data) == []
    assert "?" not in run("check", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")[1]


def test_repairing_what_is_sealed(run: Run, data: Path, tmp_path: Path, group: Group) -> None:
    seal(run, tmp_path / "sheet.txt")
    file = data / "groups" / "g" / "group.toml"
    file.write_bytes(file.read_bytes()[:-3])
    code, out, _ = run("check", "--passphrase-stdin", "--repair", "--yes", typed=f"{PASSPHRASE}\n")
    assert (code, "sealed and damaged" in out) == (0, True)
    assert sealed(file.read_bytes())
    assert sealed(next(file.parent.glob("*.damaged-*")).read_bytes())
    assert "Berani bicara" in run("list", "--passphrase-stdin", typed=f"{PASSPHRASE}\n")[1]


def test_a_round_is_released_without_the_passphrase(run: Run, data: Path) -> None:
    from kelompok_tui.model import Round

    lay_seal(data)
    store = Store(data)
    open_at_once(store.vault)
    store.save_round(Round(group="g", session=1, form="uca", waiting=("AR",), salt="s", lock="l", signs=4))
    code, _, told = run("release")
    assert (code, "All answers are kept" in told, store.round_file.exists()) == (0, True, False)


@pytest.mark.parametrize("command", ["unseal", "passphrase", "recipients", "recover"])
def test_without_a_seal_there_is_nothing_to_change(run: Run, command: str) -> None:
    code, _, told = run(command)
    assert (code, "There is no seal" in told) == (1, True)


# ── the whole of it, in a terminal, with what a passphrase really costs ──


@posix
@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age command")
def test_sealed_in_a_terminal_and_opened_by_age(data: Path) -> None:
    with Terminal("--lang", "en", "seal", folder=data) as play:
        play.wait_for("New passphrase")
        play.send(f"{PASSPHRASE}⏎")
        play.wait_for("Once more")
        play.send(f"{PASSPHRASE}⏎")
        play.wait_for("Press Enter")
        letters = "".join(re.findall(r"\b[A-Z0-9]{2,4}\b", play.text.partition("AGE-SECRET-KEY-1")[2])[:15])
        play.send("⏎")
        play.wait_for("last 6 signs")
        play.send(f"{letters[-6:]}⏎")
        play.wait_for("Sealed")
        assert play.end() == 0
        raw = play.raw.decode()
    assert PASSPHRASE not in raw  # it was never shown
    apart = re.findall(r"\x1b\[\?1049h(.*?)\x1b\[\?1049l", raw, re.DOTALL)
    assert any(letters[:4] in shown for shown in apart)
    assert letters[:4] not in re.sub(r"\x1b\[\?1049h.*?\x1b\[\?1049l", "", raw, flags=re.DOTALL)
    recovery = f"AGE-SECRET-KEY-1{letters}"
    file = data / "groups" / "g" / "names.toml"
    assert reads(file.read_bytes(), recovery)
    assert b"Zulaikha" in opened_by_age(data / "vault" / "identity.age", file)


def opened_by_age(identity: Path, file: Path) -> bytes:
    """What `age -d -i` makes of `file`, asking for the passphrase on a terminal."""
    import pty

    told, say = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.dup2(say, 1)
        os.execvp("age", ["age", "-d", "-i", str(identity), str(file)])
    os.close(say)
    until, asked = time.monotonic() + 20, b""
    while b"passphrase" not in asked and time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            asked += os.read(terminal, 1000)
    os.write(terminal, f"{PASSPHRASE}\n".encode())
    with os.fdopen(told, "rb") as out:
        held = out.read()
    with contextlib.suppress(OSError):
        os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return held
