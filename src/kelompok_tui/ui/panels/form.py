"""Any form of the guide."""

from datetime import date

from kelompok_tui import insights
from kelompok_tui.guide import Form, Item
from kelompok_tui.model import Answers, answered
from kelompok_tui.model.value import counted
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

        def value(id: str, about: str) -> Datum:
            return held(self.desk, shown, answers, form, form.items[id], about)

        if self._once:
            rows = [Row(field.id, field.title, (value(field.id, ""),), (field,)) for field in fields]
            self.lay(form.hint, "", (Field("value", ""),), rows)
            return
        head = {"member": self.words("sheet.member"), "goal": self.words("sheet.goal")}.get(form.rows, "")
        abouts = insights.rows(form, shown.group, session)
        if shown.only and form.rows == "member":  # also of one who has left
            abouts = [shown.only]
        rows = [Row(about, title(form, shown, about), tuple(value(id, about) for id in form.items)) for about in abouts]
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


def held(desk: Desk, shown: Shown, answers: Answers, form: Form, item: Item, about: str) -> Datum:
    """What stands in that cell: the answer, a day as a day, or what is recalled there."""
    if item.kind == "recall":
        return insights.recalled(item, about, desk.guide, shown.session, shown.before) or None
    value = answered(answers, form.id, item.id, about)
    try:
        return date.fromisoformat(value) if item.kind == "date" and isinstance(value, str) else value
    except ValueError:
        return value


def title(form: Form, shown: Shown, about: str) -> str:
    """How a row of `form` is called: a goal by its text."""
    number = counted(about) if form.rows == "goal" else 0
    return shown.group.goals[number - 1].told if 0 < number <= len(shown.group.goals) else about
