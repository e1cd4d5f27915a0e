"""Before the first session and between two: candidates, likeness, consent, what is carried on; by keys."""

import json
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kelompok_tui.insights import CONSENTS
from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.line import Line, Pen
from kelompok_tui.ui.panels.panel import Panel
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench
from kelompok_tui.words import read_words

from . import player
from .player import WIB, Clock, Player

NOW = Clock().at
TODAY = NOW.date()
WEEK = timedelta(days=7)
HERE = "berani-bicara"
CODES = ("AR", "BN", "CD", "DE", "EF", "FAR", "GT", "HS", "IN", "JK", "LM", "NO", "PQ", "RS")
BOTH = pytest.mark.parametrize("language", ["id", "en"])


def safe(play: Player | None) -> None:
    """What was done is on the disk."""
    if play and isinstance(play.app.screen, Workbench):
        assert play.app.screen.safe(5)


@asynccontextmanager
async def playing(
    folder: Path, language: str = "id", size: tuple[int, int] = (80, 24), clock: Clock | None = None
) -> AsyncIterator[Player]:
    """The app, shut only when all is on the disk."""
    async with player.playing(folder, language, size, clock) as play:
        yield play
        safe(play)


def the_group(folder: Path, play: Player | None = None) -> dict[str, Any]:
    safe(play)
    return tomllib.loads((folder / "groups" / HERE / "group.toml").read_text(encoding="utf-8"))


def the_session(folder: Path, number: int, play: Player | None = None) -> dict[str, Any]:
    safe(play)
    held: dict[str, Any] = json.loads((folder / "groups" / HERE / "sessions" / f"{number:02}.json").read_text())
    return held


def consents(folder: Path, play: Player | None = None) -> dict[tuple[str, str], tuple[str, date]]:
    return {(c["code"], c["kind"]): (c["state"], c["day"]) for c in the_group(folder, play)["consents"]}


def answers(folder: Path, number: int) -> dict[tuple[str, str, str], Any]:
    return {(a["form"], a["item"], a["about"]): a["value"] for a in the_session(folder, number)["answers"]}


def a_group(folder: Path, members: int = 4, candidates: int = 0, tags: str = "cemas") -> Group:
    group = Group(name="Berani bicara", concern="takut bicara", goal="berani")
    for n, code in enumerate(CODES[: members + candidates]):
        add = group.add_member if n < members else group.add_candidate
        group = add(code, tags=tags)
    Store(folder).save_group(HERE, group)
    return group


def a_week_ago(folder: Path, group: Group) -> None:
    """The first session, with two actions, a tension, two commitments and pledges."""
    began = NOW - WEEK
    one = next_session(group, None, 1, began).enter("beginning", began).attend_rest()
    one = one.attend("BN", minutes=7).attend("CD", state="sick")
    for code in group.codes:
        one = one.answer("pledge", "pledged", code, True, began)
    one = one.tense(began, who=("BN",), sign="conflict", cause="saling ejek")
    one = one.act(who="AR", what="bertanya di kelas", when="Senin").act(who="AR", what="menyapa", when="Selasa")
    one = one.answer("commitments", "behaviour", "AR", "angkat tangan", began)
    one = one.answer("commitments", "behaviour", "DE", "mendengar dulu", began)
    Store(folder).save_session(HERE, one.close(began + timedelta(minutes=45)))


def panel(play: Player) -> Panel:
    screen = play.app.screen
    assert isinstance(screen, Workbench)
    assert screen.panel
    return screen.panel


async def to(play: Player, name: str, row: str = "", field: str = "") -> Panel:
    """To that cell: Tab to its sheet, Enter into it, arrows to the row and the column."""
    screen = play.app.screen
    assert isinstance(screen, Workbench)
    for _ in screen.panels():
        if panel(play).key == name:
            break
        await play.press("tab")
    assert panel(play).key == name
    if not isinstance(play.app.focused, Grid):
        await play.press("enter")
    assert isinstance(play.app.focused, Grid)
    if row:
        rows, grid = [r.id for r in panel(play)._rows], panel(play).query_one(Grid)
        down = rows.index(row) - grid.cursor_row
        await play.press(*(["down" if down > 0 else "up"] * abs(down)))
    if field:
        columns, grid = [f.id for f in panel(play)._fields], panel(play).query_one(Grid)
        right = columns.index(field) + 1 - grid.cursor_column
        await play.press(*(["right" if right > 0 else "left"] * abs(right)))
    return panel(play)


