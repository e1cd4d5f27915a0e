"""Home: what is due, and the groups."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kelompok_tui import insights
from kelompok_tui.disposal import Disposal, count, dispose, register, remains
from kelompok_tui.model import FollowUp, Group, Session
from kelompok_tui.model.session import MOST
from kelompok_tui.settings import Settings
from kelompok_tui.store import Binned, Row
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.due_screen import DueScreen, called
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.held_screen import enter_room, open_papers
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.repair import offer_repair
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.settled import Settled
from kelompok_tui.ui.union import offer_union, told


class HomeScreen(Page):
    """Follow-ups that are due stand first, then each group in two lines."""

    AUTO_FOCUS = "#list"
    BINDINGS = [
        key("enter", "open", "home.open"),
        key("n", "new", "home.new"),
        key("s", "settings", "home.settings"),
        key("k", "contacts", "home.contacts"),
        key("r", "recap", "home.recap", show=False),
        key("delete", "discard", "bin.discard", name="home.discard", show=False),
        key("b", "bin", "bin.open", name="home.bin", show=False),
        key("q", "app.quit", "app.quit", name="home.quit"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: list[Row] = []
        self._lines: list[tuple[Row, bool, Callable[[], None]]] = []  # its group, whether it is just that, what opens

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self.words('home.title')} ", "bold"), id="title")
        yield Static(Content(self.words("home.reading")), id="welcome")
        yield OptionList(id="list", markup=False)
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        for trouble in self.desk.troubles:
            self.tell(trouble)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to open while there is no group."""
        return action not in {"open", "discard", "recap"} or bool(self._rows)

    def on_screen_resume(self) -> None:
        self.fetch(self.desk.store.rows, self._lay)

    def _lay(self, rows: list[Row]) -> None:
        self._rows = rows
        words, today = self.words, self.desk.now().date()
        listed = self.query_one("#list", OptionList)
        at = listed.highlighted
        listed.clear_options()
        self._lines.clear()

        def add(said: Content, row: Row, open_it: Callable[[], None], group: bool = False) -> None:
            listed.add_option(Option(said))
            self._lines.append((row, group, open_it))

        due = sorted(
            ((f, row) for row in rows for f in row.due if f.due <= today),
            key=lambda pair: (pair[0].due, pair[1].id),
        )
        for row in rows:
            for session in (s for s in row.unsafe if insights.afterwards(s, self.desk.now())):
                said = words("home.unsafe", number=session.number, group=row.name)
                add(Content.styled(f"! {said}", "bold $error"), row, partial(self._open_safety, row.id, session.number))
        for row in rows:
            for conflict in row.conflicts:
                said = words(
                    "conflict.unread" if conflict.trouble else "conflict.found", what=told(words, conflict, row)
                )
                add(Content.styled(f"! {said}", "$error"), row, partial(offer_union, self, conflict, row))
        for followup, row in due:
            what = called(self.desk, followup)
            said = words("home.due", day=words.short_date(followup.due), what=what, group=row.name)
            add(Content.styled(f"! {said}", "$error"), row, partial(self._open_due, row.id, followup))
        for row in rows:
            day = insights.retention(row.last, self.desk.settings.keep)
            if day and day < today:
                said = words("home.kept", day=words.short_date(day), group=row.name)
                add(Content.styled(f"! {said}", "$error"), row, partial(self._ask_id, row))
        for row in rows:
            mend = row.trouble and partial(offer_repair, self, row.trouble)
            add(self._told(row), row, mend or partial(self._open, row.id), group=True)
        if listed.option_count:
            listed.highlighted = min(at or 0, listed.option_count - 1)
        self.query_one("#welcome", Static).update(Content("" if rows else words("home.empty")))
        self.query_one("#welcome").display = not rows
        listed.display = bool(rows)
        if rows and self.focused is None:
            self.set_focus(listed)
        if not rows:
            self.fetch(self.desk.store.binned, self._tell_bin)

    def _tell_bin(self, binned: list[Binned]) -> None:
        """There is no group, but perhaps one that can be brought back."""
        if binned and not self._rows:
            told = f"{self.words('home.empty')}\n\n{self.words('bin.home-empty', count=len(binned))}"
            self.query_one("#welcome", Static).update(Content(told))

    def _told(self, row: Row) -> Content:
        words = self.words
        if row.trouble:
            said = Content.styled(f"! {words.error(row.trouble)}", "$error")
            return Content.styled(row.id, "bold") + Content("\n  ") + said
        facts = [
            words("home.members", count=row.members),
            words("home.sessions", count=len(row.sessions), planned=row.meetings),
        ]
        if row.last:
            facts.append(words("home.last", day=words.short_date(row.last)))
        if row.closed:
            facts.append(words("home.closed", day=words.short_date(row.closed)))
        told = Content.styled(row.name, "bold") + Content(f"  {row.concern}\n  " + " · ".join(facts))
        if row.open is not None:
            told += Content("  ") + Content.styled(f" {words('home.running', number=row.open)} ", "reverse")
        for trouble in row.missed:
            told += Content.styled(f"\n  ! {words.error(trouble)}", "$error")
        return told

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The group, or what is due in it."""
        at = self.query_one("#list", OptionList).highlighted
        if at is not None and at < len(self._lines):
            self._lines[at][2]()

    def _open(self, id: str, panel: str = "") -> None:
        store = self.desk.store

        def show(group: Group) -> None:
            self.show(GroupScreen(self.desk, id, group, panel))

        self.fetch(lambda: store.load_group(id), show)

    def _open_due(self, id: str, followup: FollowUp) -> None:
        """The follow-up, answered here."""
        store = self.desk.store

        def show(read: tuple[Group, tuple[Session, ...]]) -> None:
            group, sessions = read
            if followup in group.owed:
                self.show(DueScreen(self.desk, id, group, sessions, followup))
            else:  # changed elsewhere meanwhile
                self.say("home.gone")
                self.fetch(store.rows, self._lay)

        self.fetch(lambda: (store.load_group(id), store.sessions_before(id, MOST)), show)

    def _open_safety(self, id: str, number: int) -> None:
        """The session, with its checklist in front."""
        store = self.desk.store

        def show(read: tuple[Group, Session, tuple[Session, ...]]) -> None:
            group, session, before = read
            enter_room(
                self,
                id,
                group,
                session,
                lambda held, lock: SessionScreen(self.desk, id, group, held, before, "safety", lock),
            )

        self.fetch(
            lambda: (store.load_group(id), store.load_session(id, number), store.sessions_before(id, number)), show
        )

    def action_new(self) -> None:
        """A new group: first its name."""
        self.ask(self.words("home.name"), "", self._make)

    def _make(self, name: str) -> None:
        if not name:
            return
        store = self.desk.store

        def make() -> str:
            id = store.new_id(name)
            store.save_group(id, Group(name=name))
            return id

        self.fetch(make, lambda id: self._open(id, "plan"))

    def action_discard(self) -> None:
        """The group that is marked goes to the bin, if she says so."""
        at = self.query_one("#list", OptionList).highlighted
        if at is None or at >= len(self._lines):
            return
        row, group, _ = self._lines[at]
        if not group:
            self.say("bin.reminder")
            return
        words, store, now = self.words, self.desk.store, self.desk.now()
        lines = [words("bin.unread" if row.trouble else "bin.holds", members=row.members, sessions=len(row.sessions))]
        if row.open is not None:
            lines.append(words("bin.running", number=row.open))
        lines += [words("bin.unsafe", number=session.number) for session in row.unsafe]
        if row.due:
            lines.append(words("bin.due", count=len(row.due)))
        self.app.push_screen(
            QuestionScreen(
                self.desk,
                words("bin.ask-group", name=row.name),
                [*lines, words("bin.safe")],
                words("bin.move"),
                lambda: store.bin_group(row.id, now),
                lambda _: self.say("bin.put", what=words("bin.group", name=row.name)),
            )
        )

    def _ask_id(self, row: Row) -> None:
        """The group is due for removal: whoever wants that writes its id."""

        def weigh(text: str) -> None:
            if text == row.id:
                self.fetch(lambda: remains(self.desk.store, row.id), lambda left: self._ask_dispose(row, left))
            elif text:
                self.say("dispose.differs", text=text, id=row.id)

        self.ask(self.words("dispose.type", id=row.id), "", weigh)

    def _ask_dispose(self, row: Row, left: list[Path]) -> None:
        words, store, now = self.words, self.desk.store, self.desk.now()
        lines = [words("dispose.holds", n=sum(map(count, left)), id=row.id)]
        lines += [words("dispose.unsafe", number=session.number) for session in row.unsafe]
        if row.due:
            lines.append(words("dispose.due", count=len(row.due)))

        def told(done: Disposal) -> None:
            self.say("dispose.done", n=done.files, id=row.id, file=register(store).name)

        self.app.push_screen(
            QuestionScreen(
                self.desk,
                words("dispose.ask", name=row.name),
                [*lines, words("dispose.never"), words("dispose.ssd")],
                words("dispose.go"),
                lambda: dispose(store, row.id, now),
                told,
            )
        )

    def action_bin(self) -> None:
        """What was put away."""
        from kelompok_tui.ui.bin_screen import BinScreen

        self.app.push_screen(BinScreen(self.desk))

    def action_recap(self) -> None:
        """The papers of all groups."""
        open_papers(self, None)

    def action_contacts(self) -> None:
        """Who can be asked for help."""
        from kelompok_tui.ui.contacts_screen import open_contacts

        open_contacts(self)

    def action_settings(self) -> None:
        """The counselor's choices."""
        from kelompok_tui.ui.settings_screen import SettingsScreen

        self.app.push_screen(SettingsScreen(self.desk), self._settle)

    def _settle(self, settings: Settings | None) -> None:
        if settings is not None and settings != self.desk.settings:
            self.app.post_message(Settled(settings))

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What home is."""
        return Content(f"{self.words('home.help')}\n{self.words('bin.home-help')}"), frozenset()
