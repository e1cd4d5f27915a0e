"""The panels a stage can name: one table."""

from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.panels.actions import ActionsPanel
from kelompok_tui.ui.panels.attendance import AttendancePanel
from kelompok_tui.ui.panels.candidates import CandidatesPanel
from kelompok_tui.ui.panels.carried import CarriedPanel
from kelompok_tui.ui.panels.consent import ConsentPanel
from kelompok_tui.ui.panels.debrief import DebriefPanel
from kelompok_tui.ui.panels.due import DuePanel
from kelompok_tui.ui.panels.followups import FollowUpsPanel
from kelompok_tui.ui.panels.form import FormPanel
from kelompok_tui.ui.panels.likeness import LikenessPanel
from kelompok_tui.ui.panels.meeting import MeetingPanel
from kelompok_tui.ui.panels.members import MembersPanel
from kelompok_tui.ui.panels.panel import Panel
from kelompok_tui.ui.panels.plan import PlanPanel
from kelompok_tui.ui.panels.safety import SafetyPanel
from kelompok_tui.ui.panels.tally import TallyPanel
from kelompok_tui.ui.panels.tensions import TensionsPanel
from kelompok_tui.ui.panels.trace import TracePanel

PANELS: dict[str, type[Panel]] = {
    "plan": PlanPanel,
    "candidates": CandidatesPanel,
    "likeness": LikenessPanel,
    "members": MembersPanel,
    "consent": ConsentPanel,
    "carried": CarriedPanel,
    "attendance": AttendancePanel,
    "tensions": TensionsPanel,
    "actions": ActionsPanel,
    "followups": FollowUpsPanel,
    "due": DuePanel,
    "meeting": MeetingPanel,
    "tally": TallyPanel,
    "safety": SafetyPanel,
    "debrief": DebriefPanel,
    "trace": TracePanel,
    "form": FormPanel,
}


def panel(desk: Desk, name: str) -> Panel | None:
    """The panel of that name (`form:uca` is the form `uca`); None where there is none any more."""
    if name.startswith("form:") and name.removeprefix("form:") not in desk.guide.forms:
        return None
    kind = PANELS.get(name.partition(":")[0])
    return kind(desk, name) if kind else None
