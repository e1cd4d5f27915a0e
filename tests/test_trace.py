"""A trace of corrections: what was there before, and when it was replaced."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kelompok_tui.documents.corrections import traces
from kelompok_tui.documents.report import Table
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session, answered, corrected, next_session, replaced
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

from .conftest import NINE, at, log

LATER = NINE + timedelta(days=1)


@pytest.fixture
def closed(session: Session) -> Session:
    led = session.attend("AR", state="late", minutes=6).attend("BN", state="present").floor("AR", at(5))
    led = led.note("pelan", at(6)).tense(at(7), who=("BN",)).change_tension("1.1", cause="takut", strength=3)
    led = led.act(who="AR", what="bertanya", state="partly").answer("uca", "comfort", "AR", 3, at(8))
    led = led.answer("principles", "openness", "", False, at(9)).tick("beginning", "welcome", at(9))
    return led.enter("transition", at(600)).close(at(1200)).change(place="Ruang BK")


def test_what_was_there_is_named_by_its_path(closed: Session) -> None:
    for new, gone in (
        (closed.attend("AR", minutes=8), {"seats.AR.minutes": "6"}),
        (closed.attend("AR", state="sick", minutes=0), {"seats.AR.minutes": "6", "seats.AR.state": "late"}),
        (closed.change_tension("1.1", cause="malu"), {"tensions.1.1.cause": "takut"}),
        (
            closed.change_tension("1.1", who=("CD", "DE"), strength=4),
            {"tensions.1.1.who": "BN", "tensions.1.1.strength": "3"},
        ),
        (
            closed.remove_tension("1.1"),
            {"tensions.1.1.who": "BN", "tensions.1.1.strength": "3", "tensions.1.1.cause": "takut"},
        ),
        (closed.change_action("1.1", state="done"), {"actions.1.1.state": "partly"}),
        (closed.answer("uca", "comfort", "AR", 4, LATER), {"answers.uca.comfort.AR": "3"}),
        (closed.answer("uca", "comfort", "AR", None, LATER), {"answers.uca.comfort.AR": "3"}),
        (closed.answer("principles", "openness", "", True, LATER), {"answers.principles.openness": "false"}),
        (closed.note("keras", LATER), {f"marks.{at(5).isoformat()}.note": "pelan"}),
        (closed.note("", LATER), {f"marks.{at(5).isoformat()}.note": "pelan"}),
        (closed.change(place=""), {"place": "Ruang BK"}),
        (closed.tick("beginning", "welcome", LATER), {"ticks.beginning.welcome": at(9).isoformat(timespec="minutes")}),
        (closed.move(NINE - timedelta(hours=1)), {"began": NINE.isoformat(timespec="minutes")}),
        (closed.last(0, 12), {"visits.0.minutes": "10"}),
        (closed.last(1, 3), {"visits.1.minutes": "10"}),
    ):
        assert dict(replaced(closed, new)) == gone


def test_what_is_filled_in_for_the_first_time_corrects_nothing(closed: Session) -> None:
    more = closed.attend("CD", state="late", minutes=3).attend_rest().answer("uca", "comfort", "BN", 2, LATER)
    more = more.change_tension("1.1", did="menamai", sign="anxiety", standing="settled").tense(LATER, who=("DE",))
    more = more.act(who="BN", what="x").tick("working", "welcome", LATER).floor("DE", LATER).note("baru", LATER)
    more = more.tally("AR", "question", "transition", 4, LATER).join("EF").sit(("DE", "AR")).see(LATER).look("working")
    more = more.change_action("1.1", when="besok").change(minutes={"working": 20})
    assert replaced(closed, more) == ()


def test_a_turn_that_becomes_what_it_was_corrects_nothing_and_fewer_of_a_kind_do(closed: Session) -> None:
    floor = closed.floor("CD", LATER)
    assert replaced(floor, floor.turn("question", LATER)) == ()
    pair = floor.floor("DE", LATER)
    assert replaced(pair, pair.turn("support", LATER)) == ()
    assert replaced(pair, pair.turn("link", LATER, "leader")) == ()
    four = closed.tally("AR", "question", "working", 4, LATER)
    assert replaced(four, four.tally("AR", "question", "working", 1, LATER)) == (("tally.working.question.AR", "4"),)
    assert replaced(four, four.tally("AR", "question", "working", 9, LATER)) == ()


def test_notes_at_one_time_are_told_apart(closed: Session) -> None:
    same = closed.floor("AR", LATER).note("satu", LATER).floor("BN", LATER).note("dua", LATER)
    marks = same.marks
    time = LATER.isoformat()
    alone = closed.but(marks=()).note("sendiri", LATER)
    assert replaced(alone, alone.note("", LATER)) == ((f"marks.{time}.note", "sendiri"),)
    assert replaced(same, same.but(marks=(*marks[:-1], marks[-1].but(note="x")))) == ((f"marks.{time}#2.note", "dua"),)
    assert replaced(same, same.but(marks=(*marks[:-2], marks[-1]))) == (
        (f"marks.{time}.note", "satu"),
        ("tally.transition.floor.AR", "1"),
    )


def test_nothing_of_a_moment_of_safety_is_ever_in_it(closed: Session) -> None:
    flagged = closed.flag("DE", LATER).change_risk("1.1", safe=True, told="RAHASIA", did="RAHASIA", company=True)
    for new in (flagged.change_risk("1.1", told="lain", safe=False), flagged.remove_risk("1.1"), closed):
        assert replaced(flagged, new) == ()
        assert corrected(flagged, new, LATER) is new


def test_only_a_closed_session_is_corrected(closed: Session) -> None:
    opened = closed.enter("working", LATER)
    for old, new in ((opened, opened.change(place="")), (closed, opened.change(place="")), (opened, closed)):
        assert corrected(old, new, LATER) is new
    assert [(c.at, c.what, c.was) for c in corrected(closed, closed.change(place=""), LATER).corrections] == [
        (LATER, "place", "Ruang BK")
    ]


def test_the_same_within_a_minute_is_told_once_with_what_it_was_first(closed: Session) -> None:
    def put(old: Session, place: str, seconds: float) -> Session:
        return corrected(old, old.change(place=place), LATER + timedelta(seconds=seconds))

    third = put(put(put(closed, "A", 0), "B", 59), "C", 60)
    assert [c.was for c in third.corrections] == ["Ruang BK", "B"]
    other = corrected(third, third.attend("AR", minutes=9), LATER + timedelta(seconds=61))
    assert [c.what for c in other.corrections] == ["place", "place", "seats.AR.minutes"]


def test_of_a_group_what_was_answered_leaves_a_trace_and_the_plan_once_it_is_closed(group: Group) -> None:
    group = group.follow_defaults(NINE.date(), (7, 30, 90)).answer("consent", "own", "AR", True, NINE)
    group = group.change_followup("1", done=date(2026, 12, 1), result="baik").change(place="Ruang BK")

    def gone(new: Group) -> dict[str, str]:
        return {c.what: c.was for c in corrected(group, new, LATER).corrections}

    assert gone(group.change(place="Aula", concern="lain").change_followup("2", due=date(2027, 1, 1), what="x")) == {}
    assert gone(group.change_member("AR", statement="lain").remove_member("BN").remove_followup("3")) == {}
    assert gone(group.change_followup("1", result="biasa")) == {"followups.1.result": "baik"}
    assert gone(group.answer("consent", "own", "AR", False, LATER)) == {"answers.consent.own.AR": "true"}
    assert gone(group.remove_followup("1")) == {
        "followups.1.due": "2026-12-01",
        "followups.1.kind": "laiseg",
        "followups.1.result": "baik",
        "followups.1.done": "2026-12-01",
    }
    shut = group.close(date(2026, 12, 2), "tujuan tercapai")
    assert corrected(group, shut, LATER) is shut
    more = shut.change(place="Aula").set_goal(1, "a").remove_member("BN").change_followup("2", due=date(2027, 1, 1))
    assert {c.what: c.was for c in corrected(shut, more, LATER).corrections} == {
        "plan.place": "Ruang BK",
        "members.BN": "BN",
        "members.BN.class": "VIII-A",
        "members.BN.statement": "gugup",
        "followups.2.due": "2026-12-24",
    }
    again = corrected(shut, shut.reopen(), LATER)
    assert {c.what: c.was for c in again.corrections} == {"closed": "2026-12-02", "ending": "tujuan tercapai"}


def test_a_trace_is_on_the_disk_and_comes_back(store: Store, group: Group, closed: Session) -> None:
    mended = corrected(closed, closed.attend("AR", minutes=8), LATER)
    store.save_group("g", corrected(group.close(date(2026, 12, 2), "a"), group, LATER))
    store.save_session("g", mended)
    assert store.load_session("g", 1).corrections == mended.corrections
    assert [c.what for c in store.load_group("g").corrections] == ["closed", "ending"]
    assert next_session(group, mended, 2, LATER).corrections == ()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_trace_is_told_in_words(group: Group, closed: Session, language: str) -> None:
    guide, words = read_guide(language), read_words(language)
    form = guide.forms["uca"]
    mended = closed.attend("AR", state="present", minutes=0).change_tension("1.1", cause="malu", strength=4)
    mended = mended.answer("uca", "comfort", "AR", 4, LATER).answer("principles", "openness", "", True, LATER)
    mended = mended.last(0, 12).note("", LATER).change(place="Aula").answer("gone", "item", "", None, LATER)
    told = {what: was for _, what, was in traces(corrected(closed, mended, LATER), guide, words)}
    assert told == {
        words("panel.meeting.place"): "Ruang BK",
        f"{words('panel.attendance.title')} AR · {words('panel.attendance.state')}": words("attendance.late"),
        f"{words('panel.attendance.title')} AR · {words('panel.attendance.minutes')}": "6",
        f"{words('panel.tensions.title')} 1.1 · {words('panel.tensions.strength')}": words("strength.3"),
        f"{words('panel.tensions.title')} 1.1 · {words('panel.tensions.cause')}": "takut",
        f"{form.title} · {form.items['comfort'].title} · AR": "3",
        f"{guide.forms['principles'].title} · {guide.forms['principles'].items['openness'].title}": words("log.no"),
        words("panel.meeting.lasted", stage=guide.stage("beginning").title): "10",
        f"{words('kind.note')} · {words.clock(at(5))}": "pelan",
    }
    report = log(group, corrected(closed, mended, LATER), guide, LATER, words.language)
    table = report.blocks[-1]
    assert isinstance(table, Table)
    assert [row[1:] for row in table.rows] == list(told.items())
    assert {row[0] for row in table.rows} == {f"25 Nov 2026 {words.clock(LATER)}"}
    for format in (format for format in FORMATS.values() if format.text and format.fits(report)):
        assert b"takut" in format.render(report)
    untouched = log(group, closed, guide, LATER, words.language)
    assert words("panel.trace.title") not in [getattr(block, "text", "") for block in untouched.blocks]


def test_every_trace_has_words_or_its_path(group: Group, closed: Session, guide: Guide) -> None:
    words = read_words("id")
    odd = closed.answer("gone", "a.b", "AR", "x", NINE).but(visits=closed.visits[:1], extra={"a": 1})
    mended = closed.but(corrections=[{"at": LATER, "what": w, "was": "x"} for w in (
        "", ".", "visits.9.minutes", "visits.x", "marks.x.note", "ticks.a", "tally", "answers.gone.a.b.AR", "began",
        "actions", "nothing.1", "goals.0.text", "minutes.gone", "plan.minutes.gone", "seats.", "panel.trace.title",
    )])  # fmt: skip
    assert len(traces(mended, guide, words)) == 16
    assert replaced(odd, closed) == (("answers.gone.a.b.AR", "x"),)
    shut = group.close(date(2026, 12, 2), "a")
    told = traces(corrected(shut, shut.change(concern="x", function="preventive").reopen(), LATER), guide, words)
    assert [row[1:] for row in told] == [("Kelompok ditutup", "2 Des 2026"), ("Alasan menutup kelompok", "a")]


CODES = some.sampled_from(["AR", "BN", "CD", "DE"])
TEXTS = some.sampled_from(["", "a", "b", "1.2", "x.y", "☂"])
CHANGES = some.lists(
    some.one_of(
        some.tuples(some.just("seat"), CODES, some.integers(0, 3)),
        some.tuples(some.just("answer"), some.sampled_from(["1", "2.1", "a.b"]), TEXTS),
        some.tuples(some.just("cause"), some.sampled_from(["1.1", "1.2"]), TEXTS),
        some.tuples(some.just("place"), some.just(""), TEXTS),
        some.tuples(some.just("note"), some.just(""), TEXTS),
    ),
    max_size=8,
)


def state(session: Session) -> dict[str, str]:
    """What the changes below can change, told independently of the trace."""
    held = {f"seats.{s.code}.minutes": str(s.minutes) for s in session.seats if s.minutes}
    held |= {f"seats.{s.code}.state": s.state for s in session.seats if s.state}
    held |= {f"tensions.{t.id}.cause": t.cause for t in session.tensions}
    held |= {
        f"answers.rules.rule.{about}": str(answered(session.answers, "rules", "rule", about) or "")
        for about in ("1", "2.1", "a.b")
    }
    held |= {f"marks.{session.marks[-1].at.isoformat()}.note": session.marks[-1].note, "place": session.place}
    return {path: was for path, was in held.items() if was}


def play(session: Session, changes: list[tuple[str, str, int | str]]) -> Session:
    for verb, place, value in changes:
        if verb == "seat":
            session = session.attend(place, minutes=value)
        elif verb == "answer":
            session = session.answer("rules", "rule", place, value, LATER)
        elif verb == "cause":
            session = session.change_tension(place, cause=value)
        elif verb == "place":
            session = session.change(place=value)
        else:
            session = session.note(str(value), LATER)
    return session


@settings(deadline=None, max_examples=60)
@given(before=CHANGES, changes=CHANGES)
def test_exactly_what_was_there_and_is_gone_is_named(
    before: list[tuple[str, str, int | str]], changes: list[tuple[str, str, int | str]]
) -> None:
    group = Group(name="x", members=[{"code": code} for code in ("AR", "BN", "CD", "DE")])
    session = next_session(group, None, 1, NINE).enter("beginning", NINE).tense(NINE).tense(NINE).floor("AR", at(1))
    old = play(session.close(at(60)), before)
    new = play(old, changes)
    was, now = state(old), state(new)
    assert dict(replaced(old, new)) == {path: text for path, text in was.items() if now.get(path) != text}
    assert replaced(old, old) == ()
