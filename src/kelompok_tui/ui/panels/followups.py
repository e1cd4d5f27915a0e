"""Follow-ups: of the group or of one member, due on a day, answered on a day."""

from datetime import date, timedelta

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import NEW, Datum, Field, Row, choices, members


class FollowUpsPanel(Panel):
    """A row a follow-up in the order of their days, and one more for a new one."""

    def show(self, shown: Shown) -> None:
        words, today = self.words, self.desk.now().date()
        fields = (
            Field("due", words("panel.followups.due"), "date"),
            Field("kind", words("panel.followups.kind"), "pick", choices(words.choices("followup"))),
            Field("about", words("panel.followups.about"), "pick", members(shown.codes, self.desk.keys.seats)),
            Field("what", words("panel.followups.what")),
            Field("result", words("panel.followups.result")),
            Field("done", words("panel.followups.done"), "date"),
        )
        rows = []
        self._done = {f.id: f.done for f in shown.group.followups}
        for f in sorted(shown.group.followups, key=lambda f: f.due):
            late = f.done is None and f.due <= today
            rows.append(Row(f.id, "!" if late else " ", (f.due, f.kind, f.about or None, f.what, f.result, f.done)))
        rows.append(Row(NEW, NEW, (None,) * len(fields)))
        self.lay(words("panel.followups.hint"), "", fields, rows)

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        today = self.desk.now().date()
        if row == NEW:
            if not value:
                return None
            return Change("follow", **{"due": today + timedelta(days=7)} | facts(self.desk, field, value, None))
        if field == "due" and not value:
            return Change("remove_followup", id=row)
        if field == "kind" and not value:
            return None
        return Change("change_followup", id=row, **facts(self.desk, field, value, self._done.get(row)))


def facts(desk: Desk, field: str, value: Datum, done: date | None) -> dict[str, object]:
    """What `value` written into that field of a follow-up says of it; `done` is the day of the answer it has."""
    today = desk.now().date()
    if field in {"due", "done"} and isinstance(value, str) and value:
        value = desk.words.read_day(value, today, past=field == "done")
    if field == "result" and value and done is None:
        return {field: value, "done": today}  # an answer is given on the day it is written; the day can be changed
    return {field: value or (None if field == "done" else "")}
