"""The laptop is passed round: each answers alone, nobody sees another's answers, only the leader's key leads out."""

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest
from textual import events

from kelompok_tui.model import Session, answered, new_round, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.pass_screen import PassScreen
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from ..terminal import Terminal
from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

KEY = "Bunga7"


def spaced(code: str) -> str:
    """A code as it stands on its handover page."""
    return "  ".join(code)


def held(folder: Path) -> Session:
    return Store(folder).load_session("g", 1)


def told(session: Session, form: str, item: str, code: str) -> object:
    return answered(session.answers, form, item, code)


async def pass_round(play: Player, form: str = "1", key: str = KEY) -> RoundScreen:
    """From the room to the first member's page."""
    await play.press("f8")
    assert isinstance(play.app.screen, PassScreen)
    await play.type(f"{form}{key}⏎")
    screen = play.app.screen
    assert isinstance(screen, RoundScreen)
    return screen


@pytest.mark.parametrize("language", ["id", "en"])
async def test_three_members_answer_two_forms(tmp_path: Path, language: str) -> None:
    a_group(tmp_path, 3)
    words = read_words(language)
    async with playing(tmp_path, language) as play:
        room = await into_the_room(play)
        await pass_round(play)
        assert words("round.give") in play.screen
        assert spaced("AA") in play.screen
        await play.type(" ")
        assert play.app.screen._form.items["comfort"].ask not in play.screen
        assert "1/4" in play.screen
        await play.type("42")
        assert "3/4" in play.screen
        await play.type("3lega⏎")
        assert words("round.thanks").split("\n")[0] in play.screen
        await play.type(" ")
        assert play.screen.split() == [words("round.blank")]
        await play.type(" ")
        assert spaced("AB") in play.screen
        await play.type(" ⏎→1")  # two are skipped
        assert "4/4" in play.screen
        await play.type("⏎  ")  # and the word
        await play.type(" 1←4")  # one that thinks better of it
        await play.type("⎋")  # and one escape in the middle
        assert spaced("AC") in play.screen
        await play.type(" 22 ok ⏎")
        await play.type(" ")
        assert words("round.end").split("\n")[-1] in play.screen.replace("\n", "")
        await play.type(f"x{KEY}")
        assert play.app.screen is room
        assert not (tmp_path / "round.json").exists()

        await pass_round(play, "2", "9999")
        for _ in range(3):
            await play.type(" 3321  ")
        await play.type("9999")
        assert play.app.screen is room
        await play.type("q")
    session = held(tmp_path)
    said = {
        code: [told(session, "uca", item, code) for item in ("understanding", "comfort", "action", "word")]
        for code in ("AA", "AB", "AC")
    }
    assert said == {"AA": [4, 2, 3, "lega"], "AB": [None, None, 1, None], "AC": [4, 2, 2, "ok"]}
    assert [told(session, "satisfaction", "help", code) for code in ("AA", "AB", "AC")] == ["1", "1", "1"]


async def test_what_others_answered_is_never_shown_and_ones_own_only_until_the_laptop_goes_on(tmp_path: Path) -> None:
    a_group(tmp_path, 2)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        screen = await pass_round(play)
        await play.type(" 444rahasia⏎←")
        assert "rahasia" in play.screen  # her own, before she thanked
        await play.type("⏎  ")
        seen = [play.screen]
        for key in ("⌫", "←", "⎋", " ", "←", "⌫", "→", "→", "→", "⎋", " ", "⏎", "⌫", "⌫"):
            await play.type(key)
            seen.append(play.screen)
        assert screen._round.turn == "AB"
        assert not any("rahasia" in shown for shown in seen)
        assert told(screen._ledger.value, "uca", "word", "AA") == "rahasia"


