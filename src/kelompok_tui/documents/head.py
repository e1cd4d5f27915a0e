"""What papers share: the school's own paper, and who signs."""

from collections import Counter
from collections.abc import Iterable

from kelompok_tui.documents.figures import chosen
from kelompok_tui.documents.report import BLANK, Block, Fact, Facts, Report, Signatures, Signer, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.documents.withheld import withheld
from kelompok_tui.model import Seat, Session


def report(source: Source, document: str, title: str, *blocks: Block, wide: bool = False) -> Report:
    """These blocks on the school's own paper; below the title semester and school year, as far as they are known."""
    settings, words = source.settings, source.words
    term = words(f"semester.{settings.semester}") if settings.semester else ""
    known = (term and words("paper.semester", name=term), settings.year and words("paper.year", year=settings.year))
    return Report(
        document,
        title,
        words.language,
        blocks,
        source.reader,
        " · ".join(filter(None, known)),
        settings.letterhead,
        source.logo,
        wide,
        words("paper.pages"),
        withheld(source, document),
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


def service(source: Source) -> tuple[Fact, ...]:
    """What kind of service it is: component, areas, function."""
    words, group = source.words, source.group
    areas = ", ".join(chosen(words, "area", area) for area in group.areas)
    return (
        Fact(words("paper.component"), chosen(words, "component", group.component), "component", "plan:component"),
        Fact(words("paper.areas"), areas, "areas", "plan:areas"),
        Fact(words("paper.function"), chosen(words, "function", group.function), "function", "plan:function"),
    )


def concern(source: Source) -> Fact:
    """What the group is about."""
    return Fact(source.words("paper.concern"), source.group.concern, "concern", "plan:concern")


def aims(source: Source, *above: Fact) -> tuple[Block, ...]:
    """The general goal and the special ones, below those facts; without any, lines to write them on."""
    words, group = source.words, source.group
    general = Fact(words("paper.goal"), group.goal, "goal", "plan:goal")
    if not group.goals:
        return (Facts((*above, general, Fact(words("paper.goals"), "", "special", "plan:goal:1"))),)
    rows = tuple((str(number), goal.told) for number, goal in enumerate(group.goals, 1))
    return Facts((*above, general)), Table((words("paper.number"), words("paper.goals")), rows, "goals", (1, 12))


def sitting(source: Source) -> tuple[tuple[str, str], ...]:
    """Code and class of those in the circle; of the members where there is no session."""
    classes = {person.code: person.class_ for person in source.group.people}
    codes = [seat.code for seat in source.session.seats] if source.session else source.group.codes
    return tuple((code, classes.get(code, "")) for code in codes)


def minutes(source: Source) -> int:
    """The minutes planned for a meeting."""
    planned = source.session.minutes if source.session else source.group.plan.minutes
    return sum(source.guide.minutes(planned).values())


def attended(source: Source, seat: Seat) -> str:
    """How she attended, a latecomer with her minutes; empty where nothing was taken."""
    said = source.words(f"attendance.{seat.state}") if seat.state else ""
    return f"{said} ({source.words('paper.minutes', n=seat.minutes)})" if said and seat.minutes else said


def counted(source: Source, seats: Iterable[Seat]) -> Fact:
    """How many came, were late, excused, sick or absent: only of those taken, a line to fill in where nothing was."""
    taken = Counter(str(seat.state) for seat in seats if seat.state)
    states = source.words.choices("attendance")
    told = ", ".join(f"{taken[state]} {said}" for state, said in states.items() if taken[state])
    return Fact(source.words("paper.attendance"), told, "attended")
