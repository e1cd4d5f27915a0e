"""One follow-up that is due: what came of it, answered where it stands."""

from kelompok_tui.ui.panels.followups import facts
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row


class DuePanel(Panel):
    """Result, the day of the answer, the day on which it is due, and what it is about."""

    @property
    def title(self) -> str:
        return self.words("panel.due.title")

    @property
    def id_of(self) -> str:
        """The follow-up that it is about."""
        return self.key.partition(":")[2]

    def show(self, shown: Shown) -> None:
        words = self.words
        f = next((f for f in shown.group.followups if f.id == self.id_of), None)
        if f is None:
            return
        self._done = f.done

        def row(id: str, value: Datum, kind: str = "text", ask: str = "") -> Row:
            title = words(f"panel.due.{id}")
            return Row(id, title, (value,), (Field(id, title, kind),), ask=ask)

        rows = [
            row("result", f.result, ask=words("panel.due.ask")),
            row("done", f.done, "date"),
            row("due", f.due, "date"),
            row("what", f.what),
        ]
        self.lay(words("panel.due.hint"), "", (Field("value", ""),), rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row == "due" and not value:
            return None
        return Change("change_followup", id=self.id_of, **facts(self.desk, row, value, self._done))
