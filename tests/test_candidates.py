"""Candidates and members, what they share, the ledger of consent, what is carried on: model, insights, migration."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from kelompok_tui import insights
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide, Item
from kelompok_tui.migrate import migrate
from kelompok_tui.model import Group, Session, answered, next_session
from kelompok_tui.model.group import Goal, Member
from kelompok_tui.store import Store

from .conftest import NINE, at

TODAY = NINE.date()
CODES = ("AR", "BN", "CD", "DE", "EF")
WAITING = ("", "crisis", "fear", "apart")


def consented(group: Group, sessions: Sequence[Session]) -> dict[tuple[str, str], tuple[str, date]]:
    """State and day of each consent."""
    return {place: (one.state, one.day) for place, one in insights.consents(group, sessions).items()}


@pytest.fixture
def chosen() -> Group:
    """Three candidates, one of them a member."""
    group = Group(name="Berani bicara")
    for code in ("AR", "BN", "CD"):
        group = group.add_candidate(code, class_="VIII-A", statement=f"gugup {code}", source="interview", tags="cemas")
    return group.choose("AR", reason="serupa")


# ── candidates and members ──


def test_a_candidate_is_no_member_until_she_is_chosen(chosen: Group) -> None:
    assert chosen.codes == ("AR",)
    assert [c.code for c in chosen.candidates] == ["BN", "CD"]
    assert [p.code for p in chosen.people] == ["AR", "BN", "CD"]
    (member,) = chosen.members
    assert (member.class_, member.statement, member.source) == ("VIII-A", "gugup AR", "interview")
    assert (member.tags, member.reason, member.joined) == (("cemas",), "serupa", None)


def test_choosing_her_ends_the_other_way_but_keeps_what_is_known(chosen: Group) -> None:
    aside = chosen.set_aside("BN", "crisis").change_member("BN", reason="Bu Rina")
    assert [c.instead for c in aside.candidates] == ["crisis", ""]
    assert aside.codes == ("AR",)
    back = aside.choose("BN")
    assert (back.members[1].instead, back.members[1].statement) == ("", "gugup BN")


def test_a_member_set_aside_is_the_last_candidate(chosen: Group) -> None:
    aside = chosen.set_aside("AR")
    assert aside.members == ()
    assert [c.code for c in aside.candidates] == ["BN", "CD", "AR"]
    assert aside.candidates[-1] == chosen.members[0]


@pytest.mark.parametrize("verb", ["choose", "set_aside", "remove_member"])
def test_whom_nobody_knows_changes_nothing(chosen: Group, verb: str) -> None:
    assert getattr(chosen, verb)("ZZ") == chosen


def test_a_member_is_not_chosen_twice(chosen: Group) -> None:
    assert chosen.choose("AR", reason="lain") == chosen


@pytest.mark.parametrize("verb", ["add_member", "add_candidate"])
@pytest.mark.parametrize("code", ["ar", " AR ", "bn"])
def test_there_are_no_twins_on_either_side(chosen: Group, verb: str, code: str) -> None:
    with pytest.raises(ValidationError) as told:
        getattr(chosen, verb)(code)
    (trouble,) = told.value.errors()
    assert (trouble["type"], trouble["ctx"]["code"]) == ("twins", code.strip().upper())


@pytest.mark.parametrize(("code", "new"), [("AR", "BN"), ("BN", "AR"), ("CD", "bn")])
def test_nobody_is_renamed_to_a_twin(chosen: Group, code: str, new: str) -> None:
    with pytest.raises(ValidationError):
        chosen.rename_member(code, new)


@pytest.mark.parametrize("code", ["", " ", "ABCDE", "A1", "A B", "?", "A-B"])
def test_a_code_has_letters_only(chosen: Group, code: str) -> None:
    with pytest.raises(ValidationError):
        chosen.add_candidate(code)


def test_a_file_with_twins_is_told(store: Store) -> None:
    folder = store.folder / "groups" / "x"
    folder.mkdir(parents=True)
    (folder / "group.toml").write_text(
        'format = 3\nname = "x"\nmembers = [{ code = "AR" }]\ncandidates = [{ code = "ar" }]\n'
    )
    with pytest.raises(KelompokError) as told:
        store.load_group("x")
    assert (told.value.word, told.value.facts["code"]) == ("file.value", "AR")


def test_her_consents_go_where_her_code_goes(chosen: Group) -> None:
    asked = chosen.consent("AR", "own", "given", TODAY).consent("BN", "own", "refused", TODAY)
    renamed = asked.rename_member("AR", "xy")
    assert {(c.code, c.state) for c in renamed.consents} == {("XY", "given"), ("BN", "refused")}
    assert {c.code for c in renamed.remove_member("XY").consents} == {"BN"}
    assert asked.set_aside("AR").choose("AR").consents == asked.consents


def test_all_that_is_about_her_goes_where_her_code_goes(chosen: Group) -> None:
    known = chosen.follow(TODAY, about="AR", what="telepon").answer("ways", "way", "AR", "individual", NINE)
    renamed = known.rename_member("AR", "XY")
    assert [f.about for f in renamed.followups] == ["XY"]
    assert answered(renamed.answers, "ways", "way", "XY") == "individual"


@some.composite
def verbs(draw: some.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Any verb about a person, with its arguments."""
    code = draw(some.sampled_from(CODES))
    verb = draw(some.sampled_from(["choose", "set_aside", "add_member", "add_candidate", "rename_member"]))
    if verb == "set_aside":
        return verb, (code, draw(some.sampled_from(WAITING)))
    return verb, (code, draw(some.sampled_from(CODES))) if verb == "rename_member" else (code,)


