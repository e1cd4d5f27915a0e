"""Papers of an invented group, to see what a template gives before there is one of one's own."""

import functools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kelompok_tui import demo
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import Report
from kelompok_tui.documents.source import MEMBER, SELF, Document, Opened, Source
from kelompok_tui.guide import read_guide
from kelompok_tui.model import Session
from kelompok_tui.settings import Settings, read_settings
from kelompok_tui.store import Store
from kelompok_tui.templates.tags import Names, known
from kelompok_tui.words import read_words

AT = datetime(2026, 11, 24, 9, 12, tzinfo=timezone(timedelta(hours=7)))
TOLD = 3  # the session of the first group that has the most to tell


def sample(document: str, language: str, *own: Path, settings: Settings | None = None) -> Report:
    """The fullest paper of that kind; `own`: her guide folders, `settings`: her own words at its head and foot."""
    return next(iter(_made(document, language, own, settings)))


def samples(document: str, language: str, *own: Path) -> list[Report]:
    """Papers of that kind for every reader, of every meeting, empty and filled: together they have all its tags."""
    return list(_made(document, language, own, None))


@functools.cache
def names(document: str, language: str, *own: Path) -> Names:
    """All tags that papers of that kind have."""
    return known(samples(document, language, *own))


def _made(document: str, language: str, own: tuple[Path, ...], settings: Settings | None) -> Iterator[Report]:
    guide, words = read_guide(language, *own), read_words(language, *own, papers=True)
    invented, opened = _invented(language)
    kind = DOCUMENTS[document]
    for held, session in _told(kind, opened):
        base = Source(
            held.group,
            held.sessions,
            session,
            guide,
            words,
            AT,
            _over(invented, settings or Settings()),
            others=opened,
        )
        for reader in sorted(kind.readers, key=lambda name: name != SELF):
            member = held.group.codes[0] if kind.each or reader == MEMBER else ""
            yield kind.make(replace(base, reader=reader, member=member))
            if kind.each and reader != MEMBER:
                yield kind.make(replace(base, reader=reader))
            if kind.forms:
                yield kind.make(replace(base, reader=reader, member=member, empty=True))


@functools.cache
def _invented(language: str) -> tuple[Settings, tuple[Opened, ...]]:
    """The demo's school and its groups: the same whenever they are asked for."""
    with tempfile.TemporaryDirectory(prefix="kelompok-sample-") as place:
        store = Store(Path(place))
        demo.fill(store, language, AT)
        return read_settings(store.settings_file), tuple(_opened(store, row.id) for row in store.rows())


def _opened(store: Store, id: str) -> Opened:
    return Opened(id, store.load_group(id), tuple(store.load_session(id, number) for number in store.sessions(id)))


def _told(kind: Document, opened: tuple[Opened, ...]) -> Iterator[tuple[Opened, Session]]:
    """The meeting with the most to tell first; of papers of a whole group one meeting each."""
    for held in opened:
        sessions = sorted(held.sessions, key=lambda session: (session.number != TOLD, -session.number))
        for session in sessions if kind.of == "session" else sessions[:1]:
            yield held, session


def _over(invented: Settings, hers: Settings) -> Settings:
    """Her own words, and invented ones where she has none yet."""
    texts = ("leader", "nip", "school", "head", "head_nip", "year", "semester", "place")
    told = {name: getattr(hers, name) or getattr(invented, name) for name in texts}
    lines = hers.letterhead or invented.letterhead or (told["school"],)
    return replace(hers, **told, letterhead=lines)
