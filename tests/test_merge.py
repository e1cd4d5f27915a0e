"""Two versions of one session or group into one: what stays, what goes, what is told."""

import os
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kelompok_tui.merge import Clash, merge
from kelompok_tui.model import Correction, Group, Session, answered

from .conftest import NINE, at
from .hands import LATER, laws, on_the_disk, versions

SEEDS = range(int(os.environ.get("KELOMPOK_MERGES", "20")))  # up to 100000: more is `python -m benchmarks.merge`
SEED = some.integers(0, 2**32)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("kind", [Session, Group])
def test_whoever_merges_what_in_whatever_order(kind: type[Session] | type[Group], known: bool) -> None:
    for seed in SEEDS:
        laws(seed, kind, known)


@settings(deadline=None, max_examples=25)
@given(SEED, some.sampled_from([Session, Group]), some.booleans())
def test_any_hands(seed: int, kind: type[Session] | type[Group], known: bool) -> None:
    laws(seed, kind, known)


@settings(deadline=None, max_examples=15)
@given(SEED, some.booleans())
def test_what_was_merged_is_on_the_disk(seed: int, known: bool) -> None:
    on_the_disk(seed, known)


def test_hands_do_come_apart() -> None:
    """The plays above are worth something: most pairs differ, many clash, some give one id to two."""
    played = [versions(seed, Session, 2) for seed in range(60)]
    apart = [(base, one, two) for base, one, two in played if one not in (base, two) and two != base]
    assert len(apart) > 30
    clashes = [clash for base, one, two in apart for clash in merge(one, two, base, at=LATER).told]
    assert len({clash.path.partition(".")[0] for clash in clashes}) > 4
    assert any(clash.other.startswith("2.") for clash in clashes)


# ── with the ancestor ──


def test_each_change_of_either_is_there(session: Session) -> None:
    base = session.floor("AR", at(5)).tense(at(6), who=("BN",)).act(who="CD", what="bertanya")
    ours = base.turn("question", at(7)).change_tension("1.1", cause="takut").attend("BN", state="sick")
    theirs = base.change_tension("1.1", did="menamai").change_action("1.1", state="done").tick("beginning", "x", at(8))
    merged = merge(ours, theirs, base, at=LATER)
    assert merged.told == ()
    assert merged.value == ours.change_tension("1.1", cause="takut", did="menamai").change_action(
        "1.1", state="done"
    ).tick("beginning", "x", at(8))


def test_removed_by_one_is_gone_unless_the_other_changed_it(session: Session) -> None:
    base = session.act(who="AR", what="a").act(who="BN", what="b").tick("beginning", "x", at(1)).floor("AR", at(2))
    ours = base.remove_action("1.1").remove_action("1.2").tick("beginning", "x", at(3)).unmark()
    theirs = base.change_action("1.2", support="teman").floor("BN", at(9))
    merged = merge(ours, theirs, base, at=LATER).value
    assert [(action.id, action.support) for action in merged.actions] == [("1.2", "teman")]
    assert merged.ticks == ()
    assert [mark.who for mark in merged.marks] == ["BN"]


def test_of_what_both_changed_the_newer_stands_and_the_other_is_told_and_kept(session: Session) -> None:
    base = session.tense(at(1), who=("AR",)).attend("AR", state="present")
    ours = base.change_tension("1.1", strength=4).attend("AR", state="sick").change(place="Aula").see(at(90))
    theirs = (
        base.change_tension("1.1", strength=3).attend("AR", state="late", minutes=5).change(place="Lab").see(at(80))
    )
    for merged in (merge(ours, theirs, base, at=LATER), merge(theirs, ours, base, at=LATER)):
        assert merged.value.tensions[0].strength == 4
        assert (merged.value.seats[0].state, merged.value.seats[0].minutes) == ("sick", 0)
        assert merged.value.place == "Aula"
        assert merged.told == (
            Clash("place", "Aula", "Lab"),
            Clash("seats.AR.minutes", "0", "5"),
            Clash("seats.AR.state", "sick", "late"),
            Clash("tensions.1.1.strength", "4", "3"),
        )
        assert {(c.at, c.what, c.was) for c in merged.value.corrections} == {
            (LATER, "place", "Lab"),
            (LATER, "seats.AR.minutes", "5"),
            (LATER, "seats.AR.state", "late"),
            (LATER, "tensions.1.1.strength", "3"),
        }


