"""A report as PDF: tagged, with its fonts inside, and the same bytes for the same report."""

import json
import re

import typst

from kelompok_tui.documents.report import Report, Signatures, Table
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import layout
from kelompok_tui.export.data import told
from kelompok_tui.words import CONTENT, SOURCE

PAPER = CONTENT / "paper" / "report.typ"
LINE = 36  # letters: what stands on the shortest line outside of tables

# What the fonts that come with typst can write. For anything else the computer's own are looked through, which takes
# longer and may look different on another one.
_BUNDLED = re.compile(
    r"[\n\x20-\x7e\xa0-\u024f\u02b0-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203e\u20a0-\u20bf"
    r"\u2190-\u23ff\u2500-\u25ff\u2605\u2606\u2610-\u2612\u2713\u2714\u2717\u2718\u200b]*"
)


def pdf(report: Report) -> bytes:
    """The pages; KelompokError `paper.logo` where the logo is no picture that can be read."""
    safe = layout.each(report, lambda text: layout.seamed(layout.cleaned(text), LINE))
    held = json.dumps(pages(safe), ensure_ascii=False, default=vars)
    try:
        made = typst.compile(
            PAPER.read_bytes(),
            sys_inputs={"report": held},
            ignore_system_fonts=_BUNDLED.fullmatch(held) is not None,
        )
    except typst.TypstError as trouble:
        if "image" in trouble.message:
            raise KelompokError("paper.logo") from trouble
        raise
    assert isinstance(made, bytes)
    return made


def pages(report: Report) -> dict[str, object]:
    """What `report.typ` is told: the JSON of the report, and what it needs to lay it out."""
    held = told(report)
    blocks: list[dict[str, object]] = []
    for block in layout.blocks(report):
        part = {"kind": type(block).__name__.lower(), **vars(block)}
        match block:
            case Table():
                parts = layout.columns(block, layout.LETTERS[report.wide])
                part["shares"] = [column.share for column in parts]
                part["rows"] = [
                    [layout.seamed(cell, column.letters) for cell, column in zip(row, parts, strict=True)]
                    for row in block.rows
                ]
            case Signatures():
                part["shares"], part["lacking"] = layout.chairs(block)
        blocks.append(part)
    if report.logo is not None:
        layout.picture(report.logo)
    logo = None if report.logo is None else list(report.logo)
    alt = next(iter(report.letterhead), report.title)
    return {
        **held,
        "blocks": blocks,
        "lang": _lang(report.language),
        "foot": layout.foot(report),
        "logo": logo,
        "alt": alt,
    }


def _lang(language: str) -> str:
    name = re.split(r"[-_]", language.lower())[0]
    return name if re.fullmatch(r"[a-z]{2,3}", name) else SOURCE
