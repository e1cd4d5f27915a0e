"""A report as a screen shows it before it leaves."""

from dataclasses import replace

from kelompok_tui.documents.report import BLANK, Block, Bullets, Report, Table
from kelompok_tui.export.markdown import markdown

LEAST = 14  # characters that a column of a table needs


def preview(report: Report, width: int) -> str:
    """The report as Markdown for so many characters, without the letterhead. What is empty stands out as code.

    A table with too many columns is told row by row.
    """
    blocks = tuple(_told(block) if _wide(block, width) else block for block in report.blocks)
    return markdown(replace(report, blocks=blocks, letterhead=())).decode().replace(BLANK, f"`{BLANK}`")


def _wide(block: Block, width: int) -> bool:
    return isinstance(block, Table) and len(block.columns) * LEAST > width


def _told(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    rows = (zip(block.columns, row, strict=True) for row in block.rows)
    return Bullets(tuple(" · ".join(f"{column}: {cell}" for column, cell in row if cell) for row in rows))
