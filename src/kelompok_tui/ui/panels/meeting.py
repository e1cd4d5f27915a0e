"""This meeting: place and planned minutes; once it is closed, also its day, its hour and how long each stage was."""

from datetime import datetime

from kelompok_tui.days import read_clock
from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.panels.plan import whole
from kelompok_tui.ui.sheet import Datum, Field, Row

_PLANNED = "planned:"
_VISIT = "visit:"
LONGEST = 600  # minutes of one stage


class MeetingPanel(Panel):
    """One row a fact. Times of a session that goes on belong to its clocks and are not written."""

    def show(self, shown: Shown) -> None:
        words, session, guide = self.words, shown.session, self.desk.guide
        if session is None:
            return
        self._session = session

        def row(id: str, value: Datum, title: str, kind: str = "text") -> Row:
            return Row(id, title, (value,), (Field(id, title, kind),))

        rows = []
        if session.closed:
            rows.append(row("day", session.began.date(), words("panel.meeting.day"), "date"))
            rows.append(row("began", words.clock(session.began), words("panel.meeting.began")))
            for number, visit in enumerate(session.visits):
                minutes = round(session.stay(visit, session.began).total_seconds() / 60)
                title = words("panel.meeting.lasted", stage=guide.stage(visit.stage).title)
                rows.append(row(f"{_VISIT}{number}", minutes, title))
        rows.append(row("place", session.place, words("panel.meeting.place")))
        for id, minutes in guide.minutes(session.minutes).items():
            rows.append(row(_PLANNED + id, minutes, words("panel.meeting.planned", stage=guide.stage(id).title)))
        hint = words("panel.meeting.afterwards" if session.closed else "panel.meeting.hint")
        self.lay(hint, "", (Field("value", ""),), rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        session = self._session
        if row == "place":
            return Change("change", place=value or "")
        if row.startswith(_PLANNED):
            stage = row.removeprefix(_PLANNED)
            rest = {id: minutes for id, minutes in session.minutes.items() if id != stage}
            return Change("change", minutes={**rest, stage: whole(value)} if value else rest)
        if not value:
            return None
        if row.startswith(_VISIT):
            minutes = whole(value)
            if minutes > LONGEST:
                raise KelompokError("number-to", text=value, most=LONGEST)
            return Change("last", number=int(row.removeprefix(_VISIT)), minutes=minutes)
        began, now = session.began, self.desk.now()
        if row == "day":
            began = datetime.combine(self.words.read_day(str(value), now.date(), past=True), began.timetz())
        else:
            clock = read_clock(str(value))
            began = began.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
        if began > now:
            raise KelompokError("day.to-come", text=value)
        return Change("move", began=began)