def under(play: Player) -> tuple[str, str]:
    """Row and field under the cursor."""
    place = panel(play).place
    assert place
    return place[0].id, place[1].id


async def write(play: Player, text: str) -> None:
    """Over what stands there: Enter opens it, all of it goes, the new stands."""
    await play.press("enter", "end", "ctrl+u")
    await play.type(f"{text}⏎")


async def home_to_group(play: Player) -> GroupScreen:
    await play.press("enter")
    assert isinstance(play.app.screen, GroupScreen)
    return play.app.screen


# ── the story ──


async def found(play: Player) -> None:
    """A new group, its plan, five candidates, one helped otherwise, four chosen."""
    await play.type("nBerani bicara⏎↓takut bicara di depan kelas⏎banyak yang diam⏎")
    await play.type("12↓")  # two service areas: the cursor stays until the arrow
    await play.type("↓↓berani bertanya⏎bertanya sekali seminggu (c4)⏎menyapa teman baru⏎")
    await to(play, "candidates")
    for n, code in enumerate(CODES[:5], start=1):
        tags = "susah tidur" if code == "EF" else "Takut bicara, cemas"
        await play.type(f"{code.lower()}⏎VIII-A⏎{n}gugup kalau ditunjuk⏎{tags}⏎")
    await to(play, "likeness", "EF", "standing")
    await play.type("3individu tiap Senin⏎")
    for code in CODES[:4]:
        await to(play, "likeness", code, "standing")
        await play.type("1sama takutnya⏎")


async def ask(play: Player) -> None:
    """All four answered, but one refuses, one was only asked, and for one it was another day."""
    await to(play, "consent", "AR", "limits")
    for code in CODES[:4]:
        await to(play, "consent", code, "limits")
        await play.type("1111")
    await to(play, "consent", "BN", "own")
    await play.type("3")
    await to(play, "consent", "CD", "parent")
    await play.type("2")
    await to(play, "consent", "DE", "parent")
    await play.type("4")
    await to(play, "consent", "AR", "parent")
    await write(play, "20/11")


