"""The power goes at any moment: what was told to be saved is there, and whole."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import files
from kelompok_tui.model.round import new_round
from kelompok_tui.store import Store

from ..conftest import NINE
from . import replay
from .calls import watching
from .story import a_group, first, seed, strike

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be synced there")

Save = Callable[..., None]


def looked(folder: Path) -> dict[str, object]:
    """All that the store finds: anything that it cannot read is an error here."""
    store, found = (
        Store(folder),
        {"round": Store(folder).load_round(), "contacts": files.exists(folder / "contacts.toml")},
    )
    for id in store.groups():
        if files.exists(folder / "groups" / id / "group.toml"):  # a folder alone holds nothing yet
            found[id] = store.load_group(id), store.load_names(id)
        found |= {f"{id} {number}": store.load_session(id, number) for number in store.sessions(id)}
    found |= {f"bin {one.group} {one.number}": one.trouble for one in store.binned() if one.at}
    return found


def bad_states(record: replay.Record, folder: Path, disk: str, number: int) -> tuple[int, list[str]]:
    """How many were tried, and each in which the store finds neither what was promised last nor what came then."""
    bad, tried = [], 0
    for last, ahead, tree in record.states(disk, number):
        tried += 1
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        replay.lay(tree, folder)
        try:
            found = looked(folder)
        except files.KelompokError as trouble:
            bad.append(f"{trouble.word} {trouble.facts}")
            continue
        if found not in (last, ahead):
            bad.append(f"found {sorted(found)}, promised {sorted(last)}")
    assert tried > 10
    return tried, bad


def told(folder: Path, steps: list[Callable[[Store], object]]) -> replay.Record:
    """The record of these steps; after each, all that is there is promised."""
    record, store = replay.Record(folder), Store(folder)
    record.promise(looked(folder))
    with watching(record.watch):
        for step in steps:
            step(store)
            record.promise(looked(folder))
    assert record.whole() == replay.held(folder)  # no call was overlooked
    return record


def an_hour(number: int, keys: int) -> list[Callable[[Store], object]]:
    """A session that is saved after each of so many keys."""
    session, steps = first(a_group()), []
    for _ in range(keys):
        session = strike(session, number)
        steps.append(lambda store, now=session: store.save_session("g", now))
    return steps


def around_it() -> list[Callable[[Store], object]]:
    """What else is written: plan, names, the laptop passed round."""
    group = a_group()
    passed = new_round("g", 1, "uca", ("AR", "BN"), "kunci")
    return [
        lambda store: store.save_group("g", group.change(concern="takut bertanya")),
        lambda store: store.save_names("g", {"AR": "Ayu"}),
        lambda store: store.save_round(passed),
        lambda store: store.save_round(passed.pass_on()),
        lambda store: store.end_round(),
        lambda store: store.save_names("g", {"AR": "Ayu", "BN": "Bima"}),
    ]


def put_away() -> list[Callable[[Store], object]]:
    """A session into the bin and back, then the whole group."""
    return [
        lambda store: store.bin_session("g", 1, NINE),
        lambda store: store.restore(store.binned()[0]),
        lambda store: store.bin_group("g", NINE + timedelta(hours=1)),
        lambda store: store.restore(store.binned()[0]),
    ]


def a_store(folder: Path) -> Path:
    """A group and a session that are on the disk for good."""
    store = Store(folder)
    store.save_group("g", a_group())
    store.save_session("g", first(a_group()))
    return folder


@pytest.mark.parametrize("disk", ["posix", "journal"])
def test_what_was_promised_is_there_whatever_the_power_does(tmp_path: Path, disk: str) -> None:
    number = seed()
    record = told(a_store(tmp_path / "real"), an_hour(number, 12) + around_it())
    assert bad_states(record, tmp_path / "after", disk, number)[1] == []


def test_put_away_and_back_nothing_is_lost(tmp_path: Path) -> None:
    record = told(a_store(tmp_path / "real"), put_away())
    assert bad_states(record, tmp_path / "after", "journal", 0)[1] == []


def test_the_first_save_of_all(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    group, session = a_group(), first(a_group())
    steps = [lambda store: store.save_group("g", group), lambda store: store.save_session("g", session)]
    assert bad_states(told(tmp_path / "real", steps), tmp_path / "after", "journal", 0)[1] == []


def test_the_first_save_of_all_where_only_an_fsync_of_a_folder_keeps_its_names(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    group, session = a_group(), first(a_group())
    steps = [lambda store: store.save_group("g", group), lambda store: store.save_session("g", session)]
    assert bad_states(told(tmp_path / "real", steps), tmp_path / "after", "posix", 0)[1] == []


def test_put_away_where_only_an_fsync_of_a_folder_keeps_its_names(tmp_path: Path) -> None:
    record = told(a_store(tmp_path / "real"), put_away())
    assert bad_states(record, tmp_path / "after", "posix", 0)[1] == []


# ── savers that are wrong: each must be caught, or the replay proves nothing ──


def careful(path: Path, data: bytes, keep: tuple[Path, ...] = (), skip: str = "") -> None:
    """Right, but for the step that is skipped."""
    temp = path.with_name(".x.tmp")
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, data)
    if skip != "fsync":
        os.fsync(handle)
    os.close(handle)
    temp.replace(path)
    if skip != "folder":
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def in_place(path: Path, data: bytes, keep: tuple[Path, ...] = ()) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)
    sync_folder(path.parent)


def too_late(path: Path, data: bytes, keep: tuple[Path, ...] = ()) -> None:
    temp = path.with_name(".x.tmp")
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, data)
    temp.replace(path)
    os.fsync(handle)
    os.close(handle)
    sync_folder(path.parent)


def removed_first(path: Path, data: bytes, keep: tuple[Path, ...] = ()) -> None:
    path.unlink()
    careful(path, data)


WRONG: dict[str, Save] = {
    "no fsync": lambda path, data, keep=(): careful(path, data, keep, "fsync"),
    "no fsync of the folder": lambda path, data, keep=(): careful(path, data, keep, "folder"),
    "in place": in_place,
    "fsync after the rename": too_late,
    "the old one removed first": removed_first,
}


@pytest.mark.parametrize("disk", ["posix", "journal"])
@pytest.mark.parametrize("saver", WRONG)
def test_a_wrong_saver_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saver: str, disk: str) -> None:
    a_store(tmp_path / "real")
    monkeypatch.setattr(files, "replace", WRONG[saver])
    record = told(tmp_path / "real", an_hour(1, 3))
    assert bad_states(record, tmp_path / "after", disk, 0)[1]


@pytest.mark.parametrize("disk", ["posix", "journal"])
def test_a_right_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str) -> None:
    a_store(tmp_path / "real")
    monkeypatch.setattr(files, "replace", careful)
    record = told(tmp_path / "real", an_hour(1, 3))
    assert bad_states(record, tmp_path / "after", disk, 0)[1] == []