@settings(deadline=None)
@given(some.lists(verbs(), max_size=25))
def test_whatever_is_done_people_are_unique(done: list[tuple[str, tuple[str, ...]]]) -> None:
    group = Group(name="x")
    for verb, facts in done:
        try:
            group = getattr(group, verb)(*facts)
        except ValidationError:
            taken = {person.code for person in group.people}
            assert facts[-1] in taken  # a twin, and nothing else
        codes = [person.code for person in group.people]
        assert len(codes) == len(set(codes))
        assert not any(member.instead for member in group.members)


@settings(deadline=None)
@given(
    some.lists(
        some.tuples(some.sampled_from(["choose", "set_aside"]), some.sampled_from(CODES), some.sampled_from(WAITING)),
        max_size=20,
    )
)
def test_choosing_and_setting_aside_lose_nobody_and_nothing(done: list[tuple[str, str, str]]) -> None:
    group = Group(name="x")
    for n, code in enumerate(CODES):
        facts: dict[str, Any] = {"class_": f"VIII-{n}", "statement": "s" * n, "source": "own", "tags": ["t", code]}
        group = group.add_candidate(code, **facts, reason=f"r{n}", later=n)
        group = group.consent(code, "own", "given", TODAY - timedelta(days=n))

    def known(group: Group) -> dict[str, Member]:
        return {person.code: person.but(instead="") for person in group.people}

    before = known(group)
    for verb, code, instead in done:
        group = group.choose(code) if verb == "choose" else group.set_aside(code, instead)
        assert known(group) == before
        standing = next(person for person in group.people if person.code == code)
        assert (standing in group.members) is (verb == "choose")
        assert standing.instead == ("" if verb == "choose" else instead)
        assert len(group.consents) == len(CODES)


def test_all_of_it_comes_back_from_the_disk(store: Store, chosen: Group) -> None:
    whole = (
        chosen.set_aside("CD", "secrecy")
        .change_member("CD", reason="Senin, berdua", tags="Takut, TAKUT , ,cemas")
        .add_member("ZZ", joined=NINE)
        .serve("personal")
        .serve("social")
        .change(component="basic")
        .consent("AR", "parent", "needless", TODAY)
        .set_goal(1, "bertanya (c4)")
    )
    store.save_group("x", whole)
    assert store.load_group("x") == whole
    text = (store.folder / "groups" / "x" / "group.toml").read_text()
    assert "format = 3" in text
    assert "joined = 2026-11-24 09:00:00+07:00" in text


