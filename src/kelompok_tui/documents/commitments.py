"""Slips to cut: what each member has promised, for her to take home."""

from collections.abc import Iterator

from kelompok_tui.documents import figures, head
from kelompok_tui.documents.pages import discreet, own, whom
from kelompok_tui.documents.report import Fact, Report, Slip, Slips
from kelompok_tui.documents.source import Source
from kelompok_tui.model import Session, answered
from kelompok_tui.words import Words


def commitments(source: Source) -> Report:
    """One slip for each who came or has something to do; none names another, since each is handed out."""
    words, session = source.words, source.told
    busy = {action.who for action in session.actions if action.open}
    codes = whom(source, (seat.code for seat in session.seats if seat.came or seat.code in busy))
    slips = tuple(Slip(code, tuple(_rows(source, session, code))) for code in codes)
    if not source.member:
        slips = tuple(Slip(slip.title, tuple(own(row, slip.title) for row in slip.rows)) for slip in slips)
    return head.report(source, "commitments", words("commitments.title", number=session.number), Slips(slips))


def _rows(source: Source, session: Session, code: str) -> Iterator[Fact]:
    words, told = source.words, discreet(source, code)

    def row(key: str, value: str, number: str = "") -> Fact:
        return Fact(words(f"commitments.{key}"), told(value), key + number)

    yield row("promise", str(answered(session.answers, "commitments", "behaviour", code) or ""))
    mine = [a for a in session.actions if a.who == code and (a.open or a.since == session.number)]
    for number, action in enumerate(mine, start=1):
        for key in ("what", "when", "support", "sign"):
            yield row(key, getattr(action, key), f"_{number}" if number > 1 else "")
    yield row("again", next_day(session, words))


def next_day(session: Session, words: Words) -> str:
    """The day of the next meeting as it was agreed; empty where none was."""
    return figures.day(answered(session.answers, "next", "date"), words.date)
