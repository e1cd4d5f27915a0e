"""The bin by keys: what went there by a slip is back as it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.bin_screen import BinScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import Words, read_words

from .player import Clock, Player, playing

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


def held(folder: Path) -> dict[str, bytes]:
    """Every file of the groups, with its bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in (folder / "groups").rglob("*.*")}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A group with two sessions that were led, the third begun, and one without any; a follow-up is due."""
    store, now = Store(tmp_path), Clock()()
    group = Group(name="Berani", concern="takut").change(meetings=4)
    for code in ("AR", "BN", "CD", "DE"):
        group = group.add_member(code)
    store.save_group("berani", group.follow_defaults((now - timedelta(days=60)).date(), (7, 30, 90)))
    for number in (1, 2, 3):
        at = now - timedelta(days=7 * (4 - number))
        session = next_session(group, None, number, at).enter("beginning", at)
        store.save_session("berani", session if number == 3 else session.close(at + timedelta(minutes=40)))
    store.save_names("berani", {"AR": "Ayu"})
    store.save_group("rukun", Group(name="Rukun"))
    return store


def asked(play: Player) -> str:
    """The question that stands, on one line."""
    assert isinstance(play.app.screen, QuestionScreen)
    return " ".join(play.screen.replace("│", " ").split())


def said(play: Player) -> str:
    """The messages, each on one line."""
    return " ".join(play.said.split())


def words_of(play: Player) -> Words:
    """The words of the screen, with its keys."""
    assert isinstance(play.app.screen, Page)
    return play.app.screen.words


async def to_berani(play: Player) -> None:
    """Home, with that group marked: below the follow-ups, above the other group."""
    assert isinstance(play.app.screen, HomeScreen)
    await play.press("end", "up")


@LANGUAGES
async def test_a_slip_with_del_changes_nothing(store: Store, language: str) -> None:
    before = held(store.folder)
    async with playing(store.folder, language) as play:
        await to_berani(play)
        await play.type("⌦")
        question = asked(play)
        assert "Berani" in question
        assert read_words(language)("bin.holds", members=4, sessions=3) in question
        assert read_words(language)("bin.running", number=3) in question
        assert read_words(language)("bin.safe") in question
        await play.type("⎋")
        assert isinstance(play.app.screen, HomeScreen)
        assert "Berani" in play.screen
    assert held(store.folder) == before
    assert not store.bin.exists()


@LANGUAGES
async def test_a_group_with_its_sessions_goes_and_comes_back(store: Store, language: str) -> None:
    before, words = held(store.folder), read_words(language)
    async with playing(store.folder, language) as play:
        await to_berani(play)
        await play.type("⌦⏎")
        assert store.groups() == ["rukun"]
        assert isinstance(play.app.screen, HomeScreen)
        assert "Berani" not in play.screen.split("▌")[0]
        assert words_of(play)("bin.put", what=words("bin.group", name="Berani")) in said(play)
        await play.type("b")
        assert isinstance(play.app.screen, BinScreen)
        assert words("bin.group", name="Berani") in play.screen
        assert words("bin.holds", members=4, sessions=3) in play.screen
        assert words("bin.restore") in play.screen.splitlines()[-1]
        await play.type("⏎")
        assert words_of(play)("bin.back-group", name="Berani") in said(play)
        assert words("bin.empty").split("\n")[0] in play.screen
        await play.type("⏎⌦")  # nothing there to take
        assert isinstance(play.app.screen, BinScreen)
        await play.type("⎋")
        assert "Berani" in play.screen
    assert held(store.folder) == before


@LANGUAGES
async def test_an_empty_home_tells_of_the_bin(store: Store, language: str) -> None:
    words = read_words(language)
    async with playing(store.folder, language, (120, 40)) as play:
        assert words("home.empty").split("\n")[0] not in play.screen
        await play.type("⌦")
        assert not isinstance(play.app.screen, QuestionScreen)  # a follow-up that is due is no group
        assert words("bin.reminder").split(".")[0] in said(play)
        for _ in range(2):
            await play.press("end", "delete", "enter")
        assert store.groups() == []
        assert words("home.empty").split("\n")[0] in play.screen
        assert words_of(play)("bin.home-empty", count=2) in " ".join(play.screen.split())
        await play.type("⌦")  # nothing to put away
        assert isinstance(play.app.screen, HomeScreen)
        await play.type("b⏎⏎⎋")
        assert sorted(store.groups()) == ["berani", "rukun"]
        assert "Rukun" in play.screen


@LANGUAGES
async def test_a_session_goes_the_next_gets_a_number_of_its_own_and_it_comes_back(store: Store, language: str) -> None:
    before, words = held(store.folder), read_words(language)
    async with playing(store.folder, language) as play:
        await to_berani(play)
        await play.press("enter", "f6")
        assert words("bin.mode") in play.screen
        await play.type("⌦")
        question = asked(play)
        assert words("bin.ask-session", number=3, name="Berani") in question
        assert words("bin.running", number=3) in question
        assert words("bin.number", number=3) in question
        await play.type("⎋")
        assert store.sessions("berani") == [1, 2, 3]
        await play.type("⌦⏎")
        assert store.sessions("berani") == [1, 2]
        assert isinstance(play.app.screen, GroupScreen)
        await play.press("f2")
        assert isinstance(play.app.screen, DoorScreen)
        assert words("group.session", number=4) in play.screen  # not 3: that one could not come back
        await play.type("⏎1")
        assert isinstance(play.app.screen, SessionScreen)
        await play.type("q")
        assert store.sessions("berani") == [1, 2, 4]
        await play.type("⎋b")
        assert words("bin.session", number=3, name="Berani") in play.screen
        await play.type("⏎")
        assert words_of(play)("bin.back-session", number=3, name="Berani") in said(play)
    after = held(store.folder)
    assert store.sessions("berani") == [1, 2, 3, 4]
    assert {name: after[name] for name in before if name.endswith("json")} == {
        name: data for name, data in before.items() if name.endswith("json")
    }


async def test_a_number_that_is_free_again_is_used(store: Store) -> None:
    async with playing(store.folder) as play:
        await to_berani(play)
        await play.press("enter", "f6")
        await play.type("⌦⏎⎋b⌦⏎⎋")
        await to_berani(play)
        await play.press("enter", "f2")
        assert "Sesi 3" in play.screen


@LANGUAGES
async def test_a_session_whose_number_is_taken_stays_in_the_bin(store: Store, language: str) -> None:
    words, third = read_words(language), store.session_file("berani", 3).read_bytes()
    store.bin_session("berani", 3, Clock()())
    store.save_session("berani", store.load_session("berani", 2).but(number=3))
    async with playing(store.folder, language) as play:
        await play.type("b⏎")
        assert words("error.bin.taken", number=3, group="Berani") in play.said
        assert words("bin.session", number=3, name="Berani") in play.screen
        await play.type("⎋")
        await to_berani(play)
        await play.press("enter", "f6")
        await play.type("⌦⏎⎋b↓⏎")  # the newer makes room for the older
    assert store.session_file("berani", 3).read_bytes() == third
    assert [one.number for one in store.binned()] == [3]


@LANGUAGES
async def test_a_session_that_cannot_be_read_goes_too(store: Store, language: str) -> None:
    words = read_words(language)
    store.session_file("berani", 2).write_bytes(b'{"format": 2, "num')
    before = held(store.folder)
    async with playing(store.folder, language) as play:
        await to_berani(play)
        await play.press("enter", "f6", "up", "delete")
        assert words("bin.unread") in asked(play)
        await play.type("⏎")
        assert store.sessions("berani") == [1, 3]
        await play.type("⎋b")
        assert words("bin.session", number=2, name="Berani") in play.screen
        assert "02.json" in play.screen
        await play.type("⏎")
    assert held(store.folder) == before


@LANGUAGES
async def test_nothing_is_removed_for_good_without_being_asked(store: Store, language: str) -> None:
    words = read_words(language)
    async with playing(store.folder, language) as play:
        await to_berani(play)
        await play.type("⌦⏎b⌦")
        assert words("bin.ask-destroy", what=words("bin.group", name="Berani")) in asked(play)
        assert words("bin.never") in asked(play)
        await play.type("⌦⌦⎋")  # a key that is held down does nothing more
        assert [one.group for one in store.binned()] == ["berani"]
        assert words("bin.group", name="Berani") in play.screen
        await play.type("⌦⏎")
        assert store.binned() == []
        assert list(store.bin.iterdir()) == []
        assert words("bin.empty").split("\n")[0] in play.screen
    assert store.groups() == ["rukun"]


async def test_del_in_the_sheet_still_empties_a_cell(store: Store) -> None:
    async with playing(store.folder) as play:
        await to_berani(play)
        await play.type("⏎↓⌦")
        assert isinstance(play.app.screen, GroupScreen)
        await play.type("⎋")
    assert store.load_group("berani").concern == ""
    assert store.sessions("berani") == [1, 2, 3]


async def test_the_last_session_gone_gives_the_keys_to_the_sheet(store: Store) -> None:
    for number in (1, 2):
        store.bin_session("berani", number, Clock()())
    async with playing(store.folder) as play:
        await to_berani(play)
        await play.press("enter", "f6", "delete", "enter")
        assert store.sessions("berani") == []
        await play.type("↓kata baru⏎⎋")
    assert store.load_group("berani").concern == "kata baru"


async def test_what_is_put_away_while_a_safety_checklist_is_open_is_told(store: Store) -> None:
    session = store.load_session("berani", 2)
    store.save_session("berani", session.flag("AR", session.began))
    async with playing(store.folder) as play:
        await to_berani(play)
        await play.type("⌦")
        assert "Daftar periksa keselamatan sesi 2 belum dijawab" in asked(play)
        assert "tindak lanjut tidak diingatkan" in asked(play)


async def test_a_deed_that_fails_is_one_sentence_and_moves_nothing(store: Store) -> None:
    before = held(store.folder)
    (store.folder / "bin").write_bytes(b"")  # something that is no folder is in the way
    async with playing(store.folder) as play:
        await to_berani(play)
        await play.type("⌦⏎")
        assert isinstance(play.app.screen, HomeScreen)
        assert "tidak bisa dipindah" in said(play)
        assert "Berani" in play.screen
    assert held(store.folder) == before


@LANGUAGES
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_key_of_the_bin_stands_at_its_foot(store: Store, language: str, size: tuple[int, int]) -> None:
    words = read_words(language)
    store.bin_group("berani", Clock()())
    (store.bin / "foto.jpg").write_bytes(b"")
    async with playing(store.folder, language, size) as play:
        await play.type("b")
        for word in ("bin.restore", "bin.destroy", "app.back", "app.help"):
            assert words(word) in play.screen.splitlines()[-1]
        assert "foto.jpg" in play.screen
        await play.type("?")
        assert words("bin.help").split(".")[0] in " ".join(play.screen.replace("│", " ").split())
        await play.type("⎋↓⏎")
        assert isinstance(play.app.screen, BinScreen)
    assert (store.bin / "foto.jpg").exists()
