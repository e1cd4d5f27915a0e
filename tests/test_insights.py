"""What the log tells."""

from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui import insights
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session

from .conftest import NINE, at


def test_time_is_that_of_all_visits_without_the_pauses(session: Session) -> None:
    there = session.pause(at(60)).go_on(at(90)).enter("working", at(120)).enter("beginning", at(180))
    assert insights.spent(there, "beginning", at(200)) == timedelta(seconds=110)
    assert insights.spent(there, "working", at(200)) == timedelta(seconds=60)
    assert insights.length(there, at(200)) == timedelta(seconds=170)
    standing = there.pause(at(200))
    assert insights.length(standing, at(900)) == timedelta(seconds=170)


def test_a_clock_that_jumps_back_gives_no_negative_time(session: Session) -> None:
    assert insights.spent(session, "beginning", NINE - timedelta(hours=1)) == timedelta()
    assert insights.length(session.enter("working", at(-3600)), at(-3500)) == timedelta(seconds=100)


def test_silent_are_those_here_who_have_not_spoken_in_this_stage(session: Session, guide: Guide) -> None:
    there = session.floor("AR", at(1)).floor("BN", at(9)).turn("silence", at(10)).attend("DE", state="sick")
    assert insights.silent(there, guide, "beginning") == ["BN", "CD"]
    assert insights.silent(there.enter("working", at(20)), guide, "working") == ["AR", "BN", "CD"]


def test_the_risk_lane_is_in_no_count(session: Session, guide: Guide) -> None:
    there = session.floor("AR", at(1)).flag("AR", at(2))
    assert [mark.kind for mark in there.marks] == ["floor"]
    assert insights.tally(there, guide) == {"AR": {"floor": 1}}


def test_who_follows_whom(session: Session, guide: Guide) -> None:
    there = session.floor("AR", at(1)).floor("BN", at(2)).turn("support", at(3)).floor("CD", at(9))
    there = there.turn("reflect", at(10), "leader")
    assert insights.towards(there) == {("AR", "BN"): 1}


def test_the_rows_of_a_form(session: Session, group: Group, guide: Guide) -> None:
    forms = guide.forms
    here = session.attend("DE", state="absent")
    assert insights.rows(forms["uca"], group, here) == ["AR", "BN", "CD"]
    assert insights.rows(forms["ways"], group, None) == ["AR", "BN", "CD", "DE"]
    assert insights.rows(forms["contract"], group, here) == [""]
    assert insights.rows(forms["goals"], group.set_goal(1, "x").set_goal(2, "y"), here) == ["1", "2"]
    assert insights.rows(forms["rules"], group, here) == ["1"]
    assert insights.rows(forms["rules"], group, here.answer("rules", "rule", "3", "x", NINE)) == ["1", "2", "3", "4"]


def test_a_door_shows_who_is_lacking(session: Session, group: Group, guide: Guide) -> None:
    there = session.attend_rest().floor("AR", at(1))
    facts = {fact.ask: fact for fact in insights.door(group, there, guide, guide.stage("beginning"))}
    asks = {id: question.ask for id, question in guide.stage("beginning").door.items()}
    by_fact = {question.fact: facts[asks[id]] for id, question in guide.stage("beginning").door.items()}
    assert by_fact["attendance"].true is True
    assert by_fact["spoken"].who == ("BN", "CD", "DE")
    assert by_fact["form:pledge"].who == ("AR", "BN", "CD", "DE")
    assert by_fact[""].true is None


def test_a_door_of_the_group_asks_for_members_and_plan(group: Group, guide: Guide) -> None:
    pre = guide.stage("pre")
    good = [fact for fact in insights.door(group, None, guide, pre) if fact.true]
    small = insights.door(group.remove_member("AR"), None, guide, pre)
    assert len(good) >= 2
    assert sum(fact.true is True for fact in small) == len(good) - 1


def test_tensions_and_actions_at_the_door(session: Session, group: Group) -> None:
    there = session.tense(at(1), who=("AR", "BN")).act(who="AR", what="x").act(who="BN", what="y", when="Senin")

    def lacking(fact: str, held: Session) -> list[str]:
        return insights.FACTS[fact](group, held, None, None)  # type: ignore[arg-type]

    assert lacking("tension-causes", there) == ["AR+BN"]
    assert lacking("tensions-open", there.change_tension("1.1", standing="settled")) == []
    assert lacking("actions-due", there) == ["AR"]
    carried = there.but(number=2)
    assert lacking("actions-asked", carried) == ["AR", "BN"]
    assert lacking("actions-asked", carried.change_action("1.1", state="open")) == ["BN"]


def test_a_row_that_is_no_number_is_none(session: Session, group: Group, guide: Guide) -> None:
    for about in ("²", "x", "999999999", "1" * 5000, "-1"):
        odd = session.answer("rules", "rule", about, "x", NINE)
        assert insights.rows(guide.forms["rules"], group, odd) == ["1"]


def test_what_is_missing_in_a_form(session: Session, group: Group, guide: Guide) -> None:
    forms = guide.forms
    goals = group.set_goal(1, "x").set_goal(2, "y")
    assert insights.missing(forms["goals"], goals, session.answer("goals", "reached", "2", "partly", NINE)) == ["1"]
    assert insights.missing(forms["rules"], group, session) == [forms["rules"].title]
    assert insights.missing(forms["rules"], group, session.answer("rules", "rule", "1", "x", NINE)) == []
    told = session.answer("uca", "understanding", "AR", 3, NINE).answer("uca", "comfort", "AR", 3, NINE)
    assert insights.missing(forms["uca"], group, told) == ["AR", "BN", "CD", "DE"]
    told = told.answer("uca", "action", "AR", 1, NINE)  # the free word is not owed
    assert insights.missing(forms["uca"], group, told) == ["BN", "CD", "DE"]
    chosen = session.answer("chosen", "owner", "", "AR", NINE)
    assert insights.missing(forms["chosen"], group, chosen) == []
    assert len(insights.missing(forms["principles"], group, session)) == 7
    assert insights.missing(forms["ways"], group, None) == ["AR", "BN", "CD", "DE"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_fact_that_a_door_names_can_be_worked_out(
    session: Session, group: Group, language: str, tmp_path: Path
) -> None:
    guide = read_guide(language)
    assert insights.unknown_facts(guide) == []
    named = {question.fact for stage in guide.stages for question in stage.door.values() if question.fact}
    assert set(insights.FACTS) <= named  # and none is worked out for nothing
    for stage in guide.stages:
        for fact, question in zip(insights.door(group, session, guide, stage), stage.door.values(), strict=True):
            assert (fact.true is None) == (not question.fact), question
    file = tmp_path / "id" / "stages" / "beginning.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[door.spoken]\nfact = "spokn"\n')
    (slip,) = insights.unknown_facts(read_guide(language, tmp_path))
    assert (slip.word, slip.facts["fact"]) == ("guide.no-fact", "spokn")
