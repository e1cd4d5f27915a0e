"""The papers of one session: log, plan, report, attendance list and consent; whole, and honest to their readers."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui.demo import fill
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import (
    BLANK,
    Break,
    Bullets,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Signatures,
    Table,
)
from kelompok_tui.documents.source import MEMBER, SCHOOL, SELF, SUPERVISOR, Source, veiled
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import LEADER, Correction, Group, Session, next_session
from kelompok_tui.settings import Settings, read_settings
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

from .conftest import NINE, at

PAPERS = ("log", "rpl", "laporan", "attendance", "consent")
LONG = "empat puluh huruf persis, tidak kurang …"
SECRETS = {
    "introductions": ("called", "Nama Panggilan"),
    "first": ("feeling", "sangat malu sendiri"),
    "impressions": ("impression", "kesan yang dalam"),
    "responses": ("response", "aku juga pernah begitu"),
    "uca": ("word", "plong"),
    "notes": ("note", "catatan hanya untuknya"),
    "kept": ("hindered", "dilarang ayah"),
    "goals": ("note", "tinggal satu orang"),
}


def source(
    group: Group, *sessions: Session, language: str = "id", reader: str = SELF, guide: Guide | None = None
) -> Source:
    """All that a paper about the last of these sessions is made from."""
    told, settings = next(iter(sessions[::-1]), None), Settings(leader="Rina", school="SMP 1", place="Rimbun")
    words = read_words(language, papers=True)
    return Source(group, sessions, told, guide or read_guide(language), words, at(9000), settings, reader)


def made(document: str, given: Source) -> Report:
    return DOCUMENTS[document].make(given)


def facts(report: Report) -> dict[str, str]:
    """The facts of a report by their ids."""
    return {fact.id: fact.value for fact in rows(report)}


def rows(report: Report) -> Iterator[Fact]:
    for block in report.blocks:
        if isinstance(block, Facts):
            yield from block.rows


def tables(report: Report) -> dict[str, Table]:
    return {block.id: block for block in report.blocks if isinstance(block, Table)}


def headings(report: Report, level: int = 1) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def text(report: Report) -> str:
    return FORMATS["md"].render(report).decode()


@pytest.fixture(scope="module", params=["id", "en"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The second meeting of the invented group, with the invented school's settings."""
    store = Store(tmp_path_factory.mktemp("papers"))
    fill(store, request.param, NINE)
    id = store.groups()[0]
    held = tuple(store.load_session(id, number) for number in store.sessions(id))
    there = source(store.load_group(id), *held, language=request.param)
    return replace(there, session=held[1], settings=read_settings(store.settings_file))


@pytest.fixture
def full(group: Group, session: Session) -> Session:
    """A session in which all that was said is a word of its own."""
    there = session.attend_rest().attend("DE", minutes=5).attend("CD", state="sick")
    there = there.floor("AR", at(1)).note("catatan kejadian rahasia", at(4)).floor(LEADER, at(9)).flag("BN", at(9))
    there = there.change_risk("1.1", told="RISIKO", did="RISIKO")
    there = there.tense(at(60), who=("AR", "BN"), cause="sebab ketegangan", did="tindakan pemimpin", strength=4)
    there = there.act(who="AR", what="bertanya", when="Senin", obstacle="halangan dirinya", support="BN")
    for form, (item, said) in SECRETS.items():
        there = there.answer(form, item, "1" if form == "goals" else "AR", said, at(99))
    for item, value in (("understanding", 4), ("comfort", 3), ("action", 3)):
        there = there.answer("uca", item, "AR", value, at(99)).answer("uca", item, "BN", 2, at(99))
    there = there.answer("problems", "problem", "AR", "takut salah", at(99)).answer("chosen", "owner", "", "AR", at(99))
    there = there.answer("chosen", "problem", "", "takut salah saat ditanya", at(99)).answer(
        "rules", "rule", "1", "giliran", at(9)
    )
    there = there.answer("commitments", "behaviour", "AR", "bertanya sekali", at(99)).tick(
        "beginning", "welcome", at(9)
    )
    there = there.answer("reflection", "results", "", "satu langkah", at(99)).answer(
        "next", "date", "", "2026-12-01", at(9)
    )
    there = there.answer("satisfaction", "trust", "AR", "3", at(99)).answer("satisfaction", "trust", "BN", "1", at(99))
    return there.enter("working", at(600), "pintu dilewati begitu saja").close(at(1260))


# ── all of them ──


