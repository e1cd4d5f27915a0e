"""The checklist of each moment of safety. It is shown only when the pupils have left."""

from datetime import date

from kelompok_tui.days import read_day
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Pick, Row, members


class SafetyPanel(Panel):
    """A row a moment: who, safe now, not left alone, who was told, referral, when, what was done."""

    def show(self, shown: Shown) -> None:
        words = self.words
        yes = (Pick("1", True, words("app.yes")), Pick("2", False, words("app.no")))
        fields = (
            Field("who", words("panel.safety.who"), "pick", members(shown.codes, self.desk.keys.seats)),
            Field("safe", words("panel.safety.safe"), "pick", yes),
            Field("company", words("panel.safety.company"), "pick", yes),
            Field("told", words("panel.safety.told")),
            Field("referral", words("panel.safety.referral")),
            Field("when", words("panel.safety.when"), "date"),
            Field("did", words("panel.safety.did")),
        )
        rows = []
        for r in shown.session.risks if shown.session else ():
            title = f"{'!' if r.open else '✓'} {words.clock(r.at)}"
            rows.append(Row(r.id, title, (r.who or None, r.safe, r.company, r.told, r.referral, r.when, r.did)))
        self.lay(words("panel.safety.hint"), "", fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if field == "who" and not value:
            return Change("remove_risk", id=row)
        fact: object = value
        if field == "when":
            fact = read_day(str(value), self.desk.now().date()) if value and not isinstance(value, date) else value
        elif field not in {"safe", "company"}:
            fact = value or ""
        return Change("change_risk", id=row, **{field: fact})