async def test_after_escape_the_answers_so_far_are_kept_and_not_to_be_seen(tmp_path: Path) -> None:
    a_group(tmp_path, 2)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        screen = await pass_round(play)
        await play.type(" 123rahasia⎋")
        assert spaced("AA") in play.screen
        await play.type(" ")
        assert "4/4" in play.screen  # she goes on where she was
        assert "rahasia" not in play.screen
        await play.type("⏎")
        assert told(screen._ledger.value, "uca", "word", "AA") == "rahasia"
        await play.type("←baru⏎←⌫⌫⌫⌫⏎")  # what she clears herself is gone
        assert told(screen._ledger.value, "uca", "word", "AA") is None


async def test_the_leaders_key(tmp_path: Path) -> None:
    a_group(tmp_path, 3)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        for before in ("", " 123⏎", " 123⏎ "):  # on a handover page, on the thanks, between two members
            screen = await pass_round(play, key="12 34".replace(" ", ""))
            await play.type(before)
            await play.type("123")
            assert play.app.screen is screen
            await play.type("1234")
            assert play.app.screen is room
        screen = await pass_round(play)
        await play.type(f" {KEY}")  # on a question it is none
        assert play.app.screen is screen
        await play.type("⎋Bun")
        await play.type("⎋ga7")  # not in one go
        assert play.app.screen is screen
        await play.type(KEY.upper())
        assert play.app.screen is room
        await play.type("1")
        assert room.session.marks[-1].who == "AA"  # the room lives on


