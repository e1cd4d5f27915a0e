"""The documents: one table, one file a document."""

from kelompok_tui.documents.log import log
from kelompok_tui.documents.source import Document

DOCUMENTS: dict[str, Document] = {"log": Document(log, "session", ("self", "school", "supervisor"))}
