"""A paper that was asked for: made, turned into bytes, and put where it belongs."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.exposed import Exposed, exposed
from kelompok_tui.documents.gather import Shelf, gather
from kelompok_tui.documents.report import Report
from kelompok_tui.documents.source import MEMBER, SELF, Opened, Source
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store
from kelompok_tui.words import SOURCE, Words

WHOLE = "docx"  # the format of a whole set, where none is named that can hold it


@dataclass(frozen=True)
class Paper:
    """What is asked for: which document of what, for whom, in which language and format.

    `reader` empty: the document's usual one. `member`: hers alone. `empty`: a form to be filled in by hand.
    `template`: a PDF by way of the school's own Word template. `quotes`: a school gets those of members too.
    """

    document: str = "log"
    format: str = "md"
    language: str = SOURCE
    reader: str = ""
    group: str = ""
    session: int | None = None
    member: str = ""
    empty: bool = False
    template: bool = False
    quotes: bool = False

    @property
    def read_by(self) -> str:
        """Who reads it."""
        return self.reader or DOCUMENTS[self.document].readers[0]


@dataclass(frozen=True)
class Made:
    """A report, the paper that it is, and the `stem` of its file's name; `own`: the school has a template for it.

    `exposed`: names and codes that stand in it, though its reader should find none.
    """

    paper: Paper
    report: Report
    stem: str
    own: bool = False
    exposed: tuple[Exposed, ...] = ()

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.stem + FORMATS[self.paper.format].ending

    @property
    def fits(self) -> bool:
        """Its format can hold it."""
        return FORMATS[self.paper.format].fits(self.report)


@dataclass(frozen=True)
class Printed:
    """A whole set: its folder, what was written there, and why the rest could not be made, by file name.

    `held`: papers with names in them, which wait to be written until she says so.
    """

    folder: Path
    written: tuple[Path, ...]
    troubles: tuple[tuple[str, KelompokError], ...] = ()
    held: tuple[Made, ...] = ()


@dataclass(frozen=True)
class Press:
    """Makes papers from `store`. `draw` draws the codes that a supervisor sees; `shelf` is what was read once."""

    store: Store
    settings: Settings
    now: Callable[[], datetime]
    draw: int = 0
    shelf: Shelf = field(default_factory=Shelf)

    def make(self, paper: Paper, held: Opened | None = None) -> Made:
        """The report of `paper`; `held` is what is open on the screen, and newer than the disk.

        KelompokError `paper.apart` for a paper that is told to one reader alone, who must be named.
        """
        if DOCUMENTS[paper.document].apart and paper.reader != SELF:
            raise KelompokError("paper.apart")
        source = gather(
            self.store,
            self.settings,
            paper.document,
            paper.language,
            self.now(),
            paper.group,
            paper.session,
            paper.reader,
            paper.member,
            paper.empty,
            self.draw,
            self.shelf,
            held,
            paper.quotes,
        )
        report = DOCUMENTS[paper.document].make(source)
        return Made(paper, report, _stem(paper, source), self.template(paper) is not None, exposed(report, source))

    def template(self, paper: Paper) -> Path | None:
        """The school's own Word template for `paper`; None where there is none."""
        from kelompok_tui.templates import find

        return find(self.store.folder / "templates", paper.document, paper.language)

    def render(self, made: Made) -> bytes:
        """Its bytes; of a Word file, and of a PDF that is to come from it, by the school's own template.

        KelompokError `paper.not-fit` where that format cannot hold it.
        """
        paper, format = made.paper, FORMATS[made.paper.format]
        if not made.fits:
            raise KelompokError("paper.not-fit", document=made.report.title, format=paper.format)
        if paper.format == "docx" or paper.template:
            from kelompok_tui.templates import fill, office_pdf

            if file := self.template(paper):
                word = fill(files.read(file), made.report, file)
                return word if paper.format == "docx" else office_pdf(word)
            if paper.template:
                raise KelompokError("paper.no-template", document=paper.document)
        return format.render(made.report)

    def write(self, made: Made, place: Path, force: bool = False, anyway: bool = False) -> Path:
        """Where it is: at `place` (in it, where that is a folder), or in a numbered copy beside what is there.

        By `force` in place of that: then KelompokError `paper.in-use` where Word has it open. `paper.exposed` where
        names stand in it, unless `anyway`.
        """
        if made.exposed and not anyway:
            raise KelompokError("paper.exposed", words=shown(made.exposed))
        place = place / made.name if files.is_folder(place) else place
        if force and files.taken(place):
            _may_go(place)
        data = self.render(made)
        place = place if force else files.free(place)
        files.replace(place, data)
        return place

    def whole(
        self,
        paper: Paper,
        folder: Path,
        told: Callable[[int, int, str], None] = lambda done, all, name: None,
        held: Opened | None = None,
        force: bool = False,
        anyway: bool = False,
    ) -> Printed:
        """Every document of that session in `folder`, in the format and language of `paper`, each for its usual reader.

        `told(done, all, name)` before each. What cannot be made is told at the end; a folder that cannot be written
        into ends it.
        """
        asked = list(self._set(paper, held))
        files.make_folder(folder)
        written: list[Path] = []
        troubles: list[tuple[str, KelompokError]] = []
        waiting: list[Made] = []
        for done, one in enumerate(asked):
            told(done, len(asked), one.document)
            try:
                made = self.make(one, held)
                if not made.fits:
                    made = replace(made, paper=replace(one, format=WHOLE))
                if made.exposed and not anyway:
                    waiting.append(made)
                else:
                    written.append(self.write(made, folder / made.name, force, anyway))
            except KelompokError as trouble:
                if trouble.word in {"file.not-written", "file.not-sure"}:
                    raise
                troubles.append((one.document, trouble))
        told(len(asked), len(asked), "")
        return Printed(folder, tuple(written), tuple(troubles), tuple(waiting))

    def folder(self, paper: Paper) -> Path:
        """A free folder for the whole set of that session."""
        number = "" if paper.session is None else f"-{paper.session:02}"
        return files.free(self.store.exports / f"{paper.group}{number}{_tongue(paper)}")

    def _set(self, paper: Paper, held: Opened | None) -> Iterator[Paper]:
        """Every document of the session; what a member gets is made for each of them alone."""
        for name, kind in DOCUMENTS.items():
            one = replace(paper, document=name, reader=_reader(kind.readers, paper.reader), member="", empty=False)
            if kind.of != "session" or kind.apart:
                continue
            if kind.each and one.read_by == MEMBER:
                source = self._source(one, held)
                chairs = source.session.seats if source.session else ()
                codes = [seat.code for seat in chairs if seat.came] or list(source.group.codes)
                yield from (replace(one, member=code) for code in codes)
            else:
                yield one

    def _source(self, paper: Paper, held: Opened | None) -> Source:
        return gather(
            *(self.store, self.settings, paper.document, paper.language, self.now(), paper.group, paper.session),
            shelf=self.shelf,
            held=held,
        )