@BOTH
async def test_from_candidates_to_the_second_session(tmp_path: Path, language: str) -> None:
    words = read_words(language)
    clock = Clock()
    async with playing(tmp_path, language, clock=clock) as play:
        await found(play)
        await ask(play)
        await play.press("f2")
        assert isinstance(play.app.screen, DoorScreen)
        door = {fact.ask: (fact.true, fact.who) for fact in play.app.screen._facts}
        assert list(door.values()) == [
            (True, ()),
            (True, ()),
            (False, ("CD",)),
            (False, ("BN",)),
            (False, tuple(door.values())[4][1]),
            (None, ()),
        ]
        assert words("door.lacking", who="CD") in " ".join(play.screen.replace("│", " ").split())
        await play.type("nizin CD menyusul⏎")
        assert isinstance(play.app.screen, SessionScreen)

    # it was shut in the middle: all of that stands in the files
    held = the_group(tmp_path)
    assert held["format"] == 3
    assert (held["concern"], held["areas"]) == ("takut bicara di depan kelas", ["personal", "social"])
    assert held["goals"] == [
        {"text": "bertanya sekali seminggu", "bloom": "C4"},
        {"text": "menyapa teman baru", "bloom": ""},
    ]
    assert [m["code"] for m in held["members"]] == list(CODES[:4])
    assert {m["reason"] for m in held["members"]} == {"sama takutnya"}
    assert [m["source"] for m in held["members"]] == ["assessment", "interview", "observation", "own"]
    assert held["members"][0]["tags"] == ["takut bicara", "cemas"]
    assert held["members"][0]["statement"] == "gugup kalau ditunjuk"
    assert not any("joined" in m for m in held["members"])
    (ef,) = held["candidates"]
    assert (ef["code"], ef["source"], ef["tags"]) == ("EF", "referred", ["susah tidur"])
    assert (ef["instead"], ef["reason"]) == ("crisis", "individu tiap Senin")
    given = {(code, kind): ("given", TODAY) for code in CODES[:4] for kind in CONSENTS}
    given |= {
        ("BN", "own"): ("refused", TODAY),
        ("CD", "parent"): ("asked", TODAY),
        ("DE", "parent"): ("needless", TODAY),
        ("AR", "parent"): ("given", date(2026, 11, 20)),
    }
    assert consents(tmp_path) == given
    assert the_session(tmp_path, 1)["reason"] == "izin CD menyusul"

    async with playing(tmp_path, language, clock=clock) as play:
        await home_to_group(play)
        await play.press("f2")
        assert isinstance(play.app.screen, SessionScreen)
        assert "carried" not in [p.key for p in play.app.screen.panels()]
        await to(play, "form:pledge", "AR", "pledged")
        await play.type("1111⎋")
        clock.go(minutes=1)
        await play.type("eef⏎")  # a candidate comes after all
        clock.go(minutes=1)
        await to(play, "form:pledge", "EF", "pledged")
        await play.type("1")
        await to(play, "form:pledge", "AR", "pledged")
        await play.type("1⎋")
        assert [a["value"] for a in the_session(tmp_path, 1, play)["answers"]] == [True] * 5
        assert [m["code"] for m in the_group(tmp_path, play)["members"]] == list(CODES[:5])
        assert the_group(tmp_path, play)["candidates"] == []
        assert the_group(tmp_path, play)["members"][4]["joined"] == NOW + timedelta(minutes=1)
        await play.type("]⏎]⏎")  # transition, working: two actions
        await to(play, "actions", "+", "who")
        await play.type("1bertanya di kelas⏎Senin⏎⎋")
        await play.type("1f3")  # a conflict, strong
        await play.type("]⏎")
        await to(play, "form:commitments", "BN", "behaviour")
        await play.type("menyapa satu teman⏎⎋")
        await play.type("]⏎")
        assert the_session(tmp_path, 1, play)["visits"][-1]["ended"]
        await play.type("q")
        # the pledges from before she came are to be renewed
        shown = {row.id: row.values[-1] for row in (await to(play, "consent"))._rows}
        states = {code: getattr(dated, "value", None) for code, dated in shown.items()}
        renew = words("consented.renew")
        assert states == {"AR": "given", "BN": renew, "CD": renew, "DE": renew, "EF": "given"}
        assert f"{renew} 24/11" in play.screen
        # she has met the group: nobody is set aside any more
        await to(play, "likeness", "EF", "standing")
        await play.type("2")
        assert words("error.member.met", code="EF") in play.said
        assert "EF" in [m["code"] for m in the_group(tmp_path, play)["members"]]

    clock.at += WEEK
    async with playing(tmp_path, language, clock=clock) as play:
        await home_to_group(play)
        await play.press("f2")
        await play.press("enter")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.panels()[0].key == "carried" == panel(play).key
        sheet = await to(play, "carried")
        assert [row.id for row in sheet._rows] == ["action:1.1", "tension:1.1", "kept:BN"]
        assert "“menyapa satu teman”" in play.screen
        await to(play, "carried", "action:1.1", "state")
        await play.type("3")
        await to(play, "carried", "action:1.1", "text")
        await play.type("guru tidak menunjuk⏎")
        await to(play, "carried", "tension:1.1", "state")
        await play.type("4")

    async with playing(tmp_path, language, clock=clock) as play:  # and once more it was shut
        await home_to_group(play)
        await play.press("f2")
        assert panel(play).key == "carried"
        await to(play, "carried", "kept:BN", "state")
        await play.type("2")
        await to(play, "carried", "kept:BN", "text")
        await play.type("malu⏎⎋")
        await play.type("q")

    two = the_session(tmp_path, 2)
    (action,) = two["actions"]
    assert (action["id"], action["state"], action["hindered"]) == ("1.1", "partly", "guru tidak menunjuk")
    assert two["asked"] == ["1.1"]
    (tension,) = two["tensions"]
    assert (tension["id"], tension["standing"]) == ("1.1", "settled")
    assert answers(tmp_path, 2) == {("kept", "went", "BN"): "partly", ("kept", "hindered", "BN"): "malu"}
    one = the_session(tmp_path, 1)
    assert (one["actions"][0]["state"], one["tensions"][0]["standing"]) == ("open", "noticed")
    assert [seat["code"] for seat in two["seats"]] == list(CODES[:5])


