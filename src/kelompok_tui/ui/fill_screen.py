"""What a paper lacks, filled in where it belongs: the sheet of the group or of the session that holds it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.documents.source import Opened
from kelompok_tui.guide import Guide
from kelompok_tui.hand import Hand, hold_group, hold_session
from kelompok_tui.locks import Lock
from kelompok_tui.model import Group, Session
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.ledger import Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.panels.panel import Shown
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench

Held = TypeVar("Held", Group, Session)


@dataclass
class Subject:
    """What papers tell of, as it is open: in the ledger of the screen below, else as it was read."""

    id: str
    group: Group | Ledger[Group]
    session: Session | Ledger[Session] | None = None

    @property
    def plan(self) -> Group:
        """The group, the newest."""
        return self.group.value if isinstance(self.group, Ledger) else self.group

    @property
    def meeting(self) -> Session | None:
        """The session, the newest; None where there is none yet."""
        return self.session.value if isinstance(self.session, Ledger) else self.session

    @property
    def opened(self) -> Opened:
        """Both, for a paper."""
        return Opened(self.id, self.plan, (self.meeting,) if self.meeting else ())


def split(fill: str) -> tuple[str, str]:
    """The panel that holds a fact, and the row in it: `plan:goal`, `form:reflection:results`."""
    panel, _, row = fill.partition(":")
    if panel == "form":
        id, _, row = row.partition(":")
        panel = f"form:{id}"
    return panel, row


def of_group(guide: Guide, panel: str) -> bool:
    """Whether that panel holds facts of the group, not of one session."""
    return any(panel in guide.panels(stage) for stage in guide.stages if stage.place == "group")


class FillScreen(Workbench[Held], Generic[Held]):
    """One panel, the cursor in that row; Escape goes back to the paper once all is on the disk."""

    AUTO_FOCUS = ""
    always_traced = True
    BINDINGS = [Binding("escape", "back", "app.back", key_display="Esc")]

    def __init__(
        self, desk: Desk, subject: Subject, panel: str, row: str, held: Held | Ledger[Held], lock: Lock | None = None
    ) -> None:
        super().__init__(desk)
        self._subject = subject
        self._panel = panel
        self._row = row
        self._held: Held | Ledger[Held] = held
        self._lock = lock

    def compose(self) -> ComposeResult:
        meeting = self._subject.meeting
        number = self.words("group.session", number=meeting.number) if meeting and not self._whole else ""
        head = " · ".join(filter(None, (self._subject.plan.name, number)))
        yield Static(Content.styled(f" {head} ", "bold"), id="title")
        yield from self.compose_panels()
        yield Static("", id="mode")
        yield Line(self.words("line.writing"))
        yield Keys()

    async def on_mount(self) -> None:
        held = self._held
        self.ledger = held if isinstance(held, Ledger) else self.hold(self._hand(held), held)
        await self.lay_panels([self._panel])
        if self.panel:
            self.set_focus(self.panel.query_one(Grid))
            self.panel.go_to(self._row)

    def on_unmount(self) -> None:
        """Another window may have the session."""
        if self._lock:
            self._lock.release()

    @property
    def _whole(self) -> bool:
        return of_group(self.desk.guide, self._panel)

    def _hand(self, held: Held) -> Hand[Held]:
        store, id, now = self.desk.store, self._subject.id, self.desk.now
        return hold_session(store, id, held, now) if isinstance(held, Session) else hold_group(store, id, held, now)

    def shown(self) -> Shown:
        value = self.ledger.value if self.ledger else None
        if isinstance(value, Session):
            return Shown(self._subject.plan, value)
        return Shown(value if isinstance(value, Group) else self._subject.plan)

    def redraw(self) -> None:
        super().redraw()
        self.query_one("#mode", Static).update(Content(f" {self.saved or self.words('fill.mode')}"))

    def action_back(self) -> None:
        """Back, once all is on the disk; what another screen holds, that screen keeps."""
        if isinstance(self._held, Ledger):
            self.dismiss()
            return
        value = self.ledger.value if self.ledger else None
        if isinstance(value, Session):
            self._subject.session = value
        elif isinstance(value, Group):
            self._subject.group = value
        self.leave()

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What the sheet does with keys."""
        return Content(self.words("sheet.help")), frozenset()
