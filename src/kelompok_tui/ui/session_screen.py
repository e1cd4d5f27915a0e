"""The live room: the hour is led from here, by single keys, without a text field in focus."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from textual import events
from textual.binding import Binding
from textual.content import Content

from kelompok_tui import insights
from kelompok_tui.guide import Kind
from kelompok_tui.hand import hold_group, hold_session
from kelompok_tui.locks import Lock
from kelompok_tui.model import Group, Round, Session
from kelompok_tui.model.session import ALIVE, GAP
from kelompok_tui.ui.contacts_screen import open_contacts
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.fill_screen import Subject
from kelompok_tui.ui.gap_screen import Choice, GapScreen
from kelompok_tui.ui.held_screen import open_papers
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.panels import carried
from kelompok_tui.ui.panels.debrief import DebriefPanel
from kelompok_tui.ui.panels.panel import Change
from kelompok_tui.ui.pass_screen import Meeting, PassScreen
from kelompok_tui.ui.room.circle import Circle
from kelompok_tui.ui.room.guide_view import GuideView
from kelompok_tui.ui.room.keyboard import BOARD, keyboard
from kelompok_tui.ui.room.marks import told
from kelompok_tui.ui.room.view import RoomView, earlier
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.sheet import Datum, Grid, Sheet

CIRCLE_ONLY = {
    *("on", "back", "note", "into", "tick", "say", "pause", "leave_room"),
    *("newcomer", "order", "minute", "take_back"),
}


class SessionScreen(RoomView):
    """One session, live or afterwards. `]` and `[` move through the stages; the door asks and never locks.

    Once it is closed they only leaf through them, and marks are set without a clock.
    """

    AUTO_FOCUS = "#circle"
    BINDINGS = [
        key("]", "on", "room.on"),
        key("u", "take_back", "app.undo", name="room.undo"),
        key("n", "note", "room.note"),
        key("enter", "into", "room.into", key_display="⏎"),
        Binding("escape", "circle", "room.circle", key_display="Esc"),
        key("[", "back", "room.back", show=False),
        key("space", "tick", "room.tick", show=False),
        key("full_stop", "say(1)", "room.sentence", show=False, key_display="."),
        key("comma", "say(-1)", "room.sentence-before", show=False, key_display=","),
        key("+", "minute", "room.minute", show=False),
        key("j", "pause", "room.pause", show=False),
        key("e", "newcomer", "room.newcomer", show=False),
        key("y", "order", "room.order", show=False),
        key("f3", "report", "room.report", show=False),
        key("f4", "drawer('-guide')", "room.guide", show=False),
        key("f5", "debrief", "room.debrief", show=False),
        key("f6", "drawer('-log')", "room.log", show=False),
        key("f7", "contacts", "room.contacts", show=False),
        key("f8", "round", "room.round", show=False),
        key("q", "leave_room", "room.leave", show=False),
        key("pageup", "scroll_guide(-1)", "room.scroll", name="room.scroll-up", show=False),
        key("pagedown", "scroll_guide(1)", "room.scroll", show=False),
    ]

    def __init__(
        self,
        desk: Desk,
        group_id: str,
        group: Group,
        session: Session,
        before: tuple[Session, ...] = (),
        opened: str = "",
        lock: Lock | None = None,
    ) -> None:
        super().__init__(desk, group, session, before)
        self.group_id = group_id
        self._opened = opened  # the panel in front
        self._lock = lock
        self._afterwards = insights.afterwards(session, desk.now())  # closing it just now does not empty the room
        self._laid = ""  # the stage whose panels there are
        self._group_before = group
        self._newcomers: dict[str, datetime] = {}
        self._joined: Group | None = None  # the group with a newcomer, until it is on the disk

    async def on_mount(self) -> None:
        store, clock = self.desk.store, self.desk.now
        self._group_hand = hold_group(store, self.group_id, self.group, clock)
        hand = hold_session(store, self.group_id, self._first, clock)
        self.ledger = self.hold(hand, self._first, self._write_group)
        now = self.desk.now()
        if not self._first.visits:
            self.ledger.put(self._first.enter(self.desk.guide.room[0].id, now), undoable=False)
        since = self._first.lived
        gap = bool(self._first.visit) and not self._first.paused and now - since > GAP
        await self._lay_stage("" if gap else self._opened)
        if gap:
            title = self.words("gap.title", number=self._first.number)
            self.app.push_screen(GapScreen(self.desk, title, since, now), self._bridge)
        else:
            self.set_interval(1, self._tick)

    def on_unmount(self) -> None:
        """However it was left, another window may have the session."""
        if self._lock:
            self._lock.release()

    async def _bridge(self, choice: Choice | None) -> None:
        """What becomes of the time in which the program was not there."""
        if choice is None or self.ledger is None:
            self.leave()
            return
        session, since, now = self.session, self._first.lived, self.desk.now()
        if choice == "skip":
            self.ledger.put(session.skip(since, now), undoable=False)
        elif choice == "close":
            self.ledger.put(session.close(since), undoable=False)
        self.ledger.put(self.session.see(now), undoable=False)
        self.set_interval(1, self._tick)
        await self._lay_stage(self._opened)

    def _tick(self) -> None:
        """Each second: the clocks, and now and then a sign of life."""
        now, seen = self.desk.now(), self.session.seen
        if self.ledger and self.session.visit and (seen is None or not timedelta() <= now - seen < ALIVE):
            self.ledger.put(self.session.see(now), undoable=False)
        self._draw_clocks()

    def _write_group(self, session: Session) -> None:
        """In the keeper's thread, before the session: the group, when somebody joined it."""
        if (joined := self._joined) is not None:
            self._group_hand.write(joined)
            self._joined = None if self._joined is joined else self._joined

    async def met(self) -> None:
        """The stage may be another one now."""
        if self._laid == self.session.stage:
            self.redraw()
        else:
            self.action_circle()
            await self._lay_stage()

    async def _lay_stage(self, opened: str = "") -> None:
        self._said = 0
        self._laid = self.session.stage
        self.query_one("#guide", GuideView).scroll_home(animate=False)
        names = self._named()
        await self.lay_panels(names, opened)
        if "debrief" in names and not self._names:
            store = self.desk.store
            self.fetch(lambda: store.load_names(self.group_id), self._know)
        if opened:
            self.action_into()

    def _named(self) -> list[str]:
        """The panels of the stage, and those that every session has; what waits for afterwards only then."""
        session = self.session
        names = [*self.desk.guide.panels(self.stage), "meeting"]
        if not carried.rows(self.desk, self.shown()):
            names = [name for name in names if name != "carried"]
        if session.closed:
            names.append("tally")
        if session.closed and self._afterwards:
            names.append("debrief")
        if session.risks and self._afterwards and insights.afterwards(session, self.desk.now()):
            names.insert(0, "safety")
        return list(dict.fromkeys(names))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a sheet has the keys, the keys of the circle are off; Escape gives them back."""
        filling = isinstance(self.focused, Grid)
        if action in CIRCLE_ONLY and filling:
            return False
        if action == "circle" and not (filling or self._order is not None or self._drawers):
            return False
        return super().check_action(action, parameters)

    # ── marks ──

    async def on_circle_struck(self, event: Circle.Struck) -> None:
        """A key of the circle: a strength, a chair, a kind of mark, a key of this screen, or none of them."""
        event.stop()
        circle, sign = self.query_one(Circle), event.sign
        if self.query_one(Line).take(event.key, sign) or self._strong(sign):
            return
        if self._order is not None and sign:
            self._sit(circle.seat(sign), sign)
        elif code := circle.seat(sign):
            self._floor(code)
        elif kind := circle.verb(sign):
            self._verb(self.desk.guide.kind(kind))
        elif isinstance(self.app.screen, DoorScreen):  # it has opened since: the key is for it
            self.app.post_message(events.Key(event.key, sign or None))
        elif (bound := self.active_bindings.get(event.key)) and bound.enabled:
            await self.run_action(bound.binding.action)
        else:
            self._whisper("room.wrong-key", key=sign or event.key)

    def _strong(self, sign: str) -> bool:
        """Whether the key told the strength of the tension that was just marked."""
        tension, self._strength = self._strength, ""
        if not tension or sign not in {"1", "2", "3", "4"}:
            return False
        self._mark(lambda at: self.session.change_tension(tension, strength=int(sign)))
        return True

    def _floor(self, code: str) -> None:
        self._mark(lambda at: self.session.floor(code, at))
        if any(seat.code == code and not seat.here for seat in self.session.seats):
            come = next((kind.id for kind in self.desk.guide.kinds.values() if kind.row == "come"), "")
            self._whisper("room.not-here", who=code, key=self.desk.keys[f"kind.{come}"])

    def _verb(self, kind: Kind) -> None:
        if kind.row == "risk":  # nothing of it is said
            about = self.session.selected if self._picked else ""
            self._mark(lambda at: self.session.flag(about, at))
            return
        if kind.row != "leader" and not self._picked:
            self._whisper("room.first-who")
            return
        if kind.row in {"come", "go"} and self.session.closed:
            self._whisper("room.coming-afterwards")
            return
        before = len(self.session.tensions)
        self._mark(lambda at: self.session.turn(kind.id, at, kind.row, kind.tension))
        if len(self.session.tensions) > before:
            self._strength = self.session.tensions[-1].id
            self._draw_mode()

    def _mark(self, verb: Callable[[datetime], Session]) -> None:
        self._hint = ""
        value = self.attempt(lambda: verb(self.desk.now()))
        if value is not None and self.ledger:
            self.ledger.put(value)
        self._draw_circle()
        self.call_after_refresh(self._draw_rest)

    def action_note(self) -> None:
        """One line about the last mark."""
        last = self.session.marks[-1] if self.session.marks else None
        about = told(self.words, self.desk.guide, last.but(note="")).plain if last else self.words("kind.note")
        draft = f"note {last.at} {last.who} {len(self.session.marks)}" if last else "note"
        self.ask(about, last.note if last else "", self._note, draft)

    def _note(self, text: str) -> None:
        self.do(Change("note", text=text))

    # ── who is here, and where ──

    def action_newcomer(self) -> None:
        """A chair for somebody new."""
        self.ask(self.words("panel.attendance.new"), "", self._newcomer)

    def _newcomer(self, code: str) -> None:
        if code:
            self.do(Change("join", code=code))

    def action_order(self) -> None:
        """The chairs are put in the order in which everyone sits: their keys, clockwise."""
        if self.session.seats:
            self._order = []
            self._hint = ""
            self.refresh_bindings()
            self.redraw()

    def _sit(self, code: str, sign: str) -> None:
        if not code or self._order is None or all(seat.code != code for seat in self.session.seats):
            self.say("room.wrong-key", key=sign)
        elif code not in self._order:
            self._order.append(code)
            if len(self._order) >= len(self.session.seats) - 1:  # the last one has only one chair left
                self._seated()
        self.redraw()

    def _seated(self) -> None:
        order, self._order = self._order, None
        if order:
            self._mark(lambda at: self.session.sit(tuple(order)))
        self.refresh_bindings()
        self.redraw()

    # ── guide ──

    def action_tick(self) -> None:
        """The next step of the guide is done."""
        if ahead := insights.next_step(self.session, self.stage):
            self.do(Change("tick", stage=self.stage.id, step=ahead))
        else:
            self._whisper("room.all-steps")

    def action_say(self, way: int) -> None:
        """The next sentence to say, or the one before."""
        self._said += way
        self.query_one(GuideView).lay(self.words, self.stage, self.session, self._said)
        self.query_one(GuideView).scroll_home(animate=False)

    def action_scroll_guide(self, way: int) -> None:
        """A page of the guide up or down."""
        view = self.query_one(GuideView)
        view.scroll_relative(y=way * max(1, view.size.height - 2), animate=False)

    def action_minute(self) -> None:
        """One minute more for this stage, from the longest that is still to come."""
        planned = insights.minute_more(self.session, self.desk.guide)
        if planned is None or self.session.closed:
            self._whisper("room.no-minute")
        else:
            self.do(Change("change", minutes=planned))

    # ── panels and drawers ──

    def action_drawer(self, name: str) -> None:
        """The guide or the log over the whole room, or back in its place."""
        opened = not self.has_class(name)
        self.remove_class("-guide", "-log")
        self.set_class(opened, name)
        if opened and isinstance(self.focused, Grid):
            self.set_focus(self.query_one(Circle))
        self.refresh_bindings()
        self.redraw()

    def action_contacts(self) -> None:
        """Who can be asked for help."""
        open_contacts(self)

    async def action_debrief(self) -> None:
        """The pupils have left: back through the session, from where it was left."""
        if not self.session.closed:
            self._whisper("room.close-first")
            return
        self._afterwards = True
        await self._lay_stage("debrief")
        if isinstance(self.panel, DebriefPanel):
            self.panel.go(self.panel.next)

    def _know(self, names: Mapping[str, str]) -> None:
        """The real names, so that one that slips into a note of another is pointed out."""
        self._names = names
        self.redraw()

    def action_into(self) -> None:
        """The open panel has the keys; while the chairs are put in order, that is done."""
        if self._order is not None:
            self._seated()
        elif self.panel:
            self.remove_class("-guide", "-log")
            self.set_focus(self.panel.query_one(Grid))

    def action_circle(self) -> None:
        """The circle has the keys again, and everything is in its place."""
        self._order = None
        self.remove_class("-guide", "-log")
        self.set_focus(self.query_one(Circle))
        self.refresh_bindings()
        self.redraw()

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> bool:
        """As every workbench; the debrief is gone on with from there."""
        taken = super().filled(sheet, row, field, value)
        if taken and self.ledger and isinstance(sheet, DebriefPanel):
            self.ledger.put(self.session.walk(row), undoable=False)
        return taken

    def do(self, change: Change) -> bool:
        if change.verb == "join":
            return self._join(str(change.facts["code"]))
        done = super().do(change)
        form = self.desk.guide.forms.get(str(change.facts.get("form")))
        if done and form and form.private:
            self._point_out(str(change.facts["about"]), str(change.facts["value"] or ""))
        return done

    def _point_out(self, about: str, note: str) -> None:
        """A member's own note never names another: told at once, and changed by her who wrote it."""
        codes = (seat.code for seat in self.session.seats)
        if others := insights.mentioned(note, about, codes, self._names):
            self.say("panel.debrief.names", about=about, others=" ".join(others))

    def _join(self, code: str) -> bool:
        """A newcomer has a chair, and is a member of the group from now on."""
        known = {known.upper(): known for known in self.group.codes}
        if code.upper() not in known:
            session = self.session
            at = session.began if session.closed else self.desk.now()
            group = self.attempt(lambda: self._with(self.group, code, at))
            if group is None:
                return False
            self._newcomers[group.codes[-1]] = at
            self.group = self._joined = group
            known = {known.upper(): known for known in group.codes}
        return super().do(Change("join", code=known[code.upper()])) and super().do(
            Change("attend", code=known[code.upper()], state="present")
        )

    def _with(self, group: Group, code: str, at: datetime) -> Group:
        """`group` with that newcomer: a candidate is chosen, another is a member from then on."""
        known = next((c.code for c in group.candidates if c.code == code.strip().upper()), "")
        return group.choose(known, joined=at) if known else group.add_member(code, joined=at)

    def _settle(self) -> None:
        """After undo and redo: a newcomer without a chair is none, and one with a chair is a member again.

        Marks of an earlier stay may have gone or come back: those of this one are counted anew.
        """
        self._since = earlier(self.session)
        group, chairs = self._group_before, {seat.code for seat in self.session.seats}
        for code, at in self._newcomers.items():
            if code in chairs:
                group = self._with(group, code, at)
        if group != self.group and self.ledger:
            self.group = self._joined = group
            self.ledger.keeper.keep(self.session)

    def over(self, old: Session, now: Session) -> Session:
        """Undo leaves stages and clocks alone; but of a closed session its times are facts like any other."""
        kept: dict[str, object] = {"shown": now.shown, "seen": now.seen, "walked": now.walked}
        if not (old.closed and now.closed and len(old.visits) == len(now.visits)):
            kept |= {"visits": now.visits, "pauses": now.pauses}
        return old.but(**kept)

    def action_undo(self) -> None:
        """The value before; when that is not known any more, without the last mark."""
        if self.ledger is None:
            return
        if self.ledger.undo(self.over):
            self._whisper("room.undone")
        elif self.session.visit and self.session.marks:
            self.ledger.back(self.session.unmark())
            self._whisper("room.undone")
        else:
            self._whisper("app.nothing-to-undo")
        self._strength = ""
        self._settle()
        self.redraw()

    def action_redo(self) -> None:
        """The change that was taken back; the strength of a tension is not asked any more."""
        self._strength = ""
        super().action_redo()
        self._settle()

    def action_take_back(self) -> None:
        """The same, by the key of the circle: in a sheet that letter is written."""
        self.action_undo()

    # ── stages ──

    async def action_on(self) -> None:
        """Through the door to the next stage; after the last, the session is closed."""
        room, at = self.desk.guide.room, self._at
        last = at + 1 >= len(room)
        if self.session.closed:
            await self._look(at + 1)
            return
        facts = insights.door(self.group, self.session, self.desk.guide, self.stage)
        ahead = self.words("room.closing") if last else room[at + 1].title

        async def through(reason: str | None) -> None:
            if reason is None or self.ledger is None:
                return
            now = self.desk.now()
            if last:
                self.ledger.put(self.session.close(now, reason), undoable=False)
                await self._lay_stage()
                self._whisper("room.closed-now")
            else:
                await self._enter(room[at + 1].id, reason)

        self.app.push_screen(
            DoorScreen(self.desk, self.words("door.title", stage=self.stage.title), ahead, facts), through
        )

    async def action_back(self) -> None:
        """The stage before, at once."""
        if self.session.closed:
            await self._look(self._at - 1)
        elif self._at > 0:
            await self._enter(self.desk.guide.room[self._at - 1].id, "")
        else:
            self._whisper("room.first-stage")

    async def _look(self, at: int) -> None:
        """Another stage of a closed session in sight."""
        room = self.desk.guide.room
        if not 0 <= at < len(room):
            self._whisper("room.first-stage" if at < 0 else "room.last-stage")
        elif self.ledger:
            self.ledger.put(self.session.look(room[at].id), undoable=False)
            self.action_circle()
            await self._lay_stage()

    async def _enter(self, stage: str, reason: str) -> None:
        if self.ledger:
            self.ledger.put(self.session.enter(stage, self.desk.now(), reason), undoable=False)
            self._since = len(self.session.marks)
            self.action_circle()
            await self._lay_stage()

    @property
    def _at(self) -> int:
        """The place of this stage in the room; one that is gone from the guide stands at its beginning."""
        ids = [stage.id for stage in self.desk.guide.room]
        return ids.index(self.stage.id) if self.stage.id in ids else 0

    async def action_pause(self) -> None:
        """The clocks stand, or go on; those of a closed session run again."""
        if self.ledger is None:
            return
        now = self.desk.now()
        if self.session.closed:
            self._afterwards = False  # they are back
            await self._enter(self.stage.id, "")
            return
        value = self.session.go_on(now) if self.session.paused else self.session.pause(now)
        self.ledger.put(value, undoable=False)
        self.redraw()

    def action_report(self) -> None:
        """The papers of this session."""
        subject = Subject(self.group_id, self.group, self.ledger or self.session)
        open_papers(self, subject, lambda: self._reported(subject.plan))

    def _reported(self, group: Group) -> None:
        """What was filled in meanwhile is known here too, and no undo takes it away."""
        if group != self.group:
            before = self._group_before
            self._group_before = group.but(members=before.members, candidates=before.candidates)
            self.group = group
        self.redraw()

    def action_round(self) -> None:
        """The laptop is passed round: each one here answers a form herself."""
        forms, here = self.desk.guide.passable(self.stage), self.session.here
        if not forms or not here:
            self._whisper("room.nothing-to-pass" if here else "room.nobody-here")
            return
        meeting = Meeting(self.group_id, self.session.number, here)
        self.app.push_screen(PassScreen(self.desk, forms, meeting), self._pass)

    def _pass(self, begun: Round | None) -> None:
        if begun and self.ledger:
            form = self.desk.guide.forms[begun.form]
            self.app.push_screen(RoundScreen(self.desk, self.ledger, begun, form), lambda _: self.redraw())

    def action_leave_room(self) -> None:
        """Back to the group; a session that is not closed stays open and its clocks run."""
        if self.ledger and self.session.visit:
            self.ledger.put(self.session.see(self.desk.now()), undoable=False)
        self.leave()

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """The keys of the circle, as they lie on the keyboard; in a sheet, what it does with keys."""
        if isinstance(self.focused, Grid):
            return Content(self.words("sheet.help")), frozenset()
        chairs = {seat.code: chair for chair, seat in zip(self.desk.keys.seats, self.session.seats, strict=False)}
        return keyboard(self.words, self.desk.guide, self.desk.keys, chairs), frozenset("".join(BOARD))
