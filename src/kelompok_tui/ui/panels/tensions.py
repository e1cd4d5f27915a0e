"""The tension log."""

from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import NEW, Datum, Field, Row, choices, members


class TensionsPanel(Panel):
    """A row a tension, those carried from earlier sessions first, and one more for a new one."""

    def show(self, shown: Shown) -> None:
        words = self.words
        strengths = words.choices("strength")
        fields = (
            Field("who", words("panel.tensions.who"), "pick", members(shown.codes, self.desk.keys.seats)),
            Field("sign", words("panel.tensions.sign"), "pick", choices(words.choices("sign"))),
            Field(
                "strength",
                words("panel.tensions.strength"),
                "pick",
                tuple(p.__class__(p.key, int(p.key), p.key) for p in choices(strengths)),
            ),
            Field("cause", words("panel.tensions.cause")),
            Field("did", words("panel.tensions.did")),
            Field("standing", words("panel.tensions.standing"), "pick", choices(words.choices("standing"))),
        )
        rows = []
        for t in shown.session.tensions if shown.session else ():
            carried = shown.session is not None and t.since < shown.session.number
            title = words("panel.since", number=t.since) if carried else words.clock(t.at)
            rows.append(Row(t.id, title, ("+".join(t.who), t.sign, t.strength, t.cause, t.did, t.standing)))
        rows.append(Row(NEW, NEW, (None,) * len(fields)))
        self.lay(words("panel.tensions.hint"), "", fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if field == "who":
            fact: object = (value,) if value else ()
        else:
            fact = value or ""
        if row == NEW:
            return Change("tense", **{field: fact}) if value else None
        if field == "who" and not value:
            return Change("remove_tension", id=row)
        return Change("change_tension", id=row, **{field: fact}) if value or field in {"cause", "did"} else None
