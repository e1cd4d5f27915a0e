"""The checklist of each moment of safety. It is shown only when the pupils have left."""

from datetime import date

from kelompok_tui.model import Risk
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Pick, Row, members

QUESTIONS = ("who", "safe", "company", "told", "referral", "when", "did")


class SafetyPanel(Panel):
    """A row a question: who, safe now, not left alone, who was told, referral, when, what was done.

    Emptying "who" takes the moment away: it was none.
    """

    def show(self, shown: Shown) -> None:
        self.lay(self.words("panel.safety.hint"), "", (Field("value", ""),), rows(self.desk, shown))

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        return change(self.desk, row, value)


def rows(desk: Desk, shown: Shown) -> list[Row]:
    """The questions about every moment of safety of the session, as rows of a sheet of one column."""
    words = desk.words
    yes = (Pick("1", True, words("app.yes")), Pick("2", False, words("app.no")))
    who = members(shown.codes, desk.keys.seats)
    kinds = {"who": ("pick", who), "safe": ("pick", yes), "company": ("pick", yes), "when": ("date", ())}

    def row(risk: Risk, id: str) -> Row:
        kind, picks = kinds.get(id, ("text", ()))
        title = words(f"panel.safety.{id}")
        if id == "who":
            title = f"{'!' if risk.open else '✓'} {words.clock(risk.at)} {title}"
        value: Datum = getattr(risk, id)
        return Row(f"{risk.id}:{id}", title, (None if value == "" else value,), (Field(id, title, kind, picks),))

    return [row(risk, id) for risk in (shown.session.risks if shown.session else ()) for id in QUESTIONS]


def change(desk: Desk, row: str, value: Datum) -> Change:
    """The verb for `value` put into one of those rows."""
    risk, _, id = row.partition(":")
    if id == "who" and not value:
        return Change("remove_risk", id=risk)
    fact: object = value
    if id == "when":
        fact = desk.words.read_day(str(value), desk.now().date()) if value and not isinstance(value, date) else value
    elif id not in {"safe", "company"}:
        fact = value or ""
    return Change("change_risk", id=risk, **{id: fact})
