"""The documents: one table, one file a document."""

from kelompok_tui.documents.commitments import commitments
from kelompok_tui.documents.evaluation import evaluation
from kelompok_tui.documents.log import log
from kelompok_tui.documents.member import member
from kelompok_tui.documents.progress import progress
from kelompok_tui.documents.recap import recap
from kelompok_tui.documents.source import Document

DOCUMENTS: dict[str, Document] = {
    "log": Document(log, "session", ("self", "school", "supervisor")),
    "evaluation": Document(evaluation, "session", ("self", "school", "supervisor", "member"), each=True, forms=True),
    "member": Document(member, "session", ("member", "self"), each=True),
    "commitments": Document(commitments, "session", ("self", "member"), each=True),
    "progress": Document(progress, "group", ("school", "self", "supervisor")),
    "recap": Document(recap, "all", ("school", "self", "supervisor")),
}