def test_the_newer_is_who_has_the_latest_news_whatever_else_its_file_says(session: Session) -> None:
    base = session.close(at(100))
    older = base.change(place="Aula").answer("uca", "comfort", "AR", 1, at(200))
    newer = base.change(place="Lab").answer("uca", "comfort", "BN", 1, at(300))
    assert merge(older, newer, base, at=LATER).value.place == "Lab"
    assert merge(newer.see(at(250)), older.see(at(350)), base, at=LATER).value.place == "Aula"


def test_words_are_both_kept(session: Session) -> None:
    base = session.floor("AR", at(5))
    ours, theirs = base.note("diam", at(6)), base.note("menangis", at(7))
    merged = merge(ours, theirs, base, at=LATER)
    assert merged.value.marks[0].note == "diam ¦ menangis"
    assert merged.told == (Clash(f"marks.{at(5).isoformat()}.note", "diam ¦ menangis", ""),)
    assert merge(ours, base.note("diam saja", at(9)), base, at=LATER).value.marks[0].note == "diam saja"


def test_of_two_answers_the_later_stands(session: Session) -> None:
    ours = session.answer("uca", "comfort", "AR", 2, at(70))
    theirs = session.answer("uca", "comfort", "AR", 4, at(60)).see(at(900))
    merged = merge(ours, theirs, session, at=LATER)
    assert answered(merged.value.answers, "uca", "comfort", "AR") == 2
    assert merged.value.corrections == (Correction(at=LATER, what="answers.uca.comfort.AR", was="4"),)
    assert merged.told == (Clash("answers.uca.comfort.AR", "2", "4"),)


@pytest.mark.parametrize("known", [True, False])
def test_two_that_were_given_one_id_are_both_kept(session: Session, known: bool) -> None:
    base = session.floor("AR", at(1))
    ours = base.turn("attack", at(2), tension="conflict").change_tension("1.1", cause="ejekan")
    theirs = base.floor("BN", at(30)).turn("attack", at(31), tension="anxiety").change_tension("1.1", cause="giliran")
    ours, theirs = ours.act(who="AR", what="a"), theirs.act(who="BN", what="b")
    merged = merge(ours, theirs, base if known else None, at=LATER)
    first, second = merged.value.tensions
    assert (first.id, first.cause, second.cause) == ("1.1", "ejekan", "giliran")
    assert second.id != "1.1"
    assert [mark.tension for mark in merged.value.marks] == ["1.1", second.id]
    assert [action.what for action in merged.value.actions] == ["a", "b"]
    assert Clash("tensions.1.1", "1.1", second.id) in merged.told
    again = merged.value.tense(at(9))
    assert len({tension.id for tension in again.tensions}) == 3


def test_a_carried_action_is_asked_for_under_its_new_id(group: Group, session: Session) -> None:
    base = session.but(number=2, actions=())
    mine = base.but(actions=session.act(who="AR", what="a").actions).change_action("1.1", state="done")
    hers = base.but(actions=session.act(who="BN", what="b").actions).change_action("1.1", state="partly")
    merged = merge(mine, hers, base, at=LATER).value
    assert {action.id for action in merged.actions} == set(merged.asked)
    assert len(merged.asked) == 2


