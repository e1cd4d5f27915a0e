"""The circle and what lies around it: who is here and where, clocks against the plan, drawers, help, sizes."""

from pathlib import Path

import pytest

from kelompok_tui.model import Session
from kelompok_tui.ui.room.keyboard import BOARD

from .player import Clock, Player, playing
from .test_room import a_group, into_the_room


def row_of(play: Player, text: str) -> str:
    """The first row of the screen that has `text`."""
    return next((row for row in play.screen.splitlines() if text in row), "")


async def test_chairs_are_put_in_the_order_in_which_everyone_sits(tmp_path: Path) -> None:
    store = a_group(tmp_path, 6)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1ty")
        assert "MENGATUR" in play.screen
        assert "Kursi ke-1 dari 6" in play.screen
        await play.type("3")
        assert "3 AC 1" in play.screen
        await play.type("31")  # a chair is taken only once
        assert "Kursi ke-3 dari 6" in play.screen
        await play.type("t⏎")  # no verb now; those that were not struck follow in their order
        assert "1 AC" in play.screen
        assert [seat.code for seat in screen.session.seats] == ["AC", "AA", "AB", "AD", "AE", "AF"]
        await play.type("1")
        assert screen.session.marks[-1].who == "AC"
        await play.type("uu")
        assert [seat.code for seat in screen.session.seats] == ["AA", "AB", "AC", "AD", "AE", "AF"]
        assert [mark.kind for mark in screen.session.marks] == ["question"]
        await play.type("y2⎋")
        assert "MENCATAT" in play.screen
        await play.type("y65432")  # the last one has only one chair left
        assert [seat.code for seat in screen.session.seats] == ["AF", "AE", "AD", "AC", "AB", "AA"]
        await play.type("q")
    assert store.load_session("g", 1).seats[0].code == "AF"


