"""What was marked: the last of it always in sight, all of it when asked."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from kelompok_tui.guide import Guide
from kelompok_tui.model import LEADER, Mark, Session
from kelompok_tui.model.session import NOTE
from kelompok_tui.ui.plate import Plate
from kelompok_tui.ui.room.legend import tint
from kelompok_tui.words import Words

LAST = 5  # marks in sight
MANY = 100  # rows kept drawn


def who(words: Words, code: str) -> str:
    """A code as the room shows it."""
    return words("room.leader") if code == LEADER else code


def told(words: Words, guide: Guide, mark: Mark) -> Content:
    """A mark on one row: when, who, to whom, what, and its note."""
    kind = guide.kind(mark.kind)
    clock = words.clock(mark.at) if mark.timed else words("room.untimed")
    whom = who(words, mark.who) + (f"→{who(words, mark.to)}" if mark.to else "")
    what = words("kind.note") if mark.kind == NOTE else kind.short or kind.title
    note = f" “{mark.note}”" if mark.note else ""
    return Content.assemble(f"{clock} ", (whom, "bold"), " " if whom else "", (what, tint(kind)), note)


class LastMarks(Widget):
    """The last five, the newest first. A row that was drawn once is not drawn again when it moves down."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._rows: tuple[Content, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._drawn: dict[tuple[str, int, Style], Strip] = {}

    def lay(self, words: Words, guide: Guide, session: Session) -> None:
        """Those of `session`."""
        marks = session.marks[: -LAST - 1 : -1]
        if marks == self._marks and self._rows:
            return
        known = dict(zip(self._marks, self._rows, strict=False))
        self._marks = marks
        self._rows = tuple(known.get(mark) or told(words, guide, mark) for mark in marks)
        self._rows = self._rows or (Content(words("room.no-marks")),)
        self.refresh()

    def notify_style_update(self) -> None:
        """Another look: everything is drawn anew."""
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """That row, from what was drawn before where it was."""
        width, style = self.size.width, self.visual_style
        row = self._rows[y] if y < len(self._rows) else Content("")
        key = (row.markup, width, style)
        if key not in self._drawn:
            if len(self._drawn) > MANY:
                self._drawn.clear()
            self._drawn[key] = Visual.to_strips(self, row.truncate(width, ellipsis=True), width, 1, style)[0]
        return self._drawn[key]


class Log(VerticalScroll, can_focus=False):
    """A drawer with every mark of the session, the newest first, a heading where the stage changes."""

    def compose(self) -> ComposeResult:
        yield Plate(id="log-text")

    def lay(self, words: Words, guide: Guide, session: Session) -> None:
        """Those of `session`."""
        lines: list[Content] = []
        stage = ""
        for mark in reversed(session.marks):
            if mark.stage != stage:
                stage = mark.stage
                lines.append(Content.styled(guide.stage(stage).title, "bold $text-accent"))
            lines.append(Content("  ") + told(words, guide, mark))
        self.query_one(Plate).put(Content("\n").join(lines or [Content(words("room.no-marks"))]))
