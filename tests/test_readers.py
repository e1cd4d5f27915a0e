"""Papers by reader: whatever is planted in a group, each reader gets what the table allows, and nothing else."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents import readers as table
from kelompok_tui.documents.gather import gather
from kelompok_tui.documents.readers import HOLDS, MAY
from kelompok_tui.documents.source import MEMBER, READERS, SCHOOL, SELF, SUPERVISOR
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.export.papers import Made, Paper, Press, press
from kelompok_tui.model import Correction, Group, Session, next_session
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store

from .conftest import NINE, at
from .test_cli import run

ID = "g"
NAMES = {"AR": "Zarinta Purnamasari", "BN": "Bagaskara Wirayuda", "CD": "Cempaka Larasati"}
CODES = tuple(NAMES)
NICKS = {"AR": "Ninik", "BN": "Gasgas", "CD": "Cacacha"}
DOCS = Path(__file__).parent.parent / "docs" / "READERS.md"

# What is planted: each word of its own, below the content that it is, with the documents that would tell it.
PLANTED: dict[str, dict[str, tuple[str, ...]]] = {
    table.TENSIONS: {
        "tensicause": ("log", "laporan", "progress"),
        "tensidid": ("log", "laporan"),
        "tensioutcome": ("log", "progress"),
    },
    table.MEMORY: {
        "marknote": ("log",),
        "doorreason": ("log",),
        "beginreason": ("log",),
        "obstacleword": ("log",),
        "hinderedword": ("log",),
        "correctionword": ("log",),
        "goalnote": ("log", "laporan", "progress"),
        "processnote": ("log", "laporan"),
        "strayanswer": ("log",),
    },
    table.FEELINGS: {
        "expectword": ("log", "progress"),
        "firstfeeling": ("log",),
        "impressword": ("log",),
        "messageword": ("log",),
        "ucaword": ("log", "laporan", "evaluation"),
        "kepthindered": ("log",),
    },
    table.QUOTES: {
        "problemword": ("log", "laporan"),
        "responseword": ("log", "laporan"),
        "promiseword": ("log", "laporan", "commitments"),
    },
    table.NOTES: {"privatenote": ("member",)},
    table.SINGLE: {
        "statementword": ("member",),
        "followresult": ("member", "progress"),
        "waynote": ("member", "progress"),
    },
    table.RISKS: {"risktold": ("safety",), "riskreferral": ("safety",), "riskdid": ("safety",)},
}
MEMBERS = {"expectword", "problemword", "promiseword", "kepthindered"}  # these are in her own note too
NOWHERE = ("candidateword", "sourceword")


def planted() -> tuple[Group, Session]:
    group = Group(name="Kelompok satu", concern="takut bicara", goal="berani").set_goal(1, "bertanya")
    for code in CODES:
        group = group.add_member(code, class_="VIII-A", statement=f"statementword{code}", source="sourceword")
    group = group.add_candidate("XY", statement="candidateword")
    group = group.follow(
        NINE.date() + timedelta(days=7), "laiseg", about="AR", done=NINE.date(), result="followresultAR"
    )
    group = group.answer("ways", "way", "AR", "individual", NINE).answer("ways", "note", "AR", "waynoteAR", NINE)
    group = group.answer("hopes", "now", "AR", "reached", NINE)
    there = next_session(group, None, 1, NINE).enter("beginning", NINE).attend_rest()
    there = there.but(reason="beginreason").floor("AR", at(1)).note("marknote", at(2)).flag("BN", at(3))
    there = there.change_risk("1.1", told="risktold", referral="riskreferral", did="riskdid", safe=True)
    there = there.tense(at(60), who=("AR", "BN"), cause="tensicause", did="tensidid")
    there = there.but(tensions=(there.tensions[0].but(outcome="tensioutcome"),))
    there = there.act(who="AR", what="bertanya", when="Senin", obstacle="obstacleword", support="guru")
    there = there.but(actions=(there.actions[0].but(hindered="hinderedword"),))
    said = {
        **{("introductions", "called"): "", ("introductions", "expectation"): "expectword"},
        **{("first", "feeling"): "firstfeeling", ("impressions", "impression"): "impressword"},
        **{("impressions", "message"): "messageword", ("uca", "word"): "ucaword", ("kept", "hindered"): "kepthindered"},
        **{("problems", "problem"): "problemword", ("responses", "response"): "responseword"},
        **{("commitments", "behaviour"): "promiseword", ("notes", "note"): "privatenote"},
    }
    for code in CODES:
        for (form, item), word in said.items():
            there = there.answer(form, item, code, word + code if word else NICKS[code], at(99))
        there = there.answer("uca", "understanding", code, 3, at(99))
    there = there.answer("chosen", "problem", "", "pokok bahasan", at(99)).answer("chosen", "owner", "", "AR", at(99))
    there = there.answer("goals", "reached", "1", "reached", at(99)).answer("goals", "note", "1", "goalnote", at(99))
    there = there.answer("process", "time", "", 3, at(99)).answer("process", "note", "", "processnote", at(99))
    there = there.answer("gone", "item", "", "strayanswer", at(99)).enter("closing", at(600), "doorreason")
    return group, there.close(at(1200)).but(
        corrections=(Correction(at=at(9000), what="tensions.1.1.cause", was="correctionword"),)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    held, (group, session) = Store(tmp_path_factory.mktemp("planted")), planted()
    held.save_group(ID, group)
    held.save_session(ID, session)
    held.save_names(ID, NAMES)
    return held


def pressed(store: Store, draw: int = 7) -> Press:
    return press(store, Settings(leader="Rina", school="SMP 1"), lambda: at(9000), draw)


def papers(document: str, language: str = "id") -> Iterator[Paper]:
    """For every reader that the document knows; for a member, each."""
    kind = DOCUMENTS[document]
    for reader in kind.readers:
        for member in CODES if kind.each and reader == MEMBER else ("",):
            yield Paper(document, "md", language, reader, ID, 1, member)


def text(press: Press, made: Made, format: str = "md") -> str:
    data = press.render(replace(made, paper=replace(made.paper, format=format)))
    if format == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if format == "docx":
        return "\n".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:t")))
    return data.decode()


def flat(text: str) -> str:
    """Without what a format puts between the letters of a long word."""
    return re.sub(r"[\s\u200b\\-]", "", text)


def found(told: str, word: str) -> set[str]:
    """Whose of that planted word are in the text; an empty one is nobody's."""
    return set(re.findall(rf"{word}({'|'.join(CODES)}|)", told))


