"""A report as JSON."""

import json
from dataclasses import asdict

from kelompok_tui.documents.report import Report

SCHEMA = 1


def data(report: Report) -> bytes:
    """`{"schema", "document", "title", "language", "blocks"}`; each block has its `kind` and its fields."""
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in report.blocks]
    held = {
        "schema": SCHEMA,
        "document": report.document,
        "title": report.title,
        "language": report.language,
        "blocks": blocks,
    }
    return (json.dumps(held, ensure_ascii=False, indent=2) + "\n").encode()