# ── tags ──


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("takut bicara, Cemas", ("takut bicara", "cemas")),
        (" ,, takut   bicara ,", ("takut bicara",)),
        ("cemas,CEMAS,cemas ", ("cemas",)),
        ("", ()),
        (", ,", ()),
        (["Cemas", "cemas", ""], ("cemas",)),
        ("a\x1b[31mb", ("a [31mb",)),
        ("\u202ecemas", ("cemas",)),
        ("x" * 200, ("x" * 200,)),
        ("“takut”; #1 [x] $y", ("“takut”; #1 [x] $y",)),
    ],
)
def test_tags_are_small_and_each_once(written: object, kept: tuple[str, ...]) -> None:
    assert Member.model_validate({"code": "AR", "tags": written}).tags == kept


@pytest.mark.parametrize("wrong", [7, {"a": 1}, True])
def test_what_are_no_tags_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Member.model_validate({"code": "AR", "tags": wrong})


def test_tags_of_a_file_are_what_would_be_written() -> None:
    by_hand = Member.model_validate({"code": "AR", "tags": ["takut, cemas"]})
    assert by_hand.but(tags=", ".join(by_hand.tags)).tags == by_hand.tags


@settings(deadline=None)
@given(some.text(max_size=80))
def test_written_tags_stay_what_they_are(text: str) -> None:
    tags = Member(code="AR", tags=text).tags  # type: ignore[arg-type]
    assert len(tags) == len(set(tags))
    assert all(tag.strip() == tag and "," not in tag for tag in tags)
    assert Member(code="AR", tags=", ".join(tags)).tags == tags  # type: ignore[arg-type]


# ── the plan ──


@pytest.mark.parametrize(
    ("written", "text", "bloom"),
    [
        ("bertanya (C4)", "bertanya", "C4"),
        ("bertanya(a5)", "bertanya", "A5"),
        ("bertanya  (p7)  ", "bertanya", "P7"),
        ("bertanya (C4) (A2)", "bertanya (C4)", "A2"),
        ("bertanya (C8)", "bertanya (C8)", ""),
        ("bertanya (C4) tiap minggu", "bertanya (C4) tiap minggu", ""),
        ("bertanya C4", "bertanya C4", ""),
        ("(C4)", "(C4)", ""),
        ("bertanya (C0)", "bertanya (C0)", ""),
        ("bertanya ()", "bertanya ()", ""),
    ],
)
def test_a_bloom_code_stands_in_brackets_at_the_end(written: str, text: str, bloom: str) -> None:
    (goal,) = Group(name="x").set_goal(1, written).goals
    assert (goal.text, goal.bloom) == (text, bloom)


@settings(deadline=None)
@given(some.text(some.characters(exclude_categories=["C", "Z"]), min_size=1), some.sampled_from(["", "C1", "A5", "P7"]))
def test_what_is_told_of_a_goal_is_what_is_kept(text: str, bloom: str) -> None:
    written = Goal(text=text, bloom=bloom).told
    (goal,) = Group(name="x").set_goal(1, written).goals
    assert goal.told.upper() == written.upper()
    assert Group(name="x").set_goal(1, goal.told).goals == (goal,)


def test_a_goal_loses_its_code_and_goes() -> None:
    group = Group(name="x").set_goal(1, "satu (C1)").set_goal(2, "dua (A2)")
    assert [g.told for g in group.set_goal(1, "satu").goals] == ["satu", "dua (A2)"]
    assert [g.told for g in group.set_goal(1, "").goals] == ["dua (A2)"]
    assert [g.told for g in group.set_goal(1, "  ").goals] == ["dua (A2)"]


def test_areas_are_served_or_not() -> None:
    group = Group(name="x").serve("social").serve("personal")
    assert group.areas == ("social", "personal")
    assert group.serve("social").areas == ("personal",)


# ── likeness ──


def tagged(**tags: str) -> Group:
    group = Group(name="x")
    for code, told in tags.items():
        group = group.add_candidate(code, tags=told)
    return group


def test_what_is_shared_stands_first() -> None:
    found = insights.likeness(tagged(A="malu", B="cemas, malu", C="cemas, malu", D="marah"))
    assert found.tags == (("malu", 3), ("cemas", 2), ("marah", 1))
    assert found.apart == {"D"}


