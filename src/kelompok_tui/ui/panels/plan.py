"""The plan of a group: concern, goals, minutes, place, means."""

from kelompok_tui.errors import KelompokError
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row, choices

_MINUTES = "minutes:"
_GOAL = "goal:"
PICKED = {"areas": "area", "component": "component", "function": "function"}  # and the words to pick from


class PlanPanel(Panel):
    """One row a fact; the special goals as many as there are, and one more; the minutes of each stage."""

    def show(self, shown: Shown) -> None:
        words, group, plan = self.words, shown.group, shown.group.plan

        def row(id: str, value: Datum, title: str = "") -> Row:
            picks = choices(words.choices(PICKED[id])) if id in PICKED else ()
            title = title or words(f"panel.plan.{id}")
            return Row(id, title, (value,), (Field(id, title, "pick" if picks else "text", picks, many=id == "areas"),))

        goals = [goal.told for goal in group.goals]
        rows = [
            *(row(id, getattr(group, id)) for id in ("name", "concern", "description")),
            row("areas", group.areas),
            *(row(id, getattr(group, id)) for id in ("component", "function", "goal")),
            *(row(f"{_GOAL}{n}", text, words("panel.plan.special", n=n)) for n, text in enumerate([*goals, ""], 1)),
            *(row(id, getattr(plan, id)) for id in ("meetings", "place", "approach", "technique", "media")),
        ]
        for stage in self.desk.guide.room:
            minutes = self.desk.guide.minutes(plan.minutes)[stage.id]
            rows.append(row(_MINUTES + stage.id, minutes, words("panel.plan.minutes", stage=stage.title)))
        self.lay(words("panel.plan.hint"), "", (Field("value", ""),), rows)
        self._planned = plan.minutes

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        if row.startswith(_GOAL):
            return Change("set_goal", number=int(row.removeprefix(_GOAL)), text=value or "")
        if row.startswith(_MINUTES):
            stage = row.removeprefix(_MINUTES)
            rest = {id: minutes for id, minutes in self._planned.items() if id != stage}
            return Change("change", minutes={**rest, stage: whole(value)} if value else rest)
        if row == "meetings":
            return Change("change", meetings=whole(value))
        if row == "areas":
            return Change("serve", area=value) if value else Change("change", areas=())
        if row in {"function", "component"} and not value:
            return None
        return Change("change", **{row: value or ""})


def whole(value: Datum) -> int:
    """The whole number that was written; KelompokError `number` where it is none."""
    text = "" if value is None else str(value).strip()
    if not text.isdecimal():
        raise KelompokError("number", text=text)
    return int(text)