def allowed(paper: Paper, content: str, word: str) -> bool:
    holds = paper.document in PLANTED[content][word] or (paper.document == "member" and word in MEMBERS)
    return holds and paper.read_by in MAY[content]


# ── each document, each reader, each language ──


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_reader_gets_what_the_table_allows_and_nothing_else(store: Store, document: str, language: str) -> None:
    one = pressed(store)
    for paper in papers(document, language):
        told = flat(text(one, one.make(paper)))
        for content, words in PLANTED.items():
            for word in words:
                whose = found(told, word)
                assert bool(whose) == allowed(paper, content, word), (paper, word)
                if paper.read_by == MEMBER:
                    assert whose <= {paper.member}, (paper, word)
        assert [word for word in NOWHERE if word in told] == []


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("format", ["docx", "pdf", "html", "json"])
def test_no_format_tells_more(store: Store, document: str, format: str) -> None:
    one = pressed(store)
    for paper in [paper for paper in papers(document) if paper.member in {"", "AR"}]:
        told = flat(text(one, one.make(paper), format))
        for content, words in PLANTED.items():
            assert {w for w in words if found(told, w)} == {w for w in words if allowed(paper, content, w)}, paper
        assert not [name for name in names() if name in told.casefold() and paper.read_by != SELF]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_real_name_and_for_a_member_no_other_code(store: Store, document: str, language: str) -> None:
    one = pressed(store)
    for paper in papers(document, language):
        made = one.make(paper)
        told = text(one, made)
        real = [name for whole in NAMES.values() for name in whole.split() if name.casefold() in told.casefold()]
        assert (real, made.exposed) == ([], ())
        if paper.read_by != SELF:  # the leader's own log has what they want to be called
            assert [nick for nick in NICKS.values() if nick in told] == []
        words = set(re.findall(r"\w+", told))
        if paper.read_by == MEMBER:
            assert not words & (set(CODES) - {paper.member})
        if paper.read_by == SUPERVISOR:
            assert not words & set(CODES)


def names() -> list[str]:
    return [part.casefold() for whole in (*NAMES.values(), *NICKS.values()) for part in whole.split()]


def test_quotes_go_to_a_school_only_where_they_are_ticked(store: Store) -> None:
    one = pressed(store)
    for document in ("log", "laporan"):
        paper = Paper(document, "md", "id", SCHOOL, ID, 1)
        made = one.make(replace(paper, quotes=True))
        told, quotes = flat(text(one, made)), PLANTED[table.QUOTES]
        assert [word for word in quotes if found(told, word) != set(CODES)] == []
        hidden = [word for content, words in PLANTED.items() if content != table.QUOTES for word in words]
        assert [word for word in hidden if found(told, word)] == []
        said = one.make(paper).report.withheld
        assert (len(made.report.withheld), len(said)) == (3, 4)
        assert "pokok bahasan (AR)" not in text(one, one.make(paper))
        supervised = one.make(replace(paper, reader=SUPERVISOR, quotes=True))
        assert supervised.report == one.make(replace(paper, reader=SUPERVISOR)).report


