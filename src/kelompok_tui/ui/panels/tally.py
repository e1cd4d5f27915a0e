"""A whole stage as numbers: who did what how often, typed from a sheet of paper."""

from kelompok_tui import insights
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.panels.plan import whole
from kelompok_tui.ui.sheet import Datum, Field, Row

MOST = 99  # of one kind by one member in one stage


class TallyPanel(Panel):
    """A row a member, a column a kind of mark. A digit stands at once; Enter writes a larger number."""

    def show(self, shown: Shown) -> None:
        words, session, guide = self.words, shown.session, self.desk.guide
        if session is None:
            return
        self._stage = session.stage
        counts = insights.counts(session, session.stage)
        kinds = [kind for kind in guide.kinds.values() if kind.row == "member"]
        fields = tuple(Field(kind.id, kind.short or kind.title, "count") for kind in kinds)
        rows = [
            Row(code, code, tuple(counts[code, kind.id] or None for kind in kinds))
            for code in (seat.code for seat in session.seats)
        ]
        self.lay(words("panel.tally.hint", stage=guide.stage(session.stage).title), words("sheet.member"), fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        return Change("tally", who=row, kind=field, stage=self._stage, count=min(whole(value or 0), MOST))