def test_members_and_candidates_are_weighed_alike_those_helped_otherwise_not() -> None:
    group = tagged(A="malu", B="malu", C="marah")
    assert insights.likeness(group.choose("A")) == insights.likeness(group)
    found = insights.likeness(group.set_aside("B", "crisis"))
    assert found.tags == (("malu", 1), ("marah", 1))
    assert found.apart == {"A", "C"}


def test_nobody_has_nothing_in_common() -> None:
    assert insights.likeness(Group(name="x")) == insights.Likeness((), frozenset())


def test_of_whom_nothing_is_known_does_not_stand_apart() -> None:
    found = insights.likeness(tagged(A="malu", B="malu", C=""))
    assert found.apart == frozenset()


@settings(deadline=None)
@given(some.lists(some.lists(some.sampled_from(["a", "b", "c", "d"]), max_size=4), max_size=14))
def test_whoever_shares_a_tag_does_not_stand_apart(people: list[list[str]]) -> None:
    group = Group(name="x")
    for n, tags in enumerate(people):
        group = group.add_candidate(chr(65 + n), tags=tags)
    found = insights.likeness(group)
    assert [count for _, count in found.tags] == sorted((count for _, count in found.tags), reverse=True)
    assert sum(count for _, count in found.tags) == sum(len(set(tags)) for tags in people)
    for n, tags in enumerate(people):
        shares = any(set(tags) & set(other) for m, other in enumerate(people) if m != n)
        assert (chr(65 + n) in found.apart) is (bool(tags) and not shares)


# ── consents ──


def met(group: Group, number: int = 1, began: datetime = NINE) -> Session:
    return next_session(group, None, number, began).enter("beginning", began)


def test_the_newest_answer_counts_and_an_empty_one_takes_it_away(chosen: Group) -> None:
    group = chosen.consent("AR", "own", "asked", TODAY - timedelta(3)).consent("AR", "own", "given", TODAY)
    assert consented(group, ()) == {("AR", "own"): ("given", TODAY)}
    assert consented(group.consent("AR", "own", "", TODAY), ()) == {}


@pytest.mark.parametrize("wrong", ["yes", "renew", "GIVEN"])
def test_a_consent_has_four_answers(chosen: Group, wrong: str) -> None:
    with pytest.raises(ValidationError):
        chosen.consent("AR", "own", wrong, TODAY)


def test_a_pledge_spoken_in_a_session_counts(group: Group) -> None:
    session = (
        met(group).answer("pledge", "pledged", "AR", True, at(60)).answer("pledge", "pledged", "BN", False, at(60))
    )
    told = consented(group, [session])
    assert told == {("AR", "pledge"): ("given", TODAY)}


def test_the_later_of_spoken_and_written_counts(group: Group) -> None:
    session = met(group).answer("pledge", "pledged", "AR", True, at(60))
    early = group.consent("AR", "pledge", "refused", TODAY - timedelta(1))
    late = group.consent("AR", "pledge", "refused", TODAY + timedelta(1))
    assert consented(early, [session])["AR", "pledge"] == ("given", TODAY)
    assert consented(late, [session])["AR", "pledge"] == ("refused", TODAY + timedelta(1))


def test_a_newcomer_makes_all_pledges_before_her_due_and_not_those_after(group: Group) -> None:
    session = met(group)
    for second, code in enumerate(("AR", "BN"), 1):
        session = session.answer("pledge", "pledged", code, True, at(second))
    joined = group.add_member("ZZ", joined=at(60))
    session = session.join("ZZ").answer("pledge", "pledged", "ZZ", True, at(61))
    session = session.answer("pledge", "pledged", "CD", True, at(62))
    told = consented(joined, [session])
    states = {code: state for (code, _), (state, _) in told.items()}
    assert states == {"AR": "renew", "BN": "renew", "CD": "given", "ZZ": "given"}
    renewed = session.answer("pledge", "pledged", "AR", True, at(63))
    assert consented(joined, [renewed])["AR", "pledge"] == ("given", TODAY)