# ── the table ──


def test_the_table_in_the_docs_is_the_one_in_the_code() -> None:
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|\n ").split("|")]
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    start = next(n for n, row in enumerate(rows) if row[0] == "content")
    readers = rows[start][2:6]
    assert set(readers) == set(READERS)
    told = {row[0]: {r for r, cell in zip(readers, row[2:6], strict=False) if cell == "yes"} for row in rows}
    assert {name: told[name] for name in MAY} == {name: set(who) for name, who in MAY.items()}
    held = {row[0]: row for row in rows if row[0] in DOCUMENTS}
    assert {name: tuple(row[1].split(", ")) for name, row in held.items()} == {
        name: kind.readers for name, kind in DOCUMENTS.items()
    }
    assert {name: set(row[2].split(", ")) for name, row in held.items()} == {n: set(c) for n, c in HOLDS.items()}


def test_nobody_gets_a_paper_of_the_leaders_own_unasked() -> None:
    assert set(HOLDS) == set(DOCUMENTS)
    own = [name for name, kind in DOCUMENTS.items() if kind.readers[0] not in {SCHOOL, MEMBER}]
    assert own == [name for name, kind in DOCUMENTS.items() if kind.apart] == ["safety"]


# ── what was taken out ──


def test_what_was_taken_out_is_counted_and_not_on_the_paper(store: Store) -> None:
    one = pressed(store)
    made = one.make(Paper("laporan", "md", "id", SCHOOL, ID, 1))
    assert made.report.withheld == (
        "1 ketegangan",
        "2 catatan pemimpin",
        "3 jawaban pribadi",
        "10 kutipan",  # three of each, and whose the chosen problem is
    )
    for name in FORMATS:
        if FORMATS[name].fits(made.report):
            assert "catatan pemimpin" not in text(one, made, name)
    assert one.make(Paper("laporan", "md", "id", SELF, ID, 1)).report.withheld == ()
    assert one.make(Paper("log", "md", "id", SUPERVISOR, ID, 1)).report.withheld == ("kode asli",)
    assert one.make(Paper("member", "md", "id", MEMBER, ID, 1, "BN")).report.withheld == (
        "1 hal tentang satu anggota",
        "2 anggota lain",
    )


def test_of_safety_not_a_word_is_said(store: Store) -> None:
    _, session = planted()
    safe = gather(store, Settings(), "log", "id", NINE, ID, 1, SCHOOL)
    calm = replace(safe, session=session.but(risks=()), sessions=(session.but(risks=()),))
    for document in (name for name, kind in DOCUMENTS.items() if kind.of != "all" and name != "safety"):
        for reader in DOCUMENTS[document].readers:
            one, other = (replace(source, reader=reader, member="BN") for source in (safe, calm))
            assert DOCUMENTS[document].make(one) == DOCUMENTS[document].make(other)


# ── a supervisor cannot match them ──


def test_two_exports_drawn_apart_share_neither_codes_nor_order(store: Store) -> None:
    group, _ = planted()
    for number, code in enumerate("EFGHIJKLM"):
        group = group.add_member(code * 2, class_=f"K{number}")
    seated = next_session(group, None, 1, NINE).enter("beginning", NINE).attend_rest()
    held = Store(store.folder / "many")
    held.save_group(ID, group)
    held.save_session(ID, seated)
    seen = []
    for draw in range(4):
        sources = [gather(held, Settings(), name, "id", NINE, ID, 1, SUPERVISOR, draw=draw) for name in ("log", "rpl")]
        assert sources[0].group.codes == sources[1].group.codes  # of one draw they fit together
        assert [s.code for s in sources[0].told.seats] == list(sources[0].group.codes)
        seen.append((sources[0].group.codes, tuple(m.class_ for m in sources[0].group.members)))
    assert len({codes for codes, _ in seen}) == len({order for _, order in seen}) == 4
    for codes, order in seen:
        assert not set(codes) & set(group.codes)
        assert order != tuple(member.class_ for member in group.members)


# ── names and codes in free text ──


def with_names(folder: Path) -> Store:
    held, (group, session) = Store(folder), planted()
    session = session.answer("reflection", "results", "", "Bagaskara mulai berani, juga ninik", NINE)
    session = session.answer("commitments", "behaviour", "AR", "menyapa lebih dulu", NINE)
    held.save_group(ID, group.change(concern="takut pada BN"))
    held.save_session(ID, session)
    held.save_names(ID, NAMES)
    return held


