"""What it costs to make a paper from a report, as a ratio to making the same pages directly with the library.

    .venv/bin/python -m benchmarks.papers [times]

The demo's log is made turn about by us and directly: as PDF from data that lies ready for our own layout, and from
plain typst markup; as Word with python-docx, cell by cell. Milliseconds differ from laptop to laptop; the ratio
hardly does. Ends with 1 where a ratio is above its limit.
"""

import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import docx
import typst

from kelompok_tui import demo
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import Bullets, Facts, Heading, Paragraph, Report, Signatures, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.export import pdf, word
from kelompok_tui.guide import read_guide
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=timezone(timedelta(hours=7)))
LIMITS = {"PDF": 1.25, "DOCX": 1.15}


def a_log() -> Report:
    """The log of the demo's third session."""
    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place))
        demo.fill(store, "id", NOW)
        id = next(id for id in sorted(store.groups()) if len(store.sessions(id)) > 2)
        sessions = tuple(store.load_session(id, number) for number in store.sessions(id))
        settings = replace(read_settings(store.settings_file), letterhead=("SMP Harapan Bersama", "Jalan Melati 1"))
        source = Source(
            *(
                store.load_group(id),
                sessions,
                sessions[2],
                read_guide("id"),
                read_words("id", papers=True),
                NOW,
                settings,
            )
        )
    return DOCUMENTS["log"].make(source)


def marked_up(report: Report) -> bytes:
    """The same facts as typst markup that somebody could have written by hand."""

    def said(text: str) -> str:
        return f"#{json.dumps(text, ensure_ascii=False)}"

    lines = [f"= {said(report.title)}", said(report.subtitle), *map(said, report.letterhead)]
    for block in report.blocks:
        match block:
            case Heading():
                lines.append(f"{'=' * (block.level + 1)} {said(block.text)}")
            case Facts():
                lines += (f"{said(row.label)}: {said(row.value)} \\" for row in block.rows)
            case Paragraph():
                lines.append(said(block.text))
            case Bullets():
                lines += (f"- {said(item)}" for item in block.items)
            case Table():
                cells = [cell for row in (block.columns, *block.rows) for cell in row]
                lines.append(f"#table(columns: {len(block.columns)}, {','.join(f'[{said(cell)}]' for cell in cells)})")
            case Signatures():
                lines += (said(part) for signer in block.signers for part in (signer.role, signer.name))
    return ('#set page(paper: "a4")\n' + "\n".join(lines)).encode()


def by_hand(report: Report) -> bytes:
    """The same facts with python-docx, as its guide shows it."""
    document = docx.Document()
    document.add_heading(report.title, 0)
    for text in (report.subtitle, *report.letterhead):
        document.add_paragraph(text)
    for block in report.blocks:
        match block:
            case Heading():
                document.add_heading(block.text, block.level)
            case Facts():
                grid = document.add_table(0, 2)
                for fact in block.rows:
                    cells = grid.add_row().cells
                    cells[0].text, cells[1].text = fact.label, fact.value
            case Paragraph():
                document.add_paragraph(block.text)
            case Bullets():
                for item in block.items:
                    document.add_paragraph(item, "List Bullet")
            case Table():
                grid = document.add_table(0, len(block.columns), "Table Grid")
                for row in (block.columns, *block.rows):
                    for cell, text in zip(grid.add_row().cells, row, strict=True):
                        cell.text = text
            case Signatures():
                for signer in block.signers:
                    document.add_paragraph(f"{signer.role}\n{signer.name}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def milliseconds(make: Callable[[], object]) -> float:
    """How long it takes once, of the processor: others who use it do not count."""
    began = time.process_time()
    make()
    return 1000 * (time.process_time() - began)


def compared(what: str, ours: Callable[[], object], direct: Callable[[], object], times: int) -> float:
    """Prints the medians; gives back the median of the ratios pair by pair."""
    milliseconds(ours), milliseconds(direct)
    pairs = [(milliseconds(ours), milliseconds(direct)) for _ in range(times)]
    one, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / its for mine, its in pairs)
    print(f"{what}: ours {one:.1f} ms, direct {other:.1f} ms, ratio {ratio:.2f} (median of {times} pairs)")
    return ratio


def main(times: int) -> int:
    """Prints the ratios; 1 where one is above its limit."""
    report = a_log()
    ready = {"report": json.dumps(pdf.pages(report), ensure_ascii=False, default=vars)}
    layout, plain = pdf.PAPER.read_bytes(), marked_up(report)
    ratios = {
        "PDF": compared(
            "PDF, ready data",
            lambda: pdf.pdf(report),
            lambda: typst.compile(layout, sys_inputs=ready, ignore_system_fonts=True),
            times,
        ),
        "DOCX": compared("DOCX", lambda: word.docx(report), lambda: by_hand(report), times),
    }
    compared(
        "PDF, plain markup", lambda: pdf.pdf(report), lambda: typst.compile(plain, ignore_system_fonts=True), times
    )
    return int(any(ratios[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 21))
