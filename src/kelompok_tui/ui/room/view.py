"""The live room as it is seen: rail, clocks, circle, marks, guide, panels, and the line that tells what keys do."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from kelompok_tui.guide import Stage
from kelompok_tui.model import Group, Session
from kelompok_tui.model.session import PAIR
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.dress import dress
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.panels.panel import Shown
from kelompok_tui.ui.plate import Plate
from kelompok_tui.ui.room.circle import Circle
from kelompok_tui.ui.room.guide_view import GuideView
from kelompok_tui.ui.room.legend import Legend
from kelompok_tui.ui.room.marks import LastMarks, Log, told, who
from kelompok_tui.ui.room.rail import Clocks, Rail
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench


def earlier(session: Session) -> int:
    """How many marks were there when this stay began."""
    return sum(bool(session.visit and mark.at < session.visit.began) for mark in session.marks)


class RoomView(Workbench[Session]):
    """Shows the newest session. What its keys do is told by the screen that inherits from it."""

    def __init__(self, desk: Desk, group: Group, session: Session, before: tuple[Session, ...]) -> None:
        super().__init__(desk)
        self.group = group
        self.before = before
        self._since = earlier(session)
        self._names: Mapping[str, str] = {}  # real names, once the pupils have left
        self._first = session
        self._said = 0  # the sentence of the guide that is in front
        self._strength = ""  # the id of the tension whose strength the next digit tells
        self._order: list[str] | None = None  # the codes that have their chair, while the chairs are put in order
        self._hint = ""

    def compose(self) -> ComposeResult:
        yield Rail(id="rail")
        yield Clocks(id="clocks")
        yield Circle(self.desk.guide, self.desk.keys, id="circle")
        yield LastMarks(id="marks")
        with Horizontal(id="body"):
            yield GuideView(id="guide")
            with Vertical(id="side"):
                yield from self.compose_panels()
        yield Log(id="log")
        yield Legend(id="verbs")
        yield Plate(id="mode")
        yield Line(self.words("line.writing"))
        yield Keys()

    @property
    def session(self) -> Session:
        """The newest."""
        return self.ledger.value if self.ledger else self._first

    @property
    def stage(self) -> Stage:
        """The stage in sight."""
        return self.desk.guide.stage(self.session.stage)

    def shown(self) -> Shown:
        return Shown(self.group, self.session, self.before, self._names)

    def redraw(self) -> None:
        if not self.session.visits:
            return
        self._draw_circle()
        self._draw_rest()

    def _draw_circle(self) -> None:
        """What a mark changes at once."""
        session, words = self.session, self.words
        self.query_one(Circle).lay(words, session, session.selected if self._picked else "", self._order)
        self.query_one(LastMarks).lay(words, self.desk.guide, session)
        self._draw_mode()

    def _draw_rest(self) -> None:
        super().redraw()
        session, guide, words = self.session, self.desk.guide, self.words
        meeting = words("room.meeting", number=session.number)
        been = {visit.stage for visit in session.visits} | {
            stage.id for stage in guide.stages if stage.order < guide.room[0].order
        }
        self.query_one(Rail).lay(guide, session.stage, been, f"{self.group.name} · {meeting}", meeting)
        if self.has_class("-log"):
            self.query_one(Log).lay(words, guide, session)
        self.query_one(GuideView).lay(words, self.stage, session, self._said)
        self.query_one(Legend).lay(guide, self.desk.keys)
        self._draw_clocks()

    @property
    def _picked(self) -> bool:
        """The last mark is of this stay in this stage: a verb would be about the same person."""
        marks = self.session.marks
        if not marks or marks[-1].stage != self.session.stage:
            return False
        return len(marks) > self._since if self.session.visit else not marks[-1].timed

    def _draw_clocks(self) -> None:
        clocks = self.query_one(Clocks)
        clocks.lay(self.words, self.desk.guide, self.session, self.desk.now(), self.saved)

    def show_saved(self) -> None:
        self._draw_clocks()

    def _draw_mode(self) -> None:
        """A line that tells at all times what the keys do."""
        words = self.words
        filling = isinstance(self.focused, Grid)
        mode = "filling" if filling else "ordering" if self._order is not None else "marking"
        said = Content(self._hint)
        if self._strength:
            said = Content(words("room.strength"))
        elif self._order is not None:
            said = Content(words("room.ordering-hint", count=len(self._order) + 1, all=len(self.session.seats)))
        elif not said and filling and self.panel:
            said = Content(f"{self.panel.title} · {words('room.filling-hint')}")
        elif not said and self._picked:
            last = self.session.marks[-1]
            pair = self.session.pair if self.desk.now() - last.at <= PAIR else None
            arrow = f"{who(words, pair[0])} → {who(words, pair[1])}" if pair else ""
            said = Content(arrow) if pair else told(words, self.desk.guide, last)
        if self.session.closed and not filling:
            said = Content.styled(f"{words('room.untimed-mode')}  ", "bold") + said
        head = (f" {words(f'room.{mode}')} ", "reverse bold")
        self.query_one("#mode", Plate).put(Content.assemble(head, " ", said))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._hint = ""
        self._strength = ""
        dress(self, "-filling", isinstance(self.focused, Grid), "#verbs, #guide, #marks, #side")
        self._draw_mode()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """What is as wide as the window is drawn anew."""
        if self.ledger:
            self.redraw()

    @property
    def _drawers(self) -> bool:
        return self.has_class("-guide") or self.has_class("-log")

    def _whisper(self, word: str, **facts: object) -> None:
        """Said on the mode line, until the next key."""
        self._hint = self.words(word, **facts)
        self._draw_mode()
