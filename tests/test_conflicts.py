"""Copies that sync tools lay beside a file: found by name, made one with it, and never lost."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import files, generations, strays
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Conflict, Store

from .conftest import at
from .test_cli import run

NAMES = {
    "syncthing": "{stem}.sync-conflict-20261124-094012-B3QWTVP{ext}",
    "nextcloud": "{stem} (conflicted copy 2026-11-24 094012){ext}",
    "dropbox": "{stem} (Ayu's conflicted copy 2026-11-24){ext}",
    "owncloud": "{stem}_conflict-20261124-094012{ext}",
    "onedrive": "{stem}-LAPTOP-4F{ext}",
    "drive": "{stem} (1){ext}",
    "icloud": "{stem} 2{ext}",
}
TOOLS = pytest.mark.parametrize("tool", NAMES)
LATER = at(9000)


def copied(file: Path, tool: str, data: bytes | None = None) -> Path:
    """The copy that this tool would lay beside `file`, with that in it."""
    copy = file.with_name(NAMES[tool].format(stem=file.stem, ext=file.suffix))
    copy.write_bytes(file.read_bytes() if data is None else data)
    return copy


def two_hands(store: Store, group: Group, session: Session, tool: str) -> tuple[Path, Path]:
    """A session that was led on two laptops: AR spoke here, BN there; its file and the copy."""
    store.save_group("g", group)
    store.save_session("g", session.floor("BN", at(70)).change(place="Lab"))
    there = store.session_file("g", 1).read_bytes()
    store.save_session("g", session.floor("AR", at(60)).floor("AR", at(65)).change(place="Aula"))
    return store.session_file("g", 1), copied(store.session_file("g", 1), tool, there)


def shelf(store: Store, file: Path) -> dict[str, bytes]:
    """What is kept of that file, by name."""
    return {one.name: one.read_bytes() for one in files.children(generations.place(file, store.folder))}


@TOOLS
@pytest.mark.parametrize("name", ["02.json", "123.json", "group.toml", "names.toml", "settings.toml"])
def test_a_copy_tells_by_its_name_what_it_was_made_of(tool: str, name: str) -> None:
    stem, ext = name.split(".")
    assert strays.original(NAMES[tool].format(stem=stem, ext=f".{ext}")) == name


@pytest.mark.parametrize(
    "name",
    [
        "02.json",
        "group.toml",
        ".02.lock",
        "02.json.damaged-20261124T090000+0700",
        "02.json.sync-conflict-20261124-065926-B3QWTVP.format-2",
        "022x (conflicted copy 2026).json",
        "foto (Ayu's conflicted copy 2026-11-24).jpg",
        ".02.json.0123abcd.tmp",
    ],
)
def test_what_is_no_copy_of_ours_is_of_nothing(name: str) -> None:
    assert strays.original(name) == ""


@TOOLS
def test_marks_of_both_are_in_one_file_and_the_copy_lies_untouched(
    store: Store, group: Group, session: Session, tool: str
) -> None:
    file, copy = two_hands(store, group, session, tool)
    there, here = copy.read_bytes(), file.read_bytes()
    (one,) = store.conflicts("g")
    assert one == Conflict("g", copy, file, 1)
    ours, theirs = store.sides(one)
    assert ours is not None
    assert (ours.count, ours.own, ours.last) == (2, 2, at(65))
    assert (theirs.count, theirs.own, theirs.last) == (1, 1, at(70))
    assert store.unite(one, LATER) == 1  # the place
    value = store.load_session("g", 1)
    assert [(mark.who, mark.at) for mark in value.marks] == [("AR", at(60)), ("AR", at(65)), ("BN", at(70))]
    assert [trace.what for trace in value.corrections] == ["place"]
    assert store.conflicts("g") == ()
    assert not copy.exists()
    assert shelf(store, file)[copy.name] == there
    assert here in shelf(store, file).values()


@TOOLS
def test_members_of_both_are_in_one_plan(store: Store, group: Group, tool: str) -> None:
    store.save_group("g", group.add_member("EF"))
    copy = copied(file := store.folder / "groups" / "g" / "group.toml", tool)
    there = copy.read_bytes()
    store.save_group("g", group.add_member("GH").add_member("IJ"))
    (one,) = store.conflicts("g")
    ours, theirs = store.sides(one)
    assert ours is not None
    assert (ours.what, ours.count, ours.own, theirs.count, theirs.own) == ("members", 6, 2, 5, 1)
    store.unite(one, LATER)
    assert {person.code for person in store.load_group("g").members} >= {"EF", "GH", "IJ", "AR"}
    assert shelf(store, file)[copy.name] == there
    assert store.rows()[0].conflicts == ()


def test_what_was_cut_off_or_is_done_twice_changes_nothing(store: Store, group: Group, session: Session) -> None:
    file, copy = two_hands(store, group, session, "syncthing")
    there = copy.read_bytes()
    store.unite(store.conflicts("g")[0], LATER)
    once = file.read_bytes()
    for turn in (1, 2):  # the power went before the copy was moved; or the tool brings it again
        copy.write_bytes(there)
        store.unite(store.conflicts("g")[0], LATER + timedelta(hours=turn))
        assert file.read_bytes() == once
    assert sorted(data for name, data in shelf(store, file).items() if "conflict" in name) == [there] * 3


def test_nothing_in_the_shelf_is_overwritten_and_no_copy_is_thinned(
    store: Store, group: Group, session: Session
) -> None:
    file, copy = two_hands(store, group, session, "dropbox")
    for turn in range(3):
        copy.write_bytes(file.read_bytes() + b"\n" * turn)
        store.unite(store.conflicts("g")[0], LATER)
    for second in range(40):
        store.save_session("g", store.load_session("g", 1).floor("CD", at(100 + second)))
    kept = [data for name, data in shelf(store, file).items() if "conflicted" in name]
    assert sorted(len(data) for data in kept) == sorted({len(data) for data in kept})
    assert len(kept) == 3
    assert all(one.kept.name[0].isdigit() and "conflict" not in one.kept.name for one in store.generations(file))


def test_a_copy_whose_file_is_not_there_becomes_it(store: Store, group: Group, session: Session) -> None:
    file, copy = two_hands(store, group, session, "onedrive")
    there = copy.read_bytes()
    file.unlink()
    (one,) = store.rows()[0].conflicts
    assert store.sides(one)[0] is None
    assert store.unite(one, LATER) == 0
    assert (file.read_bytes(), copy.exists()) == (there, False)
    plan = store.folder / "groups" / "g" / "group.toml"
    plan.rename(plan.with_name("group-LAPTOP.toml"))
    (row,) = store.rows()
    assert row.trouble is not None
    store.unite(row.conflicts[0], LATER)
    assert store.rows()[0].name == group.name


@pytest.mark.parametrize(
    ("data", "word"),
    [(b'{"format": 3,', "json.syntax"), (b'{"format": 99}', "file.newer"), (b"\xff", "file.not-text")],
)
def test_a_copy_that_cannot_be_read_is_told_and_stays(
    store: Store, group: Group, session: Session, data: bytes, word: str
) -> None:
    file, copy = two_hands(store, group, session, "nextcloud")
    here = file.read_bytes()
    copy.write_bytes(data)
    (row,) = store.rows()
    (one,) = row.conflicts
    assert one.trouble is not None
    assert (one.trouble.word, one.trouble.facts["file"]) == (word, copy)
    with pytest.raises(KelompokError):
        store.unite(one, LATER)
    assert (copy.read_bytes(), file.read_bytes()) == (data, here)


def test_a_copy_with_another_number_in_it_is_told_and_stays(store: Store, group: Group, session: Session) -> None:
    file, _ = two_hands(store, group, session, "drive")
    store.save_session("g", session.but(number=2))
    other = copied(store.session_file("g", 2), "icloud", file.read_bytes())
    one = next(one for one in store.conflicts("g") if one.copy == other)
    assert one.trouble is not None
    assert one.trouble.word == "session.swapped"
    with pytest.raises(KelompokError):
        store.unite(one, LATER)
    assert other.exists()


def test_a_damaged_file_is_not_written_over_by_its_copy(store: Store, group: Group, session: Session) -> None:
    file, copy = two_hands(store, group, session, "dropbox")
    file.write_bytes(b"{")
    (one,) = store.conflicts("g")
    for deed in (store.sides, lambda one: store.unite(one, LATER)):
        with pytest.raises(KelompokError) as told:
            deed(one)
        assert told.value.facts["file"] == file
    assert (file.read_bytes(), copy.exists()) == (b"{", True)


def test_check_says_which_copies_home_makes_one_and_which_not(store: Store, group: Group, session: Session) -> None:
    _, copy = two_hands(store, group, session, "syncthing")
    store.save_names("g", {"AR": "Ayu"})
    names = copied(store.folder / "groups" / "g" / "names.toml", "dropbox")
    done = run("check", "--json", "--lang", "en", data=store.folder)
    notes = {Path(stray["file"]): stray["note"] for stray in json.loads(done.stdout)["strays"]}
    assert set(notes) == {copy, names}
    assert "Enter" in notes[copy]
    assert "Enter" not in notes[names]
