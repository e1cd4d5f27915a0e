"""The bin: what is put away comes back as it was, and nothing else is ever touched."""

import errno
import os
import stat
import sys
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Binned, Store

from .conftest import NINE

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def held(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, with its bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def told(trouble: pytest.ExceptionInfo[KelompokError]) -> str:
    return trouble.value.word


@pytest.fixture
def full(store: Store, group: Group, session: Session) -> Store:
    """A group `g` with names and sessions 1 and 2, the second broken; and another, `other`."""
    store.save_group("g", group)
    store.save_names("g", {"AR": "Ayu"})
    store.save_session("g", session.floor("AR", NINE))
    store.session_file("g", 2).write_bytes(b'{"format": 2, "num')
    store.save_group("other", group.change(name="Rukun"))
    return store


def test_a_group_comes_back_byte_for_byte(full: Store) -> None:
    before, rows = held(full.folder), repr(full.rows())
    full.bin_group("g", NINE)
    assert full.groups() == ["other"]
    assert sorted(held(full.folder).values()) == sorted(before.values())
    (one,) = full.binned()
    assert (one.group, one.name, one.number, one.at, one.day) == ("g", "Berani bicara", None, NINE, NINE.date())
    assert (one.members, one.sessions, one.trouble) == (4, 2, None)
    assert full.restore(one) == "g"
    assert (held(full.folder), repr(full.rows()), full.binned()) == (before, rows, [])
    assert list(full.bin.iterdir()) == []


def test_a_session_comes_back_byte_for_byte(full: Store) -> None:
    before = held(full.folder)
    full.bin_session("g", 1, NINE)
    assert (full.sessions("g"), full.binned_sessions("g"), full.binned_sessions("other")) == ([2], [1], [])
    (one,) = full.binned()
    assert (one.group, one.name, one.number, one.day, one.trouble) == ("g", "Berani bicara", 1, NINE.date(), None)
    assert full.restore(one) == "g"
    assert (held(full.folder), full.binned_sessions("g"), list(full.bin.iterdir())) == (before, [], [])


def test_what_cannot_be_read_is_put_away_and_comes_back_too(full: Store) -> None:
    (full.folder / "groups" / "other" / "group.toml").write_bytes(b"name = ")
    before = held(full.folder)
    full.bin_session("g", 2, NINE)
    full.bin_group("other", NINE + timedelta(seconds=1))
    group, session = full.binned()
    assert (group.name, group.trouble and group.trouble.word) == ("other", "toml.syntax")
    assert (session.number, session.day, session.trouble and session.trouble.word) == (2, None, "json.syntax")
    full.restore(group)
    full.restore(session)
    assert held(full.folder) == before


def test_the_newest_stands_first_and_equal_seconds_are_kept_apart(full: Store, session: Session) -> None:
    for number in range(3, 15):
        full.save_session("g", session.but(number=number))
    for number in range(3, 15):
        full.bin_session("g", number, NINE)  # all in one second
    full.bin_session("g", 1, NINE - timedelta(hours=1))
    assert [one.number for one in full.binned()] == [*range(14, 2, -1), 1]
    assert sorted(full.binned_sessions("g")) == [1, *range(3, 15)]


def test_the_order_is_that_of_the_hour_not_of_its_zone(full: Store) -> None:
    full.bin_session("g", 1, NINE)  # 09.00 +07:00
    full.bin_session("g", 2, (NINE + timedelta(minutes=1)).astimezone(UTC))  # 02.01 +00:00
    assert [one.number for one in full.binned()] == [2, 1]


def test_two_sessions_of_one_number_are_both_kept(full: Store, session: Session) -> None:
    first = full.session_file("g", 1).read_bytes()
    full.bin_session("g", 1, NINE)
    full.save_session("g", session)
    second = full.session_file("g", 1).read_bytes()
    assert first != second
    full.bin_session("g", 1, NINE)
    newer, older = full.binned()
    assert (newer.file.read_bytes(), older.file.read_bytes()) == (second, first)
    full.restore(older)
    with pytest.raises(KelompokError) as refused:
        full.restore(newer)
    assert (told(refused), refused.value.facts) == ("bin.taken", {"number": 1, "group": "Berani bicara"})
    assert (full.session_file("g", 1).read_bytes(), newer.file.read_bytes()) == (first, second)


def test_a_session_waits_for_its_group(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    full.bin_group("g", NINE + timedelta(seconds=1))
    group, session = full.binned()
    with pytest.raises(KelompokError) as refused:
        full.restore(session)
    assert (told(refused), refused.value.facts["number"], refused.value.facts["group"]) == ("bin.no-group", 1, "g")
    assert session.file.exists()
    full.restore(group)
    full.restore(session)
    assert full.sessions("g") == [1, 2]


def test_a_new_group_never_takes_the_id_of_one_in_the_bin(full: Store) -> None:
    full.bin_group("other", NINE)
    assert full.new_id("Other") == "other-2"
    full.bin_session("g", 1, NINE)
    full.bin_group("g", NINE)
    (group,) = [one for one in full.binned() if one.group == "g" and one.number is None]
    full.destroy(group)
    assert full.new_id("G") == "g-2"  # else the session that is left would come back into a strange group


def test_a_group_whose_place_is_taken_comes_back_beside_it(full: Store, group: Group) -> None:
    before = held(full.folder / "groups" / "g")
    full.bin_group("g", NINE)
    full.save_group("g", group.change(name="Baru"))
    (one,) = full.binned()
    assert full.restore(one) == "g-2"
    assert full.load_group("g").name == "Baru"
    assert held(full.folder / "groups" / "g-2") == before


@pytest.mark.parametrize("id", ["Kelas 8 – “Rukun”", "k" * 200, "a.b", "20261124T090000+0700.group", "ä😀"])
def test_odd_names_come_back(store: Store, group: Group, session: Session, id: str) -> None:
    store.save_group(id, group)
    store.save_session(id, session)
    before = held(store.folder)
    store.bin_session(id, 1, NINE)
    store.bin_group(id, NINE)
    one, other = sorted(store.binned(), key=lambda one: one.number or 0)
    assert (one.group, other.group, other.number) == (id, id, 1)
    assert store.restore(one) == id
    store.restore(other)
    assert held(store.folder) == before


def test_what_is_not_there_is_told(full: Store) -> None:
    for id in ("none", "", "..", "../groups/g", "g/sessions"):
        with pytest.raises(KelompokError, match=r"group\.none"):
            full.bin_group(id, NINE)
    with pytest.raises(KelompokError, match=r"session\.none"):
        full.bin_session("g", 7, NINE)
    assert full.binned() == []
    assert not full.bin.exists()


def test_a_second_time_is_told_and_changes_nothing(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    (one,) = full.binned()
    full.restore(one)
    before = held(full.folder)
    for again in (full.restore, full.destroy):
        with pytest.raises(KelompokError):
            again(one)
    assert held(full.folder) == before


def test_what_nobody_knows_is_listed_last_and_stays_where_it_is(full: Store) -> None:
    full.bin_group("other", NINE)
    (full.bin / "foto\x1b[31m.jpg").write_bytes(b"x")
    (full.bin / "99999999T000000+0700.group" / "groups" / "g").mkdir(parents=True)
    (full.bin / "20261124T090000+0700.session" / "groups" / "g" / "sessions").mkdir(parents=True)
    (full.bin / "20261124T090000+0700.session" / "groups" / "g" / "sessions" / "satu.json").write_bytes(b"{}")
    (full.bin / ".DS_Store").write_bytes(b"")
    known, *strays = sorted(full.binned(), key=lambda one: one.at is None)
    assert known.group == "other"
    assert len(strays) == 3
    assert all(one.trouble and one.trouble.word == "bin.stray" for one in strays)
    assert "\x1b" not in "".join(one.name + str(one.trouble and one.trouble.facts) for one in strays)
    assert full.binned()[-1].at is None
    for one in strays:
        with pytest.raises(KelompokError, match=r"bin\.stray"):
            full.restore(one)
        assert one.file.exists()
        full.destroy(one)
        assert not one.file.exists()
    assert full.restore(known) == "other"


def test_lists_and_checks_do_not_see_the_bin(full: Store) -> None:
    full.bin_session("g", 2, NINE)
    full.bin_group("other", NINE)
    assert full.groups() == [row.id for row in full.rows()] == ["g"]
    assert full.rows()[0].missed == ()
    assert not [found for found in full.check() if full.bin in found.file.parents or found.trouble]


def test_only_what_was_meant_is_removed_for_good(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    full.bin_group("other", NINE)
    before = held(full.folder)
    session = next(one for one in full.binned() if one.number)
    full.destroy(session)
    gone = session.file.relative_to(full.folder).as_posix()
    assert held(full.folder) == {name: data for name, data in before.items() if name != gone}
    assert [one.group for one in full.binned()] == ["other"]


def test_nothing_outside_the_bin_is_ever_removed(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    before = held(full.folder)
    for file in (
        full.folder / "groups" / "g",
        full.folder,
        full.bin,
        full.bin / ".." / "groups" / "g",
        full.bin / "x" / ".." / ".." / "groups" / "g",
        full.folder.parent,
    ):
        with pytest.raises(KelompokError, match=r"file\.link"):
            full.destroy(Binned(file, "x"))
    assert held(full.folder) == before


@posix
def test_a_link_goes_but_not_where_it_leads(full: Store, tmp_path: Path) -> None:
    away = tmp_path / "stick"
    (away / "groups" / "far").mkdir(parents=True)
    (away / "groups" / "far" / "names.toml").write_bytes(b"format = 2")
    before = held(away)
    (full.folder / "groups" / "far").symlink_to(away / "groups" / "far")
    (full.folder / "groups" / "g" / "sessions" / "more").symlink_to(away)
    full.bin_group("far", NINE)
    full.bin_group("g", NINE + timedelta(seconds=1))
    (full.bin / "20261124T100000+0700.group").symlink_to(away)  # made by somebody else
    assert [one.at is None for one in full.binned()] == [True, False, False]
    for one in full.binned():
        full.destroy(one)
    assert list(full.bin.iterdir()) == []
    assert held(away) == before


@posix
def test_a_linked_group_comes_back_as_the_link_it_was(full: Store, tmp_path: Path) -> None:
    link = full.folder / "groups" / "near"
    link.symlink_to("other")
    full.bin_group("near", NINE)
    assert full.groups() == ["g", "other"]
    (one,) = full.binned()
    assert full.restore(one) == "near"
    assert link.readlink() == Path("other")


@posix
def test_behind_a_linked_bin_nothing_is_removed(full: Store, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    full.bin.symlink_to(away)
    full.bin_session("g", 1, NINE)
    before = held(away)
    with pytest.raises(KelompokError, match=r"file\.link"):
        full.destroy(full.binned()[0])
    assert held(away) == before
    full.restore(full.binned()[0])
    assert full.sessions("g") == [1, 2]


@posix
def test_a_link_that_leads_nowhere_is_no_free_place(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    full.bin_group("other", NINE)
    full.session_file("g", 1).symlink_to("nowhere")
    (full.folder / "groups" / "other").symlink_to("nowhere")
    group, session = sorted(full.binned(), key=lambda one: one.number or 0)
    with pytest.raises(KelompokError, match=r"bin\.taken"):
        full.restore(session)
    assert full.restore(group) == "other-2"
    assert full.session_file("g", 1).is_symlink()


@posix
def test_only_the_owner_may_read_in_the_bin(full: Store) -> None:
    full.bin_session("g", 1, NINE)
    full.bin_group("other", NINE)
    full.bin_group("g", NINE)
    paths = [full.bin, *full.bin.rglob("*")]
    paths = [path for path in paths if path.name != "02.json"]  # that one was written by the test
    assert len(paths) > 8
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@posix
@pytest.mark.skipif(ROOT, reason="root may do anything")
def test_without_permission_nothing_is_half_moved(full: Store) -> None:
    full.bin_group("other", NINE)
    (one,) = full.binned()
    folders = [full.folder / "groups" / "g" / "sessions", full.folder / "groups", full.bin, one.file.parent]
    before = held(full.folder)
    for folder in folders:
        folder.chmod(0o500)
    try:
        for attempt in (
            lambda: full.bin_session("g", 1, NINE),
            lambda: full.bin_group("g", NINE),
            lambda: full.restore(one),
            lambda: full.destroy(one),
        ):
            with pytest.raises(KelompokError) as refused:
                attempt()
            assert refused.value.facts["why"] == "EACCES"
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert set(held(full.folder)) >= {name for name in before if "other" not in name}
    assert len(list(full.bin.iterdir())) == 1


def test_a_move_that_fails_leaves_no_folder_behind(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on another disk; and as when the disk fails after the rename."""
    before = held(full.folder)

    def fails(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    for broken in ("_rename", "_sync_folder"):
        with monkeypatch.context() as patched:
            patched.setattr(files, broken, fails)
            with pytest.raises(KelompokError) as refused:
                full.bin_group("g", NINE)
        assert (told(refused), refused.value.facts["why"]) == ("file.not-moved", "EXDEV")
        assert held(full.folder) == before
        assert not full.bin.exists()


def test_a_move_never_overwrites(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    with pytest.raises(KelompokError) as refused:
        files.move(tmp_path / "a", tmp_path / "b")
    assert (told(refused), refused.value.facts["why"]) == ("file.not-moved", "EEXIST")
    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("a", "b")
