"""What is sealed on the disk, and what is told when it cannot be opened."""

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kelompok_tui import vault as vaults
from kelompok_tui.errors import KelompokError
from kelompok_tui.hand import hold_session
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Store
from kelompok_tui.vault import Reader, Vault, in_groups, public, reads, sealed, typed

from .conftest import NINE, at
from .vaults import IDENTITY, PASSPHRASE, READERS, SECRET, SHEET, STRANGER, lay_seal, open_at_once, sealed_store, text

MUTANTS = 2000
needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="needs the age command")


@pytest.fixture
def kept(tmp_path: Path, group: Group, session: Session) -> Store:
    """A sealed store with a group, its names and two sessions, open."""
    store = sealed_store(tmp_path)
    store.save_group("g", group)
    store.save_names("g", {"AR": "Zulaikha"})
    for number in (1, 2):
        store.save_session("g", session.but(number=number).floor("AR", at(number)))
    return store


def planted(folder: Path, word: bytes) -> list[str]:
    """The files below `folder` in which `word` stands as it is."""
    return [file.name for file in folder.rglob("*") if file.is_file() and word in file.read_bytes()]


def test_without_a_seal_all_is_plain(store: Store, group: Group) -> None:
    store.save_group("berani", group)
    assert b"takut bicara" in store.group_file("berani").read_bytes()
    assert not store.vault.sealed


def test_what_is_saved_is_sealed_and_read_again(tmp_path: Path, group: Group, session: Session) -> None:
    store = sealed_store(tmp_path)
    store.save_group("berani", group)
    store.save_names("berani", {"AR": "Arini"})
    store.save_session("berani", session)
    for file in (tmp_path / "groups").rglob("*.*"):
        assert sealed(file.read_bytes())
    assert store.load_group("berani") == group
    assert store.load_names("berani") == {"AR": "Arini"}
    assert store.load_session("berani", 1) == session


def test_the_passphrase_opens_in_a_process_beside(tmp_path: Path, group: Group) -> None:
    store = sealed_store(tmp_path, opened=False)
    store.save_group("berani", group)
    with pytest.raises(KelompokError, match=r"vault\.locked"):
        store.load_group("berani")
    with pytest.raises(KelompokError, match=r"vault\.wrong-passphrase"):
        store.vault.unlock("tiga kucing")
    assert not store.vault.open
    store.vault.unlock(PASSPHRASE)
    assert store.vault.open
    assert store.load_group("berani") == group


def test_saving_goes_on_while_locked(tmp_path: Path, group: Group) -> None:
    store = sealed_store(tmp_path)
    store.save_group("berani", group)
    store.vault.lock()
    later = group.but(concern="lain")
    store.save_group("berani", later)
    with pytest.raises(KelompokError, match=r"vault\.locked"):
        store.load_group("berani")
    store.vault.unlock(PASSPHRASE)
    assert store.load_group("berani") == later
    assert [one.count for one in store.generations(store.group_file("berani"))] == [4]


# ── what stands among the generations ──


def test_what_was_before_is_opened_to_be_compared(kept: Store) -> None:
    session = kept.load_session("g", 1)
    kept.save_session("g", session)
    assert kept.generations(kept.session_file("g", 1)) == []  # the same, though its bytes are others
    kept.save_session("g", session.floor("BN", at(9)))
    assert [one.count for one in kept.generations(kept.session_file("g", 1))] == [1]


def test_a_name_that_was_taken_out_is_in_no_generation(kept: Store, group: Group) -> None:
    kept.save_group("g", group.but(description="Zulaikha takut"))
    kept.save_group("g", group.but(description="Zulaikha takut lagi"))
    kept.save_group("g", group.but(description="AR takut"))
    left = [kept._read(one.kept) for one in kept.generations(kept.group_file("g"))]
    assert left
    assert not any(b"Zulaikha" in held for held in left)


def test_a_plain_file_among_sealed_ones_is_read_told_and_leaves_nothing_plain(kept: Store, group: Group) -> None:
    """As a hand or a sync tool may put it there."""
    file = kept.group_file("g")
    plain = b'format = 2\nname = "Berani"  # zirkonium\nmembers = [{ code = "AR" }]\n'
    file.write_bytes(plain)
    assert kept.load_group("g").codes == ("AR",)
    notes = [note.word for finding in kept.check() for note in finding.notes]
    assert notes == ["check.plain"]
    kept.save_group("g", group)
    assert planted(kept.folder, b"zirkonium") == []
    assert kept.vault.read(file.with_name("group.toml.format-2").read_bytes()) == plain
    assert next(one.kept.suffixes[-2:] for one in kept.generations(file)) == [".hand", ".toml"]


