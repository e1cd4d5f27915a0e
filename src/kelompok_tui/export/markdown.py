"""A report as Markdown."""

import re

from kelompok_tui.documents.report import Block, Bullets, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.model import line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_LEADING = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=])")


def markdown(report: Report) -> bytes:
    """The report in CommonMark with tables; what users wrote can neither break nor colour it."""
    parts = [f"# {_safe(report.title)}", *(_block(block) for block in report.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_safe(block.text)}"
        case Facts():
            return "\n".join(f"- **{_safe(label)}**: {_safe(value)}" for label, value in block.rows)
        case Paragraph():
            return _safe(block.text)
        case Bullets():
            return "\n".join(f"- {_safe(item)}" for item in block.items)
        case Table():
            rule = "|" + " --- |" * len(block.columns)
            return "\n".join([_row(block.columns), rule, *(_row(row) for row in block.rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_safe(cell) for cell in cells) + " |"


def _safe(text: str) -> str:
    """One line in which no sign has a meaning of its own."""
    escaped = _SPECIAL.sub(r"\\\1", line(text))
    return _LEADING.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", escaped)