def test_a_pledge_in_the_very_second_of_her_joining_stands(group: Group) -> None:
    session = met(group).answer("pledge", "pledged", "AR", True, at(60))
    assert consented(group.add_member("ZZ", joined=at(60)), [session])["AR", "pledge"][0] == "given"
    later = group.add_member("ZZ", joined=at(60) + timedelta(microseconds=1))
    assert consented(later, [session])["AR", "pledge"][0] == "renew"


def test_times_are_compared_over_time_zones(group: Group) -> None:
    session = met(group).answer("pledge", "pledged", "AR", True, at(60))
    told = consented(group.add_member("ZZ", joined=at(61).astimezone(UTC)), [session])
    assert told["AR", "pledge"][0] == "renew"


def test_a_pledge_of_a_later_session_renews_it(group: Group) -> None:
    one = met(group).answer("pledge", "pledged", "AR", True, at(1))
    joined = group.add_member("ZZ", joined=at(60))
    week = NINE + timedelta(7)
    two = next_session(joined, one, 2, week).answer("pledge", "pledged", "AR", True, week)
    assert consented(joined, [one])["AR", "pledge"] == ("renew", TODAY)
    assert consented(joined, [one, two])["AR", "pledge"] == ("given", TODAY + timedelta(7))


def test_a_pledge_that_was_refused_is_not_to_be_renewed(group: Group) -> None:
    refused = group.consent("AR", "pledge", "refused", TODAY - timedelta(9)).add_member("ZZ", joined=NINE)
    assert consented(refused, ())["AR", "pledge"][0] == "refused"


def test_only_the_pledge_is_renewed(group: Group) -> None:
    given = group.consent("AR", "own", "given", TODAY - timedelta(9)).add_member("ZZ", joined=NINE)
    assert consented(given, ())["AR", "own"][0] == "given"


def test_her_own_joining_makes_her_pledge_not_old(group: Group) -> None:
    alone = group.add_member("ZZ", joined=NINE).consent("ZZ", "pledge", "given", TODAY - timedelta(1))
    assert consented(alone, ())["ZZ", "pledge"][0] == "given"


def test_a_pledge_can_be_written_as_renewed_on_the_same_day(group: Group) -> None:
    session = met(group).answer("pledge", "pledged", "AR", True, at(1))
    joined = group.add_member("ZZ", joined=at(60))
    assert consented(joined, [session])["AR", "pledge"][0] == "renew"
    assert consented(joined.consent("AR", "pledge", "given", TODAY), [session])["AR", "pledge"][0] == "given"


def test_a_pledge_taken_back_in_a_later_session_does_not_stand(group: Group) -> None:
    one = met(group).answer("pledge", "pledged", "AR", True, at(1))
    two = next_session(group, one, 2, NINE + timedelta(7)).answer("pledge", "pledged", "AR", False, NINE + timedelta(7))
    assert consented(group, [one, two]).get(("AR", "pledge"), ("",))[0] != "given"


def test_a_pledge_from_paper_was_made_in_its_session(group: Group) -> None:
    typed = NINE + timedelta(5)
    session = met(group).close(at(2700)).answer("pledge", "pledged", "AR", True, typed)
    assert consented(group, [session])["AR", "pledge"] == ("given", TODAY)


# ── the doors of consent ──


def lacking(group: Group, guide: Guide, session: Session | None = None) -> dict[str, tuple[str, ...]]:
    stage = guide.stage("pre" if session is None else "beginning")
    asks = {question.ask: question.fact for question in stage.door.values()}
    return {asks[fact.ask]: fact.who for fact in insights.door(group, session, guide, stage)}


def test_the_door_names_the_open_and_the_refused(group: Group, guide: Guide) -> None:
    assert lacking(group, guide)["consent"] == ("AR", "BN", "CD", "DE")
    for code in group.codes:
        for kind in insights.CONSENTS:
            group = group.consent(code, kind, "given", TODAY)
    assert lacking(group, guide)["consent"] == lacking(group, guide)["refused"] == ()
    group = group.consent("AR", "own", "refused", TODAY).consent("BN", "parent", "asked", TODAY)
    group = group.consent("CD", "parent", "needless", TODAY).consent("DE", "laptop", "", TODAY)
    assert lacking(group, guide)["consent"] == ("BN", "DE")
    assert lacking(group, guide)["refused"] == ("AR",)


