"""What was there before is kept, is little, and comes back where a file is damaged."""

import json
import os
import random
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kelompok_tui import files, generations, strays
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Contacts, Group, Session
from kelompok_tui.settings import Settings, read_settings, write_settings
from kelompok_tui.store import Generation, Store
from kelompok_tui.words import SOURCE, read_words

from .conftest import NINE, at
from .test_cli import run

OLD = Path(__file__).parent / "old"
HAND = b'# kelompok kelas VIII\nformat = 3\nname = "Tulisan # tangan"\nmembers = [{ code = "AR" }] # baru satu\n'


@pytest.fixture
def led(store: Store, group: Group, session: Session) -> Store:
    """A group, its names, contacts, settings and a session, each saved twice: once good, once better."""
    for turn in (1, 2):
        store.save_group("g", group.change(description=f"kali {turn}"))
        store.save_names("g", {"AR": "Ayu", "BN": f"Beni {turn}"})
        store.save_contacts(Contacts().put(1, name="BK", number=f"0{turn}"))
        write_settings(store.settings_file, Settings(leader=f"Bu {turn}"))
        for second in range(10 * turn):
            session = session.floor("AR", at(60 + 5 * second + turn))
        store.save_session("g", session)
    return store


def own(store: Store) -> dict[str, Path]:
    """One file of each kind."""
    folder = store.folder / "groups" / "g"
    named = (folder / "group.toml", folder / "names.toml", store.session_file("g", 1))
    return {file.name: file for file in (*named, store.contacts_file, store.settings_file)}


def reader(store: Store, file: Path) -> Callable[[], object]:
    """What the program reads that file with."""
    return {
        "group.toml": lambda: store.load_group("g"),
        "names.toml": lambda: store.load_names("g"),
        "01.json": lambda: store.load_session("g", 1),
        "contacts.toml": lambda: store.load_contacts(SOURCE),
        "settings.toml": lambda: read_settings(store.settings_file),
    }[file.name]


def trouble_of(read: Callable[[], object]) -> KelompokError | None:
    try:
        read()
    except KelompokError as told:
        return told
    return None


def shelf(store: Store, file: Path) -> list[bytes]:
    """What is kept of it, the newest first."""
    return [one.file.read_bytes() for one in generations.kept(generations.place(file, store.folder))]


# ── keeping ──


