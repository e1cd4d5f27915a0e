"""What was marked: the last of it always in sight, all of it when asked."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from kelompok_tui.guide import Guide
from kelompok_tui.model import LEADER, Mark, Session
from kelompok_tui.model.session import NOTE
from kelompok_tui.ui.plate import Plate
from kelompok_tui.ui.room.legend import tint
from kelompok_tui.words import Words

LAST = 5  # marks in sight


def who(words: Words, code: str) -> str:
    """A code as the room shows it."""
    return words("room.leader") if code == LEADER else code


def told(words: Words, guide: Guide, mark: Mark) -> Content:
    """A mark on one row: when, who, to whom, what, and its note."""
    kind = guide.kind(mark.kind)
    clock = words.clock(mark.at) if mark.timed else words("room.untimed")
    whom = who(words, mark.who) + (f"→{who(words, mark.to)}" if mark.to else "")
    what = words("kind.note") if mark.kind == NOTE else kind.short or kind.title
    said = Content(f"{clock} ") + Content.styled(whom, "bold") + Content(" " if whom else "")
    note = Content(f" “{mark.note}”" if mark.note else "")
    return said + Content.styled(what, tint(kind)) + note


class LastMarks(Plate):
    """The last five, the newest first."""

    def lay(self, words: Words, guide: Guide, session: Session) -> None:
        """Those of `session`."""
        marks = session.marks[: -LAST - 1 : -1]
        if not self.fresh(marks):
            return
        self.put(Content("\n").join([told(words, guide, mark) for mark in marks] or [Content(words("room.no-marks"))]))


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