# ── candidates ──


async def test_no_candidates_tell_what_to_do(tmp_path: Path) -> None:
    a_group(tmp_path, 0)
    words = read_words("id")
    async with playing(tmp_path) as play:
        await home_to_group(play)
        for name, word in [
            ("candidates", "panel.candidates.hint"),
            ("likeness", "panel.likeness.none"),
            ("consent", "names.none"),
        ]:
            await to(play, name)
            assert words(word)[:40] in play.screen
            await play.type("x⎋1 ⌦→↓⎋" if name == "candidates" else "x1 ⌦→↓⏎")
            await play.press("ctrl+z", "ctrl+z")
            assert isinstance(play.app.screen, GroupScreen | HomeScreen)
    assert the_group(tmp_path)["candidates"] == []


@pytest.mark.parametrize(("language", "size"), [("id", (80, 24)), ("en", (120, 40))])
async def test_fourteen_candidates_can_all_be_reached(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    a_group(tmp_path, 0, 14, "takut bicara di depan kelas, cemas, gemetar")
    async with playing(tmp_path, language, size) as play:
        await home_to_group(play)
        await to(play, "candidates", "+", "code")
        assert under(play) == ("+", "code")
        await to(play, "likeness", "RS", "standing")
        assert "RS" in play.screen
        await play.type("1serupa⏎")
        assert under(play) == ("AR", "standing")  # she stands first now, and the next is below her
        for code in CODES[:13]:
            await to(play, "likeness", code, "standing")
            await play.type("1")
        await to(play, "consent", "PQ", "pledge")
        assert "PQ" in play.screen
        await play.press("f2")
        assert isinstance(play.app.screen, DoorScreen)
        assert read_words(language)("door.lacking", who=14) in " ".join(play.screen.replace("│", " ").split())
    assert [m["code"] for m in the_group(tmp_path)["members"]] == ["RS", *CODES[:13]]
    assert the_group(tmp_path)["members"][0]["reason"] == "serupa"


@pytest.mark.parametrize("sheet", ["candidates", "members"])
async def test_a_code_that_is_taken_or_none_is_told_and_changes_nothing(tmp_path: Path, sheet: str) -> None:
    a_group(tmp_path, 2, 2)
    before = the_group(tmp_path)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        taken = [("AR", "twins")] if sheet == "members" else [("AR", "twins"), ("cd", "twins")]
        for code, why in [*taken, ("abcde", "code"), ("a1", "code")]:  # a candidate's code chooses her
            await to(play, sheet, "+", "code")
            play.app.clear_notifications()
            await play.type(f"{code}⏎")
            assert read_words("id")(f"reason.{why}") in play.said
        await to(play, sheet, "BN", "code")
        await write(play, "cd")
        assert the_group(tmp_path, play) == before
        for field in ("class", "statement"):
            await to(play, sheet, "+", field)
            play.app.clear_notifications()
            await play.type("x⏎")
            assert read_words("id")("error.member.code-first") in play.said
    assert the_group(tmp_path) == before


async def test_what_was_refused_is_written_again_in_its_place(tmp_path: Path) -> None:
    a_group(tmp_path, 1, 1)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "candidates", "+", "code")
        await play.type("ar⏎")
        assert under(play) == ("+", "code")


async def test_odd_long_and_many_tags_are_kept_and_can_be_changed(tmp_path: Path) -> None:
    a_group(tmp_path, 0, 3, "")
    long, odd = "x" * 200, "“a”; #1 [b] $c \\d 'e' é 😀 <f> &amp; [/]"
    many = ", ".join(f"tag{n}" for n in range(30))
    async with playing(tmp_path) as play:
        await home_to_group(play)
        for code, tags in [("AR", long), ("BN", odd), ("CD", many)]:
            await to(play, "candidates", code, "tags")
            await play.type("x")
            play.app.screen.query_one(Pen).value = tags  # as it is pasted
            await play.type("⏎")
        for name in ("candidates", "likeness"):
            for code in CODES[:3]:
                await to(play, name, code)
                assert under(play)[0] == code
                assert code in play.screen
        await to(play, "candidates", "CD", "tags")
        await write(play, "satu, DUA, satu")
        held = {c["code"]: c["tags"] for c in the_group(tmp_path, play)["candidates"]}
        assert held == {"AR": [long], "BN": [odd.lower()], "CD": ["satu", "dua"]}
        await to(play, "candidates", "AR", "tags")
        await play.type("⌦")
    assert the_group(tmp_path)["candidates"][0]["tags"] == []


