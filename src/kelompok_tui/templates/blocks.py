"""Blocks of a report as WordprocessingML, which is right in any Word file whatever styles it has."""

from collections.abc import Iterable, Mapping
from html import escape

from kelompok_tui.documents.report import (
    BLANK,
    Block,
    Break,
    Bullets,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Signer,
    Slip,
    Slips,
    Table,
)
from kelompok_tui.words import clean

SIZES = (26, 24, 22)  # half points, of headings in a file that has no style for them
NORMAL, SMALL, MANY = 22, 18, 6  # half points; a table of so many columns is set smaller
SIGN, PADDING = 140, 230  # twentieths of a point: a letter, and what is left and right of the text of a cell
BOLD = 115  # per cent of a letter that is not
LABELS = 30  # per cent of the page for the labels of facts
LEAST, MOST = 6, 40  # signs of a column, where its share of the page is worked out
SIGNED = 3  # empty lines to sign on
INDENT = 360
SIDE = 108  # how far the lines of a table stand out from its text
HIGH = 680  # twentieths of a point of a row that is written into by hand


def drawn(blocks: Iterable[Block], width: int, headings: Mapping[int, str]) -> str:
    """`blocks` across `width` twentieths of a point; `headings`: the file's own styles by level."""
    return "".join(_block(block, width, headings) for block in blocks)


def letterhead(lines: tuple[str, ...], width: int, logo: str = "") -> str:
    """The lines of the school's own paper, the first the largest, beside the run of a `logo`, above a rule."""
    if not lines and not logo:
        return ""
    told = "".join(
        line(text, bold=n == 0, size=28 if n == 0 else 0, align="center", after=0) for n, text in enumerate(lines)
    )
    rule = '<w:pBdr><w:top w:val="thickThinSmallGap" w:sz="18" w:space="1" w:color="auto"/></w:pBdr>'
    ruled = f'<w:p><w:pPr>{rule}<w:spacing w:before="60" w:after="120"/></w:pPr></w:p>'
    if not logo:
        return told + ruled
    beside = 1500
    cells = _cell(f"<w:p>{logo}</w:p>", beside) + _cell(told or line(""), width - beside)
    return f"{_table((beside, width - beside), [_row(cells)], rules='')}{ruled}"


def line(
    text: str,
    bold: bool = False,
    size: int = 0,
    align: str = "",
    style: str = "",
    keep: bool = False,
    after: int = 60,
    mark: str = "",
    level: int = 0,
) -> str:
    """A paragraph; `keep`: on one page with the next; `mark` stands before it, as in a list."""
    paragraph = (
        f'<w:pStyle w:val="{escape(style)}"/>' * bool(style)
        + "<w:keepNext/>" * keep
        + f'<w:spacing w:before="0" w:after="{after}"/>' * (not style)
        + f'<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>' * bool(mark)
        + f'<w:jc w:val="{align}"/>' * bool(align)
        + f'<w:outlineLvl w:val="{level - 1}"/>' * bool(level and not style)
    )
    run = "<w:b/>" * bold + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' * bool(size)
    paragraph += f"<w:rPr>{run}</w:rPr>" * bool(run)  # the end of a paragraph is as high as its text
    parts = [escape(part, quote=False) for part in str(clean(text)).split("\n")]
    said = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts)
    said = f"<w:t>{mark}</w:t><w:tab/>" * bool(mark) + said
    return f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr>{said}</w:r></w:p>"


def _block(block: Block, width: int, headings: Mapping[int, str]) -> str:
    match block:
        case Heading():
            size = SIZES[min(block.level, len(SIZES)) - 1]
            style = headings.get(block.level, "")
            look = {} if style else {"bold": True, "size": size, "level": block.level}
            return line(block.text, style=style, keep=True, **look)  # type: ignore[arg-type]
        case Facts():
            return facts(block.rows, width)
        case Paragraph():
            return line(block.text, after=100)
        case Bullets():
            marks = (f"{n}." if block.numbered else "•" for n in range(1, len(block.items) + 1))
            afters = (*[20] * (len(block.items) - 1), 100)
            told = zip(marks, block.items, afters, strict=True) if block.items else ()
            return "".join(line(item, mark=mark, after=after) for mark, item, after in told)
        case Table():
            return _ruled(block, width) + _gap()
        case Signatures():
            return _signatures(block, width)
        case Slips():
            return "".join(_slip(slip, width) for slip in block.slips)
        case Break():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def facts(rows: Iterable[Fact], width: int) -> str:
    """Labels with their values beside them."""
    wide, narrow = width * LABELS // 100, 120
    told = [
        _row(
            _said(fact.label, wide)
            + _cell(line(":", after=0), narrow, tight=True)
            + _said(fact.value or BLANK, width - wide - narrow)
        )
        for fact in rows
    ]
    return _table((wide, narrow, width - wide - narrow), told, rules="") + _gap() if told else ""