@pytest.mark.parametrize("reader", [SCHOOL, SUPERVISOR])
def test_a_name_in_a_text_is_pointed_out_with_its_place(tmp_path: Path, reader: str) -> None:
    one = pressed(with_names(tmp_path))
    paper = Paper("laporan", "md", "id", reader, ID, 1)
    made = one.make(paper)
    assert [(e.word, e.place) for e in made.exposed] == [("Bagaskara", "Ringkasnya"), ("ninik", "Ringkasnya")]
    assert "mulai berani" in made.exposed[0].around
    with pytest.raises(KelompokError) as told:
        one.write(made, tmp_path / "x.md")
    assert (told.value.word, told.value.facts["words"]) == ("paper.exposed", "Bagaskara, ninik")
    assert not (tmp_path / "x.md").exists()
    assert one.write(made, tmp_path / "x.md", anyway=True).exists()
    own = one.make(replace(paper, reader=SELF))
    assert own.exposed == ()
    assert one.write(own, tmp_path / "own.md").exists()


def test_another_code_is_pointed_out_to_a_member_alone(tmp_path: Path) -> None:
    one = pressed(with_names(tmp_path))
    assert one.make(Paper("consent", "md", "id", SCHOOL, ID)).exposed == ()
    found = one.make(Paper("consent", "md", "id", MEMBER, ID, member="AR")).exposed
    assert {e.word for e in found} == {"BN"}
    assert one.make(Paper("consent", "md", "id", MEMBER, ID, member="BN")).exposed == ()


def test_a_set_keeps_back_what_has_names_in_it(tmp_path: Path) -> None:
    one = pressed(with_names(tmp_path))
    printed = one.whole(Paper("log", "md", group=ID, session=1), tmp_path / "set")
    held = {made.paper.document for made in printed.held}
    assert {"log", "laporan"} <= held
    assert not [file for file in printed.written if "aporan" in file.name]
    assert "safety" not in held | {file.stem for file in printed.written}
    assert all("Bagaskara" not in file.read_text(encoding="utf-8") for file in (tmp_path / "set").iterdir())
    whole = one.whole(Paper("log", "md", group=ID, session=1), tmp_path / "all", anyway=True)
    assert len(whole.written) == len(printed.written) + len(printed.held)


def test_the_command_line_points_names_out_and_writes_only_when_told(tmp_path: Path) -> None:
    with_names(tmp_path)
    out = tmp_path / "laporan.md"
    asked = ("export", ID, "1", "--document", "laporan", "--lang", "id", "--out", str(out))
    done = run(*asked, data=tmp_path)
    assert (done.returncode, done.stdout, out.exists()) == (1, "", False)
    assert "Bagaskara (Ringkasnya" in done.stderr
    assert "--anyway" in done.stderr
    assert run(*asked[:-2], data=tmp_path).stdout == ""  # nor to a pipe
    done = run(*asked, "--anyway", data=tmp_path)
    assert (done.returncode, out.exists()) == (0, True)
    assert "Bagaskara (Ringkasnya" in done.stderr
    done = run("export", ID, "1", "--all", "--format", "md", "--lang", "id", data=tmp_path)
    assert done.returncode == 1
    assert "--anyway" in done.stderr


# ── the risk lane ──


def test_the_record_of_safety_is_for_the_leader_who_asks_for_it(store: Store, tmp_path: Path) -> None:
    one = pressed(store)
    made = one.make(Paper("safety", "md", "id", SELF, ID, 1))
    told = text(one, made)
    assert "BN" in told
    assert made.name == "g-01-keselamatan.md"
    assert [word for word in PLANTED[table.RISKS] if word not in told] == []
    for paper in (Paper("safety", group=ID, session=1), Paper("safety", reader=SCHOOL, group=ID, session=1)):
        with pytest.raises(KelompokError) as trouble:
            one.make(paper)
        assert trouble.value.word == "paper.apart"
    for reader in READERS:
        printed = one.whole(Paper("log", "md", reader=reader, group=ID, session=1), tmp_path / reader, anyway=True)
        assert printed.written
        assert not [f for f in printed.written if "riskdid" in f.read_text(encoding="utf-8")]


def test_the_command_line_asks_for_whom_it_is(store: Store) -> None:
    asked = ("export", ID, "1", "--document", "safety", "--lang", "id")
    done = run(*asked, data=store.folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--for self" in done.stderr
    assert run(*asked, "--for", "school", data=store.folder).returncode == 2
    assert "riskdid" in run(*asked, "--for", "self", data=store.folder).stdout
    assert run("export", ID, "1", "--for", "self", "--quotes", data=store.folder).returncode == 2
