"""Who is in the circle: present, late by how many minutes, excused, sick, absent; newcomers at the end."""

from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import NEW, Datum, Field, Row, choices


class AttendancePanel(Panel):
    """A row a chair, and one more for whoever comes new."""

    def show(self, shown: Shown) -> None:
        words = self.words
        states = words.choices("attendance")
        state = Field("state", words("panel.attendance.state"), "pick", choices(states), down=True)
        late = Field("minutes", words("panel.attendance.minutes"))
        new = Field("code", words("panel.attendance.new"), down=True)
        blank = Field("blank", "", "fixed")
        out = Field("away", words("panel.attendance.away"), "fixed")
        rows = []
        for seat in shown.session.seats if shown.session else ():
            times = ", ".join(words.span(away.began, away.ended) for away in seat.away)
            rows.append(Row(seat.code, seat.code, (seat.state or None, seat.minutes or None, times or None)))
        rows.append(Row(NEW, words("panel.attendance.newcomer"), (None, None, None), (new, blank, blank)))
        self.lay(words("panel.attendance.hint"), words("sheet.member"), (state, late, out), rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row == NEW:
            return Change("join", code=value) if value else None
        if field == "state":
            return Change("attend", code=row, state=value or "", **({} if value == "late" else {"minutes": 0}))
        return Change("attend", code=row, minutes=value or 0, **({"state": "late"} if value else {}))
