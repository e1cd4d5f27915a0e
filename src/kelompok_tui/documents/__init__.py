"""The documents: one table, one file a document."""

from kelompok_tui.documents.attendance import attendance
from kelompok_tui.documents.commitments import commitments
from kelompok_tui.documents.consent import consent
from kelompok_tui.documents.evaluation import evaluation
from kelompok_tui.documents.laporan import laporan
from kelompok_tui.documents.log import log
from kelompok_tui.documents.member import member
from kelompok_tui.documents.progress import progress
from kelompok_tui.documents.recap import recap
from kelompok_tui.documents.rpl import rpl
from kelompok_tui.documents.safety import safety
from kelompok_tui.documents.source import MEMBER, SCHOOL, SELF, SUPERVISOR, Document

DOCUMENTS: dict[str, Document] = {
    "log": Document(log, "session", (SCHOOL, SELF, SUPERVISOR)),
    "rpl": Document(rpl),
    "laporan": Document(laporan),
    "attendance": Document(attendance, forms=True),
    "consent": Document(consent, "group", (SCHOOL, MEMBER, SELF), each=True, forms=True),
    "evaluation": Document(evaluation, "session", (SCHOOL, SELF, SUPERVISOR, MEMBER), each=True, forms=True),
    "member": Document(member, "session", (MEMBER, SELF), each=True),
    "commitments": Document(commitments, "session", (MEMBER, SELF), each=True),
    "progress": Document(progress, "group", (SCHOOL, SELF, SUPERVISOR)),
    "recap": Document(recap, "all", (SCHOOL, SELF, SUPERVISOR)),
    "safety": Document(safety, "session", (SELF,), apart=True),
}
