"""The laptop passed round: whose turn it is, the leader's key, and its file."""

import json

import pytest

from kelompok_tui import cli
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Round, new_round
from kelompok_tui.store import Store

from .test_cli import run


def made(key: str = "bunga7!") -> Round:
    return new_round("g", 1, "uca", ("AR", "BN", "CD"), key)


def test_turns_go_on_in_the_order_of_the_chairs() -> None:
    held, turns = made(), []
    while held.turn:
        turns.append(held.turn)
        held = held.pass_on()
    assert turns == ["AR", "BN", "CD"]
    assert held.pass_on().turn == ""


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("bunga7!", True),
        ("12 BUNGA7!", True),  # after other keys, and with Caps Lock
        ("bunga7", False),
        ("bunga7!x", False),
        ("unga7!", False),
        ("", False),
    ],
)
def test_the_key_opens_where_it_was_typed_last(typed: str, opens: bool) -> None:
    assert made().opens(typed) is opens


@pytest.mark.parametrize("key", ["1234", "ÄÖÜß", "ключ", "2é3é", "!?.,"])
def test_a_key_of_any_signs_opens(key: str) -> None:
    assert made(key).opens(f"xx{key}")
    assert made(key).opens(key.upper())


@pytest.mark.parametrize(("key", "word"), [("", "short"), ("abc", "short"), ("ab cd", "blank"), ("abc\x07d", "blank")])
def test_a_key_that_is_none_is_refused(key: str, word: str) -> None:
    with pytest.raises(KelompokError) as told:
        made(key)
    assert told.value.word == f"round.{word}"


def test_the_key_is_in_no_file_and_never_hashed_the_same(store: Store) -> None:
    store.save_round(made())
    assert "bunga7!" not in store.round_file.read_text()
    assert made().lock != made().lock


def test_it_is_kept_goes_on_and_ends(store: Store) -> None:
    assert store.load_round() is None
    store.save_round(made().pass_on())
    held = store.load_round()
    assert held is not None
    assert held.turn == "BN"
    assert held.opens("bunga7!")
    assert [finding.trouble for finding in store.check()] == [None]
    assert store.end_round() is True
    assert store.load_round() is None
    assert store.end_round() is False


def test_keys_of_a_newer_version_are_kept(store: Store) -> None:
    store.save_round(made())
    told = json.loads(store.round_file.read_text())
    store.round_file.write_text(json.dumps(told | {"later": 1}))
    held = store.load_round()
    assert held is not None
    store.save_round(held.pass_on())
    assert json.loads(store.round_file.read_text())["later"] == 1


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": 99}', '{"format": 1, "group": "g"}', '{"format": 1}'])
def test_a_broken_file_is_told_with_its_next_step(store: Store, text: str) -> None:
    store.folder.mkdir(exist_ok=True)
    store.round_file.write_text(text)
    with pytest.raises(KelompokError) as told:
        store.load_round()
    assert (told.value.word, told.value.facts) == ("round.broken", {"file": store.round_file})
    assert [finding.trouble is None for finding in store.check()] == [False]


def test_a_file_that_cannot_be_removed_is_told(store: Store) -> None:
    (store.round_file / "x").mkdir(parents=True)
    with pytest.raises(KelompokError) as told:
        store.end_round()
    assert told.value.word == "file.not-removed"


def test_release_takes_the_lock_away_and_says_so(store: Store) -> None:
    assert "Tidak ada" in run("release", data=store.folder).stderr
    store.save_round(made().pass_on())
    done = run("release", data=store.folder)
    assert (done.returncode, done.stdout) == (cli.GOOD, "")
    assert "BN CD" in done.stderr
    assert not store.round_file.exists()
    store.round_file.write_text("{")
    done = run("release", "--lang", "en", data=store.folder)
    assert done.returncode == cli.GOOD
    assert "round.json is removed" in done.stderr
    assert not store.round_file.exists()
