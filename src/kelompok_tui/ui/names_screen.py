"""Codes and real names: shown only while the leader looks at this screen, kept in the one file with names."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.model import Group
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Keys, Page
from kelompok_tui.ui.sheet import Field, Grid, Row, Sheet


class NamesScreen(Page):
    """A row a member; each name is kept as soon as it is written."""

    AUTO_FOCUS = "Grid"
    BINDINGS = [Binding("escape,f5", "dismiss", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, group_id: str, group: Group, names: dict[str, str]) -> None:
        super().__init__(desk)
        self._group_id = group_id
        self._group = group
        self._names = names

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self.words('names.title')} ", "bold"), id="title")
        yield Sheet(self.words, id="names")
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self._lay()
        self.set_focus(self.query_one(Grid))

    def _lay(self) -> None:
        field = Field("name", self.words("names.name"))
        rows = [Row(code, code, (self._names.get(code, ""),)) for code in self._group.codes]
        self.query_one(Sheet).lay(self.words("names.hint" if rows else "names.none"), "", (field,), rows)

    def on_sheet_filled(self, event: Sheet.Filled) -> None:
        event.stop()
        names = {code: name for code, name in self._names.items() if code != event.row}
        if event.value:
            names[event.row] = str(event.value)
        self._names = names
        self._lay()
        self.fetch(lambda: self.desk.store.save_names(self._group_id, names), lambda _: None)
