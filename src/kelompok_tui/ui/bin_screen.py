"""The bin: groups and sessions that were put away, to be brought back or removed for good."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kelompok_tui.errors import KelompokError
from kelompok_tui.store import Binned
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.leaf import Keys
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.question_screen import QuestionScreen


class BinScreen(Page):
    """What was put away last stands first, each in two lines."""

    AUTO_FOCUS = "#list"
    BINDINGS = [
        key("enter", "restore", "bin.restore", priority=True),
        key("delete", "destroy", "bin.destroy"),
        Binding("escape", "dismiss", "app.back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._binned: list[Binned] = []
        self._busy = False

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self.words('bin.title')} ", "bold"), id="title")
        yield Static(Content(self.words("bin.reading")), id="welcome")
        yield OptionList(id="list", markup=False)
        yield Keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to take while it is empty."""
        return action not in {"restore", "destroy"} or bool(self._binned)

    def on_screen_resume(self) -> None:
        self._read()

    def _read(self) -> None:
        self.fetch(self.desk.store.binned, self._lay)

    def _lay(self, binned: list[Binned]) -> None:
        self._binned, self._busy = binned, False
        listed = self.query_one("#list", OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(Option(self._told(one)) for one in binned)
        listed.display = bool(binned)
        if binned:
            listed.highlighted = min(at or 0, len(binned) - 1)
            self.set_focus(listed)
        welcome = self.query_one("#welcome", Static)
        welcome.update(Content(self.words("bin.empty")))
        welcome.display = not binned
        self.refresh_bindings()

    def _told(self, one: Binned) -> Content:
        words, facts = self.words, []
        if one.number is None and one.at and not one.trouble:
            facts.append(words("bin.holds", members=one.members, sessions=one.sessions))
        if one.day:
            day = words.short_date(one.day)
            facts.append(words("bin.last", day=day) if one.number is None else day)
        if one.at:
            facts.append(words("bin.since", day=words.short_date(one.at.date()), clock=words.clock(one.at)))
        told = Content.styled(self._what(one), "bold")
        if facts:
            told += Content("\n  " + " · ".join(facts))
        return told + Content.styled(f"\n  ! {words.error(one.trouble)}", "$error") if one.trouble else told

    def _what(self, one: Binned) -> str:
        if one.at is None:
            return one.name
        return self.words("bin.group" if one.number is None else "bin.session", name=one.name, number=one.number)

    def _picked(self) -> Binned | None:
        at = self.query_one("#list", OptionList).highlighted
        return None if self._busy or at is None or at >= len(self._binned) else self._binned[at]

    def action_restore(self) -> None:
        """Back to where it was."""
        one = self._picked()
        if one is None:
            return

        def back(id: str) -> None:
            kind = "session" if one.number is not None else "group" if id == one.group else "as"
            self.say(f"bin.back-{kind}", name=one.name, number=one.number, id=id, group=one.group)
            self._read()

        self._busy = True  # a second Enter before the list is read again is not for the next one
        self.fetch(lambda: self.desk.store.restore(one), back)

    def tell(self, trouble: KelompokError) -> None:
        """As everywhere; the list takes keys again."""
        self._busy = False
        super().tell(trouble)

    def action_destroy(self) -> None:
        """Removed for good, if she really wants it."""
        one = self._picked()
        if one is None:
            return
        words, what = self.words, self._what(one)
        self.app.push_screen(
            QuestionScreen(
                self.desk,
                words("bin.ask-destroy", what=what),
                [words("bin.never")],
                words("bin.gone"),
                lambda: self.desk.store.destroy(one),
                lambda _: self.say("bin.destroyed", what=what),
            )
        )

    def help_text(self) -> tuple[Content, frozenset[str]]:
        """What the bin is."""
        return Content(self.words("bin.help")), frozenset()
