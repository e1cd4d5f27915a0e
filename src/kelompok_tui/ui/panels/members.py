"""The members by code, with class and statement of the problem."""

from kelompok_tui.errors import KelompokError
from kelompok_tui.model.group import BEST, FEWEST, MOST
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import NEW, Datum, Field, Row


class MembersPanel(Panel):
    """A row a member, and one more for a new one. Outside 4 to 12 members it warns, with the reason."""

    add = "add_member"  # the verb of the last row

    def show(self, shown: Shown) -> None:
        words = self.words
        fields = (
            Field("code", words("panel.members.code")),
            Field("class", words("panel.members.class")),
            Field("statement", words("panel.members.statement")),
        )
        rows = [
            Row(m.code, str(n), (m.code, m.class_, m.statement), name=m.code)
            for n, m in enumerate(shown.group.members, 1)
        ]
        rows.append(Row(NEW, NEW, (None,) * len(fields)))
        self.lay(self._hint(len(shown.group.members)), "", fields, rows)

    def _hint(self, count: int) -> str:
        size = (
            "few" if count < FEWEST else "many" if count > MOST else "best" if BEST[0] <= count <= BEST[1] else "good"
        )
        return self.words(f"panel.members.{size}", count=count, fewest=FEWEST, most=MOST, low=BEST[0], high=BEST[1])

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row == NEW:
            if field == "code":
                return Change(self.add, code=value) if value else None
            raise KelompokError("member.code-first")
        if field == "code":
            return Change("rename_member", code=row, new=value) if value else Change("remove_member", code=row)
        return Change("change_member", code=row, **{"class_" if field == "class" else field: value or ""})
