"""What candidates have in common, who stands apart, and who is chosen, with the reason."""

from kelompok_tui import insights
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row, choices

MEMBER, WAITING = "member", "waiting"
TOLD = 4  # tags that the hint tells


class LikenessPanel(Panel):
    """A row a person: her tags with how many have each, whether she is chosen or why not, and the reason or the way."""

    def show(self, shown: Shown) -> None:
        words, group = self.words, shown.group
        found = insights.likeness(group)
        counts = dict(found.tags)
        standing = {**words.choices("standing-of"), **words.choices("instead")}
        fields = (
            Field("tags", words("panel.likeness.tags"), "fixed"),
            Field("standing", words("panel.likeness.standing"), "pick", choices(standing)),
            Field("reason", words("panel.likeness.reason")),
        )
        rows = []
        for person in group.people:
            tags = sorted(person.tags, key=lambda tag: -counts.get(tag, 0))
            told = ", ".join(f"{tag} {counts[tag]}" if counts.get(tag, 0) > 1 else tag for tag in tags)
            now = MEMBER if person in group.members else person.instead or WAITING
            title = f"{person.code} !" if person.code in found.apart else person.code
            rows.append(Row(person.code, title, (told or None, now, person.reason)))
        self.lay(self._hint(found), words("panel.likeness.who"), fields, rows)

    def _hint(self, found: insights.Likeness) -> str:
        shared = [f"{tag} {count}" for tag, count in found.tags if count > 1][:TOLD]
        if not found.tags:
            return self.words("panel.likeness.none")
        told = (
            self.words("panel.likeness.shared", tags=", ".join(shared)) if shared else self.words("panel.likeness.not")
        )
        apart = self.words("panel.likeness.apart", who=" ".join(sorted(found.apart))) if found.apart else ""
        return f"{told} {apart}".strip()

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if field == "reason":
            return Change("change_member", code=row, reason=value or "")
        if value == MEMBER:
            return Change("choose", code=row)
        return Change("set_aside", code=row, instead="" if value in {None, WAITING} else value)
