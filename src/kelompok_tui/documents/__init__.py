"""The documents: one table, one file a document."""

from kelompok_tui.documents.attendance import attendance
from kelompok_tui.documents.consent import consent
from kelompok_tui.documents.laporan import laporan
from kelompok_tui.documents.log import log
from kelompok_tui.documents.rpl import rpl
from kelompok_tui.documents.source import MEMBER, SCHOOL, SELF, SUPERVISOR, Document

DOCUMENTS: dict[str, Document] = {
    "log": Document(log, "session", (SELF, SCHOOL, SUPERVISOR)),
    "rpl": Document(rpl),
    "laporan": Document(laporan),
    "attendance": Document(attendance, forms=True),
    "consent": Document(consent, "group", (SELF, MEMBER), each=True, forms=True),
}
