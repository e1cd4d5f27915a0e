"""Texts on the screen: one that costs nothing while it stays the same, and parts that stay whole in their row."""

from textual.content import Content
from textual.widgets import Static


class Plate(Static):
    """Shows a text. The same text again is not drawn; the screen is laid out anew only when its rows change."""

    _held = Content("")
    _facts: tuple[object, ...] = ()

    def fresh(self, *facts: object) -> bool:
        """Whether its text must be made: the `facts` it is made of, and its width, are not those of the last time."""
        facts = (self.app.size.width, *facts)
        if facts == self._facts:
            return False
        self._facts = facts
        return True

    def put(self, content: Content) -> None:
        """Shows `content`."""
        if content.is_same(self._held):
            return
        rows = content.plain.count("\n") != self._held.plain.count("\n")
        self._held = content
        self.update(content, layout=rows)


def rows(cells: list[Content], width: int) -> Content:
    """`cells` one after the other, a new row where the next would not fit whole into `width`."""
    told: list[Content] = []
    left = width
    for number, cell in enumerate(cells):
        left -= cell.cell_length
        if left < 0 and number:
            told.append(Content("\n"))
            left = width - cell.cell_length
        told.append(cell)
    return Content("").join(told)
