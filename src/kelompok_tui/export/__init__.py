"""The formats: one table, one file a format. What a format needs from elsewhere is opened when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from kelompok_tui.documents.report import Report
from kelompok_tui.export.csv import csv, fits
from kelompok_tui.export.data import data
from kelompok_tui.export.markdown import markdown


def _any(report: Report) -> bool:
    return True


def _html(report: Report) -> bytes:
    from kelompok_tui.export.html import html

    return html(report)


def _docx(report: Report) -> bytes:
    from kelompok_tui.export.word import docx

    return docx(report)


def _pdf(report: Report) -> bytes:
    from kelompok_tui.export.pdf import pdf

    return pdf(report)


@dataclass(frozen=True)
class Format:
    """One format: the `ending` of its files, and what makes their bytes; `text`: a terminal can show it.

    `fits` tells whether a report can be told in it at all.
    """

    ending: str
    render: Callable[[Report], bytes]
    text: bool = False
    fits: Callable[[Report], bool] = _any


FORMATS: dict[str, Format] = {
    "md": Format(".md", markdown, text=True),
    "html": Format(".html", _html, text=True),
    "docx": Format(".docx", _docx),
    "pdf": Format(".pdf", _pdf),
    "json": Format(".json", data, text=True),
    "csv": Format(".csv", csv, text=True, fits=fits),
}
