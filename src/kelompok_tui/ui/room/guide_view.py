"""The guide beside the circle: aim, steps, a sentence to say, what to watch for."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from kelompok_tui import insights
from kelompok_tui.guide import Stage
from kelompok_tui.model import Session
from kelompok_tui.ui.plate import Plate
from kelompok_tui.words import Words


class GuideView(VerticalScroll, can_focus=False):
    """One stage of the guide, the sentence `said` of it in front."""

    def compose(self) -> ComposeResult:
        yield Plate(id="guide-text")

    def lay(self, words: Words, stage: Stage, session: Session, said: int) -> None:
        """A sentence, the steps with the next one first and the done ones last, the aim, what to watch for."""
        done = {tick.step for tick in session.ticks if tick.stage == stage.id} & set(stage.steps)
        ahead = insights.next_step(session, stage)
        plate = self.query_one(Plate)
        if not plate.fresh(stage, done, said):
            return
        sentences = list(stage.say.values())
        parts = []
        if sentences:
            at = said % len(sentences)
            head = words("room.say", number=at + 1, count=len(sentences))
            parts += [Content.styled(head, "dim"), Content.styled(f"“{sentences[at]}”", "bold $text-accent")]
        parts.append(Content.styled(words("room.steps-done", done=len(done), count=len(stage.steps)), "dim"))
        for step in sorted(stage.steps, key=lambda step: step in done):
            sign = "✓" if step in done else "▸" if step == ahead else "·"
            style = "dim" if step in done else "bold" if step == ahead else ""
            parts.append(Content.styled(f"{sign} {stage.steps[step]}", style))
        parts.append(Content.styled(stage.aim, "italic"))
        if stage.watch:
            parts.append(Content.styled(words("room.watch"), "dim"))
            parts += [Content(f"! {what}") for what in stage.watch.values()]
        plate.put(Content("\n").join(parts))
