"""A template to begin with: the whole paper, every fact a tag that can be moved."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from kelompok_tui.documents.report import Break, Fact, Facts, Heading, Report, Signatures, Slips, Table
from kelompok_tui.templates import blocks
from kelompok_tui.templates.tags import (
    LETTERHEAD,
    NUMBERED,
    REST,
    SIGNATURES,
    Sheet,
    sections,
    sheets,
    signer_name,
    slug,
)

FONT, SIZE = "Times New Roman", 11
A4 = (Mm(210), Mm(297))
MARGIN = Cm(2.2)
_FOOT = f"""<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>
<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>
<w:r><w:t>/</w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"""


def started(report: Report) -> bytes:
    """A Word file on A4 that gives the whole of papers such as `report`, in their order, whatever they have to tell."""
    sheet = sheets(report)[0]
    word = _page(report.wide)
    section = word.sections[0]
    width = int(((section.page_width or 0) - 2 * MARGIN) / 635)
    drawn = [
        blocks.line(_tag(LETTERHEAD), align="center"),
        blocks.line(_tag("title"), style="Title"),
        blocks.line(_tag("subtitle"), style="Subtitle"),
        *_body(sheet, width),
    ]
    section.footer.paragraphs[0]._p.addprevious(parse_xml(_FOOT))
    body = word.element.body
    for xml in drawn:
        for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
            body.insert_element_before(element, "w:sectPr")
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def _body(sheet: Sheet, width: int) -> Iterator[str]:
    """Each block of `sheet` as what gives it again, and once what other papers have and this one lacks."""
    given: set[str] = set()
    rested = False
    parts = list(sections(sheet.report.blocks))
    for at, (said, part) in enumerate(parts):
        title = part[0]
        if said is not None and isinstance(title, Heading) and _steady(title.text):
            yield blocks.line(_tag(sheet.name_of(part, said)))
            continue
        for block in part:
            match block:
                case Signatures():
                    if not rested and not any(
                        isinstance(b, Heading | Facts | Table) for _, p in parts[at + 1 :] for b in p
                    ):
                        rested = True
                        yield blocks.line(_tag(REST))
                    yield _signatures(block, sheet, width)
                case Facts() if said is None and (rows := _rows(block, sheet, given)):
                    yield blocks.facts(rows, width)
                case Table() | Slips() if said is None and (name := sheet.name_of((block,), "")):
                    yield blocks.line(_tag(name))
                case Break():
                    yield blocks.drawn((block,), width, {}) if at + 1 < len(parts) else ""
                case _ if not rested:
                    rested = True
                    yield blocks.line(_tag(REST))
    if not rested:
        yield blocks.line(_tag(REST))


def _rows(block: Facts, sheet: Sheet, given: set[str]) -> tuple[Fact, ...]:
    """The facts with their tags in the place of their values; each tag once."""
    rows = []
    for fact in block.rows:
        name = next((n for n in (slug(fact.id) if fact.id else "", slug(fact.label)) if n in sheet.texts), "")
        if name and name not in given and sheet.texts[name] == fact.value:
            given.add(name)
            rows.append(Fact(fact.label, _tag(name)))
    return tuple(rows)


def _signatures(block: Signatures, sheet: Sheet, width: int) -> str:
    names = [signer_name(signer, number) for number, signer in enumerate(block.signers, start=1)]
    if len(set(names)) < len(names) or sheet.signatures != block:
        return blocks.line(_tag(SIGNATURES))
    signers = tuple(
        replace(s, name=_tag(f"{name}_name"), number=None if s.number is None else _tag(f"{name}_number"))
        for s, name in zip(block.signers, names, strict=True)
    )
    return blocks.drawn((Signatures(_tag("day_signed"), signers),), width, {})


def _steady(title: str) -> bool:
    """Whether every paper of its kind may have that heading: none with a number, a date or a code in it."""
    return not re.search(r"\d", NUMBERED.sub("", title)) and not title.isupper()


def _page(wide: bool) -> Word:
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = A4[::-1] if wide else A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    _style(word, "Normal", SIZE)
    for name, size, align, before in (
        ("Title", 14, WD_ALIGN_PARAGRAPH.CENTER, 6),
        ("Subtitle", 11, WD_ALIGN_PARAGRAPH.CENTER, 0),
        ("Heading 1", 12, WD_ALIGN_PARAGRAPH.LEFT, 10),
        ("Heading 2", 11, WD_ALIGN_PARAGRAPH.LEFT, 6),
        ("Heading 3", 11, WD_ALIGN_PARAGRAPH.LEFT, 6),
    ):
        style = _style(word, name, size)
        style.font.bold, style.font.italic = name != "Subtitle", False
        style.paragraph_format.alignment = align
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    return word


def _style(word: Word, name: str, size: int) -> ParagraphStyle:
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    for spacing in [*style.element.iter(qn("w:spacing")), *style.element.iter(qn("w:kern"))]:
        spacing.getparent().remove(spacing)
    return style


def _tag(name: str) -> str:
    return f"{{{{ {name} }}}}"
