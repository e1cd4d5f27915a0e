"""The verbs of groups and sessions."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from kelompok_tui.model import LEADER, Group, Session, answered, next_session
from kelompok_tui.settings import DUE

from .conftest import NINE, at


def kinds(session: Session) -> list[tuple[str, str, str]]:
    return [(mark.who, mark.kind, mark.to) for mark in session.marks]


def test_a_seat_alone_takes_the_floor_and_is_present(session: Session) -> None:
    spoken = session.floor("BN", at(1))
    assert kinds(spoken) == [("BN", "floor", "")]
    assert [seat.state for seat in spoken.seats] == ["", "present", "", ""]


def test_a_verb_turns_the_mark_and_the_next_is_one_of_its_own(session: Session) -> None:
    spoken = session.floor("AR", at(1)).turn("question", at(9)).turn("insight", at(10))
    assert kinds(spoken) == [("AR", "question", ""), ("AR", "insight", "")]


def test_two_seats_in_one_go_are_from_whom_to_whom(session: Session) -> None:
    spoken = session.floor("AR", at(1)).floor("CD", at(2.5)).turn("support", at(3))
    assert kinds(spoken) == [("AR", "support", "CD")]
    assert spoken.marks[0].at == at(1)


def test_two_seats_apart_are_two_who_spoke(session: Session) -> None:
    spoken = session.floor("AR", at(1)).floor("CD", at(4)).turn("support", at(5))
    assert kinds(spoken) == [("AR", "floor", ""), ("CD", "support", "")]


def test_the_leader_moves_towards_the_seat_struck_with_it(session: Session) -> None:
    assert kinds(session.floor("CD", at(1)).turn("draw-out", at(2), "leader")) == [(LEADER, "draw-out", "CD")]
    pair = session.floor(LEADER, at(1)).floor("CD", at(2)).turn("draw-out", at(3), "leader")
    assert kinds(pair) == [(LEADER, "draw-out", "CD")]
    later = session.floor("CD", at(1)).turn("summarise", at(20), "leader")
    assert kinds(later) == [("CD", "floor", ""), (LEADER, "summarise", "")]


def test_a_risk_leaves_no_trace_in_the_marks(session: Session) -> None:
    flagged = session.floor("DE", at(1)).flag("DE", at(2))
    assert kinds(flagged) == [("DE", "floor", "")]
    assert [(risk.id, risk.who, risk.stage, risk.open) for risk in flagged.risks] == [("1.1", "DE", "beginning", True)]
    assert kinds(flagged.turn("question", at(3))) == [("DE", "question", "")]
    assert flagged.unmark().risks == flagged.risks  # an undo that does not know what was before never takes it away


def test_a_risk_is_open_until_it_is_answered_and_she_is_safe(session: Session) -> None:
    told = session.flag("DE", at(1)).change_risk(
        "1.1", safe=False, company=True, told="kepala sekolah", referral="TPPK"
    )
    assert told.risks[0].open
    dated = told.change_risk("1.1", when=date(2026, 11, 25))
    assert dated.risks[0].open
    assert not dated.change_risk("1.1", safe=True).risks[0].open
    assert dated.remove_risk("1.1").risks == ()


def test_a_verb_without_a_seat_changes_nothing(session: Session) -> None:
    assert session.turn("question", at(1)) == session


def test_a_conflict_opens_a_tension_between_both(session: Session) -> None:
    spoken = session.floor("AR", at(1)).floor("BN", at(2)).turn("conflict", at(3), tension="conflict")
    (tension,) = spoken.tensions
    assert (tension.id, tension.who, tension.strength, tension.stage) == ("1.1", ("AR", "BN"), 2, "beginning")
    assert spoken.marks[0].tension == tension.id
    assert spoken.unmark().tensions == ()


def test_a_note_goes_on_the_last_mark_and_away_again(session: Session) -> None:
    noted = session.floor("AR", at(1)).note("pelan", at(2))
    assert noted.marks[0].note == "pelan"
    assert noted.note("", at(3)).marks[0].note == ""
    alone = session.note("hujan deras", at(1))
    assert (alone.marks[0].kind, alone.marks[0].who) == ("note", "")
    assert alone.note("", at(2)).marks == ()


def test_every_visit_is_kept_with_its_reason(session: Session) -> None:
    there = session.enter("working", at(60)).enter("transition", at(90), "tegang").enter("working", at(120))
    assert [(v.stage, v.reason) for v in there.visits] == [
        ("beginning", ""),
        ("working", "tegang"),
        ("transition", ""),
        ("working", ""),
    ]
    closed = there.close(at(200))
    assert closed.closed
    assert closed.enter("closing", at(300)).visit is not None


def test_leaving_a_stage_ends_a_pause(session: Session) -> None:
    assert not session.pause(at(5)).enter("transition", at(9)).paused


def test_what_is_open_is_carried_on(group: Group, session: Session) -> None:
    first = session.tense(at(1), who=("AR",)).tense(at(2), who=("BN",)).act(who="AR", what="tanya").act(what="lain")
    first = (
        first.change_tension("1.2", standing="settled").change_action("1.2", state="done").attend("AR", state="sick")
    )
    second = next_session(group, first, 2, at(10_000))
    assert [t.id for t in second.tensions] == ["1.1"]
    assert [(a.id, a.since) for a in second.actions] == [("1.1", 1)]
    assert second.seats[0].state == ""
    asked = second.change_action("1.1", state="partly").act(what="baru")
    assert asked.asked == ("1.1",)
    assert [a.id for a in asked.actions] == ["1.1", "2.1"]


def test_an_answer_replaces_the_one_before_and_nothing_takes_it_away(session: Session) -> None:
    told = session.answer("uca", "comfort", "AR", 2, NINE).answer("uca", "comfort", "AR", 4, NINE)
    assert answered(told.answers, "uca", "comfort", "AR") == 4
    assert len(told.answers) == 1
    assert told.answer("uca", "comfort", "AR", None, NINE).answers == ()


def test_yes_and_one_are_two_answers(session: Session) -> None:
    told = session.answer("pledge", "pledged", "AR", True, NINE).answer("uca", "comfort", "AR", 1, NINE)
    again = Session.model_validate_json(told.model_dump_json())
    assert [type(answer.value) for answer in again.answers] == [bool, int]


@pytest.mark.parametrize("code", ["", "ABCDE", "A1", "[b]", "😀", "A B"])
def test_a_code_has_one_to_four_letters(group: Group, code: str) -> None:
    with pytest.raises(ValidationError):
        group.add_member(code)


def test_a_code_is_told_once(group: Group) -> None:
    with pytest.raises(ValidationError) as told:
        group.add_member("ar")
    assert told.value.errors()[0]["type"] == "twins"


def test_goals_may_be_plain_texts() -> None:
    group = Group.model_validate({"name": "x", "goals": ["satu", {"text": "dua", "bloom": "A5"}]})
    assert [(goal.text, goal.bloom) for goal in group.goals] == [("satu", ""), ("dua", "A5")]
    assert [goal.text for goal in group.set_goal(1, "").set_goal(2, "tiga").goals] == ["dua", "tiga"]


def test_the_usual_follow_ups_are_filled_in_once(group: Group) -> None:
    followed = group.follow_defaults(date(2026, 11, 1), DUE)
    assert [(f.kind, f.due) for f in followed.followups] == [
        ("laiseg", date(2026, 11, 8)),
        ("laijapen", date(2026, 12, 1)),
        ("laijapang", date(2027, 1, 30)),
    ]
    assert followed.follow_defaults(date(2026, 11, 1), DUE) == followed
    other = group.follow_defaults(date(2026, 11, 1), (3, 14, 60))
    assert [f.due for f in other.followups] == [date(2026, 11, 4), date(2026, 11, 15), date(2026, 12, 31)]


@pytest.mark.parametrize("id", ["1.x", "1.²", "1.", "x", "1." + "9" * 62, "²"])
def test_ids_that_are_no_numbers_stop_nothing(group: Group, session: Session, id: str) -> None:
    acted = session.but(actions=[{"id": id, "since": 1}], tensions=[{"id": id, "since": 1, "at": NINE, "stage": "a"}])
    assert acted.act(what="x").actions[-1].id == "1.1"
    assert acted.tense(NINE).tensions[-1].id == "1.1"
    followed = group.but(followups=[{"id": id, "due": "2026-11-24"}])
    assert followed.follow(date(2026, 11, 25)).followups[-1].id == "1"


@pytest.mark.parametrize("told", ["2026-11-24T09:00:00", "0001-01-01T00:00:00"])
def test_a_time_without_an_offset_is_the_laptops_own(session: Session, told: str) -> None:
    late = session.but(visits=[{"stage": "beginning", "began": told}])
    assert late.began.tzinfo is not None
    assert late.began < at(1) + timedelta(days=2)  # can be compared with the others
    if told > "1":
        assert late.began == datetime.fromisoformat(told).astimezone()


def test_a_chair_says_how_late_and_who_is_here(session: Session) -> None:
    sat = session.attend("AR", minutes=7).attend("BN", state="sick").attend_rest()
    assert [(seat.state, seat.minutes) for seat in sat.seats] == [
        ("late", 7),
        ("sick", 0),
        ("present", 0),
        ("present", 0),
    ]
    assert sat.here == ("AR", "CD", "DE")
    assert sat.floor("AR", at(1)).seats[0].state == "late"
    with pytest.raises(ValidationError):
        session.attend("AR", minutes=-1)


def test_a_newcomer_has_a_chair_once_and_chairs_keep_their_order(group: Group, session: Session) -> None:
    sat = session.join("ZZ").join("ZZ").join("AR")
    assert [seat.code for seat in sat.seats] == ["AR", "BN", "CD", "DE", "ZZ"]
    turned = sat.but(seats=tuple(reversed(sat.seats)))
    assert [s.code for s in next_session(group.add_member("FF"), turned, 2, NINE).seats] == [
        "DE",
        "CD",
        "BN",
        "AR",
        "FF",
    ]


def test_two_seats_in_two_stages_are_no_pair(session: Session) -> None:
    spoken = session.floor("AR", at(1)).enter("transition", at(1.5)).floor("BN", at(2)).turn("support", at(2.5))
    assert kinds(spoken) == [("AR", "floor", ""), ("BN", "support", "")]


def test_controls_never_stay_in_a_text(group: Group) -> None:
    nasty = group.change(concern="a\x1b[31mb\x07\u202ec\r\nd\ud800")
    assert nasty.concern == "a [31mb  c\nd "


VERBS = some.one_of(
    some.tuples(some.just("floor"), some.sampled_from(["AR", "BN", "CD", LEADER])),
    some.tuples(some.just("turn"), some.sampled_from(["question", "conflict", "summarise", "come", "go"])),
    some.tuples(some.just("enter"), some.sampled_from(["beginning", "working"])),
    some.tuples(some.just("flag"), some.sampled_from(["AR", ""])),
    some.tuples(some.just("note"), some.text(max_size=8)),
    some.tuples(some.just("attend"), some.sampled_from(["present", "late", "sick", "absent"])),
    some.tuples(some.sampled_from(["unmark", "close", "pause", "go_on"]), some.none()),
)
ROWS = {"summarise": "leader", "come": "come", "go": "go"}


@settings(deadline=None)
@given(some.lists(some.tuples(VERBS, some.floats(0, 5)), max_size=40))
def test_any_keys_give_a_session_that_comes_back_from_json_the_same(keys: list[tuple[tuple[str, str], float]]) -> None:
    session, now = Session(number=1, made=NINE).join("AR").join("BN").join("CD"), 0.0
    for (verb, fact), pause in keys:
        now += pause
        if verb == "turn":
            tension = "conflict" if fact == "conflict" else ""
            session = session.turn(fact, at(now), ROWS.get(fact, "member"), tension)
        elif verb == "attend":
            session = session.attend("BN", state=fact, minutes=3 if fact == "late" else 0)
        elif verb == "unmark":
            session = session.unmark()
        else:
            session = getattr(session, verb)(*([fact] if fact is not None else []), at(now))
        assert sum(visit.ended is None for visit in session.visits) <= 1
        assert {mark.tension for mark in session.marks} - {""} == {tension.id for tension in session.tensions}
    assert Session.model_validate_json(session.model_dump_json()) == session
