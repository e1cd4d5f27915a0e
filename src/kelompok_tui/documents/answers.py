"""What was answered, in words: one answer, all of an item, and what of them a school may read."""

from collections.abc import Iterable, Mapping

from kelompok_tui.documents.figures import counts, day
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Form, Item
from kelompok_tui.model import Session
from kelompok_tui.words import Words

Given = bool | int | str

OPEN = {"problems", "commitments", "uca", "kept", "pledge"}  # what a school may read of each member, by her code
TEXTS = {"problems", "commitments", "chosen", "rules", "solved", "next", "reflection"}  # and of what was written


def readable(form: Form, item: Item, source: Source) -> bool:
    """Whether the reader of `source` may see that answer: a school no member's feelings, and few words of theirs."""
    if form.private:
        return False
    if source.private:
        return True
    return (form.rows != "member" or form.id in OPEN) and (item.kind != "text" or form.id in TEXTS)


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
