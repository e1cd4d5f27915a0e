"""The way into every room, and what is asked where another window has the session open."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kelompok_tui.locks import Lock
from kelompok_tui.model import Group, Session
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.fill_screen import Subject
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.page import Page

Choice = Literal["read", "take"]
Room = TypeVar("Room", bound=Screen[Any])


class HeldScreen(Leaf[Choice | None], ModalScreen[Choice | None]):
    """Gives what is wanted of a session that another window has open: read it, or take it over. None: not now."""

    AUTO_FOCUS = ""
    BINDINGS = [
        key("enter", "choose('read')", "held.read"),
        key("t", "choose('take')", "held.take"),
        Binding("escape", "choose('')", "app.back"),
    ]

    def __init__(self, desk: Desk, number: int) -> None:
        super().__init__()
        self.desk = desk
        self._number = number

    def compose(self) -> ComposeResult:
        words = self.desk.words
        with Vertical(id="door"):
            yield Static(Content.styled(words("held.title", number=self._number), "bold"))
            yield Static(Content(words("held.told")))
            for name in ("read", "take"):
                shown = self.key_of(f"choose('{name}')")
                yield Static(Content.styled(f" {shown:>3} ", "bold $text-accent") + Content(words(f"held.{name}-told")))
        yield Keys()

    def action_choose(self, choice: Choice) -> None:
        """That one."""
        self.dismiss(choice or None)


def open_papers(page: Page, subject: Subject | None, then: Callable[[], None] = lambda: None) -> None:
    """The papers above `page`: of a session its log, of a group without one its plan, of no `subject` the year's."""
    from kelompok_tui.export.papers import Paper
    from kelompok_tui.ui.report_screen import ReportScreen

    paper = Paper("recap", language=page.words.language)
    if subject:
        meeting = subject.meeting
        number = meeting.number if meeting else None
        paper = replace(paper, document="log" if meeting else "rpl", group=subject.id, session=number)
    page.show(ReportScreen(page.desk, paper, subject), lambda _: then())


def enter_room(
    page: Page,
    group_id: str,
    group: Group,
    session: Session,
    room: Callable[[Session, Lock | None], Room],
    then: Callable[[Room], None] = lambda room: None,
) -> None:
    """Opens the `room` of the session above `page`, locked, and gives it to `then` when it was left.

    Where another window has it, that is asked first. One that is taken over is opened as it is on the disk, without
    a lock: what both change is merged when it is saved.
    """
    store, number = page.desk.store, session.number

    def newest() -> Session:
        return store.load_session(group_id, number) if number in store.sessions(group_id) else session

    def enter(held: Session, lock: Lock | None = None) -> None:
        opened = room(held, lock)

        def left(_: None) -> None:
            if lock:
                lock.release()
            then(opened)

        page.show(opened, left)

    def read(held: Session) -> None:
        open_papers(page, Subject(group_id, group, held))

    def choose(choice: Choice | None) -> None:
        if choice:
            page.fetch(newest, enter if choice == "take" else read)

    def decide(lock: Lock | None) -> None:
        if lock:
            enter(session, lock)
        else:
            page.show(HeldScreen(page.desk, number), choose)

    page.fetch(lambda: store.hold(group_id, number), decide)
