"""What is done to a session afterwards, and what is told of it: times, counts, contacts for help, the log."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from kelompok_tui import insights
from kelompok_tui.days import read_clock, read_day, read_moment
from kelompok_tui.documents.report import Report, Table
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.migrate import FORMAT
from kelompok_tui.model import Contact, Contacts, Group, Session, next_session, paper_session
from kelompok_tui.model.session import Mark, Pause
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

from .conftest import NINE, at
from .conftest import log as the_log

PLAN = {"beginning": 10, "transition": 5, "working": 20, "closing": 10}
ROOM = tuple(PLAN)
CODES = ("AR", "BN", "CD", "DE")


def past(minutes: float) -> datetime:
    """So many minutes past nine."""
    return NINE + timedelta(minutes=minutes)


def stays(session: Session) -> list[timedelta]:
    return [session.stay(visit, NINE) for visit in session.visits]


def minutes(session: Session) -> list[float]:
    return [stay.total_seconds() / 60 for stay in stays(session)]


def hours(session: Session) -> list[str]:
    return [f"{visit.began:%H.%M}–{visit.ended:%H.%M}" for visit in session.visits if visit.ended]


def again(session: Session) -> Session:
    """As it comes back from the disk."""
    return Session.model_validate_json(session.model_dump_json())


@pytest.fixture
def led(session: Session) -> Session:
    """Ten minutes of beginning, two of them a pause, five of transition, twenty of working; closed."""
    there = session.floor("AR", past(1)).pause(past(2)).go_on(past(4)).go("BN", past(6))
    there = there.enter("transition", past(12)).floor("CD", past(13)).tense(past(14), who=("CD",)).come("BN", past(15))
    return there.enter("working", past(17)).floor("DE", past(20)).close(past(37)).floor("AR", past(90))


# ── the hour, moved and mended ──


def test_a_session_that_is_moved_takes_with_it_all_that_was_timed(led: Session) -> None:
    moved = led.move(past(-60))
    assert moved.began == past(-60)
    assert hours(moved) == ["08.00–08.12", "08.12–08.17", "08.17–08.37"]
    assert moved.pauses == (Pause(began=past(-58), ended=past(-56)),)
    assert [mark.at for mark in moved.marks] == [past(-59), past(-47), past(-40), past(90)]  # the last has no clock
    assert [(a.began, a.ended) for a in moved.seats[1].away] == [(past(-54), past(-45))]
    assert moved.tensions[0].at == past(-46)
    assert moved.move(NINE) == led


def test_a_tension_that_was_carried_here_or_entered_afterwards_keeps_its_time(group: Group, led: Session) -> None:
    second = next_session(group, led, 2, past(100)).enter("beginning", past(14)).tense(past(15)).close(past(30))
    moved = second.tense(past(200)).move(past(24))
    assert [tension.at for tension in moved.tensions] == [past(14), past(25), past(200)]


def test_a_stay_that_is_mended_moves_what_came_after_it_and_nothing_else(led: Session) -> None:
    longer = led.last(1, 8)
    assert hours(longer) == ["09.00–09.12", "09.12–09.20", "09.20–09.40"]
    assert minutes(longer) == [10, 8, 20]
    assert [mark.at for mark in longer.marks] == [past(1), past(13), past(23), past(90)]
    assert longer.pauses == led.pauses
    assert longer.seats == led.seats
    assert longer.last(1, 5) == led
    assert minutes(led.last(2, 0)) == [10, 5, 0]


def test_a_pause_does_not_count_for_the_stay_that_is_mended(led: Session) -> None:
    shorter = led.last(0, 7)
    assert hours(shorter)[0] == "09.00–09.09"
    assert minutes(shorter) == [7, 5, 20]


def test_a_stay_that_goes_on_is_not_mended(session: Session) -> None:
    assert session.last(0, 5) == session


def test_what_is_skipped_does_not_count_for_the_clock(session: Session) -> None:
    there = session.skip(past(3), past(26))
    assert there.visit is not None
    assert there.stay(there.visit, past(30)) == timedelta(minutes=7)
    assert not there.paused
    assert minutes(there.close(past(31))) == [8]


def test_of_a_pause_only_what_lies_in_the_stay_is_left_out_of_it(session: Session) -> None:
    there = session.skip(past(8), past(13)).enter("transition", past(10)).close(past(15))
    assert minutes(there) == [8, 2]
    backwards = session.but(visits=[{"stage": "beginning", "began": past(5), "ended": past(1)}])
    assert minutes(backwards) == [0]


STAY = some.tuples(some.sampled_from(ROOM), some.integers(4, 3000), some.booleans())
LED = some.lists(STAY, min_size=1, max_size=6)


def told(spans: list[tuple[str, int, bool]], unpaused: int = -1) -> Session:
    """A closed session of these stays: seconds, and whether the second quarter of them was a pause."""
    session, now = Session(number=1, made=NINE).join("AR").join("BN"), 0.0
    for number, (stage, seconds, paused) in enumerate(spans):
        session = session.enter(stage, at(now)).floor("AR", at(now))
        if paused and number != unpaused:
            session = session.pause(at(now + seconds / 4)).go_on(at(now + seconds / 2))
        session = session.go("BN", at(now + seconds / 8)).come("BN", at(now + seconds / 2))
        now += seconds
    return session.close(at(now)).floor("BN", at(now + 99)).look(spans[0][0])


@settings(deadline=None, max_examples=60)
@given(LED, some.integers(-100_000, 100_000))
def test_moved_anywhere_every_stay_keeps_its_length(spans: list[tuple[str, int, bool]], seconds: int) -> None:
    before = told(spans)
    moved = before.move(at(seconds))
    assert moved.began == at(seconds)
    assert stays(moved) == stays(before)
    assert len(moved.marks) == len(before.marks)
    assert moved.marks[-1] == before.marks[-1]
    assert again(moved) == moved
    assert moved.move(NINE) == before


@settings(deadline=None, max_examples=60)
@given(LED, some.integers(0, 5), some.integers(0, 600))
def test_a_mended_stay_lasts_what_was_written_and_the_others_what_they_did(
    spans: list[tuple[str, int, bool]], number: int, lasted: int
) -> None:
    number %= len(spans)
    before = told(spans, unpaused=number)
    mended = before.last(number, lasted)
    wanted = stays(before)
    wanted[number] = timedelta(minutes=lasted)
    assert stays(mended) == wanted
    ends = [NINE, *(visit.ended for visit in mended.visits)]
    assert [visit.began for visit in mended.visits] == ends[:-1]  # one begins where the one before has ended
    assert all(visit.ended and visit.ended >= visit.began for visit in mended.visits)
    assert again(mended) == mended


# ── where it stands ──


def test_the_stage_in_sight_is_that_of_the_stay_and_afterwards_the_one_that_is_looked_at(session: Session) -> None:
    assert Session(number=1, made=NINE).stage == ""
    assert session.look("working").stage == "beginning"
    closed = session.enter("transition", past(5)).close(past(9))
    assert closed.stage == "transition"
    looked = closed.look("beginning")
    assert looked.stage == "beginning"
    assert looked.closed
    assert looked.floor("AR", past(50)).marks[0].stage == "beginning"
    opened = looked.enter("working", past(60))
    assert (opened.stage, opened.shown) == ("working", "")


def test_a_mark_of_a_closed_session_has_no_clock(session: Session) -> None:
    assert session.floor("AR", past(1)).marks[0].timed
    closed = session.close(past(9)).floor("AR", past(50)).turn("question", past(50)).note("pelan", past(51))
    assert [(m.kind, m.timed, m.note) for m in closed.marks] == [("question", False, "pelan")]
    assert closed.enter("working", past(60)).floor("BN", past(61)).marks[-1].timed


def test_it_has_lived_until_the_last_thing_that_was_timed(session: Session) -> None:
    assert Session(number=1, made=past(-3)).lived == past(-3)
    assert session.lived == NINE
    assert session.floor("AR", past(4)).lived == past(4)
    assert session.floor("AR", past(4)).see(past(6)).lived == past(6)
    assert session.see(past(6)).floor("AR", past(7)).lived == past(7)
    assert session.see(past(6)).enter("transition", past(8)).lived == past(8)
    assert session.close(past(9)).floor("AR", past(50)).lived == NINE


# ── the circle ──


def test_whoever_comes_is_late_by_the_minutes_since_the_beginning(session: Session) -> None:
    def comes(session: Session, at: datetime) -> tuple[str, int]:
        seat = session.come("AR", at).seats[0]
        return seat.state, seat.minutes

    assert comes(session, at(59)) == ("present", 0)
    assert comes(session.attend("AR", state="sick"), at(431)) == ("late", 7)
    assert comes(session, past(5000)) == ("late", 600)
    assert comes(session, past(-5)) == ("present", 0)
    assert session.come("ZZ", past(1)) == session


def test_whoever_goes_is_away_until_she_comes_back_and_each_time_is_kept(session: Session) -> None:
    gone = session.attend_rest().go("BN", past(3))
    assert gone.here == ("AR", "CD", "DE")
    assert gone.go("BN", past(4)) == gone
    back = gone.come("BN", past(6))
    assert back.here == CODES
    assert (back.seats[1].state, back.seats[1].minutes) == ("present", 0)  # being back is not being late
    twice = back.go("BN", past(8))
    assert [(a.began, a.ended) for a in twice.seats[1].away] == [(past(3), past(6)), (past(8), None)]
    assert session.go("ZZ", past(1)) == session


def test_coming_and_going_by_keys_are_marks_and_facts(session: Session, guide: Guide) -> None:
    gone = session.floor("AR", past(1)).turn("go", past(1), "go")
    assert [mark.kind for mark in gone.marks] == ["go"]
    assert gone.seats[0].gone
    assert not gone.turn("come", past(2), "come").seats[0].gone
    assert insights.tally(gone, guide) == {}


@given(some.lists(some.sampled_from([*CODES, "EF", "ZZ"]), max_size=9))
def test_no_chair_is_lost_when_the_order_changes(order: list[str]) -> None:
    session = Session(number=1, made=NINE)
    for code in (*CODES, "EF"):
        session = session.join(code).attend(code, minutes=len(session.seats))
    sat = session.sit(tuple(order))
    assert sorted(sat.seats, key=lambda seat: seat.code) == list(session.seats)
    named = [code for code in dict.fromkeys(order) if code != "ZZ"]
    assert [seat.code for seat in sat.seats][: len(named)] == named
    rest = [code for code in (*CODES, "EF") if code not in named]
    assert [seat.code for seat in sat.seats][len(named) :] == rest


# ── moments of safety ──


def test_a_moment_of_safety_knows_its_stage_and_perhaps_whom(session: Session) -> None:
    flagged = session.flag("", past(1)).enter("working", past(2)).flag("AR", past(3)).close(past(9))
    flagged = flagged.look("transition").flag("BN", past(60))
    assert [(r.id, r.stage, r.who) for r in flagged.risks] == [
        ("1.1", "beginning", ""),
        ("1.2", "working", "AR"),
        ("1.3", "transition", "BN"),
    ]
    assert flagged.marks == ()
    assert flagged.remove_risk("1.2").flag("CD", past(61)).risks[-1].id == "1.4"


# ── tallies ──

MARK = some.builds(
    Mark,
    at=some.integers(0, 900).map(at),
    timed=some.booleans(),
    stage=some.sampled_from(["beginning", "working"]),
    kind=some.sampled_from(["question", "support"]),
    who=some.sampled_from(["AR", "BN"]),
    note=some.sampled_from(["", "", "pelan"]),
)


@settings(deadline=None)
@given(some.lists(MARK, max_size=12), some.integers(0, 15))
def test_a_tally_is_what_was_written_and_takes_no_clock_and_no_note_away(marks: list[Mark], count: int) -> None:
    before = Session(number=1, made=NINE).join("AR").join("BN").but(marks=marks)
    after = before.tally("AR", "question", "working", count, past(99))

    def kept(session: Session) -> list[Mark]:
        return [m for m in session.marks if m.timed or m.note]

    def others(session: Session) -> list[Mark]:
        return [m for m in session.marks if (m.who, m.kind, m.stage) != ("AR", "question", "working")]

    stay = sum(m not in others(before) for m in kept(before))
    assert insights.counts(after, "working")["AR", "question"] == max(count, stay)
    assert kept(after) == kept(before)
    assert others(after) == others(before)
    assert after.tally("AR", "question", "working", count, past(99)) == after
    assert again(after) == after


def test_a_tally_is_counted_like_any_other_mark(session: Session, guide: Guide) -> None:
    there = session.floor("AR", past(1)).turn("question", past(1)).close(past(9))
    there = there.tally("AR", "question", "beginning", 4, past(60)).tally("BN", "support", "working", 2, past(60))
    assert insights.counts(there, "beginning") == {("AR", "question"): 4}
    assert insights.counts(there, "working") == {("BN", "support"): 2}
    assert insights.tally(there, guide) == {"AR": {"question": 4}, "BN": {"support": 2}}
    assert insights.silent(there, guide, "working") == ["AR", "CD", "DE"]


# ── a session from paper ──


def test_a_session_from_paper_is_closed_and_as_long_as_it_was_planned(group: Group) -> None:
    paper = paper_session(group, None, 1, past(600), NINE, PLAN)
    assert paper.closed
    assert [visit.stage for visit in paper.visits] == list(ROOM)
    assert hours(paper) == ["09.00–09.10", "09.10–09.15", "09.15–09.35", "09.35–09.45"]
    assert (paper.stage, paper.made, paper.began) == ("beginning", past(600), NINE)
    assert (paper.marks, paper.pauses, paper.here) == ((), (), CODES)
    assert again(paper) == paper


def test_a_session_from_paper_goes_on_with_what_the_one_before_left_open(group: Group, led: Session) -> None:
    before = led.act(who="AR", what="bertanya").sit(("DE", "CD"))
    paper = paper_session(group, before, 2, past(600), past(500), PLAN)
    assert [tension.id for tension in paper.tensions] == ["1.1"]
    assert [action.what for action in paper.actions] == ["bertanya"]
    assert [seat.code for seat in paper.seats] == ["DE", "CD", "AR", "BN"]


# ── how far it is behind ──


@pytest.fixture
def planned(session: Session) -> Session:
    return session.change(minutes=PLAN)


def behind(session: Session, guide: Guide, minute: float) -> float:
    return insights.drift(session, guide, past(minute)).total_seconds() / 60


def test_the_stage_that_goes_on_counts_only_with_what_it_takes_too_long(planned: Session, guide: Guide) -> None:
    assert [behind(planned, guide, minute) for minute in (0, 4, 10, 12.5)] == [0, 0, 0, 2.5]


def test_a_stage_that_was_left_early_puts_the_session_ahead(planned: Session, guide: Guide) -> None:
    ahead = planned.enter("transition", past(7))
    assert [behind(ahead, guide, minute) for minute in (7, 12, 13, 16)] == [-3, -3, -2, 1]
    assert behind(ahead.enter("working", past(9)), guide, 9) == -6


def test_a_stage_that_was_revisited_counts_with_all_its_stays(planned: Session, guide: Guide) -> None:
    back = planned.enter("transition", past(6)).enter("beginning", past(11))
    assert [behind(back, guide, minute) for minute in (11, 15, 17)] == [0, 0, 2]
    on = back.enter("transition", past(14))  # nine minutes of the beginning, five of the transition
    assert [behind(on, guide, minute) for minute in (14, 16)] == [-1, 1]


def test_a_pause_puts_nothing_behind(planned: Session, guide: Guide) -> None:
    rested = planned.pause(past(2)).go_on(past(9))
    assert [behind(rested, guide, minute) for minute in (17, 18)] == [0, 1]
    standing = planned.pause(past(11))
    assert [behind(standing, guide, minute) for minute in (11, 500)] == [1, 1]


def test_once_it_is_closed_every_stage_counts_with_what_it_took(planned: Session, guide: Guide) -> None:
    assert behind(planned.close(past(4)), guide, 999) == -6
    assert behind(planned.enter("gone", past(10)).close(past(13)), guide, 999) == 3  # in no plan: all of it is over


MINUTES = some.fixed_dictionaries({id: some.integers(0, 30) for id in ROOM})


@settings(deadline=None)
@given(MINUTES, some.sampled_from(ROOM))
def test_a_minute_more_is_taken_from_the_longest_to_come(guide: Guide, planned: dict[str, int], stage: str) -> None:
    session = Session(number=1, made=NINE, minutes=planned).enter(stage, NINE)
    more = insights.minute_more(session, guide)
    ahead = ROOM[ROOM.index(stage) + 1 :]
    longest = max((planned[id] for id in ahead), default=0)
    if not longest:
        assert more is None
        return
    assert more is not None
    giver = [id for id in ahead if planned[id] == longest][-1]
    assert more == planned | {stage: planned[stage] + 1, giver: longest - 1}
    assert sum(more.values()) == sum(planned.values())


def test_of_two_that_are_equally_long_the_later_gives_and_the_last_gets_none(planned: Session, guide: Guide) -> None:
    equal = planned.change(minutes={"beginning": 1, "transition": 5, "working": 5, "closing": 5})
    assert insights.minute_more(equal, guide) == {"beginning": 2, "transition": 5, "working": 5, "closing": 4}
    assert insights.minute_more(equal.enter("closing", past(1)), guide) is None
    assert insights.minute_more(equal.enter("gone", past(1)), guide) is None


def test_what_waits_for_afterwards_waits_until_it_is_closed_or_two_hours_old(session: Session) -> None:
    assert not insights.afterwards(session, past(1))
    assert not insights.afterwards(session, past(120))
    assert insights.afterwards(session, past(121))
    assert insights.afterwards(session.close(past(1)), past(1))
    assert not insights.afterwards(session.close(past(1)).enter("working", past(2)), past(2))


# ── days and hours as they are written ──


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9", time(9)), ("9.05", time(9, 5)), (" 09:05 ", time(9, 5)), ("0", time(0)), ("23.59", time(23, 59))],
)
def test_a_clock_is_read_as_it_is_written(text: str, clock: time) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["", "24", "9.60", "9.5", "9,05", "-9", "jam 9", "09.05.00", "123"])
def test_what_is_no_clock_is_told(text: str) -> None:
    with pytest.raises(KelompokError) as trouble:
        read_clock(text)
    assert (trouble.value.word, trouble.value.facts) == ("day.no-clock", {"text": text})


def test_a_moment_is_a_day_and_a_clock_in_the_zone_of_the_laptop() -> None:
    assert read_moment("23-11-2026 14.30", NINE) == datetime(2026, 11, 23, 14, 30, tzinfo=NINE.tzinfo)
    assert read_moment(" 24/11/26  8 ", NINE) == NINE.replace(hour=8)
    assert read_moment("24-11-2026 09.00", NINE) == NINE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("24-11-2026 09.01", "day.to-come"),
        ("+1 08.00", "day.to-come"),
        ("31-02-2026 09.00", "day.unknown"),
        ("kemarin 09.00", "day.unknown"),
        ("09.00", "day.no-moment"),
        ("24-11-2026", "day.no-moment"),
        ("23-11-2026 25.00", "day.no-clock"),
        ("23-11-2026 pagi", "day.no-clock"),
    ],
)
def test_what_is_no_moment_that_was_is_told(text: str, word: str) -> None:
    with pytest.raises(KelompokError) as trouble:
        read_moment(text, NINE)
    assert trouble.value.word == word
    assert "None" not in read_words("id").error(trouble.value)


# ── contacts for help ──


def test_contacts_are_changed_added_and_gone_by_their_row() -> None:
    one = Contacts().put(1, name="Bu Rina").put(1, number="0812").put(2, note="polisi").put(9, name="Puskesmas")
    assert one.contacts == (
        Contact(name="Bu Rina", number="0812"),
        Contact(note="polisi"),
        Contact(name="Puskesmas"),
    )
    assert one.put(2, note=" ").contacts == (one.contacts[0], one.contacts[2])
    assert one.put(4, name="") == one
    with pytest.raises(ValidationError):
        one.put(1, name=3)


def test_contacts_are_stale_until_they_are_checked_and_after_half_a_year() -> None:
    today = date(2026, 11, 24)
    assert Contacts().stale(today)
    checked = Contacts().put(1, name="x").check(today)
    assert not checked.stale(today)
    assert not checked.stale(today + timedelta(days=180))
    assert checked.stale(today + timedelta(days=181))
    assert checked.check(None).stale(today)


@pytest.mark.parametrize("language", ["id", "en"])
def test_until_there_is_a_file_the_contacts_are_those_that_come_with_the_program(store: Store, language: str) -> None:
    shipped = store.load_contacts(language)
    assert shipped.contacts
    assert shipped.checked is None
    assert not store.contacts_file.exists()
    own = shipped.put(1, number="0812").check(date(2026, 11, 24))
    store.save_contacts(own)
    assert store.load_contacts("id") == store.load_contacts("en") == own
    store.save_contacts(Contacts())
    assert store.load_contacts(language) == Contacts()  # none is what she wants


def test_the_contacts_of_a_school_come_before_ours(store: Store) -> None:
    file = store.guide_folder / "id" / "contacts.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[[contacts]]\nname = "UKS"\n')
    assert store.load_contacts("id") == Contacts(contacts=(Contact(name="UKS"),))


@pytest.mark.parametrize(
    ("text", "word", "fact"),
    [
        ('format = 2\n[[contacts]]\nname = "x\n', "toml.syntax", ("line", "3")),
        ("format = 2\n[[contacts]]\nname = 3\n", "file.value", ("key", "contacts.1.name")),
        ('format = 2\nchecked = "kapan"\n', "file.value", ("key", "checked")),
        ('[[contacts]]\nname = "x"\n', "file.no-format", ("format", FORMAT)),
    ],
)
def test_a_broken_file_of_contacts_is_told_by_its_place_and_stays_as_it_is(
    store: Store, text: str, word: str, fact: tuple[str, object]
) -> None:
    file = Path(store.folder) / "contacts.toml"
    file.write_text(text)
    with pytest.raises(KelompokError) as trouble:
        store.load_contacts("id")
    name, value = fact
    assert (trouble.value.word, trouble.value.facts["file"], trouble.value.facts[name]) == (word, file, value)
    assert [(finding.file, finding.trouble and finding.trouble.word) for finding in store.check()] == [(file, word)]
    assert file.read_text() == text


# ── the log ──


def log(group: Group, session: Session, language: str = "id") -> Report:
    return the_log(group, session, read_guide(language), past(600), language)


def rows(report: Report, last: str) -> list[tuple[str, ...]]:
    """The rows of the table whose last column has that title."""
    return [
        row for block in report.blocks if isinstance(block, Table) and block.columns[-1] == last for row in block.rows
    ]


def test_the_log_tells_who_was_away_and_when(group: Group, session: Session) -> None:
    there = session.attend_rest().go("BN", past(3)).come("BN", past(6)).go("BN", past(8)).come("AR", past(7))
    told = {row[0]: row[-1] for row in rows(log(group, there), "Kehadiran")}
    assert told == {
        "AR": "terlambat (7 menit)",
        "BN": "hadir (keluar 09.03–09.06, 09.08–)",
        "CD": "hadir",
        "DE": "hadir",
    }


def test_in_the_log_a_mark_without_a_clock_has_none_and_a_tally_is_a_number(group: Group, session: Session) -> None:
    there = session.floor("AR", past(1)).turn("question", past(1)).close(past(9))
    there = there.tally("AR", "question", "beginning", 12, past(60)).floor("BN", past(61)).note("dari kertas", past(61))
    report = log(group, there)
    assert rows(report, "Catatan") == [
        ("09.01", "Permulaan", "AR", "Bertanya", ""),
        ("", "Permulaan", "BN", "Bicara", "dari kertas"),
    ]
    assert rows(report, "Jenis") == [("AR", "12", "Bertanya 12"), ("BN", "1", "Bicara 1")]


def test_a_log_of_tallies_alone_has_numbers_and_no_list_of_marks(group: Group) -> None:
    paper = paper_session(group, None, 1, past(600), NINE, PLAN).tally("CD", "insight", "working", 3, past(600))
    report = log(group, paper)
    assert rows(report, "Jenis") == [("CD", "3", "Pemahaman baru 3")]
    assert rows(report, "Catatan") == []
    assert [row[1:3] for row in rows(report, "Alasan melewati pintu")][2] == ("09.15–09.35", "20/20")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_log_of_a_session_with_a_moment_of_safety_is_that_of_one_without(
    group: Group, session: Session, language: str
) -> None:
    plain = session.attend_rest().floor("DE", past(1)).close(past(9))
    flagged = plain.flag("DE", past(2)).change_risk(
        "1.1", safe=False, company=True, told="RAHASIA", referral="RAHASIA", when=date(2026, 11, 25), did="RAHASIA"
    )
    assert flagged.risks
    for render in (format.render for format in FORMATS.values() if format.text):
        assert render(log(group, flagged, language)) == render(log(group, plain, language))


def test_a_day_that_has_been_is_the_last_there_was() -> None:
    assert read_moment("23/11 09.00", NINE) == NINE - timedelta(days=1)
    assert read_day("25/11", NINE.date(), past=True) == date(2025, 11, 25)
    assert read_day("25/11", NINE.date()) == date(2026, 11, 25)
    with pytest.raises(KelompokError) as trouble:
        read_day("+1", NINE.date(), past=True)
    assert trouble.value.word == "day.to-come"


def test_a_stay_that_is_mended_keeps_or_loses_the_pauses_in_it(session: Session) -> None:
    there = session.pause(past(5)).enter("transition", past(9)).close(past(14))
    assert minutes(there.last(0, 8)) == [8, 5]
    there = session.pause(past(8)).go_on(past(9)).enter("transition", past(10)).close(past(15))
    assert minutes(there.last(0, 5)) == [5, 5]
    assert there.last(0, 5).pauses == ()


def test_a_tally_keeps_to_whom_and_tensions(session: Session) -> None:
    there = session.close(past(9)).floor("AR", past(20)).floor("BN", past(20)).turn("support", past(20))
    assert there.tally("AR", "support", "beginning", 2, past(21)).marks[0].to == "BN"
    more = there.tally("AR", "support", "beginning", 3, past(21)).tally("AR", "support", "beginning", 1, past(22))
    assert [mark.to for mark in more.marks] == ["BN"]
    tense = session.close(past(9)).floor("AR", past(20)).turn("conflict", past(20), tension="conflict")
    assert tense.tally("AR", "conflict", "beginning", 0, past(21)) == tense


def test_the_answer_to_a_gap_is_a_sign_of_life(session: Session) -> None:
    assert session.skip(past(3), past(26)).lived == past(26)


def test_undo_without_what_was_before_gives_the_chair_back(session: Session) -> None:
    gone = session.floor("AR", past(1)).turn("go", past(2), "go")
    assert gone.seats[0].gone
    assert not gone.unmark().seats[0].gone
    back = gone.floor("AR", past(4)).turn("come", past(5), "come")
    assert not back.seats[0].gone
    assert back.unmark().seats[0].gone
