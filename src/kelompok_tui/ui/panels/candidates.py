"""Who could be a member: where the need was seen, her problem, and what it is about."""

from kelompok_tui import insights
from kelompok_tui.ui.panels.members import MembersPanel
from kelompok_tui.ui.panels.panel import Shown
from kelompok_tui.ui.sheet import NEW, Field, Row, choices

TOLD = 6  # tags that the hint tells


class CandidatesPanel(MembersPanel):
    """A row a person, those who were chosen first, and one more for a new one."""

    add = "add_candidate"

    def show(self, shown: Shown) -> None:
        words = self.words
        fields = (
            Field("code", words("panel.members.code")),
            Field("class", words("panel.members.class")),
            Field("source", words("panel.candidates.source"), "pick", choices(words.choices("source"))),
            Field("statement", words("panel.members.statement")),
            Field("tags", words("panel.candidates.tags")),
        )
        rows = []
        for p in shown.group.people:
            chosen = "✓" if p in shown.group.members else "–" if p.instead else "?"
            rows.append(Row(p.code, chosen, (p.code, p.class_, p.source, p.statement, ", ".join(p.tags)), name=p.code))
        rows.append(Row(NEW, NEW, (None,) * len(fields)))
        tags = insights.likeness(shown.group).tags
        known = ", ".join(f"{tag} {count}" for tag, count in tags[:TOLD])
        self.lay(words("panel.candidates.tagged" if tags else "panel.candidates.hint", tags=known), "", fields, rows)
