"""Many lines of plain text to be scrolled through: drawn line by line, whatever their number."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kelompok_tui.export.preview import Line, Role, plain


class Pages(ScrollView, can_focus=True):
    """A paper as it will leave. Each part has the style of its role (`pages--heading`)."""

    COMPONENT_CLASSES = {"pages--title", "pages--heading", "pages--label", "pages--blank", "pages--dim"}

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    @property
    def text(self) -> str:
        """All that can be read in it."""
        return plain(self._lines)

    def put(self, lines: Sequence[Line]) -> None:
        """These lines, from the first."""
        self._lines = lines
        wide = max((sum(len(text) for text, _ in line) for line in lines), default=0)
        self.virtual_size = Size(wide, len(lines))
        self.scroll_home(animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The row of the window, as Textual asks for it."""
        at = y + self.scroll_offset.y
        line = self._lines[at] if at < len(self._lines) else []
        strip = Strip([Segment(text, self._style(role)) for text, role in line if text])
        return strip.crop_extend(0, self.size.width, self.rich_style)

    def _style(self, role: Role) -> Style:
        return self.get_component_rich_style(f"pages--{role}") if role else self.rich_style
