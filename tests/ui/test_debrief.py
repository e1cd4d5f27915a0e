"""The debrief by keys: walked through, left, gone on with; what it points out and what it must not show."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from kelompok_tui.model import Session, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.panels.debrief import DebriefPanel
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.sheet import Grid, Row

from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

pytestmark = pytest.mark.usefixtures("lasting")

NOW = Clock().at
ALL_DOORS = "]⏎]⏎]⏎]⏎"
REFLECTION = [f"form:reflection:{item}:" for item in ("results", "analysis", "supporting", "hindering", "next")]


def notes(*codes: str) -> list[str]:
    return [f"form:notes:note:{code}" for code in codes]


FIVE = notes("AA", "AB", "AC", "AD", "AE")


def led(folder: Path, kinds: str = "", members: int = 5) -> tuple[Store, Session]:
    """A group and its session, not on the disk yet: a mark for each letter of `kinds`, by members in turn; closed."""
    store = a_group(folder, members)
    group = store.load_group("g")
    began = NOW - timedelta(minutes=45)
    session = next_session(group, None, 1, began).enter("beginning", began).attend_rest()
    verbs = {"k": "disclosure", "t": "question", "i": "insight"}
    for number, kind in enumerate(kinds):
        at = began + timedelta(seconds=30 * (number + 1))
        session = session.floor(group.codes[number % members], at).turn(verbs[kind], at)
    return store, session.close(NOW)


async def opened(play: Player) -> SessionScreen:
    """The last session, from the list of the group."""
    await play.press("enter", "f6", "enter")
    screen = play.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


async def debriefed(play: Player) -> DebriefPanel:
    """The debrief of the last session, by F5."""
    await opened(play)
    await play.press("f5")
    return debrief(play)


def debrief(play: Player) -> DebriefPanel:
    screen = play.app.screen
    assert isinstance(screen, SessionScreen)
    assert isinstance(screen.panel, DebriefPanel)
    assert isinstance(play.app.focused, Grid)
    return screen.panel


def here(panel: DebriefPanel) -> str:
    """The row under the cursor."""
    assert panel.place
    return panel.place[0].id


def ids(panel: DebriefPanel) -> list[str]:
    return [row.id for row in panel._rows]


def row(panel: DebriefPanel, id: str) -> Row:
    return next(row for row in panel._rows if row.id == id)


def held(play: Player) -> Session:
    screen = play.app.screen
    assert isinstance(screen, SessionScreen)
    return screen.session


# ── walked through ──


@pytest.mark.parametrize("language", ["id", "en"])
async def test_sixty_marks_are_walked_through_with_one_key_a_question(tmp_path: Path, language: str) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path, language) as play:
        await into_the_room(play)
        for number in range(60):
            await play.type(f"{number % 5 + 1}{'ktid'[number % 4]}")
            play.clock.go(seconds=30)
        await play.type(ALL_DOORS)
        assert held(play).closed
        assert "F5 debrief" in play.screen  # told when it may be begun
        await play.press("f5")
        panel = debrief(play)
        worth = [f"mark:{number}" for number in range(60) if number % 4 in {0, 2}]
        assert ids(panel) == [*worth, *FIVE, *REFLECTION]
        assert {"id": "0 dari 40", "en": "0 of 40"}[language] in play.screen
        passed = [here(panel)]
        for _ in range(39):
            await play.press("down")
            passed.append(here(panel))
        assert passed == ids(panel)
        await play.type("terima kasih⏎")
        assert held(play).answers[-1].value == "terima kasih"
        assert {"id": "1 dari 40", "en": "1 of 40"}[language] in play.screen
        await play.type("⎋q")
    assert len(store.load_session("g", 1).marks) == 60


@pytest.mark.parametrize(
    ("language", "asked"),
    [("id", "Apa yang dibukanya, dan bagaimana kelompok menerimanya?"), ("en", "What did")],
)
async def test_a_mark_is_asked_about_and_an_answer_goes_to_the_next(tmp_path: Path, language: str, asked: str) -> None:
    store, session = led(tmp_path, "tkik")
    store.save_session("g", session)
    async with playing(tmp_path, language) as play:
        panel = await debriefed(play)
        assert here(panel) == "mark:1"
        assert asked in play.screen
        await play.type("soal ayahnya⏎↓diam lama⏎")
        assert here(panel) == "form:notes:note:AA"
        await play.type("⎋q⎋")
        assert isinstance(play.app.screen, HomeScreen)
    assert [mark.note for mark in store.load_session("g", 1).marks] == ["", "soal ayahnya", "", "diam lama"]


async def test_a_mark_with_a_note_is_asked_about_whatever_its_kind(tmp_path: Path) -> None:
    store, session = led(tmp_path, "ttt")
    store.save_session("g", session.annotate(1, "suara pelan"))
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel) == ["mark:1", *FIVE, *REFLECTION]
        assert "suara pelan" in play.screen
        assert "1 dari 11" in play.screen
        await play.type("↑⏎ sekali⏎")
        assert held(play).marks[1].note == "suara pelan sekali"


async def test_a_tension_is_asked_for_cause_outcome_and_standing(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session.tense(NOW, who=("AA", "AB")))
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel)[:3] == ["tension:1.1:cause", "tension:1.1:outcome", "tension:1.1:standing"]
        assert "AA+AB" in play.screen
        await play.press("up", "up", "up")
        await play.type("takut salah⏎saling memaafkan⏎")
        assert here(panel) == "tension:1.1:standing"
        await play.type("4⎋")
        (tension,) = held(play).tensions
        assert (tension.cause, tension.outcome, tension.standing) == ("takut salah", "saling memaafkan", "settled")
        await play.press("f5")
        debrief(play).go(2)
        await play.press("delete")
        assert held(play).tensions == (tension,)  # it stands somehow, always


async def test_a_session_without_marks_asks_for_notes_and_reflection_alone(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel) == [*FIVE, *REFLECTION]
        assert here(panel) == FIVE[0]


async def test_a_group_without_members_has_a_reflection(tmp_path: Path) -> None:
    store, session = led(tmp_path, members=0)
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel) == REFLECTION
        await play.type("sepi⏎")
        assert held(play).answers[0].value == "sepi"


async def test_fourteen_members_have_a_note_each(tmp_path: Path) -> None:
    store, session = led(tmp_path, members=14)
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        for number in range(14):
            assert here(panel) == f"form:notes:note:A{'ABCDEFGHIJKLMN'[number]}"
            await play.type("baik⏎")
        assert here(panel) == REFLECTION[0]
        assert "14 dari 19" in play.screen
        await play.type("⎋q")
    assert len(store.load_session("g", 1).answers) == 14


async def test_whoever_left_early_has_a_note_and_whoever_was_not_there_none(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1w")
        await play.type(f"⏎↓3⎋{ALL_DOORS}")
        assert [seat.state for seat in held(play).seats[:2]] == ["present", "excused"]
        await play.press("f5")
        assert ids(debrief(play)) == [*notes("AA", "AC", "AD", "AE"), *REFLECTION]


async def test_a_session_from_paper_is_debriefed_like_any_other(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f8", "enter")
        assert held(play).closed
        await play.type("⎋2k3t")
        await play.press("f5")
        panel = debrief(play)
        assert ids(panel) == ["mark:0", *FIVE, *REFLECTION]
        await play.type("dari kertas⏎pelan⏎⎋q")
    session = store.load_session("g", 1)
    assert [(mark.timed, mark.note) for mark in session.marks] == [(False, "dari kertas"), (False, "")]
    assert [(a.about, a.value) for a in session.answers] == [("AA", "pelan")]


async def test_while_the_session_runs_it_is_told_to_close_it_first(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1k")
        await play.press("f5")
        assert "Debrief menunggu sampai sesi ditutup." in play.screen
        assert "debrief" not in [panel.key for panel in screen.panels()]
        await play.type("2")
        assert [mark.who for mark in screen.session.marks] == ["AA", "AB"]  # the circle kept the keys


async def test_undo_takes_back_one_answer_and_redo_gives_it_again(tmp_path: Path) -> None:
    store, session = led(tmp_path, "k")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        await play.type("soal ayahnya⏎berani⏎")
        assert "2 dari 11" in play.screen
        await play.press("ctrl+z")
        assert held(play).answers == ()
        assert "berani" not in play.screen
        await play.press("ctrl+z")
        assert held(play).marks == session.marks
        assert "0 dari 11" in play.screen
        await play.press("ctrl+y", "ctrl+y")
        assert held(play).marks[0].note == "soal ayahnya"
        assert [answer.value for answer in held(play).answers] == ["berani"]
        assert row(panel, FIVE[0]).values == ("berani",)


async def test_an_answer_is_emptied_and_the_mark_stays(tmp_path: Path) -> None:
    store, session = led(tmp_path, "k")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("soal ayahnya⏎↑⌦")
        assert held(play).marks == session.marks
        assert held(play).closed


async def test_a_note_that_is_emptied_leaves_no_empty_mark(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session.note("hujan deras", NOW))
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("↑⌦")
        assert held(play).marks == ()


async def test_what_is_being_written_survives_f5(tmp_path: Path) -> None:
    store, session = led(tmp_path, "kk")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("soal")
        await play.press("f5")
        await play.type(" ayahnya⏎")
        assert [mark.note for mark in held(play).marks] == ["soal ayahnya", ""]


# ── left, and gone on with ──


async def test_left_in_the_middle_it_goes_on_after_the_last_answer(tmp_path: Path) -> None:
    store, session = led(tmp_path, "kkkkk")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("↓dua⏎↓empat⏎⎋q")
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert here(panel) == "mark:4"
        assert "2 dari 15" in play.screen
        await play.type("↓")
        await play.press("f5")
        assert here(debrief(play)) == "mark:4"
        panel = debrief(play)
        panel.go(len(ids(panel)) - 1)
        await play.type("terakhir⏎")
        await play.press("f5")
        assert here(debrief(play)) == "mark:0"  # what was skipped is there again
    assert [mark.note for mark in store.load_session("g", 1).marks] == ["", "dua", "", "empat", ""]


async def test_when_all_is_answered_it_begins_at_the_beginning(tmp_path: Path) -> None:
    store, session = led(tmp_path, "k", members=1)
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("a⏎b⏎c⏎d⏎e⏎f⏎g⏎")
        assert "7 dari 7" in play.screen
        await play.press("f5")
        assert here(debrief(play)) == "mark:0"


@pytest.mark.parametrize("what", ["tension", "safety", "note"])
async def test_it_begins_with_the_first_mark_whatever_the_hour_has_filled_in(tmp_path: Path, what: str) -> None:
    store, session = led(tmp_path, "kkk")
    if what == "tension":
        session = session.tense(NOW, who=("AA",))
    elif what == "safety":
        session = session.flag("AA", NOW)
    else:
        session = session.annotate(2, "ditulis di jam itu")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        assert here(await debriefed(play)) == "mark:0"


# ── whom a note names ──


@pytest.mark.parametrize(
    ("language", "told", "asked"),
    [
        ("id", "Menyebut yang lain: AB. Catatan AA hanya tentang AA.", "jangan sebut anggota lain"),
        ("en", "Names others: AB. The note of AA is about AA alone.", "one sentence"),
    ],
)
async def test_a_note_that_names_another_is_pointed_out_and_kept(
    tmp_path: Path, language: str, told: str, asked: str
) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    async with playing(tmp_path, language) as play:
        panel = await debriefed(play)
        assert asked.lower() in play.screen.lower()
        await play.type("ditolong AB⏎")
        assert told in play.said
        assert row(panel, FIVE[0]).title.startswith("! AA")
        assert row(panel, FIVE[0]).ask == told
        await play.type("↑⏎⌫⌫teman⏎")
        assert not row(panel, FIVE[0]).title.startswith("!")
        assert held(play).answers[0].value == "ditolong teman"
        await play.type("AB senang⏎")
        assert not row(panel, FIVE[1]).title.startswith("!")
        assert play.said.count("AB") == 1


async def test_a_real_name_in_the_note_of_another_is_pointed_out(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    store.save_names("g", {"AA": "Ayu Rahmawati", "AB": "M. Bintang Alam"})
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert "Bintang" not in play.screen  # no name is shown by itself
        await play.type("Ayu dekat dengan bintang⏎tenang⏎")
        assert "Menyebut yang lain: Bintang. Catatan AA hanya tentang AA." in play.said
        assert row(panel, FIVE[0]).title.startswith("!")
        assert not row(panel, FIVE[1]).title.startswith("!")
        await play.type("⎋q")
    async with playing(tmp_path) as play:
        assert row(await debriefed(play), FIVE[0]).title.startswith("!")  # after a restart too


async def test_the_reflection_and_marks_may_name_whom_they_want(tmp_path: Path) -> None:
    store, session = led(tmp_path, "k")
    store.save_session("g", session)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        await play.type("tentang AB⏎")
        panel.go(ids(panel).index(REFLECTION[0]))
        await play.type("AB dan AC berani⏎")
        assert play.said == ""
        assert not any(row.title.startswith("!") for row in panel._rows)


async def test_names_that_cannot_be_read_are_told_and_codes_still_pointed_out(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    (tmp_path / "groups/g/names.toml").write_text('format = 2\nnames = "x"\n')
    async with playing(tmp_path) as play:
        await debriefed(play)
        assert "names.toml" in play.said
        await play.type("ditolong AB⏎")
        assert "Menyebut yang lain: AB." in play.said


async def test_a_real_name_is_pointed_out_though_the_sheet_was_reached_by_tab(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    store.save_names("g", {"AB": "M. Bintang Alam"})
    async with playing(tmp_path) as play:
        await opened(play)
        await play.press("shift+tab", "enter")
        debrief(play)
        await play.type("dekat dengan Bintang⏎")
        assert "Bintang. Catatan AA" in play.said


# ── moments of safety ──


async def test_safety_is_not_shown_before_f5_and_answered_there_it_is_answered_everywhere(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1!")
        await play.press("f5")
        await play.type(ALL_DOORS)
        keys = [panel.key for panel in screen.panels()]
        assert not {"safety", "debrief"} & set(keys)
        assert "eselamatan" not in play.screen.replace("! tandai", "")
        await play.press("f5")
        panel = debrief(play)
        assert "safety" in [panel.key for panel in screen.panels()]
        assert ids(panel)[0] == "risk:1.1:who"
        panel.go(1)
        await play.type("11kepala sekolah⏎TPPK⏎+1⏎dijemput⏎")
        (risk,) = held(play).risks
        assert (risk.safe, risk.company, risk.told, risk.referral, risk.did) == (
            True,
            True,
            "kepala sekolah",
            "TPPK",
            "dijemput",
        )
        assert risk.when == date(2026, 11, 25)
        await play.press("tab")  # after the last sheet the first: the checklist itself
        assert screen.panel
        assert screen.panel.key == "safety"
        assert "kepala sekolah" in play.screen
        await play.press("down")
        await play.type("2⎋q⎋")
        assert "eselamatan" in play.screen  # not safe after all
    assert store.load_session("g", 1).risks[0].safe is False


async def test_what_the_sheets_hold_stands_in_the_debrief(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    session = (
        session.tense(NOW, who=("AB",), cause="takut salah", standing="settled").flag("AC", NOW).look("transition")
    )
    store.save_session("g", session.change_risk("1.1", told="wali kelas"))
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert row(panel, "tension:1.1:cause").values == ("takut salah",)
        assert row(panel, "tension:1.1:standing").values == ("settled",)
        assert row(panel, "risk:1.1:told").values == ("wali kelas",)
        assert isinstance(play.app.screen, SessionScreen)
        while play.app.screen.panel and play.app.screen.panel.key not in {"tensions", "safety"}:
            await play.press("shift+tab")
        assert "takut salah" in play.screen


async def test_a_session_that_is_led_on_after_its_debrief_hides_safety_again_when_it_closes(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        screen = await into_the_room(play)
        await play.type("1!" + ALL_DOORS)
        await play.press("f5")
        await play.type("⎋j")  # the clocks run again: they have come back
        assert "safety" not in [panel.key for panel in screen.panels()]
        await play.type("]⏎")
        assert screen.session.closed
        assert "safety" not in [panel.key for panel in screen.panels()]


# ── a school's own form ──

OWN = """
rows = "{rows}"
stage = "debrief"
order = 5
title = "Supervisi"
hint = "Untuk supervisor."
"""
ITEMS = """
[items.day]
kind = "date"
title = "Hari"
[items.trust]
kind = "scale"
title = "Percaya 1-4"
[items.how]
kind = "choice"
title = "Bagaimana"
[items.how.options]
well = "lancar"
hard = "berat"
[items.again]
kind = "yes"
title = "Lagi?"
[items.who]
kind = "member"
title = "Siapa"
"""


def own(folder: Path, rows: str, items: str) -> None:
    file = folder / "guide" / "id" / "forms" / "own.toml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN.format(rows=rows) + items)


async def test_a_form_of_the_school_stands_in_the_debrief_and_takes_its_keys(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    own(tmp_path, "once", ITEMS)
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel)[:5] == [f"form:own:{item}:" for item in ("day", "trust", "how", "again", "who")]
        assert "Untuk supervisor." in play.screen
        await play.type("24-12-2026⏎")
        await play.type("3224⎋q")
    answers = {answer.item: answer.value for answer in store.load_session("g", 1).answers}
    assert answers == {"day": "2026-12-24", "trust": 3, "how": "hard", "again": False, "who": "AD"}


async def test_a_day_that_is_none_is_told_and_not_kept(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    own(tmp_path, "once", ITEMS)
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("32-12-2026⏎")
        assert "32-12-2026" in play.said
        assert held(play).answers == ()


async def test_a_list_of_the_school_grows_by_one_row(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    own(tmp_path, "list", '[items.what]\nkind = "text"\ntitle = "Hal"\n')
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel)[:2] == ["form:own:what:1", FIVE[0]]
        await play.type("satu⏎")
        assert ids(panel)[:3] == ["form:own:what:1", "form:own:what:2", FIVE[0]]
        assert here(panel) == "form:own:what:2"
        await play.type("dua⏎")
        assert [answer.about for answer in held(play).answers] == ["1", "2"]


async def test_a_day_is_shown_as_everywhere_else(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session.answer("own", "day", "", "2026-12-24", NOW))
    own(tmp_path, "once", ITEMS)
    async with playing(tmp_path) as play:
        await debriefed(play)
        assert "24 Des 2026" in play.screen


async def test_a_question_about_a_goal_tells_the_goal(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_group("g", store.load_group("g").set_goal(1, "Bertanya sekali seminggu"))
    store.save_session("g", session)
    own(tmp_path, "goal", '[items.what]\nkind = "text"\ntitle = "Hal"\n')
    async with playing(tmp_path) as play:
        await debriefed(play)
        assert "Bertanya sekali" in play.screen


async def test_what_is_recalled_is_shown_and_never_lacking(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session.answer("process", "time", "", 3, NOW).answer("process", "what", "", "tenang", NOW))
    own(tmp_path, "once", '[items.was]\nkind = "recall"\nof = ["process.time"]\nwhen = "now"\ntitle = "Waktu"\n')
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert row(panel, "form:own:was:").values == ("3",)
        assert here(panel) == FIVE[0]


async def test_an_item_may_have_a_name_of_more_words(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    own(tmp_path, "once", '[items."a b"]\nkind = "text"\ntitle = "Hal"\n')
    async with playing(tmp_path) as play:
        await debriefed(play)
        await play.type("halo⏎")
        assert held(play).answers[0].item == "a b"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('title = "x"\nstage = "debrief"\n', "items"),
        ('title = "x"\nstage = "debrief"\n[items.a]\nkind = "number"\ntitle = "x"\n', "items.a.kind"),
        ('title = "x"\nstage = "debrief"\nprivate = "perhaps"\n[items.a]\ntitle = "x"\n', "private"),
        ('title = "x"\nstage = "debrief"\n[items.a]\nkind = "recall"\ntitle = "x"\n', "items.a.of"),
        ('title = "x"\nstage = "debrief"\n[items.a\n', "3"),
    ],
)
async def test_a_broken_form_is_told_by_file_and_key_and_the_rest_stands(tmp_path: Path, text: str, key: str) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    file = tmp_path / "guide" / "id" / "forms" / "own.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    async with playing(tmp_path) as play:
        for _ in range(20):
            if play.said:
                break
            await play.settle()  # home may be on its way still, on a slow machine
        assert "forms/own.toml" in play.said
        assert key in play.said.partition("own.toml")[2]
        assert ids(await debriefed(play)) == [*FIVE, *REFLECTION]
    assert file.read_text() == text


async def test_our_own_forms_can_be_reworded_and_left_out_of_the_debrief(tmp_path: Path) -> None:
    store, session = led(tmp_path)
    store.save_session("g", session)
    folder = tmp_path / "guide" / "id" / "forms"
    folder.mkdir(parents=True)
    (folder / "notes.toml").write_text('hint = "Tulis untuk dia saja."\n')
    (folder / "reflection.toml").write_text('stage = "closing"\n')
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel) == FIVE
        assert "Tulis untuk dia saja." in play.screen


# ── files from elsewhere ──


async def test_marks_of_a_kind_that_is_gone_and_odd_ids_are_no_trouble(tmp_path: Path) -> None:
    store, session = led(tmp_path, "k")
    store.save_session("g", session.tense(NOW, who=()).flag("", NOW))
    file = store.session_file("g", 1)
    held_there = json.loads(file.read_text())
    held_there["marks"] += [{**held_there["marks"][0], "kind": "gone", "note": "lama"}]
    held_there["tensions"][0] |= {"id": "x:y", "sign": "gone", "standing": "gone"}
    file.write_text(json.dumps(held_there))
    async with playing(tmp_path) as play:
        panel = await debriefed(play)
        assert ids(panel)[:4] == ["mark:0", "mark:1", "tension:x:y:cause", "tension:x:y:outcome"]
        panel.go(2)
        await play.type("tidak tahu⏎")
        assert held(play).tensions[0].cause == "tidak tahu"
        assert held(play).tensions[0].standing == "gone"
