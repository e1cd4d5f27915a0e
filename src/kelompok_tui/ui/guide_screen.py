"""The guide of a stage at the desk."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.guide import Stage
from kelompok_tui.insights import Fact
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.page import Page


class GuideScreen(Page):
    """Aim, steps, sentences to say, what to watch for, and what the door asks."""

    AUTO_FOCUS = "#guide-page"
    BINDINGS = [Binding("escape,f4,q", "dismiss", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, stage: Stage, facts: list[Fact]) -> None:
        super().__init__(desk)
        self._stage = stage
        self._facts = facts

    def compose(self) -> ComposeResult:
        words, stage = self.words, self._stage
        signs = {True: "✓", False: "!", None: "?"}
        parts: list[tuple[str, list[str]]] = [
            (words("room.steps"), [f"· {step}" for step in stage.steps.values()]),
            (words("room.sentences"), [f"“{sentence}”" for sentence in stage.say.values()]),
            (words("room.watch"), [f"! {what}" for what in stage.watch.values()]),
            (
                words("door.title", stage=stage.title),
                [f"{signs[fact.true]} {fact.ask}" for fact in self._facts],
            ),
        ]
        yield Static(Content.styled(f" {stage.title} ", "bold"), id="title")
        with VerticalScroll(id="guide-page"):
            yield Static(Content.styled(stage.aim + "\n", "italic"))
            for head, lines in parts:
                yield Static(Content.styled(head, "bold $text-accent"))
                yield Static(Content("\n".join(lines) + "\n"))
        yield Keys()
