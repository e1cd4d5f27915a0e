"""What is due, answered in place: its form with the first answers beside it, and its result."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.hand import hold_group
from kelompok_tui.model import FollowUp, Group, Session
from kelompok_tui.model.group import WAYS
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.panels.panel import Shown
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench


def called(desk: Desk, followup: FollowUp) -> str:
    """What a follow-up is about, as the screen says it."""
    what = followup.what or desk.words.choices("followup").get(followup.kind, followup.kind)
    return f"{what} · {followup.about}" if followup.about else what


class DueScreen(Workbench[Group]):
    """One follow-up of a group; Escape goes back to where it stood."""

    AUTO_FOCUS = ""
    always_traced = True
    BINDINGS = [Binding("escape", "back", "app.back", key_display="Esc")]

    def __init__(
        self, desk: Desk, group_id: str, group: Group, sessions: tuple[Session, ...], followup: FollowUp
    ) -> None:
        super().__init__(desk)
        self.group_id = group_id
        self._first = group
        self._sessions = sessions
        self._followup = followup

    def compose(self) -> ComposeResult:
        day = self.words.short_date(self._followup.due)
        head = self.words("panel.due.head", day=day, what=called(self.desk, self._followup), group=self._first.name)
        yield Static(Content.styled(f" {head} ", "bold"), id="title")
        yield from self.compose_panels()
        yield Static("", id="mode")
        yield Line(self.words("line.writing"))
        yield Keys()

    async def on_mount(self) -> None:
        followup = self._followup
        self.ledger = self.hold(hold_group(self.desk.store, self.group_id, self._first, self.desk.now), self._first)
        if self._way:
            names = [f"form:{WAYS}"]
        else:
            asked = [form.id for form in self.desk.guide.forms.values() if form.followup == followup.kind]
            names = [*(f"form:{id}" for id in asked), f"due:{followup.id}"]
        await self.lay_panels(names)
        if self.panel:
            self.set_focus(self.panel.query_one(Grid))

    def shown(self) -> Shown:
        group = self.ledger.value if self.ledger else self._first
        return Shown(group, before=self._sessions, only=self._followup.about)

    def redraw(self) -> None:
        super().redraw()
        mode = self.words("panel.due.way" if self._way else "panel.due.mode")
        said = self.saved if self.saved.startswith("!") else f"{mode}  {self.saved}"
        self.query_one("#mode", Static).update(Content(f" {said}"))

    @property
    def _way(self) -> bool:
        """It was worked out from the way a member takes; there is no follow-up to be answered."""
        return self._followup not in self._first.followups

    def action_back(self) -> None:
        """Back, once all is on the disk."""
        self.leave()

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What the sheet does with keys."""
        return Content(self.words("sheet.help")), frozenset()
