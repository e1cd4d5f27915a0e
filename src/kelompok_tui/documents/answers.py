"""What was answered, in words: one answer, all of an item, and what of them a school may read."""

from collections.abc import Iterable, Mapping

from kelompok_tui.documents.figures import counts, day
from kelompok_tui.documents.readers import FEELINGS, MEMORY, NOTES, QUOTES, may
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Form, Item
from kelompok_tui.model import Session
from kelompok_tui.words import Words

Given = bool | int | str

QUOTED = {"problems", "responses", "commitments"}  # what each said, in her own words
OPEN = {"problems", "commitments", "uca", "kept", "pledge"}  # what all may read of each member: numbers and choices
TEXTS = {"chosen", "rules", "solved", "next", "reflection"}  # and what was written of all together


def content(form: Form, item: Item) -> str:
    """What an answer is in the table of readers; empty where every reader may have it."""
    if form.private:
        return NOTES
    if item.kind == "member" or (item.kind == "text" and form.id in QUOTED):
        return QUOTES
    if form.rows == "member":
        return "" if form.id in OPEN and item.kind != "text" else FEELINGS
    return MEMORY if item.kind == "text" and form.id not in TEXTS else ""


def readable(form: Form, item: Item, source: Source) -> bool:
    """Whether the reader of `source` may see that answer in a paper of the whole group."""
    held = content(form, item)
    return held != NOTES and (not held or may(source, held))


def given(session: Session, form: str, item: str) -> dict[str, Given]:
    """The answers to that item by whom or what they are about, in the order of the chairs."""
    held = {a.about: a.value for a in session.answers if (a.form, a.item) == (form, item)}
    order = {seat.code: place for place, seat in enumerate(session.seats)}
    return dict(sorted(held.items(), key=lambda row: order.get(row[0], len(order))))


def told(item: Item, value: Given, words: Words) -> str:
    """One answer as it is read: a choice by its word, a day in full."""
    if isinstance(value, bool):
        return words("log.yes" if value else "log.no")
    if item.kind == "choice":
        return item.options.get(str(value), str(value))
    if item.kind == "date":
        return day(value, words.date)
    return str(value)


def numbers(values: Iterable[Given]) -> list[int]:
    """Those answers that are numbers."""
    return [value for value in values if type(value) is int]


def listed(parts: Iterable[str]) -> str:
    """Titles in a row within a sentence."""
    return ", ".join(part[:1].lower() + part[1:] for part in parts)


def counted(item: Item, values: Mapping[str, Given], words: Words) -> str:
    """How often each choice was taken, in the order of the choices: `siap 4, belum siap 2`."""
    return counts((told(item, value, words) for value in values.values()), item.options.values())
