"""The school's own paper: templates that give the whole paper, and every slip in one told rightly."""

import io
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from kelompok_tui import templates
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import (
    BLANK,
    Block,
    Break,
    Bullets,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Signatures,
    Signer,
    Slip,
    Slips,
    Table,
)
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide
from kelompok_tui.model import Group, Session
from kelompok_tui.templates import office
from kelompok_tui.templates.sample import samples
from kelompok_tui.templates.tags import known, sheets, slug
from kelompok_tui.words import clean, read_words

from .conftest import NINE, at, log
from .test_cli import run

FILE = Path("log.docx")
HEAD = Signer("Kepala Sekolah", "Drs. Bambang", "NIP 1968", "Mengetahui", "head")
LEADER = Signer("Guru BK/Konselor", "Rina Lestari", "NIP 1985", "", "leader")
MEMBERS = Table(("Kode", "Kelas"), (("AR", "VIII-A"), ("BN", "VIII-B")), "members")
REPORT = Report(
    "log",
    "Log sesi 3",
    "id",
    (
        Facts((Fact("Tempat", "Ruang BK", "place"), Fact("Hari/tanggal", "Selasa, 24 November 2026", "day"))),
        Heading("1. Anggota"),
        MEMBERS,
        Heading("2. Catatan"),
        Paragraph("Mulai pelan."),
        Heading("Yang penting", 2),
        Bullets(("satu", "dua")),
        Signatures("Rimbun, 24 November 2026", (HEAD, LEADER)),
    ),
    letterhead=("SMP HARAPAN", "Jalan Melati 10"),
)


def facts(report: Report) -> set[str]:
    """Every fact of a report."""
    found = [report.title, report.subtitle, *report.letterhead]
    for block in report.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Facts():
                found += [part for row in block.rows for part in (row.label, row.value)]
            case Bullets():
                found += block.items
            case Table():
                found += [*block.columns, *(cell for row in block.rows for cell in row)]
            case Signatures():
                parts = (p for s in block.signers for p in (s.role, s.name, s.number or "", s.above))
                found += [block.day, *parts]
            case Slips():
                rows = (part for slip in block.slips for row in slip.rows for part in (row.label, row.value))
                found += [*(slip.title for slip in block.slips), *rows]
    return {" ".join(str(clean(text)).split()) for text in found} - {""}


def text_of(element: object) -> str:
    """What a reader sees below an element, every run of blanks one blank."""
    told = []
    for paragraph in element.iter(qn("w:p")):  # type: ignore[attr-defined]
        kinds = paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
        told.append("".join((part.text or "") if part.tag == qn("w:t") else " " for part in kinds))
    return " ".join(" ".join(told).split())


def opened(data: bytes) -> Word:
    return Document(io.BytesIO(data))


def told(data: bytes) -> str:
    return text_of(opened(data).element.body)


