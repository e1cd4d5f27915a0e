"""The ledger of consent: what each member was told and asked, how she answered, and on which day."""

from kelompok_tui import insights
from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Dated, Datum, Field, Row, choices

ANSWERS = ("given", "asked", "refused")


class ConsentPanel(Panel):
    """A row a member, a column a consent: a digit answers today, Enter writes the day on which it was."""

    def show(self, shown: Shown) -> None:
        words = self.words
        states = words.choices("consented")
        answers = {state: states[state] for state in ANSWERS}
        minors = {**answers, "needless": states["needless"]}
        fields = tuple(
            Field(kind, words(f"panel.consent.{kind}"), "dated", choices(minors if kind == "parent" else answers))
            for kind in (*insights.CONSENTS, insights.PLEDGE)
        )
        held = insights.consents(shown.group, shown.before)

        def cell(code: str, kind: str) -> Datum:
            if (code, kind) not in held:
                return None
            found = held[code, kind]
            return Dated(states["renew"] if found.state == "renew" else found.state, found.day)

        rows = [Row(code, code, tuple(cell(code, field.id) for field in fields)) for code in shown.group.codes]
        self._held = held
        hint = words("panel.consent.hint" if rows else "names.none")
        self.lay(hint, words("sheet.member"), fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        today, held = self.desk.now().date(), self._held.get((row, field))
        if value in {*ANSWERS, "needless"}:
            return Change("consent", code=row, kind=field, state=value, day=today)
        if not value:
            if held and held.spoken:
                raise KelompokError("consent-spoken", day=self.words.short_date(held.day))
            return Change("consent", code=row, kind=field, state="", day=today)
        if held is None:
            return None
        day = self.words.read_day(str(value), today, past=True)
        return Change("consent", code=row, kind=field, state="given" if held.state == "renew" else held.state, day=day)