def test_a_meeting_that_one_moved_is_moved_for_both(session: Session) -> None:
    base = session.floor("AR", at(60)).enter("working", at(600)).floor("BN", at(700)).close(at(1200))
    ours = base.move(NINE - timedelta(hours=1)).last(0, 20)
    theirs = base.annotate(1, "pelan").answer("uca", "comfort", "AR", 3, at(2000))
    merged = merge(ours, theirs, base, at=LATER).value
    assert merged == ours.annotate(1, "pelan").answer("uca", "comfort", "AR", 3, at(2000))


def test_of_two_who_moved_it_the_newer_is_right(session: Session) -> None:
    base = session.floor("AR", at(60)).close(at(1200))
    ours = base.move(NINE - timedelta(hours=1)).answer("uca", "comfort", "AR", 3, at(3000))
    theirs = base.move(NINE - timedelta(hours=2)).annotate(0, "pelan")
    merged = merge(ours, theirs, base, at=LATER)
    assert merged.value.but(corrections=()) == ours.annotate(0, "pelan")
    assert merged.told == (Clash("began", "2026-11-24T08:00:00+07:00", "2026-11-24T07:00:00+07:00"),)
    assert [(c.what, c.was) for c in merged.value.corrections] == [("began", "2026-11-24T07:00+07:00")]


def test_two_who_went_on_at_once_are_one_after_the_other(session: Session) -> None:
    ours, theirs = session.enter("transition", at(60)), session.enter("working", at(90))
    merged = merge(ours, theirs, session, at=LATER).value
    assert [(v.stage, v.began, v.ended) for v in merged.visits] == [
        ("beginning", at(0), at(60)),
        ("transition", at(60), at(90)),
        ("working", at(90), None),
    ]
    assert merged.stage == "working"
    assert merge(ours.close(at(80)), ours.see(at(99)), ours, at=LATER).value.closed


def test_the_chairs_are_as_the_one_set_them_who_did(session: Session) -> None:
    ours = session.sit(("DE", "CD", "BN", "AR"))
    theirs = session.join("EF").see(at(900))
    assert [s.code for s in merge(ours, theirs, session, at=LATER).value.seats] == ["DE", "CD", "BN", "AR", "EF"]


def test_moments_of_safety_leave_no_trace(session: Session) -> None:
    base = session.flag("AR", at(5))
    ours, theirs = base.change_risk("1.1", safe=True, told="ibu"), base.change_risk("1.1", safe=False, told="wali")
    merged = merge(ours, theirs, base, at=LATER)
    assert merged.value.risks[0].told == "ibu ¦ wali"
    assert merged.value.risks[0].safe is False  # nobody can say which is the newer: then she is not
    assert merged.value.corrections == ()
    assert {clash.path for clash in merged.told} == {"risks.1.1.safe", "risks.1.1.told"}


def test_keys_of_a_newer_version_are_merged_too(session: Session) -> None:
    base = session.but(mood={"AR": 1, "BN": 2}, rows=[{"x": 1}], later="a")
    ours = base.but(mood={"AR": 3, "BN": 2, "CD": 4}, rows=[{"x": 1}, {"x": 2}], later="b").see(at(50))
    theirs = base.but(mood={"AR": 1}, rows=[{"x": 3}], later="c")
    merged = merge(ours, theirs, base, at=LATER)
    assert merged.value.model_extra == {"mood": {"AR": 3, "CD": 4}, "rows": [{"x": 2}, {"x": 3}], "later": "b"}
    assert merged.told == (Clash("later", "b", "c"),)
    assert merged.value.corrections == ()


# ── without it ──


def test_without_an_ancestor_nothing_is_dropped(session: Session) -> None:
    stale = session.floor("AR", at(5)).act(who="AR", what="a")
    ours = stale.turn("question", at(6)).remove_action("1.1").close(at(900))
    merged = merge(ours, stale.floor("BN", at(30)), at=LATER).value
    assert [(mark.kind, mark.who) for mark in merged.marks] == [("question", "AR"), ("floor", "BN")]
    assert [action.what for action in merged.actions] == ["a"]
    assert merged.closed
    further = merge(stale.change_action("1.1", state="partly"), stale.change_action("1.1", state="done"), at=LATER)
    assert further.value.actions[0].state == "done"
    assert further.told == (Clash("actions.1.1.state", "done", "partly"),)


