"""After the pupils have left: safety, contacts for help, sessions from paper, times and counts mended; by keys."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kelompok_tui import insights
from kelompok_tui.documents.report import Table
from kelompok_tui.guide import read_guide
from kelompok_tui.model import Contact, Session, next_session, paper_session
from kelompok_tui.store import Store
from kelompok_tui.ui.contacts_screen import ContactsScreen
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.line import Pen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.sheet import Grid

from ..conftest import log
from .player import WIB, Clock, Player, playing
from .test_room import a_group, into_the_room

NOW = Clock().at
PLAN = {"beginning": 8, "transition": 5, "working": 20, "closing": 10}
UNSAFE = "Keselamatan: daftar periksa sesi 1 belum dijawab (Berani bicara)"
ALL_DOORS = "]⏎]⏎]⏎]⏎"


def sheets(screen: SessionScreen) -> list[str]:
    return [panel.key for panel in screen.panels()]


async def into_the_sheet(play: Player, screen: SessionScreen, name: str) -> None:
    """Shift+Tab until that sheet is in front (what is of this session alone stands last), then Enter."""
    for _ in screen.panels():
        if screen.panel and screen.panel.key == name:
            break
        await play.press("shift+tab")
    assert screen.panel
    assert screen.panel.key == name
    await play.type("⏎")
    assert isinstance(play.app.focused, Grid)


# ── moments of safety ──


async def test_nothing_tells_of_a_moment_of_safety_while_the_session_runs(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1")
        before = play.screen
        await play.type("!")
        assert play.screen == before
        assert play.said == ""
        assert [risk.who for risk in screen.session.risks] == ["AA"]
        assert "safety" not in sheets(screen)
        await play.type("]⏎")
        assert "safety" not in sheets(screen)
        await play.type("q")
        assert "eselamatan" not in play.screen
        await play.type("⎋")
        assert "eselamatan" not in play.screen
        await play.press("enter", "f2")
        assert isinstance(play.app.screen, SessionScreen)
        assert "safety" not in sheets(play.app.screen)


async def test_closing_it_does_not_show_the_checklist_but_opening_it_again_has_it_in_front(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1!" + ALL_DOORS)
        assert screen.session.closed
        assert "safety" not in sheets(screen)  # the pupils are still in the room
        await play.type("q")
        screen = await open_from_the_list(play)
        assert screen.panel
        assert screen.panel.key == "safety"


async def open_from_the_list(play: Player) -> SessionScreen:
    """The session that is marked in the list of the group."""
    await play.press("f6", "enter")
    screen = play.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def close_and_go_home(play: Player) -> None:
    await into_the_room(play)
    await play.type("1!" + ALL_DOORS + "q⎋")
    assert isinstance(play.app.screen, HomeScreen)


async def test_home_has_it_in_red_and_enter_opens_the_checklist_until_it_is_answered(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await close_and_go_home(play)
        assert f"! {UNSAFE}" in play.screen
        told = play.app.screen.query_one(OptionList).get_option_at_index(0).prompt
        assert "$error" in str(told.spans[0].style)  # type: ignore[union-attr]
        await play.type("⏎")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.panel
        assert screen.panel.key == "safety"
        assert isinstance(play.app.focused, Grid)
        await play.type("↓11kepala sekolah⏎TPPK⏎")
        assert [risk.open for risk in screen.session.risks] == [True]
        await play.type("+1⏎dijemput ibunya⏎⎋q")
        assert isinstance(play.app.screen, HomeScreen)
        assert "eselamatan" not in play.screen
    (risk,) = store.load_session("g", 1).risks
    assert (risk.who, risk.safe, risk.company, risk.told) == ("AA", True, True, "kepala sekolah")
    assert (risk.referral, risk.when, risk.did) == ("TPPK", date(2026, 11, 25), "dijemput ibunya")


async def test_it_stays_as_long_as_she_is_not_safe(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await close_and_go_home(play)
        await play.type("⏎↓21kepala sekolah⏎TPPK⏎+1⏎dijemput⏎⎋q")
        assert UNSAFE in play.screen
        await play.type("⏎↓1⎋q")
        assert UNSAFE not in play.screen


async def test_one_that_was_none_is_taken_away_and_can_be_brought_back(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await close_and_go_home(play)
        await play.type("⏎⌦")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.session.risks == ()
        await play.press("ctrl+z")
        assert [risk.who for risk in screen.session.risks] == ["AA"]
        await play.press("ctrl+y")
        await play.type("⎋q")
        assert UNSAFE not in play.screen


def never_closed(folder: Path, seen: datetime) -> Store:
    store = a_group(folder)
    session = next_session(store.load_group("g"), None, 1, NOW).enter("beginning", NOW)
    store.save_session("g", session.flag("AB", NOW).see(seen))
    return store


@pytest.mark.parametrize(("minutes", "shown"), [(1, False), (120, False), (121, True)])
async def test_a_session_that_was_never_closed_shows_it_after_two_hours(
    tmp_path: Path, minutes: int, shown: bool
) -> None:
    clock = Clock()
    clock.go(minutes=minutes)
    never_closed(tmp_path, clock.at)
    async with playing(tmp_path, clock=clock) as play:
        assert (UNSAFE in play.screen) == shown
        await play.press(*(["enter"] if shown else ["enter", "f2"]))
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert ("safety" in sheets(screen)) == shown
        assert (screen.panel is not None and screen.panel.key == "safety") == shown


async def test_before_the_checklist_it_is_asked_what_became_of_the_time(tmp_path: Path) -> None:
    never_closed(tmp_path, NOW + timedelta(minutes=40))
    clock = Clock()
    clock.go(hours=5)
    async with playing(tmp_path, clock=clock) as play:
        await play.type("⏎")
        assert isinstance(play.app.screen, GapScreen)
        await play.type("t")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.session.closed
        assert screen.panel
        assert screen.panel.key == "safety"


# ── contacts for help ──


async def test_contacts_are_checked_changed_and_added_from_home_and_kept(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    shipped = store.load_contacts("id").contacts
    async with playing(tmp_path) as play:
        await play.type("k")
        assert isinstance(play.app.screen, ContactsScreen)
        assert "SAPA 129" in play.screen
        assert "! Belum diperiksa" in play.screen
        assert not store.contacts_file.exists()
        await play.type("+0⏎")
        assert "Diperiksa berarti" in play.screen
        assert "24 Nov 2026" in play.screen
        await play.type("↓→0811-222⏎")  # of the second
        await play.type("↓↓↓↓↓↓↓←←Bu Rina⏎0812⏎ruang BK⏎")
        assert "Bu Rina" in play.screen
        await play.type("⎋")
        assert isinstance(play.app.screen, HomeScreen)
    kept = store.load_contacts("id")
    assert store.contacts_file == tmp_path / "contacts.toml"
    assert kept.checked == NOW.date()
    assert kept.contacts == (
        shipped[0],
        shipped[1].but(number="0811-222"),
        *shipped[2:],
        Contact(name="Bu Rina", number="0812", note="ruang BK"),
    )


async def test_contacts_are_at_hand_in_the_room_and_the_circle_has_the_keys_again(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    store.save_contacts(store.load_contacts("id").put(1, name="Bu Rina").check(NOW.date()))
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.press("f7")
        assert isinstance(play.app.screen, ContactsScreen)
        assert "Bu Rina" in play.screen
        await play.type("↓Bu Sari⏎⎋")
        assert play.app.screen is screen
        await play.type("1")
        assert len(screen.session.marks) == 1
    assert store.load_contacts("id").contacts[0].name == "Bu Sari"


@pytest.mark.parametrize(("days", "stale"), [(180, False), (181, True)])
async def test_contacts_are_stale_half_a_year_after_they_were_checked(tmp_path: Path, days: int, stale: bool) -> None:
    store = a_group(tmp_path)
    store.save_contacts(store.load_contacts("id").check(NOW.date()))
    clock = Clock()
    clock.go(days=days)
    async with playing(tmp_path, clock=clock) as play:
        await play.type("k")
        assert ("! Belum diperiksa, atau sudah lebih dari setengah tahun" in play.screen) == stale
        assert "24 Nov 2026" in play.screen


async def test_a_day_that_is_none_is_told_and_the_contacts_stay_unchecked(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.type("kentah⏎")
        assert "“entah” bukan tanggal" in play.said
        assert "! Belum diperiksa" in play.screen
        await play.type("⎋")
    assert not store.contacts_file.exists()


async def test_a_broken_file_of_contacts_is_told_by_its_line_and_stays_as_it_is(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    store.contacts_file.write_text('format = 2\n[[contacts]]\nname = "x\n')
    async with playing(tmp_path) as play:
        await play.type("k")
        assert isinstance(play.app.screen, HomeScreen)
        assert "contacts.toml, baris 3" in play.said
    assert store.contacts_file.read_text().endswith('"x\n')


# ── a session from paper ──


async def paper(play: Player, when: str) -> None:
    """F8, and that moment in place of the one that is proposed."""
    await play.press("f8")
    for _ in "24-11-2026 09.00":
        play.app.simulate_key("backspace")
    await play.settle()
    await play.type(when + "⏎")


async def test_a_session_from_paper_asks_for_its_day_and_tells_a_wrong_one(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f8")
        assert "Kapan sesi itu? Tanggal dan jam" in play.screen
        assert "24-11-2026 09.00" in play.screen
        await play.type("⎋")
        for when, told in (
            ("31-02-2026 09.00", "bukan tanggal yang ada"),
            ("20-11-2026 25.00", "“25.00” bukan jam"),
            ("24-11-2026 09.41", "“24-11-2026 09.41” belum terjadi"),
            ("", ""),
        ):
            await paper(play, when)
            assert told in play.said
            assert isinstance(play.app.screen, GroupScreen)
    assert store.sessions("g") == []


async def test_a_session_from_paper_opens_closed_and_as_long_as_it_was_planned(tmp_path: Path) -> None:
    store = a_group(tmp_path, minutes={"beginning": 8})
    async with playing(tmp_path) as play:
        await play.press("enter")
        await paper(play, "20-11-2026 13.00")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert "DITUTUP" in play.screen
        assert "tanpa jam" in play.screen
        assert "Permulaan 08:00/8" in play.screen
        await play.type("q")
        assert isinstance(play.app.screen, GroupScreen)
        assert "20 Nov 2026 · 43 menit" in play.screen
        assert "berjalan" not in play.screen
    session = store.load_session("g", 1)
    assert session.closed
    assert (session.began, session.made) == (datetime(2026, 11, 20, 13, 0, tzinfo=WIB), NOW)
    assert [(v.stage, session.stay(v, NOW).total_seconds() / 60) for v in session.visits] == list(PLAN.items())


def from_paper(folder: Path) -> Store:
    """A group with a session from paper, of yesterday at nine."""
    store = a_group(folder, minutes=PLAN)
    began = NOW.replace(day=23, hour=9, minute=0)
    store.save_session("g", paper_session(store.load_group("g"), None, 1, NOW, began, PLAN))
    return store


async def open_it(play: Player) -> SessionScreen:
    """That session, from home."""
    await play.press("enter")
    return await open_from_the_list(play)


async def test_its_stages_are_leafed_through_without_doors(tmp_path: Path) -> None:
    store = from_paper(tmp_path)
    before = store.load_session("g", 1)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        assert screen.stage.id == "beginning"
        await play.type("[")
        assert "tahap pertama" in play.screen
        for stage in ("transition", "working", "closing"):
            await play.type("]")
            assert play.app.screen is screen
            assert screen.stage.id == stage
        await play.type("]")
        assert "tahap terakhir" in play.screen
        await play.type("[")
        assert "Kerja 20:00/20" in play.screen
        await play.type("q")
    after = store.load_session("g", 1)
    assert after == before.look("working")


async def test_keys_set_marks_without_a_clock_in_the_stage_in_sight(tmp_path: Path) -> None:
    store = from_paper(tmp_path)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        await play.type("]]2t")
        assert "  –   AB tanya" in play.screen
        await play.type("[z1k2i")
        await play.type("nsesudah hening⏎")
        seats = screen.session.seats
        await play.type("3w")
        assert "Datang dan keluar: isi di lembar Kehadiran" in play.screen
        assert screen.session.seats == (*seats[:2], seats[2].but(state="present"), *seats[3:])
        await play.type("uq")
    session = store.load_session("g", 1)
    assert [(m.stage, m.who, m.kind, m.timed, m.note) for m in session.marks] == [
        ("working", "AB", "question", False, ""),
        ("transition", "leader", "summarise", False, ""),
        ("transition", "AA", "disclosure", False, ""),
        ("transition", "AB", "insight", False, "sesudah hening"),
    ]


async def test_a_whole_stage_is_tallied_by_digits_and_each_is_taken_back(tmp_path: Path) -> None:
    store = from_paper(tmp_path)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        await play.type("]]")
        await into_the_sheet(play, screen, "tally")

        def counts() -> dict[tuple[str, str], int]:
            return dict(insights.counts(screen.session, "working"))

        await play.type("32⏎12⏎↓←5")
        told = {("AA", "floor"): 3, ("AA", "question"): 2, ("AA", "response"): 12, ("AB", "response"): 5}
        assert counts() == told
        await play.type("←⏎⌫1⏎")  # five was one
        assert counts() == told | {("AB", "response"): 1}
        await play.press("ctrl+z")
        for taken in list(reversed(told)):
            assert counts() == told
            del told[taken]
            await play.press("ctrl+z")
        assert screen.session.marks == ()
        for _ in range(4):
            await play.press("ctrl+y")
        await play.type("⎋[")
        assert screen.stage.id == "transition"
        await into_the_sheet(play, screen, "tally")
        await play.type("↓1⎋q")
    session = store.load_session("g", 1)
    assert not any(mark.timed for mark in session.marks)
    assert insights.counts(session, "transition") == {("AB", "floor"): 1}
    told = log(store.load_group("g"), session, read_guide("id"), NOW)
    (counted,) = (b.rows for b in told.blocks if isinstance(b, Table) and b.columns == ("Siapa", "Kali", "Jenis"))
    assert counted == (
        ("AA", "17", "Tanggapan, saran 12, Bicara 3, Bertanya 2"),
        ("AB", "6", "Tanggapan, saran 5, Bicara 1"),
    )
    assert not any(isinstance(b, Table) and b.columns[0] == "Jam" for b in told.blocks)


async def test_more_than_99_are_not_counted_and_what_is_no_number_is_told(tmp_path: Path) -> None:
    from_paper(tmp_path)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        await into_the_sheet(play, screen, "tally")
        await play.type("⏎1000⏎")
        assert len(screen.session.marks) == 99
        await play.type("⏎banyak⏎")
        assert "“banyak” bukan bilangan bulat" in play.said
        assert len(screen.session.marks) == 99


async def test_day_hour_minutes_and_place_are_mended_and_each_is_taken_back(tmp_path: Path) -> None:
    store = from_paper(tmp_path)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        await play.type("2t")
        seen = [screen.session]

        async def mended(keys: str) -> Session:
            await play.type(keys)
            seen.append(screen.session)
            return screen.session

        await into_the_sheet(play, screen, "meeting")
        assert "23 Nov 2026" in play.screen
        assert (await mended("19-11-2026⏎")).began == datetime(2026, 11, 19, 9, 0, tzinfo=WIB)
        assert (await mended("8.30⏎")).began == datetime(2026, 11, 19, 8, 30, tzinfo=WIB)
        longer = await mended("↓12⏎")
        assert [f"{v.began:%H.%M}" for v in longer.visits] == ["08.30", "08.38", "08.50", "09.10"]
        assert (await mended("↓↓Ruang BK⏎")).place == "Ruang BK"
        assert (await mended("15⏎")).minutes == PLAN | {"beginning": 15}
        assert "Permulaan 08:00/15" in play.screen
        assert (await mended("↓⌦")).minutes == {"beginning": 15, "transition": 5, "closing": 10}
        final = seen[-1]
        while len(seen) > 1:
            assert screen.session == seen.pop()
            await play.press("ctrl+z")
        assert screen.session == seen[0]
        for _ in range(6):
            await play.press("ctrl+y")
        await play.type("⎋q")
    assert store.load_session("g", 1) == final
    assert store.load_group("g").plan.minutes == PLAN


async def test_what_cannot_be_of_a_meeting_is_told_and_the_old_stays(tmp_path: Path) -> None:
    from_paper(tmp_path)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        before = screen.session
        await into_the_sheet(play, screen, "meeting")
        for keys, told in (
            ("tulat⏎", "“tulat” bukan tanggal"),
            ("↓pagi⏎", "“pagi” bukan jam"),
            ("↓601⏎", "“601” bukan bilangan bulat dari 0 sampai 600"),
            ("↓lama⏎", "“lama” bukan bilangan bulat"),
            ("↓⌦↓↓↓", ""),
            ("700⏎", "angkanya terlalu besar"),
        ):
            await play.type(keys)
            assert told in play.said, keys
        assert screen.session == before


async def test_planned_minutes_of_a_running_session_are_of_this_session_alone(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        assert "tally" not in sheets(screen)
        assert "Permulaan 00:00/10   Sesi 00:00/45" in play.screen
        await into_the_sheet(play, screen, "meeting")
        assert "Jam mulai" not in play.screen
        assert "Lama Permulaan" not in play.screen
        await play.type("Aula⏎7⏎")
        assert "Permulaan 00:00/7   Sesi 00:00/42" in play.screen
        await play.press("ctrl+z")
        assert "Permulaan 00:00/10   Sesi 00:00/45" in play.screen
        await play.press("ctrl+y")
        await play.type("⎋q⎋")
    session, group = store.load_session("g", 1), store.load_group("g")
    assert (session.place, session.minutes) == ("Aula", {"beginning": 7})
    assert (group.plan.place, group.plan.minutes) == ("", {})


async def test_on_the_line_arrows_and_deleting_work_and_no_letter_overtakes_them(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f8", "left")
        pen = play.app.focused
        assert isinstance(pen, Pen)
        assert pen.cursor_position == len(pen.value) - 1
        await play.press("ctrl+u", "end")
        await play.type("ab⌫c←d")
        assert "adc" in pen.value


async def test_a_count_is_taken_to_nothing(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    store.save_session("g", paper_session(store.load_group("g"), None, 1, NOW, NOW - timedelta(days=1), PLAN))
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        await into_the_sheet(play, screen, "tally")
        await play.type("3←")
        assert len(screen.session.marks) == 3
        await play.type("0")
        assert screen.session.marks == ()
        await play.type("←4←⌦")
        assert screen.session.marks == ()


async def test_an_hour_that_runs_again_hides_the_checklist(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    session = paper_session(store.load_group("g"), None, 1, NOW, NOW - timedelta(hours=1), PLAN).flag("AA", NOW)
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        screen = await open_it(play)
        assert "safety" in sheets(screen)
        await play.type("⎋j")
        assert "safety" not in sheets(screen)