def test_candidates_owe_no_consent(chosen: Group, guide: Guide) -> None:
    assert lacking(chosen, guide)["consent"] == ("AR",)


def test_in_the_session_only_those_here_owe_it(group: Group, guide: Guide) -> None:
    session = met(group).attend("AR", state="sick")
    assert lacking(group, guide, session)["consent"] == ("BN", "CD", "DE")


# ── carried on ──


def test_presence_counts_what_was_taken(group: Group) -> None:
    session = met(group)
    before = [
        session.attend("AR", state="present").attend("BN", state="absent"),
        session.attend("AR", minutes=5).attend("BN", state="sick"),
        session.attend("AR", state="excused"),
    ]
    assert insights.presence("AR", before) == insights.Presence(3, 2, 1)
    assert insights.presence("BN", before) == insights.Presence(2, 0, 0)
    assert insights.presence("ZZ", before) == insights.Presence()
    assert insights.presence("AR", []) == insights.Presence()


def item(when: str, *of: str) -> Item:
    return Item.model_validate({"id": "x", "kind": "recall", "title": "x", "of": of, "when": when})


def test_what_is_recalled_is_of_the_first_the_last_or_this_session(group: Group, guide: Guide) -> None:
    def mood(number: int, value: int | None) -> Session:
        return met(group, number).answer("introductions", "mood", "AR", value, NINE)

    one, two, three, now = mood(1, None), mood(2, 2), mood(3, 4), mood(4, 5)
    before = (one, two, three)
    told = {
        when: insights.recalled(item(when, "introductions.mood"), "AR", guide, now, before)
        for when in ("first", "last", "now")
    }
    assert told == {"first": "2", "last": "4", "now": "5"}
    assert insights.recalled(item("now", "introductions.mood"), "AR", guide, None, before) == ""
    assert insights.recalled(item("first", "introductions.mood"), "BN", guide, now, before) == ""
    assert insights.recalled(item("first", "introductions.mood"), "AR", guide, now, ()) == ""


def test_several_are_recalled_side_by_side(group: Group, guide: Guide) -> None:
    session = met(group).answer("uca", "understanding", "AR", 4, NINE).answer("uca", "action", "AR", 2, NINE)
    session = session.answer("pledge", "pledged", "AR", True, NINE).answer("comfort", "readiness", "AR", "ready", NINE)
    uca = item("last", "uca.understanding", "uca.comfort", "uca.action")
    assert insights.recalled(uca, "AR", guide, None, (session,)) == "4 – 2"
    assert insights.recalled(item("last", "pledge.pledged"), "AR", guide, None, (session,)) == "✓"
    said = guide.forms["comfort"].items["readiness"].options["ready"]
    assert insights.recalled(item("last", "comfort.readiness"), "AR", guide, None, (session,)) == said
    assert insights.recalled(item("last", "gone.gone"), "AR", guide, None, (session,)) == ""


@pytest.mark.parametrize("of", [[], ["mood"], ["a.b.c"], [""]])
def test_a_recall_names_form_and_item(of: list[str]) -> None:
    with pytest.raises(ValidationError):
        Item.model_validate({"id": "x", "kind": "recall", "title": "x", "of": of})


@pytest.mark.parametrize("form", ["mood", "hopes", "laiseg", "laijapen", "laijapang"])
def test_nobody_owes_what_is_only_shown(group: Group, guide: Guide, form: str) -> None:
    answers = [item for item in guide.forms[form].items.values() if item.kind not in {"recall", "text", "date"}]
    assert insights.missing(guide.forms[form], group, None) == list(group.codes)
    for asked in answers:
        value: Any = 3 if asked.kind == "scale" else next(iter(asked.options), True)
        for code in group.codes:
            group = group.answer(form, asked.id, code, value, NINE)
    assert insights.missing(guide.forms[form], group, None) == []


