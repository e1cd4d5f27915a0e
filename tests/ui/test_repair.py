"""A damaged file by keys: what is offered, what is taken, and what stays as it is."""

from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import generations
from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from .player import Clock, Player, playing

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A group with a session that was led and one that runs, each saved again and again; and another group."""
    store, now = Store(tmp_path), Clock()()
    group = Group(name="Berani", concern="takut").change(meetings=4)
    for code in ("AR", "BN", "CD", "DE"):
        group = group.add_member(code)
        store.save_group("berani", group)
    for number in (1, 2):
        at = now - (timedelta(days=7) if number == 1 else timedelta(minutes=6))
        session = next_session(group, None, number, at).enter("beginning", at)
        for minute in range(1, 6):
            session = session.floor("AR", at + timedelta(minutes=minute))
            store.save_session("berani", session)
        at += timedelta(minutes=6)
        store.save_session("berani", session.close(at) if number == 1 else session.floor("CD", at))
    store.save_group("rukun", Group(name="Rukun"))
    return store


def held(store: Store) -> dict[Path, bytes]:
    """Every file of the groups, with its bytes."""
    return {file: file.read_bytes() for file in (store.folder / "groups").rglob("*") if file.is_file()}


def newest(store: Store, file: Path) -> bytes:
    """The last version of it that was kept."""
    return generations.kept(generations.place(file, store.folder))[0].file.read_bytes()


def asked(play: Player) -> str:
    """The question that stands, on one line."""
    assert isinstance(play.app.screen, QuestionScreen)
    return " ".join(play.screen.replace("│", " ").split())


def aside(file: Path) -> list[Path]:
    """Where its damaged bytes are."""
    return sorted(file.parent.glob(f"{file.name}.damaged-*"))


@LANGUAGES
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_session_that_was_cut_comes_back_and_is_led_on(
    store: Store, language: str, size: tuple[int, int]
) -> None:
    file, words = store.session_file("berani", 2), read_words(language)
    good = newest(store, file)
    cut = b'"timed":'.join(file.read_bytes().split(b'"timed":')[:4]) + b'"timed":'  # four of its six marks
    file.write_bytes(cut)
    async with playing(store.folder, language, size) as play:
        assert "Rukun" in play.screen
        await play.press("home", "enter", "f6", "end", "enter")
        question = asked(play)
        assert words("repair.title") in question
        assert "02.json" in question.replace(" ", "")
        assert words("generation.marks", n=5) in question
        assert words("generation.more", n=1).split(" daripada")[0].split(" than")[0] in question
        assert words("repair.go") in question
        assert words("question.stay") in play.screen.splitlines()[-1]
        assert file.read_bytes() == cut
        await play.type("⏎")
        assert isinstance(play.app.screen, GroupScreen)
        assert words("error.json.syntax", file="", line=0).split(":")[1][:12] not in play.screen
        assert [one.read_bytes() for one in aside(file)] == [cut]
        assert file.read_bytes() == good
        await play.press("end", "enter")
        assert isinstance(play.app.screen, SessionScreen)
        await play.type("2q")
        assert isinstance(play.app.screen, GroupScreen)
        await play.type("⎋")
    assert [mark.who for mark in store.load_session("berani", 2).marks][-1] == "BN"
    assert newest(store, file) != cut
    assert [one.read_bytes() for one in aside(file)] == [cut]


@LANGUAGES
async def test_esc_leaves_everything_as_it_is(store: Store, language: str) -> None:
    store.session_file("berani", 2).write_bytes(b'{"format": 3, "num')
    before = held(store)
    async with playing(store.folder, language) as play:
        await play.press("home", "enter", "f6", "end", "enter")
        assert asked(play)
        await play.type("⎋")
        assert isinstance(play.app.screen, GroupScreen)
        assert "02.json" in "".join(play.screen.split())  # a long path is broken where the row ends
        await play.type("⎋")
        assert isinstance(play.app.screen, HomeScreen)
    assert held(store) == before


@LANGUAGES
async def test_a_plan_that_an_editor_broke_comes_back_at_home(store: Store, language: str) -> None:
    file, words = store.folder / "groups" / "berani" / "group.toml", read_words(language)
    good = newest(store, file)
    file.write_text(broken := file.read_text().replace('name = "Berani"', 'name = "Berani'))
    async with playing(store.folder, language) as play:
        assert "Rukun" in play.screen  # the others are there
        await play.press("home", "enter")
        question = asked(play)
        assert "group.toml" in question.replace(" ", "")
        assert words("generation.members", n=3) in question
        assert words("repair.aside", name="group.toml").split(":")[0] in question
        await play.type("⎋")
        assert isinstance(play.app.screen, HomeScreen)
        assert (file.read_text(), aside(file)) == (broken, [])
        await play.type("⏎⏎")
        assert isinstance(play.app.screen, HomeScreen)
        assert file.read_bytes() == good
        assert [one.read_text() for one in aside(file)] == [broken]
        await play.press("home", "enter")
        assert isinstance(play.app.screen, GroupScreen)
        await play.type("↓lagi⏎⎋")
    assert store.load_group("berani").concern == "lagi"
    assert newest(store, file) == good
    assert [one.read_text() for one in aside(file)] == [broken]


@LANGUAGES
async def test_a_plan_that_is_gone_comes_back(store: Store, language: str) -> None:
    file, words = store.folder / "groups" / "berani" / "group.toml", read_words(language)
    good = newest(store, file)
    file.unlink()
    async with playing(store.folder, language) as play:
        await play.press("home", "enter")
        assert words("repair.missing") in asked(play)
        await play.type("⏎")
    assert (file.read_bytes(), aside(file)) == (good, [])


@LANGUAGES
@pytest.mark.parametrize("damage", [b"format = 3\nname = ", b'format = 99\nname = "x"\n'])
async def test_where_nothing_can_be_taken_it_is_only_told(store: Store, language: str, damage: bytes) -> None:
    file, words = store.folder / "groups" / "rukun" / "group.toml", read_words(language)
    file.write_bytes(damage)
    before = held(store)
    async with playing(store.folder, language) as play:
        await play.press("end", "enter")
        assert isinstance(play.app.screen, HomeScreen)
        assert "group.toml" in play.said
        assert (words("repair.none") in play.said) == (b"99" not in damage)
    assert held(store) == before


async def test_a_file_that_was_mended_meanwhile_is_left_alone(store: Store) -> None:
    file = store.session_file("berani", 1)
    whole = file.read_bytes()
    file.write_bytes(b"{")
    async with playing(store.folder) as play:
        await play.press("home", "enter", "f6", "home", "enter")
        assert asked(play)
        file.write_bytes(whole)  # another program, or a sync tool
        await play.type("⏎")
        assert "bisa dibaca lagi" in play.said
    assert (file.read_bytes(), aside(file)) == (whole, [])


async def test_a_defect_while_saving_is_told_and_the_rest_is_saved_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **names: object) -> None:
        raise RecursionError

    async with playing(store.folder) as play:
        await play.press("home", "enter")
        with monkeypatch.context() as defect:
            defect.setattr(generations, "save", broken)
            await play.type("↓baru⏎")
            for _ in range(40):
                await play.pilot.pause(0.05)
                if "BELUM" in play.said:
                    break
            assert "BELUM tersimpan" in play.said
            assert "RecursionError" in play.said
            assert "BELUM" in play.screen
        for _ in range(80):
            await play.pilot.pause(0.05)
            if "BELUM" not in play.screen.splitlines()[-2]:
                break
        await play.type("⎋")
    assert store.load_group("berani").concern == "baru"