def saved(word: Word) -> bytes:
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def written(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file with those paragraphs, and a table with those rows."""
    word = Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if rows:
        table = word.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(word)


def filled(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), report: Report = REPORT) -> str:
    return told(templates.fill(written(*paragraphs, rows=rows), report, FILE))


def wrong(data: bytes) -> list[KelompokError]:
    return templates.check(data, [REPORT], FILE)


# ── the whole paper ──


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_template_to_begin_with_gives_the_whole_of_every_paper(document: str, language: str) -> None:
    papers = samples(document, language)
    data = templates.starter(papers[0])
    assert templates.check(data, papers, FILE) == []
    for report in [papers[0], *papers[1 :: max(1, len(papers) // (4 if language == "id" else 1))]]:
        made = templates.fill(data, report, FILE)
        said = told(made)
        assert {fact for fact in facts(report) if fact not in said} == set()
        assert "None" not in said
        assert "{{" not in said
        whole(opened(made))


def whole(word: Word) -> None:
    """What Word needs to open a file without complaint."""
    for cell in word.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    for table in word.element.body.iter(qn("w:tbl")):
        assert table.find(qn("w:tr")) is not None
    order = ["pStyle", "keepNext", "pBdr", "spacing", "ind", "jc", "outlineLvl", "rPr"]
    for look in word.element.body.iter(qn("w:pPr")):
        names = [child.tag.rpartition("}")[2] for child in look]
        assert sorted(names, key=order.index) == names


def test_the_tags_of_a_starter_can_be_moved_and_what_is_taken_out_stands_in_the_rest() -> None:
    word = opened(templates.starter(REPORT))
    assert "{{ letterhead }} {{ title }}" in text_of(word.element.body)
    assert "Tempat : {{ place }}" in text_of(word.element.body)
    (row,) = (row for row in word.tables[0].rows if row.cells[2].text == "{{ place }}")
    row._tr.getparent().remove(row._tr)
    (section,) = (p for p in word.paragraphs if p.text == "{{ catatan }}")
    section._p.getparent().remove(section._p)
    said = told(templates.fill(saved(word), REPORT, FILE))
    assert said.index("VIII-B") < said.index("Tempat") < said.index("Mulai pelan") < said.index("Mengetahui")
    assert facts(REPORT) <= {fact for fact in facts(REPORT) if fact in said}


def test_what_she_takes_out_without_a_rest_is_not_printed() -> None:
    said = filled("{{ title }}", "Di {{ place }}.")
    assert said == "Log sesi 3 Di Ruang BK."


def test_a_paper_that_lacks_parts_leaves_no_hole(group: Group, guide: Guide) -> None:
    data = templates.starter(samples("log", "id")[0])
    bare = log(group, Session(number=1, made=NINE), guide, at(1))
    said = told(templates.fill(data, bare, FILE))
    assert {fact for fact in facts(bare) if fact not in said} == set()
    assert BLANK in said
    assert "{{" not in said


def test_an_empty_fact_is_a_line_to_fill_in_and_an_empty_cell_stays_empty() -> None:
    report = Report(
        "log", "x", "id", (Facts((Fact("Tempat", "", "place"),)), Table(("Kode", "Ttd"), (("AR", ""),), "t"))
    )
    rows = (("{%tr for row in t %}", ""), ("{{ row.kode }}", "[{{ row.ttd }}]"), ("{%tr endfor %}", ""))
    said = filled("Tempat: {{ place }}", "{% if place %}", "ada", "{% endif %}", rows=rows, report=report)
    assert said == f"Tempat: {BLANK} AR []"


def test_no_row_asks_for_what_a_reader_does_not_get(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = Report("log", "x", "id", (Facts((Fact("Kode", "AR", "code"), Fact("Rumusan", "gugup", "statement"))),))
    hers = Report("log", "x", "id", (Facts((Fact("Kode", "", "code"),)),), "member")
    monkeypatch.setattr("kelompok_tui.templates.sample.names", lambda *_: known([everything]))
    said = told(templates.fill(templates.starter(everything), hers, FILE))
    assert said == f"x Kode : {BLANK}"


# ── what a template can do ──


def test_tags_stand_anywhere_and_in_pieces() -> None:
    word = Document()
    paragraph = word.add_paragraph("Di ")
    for piece in ("{", "{ pl", "ace", " }", "}"):
        paragraph.add_run(piece).bold = piece == "ace"
    word.sections[0].header.paragraphs[0].text = "{{ letterhead }}"
    word.sections[0].footer.paragraphs[0].text = "Hal. {{ title|upper }}"
    cell = word.add_table(1, 1).rows[0].cells[0]
    cell.text = "{{ members }}"
    box = f"""<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
      xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>
      <w:p><w:r><w:t>Kotak {{{{ day }}}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"""
    word.element.body.insert(0, parse_xml(box))
    assert wrong(saved(word)) == []
    made = opened(templates.fill(saved(word), REPORT, FILE))
    said = text_of(made.element.body)
    assert "Di Ruang BK" in said
    assert "Kotak Selasa, 24 November 2026" in said
    assert "Kode Kelas AR VIII-A BN VIII-B" in said
    assert text_of(made.sections[0].header._element) == "SMP HARAPAN Jalan Melati 10"
    assert text_of(made.sections[0].footer._element) == "Hal. LOG SESI 3"
    whole(made)


def test_a_tag_in_a_footnote_is_filled_and_checked() -> None:
    word = opened(GOOD)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    for tag, right in (("{{ day }}", True), ("{{ dya }}", False)):
        note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:footnote>'
        xml = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
        word.part.relate_to(Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), word.part.package), RT.FOOTNOTES)
        data, word = saved(word), opened(GOOD)
        if not right:
            (found,) = wrong(data)
            assert "catatan kaki" in read_words("id").error(found)
            continue
        with zipfile.ZipFile(io.BytesIO(templates.fill(data, REPORT, FILE))) as held:
            assert "Selasa, 24 November 2026" in held.read("word/footnotes.xml").decode()


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{place}} {{  place  }} {{\u00a0place\u00a0}} {{ pl\u200bace }}",), "Ruang BK " * 4),
        (("{{ tempat }} {{ hari_tanggal }}",), "Ruang BK Selasa, 24 November 2026"),
        (("{% if place == “Ruang BK” %}ya{% else %}tidak{% endif %}",), "ya"),
        (("{% if members and not subtitle %}", "ya", "{% elif place %}", "x", "{% endif %}"), "ya"),
        (("{% for row in members %}{{ loop.index }} {{ row.kode }}/{{ row[1] }}/{{ row.c2 }}; {% endfor %}",),
         "1 AR/VIII-A/VIII-A; 2 BN/VIII-B/VIII-B;"),
        (("{%p for row in anggota %}", "{{ row.kode|lower }}", "{%p endfor %}"), "ar bn"),
        (("{% for line in letterhead %}", "{{ line }}", "{% endfor %}"), "SMP HARAPAN Jalan Melati 10"),
        (("{{ catatan }}",), "2. Catatan Mulai pelan. Yang penting • satu • dua"),
        (("a{# tidak dicetak #}b {{p place }}",), "ab Ruang BK"),
        (("{{ day_signed }}: {{ head_above }}, {{ head_role }} {{ head_name }} {{ leader_number }}",),
         "Rimbun, 24 November 2026: Mengetahui, Kepala Sekolah Drs. Bambang NIP 1985"),
        (("{{ all }}",), None),
    ],
    ids=str,
)  # fmt: skip
def test_what_tags_give(paragraphs: tuple[str, ...], said: str | None) -> None:
    assert wrong(written(*paragraphs)) == []
    got = filled(*paragraphs)
    if said is None:
        assert {fact for fact in facts(REPORT) - {REPORT.title, *REPORT.letterhead} if fact not in got} == set()
    else:
        assert got == said.strip()


def test_each_member_gets_a_sheet_of_her_own() -> None:
    def page(code: str) -> tuple[Block, ...]:
        low = code.lower()
        own = Facts((Fact("Inisial", code, f"code_{low}"), Fact("Kelas", "VIII", f"class_{low}")))
        return Heading(f"Lembar {code}"), own, Heading("Janji", 2), Paragraph(f"janji {code}")

    report = Report("log", "Lembar", "id", (*page("AR"), Break(), *page("BN"), Break(), *page("CD")))
    assert [sheet.texts["code"] for sheet in sheets(report)] == ["AR", "BN", "CD"]
    made = opened(templates.fill(written("{{ subtitle }}", "Saya {{ code }}", "{{ janji }}"), report, FILE))
    assert text_of(made.element.body) == " ".join(f"Lembar {c} Saya {c} Janji janji {c}" for c in ("AR", "BN", "CD"))
    assert len(made.element.body.findall(f".//{qn('w:br')}[@{qn('w:type')}='page']")) == 2
    assert len(made.element.body.findall(qn("w:sectPr"))) == 1


def test_slips_signatures_and_a_table_without_rows() -> None:
    slips = Slips((Slip("AR", (Fact("Janji", "bertanya"), Fact("Kapan", ""))), Slip("BN", ())))
    report = Report("log", "x", "id", (slips, Signatures("Rimbun, 1", (LEADER,)), Table(("Kode",), (), "empty")))
    rows = (("{%tr for row in empty %}",), ("{{ row.kode }}",), ("{%tr endfor %}",))
    said = filled("{{ slips }}", "{{ signatures }}", rows=rows, report=report)
    assert said == f"AR Janji: bertanya Kapan: {BLANK} BN Rimbun, 1 Guru BK/Konselor Rina Lestari NIP 1985"


@pytest.mark.parametrize("logo", [b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_logo_that_is_no_picture_hinders_nothing(logo: bytes) -> None:
    report = Report("log", "x", "id", (), letterhead=("SMP",), logo=logo)
    assert filled("{{ letterhead }}", report=report) == "SMP"


def test_a_logo_stands_in_the_header_it_was_put_into() -> None:
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360f8cf500f0003860180"  # one pixel
        "5a34eb6b0000000049454e44ae426082"
    )
    word = Document()
    word.sections[0].header.paragraphs[0].text = "{{ letterhead }}"
    made = opened(templates.fill(saved(word), Report("log", "x", "id", (), letterhead=("SMP",), logo=dot), FILE))
    header = made.sections[0].header
    (picture,) = header._element.iter(qn("a:blip"))
    assert header.part.related_parts[picture.get(qn("r:embed"))].blob == dot


NASTY = ["&", "<w:p>", "{{ place }}", "{% for %}", "{_{", "]]>", "\\", "\n", "\t", "\x0c", "\x07", "é", "😀", "“", "x "]


@settings(max_examples=25, deadline=None)
@given(some.lists(some.sampled_from(NASTY), min_size=1, max_size=8).map("".join))
def test_what_was_written_is_printed_as_it_is(text: str) -> None:
    report = Report("log", text, "id", (Facts((Fact(text, text, "place"),)), Heading(text), Paragraph(text),
                                        Table((text,), ((text,),), "t")))  # fmt: skip
    rows = (("{%tr for row in t %}",), ("{{ row.c1 }}",), ("{%tr endfor %}",))
    said = filled("{{ place }}", "{{ all }}", rows=rows, report=report)
    wanted = " ".join(str(clean(text)).replace("{_{", "{{").split())
    assert said.replace(" ", "").count(wanted.replace(" ", "")) >= 6 if wanted else said


# ── every slip ──


LOOP = "{%tr for row in members %}"
MANGLED: list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], str, str, str]] = [
    ("unknown", ("Tempat: {{ plase }}",), (), "unknown", "{{ plase }}", "{{ place }}"),
    ("capital", ("{{ Place }}",), (), "unknown", "{{ Place }}", "{{ place }}"),
    ("by what it means", ("{{ nama_kepala }}",), (), "unknown", "{{ nama_kepala }}", "{{ head_name }}"),
    ("nothing near", ("{{ zzzz }}",), (), "odd", "{{ zzzz }}", ""),
    ("blank between braces", ("{ { place } }",), (), "braces", "{ { place } }", "{{ place }}"),
    ("one brace less", ("Di {{ place }",), (), "braces", "{{ place }", "{{ place }}"),
    ("single braces", ("Di { place } saja",), (), "braces", "{ place }", "{{ place }}"),
    ("not closed", ("{{ place",), (), "braces", "{{ place", "{{ place }}"),
    ("not opened", ("place }}",), (), "braces", "place }}", "{{ place }}"),
    ("three braces", ("{{{ place }}}",), (), "braces", "{{{ place }}", "{{ place }}"),
    ("wide braces", ("\uff5b\uff5b place \uff5d\uff5d",), (), "braces", "{{ place }}", "{{ place }}"),
    ("braces of other programs", ("«place»",), (), "braces", "«place»", "{{ place }}"),
    ("a sign too many", ("{{ place: }}",), (), "braces", "{{ place: }}", "{{ place }}"),
    ("both braces", ("{{%place%}}",), (), "braces", "{{%place%}}", "{{ place }}"),
    ("blank in the name", ("{{ hari tanggal }}",), (), "name", "{{ hari tanggal }}", "{{ hari_tanggal }}"),
    ("hyphen", ("{{ hari-tanggal }}",), (), "name", "{{ hari-tanggal }}", "{{ hari_tanggal }}"),
    ("quotes", ("{{ “place” }}",), (), "name", "{{ “place” }}", "{{ place }}"),
    ("empty", ("{{ }}",), (), "empty", "{{ }}", ""),
    ("no endfor", ("{% for row in members %}", "x"), (), "no-end", "{% for row in members %}", "{% endfor %}"),
    ("no endif", ("{% if place %}", "x"), (), "no-end", "{% if place %}", "{% endif %}"),
    ("no for", ("{% endfor %}",), (), "no-start", "{% endfor %}", "{% for … %}"),
    ("else alone", ("x {% else %}",), (), "no-start", "{% else %}", "{% if … %}"),
    ("fro", ("{% fro row in members %}", "{% endfor %}"), (), "statement", "{% fro row in members %}",
     "{% for row in members %}"),
    ("endfro", ("{% for row in members %}", "{% endfro %}"), (), "statement", "{% endfro %}", "{% endfor %}"),
    ("untuk", ("{% untuk row in members %}",), (), "statement", "{% untuk row in members %}", "{% for row in … %}"),
    ("a name as a command", ("{% place %}",), (), "statement", "{% place %}", "{{ place }}"),
    ("blank before tr", (), (("{% tr for row in members %}",), ("{{ row.kode }}",), ("{%tr endfor %}",)),
     "blank", "{% tr for row in members %}", LOOP),
    ("tr without a table", ("{%tr if place %}", "{%tr endif %}"), (), "no-row", "{%tr if place %}", "{% if place %}"),
    ("loop across cells", (), (("{% for row in members %}{{ row.kode }}", "{{ row.kelas }}{% endfor %}"),),
     "row", "{% for row in members %}", f"{LOOP} … {{%tr endfor %}}"),
    ("tr beside others", (), ((LOOP, "{{ row.kode }}"), ("{%tr endfor %}", "")), "row-alone", LOOP, LOOP),
    ("wrong column", (), ((LOOP, ""), ("{{ row.kode }}", "{{ row.klas }}"), ("{%tr endfor %}", "")),
     "column", "{{ row.klas }}", "{{ row.kelas }}"),
    ("wrong table", (), (("{%tr for row in membrs %}",), ("{{ row.kode }}",), ("{%tr endfor %}",)),
     "unknown", "{%tr for row in membrs %}", LOOP),
    ("wrong variable", (), ((LOOP,), ("{{ rwo.kelas }}",), ("{%tr endfor %}",)),
     "unknown", "{{ rwo.kelas }}", "{{ row.kelas }}"),
    ("column without a loop", ("{{ row.kode }}",), (), "no-loop", "{{ row.kode }}", "{%tr for row in … %}"),
    ("column of a table", ("{{ members.kode }}",), (), "no-loop", "{{ members.kode }}",
     f"{LOOP} {{{{ row.kode }}}} {{%tr endfor %}}"),
    ("part of a text", ("{{ place.name }}",), (), "no-parts", "{{ place.name }}", "{{ place }}"),
    ("block in a sentence", ("Anggota: {{ members }}",), (), "alone", "{{ members }}", "{{ members }}"),
    ("loop over a text", ("{% for row in place %}", "{% endfor %}"), (), "no-table", "{% for row in place %}",
     "{% for row in members %}"),
    ("half a for", ("{% for members %}", "{% endfor %}"), (), "for", "{% for members %}", "{% for row in members %}"),
    ("half an if", ("{% if %}", "{% endif %}"), (), "condition", "{% if %}", "{% if title %}"),
    ("closed elsewhere", ("{% if place %}a", "b{% endif %}"), (), "crossed", "{% endif %}",
     "{% if place %} … {% endif %}"),
    ("a billion", ("{% for i in range(1000000000) %}", "{% endfor %}"), (), "forbidden",
     "{% for i in range(1000000000) %}", ""),
    ("a long text", ("{{ 'x' * 1000000000 }}",), (), "forbidden", "{{ 'x' * 1000000000 }}", ""),
    ("into the machine", ("{{ place.__class__.__mro__ }}",), (), "forbidden", "{{ place.__class__.__mro__ }}", ""),
    ("set", ("{% set x = 1 %}",), (), "forbidden", "{% set x = 1 %}", ""),
    ("other filters", ("{{ place|default('x') }}",), (), "forbidden", "{{ place|default('x') }}", ""),
]  # fmt: skip


@pytest.mark.parametrize("slip", MANGLED, ids=lambda slip: slip[0])
def test_every_slip_is_told_with_its_place_and_the_way_to_mend_it(
    slip: tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], str, str, str],
) -> None:
    """Written into a real template, in front of what was there."""
    _, paragraphs, rows, word, tag, near = slip
    paper = opened(templates.starter(REPORT))
    mangled = opened(written(*paragraphs, rows=rows))
    for element in reversed([child for child in mangled.element.body if child.tag != qn("w:sectPr")]):
        paper.element.body.insert(0, element)
    (found,) = wrong(saved(paper))
    assert (found.word, found.facts["tag"], found.facts["near"]) == (f"template.{word}", tag, near)
    for language, place in (
        ("id", r"tabel 1 baris [1-3]|paragraf [12] "),
        ("en", r"table 1 row [1-3]|paragraph [12] "),
    ):
        sentence = read_words(language).error(found)
        assert re.search(place, sentence)
        assert tag in sentence
        assert near in sentence
        assert sentence.startswith("log.docx, ")
        assert "error.template" not in sentence
    with pytest.raises(KelompokError) as refused:
        templates.fill(saved(paper), REPORT, FILE)
    assert refused.value.word == found.word


def test_the_slips_are_thirty_at_least_and_of_every_kind() -> None:
    kinds = set(read_words("id").choices("error.template"))
    whole_file = {
        "open",
        "large",
        "old",
        "kind",
        "no-word",
        "damaged",
        "linked",
        "not-filled",
        "endless",
        "document",
        "where",
        "none",
    }
    assert len(MANGLED) >= 30
    assert {slip[3] for slip in MANGLED} == kinds - whole_file - {"document-odd"}


@pytest.mark.parametrize(
    ("put", "where"),
    [
        (lambda word: setattr(word.sections[0].header.paragraphs[0], "text", "{{ plase }}"), "kepala halaman"),
        (lambda word: setattr(word.sections[0].footer.paragraphs[0], "text", "{{ plase }}"), "kaki halaman"),
        (lambda word: word.add_paragraph("{{ plase }}"), "paragraf 7"),
        (lambda word: setattr(word.tables[0].rows[1].cells[2], "text", "{{ plase }}"), "tabel 1 baris 2"),
    ],
    ids=["header", "footer", "paragraph", "table"],
)
def test_a_slip_is_told_where_it_is(put: Callable[[Word], object], where: str) -> None:
    word = opened(templates.starter(REPORT))
    put(word)
    (found,) = wrong(saved(word))
    assert where in read_words("id").error(found)


def test_all_slips_of_a_template_are_told_in_their_order() -> None:
    found = wrong(written("{{ plase }}", "{ place }", "{{ dya }}", "{% endif %}"))
    assert [one.facts["tag"] for one in found] == ["{{ plase }}", "{ place }", "{{ dya }}", "{% endif %}"]


def test_braces_that_are_no_tag_stay() -> None:
    word = Document()
    word.add_paragraph("set {1, 2} 100%")
    word.paragraphs[0]._p.set(qn("w:rsidR"), "{{ 'x' * 99 }}")  # where no reader sees it, nothing is carried out
    made = opened(templates.fill(saved(word), REPORT, FILE))
    assert made.paragraphs[0].text == "set {1, 2} 100%"
    assert made.paragraphs[0]._p.get(qn("w:rsidR")) == "{{ 'x' * 99 }}"


# ── files that are no template ──


def packed(changed: dict[str, bytes], data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return held.getvalue()


GOOD = written("{{ place }}")
KINDS = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml")
BODY = zipfile.ZipFile(io.BytesIO(GOOD)).read("word/document.xml")
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>' + BODY.partition(b"?>")[2]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no-word"),
        (b"Tempat: {{ place }}", "no-word"),
        (b"%PDF-1.7", "no-word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old"),
        (GOOD[:2000], "damaged"),
        (GOOD[:-100], "damaged"),
        (packed({"word/document.xml": b"<w:document"}, GOOD), "damaged"),
        (packed({"word/document.xml": BODY.replace(b"w:body", b"w:boby")}, GOOD), "damaged"),
        (packed({"word/document.xml": LAUGHS}, GOOD), "damaged"),
        (packed({"[Content_Types].xml": KINDS.replace(b"document.main", b"template.main")}, GOOD), "kind"),
        (packed({"[Content_Types].xml": b"<Types/>"}, GOOD), "no-word"),
        (packed({"word/media/bomb.bin": bytes(110_000_000)}, GOOD), "large"),
        (packed({"word/bomb.xml": bytes(9_000_000)}, GOOD), "large"),
    ],
    ids=[
        *("empty", "text", "pdf", "old", "cut", "cut at its end", "no xml", "no body", "entities", "dotx", "no kinds"),
        *("bomb", "bomb of text"),
    ],
)
def test_a_file_that_is_no_template_is_told_in_a_sentence(data: bytes, word: str) -> None:
    for ask in (lambda: wrong(data), lambda: templates.fill(data, REPORT, FILE)):
        with pytest.raises(KelompokError) as trouble:
            ask()
        assert trouble.value.word == f"template.{word}"
        for language in ("id", "en"):
            assert "log.docx" in read_words(language).error(trouble.value)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{{ place }}",) * 2001,
        ("{% for a in members %}", "{% for b in members %}", "x" * 9_000, "{% endfor %}", "{% endfor %}"),
        ("x" * 30_000,),
        ("{#" * 9_000, "{ a }" * 3_000, "{{ a" * 4_000, "[[ " * 5_000, "{" * 19_000, "} " * 9_000),
        ("{{ all }}",) * 400,
    ],
    ids=["tags", "loops", "a paragraph", "braces", "wholes"],
)
def test_what_would_fill_the_memory_is_refused(paragraphs: tuple[str, ...]) -> None:
    rows = tuple((str(n), "x" * 20) for n in range(300))
    report = Report(
        "log", "x", "id", (Facts((Fact("Tempat", "R", "place"),)), Table(("Kode", "Kelas"), rows, "members"))
    )
    with pytest.raises(KelompokError) as trouble:
        templates.fill(written(*paragraphs), report, FILE)
    assert trouble.value.word in {"template.endless", "template.braces"}


def test_a_template_takes_nothing_from_outside() -> None:
    word = opened(GOOD)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    word.part.relate_to("http://example.org/spy.png", kind, is_external=True)
    with pytest.raises(KelompokError) as trouble:
        wrong(saved(word))
    assert (trouble.value.word, trouble.value.facts["link"]) == ("template.linked", "http://example.org/spy.png")


@settings(max_examples=40, deadline=None)
@given(some.integers(0, len(GOOD) - 1), some.binary(min_size=1, max_size=40))
def test_a_damaged_template_never_ends_in_a_defect(at: int, noise: bytes) -> None:
    data = GOOD[:at] + noise + GOOD[at + len(noise) :]
    try:
        whole(opened(templates.fill(data, REPORT, FILE)))
    except KelompokError as trouble:
        if not trouble.word.startswith("template."):
            raise


def test_a_template_that_word_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "attendance.docx"
    file.write_bytes(GOOD)
    assert templates.read(file) == GOOD
    (tmp_path / "~$tendance.docx").write_bytes(b"Rina")
    assert templates.opened(file)
    monkeypatch.setattr(Path, "open", lambda path, *_: (_ for _ in ()).throw(PermissionError(13, "held", str(path))))
    with pytest.raises(KelompokError) as trouble:
        templates.read(file)
    assert trouble.value.word == "template.open"
    (tmp_path / "~$tendance.docx").unlink()
    with pytest.raises(KelompokError) as trouble:
        templates.read(file)
    assert trouble.value.word == "file.not-read"


def test_a_template_stands_in_the_folder_of_its_language(tmp_path: Path) -> None:
    assert templates.find(tmp_path, "log", "id") is None
    (tmp_path / "en").mkdir()
    (tmp_path / "log.docx").write_bytes(GOOD)
    assert templates.find(tmp_path, "log", "id") == tmp_path / "log.docx"
    assert templates.find(tmp_path, "log", "en") is None  # labels in one language, facts in another: rather our own
    (tmp_path / "en" / "log.docx").write_bytes(GOOD)
    assert templates.find(tmp_path, "log", "en") == tmp_path / "en" / "log.docx"


def test_names_are_what_a_counselor_reads() -> None:
    said = ("A. Hari/Tanggal", "3) Menit / rencana", "Rasa 1-5", "UCA", "For", "№ 1", "Pertemuan ke-")
    assert [slug(text) for text in said] == [
        *("hari_tanggal", "menit_rencana", "rasa_1_5", "uca", "for_", "no_1", "pertemuan_ke"),
    ]
    names = known([REPORT])
    assert {"place", "tempat", "day", "head_name", "day_signed", "title"} <= set(names.texts)
    assert {"members", "anggota", "catatan", "letterhead", "rest", "all"} <= set(names.blocks)
    assert names.rows["members"] == ("kode", "kelas", "c1", "c2")


# ── PDF ──


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not installed")
def test_a_filled_template_as_pdf_has_every_fact() -> None:
    data = templates.fill(templates.starter(REPORT), REPORT, FILE)
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(templates.office_pdf(data))).pages)
    squeezed = "".join(said.split())
    assert {fact for fact in facts(REPORT) if "".join(fact.split()) not in squeezed} == set()


def test_without_libreoffice_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "PLACES", ())
    with pytest.raises(KelompokError) as trouble:
        templates.office_pdf(GOOD)
    assert trouble.value.word == "paper.no-office"
    assert "LibreOffice" in read_words("id").error(trouble.value)


@pytest.mark.skipif(sys.platform == "win32", reason="a script with a shebang")
@pytest.mark.parametrize(
    ("script", "word"),
    [("exit 1", "paper.office"), ('sleep 600 & echo $! > "$PIDS"; wait', "paper.office-slow")],
    ids=["fails", "hangs"],
)
def test_a_libreoffice_that_fails_or_hangs_is_ended_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, word: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    monkeypatch.setattr("tempfile.tempdir", str(private))
    monkeypatch.setattr(office, "PATIENCE", 0.5)
    with pytest.raises(KelompokError) as trouble:
        templates.office_pdf(GOOD)
    assert trouble.value.word == word
    assert list(private.iterdir()) == []
    if word == "paper.office-slow":
        asleep = (tmp_path / "pids").read_text(encoding="utf-8").strip()
        seen = subprocess.run(["ps", "-o", "stat=", "-p", asleep], capture_output=True, text=True, check=False).stdout
        assert seen.strip()[:1] in ("", "Z")


# ── in the shell ──


def test_templates_are_put_checked_and_tried_in_the_shell(tmp_path: Path) -> None:
    done = run("templates", "check", data=tmp_path)
    assert (done.returncode, "templates init" in done.stderr) == (1, True)
    done = run("templates", "init", data=tmp_path)
    assert done.returncode == 0, done.stderr
    files = [Path(line) for line in done.stdout.splitlines()]
    assert files == [tmp_path / "templates" / f"{name}.docx" for name in DOCUMENTS]
    assert "templates check" in done.stderr
    log = tmp_path / "templates" / "log.docx"
    log.write_bytes(written("Di {{ plase }}"))
    done = run("templates", "init", "log", data=tmp_path)
    assert done.stdout == ""
    assert str(log) in done.stderr
    assert log.read_bytes() == written("Di {{ plase }}") or "plase" in told(log.read_bytes())

    done = run("templates", "check", "log", data=tmp_path)
    assert done.returncode == 1
    assert "{{ plase }}" in done.stdout
    assert "{{ place }}" in done.stdout
    done = run("templates", "try", "log", data=tmp_path)
    assert (done.returncode, "{{ place }}" in done.stderr) == (1, True)
    log.write_bytes(written("Di {{ place }}"))
    done = run("templates", "check", str(log), data=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"✓ {log}\n")
    tried = [Path(run("templates", "try", "log", data=tmp_path).stdout.strip()) for _ in range(2)]
    assert tried == [tmp_path / "exports" / "coba-log.docx", tmp_path / "exports" / "coba-log-2.docx"]
    assert told(tried[0].read_bytes()).startswith("Di Ruang BK")


def test_templates_in_english_and_her_own_school(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('letterhead = ["SMP SENDIRI"]\nformat = 3\n', encoding="utf-8")
    assert run("--lang", "en", "templates", "init", "log", data=tmp_path).returncode == 0
    assert (tmp_path / "templates" / "en" / "log.docx").exists()
    done = run("--lang", "en", "templates", "try", "--out", str(tmp_path / "x.docx"), data=tmp_path)
    assert Path(done.stdout.strip()) == tmp_path / "x.docx"
    said = told((tmp_path / "x.docx").read_bytes())
    assert said.startswith("SMP SENDIRI")
    assert "Tuesday" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("templates",), 2, "kurang: init|check|try|tags"),
        (("templates", "nix"), 2, "tidak dikenal: nix"),
        (("templates", "init", "lag"), 2, "lag tidak ada. Yang ada: log"),
        (("templates", "try", "--format", "md"), 2, "tidak dikenal: md"),
        (("templates", "try", "log"), 1, "templates init log"),
        (("templates", "check", "lag.docx"), 1, "log.docx"),
        (("templates", "check", "xyz.docx"), 1, "salah satu dari: log"),
        (("templates", "check", "none/log.docx"), 1, "tidak ada"),
    ],
    ids=str,
)
def test_wrong_use_of_templates_is_told(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments, data=tmp_path)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "cacat" not in done.stderr


def test_the_tags_are_listed_with_what_they_give(tmp_path: Path) -> None:
    done = run("templates", "tags", "log", data=tmp_path)
    assert re.search(r"\{\{ place \}\} +Tempat", done.stdout)
    assert re.search(r"\{\{ letterhead \}\} +kop", done.stdout)
    assert "{%tr for row in " in done.stdout
    assert "{{ row." in done.stdout
