"""What happened: frozen values, and verbs that give back a new value."""

from kelompok_tui.model.contacts import Contact, Contacts
from kelompok_tui.model.group import FollowUp, Goal, Group, Member, Plan
from kelompok_tui.model.round import Round, new_round
from kelompok_tui.model.session import (
    LEADER,
    Action,
    Away,
    Mark,
    Pause,
    Risk,
    Seat,
    Session,
    Tension,
    Tick,
    Visit,
    next_session,
    paper_session,
)
from kelompok_tui.model.value import Answer, Answers, Value, answered, clean, line

__all__ = [
    "LEADER",
    "Action",
    "Answer",
    "Answers",
    "Away",
    "Contact",
    "Contacts",
    "FollowUp",
    "Goal",
    "Group",
    "Mark",
    "Member",
    "Pause",
    "Plan",
    "Risk",
    "Round",
    "Seat",
    "Session",
    "Tension",
    "Tick",
    "Value",
    "Visit",
    "answered",
    "clean",
    "line",
    "new_round",
    "next_session",
    "paper_session",
]
