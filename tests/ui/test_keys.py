"""The counselor's own keys, from settings.toml, on every screen."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from kelompok_tui.guide import read_guide
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.curtain import CurtainScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.help_screen import HelpScreen
from kelompok_tui.ui.keymap import lay_keys
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.words import read_words

from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

HOME_ROW = """
seats = "asdfg"
seat.leader = "Q"
room.undo = "U"
room.on = ";"
kind.come = "1"
kind.silence = "2"
kind.support = "3"
kind.conflict = "4"
kind.dominance = "5"
"""


@asynccontextmanager
async def keyed(
    folder: Path, keys: str, size: tuple[int, int] = (80, 24), clock: Clock | None = None
) -> AsyncIterator[Player]:
    """The app with a settings.toml that holds these `keys`, at home."""
    (folder / "settings.toml").write_text(f"format = 1\nplain = true\n[keys]\n{keys}\n", encoding="utf-8")
    settings, clock = read_settings(folder / "settings.toml"), clock or Clock()
    app = KelompokApp(folder, settings, "id", read_words("id", folder / "guide"), clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        play = Player(app, pilot, clock)
        await play.settle()
        yield play


def rows(play: Player) -> list[str]:
    """The rows of the screen, each run of blanks as one."""
    return [" ".join(row.split()) for row in play.screen.splitlines()]


def footer(play: Player) -> str:
    return rows(play)[-1]


async def test_undo_has_the_new_key_and_the_old_one_does_nothing_but_say_so(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, 'room.undo = "U"') as play:
        screen = await into_the_room(play)
        assert play.said == ""
        await play.type("1t")
        await play.type("u")
        assert [mark.kind for mark in screen.session.marks] == ["question"]
        assert "Tombol u tidak dipakai" in play.screen
        await play.type("UU")
        assert screen.session.marks == ()


async def test_a_key_of_the_room_that_writes_no_sign_can_change_too(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, 'room.undo = "f12"\nroom.tick = "end"\nroom.report = "R"') as play:
        screen = await into_the_room(play)
        await play.press("1", "f12", "end")
        assert (screen.session.marks, len(screen.session.ticks)) == ((), 1)
        await play.press("space")
        assert len(screen.session.ticks) == 1
        await play.press("f3")
        assert play.app.screen is screen
        await play.press("R")
        assert "Log sesi 1" in play.screen


async def test_any_sign_of_the_keyboard_can_be_a_key(tmp_path: Path) -> None:
    a_group(tmp_path)
    moved = 'room.minute = "f10"\nroom.back = "f11"\napp.help = "f12"\nroom.sentence-before = "end"\nroom.leave = ","'
    signs = "room.undo = '+'\nroom.tick = 'é'\nroom.pause = '?'\nroom.on = ';'\nroom.note = '['\nroom.order = \"'\""
    async with keyed(tmp_path, f"{moved}\n{signs}") as play:
        screen = await into_the_room(play)
        assert play.said == ""
        await play.type("1é?")
        assert (len(screen.session.marks), len(screen.session.ticks)) == (1, 1)
        assert "JEDA" in play.screen
        assert footer(play).startswith("; Maju + Urung [ Catat")
        await play.type("++'")
        assert (screen.session.marks, screen.session.ticks) == ((), ())
        assert "MENGATUR" in play.screen
        await play.type("⎋[x⏎")
        assert "x" in play.screen.splitlines()[3]
        await play.type(";")
        assert isinstance(play.app.screen, DoorScreen)
        await play.type("⎋,")
        assert isinstance(play.app.screen, GroupScreen)


async def test_two_keys_that_change_places_do_what_the_other_did(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, 'room.undo = "n"\nroom.note = "u"\nseat.1 = "t"\nkind.question = "1"') as play:
        screen = await into_the_room(play)
        assert play.said == ""
        await play.type("t1usatu nu⏎")
        assert [(mark.who, mark.kind, mark.note) for mark in screen.session.marks] == [("AA", "question", "satu nu")]
        await play.type("nnn")
        assert screen.session.marks == ()


async def test_chairs_kinds_and_the_leader_sit_where_she_put_them(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, HOME_ROW) as play:
        screen = await into_the_room(play)
        assert play.said == ""
        await play.type("a3")
        play.clock.go(seconds=5)
        await play.type("Q")
        assert [(mark.who, mark.kind) for mark in screen.session.marks] == [("AA", "support"), ("leader", "floor")]
        before = screen.session.marks
        for old in ("6", "`", "]"):
            await play.type(old)
            assert f"Tombol {old} tidak dipakai" in play.screen
        assert screen.session.marks == before
        await play.type(";⏎")
        assert screen.stage.id == "transition"


async def test_circle_legend_footer_and_hints_show_the_new_keys(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, HOME_ROW) as play:
        await into_the_room(play)
        assert "a AA ○ s AB ○ d AC ○ f AD ○ g AE ○ Q PK" in rows(play)
        assert footer(play).startswith("; Maju U Urung n Catat")
        for shown in ("1 datang", "2 diam", "3 dukung", "4 konflik", "5 dominan", "t tanya"):
            assert shown in " ".join(rows(play))
        for old in ("a datang", "s diam", "d dukung", "f konflik", "g dominan"):
            assert old not in " ".join(rows(play))
        await play.type("dw")
        play.clock.go(minutes=1)
        await play.type("d")
        assert "AC tercatat tidak di lingkaran. Tekan 1" in play.screen


async def test_the_picture_of_the_keyboard_shows_the_new_keys(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, HOME_ROW + 'kind.risk = "/"\nroom.minute = "f12"', size=(120, 40)) as play:
        await into_the_room(play)
        await play.press("f1")
        shown = [row.strip("│ ") for row in rows(play)]
        assert shown[shown.index("` 1 2 3 4 5") + 1] == "datang diam dukung konflik dominan"
        assert shown[shown.index("a s d f g h j k l ;") + 1] == "AA AB AC AD AE enggan jeda terbuka lewat maju"
        assert "/ keselamatan" in play.screen
        assert "F12 Tambah semenit" in " ".join(shown)
        assert any({"U", "^z", "Urung"} <= set(row.split()) for row in shown)


async def test_sheets_pick_members_by_the_keys_of_the_chairs(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, HOME_ROW) as play:
        screen = await into_the_room(play)
        await play.type(";⏎")
        while screen.panel is None or screen.panel.key != "tensions":
            await play.press("tab")
        await play.press("enter")
        assert "a AA s AB d AC f AD g AE" in " ".join(rows(play))
        await play.type("2")
        assert screen.session.tensions == ()
        await play.type("s")
        assert [tension.who for tension in screen.session.tensions] == [("AB",)]


async def test_chairs_are_put_in_order_by_the_keys_they_have(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, HOME_ROW + 'room.order = "O"') as play:
        screen = await into_the_room(play)
        await play.type("Ogfds")
        assert [seat.code for seat in screen.session.seats] == ["AE", "AD", "AC", "AB", "AA"]
        assert "a AE ○ s AD ○ d AC ○ f AB ○ g AA ○ Q PK" in rows(play)


async def test_home_group_and_door_have_the_new_keys_and_show_them(tmp_path: Path) -> None:
    a_group(tmp_path)
    keys = 'home.new = "+"\ngroup.begin = "f10"\ndoor.reason = "r"\ndoor.go = "g"\nroom.on = ">"\napp.help = "f12"'
    async with keyed(tmp_path, keys) as play:
        assert "+ Kelompok baru" in footer(play)
        assert "F12 Bantuan" in footer(play)
        await play.type("n")
        assert "MENULIS" not in play.screen
        await play.type("+")
        assert "Nama kelompok" in play.screen
        await play.type("⎋⏎")
        assert footer(play).startswith("F10 Mulai F3 Dokumen")
        await play.press("f2")
        assert isinstance(play.app.screen, GroupScreen)
        await play.press("f10")
        assert "r Lanjut dengan alasan" in footer(play)
        await play.type("nrsempit⏎")
        await play.type(">")
        assert isinstance(play.app.screen, DoorScreen)
        await play.type("g")
        assert "Transisi 00:00" in play.screen
        await play.press("f12")
        assert "Siapa dulu, lalu apa" in play.screen
        await play.type("⎋q")
    session = Store(tmp_path).load_session("g", 1)
    assert session.reason == "sempit"
    assert [visit.stage for visit in session.visits] == ["beginning", "transition"]


async def test_the_question_of_a_gap_shows_and_takes_the_new_keys(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        await play.type("1q")
    clock.go(minutes=20)
    async with keyed(tmp_path, 'gap.skip = "X"', clock=clock) as play:
        await play.press("enter", "f2")
        assert any(row.strip("│ ").startswith("X ") for row in rows(play))
        await play.type("jX")
        await play.type("q")
    (pause,) = store.load_session("g", 1).pauses
    assert pause.ended is not None
    assert pause.ended - pause.began == timedelta(minutes=20)


async def test_what_does_not_fit_is_told_at_home_by_name_and_the_session_has_the_own_keys(tmp_path: Path) -> None:
    a_group(tmp_path)
    keys = 'room.undo = "n"\nroom.note = "enter"\nroom.unod = "w"\nseat.1 = "f10"\ngroup.begin = "x"\nroom.on = "f99"'
    async with keyed(tmp_path, keys) as play:
        assert "Tombol “n” dipakai dua kali, oleh room.undo dan room.note. room.undo memakai bawaannya" in play.said
        assert "room.note = “enter”: tombol itu sudah dipesan" in play.said
        assert "room.unod tidak dikenal. Mungkin maksudnya: room.undo" in play.said
        assert "seat.1 = “f10”: kursi dan jenis kejadian memakai satu tanda saja" in play.said
        assert "group.begin = “x”: di layar itu tanda menulis" in play.said
        assert "room.on = “f99”: tombol itu tidak ada" in play.said
        assert len(play.app._notifications) == 6
        screen = await into_the_room(play)
        await play.type("1nutuh⏎2tu")
        assert [(mark.who, mark.note) for mark in screen.session.marks] == [("AA", "utuh"), ("AB", "")]
        await play.type("]⏎")
        assert screen.stage.id == "transition"


async def test_what_is_written_as_a_name_or_a_key_is_told_as_it_is(tmp_path: Path) -> None:
    async with keyed(tmp_path, '"[red]x[/red" = "w"\nroom.undo = "[b"', size=(120, 40)) as play:
        assert "[red]x[/red" in play.said
        assert "room.undo = “[b”" in " ".join(rows(play))


async def test_a_kind_of_a_schools_own_whose_key_is_taken_is_told_and_has_none(tmp_path: Path) -> None:
    a_group(tmp_path)
    own = tmp_path / "guide" / "id"
    own.mkdir(parents=True)
    (own / "kinds.toml").write_text(
        '[joke]\nrow = "member"\nkey = "u"\ntitle = "Lelucon"\nshort = "lucu"\n'
        '[song]\nrow = "member"\nkey = "ö"\ntitle = "Lagu"\nshort = "lagu"\n'
    )
    async with keyed(tmp_path, 'kind.question = "T"') as play:
        assert "Tombol “u” dipakai dua kali, oleh kind.joke dan room.undo" in play.said
        play.app.clear_notifications()
        screen = await into_the_room(play)
        assert "lucu" not in play.screen
        assert "ö lagu" in play.screen
        await play.type("1ö")
        assert [mark.kind for mark in screen.session.marks] == ["song"]
        await play.type("uu")
        assert screen.session.marks == ()
    async with keyed(tmp_path, 'room.undo = "U"\nkind.joke = "J"') as play:
        assert play.said == ""
        await play.press("enter", "f2")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert "J lucu" in play.screen
        await play.type("1J")
        assert [mark.kind for mark in screen.session.marks] == ["joke"]


async def test_other_settings_chosen_later_leave_the_keys_as_they_are(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, 'home.new = "+"\nroom.undo = "U"') as play:
        await play.type("s↓2⎋")
        assert "+ Kelompok baru" in footer(play)
        screen = await into_the_room(play)
        await play.type("1U")
        assert screen.session.marks == ()
    settings = read_settings(tmp_path / "settings.toml")
    assert settings.keys == {"home.new": "+", "room.undo": "U"}
    assert settings.theme == "light"


async def test_a_wish_that_is_refused_leaves_all_own_keys(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with keyed(tmp_path, 'app.curtain = "x"\napp.help = "h"') as play:
        play.app.clear_notifications()
        await play.press("ctrl+l")
        assert isinstance(play.app.screen, CurtainScreen)
        await play.press("f9", "f1")
        assert isinstance(play.app.screen, HelpScreen)


FORMAT = (Path(__file__).parents[2] / "docs" / "FORMAT.md").read_text(encoding="utf-8")


def test_the_example_in_the_docs_fits(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(\[keys\].*?)```", FORMAT, re.DOTALL)
    assert found
    (tmp_path / "settings.toml").write_text(f"format = 1\n{found[1]}", encoding="utf-8")
    wanted = read_settings(tmp_path / "settings.toml").keys
    assert wanted["room.undo"] == "n"
    assert lay_keys(read_guide("id"), wanted, KelompokApp)[1] == []


def test_the_docs_name_every_key_and_no_other() -> None:
    told = FORMAT[FORMAT.index("Names: `app.curtain`") : FORMAT.index("A name or a key that there is not")]
    names, above = set(), ""
    for name in re.findall(r"`([a-z.-]+)`", told):
        above = above if name.startswith(".") else name.split(".")[0]
        names.add(above + name if name.startswith(".") else name)
    held = lay_keys(read_guide("id"), {}, KelompokApp)[0].held
    fixed = {"app.quit", "app.quit-anyway"}
    assert names == {name for name in held if not name.startswith(("seat.", "kind."))} - fixed
