"""Another hand writes into the file of what is open: a laptop that shares the folder, or an editor."""

import tomllib
from pathlib import Path

import pytest

from .player import playing
from .test_room import a_group, into_the_room

pytestmark = pytest.mark.usefixtures("lasting")


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Digabung dengan yang ditulis"), ("en", "Joined with what was written")]
)
async def test_what_the_co_leader_marked_comes_into_the_room(tmp_path: Path, language: str, said: str) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path, language) as play:
        await into_the_room(play)
        await play.type("1t")
        await play.settle()
        theirs = store.load_session("g", 1)
        play.clock.go(seconds=5)
        code = theirs.seats[2].code
        store.save_session("g", theirs.floor(code, play.clock.at).note("bisik-bisik", play.clock.at))
        play.clock.go(seconds=5)
        await play.type("2d")
        await wait_for(play, said)
        assert "bisik-bisik" in play.screen
        await play.type("q")
    session = store.load_session("g", 1)
    assert [(mark.kind, mark.note) for mark in session.marks] == [
        ("question", ""),
        ("floor", "bisik-bisik"),
        ("support", ""),
    ]


async def test_undo_does_not_take_away_what_another_hand_did(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1t")
        await play.settle()
        theirs = store.load_session("g", 1)
        play.clock.go(seconds=5)
        store.save_session("g", theirs.tense(play.clock.at, who=(theirs.seats[0].code,), cause="lelah"))
        await play.type("2")
        await wait_for(play, "Digabung")
        await play.type("uuuu")
        await play.type("q")
    assert [tension.cause for tension in store.load_session("g", 1).tensions] == ["lelah"]


async def test_the_stage_that_another_hand_entered_is_entered_here(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.settle()
        theirs = store.load_session("g", 1)
        play.clock.go(minutes=1)
        store.save_session("g", theirs.enter("transition", play.clock.at))
        play.clock.go(seconds=5)
        await play.type("1")
        await wait_for(play, "Digabung")
        await play.settle()
        assert "Ketegangan" in play.screen
        await play.type("q")
    assert store.load_session("g", 1).stage == "transition"


async def test_a_plan_that_an_editor_changed_meanwhile_keeps_both(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter")
        file = store.group_file("g")
        file.write_text(file.read_text(encoding="utf-8").replace('media = ""', 'media = "kartu"'), encoding="utf-8")
        await play.type("↓↓uraian dari sini⏎")
        await wait_for(play, "Digabung")
        await play.type("⎋")
    held = tomllib.loads(store.group_file("g").read_text(encoding="utf-8"))
    assert (held["plan"]["media"], held["description"]) == ("kartu", "uraian dari sini")


async def test_a_copy_goes_where_she_says(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1t")
        await play.press("ctrl+s", *["backspace"] * 200)
        await play.type(f"{stick}/sesi.json⏎")
        await play.settle()
        assert "Salinan tersimpan" in play.said
        await play.type("q")
    (kept,) = stick.iterdir()
    (there := store.session_file("g", 9)).write_bytes(kept.read_bytes().replace(b'"number": 1', b'"number": 9'))
    assert [mark.kind for mark in store.load_session("g", 9).marks] == ["question"]
    there.unlink()


async def wait_for(play, text: str) -> None:  # type: ignore[no-untyped-def]
    """Until a message says it."""
    for _ in range(100):
        if text in play.said:
            return
        await play.pilot.pause(0.05)
    raise AssertionError(f"{text!r} was not said: {play.said}")