async def test_the_new_row_is_filled_along_to_its_end(tmp_path: Path) -> None:
    a_group(tmp_path, 2, 0)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "candidates", "+", "code")
        await play.type("zz⏎")
        assert under(play) == ("ZZ", "class")
        await play.type("IX⏎2")
        assert under(play) == ("ZZ", "statement")
        await play.type("diam⏎cemas⏎")
        assert under(play) == ("+", "code")
    (zz,) = the_group(tmp_path)["candidates"]
    assert [zz[key] for key in ("code", "class", "source", "statement")] == ["ZZ", "IX", "interview", "diam"]


async def test_the_cursor_goes_where_she_goes(tmp_path: Path) -> None:
    a_group(tmp_path, 2, 3)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "likeness", "EF", "standing")
        await play.type("1")
        assert under(play) == ("EF", "reason")
        assert [row.id for row in panel(play)._rows] == ["AR", "BN", "EF", "CD", "DE"]
        await to(play, "likeness", "AR", "standing")
        await play.type("8")
        assert under(play) == ("AR", "reason")
        assert [row.id for row in panel(play)._rows] == ["BN", "EF", "CD", "DE", "AR"]
        await play.press("ctrl+z")
        assert [row.id for row in panel(play)._rows] == ["AR", "BN", "EF", "CD", "DE"]
        assert under(play)[0] == "AR"


async def test_a_candidate_helped_otherwise_can_be_chosen_and_weighed_again(tmp_path: Path) -> None:
    a_group(tmp_path, 0, 1)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "likeness", "AR", "standing")
        await play.type("4Bu Rina⏎")
        assert the_group(tmp_path, play)["candidates"][0]["instead"] == "secrecy"
        await to(play, "likeness", "AR", "standing")
        await play.type("⌦")
        assert the_group(tmp_path, play)["candidates"][0]["instead"] == ""
        await play.type("0")
        assert the_group(tmp_path, play)["candidates"][0]["instead"] == "apart"
        await to(play, "likeness", "AR", "standing")
        await play.type("1")
        await to(play, "likeness", "AR", "standing")
        await play.press("space")
        assert the_group(tmp_path, play)["candidates"][0]["instead"] == ""
    assert the_group(tmp_path)["members"] == []


@BOTH
async def test_every_choice_is_told_with_its_key(tmp_path: Path, language: str) -> None:
    a_group(tmp_path, 0, 2)
    async with playing(tmp_path, language) as play:
        await home_to_group(play)
        sheet = await to(play, "likeness", "AR", "standing")
        told = " ".join(play.screen.split())
        assert [p.key for p in sheet._fields[1].picks if f"{p.key} {p.label}" not in told] == []


async def test_what_was_left_about_one_candidate_is_not_written_about_another(tmp_path: Path) -> None:
    a_group(tmp_path, 0, 2)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "candidates", "AR", "statement")
        await play.type("dipukul ayahnya⎋")
        await to(play, "candidates", "BN", "statement")
        await play.press("enter")
        assert play.app.screen.query_one(Pen).value == ""


async def test_the_line_tells_about_whom_it_is(tmp_path: Path) -> None:
    a_group(tmp_path, 0, 2)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "candidates", "BN", "statement")
        await play.press("enter")
        assert "BN" in str(play.app.screen.query_one(Line).query_one("#label").render())


