"""The list of who was there (daftar hadir), to be signed by hand."""

from kelompok_tui.documents import head
from kelompok_tui.documents.report import BLANK, Fact, Facts, Report, Table
from kelompok_tui.documents.source import Source

LINES = 12  # of a list without members


def attendance(source: Source) -> Report:
    """What was taken, or, printed empty or before a meeting, lines to fill in."""
    words, session = source.words, source.session
    group = Fact(words("paper.group"), source.group.name, "group")
    seats = session.seats if session and not source.empty else ()
    taken = {seat.code: head.attended(source, seat) for seat in seats}
    people = head.sitting(source) or (("", ""),) * LINES
    rows = tuple((str(n), code, class_, taken.get(code, ""), "") for n, (code, class_) in enumerate(people, 1))
    columns = tuple(words(f"paper.{key}") for key in ("number", "code", "class", "attendance", "signature"))
    held = bool(session and session.visits and not source.empty)
    blocks = (
        Facts((group, *_meeting(source, held), head.counted(source, seats))),
        Table(columns, rows, "members", (1, 2, 2, 4, 5), high=True),
        head.counselor(source, words.plain_date(session.began.date()) if session and held else BLANK),
    )
    return head.report(source, "attendance", words("attendance-list.title"), *blocks)


def _meeting(source: Source, held: bool) -> tuple[Fact, ...]:
    if source.session and held:
        return head.meeting(source, source.session)
    words, place = source.words, source.session.place if source.session else source.group.plan.place
    number = ""
    if source.session:
        number = words("paper.of", number=source.session.number, planned=source.group.plan.meetings)
    return (
        Fact(words("paper.meeting"), number, "meeting"),
        Fact(words("paper.day"), "", "day"),
        Fact(words("paper.time"), "", "time"),
        Fact(words("paper.place"), place, "place", "meeting:place" if source.session else "plan:place"),
    )
