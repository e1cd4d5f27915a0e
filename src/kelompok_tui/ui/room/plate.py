"""A text on the screen that costs nothing while it stays the same."""

from textual.content import Content
from textual.widgets import Static


class Plate(Static):
    """Shows a text. The same text again is not drawn; the screen is laid out anew only when its rows change."""

    _held = Content("")

    def put(self, content: Content) -> None:
        """Shows `content`."""
        if content.is_same(self._held):
            return
        rows = content.plain.count("\n") != self._held.plain.count("\n")
        self._held = content
        self.update(content, layout=rows)
