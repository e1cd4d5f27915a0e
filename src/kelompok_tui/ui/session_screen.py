"""The live room: the hour is led from here, by single keys, without a text field in focus."""

from collections.abc import Callable
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kelompok_tui import insights
from kelompok_tui.guide import Kind, Stage
from kelompok_tui.model import LEADER, Group, Mark, Session
from kelompok_tui.model.session import PAIR
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.ledger import Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Keys
from kelompok_tui.ui.panels.panel import Change, Shown
from kelompok_tui.ui.room.circle import Circle
from kelompok_tui.ui.room.guide_view import GuideView
from kelompok_tui.ui.room.rail import Clocks, Rail
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench

LAST = 5  # marks in sight
HIGH = 30  # rows from which on each of them has its own; as in the style sheet
CIRCLE_ONLY = {"on", "back", "note", "into", "tick", "say", "pause", "leave_room"}


class SessionScreen(Workbench[Session]):
    """One session, live or reopened. `]` and `[` move through the stages; the door asks and never locks."""

    AUTO_FOCUS = "#circle"
    BINDINGS = [
        Binding("right_square_bracket", "on", "room.on", key_display="]"),
        Binding("left_square_bracket", "back", "room.back", key_display="["),
        Binding("u,ctrl+z", "undo", "app.undo", key_display="u"),
        Binding("n", "note", "room.note"),
        Binding("enter", "into", "room.into", key_display="⏎"),
        Binding("space", "tick", "room.tick", key_display="␣"),
        Binding("full_stop", "say(1)", "room.sentence", key_display="."),
        Binding("comma", "say(-1)", "room.sentence-before", show=False, key_display=","),
        Binding("j", "pause", "room.pause", show=False),
        Binding("escape", "circle", "room.circle", key_display="Esc"),
        Binding("f3", "report", "room.report", show=False),
        Binding("q", "leave_room", "room.leave", show=False),
        Binding("pageup", "scroll_guide(-1)", "room.scroll", show=False),
        Binding("pagedown", "scroll_guide(1)", "room.scroll", show=False),
    ]

    def __init__(self, desk: Desk, group_id: str, group: Group, session: Session) -> None:
        super().__init__(desk)
        self.group_id = group_id
        self.group = group
        self._first = session
        self._joined: Group | None = None  # the group with a newcomer, until it is on the disk
        self._said = 0
        self._strength = ""  # the id of the tension whose strength the next digit tells
        self._hint = ""

    # ── what is on the screen ──

    def compose(self) -> ComposeResult:
        yield Rail(id="rail")
        yield Clocks(id="clocks")
        yield Circle(self.desk.guide, id="circle")
        yield Static("", id="marks")
        with Horizontal(id="body"):
            yield GuideView(id="guide")
            with Vertical(id="side"):
                yield from self.compose_panels()
        yield Static("", id="verbs")
        yield Static("", id="mode")
        yield Line(self.words("line.writing"))
        yield Keys()

    async def on_mount(self) -> None:
        self.ledger = Ledger(self._first, self._write, self.told)
        if not self._first.visits:
            self.ledger.put(self._first.enter(self.desk.guide.room[0].id, self.desk.now()), undoable=False)
        self.set_interval(1, self._tick)
        await self._lay_stage()

    def _write(self, session: Session) -> None:
        """In the keeper's thread: the session, and before it the group, when somebody joined it."""
        if (joined := self._joined) is not None:
            self.desk.store.save_group(self.group_id, joined)
            self._joined = None if self._joined is joined else self._joined
        self.desk.store.save_session(self.group_id, session)

    @property
    def session(self) -> Session:
        """The newest."""
        return self.ledger.value if self.ledger else self._first

    @property
    def stage(self) -> Stage:
        """The stage we are in; after closing, the last."""
        return self.desk.guide.stage(self.session.visits[-1].stage)

    def shown(self) -> Shown:
        return Shown(self.group, self.session)

    async def _lay_stage(self) -> None:
        self._said = 0
        self.query_one("#guide", GuideView).scroll_home(animate=False)
        await self.lay_panels(self.desk.guide.panels(self.stage))

    def redraw(self) -> None:
        super().redraw()
        if not self.session.visits:
            return
        session, guide, words = self.session, self.desk.guide, self.words
        meeting = words("room.meeting", number=session.number)
        been = {visit.stage for visit in session.visits} | {
            stage.id for stage in guide.stages if stage.order < guide.room[0].order
        }
        self.query_one(Rail).lay(
            guide, "" if session.closed else self.stage.id, been, f"{self.group.name} · {meeting}", meeting
        )
        self.query_one(Circle).lay(words, session, session.selected if self._picked else "")
        self.query_one(GuideView).lay(words, self.stage, session, self._said)
        self._draw_marks()
        self._draw_verbs()
        self._draw_mode()
        self._tick()

    @property
    def _picked(self) -> bool:
        """The last mark is of this stay in this stage: a verb would be about the same person."""
        marks, visit = self.session.marks, self.session.visit
        return bool(marks and visit and marks[-1].at >= visit.began)

    def _tick(self) -> None:
        clocks = self.query_one(Clocks)
        clocks.lay(self.words, self.desk.guide, self.session, self.desk.now(), self.saved)

    def _draw_marks(self) -> None:
        """The last marks, the newest first; the risk lane is nowhere on the screen."""
        marks = insights.standard(self.session, self.desk.guide)[-LAST:]
        if self.app.size.height < HIGH:
            text, room = "", self.app.size.width - 2
            for mark in reversed(marks):
                told = self._told(mark, short=True)
                if len(text) + len(told) > room:
                    break
                text += told + "   "
        else:
            text = "\n".join(self._told(mark, short=False) for mark in reversed(marks))
        self.query_one("#marks", Static).update(Content(text or self.words("room.no-marks")))

    def _told(self, mark: Mark, short: bool) -> str:
        kind = self.desk.guide.kind(mark.kind)
        who = self._who(mark.who) + (f"→{self._who(mark.to)}" if mark.to else "")
        note = f" “{mark.note}”" if mark.note and not short else "*" if mark.note else ""
        return f"{self.words.clock(mark.at)} {who} {kind.short or kind.title}{note}"

    def _who(self, code: str) -> str:
        return self.words("room.leader") if code == LEADER else code

    def _draw_verbs(self) -> None:
        """The keys of the kinds of mark, the members' first; a key and its word stay on one row."""
        rows: dict[bool, list[Content]] = {False: [Content("")], True: [Content("")]}
        for kind in self.desk.guide.kinds.values():
            if kind.key:
                said = Content.styled(kind.key, "bold $text-accent") + Content(f" {kind.short or kind.title}  ")
                row = rows[kind.row == "leader"]
                if row[-1].cell_length + said.cell_length > self.app.size.width:
                    row.append(Content(""))
                row[-1] += said
        self.query_one("#verbs", Static).update(Content("\n").join([*rows[False], *rows[True]]))

    def _draw_mode(self) -> None:
        """A line that tells at all times what the keys do."""
        mode = "filling" if isinstance(self.focused, Grid) else "marking"
        told = self._hint
        if self._strength:
            told = self.words("room.strength")
        elif not told and mode == "filling" and self.panel:
            told = f"{self.panel.title} · {self.words('room.filling-hint')}"
        elif not told:
            seen = insights.standard(self.session, self.desk.guide) if self._picked else []
            last = seen[-1] if seen else None  # the risk lane is nowhere on the screen
            pair = self.session.pair if last and self.desk.now() - last.at <= PAIR else None
            if pair:
                told = f"{self._who(pair[0])} → {self._who(pair[1])}"
            elif last:
                told = self._told(last, short=False)
        shown = Content.styled(f" {self.words(f'room.{mode}')} ", "reverse bold") + Content(f" {told}")
        self.query_one("#mode", Static).update(shown)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._hint = ""
        self._strength = ""
        self.set_class(isinstance(self.focused, Grid), "-filling")
        self._draw_mode()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a sheet has the keys, the keys of the circle are off; Escape gives them back."""
        filling = isinstance(self.focused, Grid)
        if action in CIRCLE_ONLY and filling:
            return False
        if action == "circle" and not filling:
            return False
        return super().check_action(action, parameters)

    # ── marks ──

    async def on_circle_struck(self, event: Circle.Struck) -> None:
        """A key of the circle: a strength, a chair, a kind of mark, a key of this screen, or none of them."""
        event.stop()
        circle, sign = self.query_one(Circle), event.sign
        if self.query_one(Line).take(event.key, sign) or self._strong(sign):
            return
        bound = self.active_bindings.get(event.key)
        if code := circle.seat(sign):
            self._mark(lambda at: self.session.floor(code, at))
        elif kind := circle.verb(sign):
            self._verb(self.desk.guide.kind(kind))
        elif bound and bound.enabled:
            await self.run_action(bound.binding.action)
        else:
            self._whisper(self.words("room.wrong-key", key=sign))

    def _strong(self, sign: str) -> bool:
        """Whether the key told the strength of the tension that was just marked."""
        tension, self._strength = self._strength, ""
        if not tension or sign not in "1234":
            return False
        self._mark(lambda at: self.session.change_tension(tension, strength=int(sign)))
        return True

    def _verb(self, kind: Kind) -> None:
        if kind.row != "leader" and not self._picked:
            self._whisper(self.words("room.first-who"))
            return
        before = len(self.session.tensions)
        self._mark(lambda at: self.session.turn(kind.id, at, kind.row, kind.tension))
        if len(self.session.tensions) > before:
            self._strength = self.session.tensions[-1].id
            self._draw_mode()

    def _mark(self, verb: Callable[[datetime], Session]) -> None:
        if self.session.visit is None:
            self._whisper(self.words("room.is-closed"))
            return
        self._hint = ""
        value = self.attempt(lambda: verb(self.desk.now()))
        if value is not None and self.ledger:
            self.ledger.put(value)
        self.redraw()

    def _whisper(self, said: str) -> None:
        """Said on the mode line, until the next key."""
        self._hint = said
        self._draw_mode()

    def action_note(self) -> None:
        """One line about the last mark."""
        last = self.session.marks[-1] if self.session.marks else None
        about = self._told(last.but(note=""), short=True) if last else self.words("room.note-of-session")
        text = last.note if last else ""
        self.ask(about, text, self._note)

    def _note(self, text: str) -> None:
        self.do(Change("note", text=text))

    # ── guide ──

    def action_tick(self) -> None:
        """The next step of the guide is done."""
        done = {tick.step for tick in self.session.ticks if tick.stage == self.stage.id}
        ahead = next((step for step in self.stage.steps if step not in done), None)
        if ahead:
            self.do(Change("tick", stage=self.stage.id, step=ahead))
        else:
            self._whisper(self.words("room.all-steps"))

    def action_say(self, way: int) -> None:
        """The next sentence to say, or the one before."""
        self._said += way
        self.query_one(GuideView).lay(self.words, self.stage, self.session, self._said)
        self.query_one(GuideView).scroll_home(animate=False)

    def action_scroll_guide(self, way: int) -> None:
        """A page of the guide up or down."""
        view = self.query_one(GuideView)
        view.scroll_relative(y=way * max(1, view.size.height - 2), animate=False)

    # ── panels ──

    def action_into(self) -> None:
        """The open panel has the keys."""
        if self.panel:
            self.set_focus(self.panel.query_one(Grid))

    def action_circle(self) -> None:
        """The circle has the keys again; on a narrow screen the guide is back."""
        self.set_focus(self.query_one(Circle))

    def do(self, change: Change) -> bool:
        if change.verb == "join":
            return self._join(str(change.facts["code"]))
        return super().do(change)

    def _join(self, code: str) -> bool:
        """A newcomer has a chair, and is a member of the group from now on."""
        known = {known.upper(): known for known in self.group.codes}
        if code.upper() not in known:
            group = self.attempt(lambda: self.group.add_member(code))
            if group is None:
                return False
            self.group = self._joined = group
            known = {known.upper(): known for known in group.codes}
        return super().do(Change("join", code=known[code.upper()])) and super().do(
            Change("attend", code=known[code.upper()], state="present")
        )

    def over(self, old: Session, now: Session) -> Session:
        """Undo leaves stages and clocks alone."""
        return old.but(visits=now.visits, pauses=now.pauses)

    def action_undo(self) -> None:
        """The value before; when that is not known any more, without the last mark."""
        if self.ledger and not self.ledger.undo(self.over):
            if self.session.marks:
                self.ledger.put(self.session.unmark(), undoable=False)
            else:
                self._whisper(self.words("app.nothing-to-undo"))
        self._strength = ""
        self.redraw()

    # ── stages ──

    def action_on(self) -> None:
        """Through the door to the next stage; after the last, the session is closed."""
        room, at = self.desk.guide.room, self._at
        if self.session.closed:
            self._whisper(self.words("room.is-closed"))
            return
        facts = insights.door(self.group, self.session, self.desk.guide, self.stage)
        last = at + 1 >= len(room)
        ahead = self.words("room.closing") if last else room[at + 1].title

        async def through(reason: str | None) -> None:
            if reason is None or self.ledger is None:
                return
            now = self.desk.now()
            if last:
                self.ledger.put(self.session.close(now, reason), undoable=False)
                self.redraw()
                self._whisper(self.words("room.closed-now"))
            else:
                await self._enter(room[at + 1].id, reason)

        self.app.push_screen(
            DoorScreen(self.desk, self.words("door.title", stage=self.stage.title), ahead, facts), through
        )

    async def action_back(self) -> None:
        """The stage before, at once; a closed session is open again in its last stage."""
        if self.session.closed:
            await self._enter(self.stage.id, "")
        elif self._at > 0:
            await self._enter(self.desk.guide.room[self._at - 1].id, "")
        else:
            self._whisper(self.words("room.first-stage"))

    async def _enter(self, stage: str, reason: str) -> None:
        if self.ledger:
            self.ledger.put(self.session.enter(stage, self.desk.now(), reason), undoable=False)
            self.action_circle()
            await self._lay_stage()

    @property
    def _at(self) -> int:
        """The place of this stage in the room; one that is gone from the guide stands at its beginning."""
        ids = [stage.id for stage in self.desk.guide.room]
        return ids.index(self.stage.id) if self.stage.id in ids else 0

    def action_pause(self) -> None:
        """The clocks stand, or go on."""
        if self.ledger and self.session.visit:
            now = self.desk.now()
            value = self.session.go_on(now) if self.session.paused else self.session.pause(now)
            self.ledger.put(value, undoable=False)
            self.redraw()

    def action_report(self) -> None:
        """The log of this session."""
        from kelompok_tui.ui.report_screen import ReportScreen

        self.app.push_screen(ReportScreen(self.desk, self.group_id, self.group, self.session))

    def action_leave_room(self) -> None:
        """Back to the group; a session that is not closed stays open and its clocks run."""
        self.leave()

    def help_text(self) -> str:
        """The keys of the circle."""
        return self.words("room.help")
