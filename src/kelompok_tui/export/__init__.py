"""The formats: one table, one file a format."""

from collections.abc import Callable
from dataclasses import dataclass

from kelompok_tui.documents.report import Report
from kelompok_tui.export.data import data
from kelompok_tui.export.markdown import markdown


def _any(report: Report) -> bool:
    return True


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
    "json": Format(".json", data, text=True),
}
