"""What overtakes what: screens and messages that come or go in the moment in which the curtain falls."""

import asyncio
from pathlib import Path

import pytest

from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen

from .player import playing
from .test_curtain import down, home
from .test_room import a_group, into_the_room


async def test_a_room_that_is_left_as_it_falls_is_left_and_loses_no_mark(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        for key in ("1", "q", "f9"):
            play.app.simulate_key(key)
        await play.settle()
        assert down(play)
        await play.press("f9")
        assert isinstance(play.app.screen, GroupScreen)


@pytest.mark.parametrize("way", [("enter",), ("enter", "f5"), ("k",)], ids=("group", "names", "contacts"))
async def test_a_screen_that_is_left_as_it_falls_is_left(tmp_path: Path, way: tuple[str, ...]) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press(*way)
        left = play.app.screen
        left.action_back()
        play.app.action_curtain()
        await play.settle()
        assert down(play)
        await play.press("f9")
        assert play.app.screen is not left
        await home(play)


async def test_a_window_too_small_that_grows_under_it_is_whole_again(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.pilot.resize_terminal(70, 20)
        await play.press("f9")
        await play.pilot.resize_terminal(80, 24)
        await play.settle()
        assert down(play)
        await play.press("f9")
        assert isinstance(play.app.screen, HomeScreen)


async def test_no_message_is_to_be_read_on_it(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "tab")
        await play.type("AB⏎")
        assert "kode yang sama" in play.screen
        await play.press("f9")
        assert down(play)
        play.app.notify("Berani bicara: AB", timeout=60)
        await play.press("ctrl+c")
        assert down(play)
        await play.press("f9")
        assert "Berani bicara: AB" in play.screen


async def test_a_screen_that_arrives_after_it_fell_is_not_in_front_for_a_moment(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        assert isinstance(play.app.screen, HomeScreen)
        play.app.screen.action_open()
        play.app.action_curtain()
        while not any(isinstance(screen, GroupScreen) for screen in play.app.screen_stack):
            await asyncio.sleep(0)
        assert isinstance(play.app.screen, CurtainScreen)
        await play.settle()
        assert any(isinstance(screen, GroupScreen) for screen in play.app.screen_stack)
        assert down(play)


async def test_no_key_leaves_the_program_under_it(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.press("f9")
        await play.press("ctrl+x")
        assert play.app._exit is False
