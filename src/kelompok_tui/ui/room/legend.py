"""The keys of the kinds of mark, always in sight."""

from textual.content import Content

from kelompok_tui.guide import Guide, Kind
from kelompok_tui.keys import KIND, Keys
from kelompok_tui.ui.plate import Plate, rows


class Legend(Plate):
    """The members' kinds first, then the leader's moves; a key and its word stay on one row."""

    def lay(self, guide: Guide, keys: Keys) -> None:
        """The kinds of `guide`."""
        if not self.fresh():
            return
        told: dict[bool, list[Content]] = {False: [], True: []}
        for kind in guide.kinds.values():
            if shown := keys[f"{KIND}{kind.id}"]:
                said = Content.styled(shown, f"bold {tint(kind)}") + Content(f" {kind.short or kind.title}  ")
                told[kind.row == "leader"].append(said)
        self.put(Content("\n").join(rows(cells, self.app.size.width - 1) for cells in told.values() if cells))


def tint(kind: Kind) -> str:
    """The style of its color."""
    return f"$text-{kind.color}" if kind.color else "$text"