def test_the_version_before_is_kept_owner_only(led: Store) -> None:
    assert [len(shelf(led, file)) for file in own(led).values()] == [1] * 5
    one, two = led.load_session("g", 1), own(led)["01.json"].read_bytes()
    led.save_session("g", one)  # nothing is new: nothing is kept
    assert len(shelf(led, own(led)["01.json"])) == 1
    led.save_session("g", one.floor("BN", at(900)))
    assert shelf(led, own(led)["01.json"])[0] == two
    if sys.platform != "win32":
        for path in (led.folder / generations.FOLDER, *(led.folder / generations.FOLDER).rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_long_hour_and_a_long_year_leave_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred saves in an hour, then one a day for forty days: what is kept lies near each age."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what is counted is what stays, not what a power cut leaves
    file, now, most = tmp_path / "x.json", datetime(2026, 11, 24, 9, tzinfo=UTC), 0
    steps = [timedelta(seconds=7)] * 500 + [timedelta(days=1)] * 40 + [timedelta(seconds=7)] * 500
    written: dict[bytes, datetime] = {}
    for turn, step in enumerate(steps):
        generations.save(file, data := str(turn).encode(), tmp_path)
        os.utime(file, (now.timestamp(), now.timestamp()))
        written[data] = now
        now += step
        most = max(most, len(kept := generations.kept(tmp_path / ".generations" / "x.json")))
        if turn in {499, 539, 1039}:
            assert [one.at for one in kept] == [written[one.file.read_bytes()] for one in kept]
            assert kept[0].file.read_bytes() == str(turn - 1).encode()
            ages = [now - step - one.at for one in kept]
            assert ages == sorted(ages)
            if turn == 499:
                assert any(timedelta(minutes=1) <= age < timedelta(minutes=10) for age in ages)
                assert any(timedelta(minutes=10) <= age < timedelta(hours=1) for age in ages)
            else:
                assert any(timedelta(days=1) <= age < timedelta(weeks=1, days=1) for age in ages)
                assert any(age >= timedelta(weeks=1) for age in ages)
    assert most <= 7 + 1
    assert len(list((tmp_path / ".generations").rglob("*.json"))) <= 1 + 7


def test_a_clock_that_is_wrong_changes_no_order(tmp_path: Path) -> None:
    file, place = tmp_path / "x.json", tmp_path / ".generations" / "x.json"
    for turn, year in enumerate((2026, 2031, 2000, 2026)):
        generations.save(file, str(turn).encode(), tmp_path)
        os.utime(file, (datetime(year, 5, 1, tzinfo=UTC).timestamp(),) * 2)
    generations.save(file, b"last", tmp_path)
    kept = generations.kept(place)
    assert kept[0].file.read_bytes() == b"3"
    assert [one.number for one in kept] == sorted((one.number for one in kept), reverse=True)


def test_what_cannot_be_kept_hinders_no_save(led: Store) -> None:
    session = led.load_session("g", 1)
    shutil.rmtree(led.folder / generations.FOLDER)
    (led.folder / generations.FOLDER).write_bytes(b"in the way")
    for second in range(3):
        session = session.floor("CD", at(2000 + 5 * second))
        led.save_session("g", session)
    assert led.load_session("g", 1) == session
    assert trouble_of(lambda: led.generations(own(led)["01.json"])) is None


def test_what_a_hand_has_written_is_kept_with_its_comments(store: Store) -> None:
    file = store.folder / "groups" / "g" / "group.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(HAND)
    group = store.load_group("g")
    for turn in range(30):
        store.save_group("g", group.change(description=f"# {turn}\n# '''"))
        os.utime(file, (NINE.timestamp() + 9000 * turn,) * 2)
    kept = generations.kept(generations.place(file, store.folder))
    assert [one.file.read_bytes() for one in kept if one.hand] == [HAND]
    assert len(kept) <= 8
    file.write_bytes(again := HAND + b"# dan lagi\n")
    store.save_group("g", group.change(description="lain"))
    assert sorted(data for data in shelf(store, file) if b"# kelompok" in data) == sorted([HAND, again])


def test_settings_with_a_slip_are_kept_when_others_are_saved(store: Store) -> None:
    store.settings_file.write_bytes(slip := b'format = 3\nleader = "Bu Ani\n')
    for turn in range(12):
        write_settings(store.settings_file, Settings(leader=f"{turn}"))
        os.utime(store.settings_file, (NINE.timestamp() + 200000 * turn,) * 2)
    kept = generations.kept(generations.place(store.settings_file, store.folder))
    assert [one.file.read_bytes() for one in kept if one.hand] == [slip]
    assert len(kept) <= 8


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_of_an_older_format_stays_beside_it_once(tmp_path: Path, number: int) -> None:
    shutil.copytree(OLD / str(number), tmp_path / "data")
    store, id = Store(tmp_path / "data"), "berani-bicara"
    folder = store.folder / "groups" / id
    old = {
        file: file.read_bytes() for file in (folder / "group.toml", folder / "names.toml", store.session_file(id, 1))
    }
    for turn in (1, 2):
        store.save_group(id, store.load_group(id).change(description=f"{turn}"))
        store.save_names(id, store.load_names(id) | {"ZZ": f"{turn}"})
        store.save_session(id, store.load_session(id, 1).but(place=f"{turn}"))
    for file, data in old.items():
        assert file.with_name(f"{file.name}.format-{number}").read_bytes() == data
        assert file.read_bytes() != data
    assert len(list(folder.rglob("*.format-*"))) == 3
    assert store.sessions(id) == [1]
    for file in old:  # it comes back as it was, and stays what it was
        file.write_bytes(old[file] + b"\n")
    store.save_group(id, store.load_group(id).change(description="3"))
    store.save_session(id, store.load_session(id, 1).but(place="3"))
    for file, data in old.items():
        assert file.with_name(f"{file.name}.format-{number}").read_bytes() == data


# ── taking ──


@pytest.mark.parametrize("name", ["group.toml", "names.toml", "01.json", "contacts.toml", "settings.toml"])
def test_a_damaged_file_is_set_aside_and_the_good_one_is_in_its_place(led: Store, name: str) -> None:
    file = own(led)[name]
    good = shelf(led, file)[0]
    file.write_bytes(bad := file.read_bytes()[: len(file.read_bytes()) // 2].rstrip(b"\n") + b'\n"')
    trouble = trouble_of(reader(led, file))
    assert trouble is not None
    one = led.good(trouble)
    assert one is not None
    assert (one.file, one.kept.read_bytes()) == (file, good)
    aside = led.take(one, NINE)
    assert aside == file.with_name(f"{name}.damaged-20261124T090000+0700")
    assert aside.read_bytes() == bad
    assert file.read_bytes() == good
    assert trouble_of(reader(led, file)) is None
    with pytest.raises(KelompokError, match=r"repair\.mended"):
        led.take(one, NINE)
    assert file.read_bytes() == good
    file.write_bytes(worse := b"\xff")
    assert led.take(one, NINE) == file.with_name(f"{aside.name}.2")
    assert [aside.read_bytes(), file.with_name(f"{aside.name}.2").read_bytes()] == [bad, worse]
    assert len(led.sessions("g")) == 1


def test_a_version_that_is_damaged_too_is_not_offered(led: Store) -> None:
    file = own(led)["01.json"]
    led.save_session("g", led.load_session("g", 1).floor("CD", at(800)))
    first, second = generations.kept(generations.place(file, led.folder))
    first.file.write_bytes(b"{")
    (first.file.parent / "9999.99999999T000000+0000.json").write_bytes(b"{}")
    file.write_bytes(b"")
    assert [one.kept for one in led.generations(file)] == [second.file]
    second.file.unlink()
    assert led.generations(file) == []


def test_a_file_that_is_gone_can_come_back(led: Store) -> None:
    file = own(led)["group.toml"]
    good = shelf(led, file)[0]
    file.unlink()
    (row,) = led.rows()
    assert row.trouble is not None
    one = led.good(row.trouble)
    assert one is not None
    assert led.take(one, NINE) is None
    assert file.read_bytes() == good


def test_what_is_not_damaged_is_never_replaced(led: Store) -> None:
    file = own(led)["01.json"]
    file.write_bytes(newer := file.read_bytes().replace(b'"format": 3', b'"format": 99'))
    trouble = trouble_of(reader(led, file))
    assert trouble is not None
    assert trouble.word == "file.newer"
    assert led.good(trouble) is None
    assert file.read_bytes() == newer
    assert led.good(KelompokError("file.not-read", file=file, why="EACCES")) is None
    assert led.good(KelompokError("file.not-read", file=led.folder / "elsewhere.toml", why="EIO")) is None
    assert led.good(KelompokError("keys.clash", name="x")) is None


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (0.0, ("10 catatan", "10 marks")),
        (1.0, ("20 lebih sedikit daripada", "20 fewer than")),
        (0.1, ("lebih banyak daripada", "more than")),
    ],
)
def test_the_difference_is_told_in_words(led: Store, cut: float, said: tuple[str, str]) -> None:
    file = own(led)["01.json"]
    whole = file.read_bytes()
    begins, ends = whole.index(b'"marks"'), whole.rindex(b'"timed"')
    file.write_bytes(whole[: begins + int((ends + 9 - begins) * cut)] if cut else b"\0" * 500)
    one = led.generations(file)[0]
    for language, wanted in zip(("id", "en"), said, strict=True):
        told = one.told(read_words(language))
        assert wanted in told
        assert str(one.at.year) in told
        assert "generation." not in told
    assert Generation(file, file, NINE).told(read_words("id")) == "dari 24 Nov 2026 09.00"


def mutants(whole: bytes, seed: str) -> Iterator[bytes]:
    """Two thousand damaged copies: cut, bytes flipped, parts swapped, parts of nothing, something foreign."""
    chance = random.Random(seed)
    for turn in range(2000):
        data = bytearray(whole)
        here, there = sorted(chance.randrange(len(whole)) for _ in range(2))
        match turn % 5:
            case 0:
                del data[here:]
            case 1:
                for _ in range(chance.randrange(1, 9)):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 2:
                middle = (here + there) // 2
                data[here:there] = data[middle:there] + data[here:middle]
            case 3:
                data[here:there] = bytes(there - here)
            case _:
                data[here:there] = chance.choice(
                    [b"{" * 3000, b"\xef\xbb\xbf", b"<?xml?>", b"[[[[", b'"', b"\\ud800", b"1" * 5000]
                )
        yield bytes(data)


@pytest.mark.parametrize("name", ["group.toml", "names.toml", "01.json", "contacts.toml", "settings.toml"])
def test_two_thousand_damaged_files_are_a_sentence_each_and_stay_as_they_are(
    led: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    file = own(led)[name]
    read, whole, good = reader(led, file), file.read_bytes(), shelf(led, file)[0]
    words, told, taken = read_words("id"), 0, 0
    for data in mutants(whole, name):
        file.write_bytes(data)
        trouble = trouble_of(read)
        assert file.read_bytes() == data
        if trouble is None:
            continue
        told += 1
        assert str(file) in words.error(trouble)
        one = led.good(trouble)
        assert file.read_bytes() == data
        assert (one is None) == (trouble.word == "file.newer")
        if one and told % 50 == 0:
            aside = led.take(one, NINE)
            assert aside is not None
            assert (aside.read_bytes(), file.read_bytes()) == (data, good)
            taken += 1
    assert told > 1000
    assert taken > 15


# ── the bin ──


def test_what_was_kept_goes_to_the_bin_and_comes_back(led: Store) -> None:
    kept = shelf(led, own(led)["01.json"])
    led.bin_session("g", 1, NINE)
    assert generations.kept(generations.place(own(led)["01.json"], led.folder)) == []
    (one,) = led.binned()
    assert one.trouble is None
    led.restore(one)
    assert shelf(led, own(led)["01.json"]) == kept
    assert list(led.bin.iterdir()) == []
    led.bin_group("g", NINE)
    assert not (led.folder / ".generations" / "groups" / "g").exists()
    led.save_group("g", Group(name="lain"))
    (one,) = led.binned()
    assert led.restore(one) == "g-2"
    assert shelf(led, led.session_file("g-2", 1)) == kept
    assert list(led.bin.iterdir()) == []


@pytest.mark.parametrize("what", ["group", "session"])
def test_what_is_removed_for_good_leaves_no_older_version(led: Store, what: str) -> None:
    if what == "group":
        led.bin_group("g", NINE)
    else:
        led.bin_session("g", 1, NINE)
    (one,) = led.binned()
    led.destroy(one)
    assert led.binned() == []
    assert list(led.bin.iterdir()) == []
    left = [path for path in led.folder.rglob("*") if path.is_file() and b'"timed"' in path.read_bytes()]
    assert left == []


# ── check ──


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (".01.json.0123abcd.tmp", "temp"),
        (".syncthing.01.json.tmp", "temp"),
        ("~syncthing~01.json.tmp", "temp"),
        ("01.sync-conflict-20261124-065926-B3QWTVP.json", "conflict"),
        ("01.json.sync-conflict-20261124-065926-B3QWTVP", "conflict"),
        ("group (conflicted copy 2026-11-24 065926).toml", "conflict"),
        ("01 (LAPTOP's conflicted copy 2026-11-24).json", "conflict"),
        ("01_conflict-20261124-065926.json", "conflict"),
        ("01-LAPTOP-4F.json", "conflict"),
        ("group-DESKTOP7.toml", "conflict"),
        ("01 (1).json", "conflict"),
        ("01 2.json", "conflict"),
        ("01.json.damaged-20261124T090000+0700", "aside"),
        ("group.toml.damaged-20261124T090000+0700.2", "aside"),
        ("01.json", ""),
        ("group.toml", ""),
        ("group.toml.format-2", ""),
        ("foto-kelas.jpg", ""),
        ("catatan.toml", ""),
        ("round.json", ""),
    ],
)
def test_what_lies_beside_is_known_by_its_name(name: str, kind: str) -> None:
    assert strays.kind(name) == kind


