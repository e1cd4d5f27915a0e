"""What is asked when the pupils have left: whom a note names, who is asked, what is owed, and what the log keeps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kelompok_tui import insights
from kelompok_tui.documents.report import Table
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import Form, Guide, Item
from kelompok_tui.model import Group, Session

from .conftest import NINE, at, log

CODES = ("AR", "BN", "CD", "DE")
NAMES = {"AR": "Ayu Rahmawati", "BN": "M. Bintang Nur Alam", "CD": "Zoë de la Cruz", "EF": "Eka"}
SECRET = "menangis soal ayahnya"


def mentioned(text: str, about: str = "AR") -> list[str]:
    return insights.mentioned(text, about, CODES, NAMES)


# ── whom a note names ──


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("", []),
        ("lebih berani hari ini", []),
        ("BN menolongnya", ["BN"]),
        ("ditolong (BN), lalu CD.", ["BN", "CD"]),
        ("CD→BN", ["BN", "CD"]),
        ("BN BN BN", ["BN"]),
        ("BNX, XBN, BN2 dan BN_", []),  # a code is a whole word
        ("bn, Bn, bN", []),  # in small letters it is a word like any other
        ("de", []),
        ("B.N.", []),
    ],
)
def test_codes_of_others_are_found_as_whole_words(text: str, others: list[str]) -> None:
    assert mentioned(text) == others


def test_her_own_code_and_her_own_name_name_nobody_else() -> None:
    assert mentioned("AR lebih berani; Ayu Rahmawati senang") == []
    assert mentioned("AR lebih berani; Ayu senang", about="BN") == ["AR"]  # once, though by code and by name


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("dekat dengan Bintang", ["Bintang"]),
        ("dekat dengan BINTANG.", ["Bintang"]),
        ("dekat dengan bintang?", ["Bintang"]),
        ("M. Bintang Nur Alam", ["Bintang"]),  # a name of several parts once
        ("nur dan alam", ["Nur"]),
        ("m.", []),  # shorter than a name that is looked for
        ("la, de", []),
        ("zoë", ["Zoë"]),
        ("ZOË!", ["Zoë"]),
        ("zoe", []),
        ("Eka's idea", ["Eka"]),  # she has no chair any more, but a name
        ("ekanya", []),
        ("BN, yaitu Bintang", ["BN"]),  # whoever is named by her code is not named twice
        ("Bintang, Zoë, BN", ["BN", "Zoë"]),
    ],
)
def test_parts_of_the_real_names_of_others_are_found(text: str, others: list[str]) -> None:
    assert mentioned(text) == others


def test_names_that_are_empty_or_signs_alone_find_nothing() -> None:
    assert insights.mentioned("satu . dua ()", "AR", (), {"BN": "", "CD": "...", "DE": "( )"}) == []


@given(some.text(), some.sampled_from(CODES))
def test_whatever_is_written_her_own_code_is_never_another(text: str, about: str) -> None:
    found = insights.mentioned(text, about, CODES, {})
    assert about not in found
    assert all(code in text for code in found)
    assert found == [code for code in CODES if code in found]


@given(some.lists(some.sampled_from([*CODES, "dan", "menolong", "ARBN"]), max_size=8))
def test_each_code_among_other_words_is_found_once(words: list[str]) -> None:
    assert mentioned(", ".join(words)) == [code for code in CODES if code in words and code != "AR"]


# ── who is asked, and what is lacking ──


def test_a_note_is_asked_of_all_who_came_though_they_left_and_of_nobody_else(
    group: Group, session: Session, guide: Guide
) -> None:
    there = session.attend_rest().go("BN", at(60)).attend("CD", state="sick").attend("DE", state="late", minutes=5)
    assert insights.rows(guide.forms["notes"], group, there.close(at(600))) == ["AR", "BN", "DE"]
    assert insights.rows(guide.forms["uca"], group, there) == ["AR", "DE"]


def test_of_a_debrief_all_text_is_lacking_until_it_is_written(group: Group, session: Session, guide: Guide) -> None:
    notes, reflection = guide.forms["notes"], guide.forms["reflection"]
    assert insights.missing(notes, group, session) == list(CODES)
    assert insights.missing(notes, group, session.answer("notes", "note", "BN", "x", NINE)) == ["AR", "CD", "DE"]
    titles = [item.title for item in reflection.items.values()]
    assert insights.missing(reflection, group, session) == titles
    there = session.answer("reflection", "results", "", "x", NINE)
    assert insights.missing(reflection, group, there) == titles[1:]


def test_of_the_ways_neither_the_day_nor_to_whom_is_lacking(group: Group, guide: Guide) -> None:
    ways = guide.forms["ways"]
    assert insights.missing(ways, group, None) == list(CODES)
    for code in CODES:
        group = group.answer("ways", "way", code, "referral", NINE)
    assert insights.missing(ways, group, None) == []


def test_what_is_recalled_is_never_lacking(group: Group, guide: Guide) -> None:
    hopes = guide.forms["hopes"]
    for code in CODES:
        group = group.answer("hopes", "now", code, "partly", NINE)
    assert insights.missing(hopes, group, None) == []


def test_the_same_item_that_is_recalled_has_first_last_and_now(session: Session, guide: Guide) -> None:
    def told(item: Item, *before: Session, now: Session | None = None) -> str:
        return insights.recalled(item, "AR", guide, now, before)

    held = [session.answer("uca", "comfort", "AR", n, NINE).answer("uca", "action", "AR", n, NINE) for n in (1, 2, 3)]
    of = ("uca.understanding", "uca.comfort", "uca.action")
    first, last, now = (
        Item.model_validate({"id": "x", "kind": "recall", "title": "x", "of": of, "when": when})
        for when in ("first", "last", "now")
    )
    assert told(first, *held, now=held[1]) == "– 1 1"
    assert told(last, *held, now=held[1]) == "– 3 3"
    assert told(now, *held, now=held[1]) == "– 2 2"
    assert told(now, *held) == ""
    assert told(first) == told(first, session) == ""
    assert told(first, session, held[2]) == "– 3 3"  # the first that has an answer
    assert insights.recalled(first, "BN", guide, None, held) == ""


def test_what_is_recalled_is_told_in_words(session: Session, guide: Guide) -> None:
    of = ("comfort.readiness", "pledge.pledged", "gone.form")
    item = Item.model_validate({"id": "x", "kind": "recall", "title": "x", "of": of, "when": "first"})
    there = session.answer("comfort", "readiness", "AR", "ready", NINE).answer("pledge", "pledged", "AR", False, NINE)
    ready = guide.forms["comfort"].items["readiness"].options["ready"]
    assert insights.recalled(item, "AR", guide, None, [there]) == f"{ready} × –"
    gone = session.answer("gone", "form", "AR", "tetap ada", NINE)
    assert insights.recalled(item, "AR", guide, None, [gone]) == "– – tetap ada"


# ── what waits for its day ──


def on_the_way(group: Group, code: str, way: str, when: object, whom: str = "") -> Group:
    held = group.answer("ways", "way", code, way, NINE).answer("ways", "whom", code, whom, NINE)
    return held.answer("ways", "when", code, when, NINE)  # type: ignore[arg-type]


def owed(group: Group) -> list[tuple[date, str, str, str]]:
    return [(f.due, f.kind, f.about, f.what) for f in group.owed]


def test_owed_are_follow_ups_without_an_answer_and_members_on_their_way(group: Group) -> None:
    there = group.follow(date(2026, 12, 1), "laiseg").follow(date(2026, 12, 2), about="BN", what="telepon")
    there = on_the_way(there, "CD", "referral", "2026-12-03", "Psikolog")
    there = on_the_way(there, "AR", "individual", "2026-12-04")
    assert owed(there) == [
        (date(2026, 12, 1), "laiseg", "", ""),
        (date(2026, 12, 2), "laijapen", "BN", "telepon"),
        (date(2026, 12, 4), "individual", "AR", ""),
        (date(2026, 12, 3), "referral", "CD", "Psikolog"),
    ]
    there = there.change_followup("1", done=date(2026, 12, 1))
    assert [f.id for f in there.owed] == ["2", "ways-AR", "ways-CD"]


@pytest.mark.parametrize("when", ["", "besok", "2026-02-30", "24-12-2026", "2026-12-24T08:00", 7, True, None])
def test_a_way_without_a_day_that_is_one_is_not_owed(group: Group, when: object) -> None:
    assert on_the_way(group, "AR", "referral", when).owed == ()


@pytest.mark.parametrize("way", ["go-on", "closed", "gone", ""])
def test_a_way_that_leads_to_nobody_is_not_owed(group: Group, way: str) -> None:
    there = on_the_way(group, "AR", "referral", "2026-12-03", "Psikolog")
    assert len(there.owed) == 1
    assert there.answer("ways", "way", "AR", way, NINE).owed == ()


def test_a_way_that_changes_is_owed_as_it_stands_now(group: Group) -> None:
    there = on_the_way(group, "AR", "individual", "2026-12-03", "Bu Rina")
    there = on_the_way(there, "AR", "referral", "2026-12-09", "Psikolog")
    assert owed(there) == [(date(2026, 12, 9), "referral", "AR", "Psikolog")]
    assert there.answer("ways", "when", "AR", None, NINE).owed == ()


def test_a_member_who_is_renamed_keeps_what_is_owed_about_her(group: Group) -> None:
    there = group.follow(date(2026, 12, 2), about="AR").rename_member("AR", "AZ")
    assert len(there.owed) == 1


def test_what_is_owed_about_a_member_who_is_renamed_has_her_new_code(group: Group) -> None:
    there = on_the_way(group.follow(date(2026, 12, 2), about="AR"), "AR", "referral", "2026-12-03", "Psikolog")
    assert [f.about for f in there.rename_member("AR", "AZ").owed] == ["AZ", "AZ"]


def test_a_referral_stays_owed_though_she_has_left_the_group(group: Group) -> None:
    there = on_the_way(group, "AR", "referral", "2026-12-03", "Psikolog").remove_member("AR")
    assert owed(there) == [(date(2026, 12, 3), "referral", "AR", "Psikolog")]


# ── the log ──


def papers(group: Group, session: Session, guide: Guide) -> list[str]:
    report = log(group, session, guide, at(9000))
    texts = (format for format in FORMATS.values() if format.text and format.fits(report))
    return [format.render(report).decode() for format in texts]


def test_a_private_note_is_in_no_log(group: Group, session: Session, guide: Guide) -> None:
    plain = session.attend_rest().floor("AR", at(60)).close(at(600))
    noted = plain.answer("notes", "note", "AR", SECRET, NINE).answer("notes", "note", "BN", SECRET, NINE)
    assert papers(group, noted, guide) == papers(group, plain, guide)


@pytest.mark.parametrize("stage", ["closing", "debrief", "post"])
def test_no_private_form_of_a_school_is_in_the_log(group: Group, session: Session, guide: Guide, stage: str) -> None:
    item = Item.model_validate({"id": "what", "title": "Apa"})
    own = Form(id="own", stage=stage, private=True, title="Milik sekolah", items={"what": item})
    forms = guide.forms | {"own": own}
    laid = Guide(list(guide.stages), guide.kinds, forms, [])
    noted = session.close(at(600)).answer("own", "what", "", SECRET, NINE)
    assert not any(SECRET in paper for paper in papers(group, noted, laid))


def test_the_reflection_is_told_by_its_titles(group: Group, session: Session, guide: Guide) -> None:
    there = session.close(at(600)).answer("reflection", "results", "", "berani bertanya", NINE)
    for paper in papers(group, there, guide):
        assert "berani bertanya" in paper
        assert guide.forms["reflection"].items["results"].title in paper


def test_an_answer_whose_form_is_gone_is_still_told(group: Group, session: Session, guide: Guide) -> None:
    there = session.close(at(600)).answer("gone", "what", "AR", "tetap ada", NINE)
    report = log(group, there, guide, at(9000))
    tables = [block for block in report.blocks if isinstance(block, Table)]
    assert ("gone", "what", "AR", "tetap ada") in [row for table in tables for row in table.rows]
    assert all("tetap ada" in paper for paper in papers(group, there, guide))


def test_a_sentence_about_a_mark_is_in_the_log(group: Group, session: Session, guide: Guide) -> None:
    there = session.floor("AR", at(60)).turn("disclosure", at(60)).close(at(600)).annotate(0, "soal ayahnya")
    assert all("soal ayahnya" in paper for paper in papers(group, there, guide))
    assert there.marks[0].kind == "disclosure"
    assert there.annotate(7, "tidak ada").marks == there.marks


def test_the_outcome_of_a_tension_is_in_the_log(group: Group, session: Session, guide: Guide) -> None:
    there = session.tense(at(60), who=("AR",), cause="takut salah", outcome="saling memaafkan").close(at(600))
    assert all("saling memaafkan" in paper for paper in papers(group, there, guide))
