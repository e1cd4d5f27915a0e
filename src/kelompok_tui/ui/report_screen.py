"""A paper before it leaves: look at it, choose for whom and how, fill in what it lacks, save it, open it."""

import secrets
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kelompok_tui import files, viewer
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.exposed import Exposed
from kelompok_tui.documents.readers import quotable
from kelompok_tui.documents.report import Paragraph, Report, Signatures
from kelompok_tui.documents.source import MEMBER, SELF, Document, Opened
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.export.papers import WHOLE, Made, Paper, Printed, press, shown
from kelompok_tui.export.preview import Line as Shown
from kelompok_tui.export.preview import preview
from kelompok_tui.locks import Lock
from kelompok_tui.model import Session
from kelompok_tui.settings import Settings, read_settings, write_settings
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.fill_screen import FillScreen, Subject, of_group, split
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.ledger import Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.pages import Pages
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.settings_screen import SettingsScreen
from kelompok_tui.ui.settled import FilledIn
from kelompok_tui.words import languages

MARGIN = 6  # characters beside the preview
MOST = 6  # places that are shown in a question
SAFETY = "safety"


def _newest(file: Path, before: Settings, after: Settings) -> Settings:
    """What is in `file` by now, perhaps by another window, with what was changed here."""
    changed = {f.name: value for f in fields(Settings) if (value := getattr(after, f.name)) != getattr(before, f.name)}
    try:
        return replace(read_settings(file), **changed)
    except KelompokError:  # a slip of a hand: told at the start, and kept for good when this is written
        return after


class Progress(Message):
    """From the thread that makes a whole set: so many are done, and which comes next."""

    def __init__(self, done: int, all: int, document: str) -> None:
        super().__init__()
        self.done, self.all, self.document = done, all, document