def test_check_tells_what_lies_beside(led: Store) -> None:
    sessions = led.session_file("g", 1).parent
    odd = [
        led.folder / ".settings.toml.0123abcd.tmp",
        sessions / "01.sync-conflict-20261124-065926-B3QWTVP.json",
        sessions / "1.json",
        sessions.parent / "group-LAPTOP.toml",
    ]
    for file in odd:
        file.write_bytes(b"{")
    done = run("check", data=led.folder)
    assert done.returncode == 0
    for file in odd:
        (line,) = (line for line in done.stdout.splitlines() if str(file) in line)
        assert line.startswith("? ")
    told = json.loads(run("check", "--json", data=led.folder).stdout)
    assert {Path(stray["file"]) for stray in told["strays"]} == set(odd)
    assert not {str(file) for file in odd} & {file["file"] for file in told["files"]}
    assert led.sessions("g") == [1]


def test_check_repairs_only_when_it_was_told_to(led: Store) -> None:
    session, plan, names = (own(led)[name] for name in ("01.json", "group.toml", "names.toml"))
    session.write_bytes(cut := session.read_bytes()[:700])
    plan.write_bytes(slip := plan.read_bytes().replace(b'name = "', b"name = ", 1))
    good = {file: shelf(led, file)[0] for file in (session, plan)}
    damaged = {session: cut, plan: slip}
    done = run("check", data=led.folder)
    assert done.returncode == 1
    assert done.stdout.count("kelompok check --repair") == 2
    for typed in ("", "t\nt\n", "n\n\n"):
        done = run("check", "--repair", data=led.folder, typed=typed)
        assert done.returncode == 1
        assert "dibiarkan" in done.stderr
        assert {file: file.read_bytes() for file in damaged} == damaged
    done = run("--lang", "en", "check", "--repair", data=led.folder, typed="n\nyes\n")
    assert done.returncode == 1
    assert plan.read_bytes() == slip
    assert session.read_bytes() == good[session]
    assert "last good" not in done.stderr
    assert "is back" in done.stderr
    told = json.loads(run("check", "--json", data=led.folder).stdout)
    (bad,) = (file for file in told["files"] if not file["good"])
    assert (bad["file"], bad["generation"]["count"], bad["repaired"]) == (str(plan), 4, False)
    done = run("check", "--repair", "--yes", "--json", data=led.folder)
    assert done.returncode == 0
    (mended,) = (file for file in json.loads(done.stdout)["files"] if file["repaired"])
    assert mended["good"]
    assert Path(mended["aside"]).read_bytes() == slip
    assert plan.read_bytes() == good[plan]
    assert run("check", data=led.folder).returncode == 0
    assert names.read_bytes() == own(led)["names.toml"].read_bytes()