async def test_who_is_late_or_leaves_is_told_by_one_key_and_kept(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        screen = await into_the_room(play)
        clock.go(minutes=7, seconds=20)
        await play.type("2a")
        assert "2 AB ○+7" in play.screen
        await play.type("3w")
        assert "3 AC ←" in play.screen
        clock.go(minutes=4)
        await play.type("3")
        assert "AC tercatat tidak di lingkaran. Tekan a" in play.screen
        await play.type("a")
        assert "3 AC ○" in play.screen
        await play.type("u")
        assert "3 AC ←" in play.screen
        await play.press("ctrl+y")
        assert [(mark.who, mark.kind) for mark in screen.session.marks] == [
            ("AB", "come"),
            ("AC", "go"),
            ("AC", "come"),
        ]
        await play.type("q")
    seats = {seat.code: seat for seat in store.load_session("g", 1).seats}
    assert (seats["AB"].state, seats["AB"].minutes) == ("late", 7)
    (away,) = seats["AC"].away
    assert away.ended is not None
    assert (away.ended - away.began).total_seconds() == 240
    assert seats["AC"].here


async def test_somebody_new_has_a_chair_after_one_key_and_a_code(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("ezz⏎6k")
        assert "6 ZZ ●" in play.screen
        await play.type("eterlalu⏎")
        assert "satu sampai empat huruf" in play.said
        await play.type("q⎋")
    assert store.load_group("g").codes[-1] == "ZZ"
    assert store.load_session("g", 1).marks[-1].who == "ZZ"


async def test_the_last_five_marks_stand_with_their_clock_and_the_silent_with_their_sign(tmp_path: Path) -> None:
    a_group(tmp_path, 7)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        for seat in "123456":
            clock.go(minutes=1)
            await play.type(seat)
        rows = play.screen.splitlines()
        first = next(number for number, row in enumerate(rows) if "09.46 AF bicara" in row)
        assert [row.strip() for row in rows[first : first + 5]] == [
            "09.46 AF bicara",
            "09.45 AE bicara",
            "09.44 AD bicara",
            "09.43 AC bicara",
            "09.42 AB bicara",
        ]
        assert "6 AF ●  7 AG ○" in play.screen
        await play.type("]⏎")
        assert "6 AF ○  7 AG ○" in play.screen


async def test_a_minute_more_comes_from_the_rest_and_is_taken_back(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("++")
        assert "00:00/12" in row_of(play, "Permulaan 0")
        assert "00:00/45" in row_of(play, "Permulaan 0")
        assert screen.session.minutes["working"] == 18
        await play.type("u")
        assert "00:00/11" in play.screen
        await play.type("]⏎]⏎]⏎+")
        assert "Tidak ada menit tersisa" in play.screen
    assert screen.session.stage == "closing"


async def test_behind_and_ahead_are_told_by_sign_and_word(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        screen = await into_the_room(play)
        clock.go(minutes=7)
        await play.type("]⏎")
        assert "−3 cepat" in play.screen
        clock.go(minutes=10)
        screen.redraw()
        await play.settle()
        assert "10:00/5 +5" in play.screen
        assert "+2 lambat" in play.screen


async def test_guide_and_log_are_drawers_that_one_key_opens(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1t2345")
        await play.press("f4")
        assert "Perhatikan" in play.screen
        assert "t tanya" not in play.screen
        await play.press("f6")
        assert "Perhatikan" not in play.screen
        assert "AA tanya" in play.screen
        await play.type("1k")  # the keys of the circle work on
        assert "AA terbuka" in play.screen
        await play.type("⎋")
        assert "t tanya" in play.screen
        assert "Ucapkan" in play.screen


async def test_help_is_a_picture_of_the_keyboard(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("?")
        rows = play.screen.splitlines()
        top = next(number for number, row in enumerate(rows) if " ` " in row and " 5 " in row)
        assert rows[top + 1].index("AE") in range(rows[top].index("5") - 1, rows[top].index("5") + 2)
        verbs = next(number for number, row in enumerate(rows) if "  t  " in row and "  w  " in row)
        assert rows[verbs + 1].index("tanya") in range(rows[verbs].index("t") - 2, rows[verbs].index("t") + 3)
        for told in ("F3", "F4", "F6", "F9", "PgUp", "Tirai", "Kontak bantuan"):
            assert told in play.screen, told
        await play.press("escape", "f1")
        assert "jenisnya" in play.screen
        await play.press("f9", "f9", "escape", "1")
        assert "AA bicara" in play.screen


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_is_cut_whatever_the_size(tmp_path: Path, size: tuple[int, int], language: str) -> None:
    a_group(tmp_path, 14)
    async with playing(tmp_path, language, size) as play:
        screen = await into_the_room(play)
        await play.type("1t2fn")
        await play.type("catatan⏎")
        footer = play.screen.splitlines()[-1]
        assert footer.endswith(play.app.words("app.help"))
        for seat in screen.session.seats:
            assert f" {seat.code} " in play.screen
        for kind in screen.desk.guide.kinds.values():
            assert f"{kind.key} {kind.short}" in play.screen or not kind.key, kind.id
        for wide, high in ((80, 24), (120, 40), size):
            await play.pilot.resize_terminal(wide, high)
            await play.settle()
            assert max(len(row) for row in play.screen.splitlines()) <= wide
            assert " AN " in play.screen
        await play.type("?")
        for kind in screen.desk.guide.kinds.values():
            assert kind.short in play.screen or kind.key not in "".join(BOARD) or not kind.key, kind.id
        assert play.app.words("app.curtain") in play.screen.replace(footer, "")


async def test_a_resize_while_writing_or_filling_loses_nothing(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1nsete")
        for size in ((120, 40), (60, 20), (80, 24)):
            await play.pilot.resize_terminal(*size)
            await play.settle()
        await play.type("ngah⏎")
        assert screen.session.marks[0].note == "setengah"
        await play.type("⏎")
        await play.pilot.resize_terminal(120, 40)
        await play.type("3")
        assert isinstance(screen.session, Session)
        assert screen.session.seats[0].state == "excused"


async def test_a_wide_window_that_becomes_narrow_ends_nothing(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path, size=(120, 40)) as play:
        screen = await into_the_room(play)
        for size in ((40, 24), (120, 40), (10, 5), (80, 24)):
            await play.pilot.resize_terminal(*size)
            await play.settle()
        assert play.app.screen is screen


async def test_after_undo_over_a_stage_the_next_verb_finds_whom_it_is_about(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1")
        await play.press("right_square_bracket", "enter")
        await play.type("u2t")
        assert [(mark.kind, mark.who) for mark in screen.session.marks] == [("question", "AB")]