class ReportScreen(Page):
    """Documents of one group and session, or (without a `subject`) of all groups. It never writes over another file."""

    AUTO_FOCUS = "#preview"
    BINDINGS = [
        key("d", "document(1)", "report.document", show=False),
        key("D", "document(-1)", "report.document-before", show=False),
        key("r", "reader", "report.reader", show=False),
        key("f", "format", "report.format", show=False),
        key("l", "language", "report.language", show=False),
        key("m", "member", "report.member", show=False),
        key("b", "blank", "report.blank", show=False),
        key("k", "quotes", "report.quotes", show=False),
        key("exclamation_mark", "safety", "report.safety", show=False),
        key("e,enter", "fill", "report.fill"),
        key("s,n", "save", "report.save"),
        key("a", "all", "report.all"),
        key("o", "open", "report.open"),
        Binding("escape,q", "dismiss", "app.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk, paper: Paper, subject: Subject | None = None) -> None:
        super().__init__(desk)
        self._paper = paper
        self._subject = subject
        self._press = press(desk.store, desk.settings, desk.now, secrets.randbits(128))
        self._languages = languages(desk.store.guide_folder)
        self._made: Made | None = None  # None: it is being made, or cannot be
        self._asked = 0  # how often one was asked for: only the newest is shown
        self._visited: set[str] = set()  # places that were offered for filling in
        self._saved: Path | None = None
        self._busy = ""  # what is being written
        self._entering = False  # the session is on its way to be filled in

    def compose(self) -> ComposeResult:
        yield Static("", id="title")
        yield Static("", id="withheld")
        yield Pages(id="preview")
        yield Static("", id="lacking")
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self._lay()

    # ── what is shown ──

    @property
    def _kind(self) -> Document:
        return DOCUMENTS[self._paper.document]

    @property
    def _held(self) -> Opened | None:
        return self._subject.opened if self._subject else None

    def _lay(self) -> None:
        """The paper that is asked for now is made, and shown when it is there."""
        self._made = None
        self._asked += 1
        asked, paper, held, width = self._asked, self._paper, self._held, self.size.width - MARGIN
        made_by = replace(self._press, settings=self.desk.settings)
        self._press = made_by

        def make() -> tuple[int, Made | KelompokError, list[Shown]]:
            try:
                made = made_by.make(paper, held)
            except KelompokError as trouble:
                return asked, trouble, []
            return asked, made, preview(made.report, width)

        self._draw()
        self.fetch(make, self._show)

    def _show(self, got: tuple[int, Made | KelompokError, list[Shown]]) -> None:
        asked, made, lines = got
        if asked != self._asked:
            return
        if isinstance(made, KelompokError):
            title = self.words(f"document.{self._paper.document}")
            sentence = Paragraph(self.words.error(made))
            lines = preview(Report("", title, self.words.language, (sentence,)), self.size.width - MARGIN)
        else:
            self._made = replace(made, paper=self._paper)  # another format may have been chosen meanwhile
            if not self._made.fits:
                self._choose_format(next(iter(FORMATS)))
        self._draw()
        self.query_one(Pages).put(lines)

    def _draw(self) -> None:
        """Each choice beside the key that changes it; then the foot."""
        words, paper = self.words, self._paper
        number = str(paper.session) if self._kind.of == "session" and paper.session is not None else ""
        own = bool(self._made and self._made.own and paper.format == "docx")
        chosen = {
            "document": " ".join(filter(None, (words(f"document.{paper.document}"), number))),
            "reader": words(f"reader.{paper.read_by}"),
            "format": words("report.own", format=paper.format) if paper.template or own else paper.format,
            "language": paper.language,
            "member": paper.member or words("report.each"),
            "blank": words("report.empty" if paper.empty else "report.filled"),
            "quotes": words("report.quoted" if paper.quotes else "report.unquoted"),
        }
        said = Content(" ")
        for action, value in chosen.items():
            if self.check_action(action, ()):
                said += Content.styled(self.desk.keys[f"report.{action}"], "$text-accent") + Content(" ")
                said += Content.styled(value, "bold") + Content("  ")
            elif action == "document":
                said += Content.styled(value, "bold") + Content("  ")
        self.query_one("#title", Static).update(said)
        self._draw_withheld()
        self._draw_foot()
        self.refresh_bindings()

    def _draw_withheld(self) -> None:
        """What its reader does not get, in the language of the paper's counts; then names that stand in it."""
        report = self._made.report if self._made else None
        what = ", ".join(report.withheld) if report else ""
        said = Content(self.words("report.withheld.title", what=what)) if what else Content("")
        if self._made and self._made.exposed:
            found = Content(self.words("report.exposed.foot", words=shown(self._made.exposed)))
            said += Content("\n" if what else "") + found.stylize("$text-warning")
        held = self.query_one("#withheld", Static)
        held.update(said)
        held.display = bool(said.plain)

    def _draw_foot(self) -> None:
        """What is being done; else what is lacking, the next first; else where it was saved."""
        words, lacking = self.words, self._lacking()
        if self._busy:
            said = Content(self._busy)
        elif lacking:
            ahead = self._ahead(lacking)
            said = Content(words("report.lacking", n=len(lacking)) + " ")
            for n, (fill, label) in enumerate(lacking):
                said += Content(", " if n else "") + Content.styled(label, "reverse" if fill == ahead else "")
            said = said.stylize_before("$text-warning")
        else:
            said = Content(words("report.saved", place=self._saved) if self._saved else "")
        self.query_one("#lacking", Static).update(said)

    def _lacking(self) -> list[tuple[str, str]]:
        """Where something can be filled in, and how it is called; with what the signatures need."""
        if self._made is None:
            return []
        report, settings = self._made.report, self.desk.settings
        found = {fact.fill: fact.label for fact in report.lacking}
        for block in report.blocks:
            if isinstance(block, Signatures):
                names = ["place", *(signer.id for signer in block.signers if signer.id in {"head", "leader"})]
                empty = [name for name in names if not getattr(settings, name)]
                found |= {f"settings:{name}": self.words(f"settings.{name}") for name in empty}
        return list(found.items())

    def _ahead(self, lacking: list[tuple[str, str]]) -> str:
        """The place that is offered next: one that was not visited yet, where there is one."""
        return next((fill for fill, _ in lacking if fill not in self._visited), lacking[0][0] if lacking else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that can do nothing here is not shown."""
        can = {
            "document": len(self._documents) > 1,
            "reader": len(self._kind.readers) > 1,
            "language": len(self._languages) > 1,
            "member": self._kind.each and bool(self._members),
            "blank": self._kind.forms,
            "quotes": quotable(self._paper.document, self._paper.read_by),
            "safety": self._paper.session is not None,  # whether or not there is any: the help must not tell
            "fill": bool(self._lacking()),
            "all": self._paper.session is not None,
            "open": self._saved is not None,
        }
        return can.get(action, True)

    # ── what is asked for ──

    @property
    def _documents(self) -> list[str]:
        """Those that can be made of what is here."""
        possible = ((name, kind) for name, kind in DOCUMENTS.items() if not kind.apart)
        return [name for name, kind in possible if (kind.of == "all") == (self._subject is None)]

    @property
    def _members(self) -> list[str]:
        if self._subject is None:
            return []
        meeting = self._subject.meeting
        came = [seat.code for seat in meeting.seats if seat.came] if meeting else []
        return came or list(self._subject.plan.codes)

    def _choose(self, **facts: object) -> None:
        self._paper = replace(self._paper, **facts)  # type: ignore[arg-type]
        if self._paper.read_by == MEMBER and self._kind.each and not self._paper.member:
            self._paper = replace(self._paper, member=next(iter(self._members), ""))
        self._visited.clear()
        self._lay()

    def action_document(self, way: int) -> None:
        """The next document, or the one before, for its usual reader."""
        names = self._documents
        at = names.index(self._paper.document) if self._paper.document in names else -way
        self._choose(
            document=names[(at + way) % len(names)], reader="", member="", empty=False, template=False, quotes=False
        )

    def action_reader(self) -> None:
        """For the next reader; quotes of members are ticked each time anew."""
        readers = self._kind.readers
        self._choose(reader=readers[(readers.index(self._paper.read_by) + 1) % len(readers)], quotes=False)

    def action_quotes(self) -> None:
        """What members said goes along to the school, or not."""
        self._choose(quotes=not self._paper.quotes)

    def action_safety(self) -> None:
        """The record of safety, after a question: it is for no eyes but the leader's."""
        words, more = self.words, {"reader": SELF, "member": "", "empty": False, "template": False, "quotes": False}
        texts = words("report.risks.title"), [words("report.risks.told")], words("report.risks.ahead")
        chosen = {"document": SAFETY, **more}
        self.show(QuestionScreen(self.desk, *texts, lambda: None, lambda _: self._choose(**chosen)))

    def action_language(self) -> None:
        """The next language of the paper; the screen keeps its own."""
        at = self._languages.index(self._paper.language)
        self._choose(language=self._languages[(at + 1) % len(self._languages)])

    def action_member(self) -> None:
        """The paper of the next member alone; then that of all."""
        members = ["", *self._members] if self._paper.read_by != MEMBER else self._members
        at = members.index(self._paper.member) if self._paper.member in members else -1
        self._choose(member=members[(at + 1) % len(members)])

    def action_blank(self) -> None:
        """To be filled in by hand, or as it was answered."""
        self._choose(empty=not self._paper.empty)

    def action_format(self) -> None:
        """The next format that can hold it; after PDF, one by way of the school's own template."""
        made, paper = self._made, self._paper
        names = [name for name, format in FORMATS.items() if made is None or format.fits(made.report)]
        if paper.format == "pdf" and made and made.own and not paper.template:
            self._choose_format("pdf", True)
        else:
            self._choose_format(names[(names.index(paper.format) + 1) % len(names)])
        self._draw()

    def _choose_format(self, name: str, template: bool = False) -> None:
        self._paper = replace(self._paper, format=name, template=template)
        if self._made:
            self._made = replace(self._made, paper=self._paper)

    # ── what it lacks ──

    def action_fill(self) -> None:
        """The place where the next lacking fact belongs, the cursor on it."""
        fill = self._ahead(self._lacking())
        if not self._visited.isdisjoint({fill}):
            self._visited.clear()
        self._visited.add(fill)
        panel, row = split(fill)
        subject = self._subject
        if panel == "settings":
            self.show(SettingsScreen(self.desk, row), self._settle)
        elif subject is None:
            return
        elif of_group(self.desk.guide, panel):
            self.show(FillScreen(self.desk, subject, panel, row, subject.group), self._again)
        elif isinstance(subject.session, Ledger):
            self.show(FillScreen(self.desk, subject, panel, row, subject.session), self._again)
        elif subject.session is None:
            self.tell(KelompokError("paper.session"))
        else:
            self._hold(subject, subject.session, panel, row)

    def _hold(self, subject: Subject, session: Session, panel: str, row: str) -> None:
        """The session as it is on the disk by now, where no other window has it."""
        store, number = self.desk.store, session.number
        if self._entering:
            return
        self._entering = True

        def hold() -> tuple[Lock | None, Session]:
            lock = store.hold(subject.id, number)
            try:
                return lock, store.load_session(subject.id, number) if lock else session
            except KelompokError:
                if lock:
                    lock.release()
                raise

        def enter(got: tuple[Lock | None, Session]) -> None:
            lock, newest = got
            self._entering = False
            if lock:
                self.show(FillScreen(self.desk, subject, panel, row, newest, lock), self._again)
            else:
                self.tell(KelompokError("paper.held", number=number))

        self.fetch(hold, enter)

    def _again(self, _: None) -> None:
        self._lay()

    def _settle(self, settings: Settings | None) -> None:
        """What was filled in is on the disk, and then on all screens."""
        if settings is None or settings == self.desk.settings:
            return

        file, before = self.desk.store.settings_file, self.desk.settings

        def write() -> Settings:
            newest = _newest(file, before, settings)
            write_settings(file, newest)
            return newest

        def hold(newest: Settings) -> None:
            self.desk.settings = newest
            self.app.post_message(FilledIn(newest))
            self._lay()

        self.fetch(write, hold)

    # ── away with it ──

    def action_save(self) -> None:
        """Asks where, with a free place proposed."""
        if self._made is None:
            self.say("report.not-made")
        elif not self._busy:
            place = files.free(self.desk.store.exports / self._made.name)
            self.ask(self.words("report.where"), str(place), self._save)

    def _save(self, where: str) -> None:
        made, press = self._made, self._press
        if not where or made is None:
            return
        place = files.meant(self.desk.store.folder, where)
        if made.exposed:
            title, ahead = self.words("report.exposed.title"), self.words("report.exposed.ahead")
            lines = self._found(made.exposed)
            deed = partial(press.write, made, place, anyway=True)
            self.show(QuestionScreen(self.desk, title, lines, ahead, deed, self._put))
            return
        self._work(self.words("report.writing", name=place.name))
        self.fetch(lambda: press.write(made, place), self._put)

    def _found(self, exposed: tuple[Exposed, ...]) -> list[str]:
        """Where the words stand, as lines of a question."""
        told = [self.words("report.exposed.found", **vars(one)) for one in exposed[:MOST]]
        more = len(exposed) - MOST
        return [*told, self.words("report.exposed.more", n=more)] if more > 0 else told

    def _put(self, place: Path) -> None:
        self._saved = place
        self._work("")
        self.say("report.saved", place=place)

    def action_all(self) -> None:
        """Asks for a folder, a free one proposed, for every document of this session."""
        if not self._busy:
            folder = self._press.folder(self._paper)
            self.ask(self.words("report.where-all", format=self._whole.format), str(folder), self._save_all)

    @property
    def _whole(self) -> Paper:
        """The whole set: in a format that can be printed; not for the leader only because her record of safety was."""
        reader = "" if self._kind.apart else self._paper.reader
        format = WHOLE if FORMATS[self._paper.format].text else self._paper.format
        return replace(self._paper, format=format, reader=reader)

    def _save_all(self, where: str) -> None:
        if not where:
            return
        folder, press, whole, held = files.meant(self.desk.store.folder, where), self._press, self._whole, self._held
        self._work(self.words("report.writing", name=folder.name))

        def told(done: int, all: int, document: str) -> None:
            self.post_message(Progress(done, all, document))

        self.fetch(lambda: press.whole(whole, folder, told, held), self._put_all)

    def on_progress(self, event: Progress) -> None:
        """How far the whole set is."""
        if self._busy and event.document:
            name = self.words(f"document.{event.document}")
            self._work(self.words("report.progress", done=event.done + 1, all=event.all, name=name))

    def _put_all(self, printed: Printed) -> None:
        self._saved = printed.folder
        self._work("")
        self.say("report.saved-all", n=len(printed.written), place=printed.folder)
        for document, trouble in printed.troubles:
            self.warn(f"{self.words(f'document.{document}')}: {self.words.error(trouble)}")
        if printed.held:
            self._ask_held(printed)

    def _ask_held(self, printed: Printed) -> None:
        """Whether papers with names in them are written too."""
        words, press, held, folder = self.words, self._press, printed.held, printed.folder
        lines = [f"! {words('report.exposed.file', file=one.name, words=shown(one.exposed))}" for one in held[:MOST]]
        if len(held) > MOST:
            lines.append(words("report.exposed.more", n=len(held) - MOST))
        title, ahead = words("report.exposed.title"), words("report.exposed.ahead-all", n=len(held))

        def write() -> Printed:
            return replace(printed, written=tuple(press.write(one, folder, anyway=True) for one in held), held=())

        self.app.push_screen(QuestionScreen(self.desk, title, lines, ahead, write, self._put_all))

    def tell(self, trouble: KelompokError) -> None:
        """It could not be written: the foot tells again what is lacking."""
        super().tell(trouble)
        self._entering = False
        if self.is_attached and not self._left:  # it may have been left meanwhile
            self._work("")

    def _work(self, said: str) -> None:
        self._busy = said
        self._draw_foot()
        self.refresh_bindings()

    def action_open(self) -> None:
        """What was saved last, in the program that the system has for it."""
        if place := self._saved:
            self.fetch(lambda: viewer.show(place), lambda _: self.say("report.opened", place=place))

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """Where things go, and from which paper they come."""
        return Content(self.words("report.help", folder=self.desk.store.exports)), frozenset()
