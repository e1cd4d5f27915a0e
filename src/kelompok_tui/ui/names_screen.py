"""Codes and real names: shown only while the leader looks at this screen, kept in the one file with names."""

from textual.binding import Binding

from kelompok_tui.model import Group
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.ledger import Ledger
from kelompok_tui.ui.sheet import Datum, Field, Row, Sheet
from kelompok_tui.ui.sheet_page import SheetPage


class NamesScreen(SheetPage[dict[str, str]]):
    """A row a member; each name is kept as soon as it is written."""

    BINDINGS = [Binding("f5", "back", "app.back", show=False)]

    def __init__(self, desk: Desk, group_id: str, group: Group, names: dict[str, str]) -> None:
        ledger = Ledger(names, lambda held: desk.store.save_names(group_id, held), self.told)
        super().__init__(desk, desk.words("names.title"), "", ledger)
        self._group = group

    def lay(self) -> None:
        field = Field("name", self.words("names.name"))
        rows = [Row(code, code, (self.ledger.value.get(code, ""),)) for code in self._group.codes]
        self.query_one(Sheet).lay(self.words("names.hint" if rows else "names.none"), "", (field,), rows)

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> bool:
        """A name was written, or emptied."""
        names = {code: name for code, name in self.ledger.value.items() if code != row}
        if value:
            names[row] = str(value)
        self.ledger.put(names)
        self.lay()
        return True
