"""A report as Markdown."""

import re

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
    Slips,
    Table,
)
from kelompok_tui.model import line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_LEADING = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=])")


def markdown(report: Report) -> bytes:
    """The report in CommonMark with tables; what users wrote can neither break nor colour it."""
    head = [*map(_safe, report.letterhead), f"# {_safe(report.title)}", _safe(report.subtitle)]
    parts = [part for part in (*head, *(_block(block) for block in report.blocks)) if part]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (min(max(block.level, 1), 5) + 1)} {_safe(block.text)}"
        case Facts():
            return _facts(block.rows)
        case Paragraph():
            return _safe(block.text)
        case Bullets():
            marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
            return "\n".join(f"{mark} {_safe(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Table():
            rule = "|" + " --- |" * len(block.columns)
            return "\n".join([_row(block.columns), rule, *(_row(row) for row in block.rows)])
        case Signatures():
            return "\n\n".join([_safe(block.day), *(_signer(signer) for signer in block.signers)])
        case Slips():
            return "\n\n".join(f"**{_safe(slip.title)}**\n\n{_facts(slip.rows)}\n\n---" for slip in block.slips)
        case Break():
            return ""


def _facts(rows: tuple[Fact, ...]) -> str:
    return "\n".join(f"- **{_safe(row.label)}**: {_safe(row.value or BLANK)}" for row in rows)


def _signer(signer: Signer) -> str:
    number = "" if signer.number is None else signer.number or BLANK
    told = (signer.above, signer.role, signer.name or BLANK, number)
    return "  \n".join(_safe(text) for text in told if text)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_safe(cell) for cell in cells) + " |"


def _safe(text: str) -> str:
    """One line in which no sign has a meaning of its own."""
    escaped = _SPECIAL.sub(r"\\\1", line(text))
    return _LEADING.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", escaped)
