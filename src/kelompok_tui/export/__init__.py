"""The formats: one table, one file a format."""

from collections.abc import Callable

from kelompok_tui.documents.report import Report
from kelompok_tui.export.data import data
from kelompok_tui.export.markdown import markdown

# name -> (ending of its files, report -> bytes)
FORMATS: dict[str, tuple[str, Callable[[Report], bytes]]] = {"md": (".md", markdown), "json": (".json", data)}
