"""The number of the file format, and the steps from each older one: dict to dict."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kelompok_tui.errors import KelompokError

FORMAT = 3

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _same(held: dict[str, Any]) -> dict[str, Any]:
    return held


def _risks_apart(held: dict[str, Any]) -> dict[str, Any]:
    """Session 1 to 2: moments of safety leave the marks, for a list of their own."""
    marks = held.get("marks", [])
    if not isinstance(marks, list):
        return held
    flagged = [mark for mark in marks if isinstance(mark, dict) and mark.get("kind") == "risk"]
    rest = [mark for mark in marks if mark not in flagged]
    risks = [
        {key: mark[key] for key in ("at", "stage", "who") if key in mark}
        | {"id": f"{held.get('number')}.{n}", "did": mark.get("note", "")}
        for n, mark in enumerate(flagged, start=1)
    ]
    return held | {"marks": rest, "risks": risks}


_STATES: dict[tuple[str, bool | str], str] = {
    ("limits", True): "given",
    ("limits", False): "asked",
    ("own", True): "given",
    ("own", False): "refused",
    **{("parent", state): state for state in ("given", "asked", "refused")},
}


def _consents_apart(held: dict[str, Any]) -> dict[str, Any]:
    """Group 2 to 3: answers to the form of consent become a ledger of their own, each with its day."""
    answers = held.get("answers", [])
    if not isinstance(answers, list):
        return held

    def consent(answer: Any) -> dict[str, Any] | None:
        if not isinstance(answer, dict) or answer.get("form") != "consent":
            return None
        item, value, at = answer.get("item"), answer.get("value"), answer.get("at")
        known = _STATES.get((item, value)) if isinstance(item, str) and isinstance(value, bool | str) else None
        code = answer.get("about")
        if known is None or not isinstance(at, datetime) or not isinstance(code, str) or not _code(code):
            return None
        return {"code": code, "kind": item, "state": known, "day": at.date()}

    made = [(answer, consent(answer)) for answer in answers]
    rest = [answer for answer, ledger in made if ledger is None]
    there = held.get("consents", [])
    new = [ledger for _, ledger in made if ledger is not None]
    return held | {"answers": rest, "consents": [*there, *new] if isinstance(there, list) else there}


def _code(text: str) -> bool:
    """It is a member's code."""
    return text.strip().isalpha() and len(text.strip()) <= 4


# STEPS[kind][n] makes a file of format n one of format n + 1; `kind` is a key of it
STEPS: dict[str, dict[int, Step]] = {
    "group": {1: _same, 2: _consents_apart},
    "names": {1: _same, 2: _same},
    "session": {1: _risks_apart, 2: _same},
    "settings": {1: _same, 2: _same},
    "contacts": {1: _same, 2: _same},
    "round": {1: _same, 2: _same},
    "disposed": {1: _same, 2: _same},
}


def migrate(kind: str, held: dict[str, Any], file: object) -> dict[str, Any]:
    """`held` in today's format, without its number.

    KelompokError `file.no-format` where the number is missing or is none, `file.newer` where it is from a
    later kelompok than this one.
    """
    number = held.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise KelompokError("file.no-format", file=file, format=FORMAT)
    if number > FORMAT:
        raise KelompokError("file.newer", file=file, number=number, format=FORMAT)
    held = {key: value for key, value in held.items() if key != "format"}
    for step in range(number, FORMAT):
        held = STEPS[kind][step](held)
    return held
