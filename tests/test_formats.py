"""Every format, opened again by what reads it: nothing is lost, nothing that people write becomes a command."""

import base64
import csv
import hashlib
import io
import itertools
import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
import typst
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PageObject, PdfReader

from kelompok_tui import demo
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import (
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
from kelompok_tui.documents.source import MEMBER, Opened, Source
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.export.layout import LETTERS, SEAM, cleaned, columns, each
from kelompok_tui.export.pdf import PAPER, pages
from kelompok_tui.guide import read_guide
from kelompok_tui.model import line
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.words import CONTENT, read_words

from .conftest import WIB

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=WIB)
NASTY = (
    '*x* #import "a" $y$ <b>b</b> & | [i] \\ 😀? {{ x }} {% y %} \x1b[31m \x9b1m \u202e \ufffe {page} </style> -- ==\n'
    "dua"
)
WORD = "Ketidakbertanggungjawabansepenuhnyasekali"  # forty letters and one
LONG_NAME = "Dr. Sri Wahyuningsih Kusumaningrum, M.Pd."
OFFICE = shutil.which("soffice")
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
    "PC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="
)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x55" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


BOTH = Signatures(
    "Malang, 24 November 2026",
    (
        Signer("Kepala Sekolah", LONG_NAME, "NIP 196801011990032001", "Mengetahui", "head"),
        Signer("Guru BK/Konselor", "", ""),
    ),
)


def every(*more: Block, wide: bool = False) -> Report:
    """Each kind of block, with all that people write."""
    members = tuple((str(n), f"A{n}", "VIII-A", "") for n in range(1, 15))
    marks = tuple(
        (f"{n // 60:02}.{n % 60:02}", "AR → BN", "tanya", NASTY if n % 50 == 0 else f"ke-{n} " * (n % 9))
        for n in range(200)
    )
    blocks = (
        Facts((Fact("Tempat", ""), Fact("Kelompok", NASTY), Fact(f"Label {'panjang ' * 12}", WORD * 4))),
        Heading(NASTY),
        Heading("Anak", 2),
        Heading("Cicit", 9),
        Facts(()),
        Paragraph("kalimat " * 90 + NASTY),
        Bullets(("satu", NASTY, "= tiga")),
        Bullets(("pertama", "kedua"), numbered=True),
        Heading("Lagi"),
        Bullets(("kesatu", "keduanya"), numbered=True),
        Table(("No", "Inisial", "Kelas", "Tanda tangan"), members, "attendance", (1, 2, 2, 5), high=True),
        Table(("Jam", "Siapa", "Jenis", f"Catatan {NASTY}"), marks),
        Table(tuple(f"K{n}" for n in range(12)), ((WORD,) * 12, tuple("☐☒✓●○→…≥★×–█"), ("",) * 12)),
        Table(("A", "B"), ()),
        Break(),
        Slips(tuple(Slip(f"Untuk {n}", (Fact("Janji", NASTY), Fact("Paraf", ""))) for n in range(5))),
        BOTH,
        Signatures("Batu, 1 Mei 2026", (Signer("Orang tua/wali"),)),
        Signatures("Kediri, 2 Mei 2026", (Signer("Satu", "A"), Signer("Dua", "B", ""), Signer("Tiga", "C", "NIP 3"))),
        *more,
        Break(),
    )
    kop = ("PEMERINTAH KABUPATEN & KOTA", "SMP <NEGERI> 1", NASTY)
    return Report(
        "every",
        f"Judul {NASTY}",
        "id",
        blocks,
        "self",
        "Semester GANJIL",
        kop,
        png(80, 100),
        wide,
        "Halaman {page} dari {pages}",
    )


def facts(report: Report, table: bool = False) -> Iterator[str]:
    """Every fact of a report; of `table`s only: what a spreadsheet holds."""
    if not table:
        yield from (report.title, report.subtitle, *report.letterhead)
    for block in report.blocks:
        match block:
            case Facts():
                yield from (text for row in block.rows for text in (row.label, row.value))
            case Table():
                yield from (*block.columns, *(cell for row in block.rows for cell in row))
            case Heading() | Paragraph() if not table:
                yield block.text
            case Bullets() if not table:
                yield from block.items
            case Signatures() if not table:
                yield block.day
                yield from (t for s in block.signers for t in (s.above, s.role, s.name, s.number or ""))
            case Slips() if not table:
                yield from (s.title for s in block.slips)
                yield from (text for s in block.slips for row in s.rows for text in (row.label, row.value))


