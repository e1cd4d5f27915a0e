"""A report as a screen shows it before it leaves: lines of plain text, for so many characters."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

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
from kelompok_tui.export.layout import blocks, chairs, cleaned, columns, each

LEAST = 14  # characters that a column of a table needs; with less the table is told row by row
GAP = "  "
LABEL = 30  # the longest label that has its value beside it

Role = Literal["", "title", "heading", "label", "blank", "dim"]
Line = list[tuple[str, Role]]


def preview(report: Report, width: int) -> list[Line]:
    """Its lines, each a row of texts with the part that they play; without the letterhead, which is the school's.

    What is to be filled in by hand is a "blank". A table with too many columns is told row by row.
    """
    report = each(report, cleaned)
    told = [*_written(report.title, width, "title"), *_written(report.subtitle, width, "dim")]
    before: Block | None = None
    for block in blocks(report):
        if not (isinstance(before, Heading) and not isinstance(block, Heading)):
            told.append([])
        told += _block(block, width)
        before = block
    return told


def plain(lines: Sequence[Line]) -> str:
    """What is to be read on them."""
    return "\n".join("".join(text for text, _ in line) for line in lines)


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Heading():
            yield from _written(block.text, width, "heading" if block.level == 1 else "label")
        case Facts():
            yield from _facts(block.rows, width)
        case Paragraph():
            yield from _written(block.text, width)
        case Bullets():
            for number, item in enumerate(block.items, start=1):
                yield from _hung([(f"{number}. " if block.numbered else "• ", "dim")], item, width)
        case Table() if len(block.columns) * LEAST > width:
            for row in block.rows:
                cells = zip(block.columns, row, strict=True)
                yield from _hung([("• ", "dim")], " · ".join(f"{name}: {cell}" for name, cell in cells if cell), width)
        case Table():
            yield from _table(block, width)
        case Signatures():
            yield from _signatures(block, width)
        case Slips():
            for slip in block.slips:
                yield [("┄" * width, "dim")]
                yield from _written(slip.title, width, "label")
                yield from _facts(slip.rows, width)
        case Break():
            yield [("─" * width, "dim")]


def _written(text: str, width: int, role: Role = "") -> Iterator[Line]:
    for row in text.splitlines() or [""]:
        for piece in textwrap.wrap(row, max(1, width)) or [""]:
            yield [(piece, role)]


def _hung(head: Line, text: str, width: int, role: Role = "") -> Iterator[Line]:
    """`text` after `head`, its further lines below its first."""
    used = sum(len(part) for part, _ in head)
    for number, line in enumerate(_written(text, width - used, role)):
        yield [*(head if number == 0 else [(" " * used, "")]), *line]


def _facts(rows: Sequence[Fact], width: int) -> Iterator[Line]:
    wide = min(max((len(row.label) for row in rows), default=0), LABEL, width // 2)
    for row in rows:
        *above, last = textwrap.wrap(row.label, max(1, wide)) or [""]
        for piece in above:
            yield [(piece, "label")]
        head: Line = [(last.ljust(wide), "label"), (" : ", "dim")]
        yield from _hung(head, row.value or BLANK, width, "" if row.value else "blank")


def _table(table: Table, width: int) -> Iterator[Line]:
    room = width - len(GAP) * (len(table.columns) - 1)
    letters = [max(1, int(room * column.share)) for column in columns(table, room)]
    yield from _row(table.columns, letters, "label")
    yield [(GAP.join("─" * wide for wide in letters), "dim")]
    for row in table.rows:
        yield from _row(row, letters)
        if table.high:
            yield []


def _row(cells: Sequence[str], letters: Sequence[int], role: Role = "") -> Iterator[Line]:
    """Cells side by side, as many lines as the longest needs."""
    sides = zip(cells, letters, strict=True)
    wrapped = [[piece for line in _written(cell, wide) for piece, _ in line] for cell, wide in sides]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield [(GAP.join(piece.ljust(wide) for piece, wide in zip(pieces, letters, strict=True)).rstrip(), role)]


def _signatures(block: Signatures, width: int) -> Iterator[Line]:
    shares, empty = chairs(block)
    letters = [int(width * share) - len(GAP) for share in shares]
    sides: list[list[str]] = [[] for _ in range(empty)]
    for signer in block.signers:
        sides.append([signer.above, *_signer(signer)])
    sides[-1][0] = block.day
    for parts in zip_longest(*sides, fillvalue=""):
        yield from _row(parts, letters)


def _signer(signer: Signer) -> list[str]:
    return [signer.role, "", "", signer.name or BLANK, *([signer.number] if signer.number is not None else [])]
