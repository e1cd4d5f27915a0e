"""A report as JSON."""

import json

from kelompok_tui.documents.report import Report
from kelompok_tui.words import CONTROLS

SCHEMA = 2


def told(report: Report) -> dict[str, object]:
    """The report's facts but its logo and what was withheld; `schema`; `blocks`, each with `kind` and its fields."""
    own = {name: value for name, value in vars(report).items() if name not in ("blocks", "logo", "withheld")}
    blocks = [{"kind": type(block).__name__.lower(), **vars(block)} for block in report.blocks]
    return {"schema": SCHEMA, **own, "blocks": blocks}


def data(report: Report) -> bytes:
    """The same, as it is written: what is empty stays so; signs that could steer a terminal stand as numbers."""
    text = json.dumps(told(report), ensure_ascii=False, indent=2, default=vars)
    return (CONTROLS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + "\n").encode()
