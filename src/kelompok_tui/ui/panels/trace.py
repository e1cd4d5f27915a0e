"""What was corrected afterwards: when, which fact, what it was."""

from kelompok_tui.documents.corrections import traces
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Row


class TracePanel(Panel):
    """A row a correction, the newest first; nothing to be changed."""

    def show(self, shown: Shown) -> None:
        words = self.words
        fields = (Field("what", words("panel.trace.what"), "fixed"), Field("was", words("panel.trace.was"), "fixed"))
        told = traces(shown.session or shown.group, self.desk.guide, words, private=True)
        listed = [Row(str(n), when, (what, was)) for n, (when, what, was) in enumerate(told)]
        self.lay(words("panel.trace.hint"), words("panel.trace.when"), fields, listed[::-1])

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        return None
