"""The action plan: who, what, when, with whose support, what could get in the way, how we shall know."""

from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import NEW, Datum, Field, Row, choices, members


class ActionsPanel(Panel):
    """A row an action, those carried from earlier sessions first, and one more for a new one."""

    def show(self, shown: Shown) -> None:
        words = self.words
        fields = (
            Field("who", words("panel.actions.who"), "pick", members(shown.codes, self.desk.keys.seats)),
            Field("what", words("panel.actions.what")),
            Field("when", words("panel.actions.when")),
            Field("support", words("panel.actions.support")),
            Field("obstacle", words("panel.actions.obstacle")),
            Field("sign", words("panel.actions.sign")),
            Field("state", words("panel.actions.state"), "pick", choices(words.choices("state"))),
        )
        rows = []
        for a in shown.session.actions if shown.session else ():
            carried = shown.session is not None and a.since < shown.session.number
            title = words("panel.since", number=a.since) if carried else a.id.rpartition(".")[2]
            rows.append(Row(a.id, title, (a.who or None, a.what, a.when, a.support, a.obstacle, a.sign, a.state)))
        rows.append(Row(NEW, NEW, (None,) * len(fields)))
        self.lay(words("panel.actions.hint"), "", fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row == NEW:
            return Change("act", **{field: value}) if value else None
        if field == "who" and not value:
            return Change("remove_action", id=row)
        return Change("change_action", id=row, **{field: value or ""}) if value or field != "state" else None
