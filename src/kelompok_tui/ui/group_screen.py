"""A group at the desk: before the sessions (pra konseling), between them, and after them (pasca konseling)."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kelompok_tui import insights
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Stage
from kelompok_tui.hand import hold_group
from kelompok_tui.model import Group, Session, next_session, paper_session
from kelompok_tui.model.group import USUAL
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.fill_screen import Subject
from kelompok_tui.ui.held_screen import enter_room, open_papers
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.life import life
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.panels.panel import Change, Shown
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.repair import offer_repair
from kelompok_tui.ui.room.rail import Rail
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench

FACTS = 34  # characters of a session's number, day and minutes in the list
Found = tuple[list[int], list[Session | KelompokError], list[int]]  # numbers, sessions, numbers in the bin


class GroupScreen(Workbench[Group]):
    """The panels of the stages before and after the room; below them the sessions, which begin and open from here."""

    AUTO_FOCUS = ""
    always_traced = True
    BINDINGS = [
        key("f2", "begin", "group.begin"),
        key("f3", "report", "group.report"),
        key("f4", "guide", "group.guide"),
        key("f5", "names", "group.names"),
        key("f6", "sessions", "group.sessions", show=False),
        key("f7", "defaults", "group.defaults", show=False),
        key("f8", "paper", "group.paper", show=False),
        key("ctrl+t", "close", "group.close", show=False),
        key("delete", "discard", "bin.discard", name="group.discard", show=False),
        Binding("escape", "back", "app.back"),
    ]

    def __init__(self, desk: Desk, group_id: str, group: Group, panel: str = "") -> None:
        super().__init__(desk)
        self.group_id = group_id
        self._first = group
        self._opened = panel
        self._sessions: list[Session | KelompokError] = []
        self._numbers: list[int] = []
        self._binned: list[int] = []
        self._known = False  # the sessions have been read

    def compose(self) -> ComposeResult:
        yield Rail(id="rail")
        yield Static("", id="sessions-head")
        yield OptionList(id="sessions", markup=False)
        yield from self.compose_panels()
        yield Static("", id="mode")
        yield Line(self.words("line.writing"))
        yield Keys()

    async def on_mount(self) -> None:
        self.ledger = self.hold(hold_group(self.desk.store, self.group_id, self._first, self.desk.now), self._first)
        names = [name for stage in self._stages for name in self.desk.guide.panels(stage)]
        if not self._opened and self._first.concern:
            self._opened = "members" if not self._first.members else ""
        await self.lay_panels(names, self._opened)
        if self.panel:
            self.set_focus(self.panel.query_one(Grid))

    @property
    def _stages(self) -> list[Stage]:
        return [stage for stage in self.desk.guide.stages if stage.place == "group"]

    @property
    def group(self) -> Group:
        """The newest."""
        return self.ledger.value if self.ledger else self._first

    @property
    def stage(self) -> Stage:
        """The stage whose panel is open."""
        for stage in self._stages:
            if self.panel and self.panel.key in self.desk.guide.panels(stage):
                return stage
        return self._stages[0]

    def shown(self) -> Shown:
        return Shown(self.group, before=self._read_ones)

    # ── the sessions ──

    def on_screen_resume(self) -> None:
        self.fetch(self._read, self._lay_sessions)

    def _next(self) -> int:
        """The number of the next session: none that one in the bin would have to come back to."""
        return 1 + max((*self._numbers, *self._binned), default=0)

    def _read(self) -> Found:
        store = self.desk.store
        numbers = store.sessions(self.group_id)
        read: list[Session | KelompokError] = []
        for number in numbers:
            try:
                read.append(store.load_session(self.group_id, number))
            except KelompokError as trouble:
                read.append(trouble)
        return numbers, read, store.binned_sessions(self.group_id)

    def _lay_sessions(self, found: Found) -> None:
        self._numbers, self._sessions, self._binned = found
        self._known = True
        listed = self.query_one("#sessions", OptionList)
        listed.clear_options()
        words, now, room = self.words, self.desk.now(), self.app.size.width - FACTS
        for number, session in zip(self._numbers, self._sessions, strict=True):
            if isinstance(session, KelompokError):
                said = Content.styled(f"! {words.error(session)}", "$error")
            else:
                minutes = int(insights.length(session, now).total_seconds() // 60)
                facts = [words.short_date(session.began.date()), words("group.minutes", minutes=minutes)]
                said = Content(" · ".join(facts)) + Content("  ") + life(self.desk.guide, session, now, room)
                if not session.closed:
                    said += Content.styled(f"  {words('group.running')} ", "reverse")
                elif number == self._numbers[-1] and not insights.debriefed(session, self.desk.guide):
                    said += Content.styled(f" {words('group.debrief')}", "dim")
            listed.add_option(Option(Content.styled(f"{number:>2}  ", "bold") + said, id=str(number)))
        if self._numbers:
            listed.highlighted = len(self._numbers) - 1
        self.query_one("#sessions").display = bool(self._numbers)
        self.redraw()

    def redraw(self) -> None:
        super().redraw()
        words, group = self.words, self.group
        self.query_one(Rail).lay(self.desk.guide, self.stage.id, self._been(), group.name)
        head = words("group.head", count=len(self._numbers), planned=group.plan.meetings)
        if group.closed:
            head = words("group.closed", day=words.short_date(group.closed), reason=group.ending or "–")
        told = Content.styled(head, "bold") if group.closed else Content(head if self._numbers else words("group.none"))
        self.query_one("#sessions-head", Static).update(told)
        mode = self.saved or words("group.mode")
        if self.focused is self.query_one("#sessions"):
            mode = " · ".join(filter(None, (words("bin.mode"), self.saved)))
        self.query_one("#mode", Static).update(Content(f" {mode}"))

    def _been(self) -> set[str]:
        return {visit.stage for session in self._read_ones for visit in session.visits}

    @property
    def _read_ones(self) -> tuple[Session, ...]:
        """The sessions that can be read, the oldest first."""
        return tuple(session for session in self._sessions if isinstance(session, Session))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if session := self._picked():
            self._enter(session)

    def _picked(self) -> Session | None:
        listed = self.query_one("#sessions", OptionList)
        if listed.highlighted is None or listed.highlighted >= len(self._sessions):
            return None
        session = self._sessions[listed.highlighted]
        if isinstance(session, KelompokError):
            offer_repair(self, session)
            return None
        return session

    def action_sessions(self) -> None:
        """The list of sessions has the keys, or the sheet again."""
        listed = self.query_one("#sessions", OptionList)
        if self.focused is not listed and self._numbers:
            self.set_focus(listed)
        elif self.panel:
            self.set_focus(self.panel.query_one(Grid))
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the sheet Del empties a cell; in the list of sessions it puts one away."""
        if action == "discard":  # asked before there is a list, too
            return self.focused is not None and self.focused.id == "sessions"
        return super().check_action(action, parameters)

    def action_discard(self) -> None:
        """The session that is marked goes to the bin, if she says so; one that cannot be read too."""
        at = self.query_one("#sessions", OptionList).highlighted
        if at is None or at >= len(self._numbers):
            return
        words, store, now = self.words, self.desk.store, self.desk.now()
        number, session = self._numbers[at], self._sessions[at]
        lines = []
        if isinstance(session, KelompokError):
            lines.append(words("bin.unread"))
        else:
            lines.append(words("bin.of-day", day=words.short_date(session.began.date())))
            if not session.closed:
                lines.append(words("bin.running", number=number))
            if any(risk.open for risk in session.risks):
                lines.append(words("bin.unsafe", number=number))

        def put(_: None) -> None:
            self.say("bin.put", what=words("bin.session", number=number, name=self.group.name))
            if self.panel and not {*self._numbers} - {number}:
                self.set_focus(self.panel.query_one(Grid))

        self.app.push_screen(
            QuestionScreen(
                self.desk,
                words("bin.ask-session", number=number, name=self.group.name),
                [*lines, words("bin.safe"), words("bin.number", number=number)],
                words("bin.move"),
                lambda: store.bin_session(self.group_id, number, now),
                put,
            )
        )

    def action_begin(self) -> None:
        """The session that is open goes on, else the next one begins; the door of the stage before it asks."""
        if not self._known:  # a slow disk: which number is free is not known yet
            self.fetch(self._read, self._begin_then)
            return
        running = next((s for s in self._sessions if isinstance(s, Session) and not s.closed), None)
        if running:
            self._enter(running)
            return
        before = self._stages[0]
        facts = insights.door(self.group, None, self.desk.guide, before)
        number = self._next()
        ahead = self.words("group.session", number=number)
        title = self.words("door.title", stage=before.title)
        self.app.push_screen(DoorScreen(self.desk, title, ahead, facts), lambda why: self._begin(number, why))

    def _begin_then(self, found: Found) -> None:
        self._lay_sessions(found)
        self.action_begin()

    def _begin(self, number: int, reason: str | None) -> None:
        if reason is None:
            return
        group, now = self.group, self.desk.now()
        self.fetch(
            lambda: next_session(group, self._last(number), number, now).but(reason=reason),
            self._enter,
        )

    def _last(self, number: int) -> Session | None:
        """In a thread: the newest session before that number that can be read."""
        before = self.desk.store.sessions_before(self.group_id, number)
        return before[-1] if before else None

    def action_paper(self) -> None:
        """A session that was led without the program: asks when, and opens it closed, as long as it was planned."""
        if not self._known:
            return
        now = self.desk.now()
        self.ask(self.words("group.when"), f"{now:%d-%m-%Y} {self.words.clock(now.replace(minute=0))}", self._paper)

    def _paper(self, text: str) -> None:
        store, group, now = self.desk.store, self.group, self.desk.now()
        began = self.attempt(lambda: self.words.read_moment(text, now)) if text else None
        if began is None:
            return
        number = self._next()
        minutes = self.desk.guide.minutes(group.plan.minutes)

        def make() -> Session:
            session = paper_session(group, self._last(number), number, now, began, minutes)
            store.save_session(self.group_id, session)
            return session

        self.fetch(make, self._enter)

    def _enter(self, session: Session) -> None:
        before = tuple(held for held in self._read_ones if held.number < session.number)
        enter_room(
            self,
            self.group_id,
            self.group,
            session,
            lambda held, lock: SessionScreen(self.desk, self.group_id, self.group, held, before, lock=lock),
            lambda room: self._again(room.group),
        )

    def _again(self, group: Group) -> None:
        """The group as the room left it: a newcomer may have joined."""
        if self.ledger:
            self.ledger.put(group)
        self.redraw()

    def action_report(self) -> None:
        """The papers of the session that is marked in the list; where there is none yet, the plan for the first."""
        session = self._picked()
        if self._known and (session or not self._numbers):
            open_papers(self, Subject(self.group_id, self.ledger or self.group, session))

    # ── the group ──

    def action_guide(self) -> None:
        """The guide of the stage: aim, steps, sentences, what to watch for, the door."""
        from kelompok_tui.ui.guide_screen import GuideScreen

        facts = insights.door(self.group, None, self.desk.guide, self.stage)
        self.app.push_screen(GuideScreen(self.desk, self.stage, facts))

    def action_close(self) -> None:
        """The group is closed through the door of its last stage; a closed one is open again."""
        if self.group.closed:
            self.do(Change("reopen"))
            self.say("group.open-again")
            return
        last = self._stages[-1]
        facts = insights.door(self.group, None, self.desk.guide, last)
        title = self.words("door.title", stage=last.title)

        def through(reason: str | None) -> None:
            if reason is not None:
                self.do(Change("close", day=self.desk.now().date(), reason=reason))

        self.app.push_screen(DoorScreen(self.desk, title, self.words("group.closing"), facts), through)

    def action_names(self) -> None:
        """The real names, for as long as they are asked for."""
        from kelompok_tui.ui.names_screen import NamesScreen

        store = self.desk.store
        self.fetch(
            lambda: store.load_names(self.group_id),
            lambda names: self.app.push_screen(NamesScreen(self.desk, self.group_id, self.group, names)),
        )

    def action_defaults(self) -> None:
        """The usual three follow-ups, counted from the last session."""
        read = self._read_ones
        last = read[-1].began.date() if read else self.desk.now().date()
        self.do(Change("follow_defaults", last=last, days=self.desk.settings.due))

    def do(self, change: Change) -> bool:
        met = {seat.code for session in self._read_ones for seat in session.seats}
        if change.verb in {"rename_member", "set_aside"} and change.facts["code"] in met:
            word = "member.met" if change.verb == "set_aside" else "member.in-session"
            self.tell(KelompokError(word, code=change.facts["code"]))
            self.redraw()
            return False
        code = str(change.facts.get("code", "")).strip().upper()
        if change.verb == "add_member" and any(c.code == code for c in self.group.candidates):
            change = Change("choose", code=code)
        if change.verb in {"add_member", "choose"} and self._numbers:  # the group has met: she comes into it
            change = Change(change.verb, **change.facts, joined=self.desk.now())
        return super().do(change)

    def over(self, old: Group, now: Group) -> Group:
        """Undo leaves alone who joined in a session."""
        met = {seat.code for session in self._read_ones for seat in session.seats}
        known = {person.code for person in old.members}
        joined = tuple(m for m in now.members if m.code in met and m.code not in known)
        codes = {member.code for member in joined}
        rest = tuple(c for c in old.candidates if c.code not in codes)
        return old.but(members=(*old.members, *joined), candidates=rest) if joined else old

    def action_back(self) -> None:
        """Home, once all is on the disk."""
        self.leave()

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What the sheet does with keys."""
        days = dict(zip(USUAL, self.desk.settings.due, strict=True))
        told = (self.words("sheet.help"), self.words("group.help", **days), self.words("bin.group-help"))
        return Content("\n".join(told)), frozenset()