def _ruled(table: Table, width: int) -> str:
    size = SMALL if len(table.columns) >= MANY else 0
    widths = _widths(table, width - SIDE, SIGN * (size or NORMAL) // NORMAL)
    head = _row("".join(_said(t, w, True, size) for t, w in zip(table.columns, widths, strict=True)), head=True)
    rows = (
        _row("".join(_said(cell, w, size=size) for cell, w in zip(row, widths, strict=True)), high=table.high)
        for row in table.rows
    )
    return _table(widths, [head, *rows])


def _widths(table: Table, width: int, sign: int) -> list[int]:
    """Of each column, so that no word is torn where `sign` is the width of a letter; the rest as shares ask for it."""
    cells = [[title, *(row[n] for row in table.rows)] for n, title in enumerate(table.columns)]
    least = [PADDING + sign * max(_longest(title) * BOLD // 100, *map(_longest, rest), 0) for title, *rest in cells]
    if sum(least) > width:
        return [width * one // sum(least) for one in least]
    shares = table.widths or tuple(max(LEAST, min(MOST, max(map(len, column)))) for column in cells)
    more = [max(0, width * share // sum(shares) - one) for share, one in zip(shares, least, strict=True)]
    free = width - sum(least)
    return [one + free * wish // (sum(more) or 1) for one, wish in zip(least, more, strict=True)]


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _signatures(block: Signatures, width: int) -> str:
    signers = (None,) * (len(block.signers) == 1) + block.signers  # one alone signs on the right
    wide = width // len(signers)
    last = len(signers) - 1
    cells = (_cell(_signer(signer, block.day if n == last else ""), wide) for n, signer in enumerate(signers))
    return _table([wide] * len(signers), [_row("".join(cells))], rules="") + _gap()


def _signer(signer: Signer | None, day: str) -> str:
    if signer is None:
        return line("")
    lines = [line(text, keep=True, after=0) for text in (day, signer.above, signer.role)]
    lines += [line("", keep=True, after=0)] * SIGNED
    lines.append(line(signer.name or BLANK, bold=bool(signer.name), keep=signer.number is not None, after=0))
    if signer.number is not None:
        lines.append(line(signer.number or BLANK, after=0))
    return "".join(lines)


def _slip(slip: Slip, width: int) -> str:
    rows = [line(slip.title, bold=True, keep=True)]
    told = enumerate(slip.rows, start=1)
    rows += [line(f"{fact.label}: {fact.value or BLANK}", keep=n < len(slip.rows)) for n, fact in told]
    return _table((width - SIDE,), [_row(_cell("".join(rows), width - SIDE))], rules="dashed") + _gap()


def _said(text: str, width: int, bold: bool = False, size: int = 0) -> str:
    return _cell(line(text, bold=bold, size=size, after=0), width)


def _cell(paragraphs: str, width: int, tight: bool = False) -> str:
    sides = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>' * tight
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{sides}</w:tcPr>{paragraphs}</w:tc>'


def _row(cells: str, head: bool = False, high: bool = False) -> str:
    tall = f'<w:trHeight w:val="{HIGH}" w:hRule="atLeast"/>' * high
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{'<w:tblHeader/>' * head}</w:trPr>{cells}</w:tr>"


def _table(widths: Iterable[int], rows: Iterable[str], rules: str = "single") -> str:
    shares = tuple(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in shares)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    drawn = "".join(f'<w:{side} w:val="{rules or "nil"}" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    aside = f'<w:tblInd w:w="{SIDE}" w:type="dxa"/>' * bool(rules)  # its lines end where the text does
    look = f'<w:tblW w:w="{sum(shares)}" w:type="dxa"/>{aside}<w:tblBorders>{drawn}</w:tblBorders>'
    look += '<w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _gap() -> str:
    """Between two tables, which would grow into one; and below the last of a cell, which must end with text."""
    return '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
