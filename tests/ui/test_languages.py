"""No word on any screen is left untranslated, and a third language needs only its folder."""

import re
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from kelompok_tui.model import Group
from kelompok_tui.store import Store
from kelompok_tui.ui.held_screen import HeldScreen
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.words import CONTENT, WORDS, read_toml

from .player import Clock, Player, playing

STRUCTURE = {"order", "place", "minutes", "panels", "rows", "row", "key", "speaks", "tension", "kind", "low", "high"}
STRUCTURE |= {"fact", "stage", "color", "followup", "when"}
WORDS_ONLY = {"steps", "say", "watch", "options"}  # tables of free ids
OURS = {"Bahasa", "Indonesia", "English"} | {
    "VIII",
    "Tab",
    "Esc",
    "Del",
    "PgUp",
    "PgDn",
    "Ctrl",
    "ctrl",
    "Shift",
    "json",
}


OTHER = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абцдефгхийклмнопярстувжыузАБЦДЕФГХИЙКЛМНОПЯРСТУВЖЫУЗ"
)


def marked(held: dict[str, Any], structure: set[str]) -> dict[str, Any]:
    """Every word of a content file in letters that only this language has; its placeholders as they are."""

    def other(text: str) -> str:
        return "".join(part if part.startswith("{") else part.translate(OTHER) for part in re.split(r"({.*?})", text))

    return {
        key: marked(value, structure if key not in WORDS_ONLY else set()) if isinstance(value, dict) else other(value)
        for key, value in held.items()
        if isinstance(value, dict) or (isinstance(value, str) and key not in structure)
    }


@pytest.fixture
def pseudo(tmp_path: Path) -> Path:
    """A data folder with a guide in the language `zz`."""
    for file in (CONTENT / "id").rglob("*.toml"):
        if file.name == "demo.toml":
            continue
        there = tmp_path / "guide" / "zz" / file.relative_to(CONTENT / "id")
        there.parent.mkdir(parents=True, exist_ok=True)
        structure = {"clock"} if file.name in WORDS else STRUCTURE
        there.write_text(tomli_w.dumps(marked(read_toml(file), structure)), encoding="utf-8")
    return tmp_path


def unmarked(screen: str) -> list[str]:
    """Words of three Latin letters and more, but for what was typed, keys, and paths."""
    return [word for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"\S*/\S*", " ", screen)) if word not in OURS]


