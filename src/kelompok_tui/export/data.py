"""A report as JSON."""

import json
from dataclasses import asdict

from kelompok_tui.documents.report import Report

SCHEMA = 2


def data(report: Report) -> bytes:
    """The report's own facts beside `schema`, and `blocks`: each has its `kind` and its fields."""
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in report.blocks]
    held = {
        "schema": SCHEMA,
        "document": report.document,
        "title": report.title,
        "language": report.language,
        "reader": report.reader,
        "subtitle": report.subtitle,
        "letterhead": report.letterhead,
        "blocks": blocks,
    }
    return (json.dumps(held, ensure_ascii=False, indent=2) + "\n").encode()