def test_a_recall_names_what_there_is(guide: Guide) -> None:
    places = [place.split(".") for form in guide.forms.values() for item in form.items.values() for place in item.of]
    assert places
    assert all(id in guide.forms[form].items for form, id in places)


# ── from format 2 ──


def old(*answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": 2, "name": "x", "members": [{"code": "AR"}], "answers": list(answers), **more}


def said(item: str, value: object, about: object = "AR", at: object = NINE, form: str = "consent") -> dict[str, Any]:
    return {"form": form, "item": item, "about": about, "value": value, "at": at}


@pytest.mark.parametrize(
    ("item", "value", "state"),
    [
        ("limits", True, "given"),
        ("limits", False, "asked"),
        ("own", True, "given"),
        ("own", False, "refused"),
        ("parent", "given", "given"),
        ("parent", "asked", "asked"),
        ("parent", "refused", "refused"),
    ],
)
def test_an_answer_to_the_old_form_becomes_a_consent(item: str, value: object, state: str) -> None:
    group = Group.model_validate(migrate("group", old(said(item, value)), "x"))
    assert [(c.code, c.kind, c.state, c.day) for c in group.consents] == [("AR", item, state, TODAY)]
    assert group.answers == ()


@pytest.mark.parametrize(
    "odd",
    [
        said("parent", "perhaps"),
        said("limits", 1),
        said("limits", "given"),
        said("parent", True),
        said("gone", True),
        said("limits", True, form="readiness"),
        said("limits", True, at="2026-11-24T09:00:00+07:00"),
    ],
)
def test_an_odd_answer_stays_an_answer(odd: dict[str, Any]) -> None:
    group = Group.model_validate(migrate("group", old(odd), "x"))
    assert group.consents == ()
    assert [(a.form, a.item, a.value) for a in group.answers] == [(odd["form"], odd["item"], odd["value"])]


@pytest.mark.parametrize("odd", [None, 7, "x", {}, {"a": 1}, [7], [None], [[]], ["x"], [{}], [{"form": "consent"}]])
def test_no_old_file_breaks_the_step(odd: object) -> None:
    held = migrate("group", {"format": 2, "name": "x", "answers": odd}, "x")
    assert held["answers"] == odd


def test_a_group_without_answers_is_a_group() -> None:
    group = Group.model_validate(migrate("group", {"format": 2, "name": "x"}, "x"))
    assert (group.consents, group.candidates, group.areas, group.component) == ((), (), (), "responsive")


@pytest.mark.parametrize("about", ["", "A1", "ABCDE", "1"])
def test_a_file_that_could_be_read_can_be_read(about: str) -> None:
    assert Group.model_validate(migrate("group", old(said("own", True, about)), "x")).name == "x"


def test_consents_written_by_hand_are_kept() -> None:
    by_hand = {"code": "AR", "kind": "own", "state": "given", "day": date(2026, 11, 1)}
    group = Group.model_validate(migrate("group", old(consents=[by_hand]), "x"))
    assert [c.kind for c in group.consents] == ["own"]


def test_an_old_file_says_the_same_after_it_was_saved(store: Store) -> None:
    folder = store.folder / "groups" / "x"
    folder.mkdir(parents=True)
    (folder / "group.toml").write_text(
        'format = 2\nname = "x"\nmembers = [{ code = "AR" }, { code = "BN" }]\nlater = 7\nanswers = [\n'
        '{ form = "consent", item = "own", about = "AR", value = false, at = 2026-11-24T23:30:00+07:00 },\n'
        '{ form = "consent", item = "own", about = "AR", value = true, at = 2026-11-24T23:40:00+07:00 },\n'
        '{ form = "readiness", item = "closeness", about = "", value = true, at = 2026-11-24T09:00:00 },\n]\n'
    )
    group = store.load_group("x")
    assert consented(group, ()) == {("AR", "own"): ("given", TODAY)}
    assert answered(group.answers, "readiness", "closeness") is True
    store.save_group("x", group)
    assert store.load_group("x") == group
    assert store.load_group("x").model_extra == {"later": 7}