def test_what_is_set_aside_repaired_copied_or_united_is_sealed(kept: Store, session: Session, tmp_path: Path) -> None:
    file = kept.session_file("g", 1)
    kept.save_session("g", session.floor("CD", at(30)))
    file.write_bytes(b"{ zirkonium")
    one = kept.good(trouble(lambda: kept.load_session("g", 1)))
    assert one is not None
    aside = kept.take(one, NINE)
    assert aside is not None
    assert kept.vault.read(aside.read_bytes()) == b"{ zirkonium"
    copy = file.with_name("02.sync-conflict-20261124-094012-B3QWTVP.json")
    copy.write_bytes(kept._read(kept.session_file("g", 2)).replace(b'"note": ""', b'"note": "zirkonium"'))
    assert kept.unite(kept.conflicts("g")[0], NINE) == 0
    place = kept.save_copy(session.floor("AR", at(1)).annotate(0, "zirkonium"), str(tmp_path / "stick.json"))
    assert kept.vault.read(place.read_bytes()).startswith(b"{")
    assert planted(tmp_path, b"zirkonium") == []


def trouble(call: Callable[[], object]) -> KelompokError:
    with pytest.raises(KelompokError) as told:
        call()
    return told.value


# ── while it is locked ──


def test_another_hand_is_not_written_over_while_locked(kept: Store, session: Session) -> None:
    read = kept.load_session("g", 1)
    hand = hold_session(kept, "g", read, lambda: at(90))
    assert hand.write(read.floor("BN", at(20))) is None
    other = open_at_once(Vault(kept.folder))
    theirs = Store(kept.folder, other).load_session("g", 1).floor("CD", at(25))
    kept.vault.lock()
    ours = read.floor("BN", at(20)).floor("BN", at(30))
    assert hand.write(ours) is None  # alone: the key is not needed
    Store(kept.folder, other).save_session("g", theirs)
    there = kept.session_file("g", 1).read_bytes()
    assert trouble(lambda: hand.write(ours)).word == "vault.locked"
    assert kept.session_file("g", 1).read_bytes() == there
    assert not list(kept.folder.rglob("*.damaged-*"))
    kept.vault.unlock(PASSPHRASE)
    met = hand.write(ours)
    assert met is not None
    assert [mark.who for mark in kept.load_session("g", 1).marks] == ["AR", "BN", "CD", "BN"]


def test_what_was_opened_and_locked_before_its_first_save_is_saved(kept: Store) -> None:
    read = kept.load_session("g", 1)
    hand = hold_session(kept, "g", read, lambda: at(90))
    kept.vault.lock()
    assert hand.write(read.floor("BN", at(20))) is None
    kept.vault.unlock(PASSPHRASE)
    assert [mark.who for mark in kept.load_session("g", 1).marks] == ["AR", "BN"]


def test_rows_and_check_of_a_locked_store_are_sentences(kept: Store) -> None:
    kept.vault.lock()
    assert [row.trouble.word for row in kept.rows() if row.trouble] == ["vault.locked"]
    assert {finding.trouble.word for finding in kept.check() if finding.trouble} == {"vault.locked"}
    assert kept.good(trouble(lambda: kept.load_group("g"))) is None  # nothing is offered: it is not damaged


def test_without_the_library_it_is_said(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    assert trouble(lambda: kept.load_group("g")).word == "vault.no-age"
    assert trouble(lambda: kept.save_names("g", {})).word == "vault.no-age"


# ── files that are not as they should be ──


def test_damaged_swapped_and_of_another_key(kept: Store) -> None:
    one, two = kept.session_file("g", 1), kept.session_file("g", 2)
    held, other = one.read_bytes(), two.read_bytes()
    for data, word in (
        (held[:-1], "vault.damaged"),
        (held[:60], "vault.damaged"),
        (b"", "json.syntax"),
        (b"x" + held[1:], "vault.damaged"),
        (other, "session.swapped"),
        (sealed_for(STRANGER, b"{}"), "vault.other-key"),
        (sealed_for(SECRET, b"{}"), "file.no-format"),
    ):
        one.write_bytes(data)
        told = trouble(lambda: kept.load_session("g", 1))
        assert (told.word, told.facts["file"]) == (word, one)
        assert kept.load_session("g", 2).number == 2
        assert one.read_bytes() == data


def sealed_for(secret: str, data: bytes) -> bytes:
    pyrage = pytest.importorskip("pyrage")
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(public(secret))]))


