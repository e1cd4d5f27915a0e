"""The guide beside the circle: aim, steps, a sentence to say, what to watch for."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.guide import Stage
from kelompok_tui.model import Session
from kelompok_tui.words import Words


class GuideView(VerticalScroll, can_focus=False):
    """One stage of the guide, the sentence `said` of it in front."""

    def compose(self) -> ComposeResult:
        yield Static("", id="guide-text")

    def lay(self, words: Words, stage: Stage, session: Session, said: int) -> None:
        """The stage with its done steps ticked; the next step to do stands out."""
        done = {tick.step for tick in session.ticks if tick.stage == stage.id}
        ahead = next((step for step in stage.steps if step not in done), "")
        sentences = list(stage.say.values())
        parts = []
        if sentences:
            at = said % len(sentences)
            head = words("room.say", number=at + 1, count=len(sentences))
            parts += [Content.styled(head, "dim"), Content.styled(f"“{sentences[at]}”", "bold $text-accent")]
        parts.append(Content.styled(stage.aim, "italic"))
        parts.append(Content.styled(words("room.steps"), "dim"))
        for step, what in stage.steps.items():
            sign = "✓" if step in done else "▸" if step == ahead else "·"
            style = "dim" if step in done else "bold" if step == ahead else ""
            parts.append(Content.styled(f"{sign} {what}", style))
        if stage.watch:
            parts.append(Content.styled(words("room.watch"), "dim"))
            parts += [Content(f"! {what}") for what in stage.watch.values()]
        self.query_one("#guide-text", Static).update(Content("\n").join(parts))
