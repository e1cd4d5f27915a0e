"""What is due, by keys: first on home, answered where it stands, and gone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store
from kelompok_tui.ui.due_screen import DueScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.sheet import Grid

from .player import Clock, Player, playing
from .test_room import a_group

pytestmark = pytest.mark.usefixtures("lasting")

NOW = Clock().at
TODAY = NOW.date()
HAND = 'format = 2\nname = "Berani bicara"\nmembers = [{ code = "AA" }, { code = "AB" }]\n'


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def with_due(folder: Path, *due: tuple[int, str, str], members: int = 2, **facts: object) -> Store:
    """A group with follow-ups: in how many days, of which kind, about whom."""
    store = a_group(folder, members, **facts)
    group = store.load_group("g")
    for days, kind, about in due:
        group = group.follow(day(days), kind, about)
    store.save_group("g", group)
    return store


def met(store: Store, weeks: int = 2) -> Session:
    """A session of that many weeks ago, with hopes and a first UCA; on the disk."""
    began = NOW - timedelta(weeks=weeks)
    session = next_session(store.load_group("g"), None, 1, began).enter("beginning", began).attend_rest()
    session = session.answer("introductions", "expectation", "AA", "berani bertanya", began)
    for item, value in (("understanding", 3), ("comfort", 2), ("action", 4)):
        session = session.answer("uca", item, "AA", value, began)
    session = session.enter("closing", began + timedelta(minutes=30)).close(began + timedelta(minutes=45))
    store.save_session("g", session)
    return session


def by_hand(folder: Path, text: str) -> None:
    file = folder / "groups" / "g" / "group.toml"
    file.parent.mkdir(parents=True)
    file.write_text(HAND + text)


def lines(play: Player) -> list[str]:
    """What is due, as home has it."""
    assert isinstance(play.app.screen, HomeScreen)
    return [line.strip() for line in play.screen.splitlines() if line.strip().startswith("! ")]


def due(play: Player) -> DueScreen:
    screen = play.app.screen
    assert isinstance(screen, DueScreen)
    assert isinstance(play.app.focused, Grid)
    return screen


def held(play: Player) -> Group:
    screen = play.app.screen
    assert isinstance(screen, DueScreen | GroupScreen)
    assert screen.ledger
    return screen.ledger.value


async def to_the_sheet(play: Player, name: str) -> None:
    screen = play.app.screen
    assert isinstance(screen, DueScreen | GroupScreen)
    for _ in screen.panels():
        if screen.panel and screen.panel.key == name:
            break
        await play.press("shift+tab")
    assert screen.panel
    assert screen.panel.key == name


# ── home ──


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("id", "! 14 Nov 2026 tindak lanjut: laijapen · AB (Berani bicara)", "! 24 Nov 2026 tindak lanjut: laiseg"),
        ("en", "! 14 Nov 2026 follow-up: ", "! 24 Nov 2026 follow-up: "),
    ],
)
async def test_what_is_overdue_stands_first_and_what_is_to_come_not_at_all(
    tmp_path: Path, language: str, first: str, second: str
) -> None:
    with_due(tmp_path, (0, "laiseg", ""), (-10, "laijapen", "AB"), (1, "laijapang", ""))
    async with playing(tmp_path, language) as play:
        one, two = lines(play)
        assert one.startswith(first)
        assert two.startswith(second)
        assert play.screen.index(two) < play.screen.index("Berani bicara  takut")
        await play.type("⏎")
        assert due(play)._followup.about == "AB"


async def test_follow_ups_of_several_groups_stand_in_order_of_their_days(tmp_path: Path) -> None:
    store = with_due(tmp_path, (0, "laiseg", ""), (-3, "laiseg", ""))
    store.save_group("h", Group(name="Berani menolak").follow(day(-2), what="telepon orang tua"))
    async with playing(tmp_path) as play:
        assert [line.split()[1] for line in lines(play)] == ["21", "22", "24"]
        await play.type("↓⏎")
        assert "Berani menolak · 22 Nov 2026 · telepon orang tua" in play.screen


# ── answered in place ──


@pytest.mark.parametrize("language", ["id", "en"])
async def test_it_is_asked_again_answered_and_gone(tmp_path: Path, language: str) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    met(store)
    async with playing(tmp_path, language) as play:
        await play.type("⏎")
        screen = due(play)
        assert [panel.key for panel in screen.panels()] == ["form:laiseg", "due:1"]
        assert "3 2 4" in play.screen  # the first UCA stands beside it
        await play.type("4441lebih lega⏎3332⎋")
        await play.settle()
        assert isinstance(play.app.screen, HomeScreen)
        assert len(lines(play)) == 1  # what has no result is still due
        await play.type("⏎⇥semua sudah bertanya⏎⎋")
        assert lines(play) == []
    group = store.load_group("g")
    assert [(a.form, a.item, a.about, a.value) for a in group.answers] == [
        ("laiseg", "understanding", "AA", 4),
        ("laiseg", "comfort", "AA", 4),
        ("laiseg", "action", "AA", 4),
        ("laiseg", "tried", "AA", "done"),
        ("laiseg", "note", "AA", "lebih lega"),
        ("laiseg", "understanding", "AB", 3),
        ("laiseg", "comfort", "AB", 3),
        ("laiseg", "action", "AB", 3),
        ("laiseg", "tried", "AB", "partly"),
    ]
    (answered,) = group.followups
    assert (answered.result, answered.done) == ("semua sudah bertanya", TODAY)


@pytest.mark.parametrize("kind", ["laiseg", "laijapen", "laijapang"])
async def test_each_kind_has_a_form_of_its_own(tmp_path: Path, kind: str) -> None:
    store = with_due(tmp_path, (-1, kind, ""))
    async with playing(tmp_path) as play:
        await play.type("⏎2⎋")
    assert [(a.form, a.value) for a in store.load_group("g").answers] == [(kind, 2)]


async def test_its_day_is_changed_and_it_comes_back_on_that_day(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        await play.type("⏎⇥↓↓24-12-2026⏎⎋")
        assert lines(play) == []
    assert store.load_group("g").followups[0].due == date(2026, 12, 24)
    clock = Clock()
    clock.go(days=29)
    async with playing(tmp_path, clock=clock) as play:
        assert lines(play) == []
    clock.go(days=1)
    async with playing(tmp_path, clock=clock) as play:
        assert len(lines(play)) == 1


async def test_a_day_that_is_none_is_told_and_an_empty_one_changes_nothing(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        before = store.load_group("g")
        await play.type("⏎⇥↓25-11-2026⏎")
        assert "25-11-2026" in play.said  # it cannot have been answered tomorrow
        await play.type("⌦")
        assert held(play) == before
        await play.type("31-02-2026⏎")
        assert "31-02-2026" in play.said
        assert held(play) == before


async def test_a_day_that_was_not_taken_is_mended_where_it_was_written(tmp_path: Path) -> None:
    with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        await play.type("⏎⇥↓↓31-02-2026⏎28-02-2027⏎")
        assert held(play).followups[0].due == date(2027, 2, 28)


async def test_one_that_is_about_a_single_member_shows_only_her(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", "AB"), members=5)
    async with playing(tmp_path) as play:
        await play.type("⏎")
        assert "Berani bicara · 23 Nov 2026 · laiseg · AB" in play.screen
        assert not any(f" {code} " in play.screen for code in ("AA", "AC", "AD", "AE"))
        await play.type("3")
        assert [(a.about, a.value) for a in held(play).answers] == [("AB", 3)]
        await play.type("⎋")
    assert [a.about for a in store.load_group("g").answers] == ["AB"]


async def test_what_was_answered_is_taken_back_and_given_again(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        before = store.load_group("g")
        await play.type("⏎4⇥baik⏎")
        assert held(play).owed == ()
        await play.press("ctrl+z")
        assert len(held(play).owed) == 1
        await play.press("ctrl+z")
        assert held(play) == before
        await play.press("ctrl+y", "ctrl+y", "escape")
        assert lines(play) == []


async def test_fourteen_members_are_all_asked(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""), members=14)
    async with playing(tmp_path) as play:
        await play.type("⏎")
        assert "AN" in play.screen
        await play.type("↓" * 13 + "4")
        assert [(a.about, a.value) for a in held(play).answers] == [("AN", 4)]
        await play.type("⎋")
    assert len(store.load_group("g").answers) == 1


async def test_a_group_without_members_is_answered_all_the_same(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""), members=0)
    async with playing(tmp_path) as play:
        await play.type("⏎")
        due(play)
        await play.type("4⇥bubar⏎⎋")
        assert lines(play) == []
    assert store.load_group("g").followups[0].result == "bubar"


async def test_a_group_that_cannot_be_read_any_more_is_told_and_home_stands(tmp_path: Path) -> None:
    with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        file = tmp_path / "groups/g/group.toml"
        file.write_text("format = 2\nname = 3\n")
        await play.type("⏎")
        assert isinstance(play.app.screen, HomeScreen)
        assert "group.toml" in play.said
        assert "name" in play.said
        assert file.read_text() == "format = 2\nname = 3\n"


async def test_a_session_that_cannot_be_read_is_left_out_of_what_is_recalled(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    session = met(store)
    store.save_session("g", session.but(number=2).answer("uca", "comfort", "AA", 1, NOW))
    store.session_file("g", 1).write_text("{")
    async with playing(tmp_path) as play:
        await play.type("⏎")
        due(play)
        assert "3 1 4" in play.screen


# ── the usual three ──


async def test_the_usual_three_count_from_the_last_session_and_come_up_in_turn(tmp_path: Path) -> None:
    store = with_due(tmp_path)
    met(store, weeks=1)
    async with playing(tmp_path) as play:
        await play.press("enter", "f7", "escape")
        assert len(lines(play)) == 1
        assert "laiseg" in lines(play)[0]
        await play.type("⏎⇥baik⏎⎋")
        assert lines(play) == []
    assert [(f.kind, f.due) for f in store.load_group("g").followups] == [
        ("laiseg", day(0)),
        ("laijapen", day(23)),
        ("laijapang", day(83)),
    ]
    clock = Clock()
    clock.go(days=83)
    async with playing(tmp_path, clock=clock) as play:
        assert ["laijapen" in line or "laijapang" in line for line in lines(play)] == [True, True]


# ── ways ──


async def test_a_referral_stands_on_home_on_its_day_and_goes_when_the_way_is_another(tmp_path: Path) -> None:
    store = with_due(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter")
        await to_the_sheet(play, "form:ways")
        await play.type("3Psikolog Puskesmas⏎+2⏎setuju⏎⎋")
        assert lines(play) == []
    clock = Clock()
    clock.go(days=1)
    async with playing(tmp_path, clock=clock) as play:
        assert lines(play) == []
    clock.go(days=1)
    async with playing(tmp_path, clock=clock) as play:
        assert lines(play) == ["! 26 Nov 2026 tindak lanjut: Psikolog Puskesmas · AA (Berani bicara)"]
        await play.type("⏎")
        assert [panel.key for panel in due(play).panels()] == ["form:ways"]
        assert "Psikolog Puskesmas" in play.screen
        assert " AB " not in play.screen
        await play.type("4⎋")
        assert lines(play) == []
    ways = {a.item: a.value for a in store.load_group("g").answers}
    assert ways == {"way": "closed", "whom": "Psikolog Puskesmas", "when": "2026-11-26", "note": "setuju"}


async def test_a_way_to_nobody_named_is_told_by_its_kind(tmp_path: Path) -> None:
    store = with_due(tmp_path)
    group = store.load_group("g").answer("ways", "way", "AB", "individual", NOW)
    store.save_group("g", group.answer("ways", "when", "AB", "2026-11-24", NOW))
    async with playing(tmp_path) as play:
        assert lines(play) == ["! 24 Nov 2026 tindak lanjut: konseling individu · AB (Berani bicara)"]


# ── pasca: hopes, and the end ──


async def test_what_was_hoped_stands_beside_what_became_of_it(tmp_path: Path) -> None:
    store = with_due(tmp_path)
    met(store)
    async with playing(tmp_path) as play:
        await play.press("enter")
        await to_the_sheet(play, "form:hopes")
        assert "berani bertanya" in play.screen
        await play.type("2sudah dua kali⏎⎋")
    told = [(a.item, a.about, a.value) for a in store.load_group("g").answers]
    assert told == [("now", "AA", "partly"), ("what", "AA", "sudah dua kali")]


async def test_a_group_is_closed_with_its_reason_and_opened_again(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        await play.press("down", "enter", "ctrl+t")
        await play.type("n")
        await play.type("tujuan tercapai⏎")
        assert "Kelompok ditutup 24 Nov 2026: tujuan tercapai" in play.screen
        await play.type("⎋")
        assert "ditutup 24 Nov 2026" in play.screen
        assert len(lines(play)) == 1  # what was promised is still owed
        closed = store.load_group("g")
        assert (closed.closed, closed.ending) == (TODAY, "tujuan tercapai")
        await play.press("enter", "ctrl+t")
        assert "Kelompok dibuka lagi." in play.said
        await play.type("⎋")
    assert (store.load_group("g").closed, store.load_group("g").ending) == (None, "")


# ── written by hand, or changed elsewhere ──


async def test_two_follow_ups_with_one_id_are_no_end(tmp_path: Path) -> None:
    by_hand(tmp_path, '[[followups]]\nid = "1"\ndue = 2026-11-20\n[[followups]]\nid = "1"\ndue = 2026-11-21\n')
    async with playing(tmp_path) as play:
        assert "Berani bicara" in play.screen


@pytest.mark.parametrize("id", ["x.y", "tiga hari", "a:b", "é"])
async def test_a_follow_up_may_have_any_id(tmp_path: Path, id: str) -> None:
    by_hand(tmp_path, f'[[followups]]\nid = "{id}"\ndue = 2026-11-20\n')
    async with playing(tmp_path) as play:
        await play.type("⏎")
        due(play)


async def test_a_follow_up_is_a_way_only_where_it_is_one(tmp_path: Path) -> None:
    by_hand(tmp_path, '[[followups]]\nid = "ways-home"\ndue = 2026-11-20\nkind = "laiseg"\n')
    async with playing(tmp_path) as play:
        await play.type("⏎")
        assert [panel.key for panel in due(play).panels()] == ["form:laiseg", "due:ways-home"]


async def test_a_kind_that_is_ours_not_is_told_as_it_was_written(tmp_path: Path) -> None:
    by_hand(tmp_path, '[[followups]]\nid = "1"\ndue = 2026-11-20\nkind = "kunjungan"\n')
    async with playing(tmp_path) as play:
        assert "kunjungan" in lines(play)[0]
        assert "followup." not in lines(play)[0]


async def test_what_was_answered_elsewhere_goes_when_it_is_opened(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", ""))
    async with playing(tmp_path) as play:
        store.save_group("g", store.load_group("g").change_followup("1", done=TODAY))
        await play.type("⏎")
        assert play.said or not lines(play)


async def test_the_day_of_the_answer_stays_when_its_result_is_mended(tmp_path: Path) -> None:
    with_due(tmp_path, (-5, "laiseg", ""))
    async with playing(tmp_path) as play:
        await play.type("⏎⇥baik⏎22-11-2026⏎")
        await play.type("↑↑⏎ sekali⏎")
        (answered,) = held(play).followups
        assert answered.result == "baik sekali"
        assert answered.done == date(2026, 11, 22)


async def test_one_about_a_member_who_has_left_says_so(tmp_path: Path) -> None:
    store = with_due(tmp_path, (-1, "laiseg", "AB"))
    store.save_group("g", store.load_group("g").remove_member("AB"))
    async with playing(tmp_path) as play:
        await play.type("⏎")
        assert "Belum ada anggota yang hadir" not in play.screen