async def test_one_who_has_met_the_group_is_neither_set_aside_nor_renamed(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path, 4, 1))
    before = the_group(tmp_path)
    told = read_words("id")("error.member.in-session", code="AR")
    stays = read_words("id")("error.member.met", code="AR")
    async with playing(tmp_path) as play:
        await home_to_group(play)
        for keys in ("2", "3", "⌦"):
            await to(play, "likeness", "AR", "standing")
            play.app.clear_notifications()
            await play.type(keys)
            assert stays in play.said
        for sheet in ("candidates", "members"):
            await to(play, sheet, "AR", "code")
            play.app.clear_notifications()
            await write(play, "XY")
            assert told in play.said
        assert the_group(tmp_path, play) == before
        await to(play, "likeness", "EF", "standing")
        await play.type("1")  # a newcomer: the group has met
        assert the_group(tmp_path, play)["members"][4]["joined"] == NOW
        await to(play, "likeness", "EF", "standing")
        await play.type("2")  # but she has not met it yet
    assert [c["code"] for c in the_group(tmp_path)["candidates"]] == ["EF"]


async def pressed_four_times(folder: Path, language: str, key: str) -> list[tuple[str, ...]]:
    """The service areas after each time."""
    a_group(folder)
    async with playing(folder, language) as play:
        await home_to_group(play)
        await to(play, "plan", "areas")
        seen = []
        for _ in range(4):
            await play.press(key)
            seen.append(tuple(the_group(folder, play)["areas"]))
    return seen


async def test_enter_finds_every_service_area(tmp_path: Path) -> None:
    seen = await pressed_four_times(tmp_path, "id", "enter")
    assert {area for areas in seen for area in areas} == {"personal", "social", "learning", "career"}


async def test_enter_does_the_same_in_both_languages(tmp_path: Path) -> None:
    one = await pressed_four_times(tmp_path / "id", "id", "enter")
    assert one == await pressed_four_times(tmp_path / "en", "en", "enter")


async def test_areas_are_taken_one_by_one_and_all_at_once(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "plan", "areas")
        await play.type("1342")
        assert under(play)[0] == "areas"
        assert the_group(tmp_path, play)["areas"] == ["personal", "learning", "career", "social"]
        await play.type("3")
        assert the_group(tmp_path, play)["areas"] == ["personal", "career", "social"]
        await play.press("ctrl+z", "ctrl+z")
        assert the_group(tmp_path, play)["areas"] == ["personal", "learning", "career"]
        await play.type("⌦")
        assert the_group(tmp_path, play)["areas"] == []
        await play.press("ctrl+z")
    assert the_group(tmp_path)["areas"] == ["personal", "learning", "career"]


# ── consent ──


async def test_a_day_is_written_over_todays_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "consent", "BN", "own")
        await play.type("2")
        for written, day in [
            ("20/11", date(2026, 11, 20)),
            ("25/11", date(2025, 11, 25)),
            ("3-2-26", date(2026, 2, 3)),
            ("+0", TODAY),
        ]:
            await to(play, "consent", "BN", "own")
            await write(play, written)
            assert under(play) == ("BN", "parent")
            assert consents(tmp_path, play) == {("BN", "own"): ("asked", day)}
        for wrong in ("+1", "32/1", "tulat", "25-11-2026", "30/2", "24", "24/11/20266"):
            await to(play, "consent", "BN", "own")
            play.app.clear_notifications()
            await write(play, wrong)
            assert f"“{wrong}”" in play.said
            assert consents(tmp_path, play) == {("BN", "own"): ("asked", TODAY)}


async def test_enter_on_an_empty_consent_writes_nothing(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "consent", "BN", "own")
        await play.type("⏎x4")  # nor is a fourth answer there: only parents may not be needed
        assert not play.app.screen.query_one(Line).writing
        assert consents(tmp_path, play) == {}
        await play.type("   ")
        assert consents(tmp_path, play) == {("BN", "own"): ("refused", TODAY)}
        await play.type("⌦")
    assert consents(tmp_path) == {}


async def test_the_whole_ledger_is_to_be_read(tmp_path: Path) -> None:
    group = a_group(tmp_path).add_member("ZZ", joined=NOW)
    for code in group.codes:
        for kind in CONSENTS:
            group = group.consent(code, kind, "asked", TODAY)
        group = group.consent(code, "pledge", "given", TODAY - WEEK)
    Store(tmp_path).save_group(HERE, group)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await to(play, "consent", "AR", "limits")
        assert f"{read_words('id')('consented.renew')} 17/11" in play.screen