def test_counts_without_a_clock_are_not_added_up(session: Session) -> None:
    base = session.close(at(60)).tally("AR", "question", "working", 2, at(70))
    more, less = base.tally("AR", "question", "working", 3, at(80)), base.tally("AR", "question", "working", 1, at(90))
    assert len(merge(base, more, at=LATER).value.marks) == 3
    assert len(merge(more, less, at=LATER).value.marks) == 3
    assert len(merge(more, less, base, at=LATER).value.marks) == 2


# ── of a group ──


def test_a_person_is_on_one_list(group: Group) -> None:
    base = group.add_candidate("EF", statement="malu")
    ours, theirs = base.choose("EF"), base.change_member("EF", class_="VIII-B").set_aside("AR", "fear")
    for merged in (merge(ours, theirs, base, at=LATER).value, merge(theirs, ours, base, at=LATER).value):
        assert merged.codes == ("BN", "CD", "DE", "EF")
        assert [(c.code, c.instead) for c in merged.candidates] == [("AR", "fear")]
        assert merged.members[-1].class_ == "VIII-B"


def test_one_who_was_moved_here_and_removed_there_stays(group: Group) -> None:
    ours, theirs = group.set_aside("AR"), group.remove_member("AR")
    for merged in (merge(ours, theirs, group, at=LATER).value, merge(theirs, ours, group, at=LATER).value):
        assert [c.code for c in merged.candidates] == ["AR"]
    assert merge(group, theirs.set_aside("BN"), group, at=LATER).value.codes == ("CD", "DE")


@pytest.mark.parametrize("known", [True, False])
def test_two_with_one_code_are_both_kept_and_told(group: Group, known: bool) -> None:
    def joined(class_: str, statement: str, kind: str) -> Group:
        came = group.add_member("EF", class_=class_, statement=statement).consent("EF", kind, "given", NINE.date())
        return came.answer("outcome", "what", "EF", statement, NINE).follow(NINE.date(), "laiseg", "EF")

    ours, theirs = joined("VIII-A", "gugup", "own"), joined("IX-C", "marah", "parent")
    merged = merge(ours, theirs, group if known else None, at=LATER)
    assert merged.told[-1] == Clash("members.EF", "EF", "EFA")
    people = {m.code: m.statement for m in merged.value.members}
    assert sorted((people["EF"], people["EFA"])) == ["gugup", "marah"]
    for code in ("EF", "EFA"):
        assert answered(merged.value.answers, "outcome", "what", code) == people[code]
        assert [c.kind for c in merged.value.consents if c.code == code] == [
            "own" if people[code] == "gugup" else "parent"
        ]
        assert len([f for f in merged.value.followups if f.about == code]) == 1
    assert merge(theirs, ours, group if known else None, at=LATER) == merged


def test_one_who_was_entered_twice_is_one(group: Group) -> None:
    ours = group.add_member("EF", statement="gugup")
    theirs = group.add_candidate("EF", class_="VIII-A")
    merged = merge(ours, theirs, group, at=LATER)
    assert [(m.code, m.class_, m.statement) for m in merged.value.members if m.code == "EF"] == [
        ("EF", "VIII-A", "gugup")
    ]
    assert merged.value.candidates == ()


def test_of_two_consents_the_later_day_stands(group: Group) -> None:
    ours = group.consent("AR", "parent", "refused", NINE.date())
    theirs = group.consent("AR", "parent", "given", NINE.date() - timedelta(days=1))
    merged = merge(ours, theirs, group, at=LATER)
    assert [c.state for c in merged.value.consents] == ["refused"]
    assert merged.told == (Clash("consents.AR.parent", "refused 2026-11-24", "given 2026-11-23"),)