def test_two_thousand_damaged_files_never_tell_anything_wrong(kept: Store) -> None:
    file, was = kept.session_file("g", 1), kept.load_session("g", 1)
    good, dice, words = file.read_bytes(), random.Random(7), set()
    for _ in range(MUTANTS):
        data = bytearray(good)
        match dice.randrange(4):
            case 0:
                del data[dice.randrange(len(data)) :]
            case 1:
                begin = dice.randrange(len(data))
                del data[begin : begin + dice.randrange(1, 40)]
            case 2:
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            case _:
                begin = dice.randrange(len(data))
                data[begin:begin] = dice.randbytes(dice.randrange(1, 9))
        file.write_bytes(data)
        told = outcome(kept)
        if isinstance(told, Session):  # a mutant may be whole
            assert told == was
        else:
            assert told.facts["file"] == file
            words.add(told.word)
    assert words <= {"vault.damaged", "vault.other-key", "json.syntax", "file.not-text", "file.no-format"}
    assert {"vault.damaged", "vault.other-key"} <= words


def outcome(store: Store) -> Session | KelompokError:
    try:
        return store.load_session("g", 1)
    except KelompokError as told:
        return told


# ── who can read ──


def test_a_reader_that_a_stranger_wrote_is_told_and_not_used(kept: Store, group: Group) -> None:
    with kept.vault.readers_file.open("a") as file:
        file.write(f"# Kepala\n{public(STRANGER)}\n")
    kept.save_group("g", group.but(concern="lain"))
    data = kept.group_file("g").read_bytes()
    assert not reads(data, STRANGER)
    assert reads(data, SECRET)
    assert reads(data, SHEET)
    assert kept.vault.strangers == ("Kepala",)
    assert kept.vault.readers == READERS


def test_an_identity_that_was_changed_elsewhere_is_not_sealed_for(kept: Store, group: Group) -> None:
    kept.vault.identity_file.write_bytes(IDENTITY + b"\n")
    assert trouble(lambda: kept.save_group("g", group)).word == "vault.changed"
    kept.vault.unlock(PASSPHRASE)
    kept.save_group("g", group)


def test_a_folder_that_went_away_is_not_written_plain(kept: Store, group: Group) -> None:
    shutil.rmtree(kept.folder)
    assert trouble(lambda: kept.save_group("g", group)).word == "vault.gone"
    assert not kept.folder.exists()


def test_a_key_by_hand_is_a_reader(tmp_path: Path, group: Group) -> None:
    """What `age-keygen` makes has no readers in it: then she is the only one."""
    vault = Vault(tmp_path)
    vault.take(f"# created: 2026-11-24T09:40:12+07:00\n# public key: {public(SECRET)}\n{SECRET}\n", b"")
    assert vault.readers == (Reader("own", public(SECRET)),)


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda key: "-".join(key.split()),
        lambda key: key[:16] + key[16:].replace("0", "O").replace("L", "1"),
        lambda key: key.removeprefix("AGE-SECRET-KEY-1"),
    ],
)
def test_a_recovery_key_as_it_may_be_typed(change: Callable[[str], str]) -> None:
    assert typed(change(" ".join(in_groups(SHEET)))) == SHEET


def test_a_slip_in_the_recovery_key_is_no_other_key() -> None:
    told = trouble(lambda: public(SHEET[:-1] + "Q"))
    assert (told.word, told.facts) == ("vault.no-key", {})
    assert SHEET[:-1] not in repr(told.__cause__)


def test_a_folder_of_modules_where_it_is_started_lends_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyrage.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    lay_seal(tmp_path).unlock(PASSPHRASE)


def test_the_passphrase_is_in_no_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    real = subprocess.run

    def heard(command: list[str], **named: object) -> object:
        said.append((command, named.get("env")))
        return real(command, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(vaults.subprocess, "run", heard)
    lay_seal(tmp_path).unlock(PASSPHRASE)
    assert said
    assert PASSPHRASE not in repr(said)


# ── the age command ──


def age(*arguments: str | Path, stdin: bytes = b"") -> bytes:
    done = subprocess.run(["age", *map(str, arguments)], input=stdin, capture_output=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_age
def test_age_opens_what_we_seal_with_either_key(kept: Store, tmp_path: Path) -> None:
    for secret in (SECRET, SHEET):
        (tmp_path / "key.txt").write_text(text(secret))
        for file in kept.folder.joinpath("groups").rglob("*.*"):
            assert age("-d", "-i", tmp_path / "key.txt", file) == kept._read(file)


@needs_age
@pytest.mark.parametrize("armor", [(), ("-a",)])
def test_we_open_what_age_seals(kept: Store, armor: tuple[str, ...]) -> None:
    file = kept.session_file("g", 1)
    plain = kept._read(file).replace(b'"place": ""', b'"place": "aula"')
    file.write_bytes(age(*armor, "-R", kept.vault.readers_file, stdin=plain))
    assert sealed(file.read_bytes())
    assert kept.load_session("g", 1).place == "aula"
    kept.save_session("g", kept.load_session("g", 1).floor("DE", at(50)))
    assert len(kept.generations(file)) == 1
