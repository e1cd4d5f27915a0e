"""A closed session is corrected the next day, and what was there before stays to be seen; by keys."""

from pathlib import Path

import pytest

from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from .player import Player, playing
from .test_afterwards import into_the_sheet, sheets
from .test_room import a_group, into_the_room


async def lead(play: Player) -> SessionScreen:
    """A session of one minute with a latecomer, a tension, a UCA digit and a moment of safety."""
    screen = await into_the_room(play)
    await play.type("⏎")
    await play.type("→6⏎⎋")  # AA is six minutes late
    await play.type("2f3!")
    play.clock.go(minutes=1)
    await play.type("]⏎⏎")
    await play.type("→→→takut salah⏎⎋]⏎]⏎")
    await into_the_sheet(play, screen, "form:uca")
    await play.type("3⎋]⏎")
    assert screen.session.closed
    return screen


@pytest.mark.parametrize("language", ["id", "en"])
async def test_what_is_corrected_the_next_day_stays_to_be_seen(tmp_path: Path, language: str) -> None:
    store = a_group(tmp_path)
    words = read_words(language)
    title = words("panel.trace.title")
    async with playing(tmp_path, language) as play:
        screen = await lead(play)
        assert "trace" not in sheets(screen)
        assert screen.session.corrections == ()
        play.clock.go(days=1)
        await into_the_sheet(play, screen, "form:uca")
        await play.type("↓2")  # a first fill
        await play.type("⎋!")  # a moment of safety, whatever becomes of it
        await play.settle()
        assert screen.session.corrections == ()
        assert "trace" not in sheets(screen)
        await into_the_sheet(play, screen, "form:uca")
        await play.type("↑←4")
        assert sheets(screen)[-1] == "trace"
        await play.type("⎋[[[")
        await into_the_sheet(play, screen, "attendance")
        await play.type("→8⏎⎋]")
        await into_the_sheet(play, screen, "tensions")
        await play.type("→→→malu⏎⎋")
        play.clock.go(minutes=5)
        told = [(c.what, c.was) for c in screen.session.corrections]
        assert told == [
            ("answers.uca.understanding.AA", "3"),
            ("seats.AA.minutes", "6"),
            ("tensions.1.1.cause", "takut salah"),
        ]
        await into_the_sheet(play, screen, "trace")
        shown = " ".join(play.screen.split())
        for said in (title, "25 Nov 2026", "UCA", "takut salah", words("panel.tensions.cause")):
            assert said in shown
        await play.type("x⌦")
        await play.type("⏎")  # nothing to be changed here
        assert [(c.what, c.was) for c in screen.session.corrections] == told
        await play.type("⎋")
        await play.press("f3")
        await play.type("rs⏎⎋")
        log = next((tmp_path / "exports").glob("*.md")).read_text(encoding="utf-8")
        assert title in log
        assert "takut salah" in log.partition(title)[2]
        await play.type("q")
        await play.press("f6", "enter")  # opened again, the checklist is there
        assert isinstance(play.app.screen, SessionScreen)
        screen = play.app.screen
        assert sheets(screen)[-1] == "trace"
        await into_the_sheet(play, screen, "safety")
        await play.type("↓1↓RAHASIA⏎RAHASIA⏎⎋")
        await into_the_sheet(play, screen, "safety")
        await play.type("↑↑lain⏎⎋")
        assert [(c.what, c.was) for c in screen.session.corrections] == told
        assert "lain" in screen.session.model_dump_json(include={"risks"})
        await play.type("q⎋")
    assert [(c.what, c.was) for c in store.load_session("g", 1).corrections] == told


async def test_undo_takes_the_trace_back_with_the_value(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await lead(play)
        await into_the_sheet(play, screen, "form:uca")
        await play.type("4")
        await play.press("ctrl+z")
        assert screen.session.corrections == ()
        assert "trace" not in sheets(screen)
        await play.press("ctrl+y")
        assert [c.was for c in screen.session.corrections] == ["3"]
        assert sheets(screen)[-1] == "trace"
        await play.type("⎋")
        await into_the_sheet(play, screen, "trace")
        await play.press("ctrl+z")  # the open tab goes, and the keys are in the one before it
        assert "trace" not in sheets(screen)
        assert screen.panel
        assert screen.focused in screen.panel.query("*")
        await play.press("ctrl+y", "escape", "j")
        assert not screen.session.closed
        assert "trace" not in sheets(screen)  # never to the circle
        await play.type("q⎋")
    assert len(store.load_session("g", 1).corrections) == 1


async def test_an_answered_follow_up_that_is_answered_otherwise_leaves_a_trace(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f7")
        await play.type("⇥⇥⇥⇥⇥⇥→→→→membaik⏎")
        await play.settle()
        assert store.load_group("g").corrections == ()
        await play.type("←tetap⏎")
        await play.settle()
        assert "tetap" in play.screen
        await play.press(*["shift+tab"] * 7)
        assert "Perbaikan" in play.screen
        assert "membaik" in play.screen
        await play.type("⎋")
    assert [(c.what, c.was) for c in store.load_group("g").corrections] == [("followups.1.result", "membaik")]
