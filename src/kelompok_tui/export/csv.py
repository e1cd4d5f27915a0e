"""A report's table as CSV, for a spreadsheet."""

import csv as files
import io

from kelompok_tui.documents.report import Fact, Facts, Report, Table
from kelompok_tui.words import line

SEPARATOR = ";"  # what Excel takes between cells where a comma stands before decimals, as in Indonesia
MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
FORMULA = ("=", "+", "-", "@")


def fits(report: Report) -> bool:
    """Whether there is one table to tell."""
    return _main(report) is not None


def csv(report: Report) -> bytes:
    """One line a row of the table; the report's facts follow in columns of their own, the same on every line."""
    table = _main(report) or Table((), ((),))
    facts: list[Fact] = [row for block in report.blocks if isinstance(block, Facts) for row in block.rows]
    text = io.StringIO(newline="")
    rows = files.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    rows.writerow(_safe(cell) for cell in (*table.columns, *(fact.label for fact in facts)))
    rows.writerows([_safe(cell) for cell in (*row, *(fact.value for fact in facts))] for row in table.rows)
    return (MARK + text.getvalue()).encode()


def _main(report: Report) -> Table | None:
    """The only table, or the one that is named as the document is."""
    tables = [block for block in report.blocks if isinstance(block, Table)]
    named = [table for table in tables if table.id == report.document]
    return (named or tables)[0] if 1 in (len(named), len(tables)) else None


def _safe(cell: str) -> str:
    """One line that no spreadsheet works out as a formula."""
    text = line(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
