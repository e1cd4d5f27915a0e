"""A report as a Word file, whose styles, header rows and widths both Word and LibreOffice obey."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

import docx as word
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm

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
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import layout

FONT = "Times New Roman"
WIDTH = {False: 9354, True: 14570}  # between the margins, in twentieths of a point, as all widths here
LABELS = (2270, 3680)  # the least and the most for labels
COLON = 240
EDGE = 85  # between a line and its text
LETTER = 112  # what one takes at 11 points
EMBLEM = (Cm(2.3), Cm(2.1))
DATE = datetime(2000, 1, 1)  # the same report gives the same bytes
LOCALES = {"id": "id-ID", "en": "en-GB"}

_STYLES = {
    "Normal": '<w:pPr><w:spacing w:before="0" w:after="80" w:line="250" w:lineRule="auto"/></w:pPr>',
    "Title": '<w:pPr><w:keepNext/><w:spacing w:before="120" w:after="40"/><w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>',
    "Subtitle": '<w:pPr><w:spacing w:after="200"/><w:jc w:val="center"/></w:pPr>',
    **{
        f"Heading{level}": f'<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="60"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        for level, before, size in ((1, 200, 24), (2, 140, 23), (3, 120, 22), (4, 140, 22), (5, 140, 22))
    },
}
_CELL = (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:style>'
)
_LINES = ("top", "left", "bottom", "right", "insideH", "insideV")
_GRID = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>' for side in _LINES)
_CUT = "".join(f'<w:{side} w:val="dashed" w:sz="6" w:space="0" w:color="5A5A5A"/>' for side in _LINES[:4])
_GAP = '<w:p><w:pPr><w:spacing w:after="0" w:line="130" w:lineRule="exact"/></w:pPr></w:p>'  # else two tables are one


def docx(report: Report) -> bytes:
    """The file; KelompokError `paper.logo` where the logo is no picture that can be read."""
    report = layout.each(report, layout.cleaned)
    document = word.Document()
    _dress(document, report)
    head = (_letterhead(document, report), _paragraph(report.title, "Title"))
    below = (_paragraph(report.subtitle, "Subtitle") if report.subtitle else "",)
    told = (_block(block, document, report.wide) for block in layout.blocks(report))
    last = document.element.body.sectPr
    for element in _parts("".join((*head, *below, *told))):
        last.addprevious(element)
    return _packed(document)


def _dress(document: Document, report: Report) -> None:
    """Page, styles, language, foot and properties."""
    section, styles = document.sections[0], document.styles.element
    short, long = Cm(21), Cm(29.7)
    section.page_width, section.page_height = (long, short) if report.wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if report.wide else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Cm(2 if report.wide else 2.5), Cm(2)
    section.top_margin, section.bottom_margin, section.footer_distance = Cm(2), Cm(2), Cm(1)
    locale = LOCALES.get(report.language, report.language)
    defaults = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults[:] = _parts(
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="22"/>'
        f'<w:szCs w:val="22"/><w:lang w:val={quoteattr(locale)} w:eastAsia={quoteattr(locale)}/>'
    )
    for style in styles.findall(qn("w:style")):
        if dress := _STYLES.get(style.get(qn("w:styleId"))):
            for old in (*style.findall(qn("w:pPr")), *style.findall(qn("w:rPr"))):
                style.remove(old)
            style.extend(_parts(dress))
    styles.extend(_parts(_CELL))
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # as Word lays pages out since 2013
    section.footer.paragraphs[0]._p.addprevious(_parts(_foot(report))[0])
    about = document.core_properties
    about.title, about.language, about.revision = report.title[:255], locale, 1
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = DATE


def _foot(report: Report) -> str:
    size = '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    runs = "".join(
        f'<w:fldSimple w:instr="{fields[piece]}"><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
        if piece in fields
        else f'<w:r>{size}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in layout.foot(report)
    )
    return f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="center"/></w:pPr>{runs}</w:p>'


def _letterhead(document: Document, report: Report) -> str:
    if not report.letterhead and report.logo is None:
        return ""
    lines = "".join(
        _paragraph(text, "Cell", more='<w:jc w:val="center"/>', bold=not n, size=0 if n else 30)
        for n, text in enumerate(report.letterhead)
    )
    if report.logo is not None:
        side, width = 1400, WIDTH[report.wide]
        picture = f"<w:p><w:r><w:drawing>{_emblem(document, report, report.logo)}</w:drawing></w:r></w:p>"
        cells = (picture, lines or _paragraph("", "Cell"), _paragraph("", "Cell"))
        widths = (side, width - 2 * side, side)
        row = _row(_cell(cell, room, '<w:vAlign w:val="center"/>') for cell, room in zip(cells, widths, strict=True))
        lines = _table([row], widths)
    rule = '<w:pBdr><w:top w:val="thickThinSmallGap" w:sz="24" w:space="1" w:color="000000"/></w:pBdr>'
    return f'{lines}<w:p><w:pPr>{rule}<w:spacing w:before="60" w:after="60"/></w:pPr></w:p>'


def _emblem(document: Document, report: Report, logo: bytes) -> str:
    """The logo as large as its place lets it be."""
    widest, highest = EMBLEM
    layout.picture(logo)
    try:
        image = Image.from_blob(logo)
        flat = image.px_width * highest > image.px_height * widest
        inline = document.part.new_pic_inline(io.BytesIO(logo), *((widest, None) if flat else (None, highest)))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as trouble:
        raise KelompokError("paper.logo") from trouble
    inline.docPr.set("descr", next(iter(report.letterhead), report.title))
    return inline.xml


def _block(block: Block, document: Document, wide: bool) -> str:
    width = WIDTH[wide]
    match block:
        case Heading():
            return _paragraph(block.text, f"Heading{block.level}")
        case Facts():
            widths = _sides(block.rows, width)
            return _table(_facts(block.rows, widths), widths) + _GAP if block.rows else ""
        case Paragraph():
            return _paragraph(block.text)
        case Bullets():
            return _bullets(block, document)
        case Table():
            return _grid(block, width, wide) + _GAP
        case Signatures():
            return _GAP + _signatures(block, width) + _GAP
        case Slips():
            return "".join(_slip(slip, width) + _GAP for slip in block.slips)
        case Break():
            return _GAP.replace("<w:pPr>", "<w:pPr><w:pageBreakBefore/>")


def _sides(rows: tuple[Fact, ...], width: int) -> tuple[int, int, int]:
    least, most = LABELS
    labels = min(most, max([least, *(len(row.label) * LETTER for row in rows)]))
    return labels, COLON, width - labels - COLON


def _facts(rows: tuple[Fact, ...], widths: tuple[int, int, int], keep: bool = False) -> list[str]:
    def row(fact: Fact) -> str:
        value = _paragraph(fact.value, "Cell", keep) if fact.value else _blank(widths[2] - 300, keep)
        cells = (_paragraph(fact.label, "Cell", keep), _paragraph(":", "Cell", keep), value)
        return _row(_cell(cell, room) for cell, room in zip(cells, widths, strict=True))

    return [row(fact) for fact in rows]


def _bullets(block: Bullets, document: Document) -> str:
    style, number = "ListBullet", ""
    if block.numbered:  # each list begins with 1
        numbering = document.part.numbering_part.element
        style_of = document.styles["List Number"].element.pPr.numPr.numId.val
        begun = numbering.add_num(numbering.num_having_numId(style_of).abstractNumId.val)
        begun.add_lvlOverride(0).add_startOverride(1)
        style = "ListNumber"
        number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{begun.numId}"/></w:numPr>'
    return "".join(_paragraph(item, style, more=number) for item in block.items)


def _grid(table: Table, width: int, wide: bool) -> str:
    widths = [int(column.share * width) for column in layout.columns(table, layout.LETTERS[wide])]
    size = 18 if len(widths) > 6 else 20

    def cells(texts: tuple[str, ...], more: str = "", bold: bool = False) -> Iterator[str]:
        for text, room in zip(texts, widths, strict=True):
            yield _cell(_paragraph(text, "Cell", keep=bold, bold=bold, size=size), room, more)

    head = _row(cells(table.columns, '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>', True), "<w:tblHeader/>")
    high = '<w:trHeight w:val="620" w:hRule="atLeast"/>' if table.high else ""
    return _table([head, *(_row(cells(row), high) for row in table.rows)], widths, _GRID, EDGE)


def _signatures(block: Signatures, width: int) -> str:
    """Two rows: who, and below the room to sign her name."""
    shares, lacking = layout.chairs(block)
    widths = [int(share * width) for share in shares]
    last = len(block.signers) - 1
    empty = [_paragraph("", "Cell", True)] * lacking
    roles = [
        "".join(_paragraph(text, "Cell", True) for text in (block.day * (n == last), signer.above, signer.role) if text)
        for n, signer in enumerate(block.signers)
    ]
    names = [_signed(signer, room) for signer, room in zip(block.signers, widths[lacking:], strict=True)]
    low = '<w:vAlign w:val="bottom"/>'
    rows = [
        _row(
            _cell(role or _paragraph("", "Cell", True), room, low)
            for role, room in zip((*empty, *roles), widths, strict=True)
        ),
        _row(_cell(name, room) for name, room in zip((*empty, *names), widths, strict=True)),
    ]
    return _table(rows, widths)


def _signed(signer: Signer, room: int) -> str:
    sign, line = '<w:spacing w:before="1050"/>', min(3400, room - 300)
    name = (
        _paragraph(signer.name, "Cell", True, sign, bold=True, line=True) if signer.name else _blank(line, True, sign)
    )
    if signer.number is None:
        return name
    return name + (_paragraph(signer.number, "Cell", True) if signer.number else _blank(line, True))


def _slip(slip: Slip, width: int) -> str:
    widths = _sides(slip.rows, width)
    title = _cell(_paragraph(slip.title, "Cell", True, bold=True), width, span=3)
    return _table([_row([title]), *_facts(slip.rows, widths, True)], widths, _CUT, EDGE)


def _table(rows: Iterable[str], widths: Sequence[int], borders: str = "", edge: int = 0) -> str:
    """Widths stand in the grid and in every cell: Word goes by the one, LibreOffice by the other."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    side, high = f'w:w="{edge}" w:type="dxa"/>', f'w:w="{30 if edge else 8}" w:type="dxa"/>'
    margins = f"<w:top {high}<w:left {side}<w:bottom {high}<w:right {side}"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], more: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, more: str = "", span: int = 1) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{more}</w:tcPr>{content}</w:tc>'
    )


def _blank(width: int, keep: bool = False, more: str = "") -> str:
    """A dotted line to write on."""
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    return _paragraph("\t", "Cell", keep, tabs + more)


def _paragraph(
    text: str,
    style: str = "",
    keep: bool = False,
    more: str = "",
    bold: bool = False,
    size: int = 0,
    line: bool = False,
) -> str:
    """`keep`: on one page with the next; `more`: other properties; `size` in half points; `line`: underlined."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = (
        "<w:b/>" * bold
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' * bool(size)
        + '<w:u w:val="single"/>' * line
    )
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    words = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    run = f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{'<w:keepNext/>' * keep}{more}</w:pPr>{run}</w:p>"


def _parts(xml: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"))


def _packed(document: Document) -> bytes:
    """As a file whose bytes tell nothing of when it was made."""
    package = document.part.package
    for id, relation in [*package.rels.items()]:
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # of an empty page
            del package.rels[id]
    first, packed = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as held, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in held.namelist():
            file.writestr(zipfile.ZipInfo(name, DATE.timetuple()[:6]), held.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
