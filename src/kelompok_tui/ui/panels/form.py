"""Any form of the guide."""

from datetime import date

from kelompok_tui import insights
from kelompok_tui.guide import Item
from kelompok_tui.model import answered
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row, field_of


class FormPanel(Panel):
    """The rows of a form: members, goals, its own items once, or a list that grows."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk, name)
        self.form = desk.guide.forms[name.removeprefix("form:")]
        self._once = self.form.rows == "once"

    @property
    def title(self) -> str:
        return self.form.title

    def show(self, shown: Shown) -> None:
        form, session = self.form, shown.session
        answers = session.answers if session else shown.group.answers
        fields = tuple(field_of(item, self.words, shown.codes, self.desk.keys.seats) for item in form.items.values())

        def held(field: Field, about: str) -> Datum:
            value = answered(answers, form.id, field.id, about)
            try:
                return date.fromisoformat(value) if field.kind == "date" and isinstance(value, str) else value
            except ValueError:
                return value

        if self._once:
            rows = [Row(field.id, field.title, (held(field, ""),), (field,)) for field in fields]
            self.lay(form.hint, "", (Field("value", ""),), rows)
            return
        head = {"member": self.words("sheet.member"), "goal": self.words("sheet.goal")}.get(form.rows, "")
        rows = []
        for about in insights.rows(form, shown.group, session):
            if shown.only and form.rows == "member" and about != shown.only:
                continue
            title = shown.group.goals[int(about) - 1].told if form.rows == "goal" else about
            recalled = {
                id: insights.recalled(item, about, self.desk.guide, session, shown.before) or None
                for id, item in form.items.items()
                if item.kind == "recall"
            }
            values = (recalled[f.id] if f.id in recalled else held(f, about) for f in fields)
            rows.append(Row(about, title, tuple(values)))
        none = "" if rows else self.words(f"sheet.none.{form.rows}")
        self.lay(none or form.hint, head, fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change:
        item, about = (row, "") if self._once else (field, row)
        value = read(self.desk, self.form.items[item], value)
        return Change("answer", form=self.form.id, item=item, about=about, value=value)


def read(desk: Desk, item: Item, value: Datum) -> Datum:
    """What is kept of `value` written into `item`: a day as text, the rest as it is."""
    if item.kind == "date" and isinstance(value, str) and value:
        return desk.words.read_day(value, desk.now().date()).isoformat()
    return value
