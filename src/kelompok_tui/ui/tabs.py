"""The titles of the panels in one row; the open one and the one after it stay in sight."""

from textual.content import Content

from kelompok_tui.ui.plate import Plate


class Tabs(Plate):
    """Whole titles only; `‹` and `›` tell that there are more."""

    _titles: tuple[str, ...] = ()
    _at = 0

    def lay(self, titles: tuple[str, ...], at: int) -> None:
        """Shows `titles`, that of the place `at` as the open one."""
        self._titles, self._at = titles, at
        self._draw()

    def on_resize(self) -> None:
        """As many as fit now."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width or self.app.size.width
        if not self.fresh(width, self._titles, self._at):
            return
        titles = [f" {title} " for title in self._titles]
        first = 0
        while first < self._at and sum(len(title) for title in titles[first : self._at + 2]) > width - 2:
            first += 1
        said = Content("‹" if first else "")
        for number, title in enumerate(titles[first:], start=first):
            if said.cell_length + len(title) > width - (number + 1 < len(titles)):
                said += Content("›")
                break
            said += Content.styled(title, "reverse bold" if number == self._at else "")
        self.put(said)
