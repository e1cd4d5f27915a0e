"""The life of a group, one line a session: which stages it went through, each as wide as it lasted."""

from datetime import datetime, timedelta

from textual.content import Content

from kelompok_tui.guide import Guide
from kelompok_tui.model import Session

MINUTES = 110  # that a line of characters holds: two meetings, and some gone over
TINTS = ("$text-primary", "$text-secondary", "$text-success", "$text-accent")


def life(guide: Guide, session: Session, now: datetime, width: int) -> Content:
    """Each stay with the first letters of its stage, `Perm─ Tra Kerja───`; one that was gone back to stands again.

    On `width` characters a minute is as wide as MINUTES of them allow.
    """
    cell = timedelta(minutes=max(1, MINUTES / width))
    ids = [stage.id for stage in guide.room]
    told = Content("")
    for visit in session.visits:
        stage = guide.stage(visit.stage)
        wide = max(3, round(session.stay(visit, now) / cell))
        name = (stage.short or stage.title)[:wide]
        tint = TINTS[ids.index(stage.id) % len(TINTS)] if stage.id in ids else ""
        told += Content.styled(name + "─" * (wide - len(name)), tint) + Content(" ")
    return told
