"""Codes and real names: shown only while the leader looks at this screen, kept in the one file with names."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.ledger import Kept, Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Keys, Page
from kelompok_tui.ui.sheet import Datum, Field, Grid, Row, Sheet


class NamesScreen(Page):
    """A row a member; each name is kept as soon as it is written."""

    AUTO_FOCUS = "Grid"
    BINDINGS = [Binding("escape,f5", "back", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, group_id: str, group: Group, names: dict[str, str]) -> None:
        super().__init__(desk)
        self._group = group
        self.ledger = Ledger(names, lambda held: desk.store.save_names(group_id, held), self.told)

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
        rows = [Row(code, code, (self.ledger.value.get(code, ""),)) for code in self._group.codes]
        self.query_one(Sheet).lay(self.words("names.hint" if rows else "names.none"), "", (field,), rows)

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> None:
        """A name was written, or emptied."""
        names = {code: name for code, name in self.ledger.value.items() if code != row}
        if value:
            names[row] = str(value)
        self.ledger.put(names)
        self._lay()

    def told(self, trouble: KelompokError | None) -> None:
        """From the keeper's thread."""
        if trouble is not None:
            self.post_message(Kept(trouble))

    def on_kept(self, event: Kept) -> None:
        """The names could not be written."""
        if event.trouble:
            self.tell(event.trouble)

    def safe(self, seconds: float = 0) -> bool:
        """Everything is on the disk, after waiting for it at most `seconds`."""
        return self.ledger.keeper.wait(seconds)

    def action_back(self) -> None:
        """Back, once the last name is on the disk."""
        self.fetch(self.ledger.keeper.close, lambda done: self.dismiss() if done else self.say("app.still-not-saved"))