def press(store: Store, settings: Settings, now: Callable[[], datetime], draw: int) -> Press:
    """A press for `store`, with nothing read yet."""
    return Press(store, settings, now, draw, Shelf((store.guide_folder,)))


def shown(found: Iterable[Exposed]) -> str:
    """The words that were found, each once."""
    return ", ".join(dict.fromkeys(one.word for one in found))


def _reader(readers: tuple[str, ...], wished: str) -> str:
    return wished if wished in readers else ""


def _stem(paper: Paper, source: Source) -> str:
    """`berani-bicara-03-laporan`: codes as the reader knows them, never a name."""
    words, kind = source.words, DOCUMENTS[paper.document]
    parts = [_word(words, f"file.{paper.document}", paper.document)]
    if kind.of == "all":
        term = source.settings.semester and words(f"semester.{source.settings.semester}")
        parts += [source.settings.year, term]
    else:
        number = f"{source.session.number:02}" if kind.of == "session" and source.session else ""
        parts = [paper.group, number, *parts, source.member]
    if paper.empty:
        parts.append(_word(words, "file.empty", "blank"))
    if paper.reader and paper.reader != kind.readers[0]:
        parts.append(_word(words, f"file.for.{paper.reader}", paper.reader))
    return "-".join(filter(None, map(plain, parts))) + _tongue(paper)


def _word(words: Words, key: str, otherwise: str) -> str:
    return words(key) if key in words else otherwise


def _tongue(paper: Paper) -> str:
    return "" if paper.language == SOURCE else f"-{paper.language}"


def plain(text: str) -> str:
    """`text` as a part of a file name: letters and digits of ASCII, words joined by hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")


def _may_go(place: Path) -> None:
    """KelompokError where what is at `place` must not be overwritten: no plain file, or open in Word or LibreOffice."""
    if files.is_folder(place) or not files.is_plain(place):  # a device, which replacing would destroy
        raise KelompokError("file.not-written", file=place, why="EISDIR" if files.is_folder(place) else "EEXIST")
    names = (f"~${place.name}", f"~${place.name[2:]}", f".~lock.{place.name}#")
    if holder := next((name for name in names if files.taken(place.with_name(name))), ""):
        raise KelompokError("paper.in-use", file=place, holder=holder)
