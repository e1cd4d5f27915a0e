"""Papers of a group and its members: laiseg, a member's note, slips, progress, the recap of a semester."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from kelompok_tui import demo
from kelompok_tui.documents import DOCUMENTS, figures
from kelompok_tui.documents.evaluation import BOX, CROSSED
from kelompok_tui.documents.pages import discreet
from kelompok_tui.documents.recap import term
from kelompok_tui.documents.report import Break, Facts, Heading, Report, Signatures, Slips, Table
from kelompok_tui.documents.source import Opened, Source, veiled
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import Form, Guide, Item, read_guide
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store
from kelompok_tui.words import Words, read_words

from .conftest import NINE

MINE = ("evaluation", "member", "commitments", "progress", "recap")
CODES = ("AR", "BN", "CD", "DE", "EF", "FA", "GT", "HS", "IN", "JK", "LM", "MP", "NS", "RT")
NAMES = {
    code: f"{name} Wirasena"
    for code, name in zip(CODES, ["Ayu", "Bima", "Cipto", "Dara", "Eko", "Fani", "Gita", "Hadi"], strict=False)
}
FORTY = "empat puluh huruf panjangnya, tidak kurang"
SETTINGS = Settings(leader="Rina Lestari, S.Pd.", school="SMP Rekaan", year="2026/2027", semester="odd", place="Malang")


@cache
def guide_in(language: str) -> Guide:
    return read_guide(language)


@cache
def words_in(language: str) -> Words:
    return read_words(language, papers=True)


def source(group: Group, *sessions: Session, language: str = "id", number: int = 0, reader: str = "self") -> Source:
    """What the papers of that group are made from; `number` of the session that is told, else the last."""
    told = next((s for s in sessions if s.number == number), sessions[-1] if sessions else None)
    guide, words = guide_in(language), words_in(language)
    others = (Opened("g", group, sessions),)
    return Source(group, sessions, told, guide, words, NINE, SETTINGS, reader, others=others, names=NAMES)


@cache
def large(meetings: int = 12, members: int = 14) -> tuple[Group, tuple[Session, ...]]:
    """A group that met each week until now: long texts, and everyone names everyone."""
    group = Group(name="Berani bicara", concern=f"takut bicara, kata BN; {FORTY}", goal=FORTY)
    for code in CODES[:members]:
        group = group.add_member(code, class_="VIII-A", statement=f"takut pada {CODES[0]} dan Bima")
    group = group.set_goal(1, f"bertanya seminggu sekali; {FORTY} (C4)").set_goal(2, "tenang")
    everyone = " ".join((*CODES, *NAMES.values(), "Cipluk"))
    held: list[Session] = []
    for number in range(1, meetings + 1):
        began = NINE - timedelta(days=7 * (meetings - number), hours=1)
        session = next_session(group, held[-1] if held else None, number, began).enter("beginning", began)
        session = session.attend("BN", state="sick").attend("CD", minutes=5).attend_rest()
        session = session.answer("introductions", "called", "CD", "Cipluk", began)
        session = session.answer("introductions", "expectation", "AR", f"berani seperti BN; {FORTY}", began)
        session = session.flag("AR", began).change_risk(f"{number}.1", told="RAHASIA", did="RAHASIA")
        session = session.tense(
            began, who=("EF", "FA"), sign="conflict", strength=3, cause="EF mencubit", standing="held"
        )
        session = session.act(who="AR", what=f"bertanya bersama {everyone}", when="Senin", support="BN", sign=FORTY)
        for code in session.came:
            session = session.answer("problems", "problem", code, f"masalah {code}: {everyone}", began)
            session = session.answer(
                "commitments", "behaviour", code, f"janji {code} {number} kepada {everyone}", began
            )
            session = session.answer("commitments", "how", code, "promised", began)
            session = session.answer("notes", "note", code, f"catatan {code}, tanpa cipluk dan BIMA", began)
            session = session.answer("uca", "understanding", code, 1 + number % 4, began)
            session = session.answer("uca", "word", code, f"kata {code} {everyone}", began)
            session = session.answer("satisfaction", "trust", code, "3", began)
            session = session.answer("impressions", "impression", code, f"kesan {code}", began)
        session = session.answer("goals", "reached", "1", "partly", began).answer(
            "goals", "note", "1", "tinggal EF", began
        )
        session = session.answer("reflection", "results", "", f"berlatih; {FORTY}", began)
        session = session.answer("next", "date", "", "2026-12-01", began).answer(
            "next", "focus", "", "cerita EF", began
        )
        held.append(session.close(began + timedelta(minutes=45)))
    group = group.follow(date(2026, 12, 1), "laijapen", what="tanya kabar").follow(
        date(2026, 11, 20), "individual", "EF", "soal FA", result="sudah tenang", done=date(2026, 11, 21)
    )
    group = group.answer("ways", "way", "EF", "individual", NINE).answer("ways", "note", "EF", "ayahnya", NINE)
    group = group.answer("ways", "when", "EF", "2026-12-03", NINE).answer("ways", "whom", "EF", "Bu Rina", NINE)
    group = group.answer("hopes", "now", "AR", "reached", NINE).answer("outcome", "outcome", "", "partly", NINE)
    return group, tuple(held)


def bare() -> tuple[Group, tuple[Session, ...]]:
    return Group(name="Kosong"), ()


def fresh() -> tuple[Group, tuple[Session, ...]]:
    """A session that has just begun, in which nothing was taken or answered."""
    group = large(0, 4)[0]
    return group, (
        next_session(group, None, 1, NINE - timedelta(minutes=5)).enter("beginning", NINE - timedelta(minutes=5)),
    )


GROUPS = {"large": large, "bare": bare, "fresh": fresh, "one": lambda: large(1, 4)}


def made(document: str, held: Source) -> Report:
    return DOCUMENTS[document].make(held)


def text(report: Report) -> str:
    """All that stands in a paper, as Markdown without its signs."""
    return FORMATS["md"].render(report).decode().replace("\\", "")


def tables(report: Report) -> dict[str, Table]:
    return {block.id: block for block in report.blocks if isinstance(block, Table)}


def facts(report: Report) -> dict[str, str]:
    rows = [row for block in report.blocks if isinstance(block, Facts) for row in block.rows]
    return {row.id: row.value for row in rows}


def ids(report: Report) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Table):
            yield block.id
        rows = block.rows if isinstance(block, Facts) else ()
        slips = block.slips if isinstance(block, Slips) else ()
        yield from (row.id for row in (*rows, *(row for slip in slips for row in slip.rows)))


def makings() -> list[tuple[str, str, str]]:
    return [(name, reader, kind) for name in MINE for reader in DOCUMENTS[name].readers for kind in GROUPS]


@pytest.mark.parametrize(("document", "reader", "kind"), makings())
def test_every_paper_is_whole_for_every_reader_in_both_languages(document: str, reader: str, kind: str) -> None:
    group, sessions = GROUPS[kind]()
    if not sessions and DOCUMENTS[document].of == "session":
        return
    held = replace(source(group, *sessions, reader=reader), member="AR" if reader == "member" else "")
    english = replace(held, words=words_in("en"), guide=guide_in("en"))
    papers = [made(document, held), made(document, english)]
    for report in papers:
        found = list(ids(report))
        assert len(found) == len(set(found))
        assert [id for id in found if not re.fullmatch("[a-z][a-z0-9_]*", id)] == []
        for table in tables(report).values():
            assert table.rows
            assert {len(row) for row in table.rows} == {len(table.columns)}
            assert len(table.widths) in {0, len(table.columns)}
        said = text(report)
        assert "RAHASIA" not in said
        assert not re.search(r"\bNone\b|\{|\b(paper|member|progress|recap|evaluation|commitments|log)\.[a-z]", said)
    assert list(ids(papers[0])) == list(ids(papers[1]))
    assert {p.language for p in papers} == {"id", "en"}


# ── laiseg ──


def test_laiseg_is_printed_empty_one_sheet_for_each(tmp_path: Path) -> None:
    group, sessions = large()
    report = made("evaluation", replace(source(group, *sessions), empty=True))
    assert sum(isinstance(block, Break) for block in report.blocks) == 12  # BN is sick: 13 sheets
    assert CROSSED not in text(report)
    assert "kata AR" not in text(report)
    assert facts(report)["uca_word_ar"] == ""
    sheet = tables(report)["uca_ar"]
    assert sheet.columns[1:] == ("1 belum", "2", "3", "4 sangat")
    assert sheet.rows[0] == ("Saya lebih paham masalah saya.", BOX, BOX, BOX, BOX)
    assert len(tables(report)["satisfaction_ar"].rows) == 4


def test_without_a_chair_there_is_one_sheet_without_a_name() -> None:
    empty = next_session(Group(name="x"), None, 1, NINE)
    report = made("evaluation", source(Group(name="x"), empty))
    assert (facts(report)["code"], tables(report)["uca"].rows[0][1]) == ("", BOX)


def test_laiseg_crosses_what_was_answered_and_tells_how_many() -> None:
    group, sessions = large(3)
    report = made("evaluation", source(group, *sessions))
    assert tables(report)["uca_ar"].rows[0][1:] == (BOX, BOX, BOX, CROSSED)
    assert tables(report)["satisfaction_ar"].rows[2][1:] == (BOX, BOX, CROSSED)
    assert tables(report)["satisfaction_ar"].rows[0][1:] == (BOX, BOX, BOX)
    together = tables(report)["all_uca"].rows[-1]
    assert together[1] == "4,0 (n = 13)"
    assert "sangat puas 13" in tables(report)["all_satisfaction"].rows[-1]
    assert "4.0 (n = 13)" in text(made("evaluation", source(group, *sessions, language="en")))


def test_a_school_reads_of_each_the_uca_of_the_rest_all_together_and_no_word_of_theirs() -> None:
    group, sessions = large(3)
    report = made("evaluation", source(group, *sessions, reader="school"))
    assert tables(report).keys() == {"all_uca", "all_satisfaction"}
    assert tables(report)["all_uca"].rows[0] == ("AR", "4", "", "")
    assert tables(report)["all_satisfaction"].rows == (("Bersama", "", "", "sangat puas 13", ""),)
    assert "kata AR" not in text(report)
    assert isinstance(report.blocks[-1], Signatures)
    assert not any(isinstance(block, Break) for block in report.blocks)
    alone = made("evaluation", replace(source(group, *sessions, reader="school"), member="AR"))
    assert tables(alone).keys() == {"uca"}
    assert CROSSED in text(alone)
    assert "kata AR" not in text(alone)
    empty = made("evaluation", replace(source(group, *sessions, reader="school"), empty=True))
    assert {"uca_ar", "satisfaction_ar", "mood_ar"} <= tables(empty).keys()
    assert "kata AR" in text(made("evaluation", source(group, *sessions)))


def test_means_are_rounded_as_a_reader_does_it() -> None:
    words = words_in("id")
    assert [figures.plain(words, numbers) for numbers in ([2, 2, 2, 3], [1, 1, 1, 2, 2], [4], [1, 2, 3, 3])] == [
        "2,3",
        "1,4",
        "4,0",
        "2,3",
    ]
    assert figures.mean(words, []) == ""


def test_who_answered_and_left_has_a_sheet_and_who_did_not_answer_an_empty_one() -> None:
    group, sessions = large(1, 4)
    session = sessions[0].answer("uca", "comfort", "BN", 2, NINE).answer("uca", "understanding", "DE", None, NINE)
    session = session.answer("satisfaction", "trust", "DE", None, NINE).answer("uca", "word", "DE", None, NINE)
    report = made("evaluation", source(group, session))
    assert tables(report)["uca_bn"].rows[1][2] == CROSSED
    assert CROSSED not in str(tables(report)["uca_de"])


def test_a_private_form_of_a_school_is_on_no_sheet() -> None:
    guide = read_guide("id")
    item = Item(id="what", title="Apa", ask="Apa yang terjadi di rumah?")
    form = Form(id="open", rows="member", stage="closing", title="Milik sekolah", items={"what": item})
    guide.forms |= {"open": form, "own": form.model_copy(update={"id": "own", "private": True})}
    group, sessions = large(1, 4)
    held = replace(source(group, sessions[0].answer("own", "what", "AR", "SENDIRI", NINE)), guide=guide)
    assert "SENDIRI" not in text(made("evaluation", held))
    assert text(made("evaluation", held)).count("Apa yang terjadi di rumah?") == 3


def test_the_only_one_who_came_has_her_sheet_behind_the_summary() -> None:
    group = Group(name="x", concern="takut").add_member("AR")
    session = next_session(group, None, 1, NINE).enter("closing", NINE).answer("uca", "comfort", "AR", 2, NINE)
    report = made("evaluation", source(group, session))
    assert len(list(ids(report))) == len(set(ids(report)))
    assert CROSSED in tables(report)["uca_ar"].rows[1]
    assert tables(report)["all_uca"].rows[0][2] == "2"


# ── what a member reads ──


@pytest.mark.parametrize("document", ["evaluation", "member", "commitments"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_members_paper_names_no_other(document: str, language: str) -> None:
    group, sessions = large(2)
    names = {code: f"{NAMES.get(code, '')} Cipluk" if code == "CD" else NAMES.get(code, "") for code in CODES}
    for code in ("AR", "CD", "EF"):
        said = text(made(document, replace(source(group, *sessions, language=language, reader="member"), member=code)))
        words = set(re.findall(r"\w+", said))
        assert code in words
        assert words & (set(CODES) - {code}) == set()
        own = set(names[code].casefold().split())
        others = {part.casefold() for c, name in names.items() if c != code for part in name.split()} - own
        assert {word.casefold() for word in words} & others == set()


@pytest.mark.parametrize("document", ["evaluation", "member", "commitments"])
def test_a_member_reads_no_paper_of_all(document: str) -> None:
    group, sessions = large(1)
    with pytest.raises(KelompokError) as told:
        made(document, source(group, *sessions, reader="member"))
    assert told.value.word == "paper.member"


def test_others_are_taken_out_by_code_and_by_name() -> None:
    group, sessions = large(1, 4)
    tell = discreet(source(group, *sessions), "AR")
    assert tell("CD duduk dekat bima wirasena, ar dan Ayu") == (
        "seorang teman duduk dekat seorang teman wirasena, ar dan Ayu"
    )
    assert tell("BN CD, DE") == "seorang teman, seorang teman"
    assert tell("Kata Cipluk: CDE") == "Kata seorang teman: CDE"
    alone = replace(source(Group(name="x").add_member("AR")), names={})
    assert discreet(alone, "AR")("AR, BN") == "AR, BN"


def test_a_members_note_tells_her_way_and_what_is_the_leaders_stays_with_the_leader() -> None:
    group, sessions = large(3)
    report = made("member", replace(source(group, *sessions, reader="member"), member="AR"))
    assert facts(report)["attended"] == "3 dari 3 pertemuan"
    assert facts(report)["again"] == "Selasa, 1 Desember 2026"
    assert facts(report)["hope_now"] == "tercapai"
    meetings = tables(report)["meetings"].rows
    assert [row[0] for row in meetings] == ["1", "2", "3"]
    assert meetings[1][4].startswith("janji AR 2 kepada AR seorang teman")
    assert tables(report)["uca"].rows[0][2:] == ("2", "4")
    assert "catatan AR" in tables(report)["notes"].rows[2][1]
    hers = text(made("member", replace(source(group, *sessions, reader="member"), member="EF")))
    leaders = text(made("member", replace(source(group, *sessions), member="EF")))
    for secret in ("ayahnya", "sudah tenang", "Rumusan masalah"):
        assert secret not in hers
        assert secret in leaders
    assert "individu · Bu Rina · 3 Desember 2026" in hers


def test_an_earlier_session_tells_nothing_of_a_later_one() -> None:
    group, sessions = large(3)
    report = made("member", replace(source(group, *sessions, number=2), member="AR"))
    assert [row[0] for row in tables(report)["meetings"].rows] == ["1", "2"]
    assert "janji AR 3" not in text(report)


def test_the_leader_has_a_page_of_each_member() -> None:
    group, sessions = large(2)
    report = made("member", source(group, *sessions))
    assert [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1] == [
        f"Catatan {code}" for code in CODES
    ]
    assert sum(isinstance(block, Break) for block in report.blocks) == 13


def test_how_a_promise_went_stands_in_the_meeting_in_which_it_was_told() -> None:
    group, sessions = large(2)
    later = sessions[1].answer("kept", "went", "AR", "partly", NINE).answer("kept", "hindered", "AR", "hujan", NINE)
    report = made("member", replace(source(group, sessions[0], later), member="AR"))
    assert [row[5] for row in tables(report)["meetings"].rows] == ["", "sebagian (hujan)"]


def test_slips_hold_the_promise_the_steps_and_the_next_day() -> None:
    group, sessions = large(2)
    (slips,) = (block for block in made("commitments", source(group, *sessions)).blocks if isinstance(block, Slips))
    assert [slip.title for slip in slips.slips] == [code for code in CODES if code != "BN"]
    first = {row.id: row.value for row in slips.slips[0].rows}
    assert first["promise_ar"].startswith("janji AR 2 kepada AR seorang teman")
    assert (first["when_ar"], first["support_2_ar"], first["again_ar"]) == (
        "Senin",
        "seorang teman",
        "Selasa, 1 Desember 2026",
    )
    assert [row.id for row in slips.slips[1].rows] == ["promise_cd", "again_cd"]


def test_a_step_that_is_done_or_was_made_earlier_and_dropped_is_on_no_slip() -> None:
    group, sessions = large(1)
    done = next_session(group, sessions[0], 2, NINE).enter("beginning", NINE).change_action("1.1", state="done")
    report = made("commitments", replace(source(group, sessions[0], done), member="AR"))
    (slips,) = (block for block in report.blocks if isinstance(block, Slips))
    assert [(row.id, row.value) for row in slips.slips[0].rows] == [("promise", ""), ("again", "")]


# ── the group over its meetings ──


def test_progress_tells_meetings_attendance_and_what_moved() -> None:
    group, sessions = large()
    report = made("progress", source(group, *sessions))
    rows = tables(report)["meetings"].rows
    assert len(rows) == 12
    assert rows[0][1:4] == ("Selasa, 8 September 2026", "13/14", "45")
    assert rows[1][5:] == ("2 terbuka", "2 terbuka")
    attendance = {row[0]: row[2:] for row in tables(report)["attendance"].rows}
    assert attendance["BN"] == ("0/12", "0", "0", "12", "0", " ".join("S" * 12))
    assert attendance["CD"][:2] == ("12/12", "12")
    assert tables(report)["uca"].rows[0][1] == "2,0 (n = 13)"
    assert {row[0]: row[1] for row in tables(report)["uca_members"].rows}["AR"] == "2 → 1"
    assert tables(report)["goals"].rows[0][2:] == ("sebagian", "12", "tinggal EF")
    assert tables(report)["goals"].rows[1][2:] == ("", "", "")
    assert facts(report)["outcome_outcome"] == "sebagian"
    assert report.wide
    assert isinstance(report.blocks[-1], Signatures)


def test_what_was_not_taken_counts_in_no_meeting() -> None:
    group, sessions = fresh()
    report = made("progress", source(group, *sessions))
    assert tables(report)["meetings"].rows[0][1:4] == ("Selasa, 24 November 2026 (masih terbuka)", "belum dicatat", "5")
    assert {row[2] for row in tables(report)["attendance"].rows} == {"0/0"}
    assert {row[-1] for row in tables(report)["attendance"].rows} == {"–"}


def test_a_session_that_was_never_closed_counts_only_as_long_as_it_lived() -> None:
    group, (session,) = fresh()
    late = replace(source(group, session.see(NINE)), now=NINE + timedelta(days=3))
    assert tables(made("progress", late))["meetings"].rows[0][3] == "5"
    assert tables(made("recap", late))["sessions"].rows[0][-1] == "5 menit; masih terbuka"


def test_a_group_that_has_not_met_has_its_progress_too() -> None:
    group, _ = large(0)
    report = made("progress", source(group))
    assert "belum bertemu" in text(report)
    assert "meetings" not in tables(report)
    assert {fact.fill for fact in made("progress", source(Group(name="x"))).lacking} >= {"plan:concern", "plan:goal"}


def test_the_school_reads_how_many_tensions_and_no_word_of_them() -> None:
    group, sessions = large(2)
    said = {reader: text(made("progress", source(group, *sessions, reader=reader))) for reader in ("self", "school")}
    for secret in ("mencubit", "tinggal EF", "soal FA", "sudah tenang", "ayahnya", "Bu Rina", "berani seperti BN"):
        assert secret in said["self"]
        assert secret not in said["school"]
    assert "1 terbuka" in said["school"]
    assert "tanya kabar" in said["school"]
    assert "kesan AR" not in said["self"]


def test_the_leader_is_told_as_the_leader() -> None:
    group, sessions = large(1, 4)
    session = sessions[0].tense(NINE, who=("AR", "leader"), sign="testing").act(who="leader", what="menyiapkan kartu")
    report = made("progress", source(group, session))
    assert tables(report)["tense"].rows[-1][1] == "AR + PK"
    assert tables(report)["planned"].rows[-1][1] == "PK"


def test_a_supervisor_reads_other_codes() -> None:
    group, sessions = large(2)
    hidden = veiled(source(group, *sessions, reader="supervisor"), 7)
    for document in ("progress", "recap", "evaluation"):
        assert not set(re.findall(r"\w+", text(made(document, hidden)))) & set(CODES)


# ── the semester ──


@pytest.mark.parametrize(
    ("year", "semester", "today", "first", "last", "years"),
    [
        ("2026/2027", "odd", "2026-11-24", "2026-07-01", "2026-12-31", "2026/2027"),
        ("2026/2027", "even", "2026-11-24", "2027-01-01", "2027-06-30", "2026/2027"),
        ("", "", "2026-11-24", "2026-07-01", "2026-12-31", "2026/2027"),
        ("", "", "2027-06-30", "2027-01-01", "2027-06-30", "2026/2027"),
        ("", "", "2027-07-01", "2027-07-01", "2027-12-31", "2027/2028"),
        ("", "odd", "2027-02-01", "2026-07-01", "2026-12-31", "2026/2027"),
        ("TP 2025-2026", "", "2026-11-24", "2025-07-01", "2025-12-31", "TP 2025-2026"),
        ("tahun ini", "even", "2026-11-24", "2027-01-01", "2027-06-30", "2026/2027"),
        ("0000", "even", "2026-11-24", "2027-01-01", "2027-06-30", "2026/2027"),
        ("9999", "even", "2026-11-24", "2027-01-01", "2027-06-30", "2026/2027"),
    ],
)
def test_the_semester_is_the_settings_or_todays(
    year: str, semester: str, today: str, first: str, last: str, years: str
) -> None:
    held = term(Settings(year=year, semester=semester), date.fromisoformat(today))
    assert (held.first.isoformat(), held.last.isoformat(), held.years) == (first, last, years)


def test_the_recap_holds_the_sessions_of_the_semester_and_no_other() -> None:
    group, sessions = large(2)
    edges = [datetime(2026, 6, 30, 23, tzinfo=NINE.tzinfo), datetime(2026, 7, 1, 7, tzinfo=NINE.tzinfo)]
    edges += [datetime(2026, 12, 31, 16, tzinfo=NINE.tzinfo), datetime(2027, 1, 1, 7, tzinfo=NINE.tzinfo)]
    other = Group(name="Rukun", concern="bertengkar").add_member("XY", class_="IX-A")
    met = tuple(
        next_session(other, None, n, at).enter("beginning", at).close(at) for n, at in enumerate(edges, start=1)
    )
    unbegun = next_session(other, None, 9, NINE)
    held = source(group, *sessions)
    report = made("recap", replace(held, others=(*held.others, Opened("r", other, (*met, unbegun)))))
    rows = tables(report)["sessions"].rows
    assert [row[2] for row in rows] == [
        "Rukun, pertemuan ke-2",
        "Berani bicara, pertemuan ke-1",
        "Berani bicara, pertemuan ke-2",
        "Rukun, pertemuan ke-3",
    ]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0][1] == "Rabu, 1 Juli 2026"
    assert rows[0][3:5] == ("XY (IX-A)", "bertengkar")
    assert "berlatih" in rows[1][5]
    assert "tujuan: sebagian 1" in rows[1][6]
    assert "BN" not in re.findall(r"\w+", rows[1][3])
    assert report.subtitle.casefold() == (
        "semester ganjil · tahun pelajaran 2026/2027 · 1 juli 2026 – 31 desember 2026"
    )
    assert facts(report)["totals"] == "2 kelompok, 4 pertemuan, 14 konseli"
    assert isinstance(report.blocks[-1], Signatures)


def test_a_semester_without_a_session_says_so() -> None:
    held = replace(source(Group(name="x")), others=())
    assert "Belum ada pertemuan" in text(made("recap", held))


def test_papers_of_the_demo_hold_what_was_answered(tmp_path: Path) -> None:
    store = Store(tmp_path)
    demo.fill(store, "id", NINE)
    opened = []
    for id in store.groups():
        sessions = tuple(store.load_session(id, number) for number in store.sessions(id))
        opened.append(Opened(id, store.load_group(id), sessions))
    first = next(one for one in opened if one.group.name == "Berani bicara")
    held = replace(source(first.group, *first.sessions, number=1), others=tuple(opened))
    said = text(made("member", replace(held, member="AR", reader="member")))
    assert "seorang teman duduk di sebelahnya" in said
    assert "CD" not in re.findall(r"\w+", said)
    recap = made("recap", held)
    assert len(tables(recap)["sessions"].rows) == 6
    kinds = {block["kind"] for block in json.loads(FORMATS["json"].render(recap))["blocks"]}
    assert kinds == {"facts", "table", "signatures"}
