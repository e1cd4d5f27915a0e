"""What happened: frozen values, and verbs that give back a new value."""

from kelompok_tui.model.contacts import Contact, Contacts
from kelompok_tui.model.group import Consent, FollowUp, Goal, Group, Member, Plan
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
from kelompok_tui.model.trace import corrected, replaced
from kelompok_tui.model.value import Answer, Answers, Correction, Value, answered
from kelompok_tui.words import clean, line

__all__ = [
    "LEADER",
    "Action",
    "Answer",
    "Answers",
    "Away",
    "Consent",
    "Contact",
    "Contacts",
    "Correction",
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
    "corrected",
    "line",
    "new_round",
    "next_session",
    "paper_session",
    "replaced",
]