async def walk(play: Player) -> list[tuple[str, str]]:
    """Every screen there is, with what was done to come there."""
    seen: list[tuple[str, str]] = []

    async def look(where: str, keys: str = "", *pressed: str) -> None:
        await play.type(keys)
        await play.press(*pressed)
        seen.append((where, play.screen))

    await look("empty home")
    await look("help", "?")
    await look("settings", "⎋s")
    await look("name", "⎋nAR")
    await look("plan", "⏎")
    await look("after a slip", "", *["down"] * 6, "x", "enter")
    await look("members", "⇥ar⏎VIII⏎XX⏎bn⏎VIII⏎XX⏎")
    await look("a wrong code", "123456⏎")
    for sheet in ("consent", "readiness", "followups", "outcome", "ways"):
        await look(sheet, "⇥")
    await look("guide", "", "f4")
    await look("names", "⎋", "f5")
    await look("door", "⎋", "f2")
    await look("reason", "n")
    await look("room", "⎋⏎")
    await look("marks", "12d1f")
    await look("wrong key", "@")
    await look("curtain", "", "f9")
    await look("who is gone", "2w2", "f9")
    await look("seats", "y")
    await look("seats done", "1", "escape")
    await look("newcomer", "e")
    await look("guide drawer", "⎋", "f4")
    await look("log drawer", "", "f6")
    await look("contacts", "", "f6", "f7")
    await look("checked", "+0⏎")
    play.clock.go(minutes=13)
    await look("paused and late", "⎋j!")
    await look("going on", "j+")
    await look("pass", "", "f8")
    await look("a short key", "112⏎")
    await look("a blank in it", " 34⏎")
    await look("handover", "⌫⌫⌫34⏎")
    await look("a scale", " ")
    await look("a word", "444")
    await look("thanks", "⏎")
    await look("blank", " ")
    await look("the last one", " ", "space", "enter", "enter", "enter", "enter", "space")
    await look("room help", "1234?")
    await play.type("⎋")
    for _ in range(4):
        await look("stage", "1")
        for _ in play.app.screen.query("Panel"):
            await look("sheet", "⇥⏎")
            await look("first cell", "⎋")
        await look("door", "]")
        await look("next stage", "⏎")
    await look("closed", "]")
    for sheet in play.app.screen.query("Panel"):
        await look(f"closed {sheet}", "⇥⏎1")
        await look("circle", "⎋⎋")
    await look("leafing", "[[[[")
    await look("report", "", "f3")
    await look("save", "s")
    await look("saved", "⏎")
    await play.type("⎋q")
    await look("group with a session")
    store = Store(play.app._folder)
    lock = store.hold("ar", 1)
    assert lock
    await look("open in another window", "", "f6", "end", "enter")
    assert isinstance(play.app.screen, HeldScreen)
    lock.release()
    await play.press("escape", "f6")
    await look("paper", "", "f8")
    await look("a day to come", "⎋⎋", "f8", *["backspace"] * 9, "9", "9", "enter")
    session = store.load_session("ar", 1)
    copy = store.session_file("ar", 1).with_name("01-XX.json")
    copy.write_bytes(store.session_file("ar", 1).read_bytes())
    copy.with_name("01-YY.json").write_bytes(b"{")
    store.save_session("ar", session.but(place="XX"))
    await look("home with a group", "⎋⎋⎋")
    await look("home with a group", "", "f9", "f9")
    await look("safety", "", "home", "enter")
    await look("back home", "⎋q")
    await look("a copy of a sync tool", "", "home", "down", "enter")
    assert isinstance(play.app.screen, QuestionScreen)
    await look("made one", "⏎")
    assert not copy.exists()
    await look("no group to put away", "", "home", "delete")
    await look("a session to put away", "", "end", "enter", "f6", "delete")
    await look("put away", "⏎")
    await look("a group to put away", "⎋", "end", "delete")
    await look("home with a bin", "⏎")
    await look("bin", "b")
    await look("bin help", "?")
    await look("a session without its group", "⎋↓⏎")
    await look("back in its place", "↑⏎⏎")
    await look("empty bin", "⏎")
    await look("home again", "⎋", "end", "delete", "enter")
    await look("remove for good", "b⌦")
    await look("removed", "⏎")
    await look("home", "⎋")
    await look("how to quit", "", "ctrl+c")
    return seen


async def test_no_word_is_left_untranslated(pseudo: Path) -> None:
    async with playing(pseudo, "zz", (200, 60), Clock()) as play:
        seen = await walk(play)
    assert len(seen) > 50
    left = {where: words for where, screen in seen if (words := unmarked(screen))}
    assert left == {}


async def test_the_screen_speaks_the_language_that_was_chosen(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Kelompok baru" in play.screen
        await play.type("s")
        await play.type("3⎋")
        assert "New group" in play.screen
    assert 'language = "en"' in (tmp_path / "settings.toml").read_text(encoding="utf-8")


async def test_a_damaged_file_is_told_in_the_language_too(pseudo: Path) -> None:
    store = Store(pseudo)
    for goal in ("AR", "BN"):
        store.save_group("ar", Group(name="AR", goal=goal).add_member("AR"))
    (pseudo / "groups" / "ar" / "group.toml").write_bytes(b"format =")
    async with playing(pseudo, "zz", (200, 60), Clock()) as play:
        await play.type("⏎")
        assert isinstance(play.app.screen, QuestionScreen)
        assert set(unmarked(play.screen)) <= {"group", "toml", "damaged"}  # the name that the file will have
        await play.type("⏎")
        assert set(unmarked(play.screen)) <= {"group", "toml"}
    assert store.load_group("ar").goal == "AR"
