"""All that a paper is made from, gathered from the files of the store."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.source import SELF, SUPERVISOR, Opened, Source, veiled
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store
from kelompok_tui.words import Words, read_words

HEAVIEST = 2_000_000  # bytes of a logo
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Shelf:
    """Guide and words of each language, read once; `own` are the counselor's guide folders."""

    own: tuple[Path, ...] = ()
    _guides: dict[str, Guide] = field(default_factory=dict)
    _words: dict[str, Words] = field(default_factory=dict)

    def guide(self, language: str) -> Guide:
        """The guide in that language."""
        if language not in self._guides:
            self._guides[language] = read_guide(language, *self.own)
        return self._guides[language]

    def words(self, language: str) -> Words:
        """The words in that language, those of papers too."""
        if language not in self._words:
            self._words[language] = read_words(language, *self.own, papers=True)
        return self._words[language]


def gather(
    store: Store,
    settings: Settings,
    document: str,
    language: str,
    now: datetime,
    group: str = "",
    session: int | None = None,
    reader: str = "",
    member: str = "",
    empty: bool = False,
    draw: int = 0,
    shelf: Shelf | None = None,
    held: Opened | None = None,
    quotes: bool = False,
) -> Source:
    """What that document is made from; `reader` empty: its usual one. A supervisor gets other codes, drawn by `draw`.

    `held` is what is open on the screen, and newer than the disk: its group, and its sessions by their numbers. A
    session that cannot be read is left out, but for the one that is told. KelompokError `paper.member` where nobody
    is known by that code, `paper.logo-file` where the logo is none.
    """
    kind, shelf = DOCUMENTS[document], shelf or Shelf((store.guide_folder,))
    logo = read_logo(store.folder, settings.logo)
    guide, words, reader = shelf.guide(language), shelf.words(language), reader or kind.readers[0]
    if kind.of == "all":
        others = tuple(_opened(store, id, held) for id in store.groups() if _readable(store, id, held))
        names = {f"{one.id}/{code}": name for one in others for code, name in store.load_names(one.id).items()}
        year = (guide, words, now, settings, reader, "", empty, others, logo)
        source = Source(Group(name="–"), (), None, *year, {} if reader == SELF else names)
        return veiled(source, draw) if reader == SUPERVISOR else source
    opened = _opened(store, group, held, session)
    told = next((one for one in opened.sessions if one.number == session), None)
    known = {person.code for person in opened.group.members} | {s.code for one in opened.sessions for s in one.seats}
    if member and member not in known:
        raise KelompokError("paper.no-member", code=member, known=" ".join(sorted(known)) or "–")
    needed = kind.each or reader != SELF  # to take them out of what others wrote, and to find what is left
    names = store.load_names(group) if needed else {}
    facts = (guide, words, now, settings, reader, member, empty)
    source = Source(opened.group, opened.sessions, told, *facts, logo=logo, names=names, quotes=quotes)
    return veiled(source, draw) if reader == SUPERVISOR else source


def read_logo(folder: Path, file: str) -> bytes | None:
    """The picture in `file`, which is below `folder` where it names no other place; None where none is named."""
    if not file:
        return None
    place = files.meant(folder, file)
    try:
        heavy = place.stat().st_size > HEAVIEST
        data = b"" if heavy else files.read(place)
    except KelompokError as trouble:
        why = trouble.facts.get("why", "no-picture")
        raise KelompokError("paper.logo-file", file=place, why=why) from trouble
    except (OSError, ValueError) as trouble:
        why = files.reason(trouble) if isinstance(trouble, OSError) else "ENOENT"
        raise KelompokError("paper.logo-file", file=place, why=why) from trouble
    if heavy or not data.startswith(_PICTURES):
        raise KelompokError("paper.logo-file", file=place, why="too-heavy" if heavy else "no-picture")
    return data


def _opened(store: Store, id: str, held: Opened | None, told: int | None = None) -> Opened:
    mine = held if held is not None and held.id == id else None
    own = {session.number: session for session in mine.sessions} if mine else {}
    disk = store.sessions(id)
    read = {number: one for number in disk if number not in own and (one := _read(store, id, number, number == told))}
    sessions = tuple(session for _, session in sorted((read | own).items()))
    return Opened(id, mine.group if mine else store.load_group(id), sessions)


def _read(store: Store, id: str, number: int, needed: bool) -> Session | None:
    try:
        return store.load_session(id, number)
    except KelompokError as trouble:  # told on the home screen and by `check`
        if needed or trouble.word == "vault.locked":
            raise
        return None


def _readable(store: Store, id: str, held: Opened | None) -> bool:
    """Whether the plan of that group can be read; one that cannot is told on the home screen.

    KelompokError `vault.locked`: then it is none of one group, and no paper is made of what is left.
    """
    try:
        return bool((held and held.id == id) or store.load_group(id))
    except KelompokError as trouble:
        if trouble.word == "vault.locked":
            raise
        return False
