"""Who is in the circle: present, late by how many minutes, excused, sick, absent; newcomers at the end."""

from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row, choices

NEW = "+"


class AttendancePanel(Panel):
    """A row a chair, and one more for whoever comes new."""

    def show(self, shown: Shown) -> None:
        words = self.words
        states = words.choices("attendance")
        state = Field("state", words("panel.attendance.state"), "pick", choices(states), down=True)
        late = Field("minutes", words("panel.attendance.minutes"))
        new = Field("code", words("panel.attendance.new"))
        blank = Field("blank", "", "fixed")
        seats = shown.session.seats if shown.session else ()
        rows = [Row(s.code, s.code, (s.state or None, s.minutes or None)) for s in seats]
        rows.append(Row(NEW, words("panel.attendance.newcomer"), (None, None), (new, blank)))
        self.lay(words("panel.attendance.hint"), words("sheet.member"), (state, late), rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row == NEW:
            return Change("join", code=value) if value else None
        if field == "state":
            return Change("attend", code=row, state=value or "", **({} if value == "late" else {"minutes": 0}))
        return Change("attend", code=row, minutes=value or 0, **({"state": "late"} if value else {}))