def test_check_with_nothing_to_take_says_so_and_leaves_it(store: Store, group: Group) -> None:
    store.save_group("g", group)
    file = own(store)["group.toml"]
    file.write_bytes(bad := b"format = 3\nname = ")
    done = run("check", "--repair", "--yes", data=store.folder)
    assert done.returncode == 1
    assert "baris 2" in done.stdout
    assert file.read_bytes() == bad
    for wrong in (["--yes"], ["--repair", "--json"]):
        assert run("check", *wrong, data=store.folder).returncode == 2
    files.replace(file, bad)
    assert [child.name for child in file.parent.iterdir()] == ["group.toml"]


# ── real names ──


def test_a_real_name_that_was_taken_out_is_in_no_generation(led: Store) -> None:
    session = led.load_session("g", 1)
    marked = session.act(who="AR", what="bersama BENI, lalu Ayunan")
    for held in (marked, marked.floor("AR", at(400)), session):
        led.save_session("g", held)
    kept = shelf(led, own(led)["01.json"])
    assert kept, "those without the name stay"
    assert not any(b"BENI" in data for data in kept)


def test_a_name_that_stands_and_a_word_that_only_holds_one_throw_nothing_away(led: Store) -> None:
    group = led.load_group("g").change(description="Beni naik ayunan")
    led.save_group("g", group)
    led.save_group("g", group.change(description="Beni"))  # "ayunan" is not "Ayu"
    assert b"naik ayunan" in shelf(led, own(led)["group.toml"])[0]


def test_names_that_cannot_be_read_hinder_no_save(led: Store) -> None:
    own(led)["names.toml"].write_bytes(b"names = [")
    led.save_group("g", led.load_group("g").change(description="baru"))
    assert b"kali 2" in shelf(led, own(led)["group.toml"])[0]
