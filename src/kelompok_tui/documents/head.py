"""What papers share: the school's own paper, and who signs."""

from kelompok_tui.documents.report import BLANK, Block, Fact, Report, Signatures, Signer
from kelompok_tui.documents.source import Source
from kelompok_tui.model import Session


def report(source: Source, document: str, title: str, *blocks: Block, wide: bool = False) -> Report:
    """These blocks on the school's own paper; below the title semester and school year, as far as they are known."""
    settings, words = source.settings, source.words
    term = [words(f"semester.{settings.semester}").upper()] if settings.semester else []
    subtitle = " ".join((words("paper.semester"), *term)) if term else ""
    if settings.year:
        subtitle = " · ".join(filter(None, (subtitle, words("paper.year", year=settings.year))))
    return Report(
        document,
        title,
        words.language,
        blocks,
        source.reader,
        subtitle,
        settings.letterhead,
        source.logo,
        wide,
        words("paper.pages"),
    )


def signed(source: Source, day: str = "") -> Signatures:
    """The head on the left, the counselor on the right, as schools sign; `day` else today's."""
    words, settings = source.words, source.settings
    head = (
        words("paper.head"),
        settings.head,
        words("paper.nip", number=settings.head_nip or BLANK),
        words("paper.known"),
    )
    leader = (words("paper.counselor"), settings.leader, words("paper.nip", number=settings.nip or BLANK), "")
    day = day or words.plain_date(source.now.date())
    return Signatures(f"{settings.place or BLANK}, {day}", (Signer(*head, "head"), Signer(*leader, "leader")))


def counselor(source: Source, day: str = "") -> Signatures:
    """The counselor alone."""
    both = signed(source, day)
    return Signatures(both.day, both.signers[1:])


def school(source: Source) -> Fact:
    """The school's name."""
    return Fact(source.words("paper.school"), source.settings.school, "school", "settings:school")


def leader(source: Source) -> Fact:
    """Who leads."""
    return Fact(source.words("paper.leader"), source.settings.leader, "leader", "settings:leader")


def meeting(source: Source, session: Session) -> tuple[Fact, ...]:
    """Which meeting, on which day, from when to when, and where."""
    words = source.words
    ended = session.visits[-1].ended if session.visits else None
    hours = words.clock(session.began) + (f"–{words.clock(ended)}" if ended else "")
    number = words("paper.of", number=session.number, planned=source.group.plan.meetings)
    return (
        Fact(words("paper.meeting"), number, "meeting"),
        Fact(words("paper.day"), words.date(session.began.date()), "day"),
        Fact(words("paper.time"), hours, "time"),
        Fact(words("paper.place"), session.place, "place", "meeting:place"),
    )
