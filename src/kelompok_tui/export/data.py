"""A report as JSON."""

import json

from kelompok_tui.documents.report import Report

SCHEMA = 2


def told(report: Report) -> dict[str, object]:
    """The report's own facts but its logo, `schema`, and `blocks`: each has its `kind` and its fields."""
    own = {name: value for name, value in vars(report).items() if name not in ("blocks", "logo")}
    blocks = [{"kind": type(block).__name__.lower(), **vars(block)} for block in report.blocks]
    return {"schema": SCHEMA, **own, "blocks": blocks}


def data(report: Report) -> bytes:
    """The same, as it is written; texts stand as they were typed, and what is empty stays empty."""
    text = json.dumps(told(report), ensure_ascii=False, indent=2, default=vars) + "\n"
    return text.encode(errors="replace")  # half a character cannot be written
