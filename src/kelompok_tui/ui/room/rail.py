"""The way through the stages, and the clocks under it."""

from datetime import datetime, timedelta

from textual.content import Content

from kelompok_tui import insights
from kelompok_tui.guide import Guide
from kelompok_tui.model import Session
from kelompok_tui.ui.plate import Plate
from kelompok_tui.words import Words


class Rail(Plate):
    """All stages in a row: where we are, where we have been."""

    def lay(self, guide: Guide, now: str, been: set[str], *titles: str) -> None:
        """`now` is the id of the stage we are in, `been` those that were visited; the first title that fits follows."""
        if not self.fresh(now, been, titles):
            return
        shown = Content("")
        for stage in guide.stages:
            if shown:
                shown += Content.styled(" ─ ", "dim")
            name = stage.short or stage.title
            if stage.id == now:
                shown += Content.styled(f" {name} ", "reverse bold")
            else:
                shown += Content(f"✓{name}") if stage.id in been else Content.styled(name, "dim")
        room = self.app.size.width - shown.cell_length - 4
        title = next((title for title in titles if len(title) <= room), "")
        self.put(shown + Content.styled(f"  {title}", "dim"))


class Clocks(Plate):
    """The time of stage and session against the plan, by sign and colour, and what the disk knows."""

    def lay(self, words: Words, guide: Guide, session: Session, now: datetime, saved: str) -> None:
        """The clocks as they stand at `now`."""
        clocked = (session.visits, session.pauses, session.minutes, session.stage)
        if not self.fresh(now.replace(microsecond=0), saved, *clocked):
            return
        minutes = guide.minutes(session.minutes)
        shown = Content("")
        stage = session.stage
        clock = _against(insights.spent(session, stage, now), minutes.get(stage, 0))
        shown += Content.styled(f"{guide.stage(stage).title} ", "bold") + clock + Content("   ")
        shown += Content.styled(words("room.session") + " ", "bold")
        shown += _against(insights.length(session, now), sum(minutes.values()))
        shown += _drift(words, insights.drift(session, guide, now))
        if session.paused:
            shown += Content("  ") + Content.styled(words("room.paused"), "reverse")
        if session.closed:
            shown += Content("  ") + Content.styled(words("room.closed"), "reverse")
        right = Content.styled(saved, "bold" if saved.startswith("!") else "dim")
        gap = self.app.size.width - shown.cell_length - right.cell_length - 2
        self.put(shown + Content(" " * max(2, gap)) + right)


def _against(spent: timedelta, planned: int) -> Content:
    seconds = int(spent.total_seconds())
    over = seconds - planned * 60
    said = Content(f"{seconds // 60:02}:{seconds % 60:02}/{planned}")
    return said + Content.styled(f" +{-(-over // 60)}", "$text-warning bold") if over > 0 and planned else said


def _drift(words: Words, drift: timedelta) -> Content:
    """Behind or ahead of the plan by whole minutes; nothing below one."""
    minutes = round(drift.total_seconds() / 60)
    if not minutes:
        return Content("")
    word, style = ("room.behind", "$text-warning bold") if minutes > 0 else ("room.ahead", "$text-success")
    return Content.styled(f" {words(word, minutes=abs(minutes))}", style)
