"""A report as one HTML file: no script, nothing from elsewhere, for the screen, the printer and those who listen."""

import base64

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kelompok_tui.documents.report import BLANK, Block, Fact, Facts, Report, Signatures, Slips, Table
from kelompok_tui.export import layout
from kelompok_tui.words import CONTENT

PAPER = CONTENT / "paper" / "report.html.j2"
LABELS = (10, 20)  # the least and the most for labels, in widths of a letter


def html(report: Report) -> bytes:
    """The page; KelompokError `paper.logo` where the logo is no PNG or JPEG."""
    report = layout.each(report, layout.cleaned)
    pages = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    page = pages.from_string(PAPER.read_text(encoding="utf-8")).render(
        report=report,
        lang=report.language,
        blocks=[(type(block).__name__.lower(), block, _more(block, report.wide)) for block in layout.blocks(report)],
        foot=_foot(report),
        labels=f"{_labels(report)}em",
        blank=Markup(f'<span class="blank">{BLANK}</span>'),
        logo=_picture(report.logo) if report.logo is not None else "",
        alt=next(iter(report.letterhead), report.title),
    )
    return page.encode()


def _more(block: Block, wide: bool) -> object:
    match block:
        case Table():
            return layout.columns(block, layout.LETTERS[wide])
        case Signatures():
            return layout.chairs(block)
    return None


def _labels(report: Report) -> float:
    """One width for all labels of the page."""
    rows: list[Fact] = []
    for block in report.blocks:
        match block:
            case Facts():
                rows += block.rows
            case Slips():
                rows += (row for slip in block.slips for row in slip.rows)
    least, most = LABELS
    return min(most, max([least, *(len(row.label) * 0.5 + 1 for row in rows)]))


def _foot(report: Report) -> Markup:
    """As a value of CSS, each of its signs as a number: none can end the value."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    said = ('"' + "".join(f"\\{ord(sign):06x}" for sign in piece) + '"' for piece in layout.foot(report))
    return Markup(
        " ".join(counters.get(piece) or quoted for piece, quoted in zip(layout.foot(report), said, strict=True))
    )


def _picture(logo: bytes) -> str:
    return f"data:image/{layout.picture(logo)};base64,{base64.b64encode(logo).decode()}"