async def test_a_key_that_is_too_short_or_has_a_blank_is_refused_with_a_sentence(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        await play.press("f8")
        await play.type("1abc⏎")
        assert "terlalu pendek" in play.screen
        assert "Kunci Anda abc" in play.screen
        await play.type(" d⏎")
        assert "tidak boleh ada spasi" in play.screen
        await play.type("⎋⎋")
        assert play.app.screen is room
        assert not (tmp_path / "round.json").exists()


async def test_nobody_here_is_a_sentence(tmp_path: Path) -> None:
    a_group(tmp_path, 2)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        await play.type("⏎55⎋")
        assert room.session.here == ()
        await play.press("f8")
        assert play.app.screen is room
        assert "Tidak ada anggota di lingkaran" in play.screen


async def test_fourteen_members_in_the_order_of_their_chairs_without_those_who_are_not_here(tmp_path: Path) -> None:
    a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("2w")
        await play.press("f8")
        assert "(13)" in play.screen
        await play.type(f"2{KEY}⏎")
        turns = []
        while (turn := play.app.screen._round.turn) and len(turns) < 20:
            turns.append(turn)
            assert spaced(turn) in play.screen
            await play.type(" 2222  ")
        assert turns == [f"A{letter}" for letter in "ACDEFGHIJKLMN"]
        await play.type(KEY)
    assert len([a for a in held(tmp_path).answers if a.form == "satisfaction"]) == 13 * 4


async def test_a_closed_window_comes_back_to_the_page_of_the_same_member(tmp_path: Path) -> None:
    a_group(tmp_path, 3)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        await pass_round(play)
        await play.type(" 123⏎   43")
    clock.go(minutes=1)
    async with playing(tmp_path, clock=clock) as play:
        assert isinstance(play.app.screen, RoundScreen)
        assert not any(isinstance(screen, HomeScreen) for screen in play.app.screen_stack)
        assert spaced("AB") in play.screen
        await play.type(" 2")
        clock.go(minutes=5)
        await asyncio.sleep(1.2)  # a sign of life
        await play.type("⎋")
        await play.type(KEY)
        assert isinstance(play.app.screen, HomeScreen)
        assert "Berani bicara" in play.screen
        assert not (tmp_path / "round.json").exists()
        session = held(tmp_path)
        assert [told(session, "uca", item, "AB") for item in ("understanding", "comfort")] == [2, 3]
        assert told(session, "uca", "action", "AA") == 3
        assert session.seen == clock.at
        await play.press("enter", "f6", "enter")
        assert isinstance(play.app.screen, SessionScreen)  # the session went on meanwhile: no question


async def test_a_round_of_yesterday_leaves_the_question_about_the_time_to_the_room(tmp_path: Path) -> None:
    a_group(tmp_path, 3)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        await pass_round(play)
    seen = held(tmp_path).lived
    clock.go(days=1)
    async with playing(tmp_path, clock=clock) as play:
        await play.type(f" 1⎋{KEY}")
        assert isinstance(play.app.screen, HomeScreen)
    assert held(tmp_path).lived == seen


@pytest.mark.parametrize("broken", ["file", "session", "form"])
async def test_a_round_that_cannot_go_on_is_told_at_home_and_locks_nobody_out(tmp_path: Path, broken: str) -> None:
    store = a_group(tmp_path, 3)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await pass_round(play)
    if broken == "file":
        store.round_file.write_text("{")
    elif broken == "session":
        store.session_file("g", 1).write_text("{")
    else:
        store.round_file.write_text(store.round_file.read_text().replace('"uca"', '"gone"'))
    async with playing(tmp_path) as play:
        assert isinstance(play.app.screen, HomeScreen)
        assert ("01.json" if broken == "session" else "kelompok release") in play.said
        await play.press("enter")
        assert not isinstance(play.app.screen, HomeScreen)


async def test_what_cannot_be_written_is_told_and_she_gets_the_laptop_back(tmp_path: Path) -> None:
    a_group(tmp_path, 3)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        (tmp_path / "round.json").mkdir()
        await pass_round(play)
        await asyncio.sleep(0.3)
        await play.settle()
        assert "BELUM tersimpan" in play.screen
        (tmp_path / "round.json").rmdir()
        await play.type(KEY)
        assert play.app.screen is room


async def test_after_a_start_anew_she_goes_home_only_once_all_is_written(tmp_path: Path) -> None:
    store = a_group(tmp_path, 3)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await pass_round(play)
    async with playing(tmp_path) as play:
        file = store.session_file("g", 1)
        kept = file.read_bytes()
        file.unlink()
        file.mkdir()
        await play.type(f" 3⎋{KEY}")
        assert isinstance(play.app.screen, RoundScreen)
        assert "Belum semua tersimpan" in play.screen
        file.rmdir()
        file.write_bytes(kept)
        await play.type("x")
        assert isinstance(play.app.screen, HomeScreen)
    assert told(held(tmp_path), "uca", "understanding", "AA") == 3


@pytest.mark.parametrize("size", [(60, 20), (30, 9), (140, 50)])
async def test_it_works_in_a_window_of_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    a_group(tmp_path, 2)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        screen = await pass_round(play)
        await play.pilot.resize_terminal(*size)
        await play.settle()
        assert play.app.screen is screen
        assert spaced("AA") in play.screen
        await play.type(" ")
        assert all(f" {n}" in play.screen for n in (1, 2, 3, 4))
        await play.type("4")
        assert told(screen._ledger.value, "uca", "understanding", "AA") == 4
        await play.pilot.resize_terminal(80, 24)
        await play.type(f"⎋{KEY}")
        assert play.app.screen is room


async def test_the_curtain_does_not_fall_over_it(tmp_path: Path) -> None:
    a_group(tmp_path, 2)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        screen = await pass_round(play)
        play.app._settings = type(play.app._settings)(curtain=1)
        play.clock.go(minutes=5)
        await asyncio.sleep(1.2)
        assert play.app.screen is screen


# ── the attack ──

SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?.,;:/[]+-=`@#"
NAMED = ["escape", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert"]
NAMED += ["delete", "backspace", "ctrl+backspace", "ctrl+left", "ctrl+shift+c", "alt+f4", "f1", "question_mark"]
NAMED += [f"f{n}" for n in range(1, 13)] + [f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
DRIVING = ["space", "space", "enter", "1", "2", "3", "4", "right"]  # or they would come nowhere


async def attack(play: Player, screen: RoundScreen, keys: int, seed: int) -> int:
    """So many keys at random, a click or a paste now and then; AssertionError for what must not be. Turns passed."""
    dice = random.Random(seed)
    app, ledger, put = play.app, screen._ledger, screen._ledger.put
    strange: list[str] = []

    def watched(value: Session, *, undoable: bool = True) -> None:
        before, after = set(ledger.value.answers), set(value.answers)
        strange.extend(a.about for a in before ^ after if a.about != screen._round.turn)
        left = {"answers": (), "seen": None}
        if value.but(**left) != ledger.value.but(**left):
            strange.append("session")
        put(value, undoable=undoable)

    ledger.put = watched  # type: ignore[method-assign]
    turns = [screen._round.turn]
    for number in range(keys):
        pool = dice.choice((SIGNS, NAMED, DRIVING, DRIVING))
        app.simulate_key(dice.choice(pool))
        if number % 50 == 0:
            app.post_message(events.Paste("Tempelan 1234 "))
        if number % 100 == 0:
            await play.pilot.click(offset=(dice.randrange(80), dice.randrange(24)), times=dice.choice((1, 2)))
        if number % 10 == 0:
            await play.pilot.pause()
            assert app.screen is screen, app.screen
            assert app._exit is False
        if screen._round.turn != turns[-1]:
            turns.append(screen._round.turn)
        assert strange == []
    await play.settle()
    assert app.screen is screen
    assert strange == []
    assert not app.query("Toast")
    return len(turns)


async def test_the_attack_of_five_thousand_keys(tmp_path: Path) -> None:
    a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        room = await into_the_room(play)
        screen = await pass_round(play)
        turns = await attack(play, screen, 5000, 7)
        assert turns > 5
        assert len({a.about for a in screen._ledger.value.answers}) > 5
        answers = screen._ledger.value.answers
        await play.type(f"⎋{KEY}")
        assert play.app.screen is room
        assert room.session.answers == answers
        await play.type("1t")
        assert room.session.marks[-1].kind == "question"


async def test_the_attack_after_a_start_anew(tmp_path: Path) -> None:
    a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await pass_round(play)
    async with playing(tmp_path) as play:
        screen = play.app.screen
        assert isinstance(screen, RoundScreen)
        await attack(play, screen, 500, 8)
        await play.type(f"⎋{KEY}")
        assert isinstance(play.app.screen, HomeScreen)


@pytest.mark.parametrize("hole", ["app", "keys", "turn"])
async def test_the_attack_finds_a_hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    a_group(tmp_path, 5)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        screen = await pass_round(play)
        if hole == "app":  # the app does what it does elsewhere
            monkeypatch.setattr(KelompokApp, "check_action", lambda *_: True)
        elif hole == "keys":  # any key is the leader's
            monkeypatch.setattr(type(screen._round), "opens", lambda *_: True)
        else:  # an answer goes to somebody else
            answer = Session.answer
            monkeypatch.setattr(Session, "answer", lambda it, form, item, _, *more: answer(it, form, item, "AE", *more))
        with pytest.raises(AssertionError):
            await attack(play, screen, 300, 9)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")
def test_a_window_that_is_closed_in_a_terminal(tmp_path: Path) -> None:
    store = a_group(tmp_path, 3)
    group, at = store.load_group("g"), Clock().at
    store.save_session("g", next_session(group, None, 1, at).enter("closing", at))
    store.save_round(new_round("g", 1, "uca", group.codes, "rumah9"))
    with Terminal("--lang", "id", folder=tmp_path) as play:
        play.wait_for("A  A")
        play.send(" ")
        play.wait_for("1/4")
        play.send("4")
        play.wait_for("2/4")
        play.send("\x11\x03\x18\x1a\x1b[20~")  # ctrl+q, ctrl+c, ctrl+x, ctrl+z, F9
        play.send("3")
        play.wait_for("3/4")
        assert play.signal(signal.SIGHUP) == 128 + signal.SIGHUP
    with Terminal("--lang", "id", folder=tmp_path) as play:
        play.wait_for("A  A")
        assert "Berani bicara" not in play.raw.decode(errors="replace")
        play.send("RUMAH9")
        play.wait_for("Berani bicara")
        play.send("q")
        assert play.end() == 0
    answers = Store(tmp_path).load_session("g", 1).answers
    assert [(a.item, a.about, a.value) for a in answers] == [("understanding", "AA", 4), ("comfort", "AA", 3)]