async def test_the_day_of_a_spoken_pledge_can_be_written(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await home_to_group(play)
        sheet = await to(play, "consent", "BN", "pledge")
        await write(play, "10/11")
        assert {row.id: row.values[-1] for row in sheet._rows}["BN"].day == date(2026, 11, 10)  # type: ignore[union-attr]


async def test_del_on_a_spoken_pledge_is_answered(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await home_to_group(play)
        sheet = await to(play, "consent", "BN", "pledge")
        await play.type("⌦")
        shown = {row.id: row.values[-1] for row in sheet._rows}["BN"]
        assert shown is None or play.said


async def test_a_pledge_to_be_renewed_is_renewed_by_a_digit_on_a_later_day(tmp_path: Path) -> None:
    group = a_group(tmp_path)
    a_week_ago(tmp_path, group)
    Store(tmp_path).save_group(HERE, group.add_member("ZZ", joined=NOW - timedelta(days=1)))
    renew = read_words("id")("consented.renew")
    async with playing(tmp_path) as play:
        await home_to_group(play)
        sheet = await to(play, "consent", "BN", "pledge")
        assert f"{renew} 17/11" in play.screen
        await play.type("1")
        told = {row.id: getattr(row.values[-1], "value", None) for row in sheet._rows}
        assert told == {"AR": renew, "BN": "given", "CD": renew, "DE": renew, "ZZ": None}
    assert consents(tmp_path) == {("BN", "pledge"): ("given", TODAY)}


# ── undo in each sheet ──


async def test_each_change_is_taken_back_and_made_again(tmp_path: Path) -> None:
    a_group(tmp_path, 2, 2)
    before = the_group(tmp_path)
    async with playing(tmp_path) as play:
        await home_to_group(play)
        for sheet, row, field, keys in [
            ("plan", "component", "", "2"),
            ("plan", "goal:1", "", "bertanya (C4)⏎"),
            ("candidates", "+", "code", "zz⏎"),
            ("candidates", "CD", "code", "⌦"),
            ("candidates", "CD", "source", "3"),
            ("candidates", "CD", "tags", "baru⏎"),
            ("candidates", "AR", "statement", "baru⏎"),
            ("likeness", "CD", "standing", "1"),
            ("likeness", "CD", "standing", "5"),
            ("likeness", "AR", "standing", "2"),
            ("likeness", "AR", "reason", "baru⏎"),
            ("consent", "AR", "own", "1"),
            ("consent", "BN", "parent", "4"),
        ]:
            await to(play, sheet, row, field)
            await play.type(keys)
            after = the_group(tmp_path, play)
            assert after != before, (sheet, row, field)
            await play.press("ctrl+z")
            assert the_group(tmp_path, play) == before, (sheet, row, field)
            await play.press("ctrl+y")
            assert the_group(tmp_path, play) == after, (sheet, row, field)
            await play.press("ctrl+z")
        await play.press("ctrl+z")
        assert read_words("id")("app.nothing-to-undo") in play.said
    assert the_group(tmp_path) == before


async def into_the_second(play: Player) -> None:
    await home_to_group(play)
    await play.press("f2")
    await play.press("enter")
    assert isinstance(play.app.screen, SessionScreen)


async def test_what_is_carried_on_is_answered_and_taken_back(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))

    def held(play: Player) -> dict[str, Any]:
        return {key: the_session(tmp_path, 2, play)[key] for key in ("actions", "tensions", "answers", "asked")}

    async with playing(tmp_path) as play:
        await into_the_second(play)
        before = held(play)
        for row, field, keys in [
            ("action:1.1", "state", "2"),
            ("action:1.2", "text", "malu⏎"),
            ("tension:1.1", "state", "4"),
            ("tension:1.1", "text", "diajak bicara⏎"),
            ("kept:AR", "state", "1"),
            ("kept:DE", "text", "lupa⏎"),
        ]:
            await to(play, "carried", row, field)
            await play.type(keys)
            assert held(play) != before, (row, field)
            await play.press("ctrl+z")
            assert held(play) == before, (row, field)


# ── what is carried on ──


async def test_what_is_carried_on_tells_all_of_it_in_its_order(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await into_the_second(play)
        sheet = await to(play, "carried")
        assert [row.id for row in sheet._rows] == [
            *("action:1.1", "action:1.2", "tension:1.1", "kept:AR", "kept:DE", "here:BN", "here:CD"),
        ]
        assert "hadir 1 dari 1, terlambat 1" in play.screen
        assert "hadir 0 dari 1" in play.screen
        assert under(play) == ("action:1.1", "state")
        await to(play, "carried", "here:CD", "state")
        before = the_session(tmp_path, 2, play)
        await play.type("1x⌦⏎ ")
        assert not play.app.screen.query_one(Line).writing
    after = the_session(tmp_path, 2)
    assert {**after, "seen": ""} == {**before, "seen": ""}


async def test_after_how_it_stands_comes_what_got_in_the_way(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await into_the_second(play)
        await to(play, "carried", "action:1.1", "state")
        await play.type("3")
        assert under(play) == ("action:1.1", "text")


async def test_what_was_left_of_one_row_is_not_written_into_another(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await into_the_second(play)
        await to(play, "carried", "action:1.1", "text")
        await play.type("guru tidak menunjuk⎋")
        await to(play, "carried", "kept:AR", "text")
        await play.press("enter")
        assert play.app.screen.query_one(Pen).value == ""


@BOTH
async def test_a_second_session_with_nothing_to_carry_on_is_led(tmp_path: Path, language: str) -> None:
    group = a_group(tmp_path)
    one = next_session(group, None, 1, NOW - WEEK).enter("beginning", NOW - WEEK).attend_rest()
    Store(tmp_path).save_session(HERE, one.close(NOW - WEEK + timedelta(minutes=45)))
    async with playing(tmp_path, language) as play:
        await into_the_second(play)
        await play.press("enter")
        await play.type("1x⌦⏎ ↓→")
        await play.press("ctrl+z")
        await play.press("escape")
        await play.type("1")
    assert [m["who"] for m in the_session(tmp_path, 2)["marks"]] == ["AR"]


async def test_an_empty_sheet_does_not_stand_first(tmp_path: Path) -> None:
    group = a_group(tmp_path)
    one = next_session(group, None, 1, NOW - WEEK).enter("beginning", NOW - WEEK).attend_rest()
    Store(tmp_path).save_session(HERE, one.close(NOW - WEEK + timedelta(minutes=45)))
    async with playing(tmp_path) as play:
        await into_the_second(play)
        assert panel(play)._rows


# ── a newcomer, and second thoughts ──


async def test_a_newcomer_by_mistake_is_taken_back_whole(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    before = the_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_second(play)
        await play.type("ezz⏎")
        await play.type("uu")
        assert [seat["code"] for seat in the_session(tmp_path, 2, play)["seats"]] == list(CODES[:4])
        await play.type("q")
    assert the_group(tmp_path) == before


async def test_undo_at_the_group_leaves_the_newcomer_of_the_session_alone(tmp_path: Path) -> None:
    a_week_ago(tmp_path, a_group(tmp_path))
    async with playing(tmp_path) as play:
        await into_the_second(play)
        await play.type("ezz⏎")
        await play.type("q")
        assert isinstance(play.app.screen, GroupScreen)
        await play.press("ctrl+z")
    assert "ZZ" in [seat["code"] for seat in the_session(tmp_path, 2)["seats"]]
    assert "ZZ" in [m["code"] for m in the_group(tmp_path)["members"]]


async def test_a_newcomer_on_paper_is_a_member_from_her_session_on(tmp_path: Path) -> None:
    """The session of last week is filled in today: its newcomer came last week."""
    group = a_group(tmp_path)
    began = datetime(2026, 11, 17, 9, 0, tzinfo=WIB)
    one = next_session(group, None, 1, began).enter("beginning", began).attend_rest()
    Store(tmp_path).save_session(HERE, one.close(began + timedelta(minutes=45)))
    async with playing(tmp_path) as play:
        await home_to_group(play)
        await play.press("f6", "enter")
        assert isinstance(play.app.screen, SessionScreen)
        await to(play, "attendance", "+")
        await play.press("left", "left")
        await play.type("zz⏎⎋q")
    joined = the_group(tmp_path)["members"][-1]
    assert joined["code"] == "ZZ"
    assert joined["joined"].date() == began.date()
