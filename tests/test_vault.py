"""What is sealed on the disk, and what is told when it cannot be opened."""

from pathlib import Path

import pytest

from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session
from kelompok_tui.store import Store
from kelompok_tui.vault import sealed
from tests.vaults import PASSPHRASE, sealed_store


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
