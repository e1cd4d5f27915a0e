"""What a paper leaves out for its reader, counted: shown beside it before it leaves, never on it."""

from collections import Counter
from collections.abc import Iterator

from kelompok_tui.documents.answers import content
from kelompok_tui.documents.readers import CODES, HOLDS, MEMORY, OTHERS, SINGLE, TENSIONS, may
from kelompok_tui.documents.source import SUPERVISOR, Source
from kelompok_tui.guide import Form, Item
from kelompok_tui.model import Session
from kelompok_tui.model.group import WAYS

FORMS: dict[str, frozenset[str]] = {  # whose answers a document tells one by one; the log those of all
    "laporan": frozenset({"problems", "responses", "commitments", "chosen", "process", "uca", "goals"}),
    "progress": frozenset({"goals", "hopes"}),
    "commitments": frozenset({"commitments"}),
}


def withheld(source: Source, document: str) -> tuple[str, ...]:
    """Each content that the document holds and its reader does not get: how much, in words. Of safety not a word."""
    if source.empty:
        return ()
    counts = Counter(_found(source, document))
    lost = (name for name in HOLDS[document] if counts[name] and not may(source, name))
    return tuple(source.words(f"withheld.{name}", n=counts[name]) for name in lost)


def _found(source: Source, document: str) -> Iterator[str]:
    """The name of a content as often as it is there."""
    sessions = source.sessions if document == "progress" or source.session is None else (source.session,)
    if source.reader == SUPERVISOR:
        yield CODES
    for _ in {tension.id for session in sessions for tension in session.tensions}:
        yield TENSIONS
    for answer in (*(a for session in sessions for a in session.answers), *source.group.answers):
        form = source.guide.forms.get(answer.form)
        if form and (item := form.items.get(answer.item)) and _told(document, form, item):
            yield content(form, item)
    if document == "log":
        for session in sessions:
            yield from [MEMORY] * _remembered(session)
    yield from [SINGLE] * _settled(source)
    codes = {person.code for person in source.group.members} | {s.code for one in sessions for s in one.seats}
    yield from [OTHERS] * len(codes - {source.member} if source.member else ())


def _remembered(session: Session) -> int:
    """Marks, corrections, reasons at doors, and what got in the way of a plan."""
    told = [*session.marks, *session.corrections]
    said = [session.reason, *(visit.reason for visit in session.visits)]
    said += [text for action in session.actions for text in (action.obstacle, action.hindered)]
    return len(told) + sum(map(bool, said))


def _told(document: str, form: Form, item: Item) -> bool:
    if document == "evaluation":
        return item in form.asked
    return document not in FORMS or form.id in FORMS[document]


def _settled(source: Source) -> int:
    """What is noted about single members; about the one alone where a paper is hers."""
    group, whose = source.group, source.member
    about = [a.about for a in group.answers if a.form == WAYS and a.item != "way"]
    about += [f.about for f in group.followups if f.about and (f.what or f.result)]
    about += [person.code for person in group.people if whose and person.statement]
    return sum(code == whose for code in about) if whose else len(about)