@pytest.mark.parametrize("document", PAPERS)
@pytest.mark.parametrize("reader", [SELF, SCHOOL, SUPERVISOR])
def test_every_paper_of_the_invented_session_is_whole(document: str, reader: str, demo: Source) -> None:
    report = made(document, replace(demo, reader=reader))
    told = text(report)
    assert report.lacking == ()
    assert report.letterhead
    assert "None" not in told
    assert "{" not in told
    keys = r"\b(paper|log|summary|rpl|laporan|narrative|attendance|attendance-list|consent|panel)\.[a-z-]{3,}"
    assert re.findall(keys, told) == []
    for table in (block for block in report.blocks if isinstance(block, Table)):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert len(table.widths) in {0, len(table.columns)}


@pytest.mark.parametrize("document", PAPERS)
def test_every_fact_and_table_has_a_name_of_its_own_for_templates(document: str, demo: Source) -> None:
    there, report = demo, made(document, demo)
    ids = [fact.id for fact in rows(report)] + [b.id for b in report.blocks if isinstance(b, Table)]
    assert [id for id in ids if not re.fullmatch("[a-z_]+", id)] == []
    assert sorted(set(ids)) == sorted(ids)
    other = replace(there, words=read_words("id", papers=True), guide=read_guide("id"))
    same = made(document, other)
    assert ids == [fact.id for fact in rows(same)] + [b.id for b in same.blocks if isinstance(b, Table)]


@pytest.mark.parametrize("document", PAPERS)
def test_what_is_missing_leads_to_where_it_can_be_filled_in(document: str, guide: Guide) -> None:
    bare = replace(source(Group(name="x"), Session(number=1, made=NINE)), settings=Settings())
    known = {field.name for field in fields(Settings)}
    plan = {"concern", "description", "areas", "goal", "goal:1", "approach", "technique", "media", "place", "meetings"}
    lacking = made(document, bare).lacking
    assert lacking
    for fact in lacking:
        kind, _, place = fact.fill.partition(":")
        form, _, item = place.partition(":")
        assert kind in {"settings", "plan", "meeting", "form"}
        assert kind != "settings" or place in known
        assert kind != "plan" or place in plan
        assert kind != "meeting" or place == "place"
        assert kind != "form" or item in guide.forms[form].items


