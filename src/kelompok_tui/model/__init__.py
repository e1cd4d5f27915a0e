"""What happened: frozen values, and verbs that give back a new value."""

from kelompok_tui.model.group import FollowUp, Goal, Group, Member, Plan
from kelompok_tui.model.session import (
    LEADER,
    Action,
    Mark,
    Pause,
    Seat,
    Session,
    Tension,
    Tick,
    Visit,
    next_session,
)
from kelompok_tui.model.value import Answer, Answers, Value, answered, clean, line

__all__ = [
    "LEADER",
    "Action",
    "Answer",
    "Answers",
    "FollowUp",
    "Goal",
    "Group",
    "Mark",
    "Member",
    "Pause",
    "Plan",
    "Seat",
    "Session",
    "Tension",
    "Tick",
    "Value",
    "Visit",
    "answered",
    "clean",
    "line",
    "next_session",
]
