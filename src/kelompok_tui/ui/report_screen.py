"""A paper before it leaves: look at it, choose language and format, save it."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from kelompok_tui import files
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import Report
from kelompok_tui.documents.source import Source
from kelompok_tui.export import FORMATS
from kelompok_tui.guide import read_guide
from kelompok_tui.model import Group, Session
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Page
from kelompok_tui.words import languages, read_words


class ReportScreen(Page):
    """The session log. `l` changes its language, `f` its format; `s` saves it, never over another file."""

    AUTO_FOCUS = "#preview"
    BINDINGS = [
        key("s", "save", "report.save"),
        key("f", "format", "report.format"),
        key("l", "language", "report.language"),
        Binding("escape,q", "dismiss", "app.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk, group_id: str, group: Group, session: Session) -> None:
        super().__init__(desk)
        self._group_id = group_id
        self._group = group
        self._session = session
        self._languages = languages(desk.store.guide_folder)
        self._language = desk.words.language
        self._format = next(iter(FORMATS))

    def compose(self) -> ComposeResult:
        yield Static("", id="title")
        with VerticalScroll(id="preview"):
            yield Markdown("", open_links=False)
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self._lay()

    def _report(self) -> Report:
        own, settings = self.desk.store.guide_folder, self.desk.settings
        guide, words = read_guide(self._language, own), read_words(self._language, own, papers=True)
        source = Source(self._group, (self._session,), self._session, guide, words, self.desk.now(), settings)
        return DOCUMENTS["log"].make(source)

    def _bytes(self, format: str) -> bytes:
        return FORMATS[format].render(self._report())

    def _lay(self) -> None:
        said = self.words(
            "report.title",
            number=self._session.number,
            language=self._language,
            format=self._format,
        )
        self.query_one("#title", Static).update(Content.styled(f" {said} ", "bold"))
        self.fetch(lambda: self._bytes("md").decode(), self._show)

    async def _show(self, text: str) -> None:
        await self.query_one(Markdown).update(text)

    def action_format(self) -> None:
        """The next format."""
        names = list(FORMATS)
        self._format = names[(names.index(self._format) + 1) % len(names)]
        self._lay()

    def action_language(self) -> None:
        """The next language of the paper; the screen keeps its own."""
        at = self._languages.index(self._language)
        self._language = self._languages[(at + 1) % len(self._languages)]
        self._lay()

    def action_save(self) -> None:
        """Asks where, with a free place proposed."""
        name = f"{self._group_id}-{self._session.number:02}-log{FORMATS[self._format].ending}"
        place = files.free(self.desk.store.exports / name)
        self.ask(self.words("report.where"), str(place), self._save)

    def _save(self, where: str) -> None:
        if not where:
            return

        def write() -> str:
            place = files.free(self.desk.store.folder.joinpath(where).expanduser())
            files.replace(place, self._bytes(self._format))
            return str(place)

        self.fetch(write, lambda place: self.say("report.saved", place=place))
