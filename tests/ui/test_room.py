"""The live room and the screens around it, by keys."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.session_screen import SessionScreen

from .player import Clock, Player, playing


def a_group(folder: Path, members: int = 5, **facts: object) -> Store:
    store = Store(folder)
    group = Group(name="Berani bicara", concern="takut", goal="berani").change(**facts)
    for number in range(members):
        group = group.add_member("A" + chr(ord("A") + number))
    store.save_group("g", group)
    return store


async def into_the_room(play: Player) -> SessionScreen:
    await play.press("enter", "f2", "enter")
    screen = play.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def test_no_text_field_has_the_focus_and_every_key_is_safe(tmp_path: Path) -> None:
    a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1234567890-=op`")
        assert [mark.who for mark in screen.session.marks] == [*(f"A{c}" for c in "ABCDEFGHIJKLMN"), "leader"]
        before = screen.session
        await play.type("@")
        assert screen.session == before
        assert "Tombol @" in play.screen
        await play.type("2")
        assert "Tombol @" not in play.screen


async def test_300_marks_in_a_row_lose_none(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        for number in range(300):
            play.app.simulate_key("12345"[number % 5])
        await play.settle()
        await play.type("q")
    assert len(store.load_session("g", 1).marks) == 300


async def test_a_window_that_shrinks_and_grows_leaves_the_room_as_it_was(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        for size in ((60, 20), (120, 40), (100, 30), (70, 24), (80, 24)):
            await play.pilot.resize_terminal(*size)
            await play.settle()
            assert ("80x24" in play.screen) == (size[0] < 80 or size[1] < 24)
        assert play.app.screen is screen
        await play.type("1")
        assert len(screen.session.marks) == 1


async def test_escape_struck_twice_leaves_only_once(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter")
        for _ in range(4):
            play.app.simulate_key("escape")
        await play.settle()
        assert "Kelompok baru" in play.screen
        assert len(play.app.screen_stack) == 2


async def test_undo_again_and_again_and_redo(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1t")
        play.clock.go(seconds=5)
        await play.type("2f4 ")
        assert screen.session.tensions[0].strength == 4
        assert len(screen.session.ticks) == 1
        await play.type("]⏎")
        await play.type("uuu")
        assert [mark.kind for mark in screen.session.marks] == ["question", "floor"]
        assert screen.session.tensions == ()
        assert screen.session.visit is not None
        assert screen.session.visit.stage == "transition"  # stages are left alone
        await play.press("ctrl+y")
        assert screen.session.marks[-1].kind == "conflict"
        await play.type("uuuuu")
        assert screen.session.marks == ()
        await play.type("u")
        assert "diurungkan" in play.screen


async def test_first_who_then_what(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("t")
        assert screen.session.marks == ()
        assert "Siapa dulu" in play.screen
        await play.type("z")
        assert [mark.kind for mark in screen.session.marks] == ["summarise"]
        await play.type("12")
        assert "AA → AB" in play.screen


async def test_nothing_of_a_risk_is_on_the_screen(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1")
        before = play.screen
        await play.type("!")
        assert play.screen == before
        await play.type("q")
    session = store.load_session("g", 1)
    assert [mark.kind for mark in session.marks] == ["floor"]
    assert [risk.who for risk in session.risks] == ["AA"]


async def test_a_door_asks_and_never_locks(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1]")
        assert "belum: AB AC AD AE" in play.screen
        await play.type("⎋")
        assert screen.stage.id == "beginning"
        await play.type("]nwaktu sempit⏎")
        assert screen.stage.id == "transition"
        await play.type("[")
        assert screen.stage.id == "beginning"
        await play.type("[")
        assert "tahap pertama" in play.screen
        await play.type("q")
    assert [v.reason for v in store.load_session("g", 1).visits] == ["waktu sempit", "", ""]


async def test_clocks_tell_ahead_and_over_by_a_sign(tmp_path: Path) -> None:
    a_group(tmp_path, minutes={"beginning": 8})
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        play.clock.go(minutes=7, seconds=5)
        screen.redraw()
        await play.settle()
        assert "07:05/8 " in play.screen
        play.clock.go(minutes=2)
        await play.type("j")
        assert "09:05/8 +2" in play.screen
        assert "JEDA" in play.screen
        play.clock.go(minutes=30)
        await play.type("j")
        play.clock.go(seconds=1)
        screen.redraw()
        await play.settle()
        assert "09:06/8 +2" in play.screen


async def test_it_goes_on_where_it_stood_to_the_second(tmp_path: Path) -> None:
    a_group(tmp_path)
    clock = Clock()
    async with playing(tmp_path, clock=clock) as play:
        await into_the_room(play)
        clock.go(minutes=3)
        await play.type("1t")
    clock.go(seconds=17)
    async with playing(tmp_path, clock=clock) as play:
        assert "sesi 1 berjalan" in play.screen
        await play.press("enter", "f2")
        assert "03:17/10" in play.screen
        await play.type("u")
        assert isinstance(play.app.screen, SessionScreen)
        assert play.app.screen.session.marks == ()


async def test_a_newcomer_has_a_chair_in_seconds(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("⏎↓↓↓↓↓zz⏎⎋6k")
        await play.type("⏎↓↓↓↓↓↓toolong⏎")
        assert "satu sampai empat huruf" in play.said
        await play.type("⎋q⎋")
    assert store.load_group("g").codes[-1] == "ZZ"
    session = store.load_session("g", 1)
    assert session.seats[-1].code == "ZZ"
    assert session.marks[-1].who == "ZZ"


async def test_escape_gives_the_keys_back_and_loses_nothing(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1nsetengah kalimat⎋")
        assert screen.session.marks[0].note == ""
        await play.type("n")
        assert "setengah kalimat" in play.screen
        await play.type(" utuh⏎")
        assert screen.session.marks[0].note == "setengah kalimat utuh"


async def test_names_show_only_where_they_are_asked_for(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f5")
        await play.type("[b]Ayu[/b]⏎")
        assert "[b]Ayu[/b]" in play.screen
        await play.type("⎋")
        assert "Ayu" not in play.screen
        await into_the_room_from_group(play)
        assert "Ayu" not in play.screen
    assert store.load_names("g") == {"AA": "[b]Ayu[/b]"}


async def into_the_room_from_group(play: Player) -> None:
    await play.press("f2", "enter")


async def test_what_is_typed_is_shown_as_it_is(tmp_path: Path) -> None:
    a_group(tmp_path)
    long = "x" * 40
    async with playing(tmp_path) as play:
        await play.press("enter")
        await play.type(f"↓[red]bahaya[/red] {long} 😀⏎")
        assert "[red]bahaya[/red]" in play.screen
        await into_the_room_from_group(play)
        await play.type("1n[b]tebal[/b⏎")
        assert "[b]tebal[/b" in play.screen


async def test_a_paste_keeps_all_its_lines(tmp_path: Path) -> None:
    from textual import events

    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "down", "enter")
        assert play.app.focused is not None
        play.app.focused.post_message(events.Paste(" satu\ndua\r\n\x1b[31mtiga"))
        await play.settle()
        await play.type("⏎⎋")
    assert store.load_group("g").concern == "takutsatu dua [31mtiga"


async def test_members_outside_4_to_12_are_warned_of_never_refused(tmp_path: Path) -> None:
    a_group(tmp_path, 3)
    async with playing(tmp_path) as play:
        await play.press("enter", "tab")
        assert "! 3 anggota" in play.screen
    a_group(tmp_path, 13)
    async with playing(tmp_path) as play:
        await play.press("enter", "tab")
        assert "dua kelompok" in play.screen
        await into_the_room_from_group(play)
        assert isinstance(play.app.screen, SessionScreen)


async def test_a_code_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "tab")
        await play.type("AB⏎")
        assert "kode yang sama: AB" in play.said
        await play.type("⎋")
    assert store.load_group("g").codes[0] == "AA"


async def test_a_due_follow_up_stands_on_the_home_screen_until_it_is_answered(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    group = store.load_group("g")
    store.save_group("g", group.follow(Clock().at.date() - timedelta(days=1), about="AB", what="kabar di kelas"))
    async with playing(tmp_path) as play:
        assert "! 23 Nov 2026 tindak lanjut: kabar di kelas · AB" in play.screen
        await play.type("⏎⇥membaik⏎⎋")
        assert "kabar di kelas" not in play.screen
    followup = store.load_group("g").followups[0]
    assert (followup.result, followup.done) == ("membaik", Clock().at.date())


@pytest.mark.parametrize(
    ("keys", "said"), [("→→→→membaik⏎", ("membaik", 0)), ("→→→→→kemarin⏎", ("", -1)), ("→→→telepon⏎", ("", None))]
)
async def test_any_field_of_the_last_row_makes_a_follow_up(
    tmp_path: Path, keys: str, said: tuple[str, int | None]
) -> None:
    store = a_group(tmp_path)
    today, (result, day) = Clock().at.date(), said
    async with playing(tmp_path) as play:
        await play.type(f"⏎⇥⇥⇥⇥⇥⇥{keys}⎋")
    (followup,) = store.load_group("g").followups
    assert (followup.due, followup.result) == (today + timedelta(days=7), result)
    assert followup.done == (None if day is None else today + timedelta(days=day))


async def test_a_group_is_closed_through_its_last_door_and_opened_again(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "ctrl+t")
        assert "Hasil sudah dibandingkan dengan harapan?" in play.screen
        await play.press("escape", "ctrl+t", "n")
        await play.type("tujuan tercapai⏎")
        assert "Kelompok ditutup 24 Nov 2026: tujuan tercapai" in play.screen
        await play.press("escape")
        assert "ditutup 24 Nov 2026" in play.screen
        group = store.load_group("g")
        assert (group.closed, group.ending) == (Clock().at.date(), "tujuan tercapai")
        await play.press("enter", "ctrl+t")
        assert "ditutup" not in play.screen
        await play.press("ctrl+z")
        assert "tujuan tercapai" in play.screen
        await play.press("escape")
    assert store.load_group("g").ending == "tujuan tercapai"


async def test_broken_files_are_told_and_the_rest_opens(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    group = store.load_group("g")
    store.save_session("g", next_session(group, None, 1, Clock().at))
    cut = store.session_file("g", 1)
    cut.write_bytes(cut.read_bytes()[:90])
    bad = tmp_path / "groups" / "rusak" / "group.toml"
    bad.parent.mkdir()
    bad.write_text('format = 1\nname = "x\n')
    before = cut.read_bytes(), bad.read_bytes()
    async with playing(tmp_path, size=(120, 40)) as play:
        assert "01.json, baris" in play.screen
        assert "group.toml, baris 2" in play.screen
        await play.press("down", "enter")
        assert "baris 2" in play.said
        await play.press("up", "enter", "f2", "enter")
        assert isinstance(play.app.screen, SessionScreen)
        assert play.app.screen.session.number == 2
        await play.type("1q")
    assert (cut.read_bytes(), bad.read_bytes()) == before


async def test_a_disk_that_fails_is_told_and_the_hour_goes_on(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        folder = store.session_file("g", 1).parent
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        folder.write_text("in the way")
        await play.type("1t")
        for _ in range(20):
            await play.settle()
            if "BELUM tersimpan" in play.screen:
                break
        assert "BELUM tersimpan" in play.screen
        assert len(screen.session.marks) == 1
        folder.unlink()
        assert screen.ledger is not None
        assert screen.ledger.keeper.wait(5)
    assert [mark.kind for mark in store.load_session("g", 1).marks] == ["question"]


async def test_a_defect_of_ours_tells_where_and_nothing_of_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_group(tmp_path)
    shown = ""
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with playing(tmp_path) as play:
            await into_the_room(play)
            await play.type("1nRAHASIA⏎")

            def fail() -> None:
                secret = "RAHASIA LAIN"
                assert secret
                _ = 1 // 0

            console = Console(record=True, file=sys.stderr)
            play.app._handle_exception(_raised(fail))
            for renderable in play.app._exit_renderables:
                console.print(renderable)
            shown = console.export_text()
    assert "ZeroDivisionError" in shown
    assert "RAHASIA" not in shown + capsys.readouterr().err
    assert Store(tmp_path).load_session("g", 1).marks[0].note == "RAHASIA"


def _raised(fail: object) -> Exception:
    try:
        fail()  # type: ignore[operator]
    except ZeroDivisionError as error:
        return error
    raise AssertionError


async def test_a_group_written_by_hand_with_a_form_and_a_stage_of_the_schools_own(tmp_path: Path) -> None:
    a_group(tmp_path)
    own = tmp_path / "guide" / "id"
    (own / "stages").mkdir(parents=True)
    (own / "forms").mkdir()
    (own / "stages" / "play.toml").write_text(
        'order = 25\nminutes = 3\ntitle = "Permainan"\n[steps]\nball = "Bola nama"\n'
    )
    (own / "forms" / "spirit.toml").write_text(
        'stage = "play"\nrows = "member"\ntitle = "Semangat"\n'
        '[items.s]\nkind = "scale"\nlow = 1\nhigh = 5\ntitle = "Semangat"\n'
    )
    (own / "forms" / "broken.toml").write_text('title = "x"\n')
    async with playing(tmp_path) as play:
        assert "broken.toml" in play.said
        screen = await into_the_room(play)
        await play.type("]⏎")
        assert "Permainan" in play.screen
        assert "Semangat" in play.screen
        await play.type("⏎5⎋1q")
    session = Store(tmp_path).load_session("g", 1)
    assert [(a.form, a.value) for a in session.answers] == [("spirit", 5)]
    assert screen.stage.id == "play"


async def test_what_is_gone_from_the_guide_still_opens(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    session = next_session(store.load_group("g"), None, 1, Clock().at).enter("gone", Clock().at)
    held = json.loads(session.floor("AA", Clock().at).turn("vanished", Clock().at).model_dump_json())
    store.save_session("g", type(session).model_validate(held))
    async with playing(tmp_path) as play:
        await play.press("enter", "f2")
        assert "vanished" in play.screen
        await play.type("1]⏎")
        assert "Transisi" in play.screen


def test_an_error_has_facts() -> None:
    assert KelompokError("x", file="y").facts == {"file": "y"}
