"""The debrief: back through the marks in order of time, a sentence where one is worth it; then what stays."""

from collections.abc import Iterator

from kelompok_tui import insights
from kelompok_tui.guide import Form
from kelompok_tui.ui.panels import safety
from kelompok_tui.ui.panels.form import held, read
from kelompok_tui.ui.panels.form import title as row_title
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.room.marks import told
from kelompok_tui.ui.sheet import Datum, Field, Row, choices, field_of

_MARK, _TENSION, _RISK, _FORM = "mark", "tension", "risk", "form"


class DebriefPanel(Panel):
    """One row a question, each may be skipped: marks, tensions, safety, a note for each member, the whole session."""

    next = 0  # the row to go on with: the first without an answer after the one that was answered last

    def show(self, shown: Shown) -> None:
        rows = [*self._marks(shown), *self._tensions(shown)]
        rows += [Row(f"{_RISK}:{row.id}", row.title, row.values, row.fields) for row in safety.rows(self.desk, shown)]
        self._asked: dict[str, tuple[str, str, str]] = {}  # row: form, item, about
        for form in self.desk.guide.forms_of(insights.DEBRIEF):
            rows += self._form(form, shown)
        ids, walked = [row.id for row in rows], shown.session.walked if shown.session else ""
        lacking = [n for n, row in enumerate(rows) if row.values[0] in {None, ""} and row.fields[0].kind != "fixed"]
        since = ids.index(walked) if walked in ids else -1
        self.next = next((n for n in lacking if n > since), next(iter(lacking), 0))
        done = len(rows) - len(lacking)
        self.lay(self.words("panel.debrief.hint", done=done, all=len(rows)), "", (Field("value", ""),), rows)

    def _row(self, id: str, title: str, value: Datum, ask: str, field: Field | None = None) -> Row:
        return Row(id, title, (value,), (field or Field("value", title),), ask=ask)

    def _marks(self, shown: Shown) -> Iterator[Row]:
        guide = self.desk.guide
        for number, mark in enumerate(shown.session.marks if shown.session else ()):
            ask = guide.kind(mark.kind).debrief
            if mark.note or (ask and not mark.tension):
                title = told(self.words, guide, mark.but(note="")).plain.strip()
                yield self._row(f"{_MARK}:{number}", title, mark.note, ask or self.words("panel.debrief.mark"))

    def _tensions(self, shown: Shown) -> Iterator[Row]:
        words = self.words
        standings = choices(words.choices("standing"))
        for t in shown.session.tensions if shown.session else ():
            about = f"{words.choices('sign').get(t.sign, t.sign)} {'+'.join(t.who)}".strip()
            for id, value in (("cause", t.cause), ("outcome", t.outcome), ("standing", t.standing)):
                title = f"{about}: {words(f'panel.debrief.{id}')}"
                field = Field(id, title, "pick", standings) if id == "standing" else None
                yield self._row(f"{_TENSION}:{t.id}:{id}", title, value, words(f"panel.debrief.{id}-ask"), field)

    def _form(self, form: Form, shown: Shown) -> Iterator[Row]:
        session = shown.session
        if session is None:
            return
        for about in insights.rows(form, shown.group, session):
            for item in form.items.values():
                value = held(self.desk, shown, session.answers, form, item, about)
                title = f"{row_title(form, shown, about)} · {item.title}" if about else item.title
                ask = form.hint
                if form.private and (others := insights.mentioned(str(value or ""), about, shown.codes, shown.names)):
                    title = f"! {title}"
                    ask = self.words("panel.debrief.names", about=about, others=" ".join(others))
                field = field_of(item, self.words, shown.codes, self.desk.keys.seats)
                id = f"{_FORM}:{form.id}:{item.id}:{about}"
                self._asked[id] = (form.id, item.id, about)
                yield self._row(id, title, value, ask, field)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        kind, _, rest = row.partition(":")
        if kind == _MARK:
            return Change("annotate", number=int(rest), note=value or "")
        if kind == _RISK:
            return safety.change(self.desk, rest, value)
        if kind == _FORM:
            form, item, about = self._asked[row]
            asked = self.desk.guide.forms[form].items[item]
            return Change("answer", form=form, item=item, about=about, value=read(self.desk, asked, value))
        id, _, fact = rest.rpartition(":")
        return Change("change_tension", id=id, **{fact: value or ""}) if value or fact != "standing" else None