@pytest.mark.parametrize("document", PAPERS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_smallest_and_the_fullest_group_have_papers(document: str, language: str) -> None:
    empty = source(Group(name="x"), Session(number=1, made=NINE), language=language)
    assert "None" not in text(made(document, empty))
    group = Group(name=LONG, concern=LONG).change(goal=LONG, place=LONG, description=LONG).set_goal(1, LONG)
    for code in "ABCDEFGHIJKLMN":
        group = group.add_member(code, class_=LONG)
    there = next_session(group, None, 1, NINE).attend_rest().enter("working", NINE)
    for second in range(200):
        there = there.floor("ABCDEFGHIJKLMN"[second % 14], at(3 * second)).note(LONG, at(3 * second))
    for code in group.codes:
        there = there.act(who=code, what=LONG, when=LONG).answer("problems", "problem", code, LONG, NINE)
        there = there.answer("commitments", "behaviour", code, LONG, NINE)
    report = made(document, source(group, there.close(at(2000)), language=language))
    assert LONG in text(report)
    assert not [table for table in tables(report).values() if table.id == "tensions"]


@pytest.mark.parametrize("document", PAPERS)
def test_a_supervisor_meets_no_code_of_the_group(document: str, group: Group, full: Session) -> None:
    told = text(made(document, veiled(source(group, full, reader=SUPERVISOR), 7)))
    assert not {"AR", "BN", "CD", "DE"} & set(re.findall(r"\w+", told))


@pytest.mark.parametrize("document", PAPERS)
@pytest.mark.parametrize("reader", [SELF, SCHOOL, SUPERVISOR, MEMBER])
def test_a_moment_of_safety_is_in_none_of_them(document: str, reader: str, group: Group, full: Session) -> None:
    there, safe = source(group, full, reader=reader), source(group, full.remove_risk("1.1"), reader=reader)
    told = made(document, replace(there, member="BN"))
    assert "RISIKO" not in text(told)
    assert told == made(document, replace(safe, member="BN"))


@pytest.mark.parametrize("document", PAPERS)
def test_a_school_reads_no_feelings_no_tension_and_no_mark(document: str, group: Group, full: Session) -> None:
    there = source(group.set_goal(1, "berani"), full, reader=SCHOOL)
    told = text(made(document, there))
    hidden = [said for _, said in SECRETS.values()] + ["sebab ketegangan", "tindakan pemimpin", "halangan dirinya"]
    hidden += ["catatan kejadian rahasia", "pintu dilewati begitu saja"]
    assert [said for said in hidden if said in told] == []
    assert ("takut salah saat ditanya" in told) == (document in {"log", "laporan"})


def test_a_school_does_not_read_what_was_corrected(group: Group, full: Session) -> None:
    mended = full.but(corrections=(Correction(at=at(9000), what="tensions.1.1.cause", was="sebab yang dulu"),))
    assert "sebab yang dulu" in text(made("log", source(group, mended)))
    assert "sebab yang dulu" not in text(made("log", source(group, mended, reader=SCHOOL)))


def test_the_leader_reads_in_her_log_what_no_school_reads(group: Group, full: Session) -> None:
    told = text(made("log", source(group.set_goal(1, "berani"), full)))
    assert "catatan hanya untuknya" not in told  # it is the member's
    hidden = [said for form, (_, said) in SECRETS.items() if form != "notes"] + ["sebab ketegangan", "halangan dirinya"]
    hidden += ["catatan kejadian rahasia", "pintu dilewati begitu saja"]
    assert [said for said in hidden if said not in told] == []


# ── the log ──


def test_the_log_is_told_in_short_and_then_in_full(group: Group, full: Session, guide: Guide) -> None:
    report = made("log", source(group, full))
    assert headings(report) == ["Ringkasan", "Catatan lengkap"]
    told = facts(report)
    assert told["present"] == "3 dari 4 anggota hadir; CD sakit; DE terlambat (5 menit)"
    assert told["discussed"] == "takut salah saat ditanya (AR)"
    assert told["course"] == "Permulaan 10 menit, Kerja 11 menit"
    assert told["tense"] == "1; selesai: 0"
    assert told["results"] == "satu langkah"
    assert told["again"] == "Selasa, 1 Desember 2026"
    first = [block for block in report.blocks if isinstance(block, Bullets)][:2]
    assert [block.items for block in first] == [("AR: bertanya, Senin",), ("AR: bertanya sekali",)]


def test_a_log_without_a_tension_does_not_speak_of_any(group: Group, session: Session) -> None:
    report = made("log", source(group, session.close(at(60))))
    assert "tense" not in facts(report)
    assert "tensions" not in tables(report)


# ── the plan ──


def test_the_plan_has_what_schools_ask_for_in_their_order(demo: Source) -> None:
    ids = [fact.id for fact in rows(made("rpl", demo))]
    first = ["school", "component", "areas", "function", "concern", "description", "allotment", "meeting", "day"]
    assert ids[:10] == [*first, "place"]
    assert ids[11:] == [
        "goal",
        "approach",
        "technique",
        "media",
        "process",
        "results",
        "laiseg",
        "laijapen",
        "laijapang",
    ]
    report = made("rpl", demo)
    assert list(tables(report)) == ["members", "goals", "steps"]
    signed = report.blocks[-1]
    assert isinstance(signed, Signatures)
    assert [signer.id for signer in signed.signers] == ["head", "leader"]
    assert demo.words.plain_date(demo.told.began.date()) in signed.day


def test_the_steps_are_those_of_the_guide_with_their_minutes(group: Group, session: Session, guide: Guide) -> None:
    steps = tables(made("rpl", source(group, session.change(minutes={"working": 35}))))["steps"].rows
    stages = [(row[0], row[2]) for row in steps]
    assert stages == [("Pembentukan", "10"), ("Peralihan", "5"), ("Kegiatan", "35"), ("Pengakhiran", "10")]
    for row, stage in zip(steps, guide.room, strict=True):
        assert row[1].splitlines() == [f"{n}. {step}" for n, step in enumerate(stage.steps.values(), 1)]


def test_a_plan_is_made_before_there_is_a_session(group: Group) -> None:
    told = facts(made("rpl", source(group.change(place="Ruang BK").set_goal(1, "bertanya (C4)"))))
    assert (told["meeting"], told["day"], told["place"]) == ("1 dari 4", "", "Ruang BK")
    assert told["allotment"] == "4 pertemuan × 45 menit"
    goals = tables(made("rpl", source(group.set_goal(1, "bertanya (C4)"))))["goals"]
    assert goals.rows == (("1", "bertanya (C4)"),)


def test_a_plan_knows_the_day_that_was_agreed_upon(group: Group, full: Session) -> None:
    coming = replace(source(group, full), session=None)
    assert facts(made("rpl", coming))["day"] == "Selasa, 1 Desember 2026"
    assert facts(made("rpl", coming))["meeting"] == "2 dari 4"
    second = next_session(group, full, 2, at(9000))
    assert facts(made("rpl", source(group, full, second)))["day"] == "Selasa, 1 Desember 2026"
    odd = full.answer("next", "date", "", "kapan-kapan", at(99))
    assert facts(made("rpl", source(group, odd, second)))["day"] == ""


def test_a_plan_without_special_goals_has_a_line_for_them(group: Group) -> None:
    report = made("rpl", source(group))
    assert "goals" not in tables(report)
    assert "plan:goal:1" in {fact.fill for fact in report.lacking}


# ── the report ──


def test_the_report_has_the_seven_components_in_their_order(demo: Source) -> None:
    report = made("laporan", demo)
    numbers = [heading.partition(".")[0] for heading in headings(report)]
    assert numbers[:7] == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(numbers) == 8  # and the appendices
    assert list(tables(report)) == [
        *("goals", "members", "problems", "process", "uca", "reached"),
        *("tensions", "actions", "followups"),
    ]


def test_each_stage_is_told_in_sentences(group: Group, full: Session) -> None:
    report = made("laporan", source(group, full))
    told = {}
    for block, below in zip(report.blocks, report.blocks[1:], strict=False):
        if isinstance(block, Heading) and isinstance(below, Paragraph):
            told[block.text] = below.text
    assert told["Tahap Pembentukan"].startswith("Tahap ini berlangsung 10 menit (rencana 10).")
    assert "Aturan kelompok: giliran." in told["Tahap Pembentukan"]
    assert "Muncul 1 ketegangan." in told["Tahap Pembentukan"]
    assert told["Tahap Pembentukan"].endswith("1 dari 9 langkah tahap ini dilakukan:")
    assert told["Tahap Peralihan"] == "Tahap ini tidak dijalani dalam pertemuan ini."
    assert "membahas lebih dulu: takut salah saat ditanya (masalah AR)." in told["Tahap Kegiatan"]


def test_one_and_many_are_told_apart_in_english(group: Group, full: Session) -> None:
    told = text(made("laporan", source(group, full, language="en")))
    assert "1 tension came up." in told
    assert "1 of the 9 steps of this stage was done:" in told
    assert "2 members rated understanding" in told
    assert "1 of the 3 members who came took the floor." in told


def test_a_stage_that_a_running_session_has_not_reached_is_still_to_come(group: Group, session: Session) -> None:
    told = text(made("laporan", source(group, session)))
    assert told.count("Tahap ini belum dijalani.") == 3


def test_results_are_per_member_and_satisfaction_is_nobodys(group: Group, full: Session) -> None:
    there = tables(made("laporan", source(group, full, reader=SCHOOL)))
    assert there["uca"].rows == (("AR", "4", "3", "3"), ("BN", "2", "2", "2"), ("Rata-rata", "3,0", "2,5", "2,5"))
    assert there["satisfaction"].rows == (("Percaya", "kurang puas 1, sangat puas 1"),)
    assert "problems" not in there  # what members said is ticked, or stays
    ticked = tables(made("laporan", replace(source(group, full, reader=SCHOOL), quotes=True)))
    assert ticked["problems"].columns == ("Inisial", "Masalah", "Tanggapan", "Komitmen")
    assert "Tanggapan" in tables(made("laporan", source(group, full)))["problems"].columns


def test_a_way_to_somebody_else_is_told_without_its_reason(group: Group, full: Session) -> None:
    there = group.follow(NINE.date() + timedelta(days=7), "laiseg", done=NINE.date(), result="hasil yang rahasia")
    for item, value in (("way", "referral"), ("whom", "Psikolog"), ("note", "alasan rahasia"), ("when", "2026-12-03")):
        there = there.answer("ways", item, "AR", value, NINE)
    there = there.answer("ways", "way", "BN", "go-on", NINE)
    report = made("laporan", source(there, full, reader=SCHOOL))
    told = tables(report)["followups"].rows
    assert ("laiseg", "kelompok", "Selasa, 1 Desember 2026", "selesai 24 Nov 2026") in told
    assert ("alih tangan kasus", "AR", "Kamis, 3 Desember 2026", "–") in told
    assert [row for row in told if row[1] == "BN"] == []
    assert [said for said in ("Psikolog", "alasan rahasia", "hasil yang rahasia") if said in text(report)] == []


def test_a_form_that_a_school_added_is_told_by_its_sums(group: Group, full: Session, tmp_path: Path) -> None:
    form = (
        'rows = "member"\nstage = "closing"\ntitle = "Semangat"\n[items.spirit]\nkind = "scale"\ntitle = "Semangat"\n'
    )
    words = '[items.why]\nkind = "text"\ntitle = "Sebab"\n'
    (tmp_path / "id" / "forms").mkdir(parents=True)
    (tmp_path / "id" / "forms" / "spirit.toml").write_text(form + words, encoding="utf-8")
    there = full.answer("spirit", "spirit", "AR", 4, at(9)).answer("spirit", "spirit", "BN", 3, at(9))
    there = (
        there.answer("spirit", "why", "AR", "hanya untuk pemimpin", at(9)).enter("closing", at(1300)).close(at(1360))
    )
    told = [
        text(made("laporan", source(group, there, reader=r, guide=read_guide("id", tmp_path)))) for r in (SELF, SCHOOL)
    ]
    assert ["Semangat: rata-rata 3,5 dari 4 (n = 2)." in one for one in told] == [True, True]
    assert ["hanya untuk pemimpin" in one for one in told] == [True, False]


def test_a_report_needs_a_session(group: Group) -> None:
    for document in ("log", "laporan"):
        with pytest.raises(KelompokError) as told:
            made(document, source(group))
        assert told.value.word == "paper.session"


# ── the attendance list ──


def test_the_list_counts_what_was_taken(group: Group, full: Session) -> None:
    report = made("attendance", source(group, full))
    members = tables(report)["members"]
    assert members.high
    assert [row[3:] for row in members.rows] == [
        ("hadir", ""),
        ("hadir", ""),
        ("sakit", ""),
        ("terlambat (5 menit)", ""),
    ]
    assert facts(report)["attended"] == "2 hadir, 1 terlambat, 1 sakit"
    signed = report.blocks[-1]
    assert isinstance(signed, Signatures)
    assert signed.day == "Rimbun, 24 November 2026"
    assert [signer.id for signer in signed.signers] == ["leader"]


def test_without_what_was_taken_it_is_a_list_to_fill_in(group: Group, session: Session, full: Session) -> None:
    blank = replace(source(group, full), empty=True)
    for there in (source(group, session), source(group), blank):
        report = made("attendance", there)
        assert tables(report)["members"].rows[0][1:] == ("AR", "VIII-A", "", "")
        assert facts(report)["attended"] == ""
    assert facts(made("attendance", blank))["day"] == ""
    assert [row[:2] for row in tables(made("attendance", source(Group(name="x"))))["members"].rows] == [
        (str(number), "") for number in range(1, 13)
    ]


# ── the consent ──


def test_each_member_has_a_page_to_sign(group: Group) -> None:
    report = made("consent", source(group.change(meetings=3, place="Ruang BK")))
    assert [fact.value for fact in rows(report) if fact.id.startswith("code")] == ["AR", "BN", "CD", "DE"]
    assert sum(isinstance(block, Break) for block in report.blocks) == 3
    signed = [block for block in report.blocks if isinstance(block, Signatures)]
    assert len(signed) == 4
    assert [signer.id for signer in signed[0].signers] == ["guardian", "member"]
    assert signed[0].day == f"Rimbun, {BLANK}"
    told = text(report)
    assert "3 pertemuan" in told
    assert "Ruang BK" in told
    assert "gugup" not in told  # what she said of herself is in no paper that others hold


def test_a_consent_for_one_member_names_no_other(group: Group) -> None:
    alone = replace(source(group, reader=MEMBER), member="BN")
    told = set(re.findall(r"\w+", text(made("consent", alone))))
    assert {"AR", "BN", "CD", "DE"} & told == {"BN"}
    with pytest.raises(KelompokError) as told_of_all:
        made("consent", replace(alone, member=""))
    assert told_of_all.value.word == "paper.member"
    for blank in (replace(source(group, reader=MEMBER), empty=True), source(Group(name="x"))):
        report = made("consent", blank)
        assert [fact.value for fact in rows(report) if fact.id.startswith("code")] == [""]
        assert not {"AR", "BN", "CD", "DE"} & set(re.findall(r"\w+", text(report)))


# ── the school's own paper ──


@pytest.mark.parametrize(
    ("language", "settings", "told"),
    [
        ("id", Settings(), ""),
        ("id", Settings(year="2026/2027"), "Tahun Pelajaran 2026/2027"),
        ("id", Settings(semester="even"), "Semester genap"),
        ("en", Settings(year="2026/2027", semester="odd"), "Semester: odd · School year 2026/2027"),
    ],
)
def test_year_and_semester_stand_below_the_title_and_nothing_is_guessed(
    language: str, settings: Settings, told: str, group: Group
) -> None:
    there = replace(source(group, language=language), settings=settings)
    assert made("rpl", there).subtitle == told
