"""Copies of sync tools by keys: what home tells, what is asked, and what is in the file afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import files, generations
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.words import read_words

from ..test_conflicts import copied
from .player import Clock, Player, playing

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
FOUR = ("syncthing", "nextcloud", "dropbox", "onedrive")
NINE = Clock()()


def led(folder: Path, tool: str) -> tuple[Store, Path]:
    """A closed session that was led on two laptops, AR here and BN there; and the copy."""
    store = Store(folder)
    group = Group(name="Berani", concern="takut").add_member("AR").add_member("BN").change(meetings=4)
    store.save_group("g", group)
    session = next_session(group, None, 1, NINE - timedelta(hours=3)).enter("beginning", NINE - timedelta(hours=3))
    store.save_session("g", hand(session, "BN", 5, "Lab"))
    there = store.session_file("g", 1).read_bytes()
    store.save_session("g", hand(session, "AR", 3, "Aula"))
    return store, copied(store.session_file("g", 1), tool, there)


def hand(session: Session, who: str, minute: int, place: str) -> Session:
    """One mark more, another place, and an hour until it is closed."""
    at = session.began + timedelta(minutes=minute)
    return session.floor(who, at).close(session.began + timedelta(hours=1)).change(place=place)


def asked(play: Player) -> str:
    """The question that stands, on one line."""
    assert isinstance(play.app.screen, QuestionScreen)
    return " ".join(play.screen.replace("│", " ").split())


def line(play: Player, said: str) -> int:
    """The row of the screen on which that stands."""
    return next(row for row, text in enumerate(play.screen.splitlines()) if said in text)


@LANGUAGES
@pytest.mark.parametrize("tool", FOUR)
async def test_a_session_of_two_laptops_is_one_again(tmp_path: Path, language: str, tool: str) -> None:
    store, copy = led(tmp_path, tool)
    file, there, words = store.session_file("g", 1), copy.read_bytes(), read_words(language)
    what = words("conflict.session", number=1, group="Berani")
    async with playing(tmp_path, language) as play:
        assert "! " + words("conflict.found", what=what) in play.screen
        await play.press("home", "enter")
        question = asked(play)
        assert what in question
        for clock in (words.clock(NINE - timedelta(minutes=177)), words.clock(NINE - timedelta(minutes=175))):
            assert clock in question
        assert words("generation.marks", n=1) in question
        await play.type("⎋")  # not now
        assert (copy.read_bytes(), isinstance(play.app.screen, HomeScreen)) == (there, True)
        await play.type("⏎⏎")
        assert isinstance(play.app.screen, HomeScreen)
        assert words("conflict.clashed", what=what, n=1) in play.said
        assert words("conflict.found", what=what) not in play.screen
        await play.press("home", "enter", "f6", "end", "enter")
        await play.press("shift+tab")
        assert words("panel.trace.title") in play.screen
    assert sorted(mark.who for mark in store.load_session("g", 1).marks) == ["AR", "BN"]
    assert not copy.exists()
    shelf = files.children(generations.place(file, tmp_path))
    assert [one.read_bytes() for one in shelf if one.name == copy.name] == [there]


@LANGUAGES
async def test_a_plan_of_two_laptops_is_one_again_and_twice_changes_nothing(tmp_path: Path, language: str) -> None:
    store, words = Store(tmp_path), read_words(language)
    group = Group(name="Berani").add_member("AR")
    store.save_group("g", group.add_member("BN"))
    file = tmp_path / "groups" / "g" / "group.toml"
    copy = copied(file, "nextcloud")
    there = copy.read_bytes()
    store.save_group("g", group.add_member("CD"))
    async with playing(tmp_path, language) as play:
        await play.press("home", "enter")
        assert words("conflict.plan", group="Berani") in asked(play)
        await play.type("⏎")
        once = file.read_bytes()
        assert {person.code for person in store.load_group("g").members} == {"AR", "BN", "CD"}
        copy.write_bytes(there)
        await play.type("s⎋")  # home reads again
        await play.press("home", "enter", "enter")
        assert words("conflict.done", what=words("conflict.plan", group="Berani")) in play.said
    assert (file.read_bytes(), copy.exists()) == (once, False)


async def test_it_stands_below_safety_and_above_what_is_due(tmp_path: Path) -> None:
    store, _ = led(tmp_path, "dropbox")
    session = store.load_session("g", 1)
    store.save_session("g", session.flag("AR", session.began + timedelta(minutes=9)))
    store.save_group("g", store.load_group("g").follow(what="orang tua", due=NINE.date()))
    async with playing(tmp_path) as play:
        order = [line(play, said) for said in ("Keselamatan", "Salinan dari laptop lain: sesi 1 (Berani)", "orang tua")]
        assert order == sorted(order)


@LANGUAGES
async def test_a_copy_that_cannot_be_read_is_told_and_stays(tmp_path: Path, language: str) -> None:
    store, copy = led(tmp_path, "onedrive")
    copy.write_bytes(b'{"format": 3,')
    before, words = store.session_file("g", 1).read_bytes(), read_words(language)
    async with playing(tmp_path, language) as play:
        what = words("conflict.session", number=1, group="Berani")
        assert words("conflict.unread", what=what) in play.screen
        await play.press("home", "enter")
        assert isinstance(play.app.screen, HomeScreen)
        assert copy.name in play.said
        await play.press("end", "enter")
        assert not isinstance(play.app.screen, HomeScreen)
    assert (copy.read_bytes(), store.session_file("g", 1).read_bytes()) == (b'{"format": 3,', before)


@LANGUAGES
async def test_a_copy_whose_file_is_gone_becomes_it(tmp_path: Path, language: str) -> None:
    store, copy = led(tmp_path, "syncthing")
    there, words = copy.read_bytes(), read_words(language)
    store.session_file("g", 1).unlink()
    async with playing(tmp_path, language) as play:
        await play.press("home", "enter")
        assert words("conflict.gone") in asked(play)
        await play.type("⏎")
    assert (store.session_file("g", 1).read_bytes(), copy.exists()) == (there, False)


async def test_a_copy_that_went_while_it_was_asked_is_told(tmp_path: Path) -> None:
    _, copy = led(tmp_path, "syncthing")
    async with playing(tmp_path) as play:
        await play.press("home", "enter")
        copy.unlink()
        await play.type("⏎")
        assert copy.name in play.said
        assert isinstance(play.app.screen, HomeScreen)
        assert "Salinan dari laptop lain" not in play.screen