def squeezed(text: str) -> str:
    """Without blanks, and without the sign that Markdown puts before others."""
    return "".join(line(text).replace("\\", "").split())


class Shown(HTMLParser):
    """What a reader of HTML gets, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1][0] not in ("style", "title"):
            self.texts.append(data)


def of_pdf(data: bytes) -> str:
    """The text of the pages, without what stands at the foot of each."""
    reader = PdfReader(io.BytesIO(data))
    foot = re.compile(r"(Halaman|Page)\s*\d+\s*(dari|of)\s*\d+\s*$|\d+ / \d+\s*$")
    texts = [page.extract_text() for page in reader.pages]
    assert all(foot.search(text) for text in texts)
    return "".join(foot.sub("", text) for text in texts)


def of_docx(data: bytes) -> str:
    return "".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:t")))


def of_json(data: bytes) -> str:
    def strings(held: object) -> Iterator[str]:
        for part in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
            yield from strings(part)
        if isinstance(held, str):
            yield held

    return " ".join(strings(json.loads(data)))


def of_csv(data: bytes) -> str:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return " ".join(re.sub("^'(?=[-=+@])", "", cell) for row in rows for cell in row)


READ: dict[str, Callable[[bytes], str]] = {
    "md": bytes.decode,
    "html": lambda data: " ".join(Shown(data.decode()).texts),
    "docx": of_docx,
    "pdf": of_pdf,
    "json": of_json,
    "csv": of_csv,
}


def lost(report: Report, format: str) -> list[str]:
    """The facts that are not there, or not as often as they were told."""
    text = squeezed(READ[format](FORMATS[format].render(report)))
    told = Counter(filter(None, map(squeezed, facts(report, table=format == "csv"))))
    return [fact for fact, times in told.items() if text.count(fact) < times]


@pytest.fixture(scope="module", params=["id", "en"])
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    """Every document of the demo, for each reader, and empty where it can be."""
    language = request.param
    store = Store(tmp_path_factory.mktemp("demo"))
    demo.fill(store, language, NOW)
    opened = tuple(
        Opened(id, store.load_group(id), tuple(store.load_session(id, number) for number in store.sessions(id)))
        for id in sorted(store.groups())
    )
    one = max(opened, key=lambda held: len(held.sessions))
    settings = replace(
        read_settings(store.settings_file), letterhead=("SMP Harapan Bersama", "Jalan Melati 1"), nip="1980"
    )
    guide, words = read_guide(language), read_words(language, papers=True)
    source = Source(
        one.group, one.sessions, one.sessions[2], guide, words, NOW, settings, others=opened, logo=png(9, 9)
    )
    made = []
    for document in DOCUMENTS.values():
        for reader in document.readers:
            member = one.group.codes[0] if reader == MEMBER else ""
            made.append(document.make(replace(source, reader=reader, member=member)))
        if document.forms:
            made.append(document.make(replace(source, reader=document.readers[0], empty=True)))
    return made


@pytest.mark.parametrize("format", FORMATS)
def test_every_fact_of_every_document_is_in_every_format(papers: list[Report], format: str) -> None:
    assert {report.document for report in papers} == {*DOCUMENTS}
    for report in papers:
        if FORMATS[format].fits(report):
            assert lost(report, format) == [], report.document


@pytest.mark.parametrize("format", FORMATS)
def test_whatever_people_write_stays_what_it_is(format: str) -> None:
    if FORMATS[format].fits(every()):
        assert lost(every(), format) == []
        assert lost(every(wide=True), format) == []
    one = Report("x", NASTY, "id", (Facts((Fact(NASTY, WORD),)), Table((NASTY, "b"), ((WORD, NASTY), ("=1", "-")))))
    assert lost(one, format) == []


def test_a_lost_fact_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Report("x", "t", "id", (Bullets(("hadir", "hadir")),))
    once = FORMATS["pdf"].render(Report("x", "t", "id", (Bullets(("hadir",)),)))
    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], render=lambda report: once))
    assert lost(twice, "pdf") == ["hadir"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_without_blocks_is_a_page(format: str) -> None:
    assert lost(Report("x", "Judul", "xx-yy", ()), format) == []


def digests() -> dict[str, str]:
    """What each format makes of the same report."""
    return {name: hashlib.sha256(format.render(every())).hexdigest() for name, format in FORMATS.items()}


def test_the_same_report_gives_the_same_bytes_in_another_process() -> None:
    asked = "from tests.test_formats import digests; print(digests())"
    again = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == str(digests())


def test_what_is_heavy_is_opened_only_when_it_is_asked_for() -> None:
    asked = "import sys, kelompok_tui.export; sys.exit(bool({'docx', 'typst', 'jinja2', 'lxml'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
@pytest.mark.parametrize("logo", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\nno"])
def test_a_logo_that_is_no_picture_is_told(format: str, logo: bytes) -> None:
    if format == "html" and logo.startswith(b"\x89PNG"):
        return  # the reader of the page looks into it, not we
    with pytest.raises(KelompokError) as told:
        FORMATS[format].render(replace(every(), logo=logo))
    assert told.value.word == "paper.logo"


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
@pytest.mark.parametrize("logo", [JPEG, png(400, 20), png(20, 400), None])
def test_a_logo_of_any_shape_has_its_place(format: str, logo: bytes | None) -> None:
    assert lost(Report("x", "t", "id", (), "self", "", ("SMP 1",), logo), format) == []


# ── PDF ──


def fonts(reader: PdfReader) -> Iterator[dict[str, object]]:
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield from (part.get_object() for part in font.get_object()["/DescendantFonts"])


def test_a_pdf_is_tagged_and_holds_its_fonts(papers: list[Report]) -> None:
    for report in papers:
        reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(report)))
        top = reader.trailer["/Root"]
        assert top["/MarkInfo"]["/Marked"]
        assert top["/StructTreeRoot"]
        assert (top["/Lang"], reader.metadata and reader.metadata.title) == (report.language, report.title)
        files = {"/FontFile", "/FontFile2", "/FontFile3"}
        assert all(files & {*font["/FontDescriptor"]} for font in fonts(reader))


def test_a_pdf_keeps_to_the_rules_for_those_who_listen(papers: list[Report]) -> None:
    """PDF/UA: headings in their order, pictures told, every sign with its glyph; typst refuses anything else."""
    signs = {
        sign for file in CONTENT.glob("*/*.toml") for sign in file.read_text(encoding="utf-8") if not sign.isascii()
    }
    for report in (*papers, Report("x", "t", "id", (Paragraph("".join(sorted(signs)) + "☐☒✓●○→…≥★×–█ŞşĀāÉé½²"),))):
        held = json.dumps(pages(report), default=vars)
        assert typst.compile(
            PAPER.read_bytes(), sys_inputs={"report": held}, ignore_system_fonts=True, pdf_standards="ua-1"
        )


def test_a_table_that_breaks_has_its_header_on_every_page() -> None:
    rows = tuple((str(n), f"baris {n}", "x") for n in range(200))
    data = FORMATS["pdf"].render(Report("x", "t", "id", (Table(("No", "Catatan kejadian", "Siapa"), rows),)))
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(texts) > 3
    assert all("Catatan kejadian" in text for text in texts)


def test_signatures_and_slips_are_never_torn() -> None:
    slip = Slip("Untuk AR", (Fact("Janji", "bertanya"), Fact("Kapan", "Senin"), Fact("Paraf", "")))
    torn = set()
    for lines in range(30, 60):
        report = Report("x", "t", "id", (*(Paragraph("baris") for _ in range(lines)), Slips((slip,)), BOTH))
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(FORMATS["pdf"].render(report))).pages]
        for together in (("Malang, 24", "Mengetahui", "Kusumaningrum", "NIP"), ("Untuk AR", "bertanya", "Paraf")):
            on = [{part for part in together if part in text} for text in texts]
            torn |= {(lines, together[0]) for parts in on if 0 < len(parts) < len(together)}
    assert torn == set()


def test_a_heading_stays_with_what_follows() -> None:
    table = Table(("A", "B"), (("satu", "dua"),) * 3)
    for lines in range(30, 60):
        report = Report("x", "t", "id", (*(Paragraph("baris") for _ in range(lines)), Heading("KEPALA"), table))
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(FORMATS["pdf"].render(report))).pages]
        assert all("satu" in text for text in texts if "KEPALA" in text), lines


def lowest(page: PageObject) -> float:
    """How high the lowest text of a page stands."""
    heights: list[float] = []

    def seen(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            heights.append(tm[5] + cm[5])

    page.extract_text(visitor_text=seen)
    return min(heights)


def test_a_row_or_a_slip_longer_than_a_page_is_all_there() -> None:
    long = "kata " * 1500 + "AKHIR"
    blocks = (Table(("A", "B"), ((long, "x"),)), Slips((Slip("Untuk AR", (Fact("Janji", long),)),)))
    data = FORMATS["pdf"].render(Report("x", "t", "id", blocks))
    assert (of_pdf(data).count("kata"), of_pdf(data).count("AKHIR")) == (3000, 2)
    assert all(lowest(page) > 0 for page in PdfReader(io.BytesIO(data)).pages)  # none of it is below the edge


def test_pages_lie_as_the_report_wants() -> None:
    for wide in (False, True):
        box = PdfReader(io.BytesIO(FORMATS["pdf"].render(Report("x", "t", "id", (), wide=wide)))).pages[0].mediabox
        assert (box.width > box.height) == wide
        section = docx.Document(io.BytesIO(FORMATS["docx"].render(Report("x", "t", "id", (), wide=wide)))).sections[0]
        assert (section.orientation == WD_ORIENT.LANDSCAPE) == (section.page_width > section.page_height) == wide


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_another_reader_finds_the_text_too(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(FORMATS["pdf"].render(every()))
    done = subprocess.run(["pdftotext", "-raw", "x.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    text = squeezed(done.stdout)
    assert [
        fact for fact in map(squeezed, facts(replace(every(), blocks=every().blocks[-7:]))) if fact not in text
    ] == []


# ── Word ──


def test_word_finds_header_rows_and_rows_that_stay_whole() -> None:
    report = every()
    document = docx.Document(io.BytesIO(FORMATS["docx"].render(report)))
    rows = [row for table in document.tables for row in table.rows]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    headed = [table for table in document.tables if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    told = [block for block in report.blocks if isinstance(block, Table)]
    shown = [[cell.text for cell in table.rows[0].cells] for table in headed]
    assert shown == [[*map(cleaned, block.columns)] for block in told]
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) <= 9360
        for row in table.rows:
            cells = row._tr.findall(qn("w:tc"))
            assert sum(int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in cells) == sum(widths)


def test_word_knows_language_title_and_how_pages_are_counted() -> None:
    document = docx.Document(
        io.BytesIO(FORMATS["docx"].render(replace(every(), language="en", pages="Page {page} of {pages}")))
    )
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert document.core_properties.title.startswith("Judul")
    foot = document.sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert "".join(node.text for node in foot.iter(qn("w:t"))) == "Page 1 of 1"


def test_word_counts_each_list_from_one() -> None:
    document = docx.Document(io.BytesIO(FORMATS["docx"].render(every())))
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert len(numbers) == 4
    assert len({*numbers}) == 2


def test_a_word_file_tells_nothing_of_its_making() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["docx"].render(every()))) as file:
        assert {info.date_time[0] for info in file.infolist()} == {2000}
        assert not [name for name in file.namelist() if "thumbnail" in name]
        assert b"python-docx" not in file.read("docProps/core.xml")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_loses_nothing(tmp_path: Path) -> None:
    report = each(every(), lambda text: text.replace("😀", ""))  # which pypdf finds, but not in its place
    (tmp_path / "x.docx").write_bytes(FORMATS["docx"].render(report))
    asked = [
        str(OFFICE),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "x.docx",
    ]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "x.pdf").read_bytes()
    text, told = squeezed(of_pdf(data)), facts(report)
    assert [fact for fact in map(squeezed, told) if fact not in text] == []
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    marks = [text for text in texts if "AR → BN" in text]
    assert len(marks) > 3
    assert all("Siapa" in text for text in marks)
    assert [text for text in texts if "Mengetahui" in text] == [text for text in texts if "Kusumaningrum" in text]


# ── HTML ──


def test_html_is_one_file_that_a_screen_reader_can_walk_through() -> None:
    page = FORMATS["html"].render(every()).decode()
    tags = Shown(page).tags
    names = [tag for tag, _ in tags]
    assert not {"script", "link", "iframe", "object", "form", "b"} & {*names}
    links = [value for _, held in tags for name, value in held.items() if name in ("src", "href")]
    assert all(value and value.startswith("data:image/png;base64,") for value in links)
    assert not re.search(r"https?:|url\(|@import(?! \")", re.sub(r"data:[^\"]*", "", page).replace('#import "a"', ""))
    assert not [name for _, held in tags for name in held if name.startswith("on")]
    assert dict(tags)["html"] == {"lang": "id"}
    assert names.count("h1") == names.count("main") == 1
    assert all(held.get("scope") == "col" for tag, held in tags if tag == "th")
    assert all(held.get("alt") for tag, held in tags if tag == "img")
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(two <= one + 1 for one, two in itertools.pairwise([0, *levels]))


def test_html_counts_pages_in_words_that_cannot_end_the_style() -> None:
    page = FORMATS["html"].render(Report("x", "t", "id", (), pages='"; } </style><script> {page}')).decode()
    assert "script" not in [tag for tag, _ in Shown(page).tags]
    assert "counter(page)" in page


# ── CSV ──


def test_csv_is_what_a_spreadsheet_opens() -> None:
    table = Table(("Kode", "Catatan"), (("AR", "=1+1"), ("BN", "a;b"), ("CD", '  -2 "x"\ndua'), ("DE", "")))
    data = FORMATS["csv"].render(Report("x", "t", "id", (Facts((Fact("Sekolah", "@SMP"), Fact("Tempat", ""))), table)))
    assert data.decode() == (
        "\ufeffKode;Catatan;Sekolah;Tempat\r\n"
        "AR;'=1+1;'@SMP;\r\n"
        'BN;"a;b";\'@SMP;\r\n'
        'CD;"\'-2 ""x"" dua";\'@SMP;\r\n'
        "DE;;'@SMP;\r\n"
    )


def test_csv_fits_where_one_table_is_the_document() -> None:
    fits = FORMATS["csv"].fits
    one, other = Table(("A",), (("1",),), "recap"), Table(("B",), (("2",),))
    assert not fits(Report("x", "t", "id", ()))
    assert fits(Report("x", "t", "id", (other,)))
    assert not fits(Report("x", "t", "id", (one, other)))
    assert fits(Report("recap", "t", "id", (other, one, other)))
    assert b"A\r\n1" in FORMATS["csv"].render(Report("recap", "t", "id", (other, one, other)))


# ── columns ──


def test_columns_take_what_they_need() -> None:
    shares = [column.share for column in columns(Table(("Jam", "Catatan"), (("09.15", "kata " * 80),)), LETTERS[False])]
    assert shares[0] < 0.2 < 0.8 < shares[1]
    assert sum(shares) == pytest.approx(1)
    assert [column.share for column in columns(Table(("A", "B"), (), widths=(1, 3)), LETTERS[False])] == [0.25, 0.75]
    one, _ = columns(Table(("Paraf", "Jenis"), (("", "tanya"),)), LETTERS[False])
    assert one.letters >= 14  # room to write by hand
    for column in columns(Table(("A",) * 12, ((WORD + SEAM,) * 12,)), LETTERS[False]):
        assert column.letters >= 4
