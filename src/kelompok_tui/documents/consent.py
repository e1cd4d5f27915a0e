"""The informed consent: what a pupil and her parents are told before the group begins, to print and sign."""

from kelompok_tui.documents import head
from kelompok_tui.documents.report import (
    BLANK,
    Block,
    Break,
    Bullets,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Signatures,
    Signer,
)
from kelompok_tui.documents.source import MEMBER, Source
from kelompok_tui.model import Member


def consent(source: Source) -> Report:
    """A page for each member, or for the one that is asked for; one without a code where there is none."""
    title = source.words("consent.title")
    blocks: list[Block] = []
    for member in _members(source) or (None,):
        blocks += (Break(), Heading(title)) if blocks else ()
        blocks += _page(source, member)
    return head.report(source, "consent", title, *blocks)


def _members(source: Source) -> tuple[Member, ...]:
    """Whose pages they are; one member's eyes see no other's code."""
    if source.empty or (source.reader == MEMBER and not source.member):
        return ()
    return tuple(m for m in source.group.members if source.member in {"", m.code})


def _page(source: Source, member: Member | None) -> tuple[Block, ...]:
    words, plan = source.words, source.group.plan
    code, class_ = (member.code, member.class_) if member else ("", "")
    process = words("consent.process-told", n=plan.meetings, minutes=head.minutes(source), place=plan.place or BLANK)
    return (
        Facts(
            (
                Fact(words("paper.code"), code, "code"),
                Fact(words("paper.class"), class_, "class"),
                head.concern(source),
                head.leader(source),
                head.school(source),
            )
        ),
        Heading(words("consent.purpose"), 2),
        Paragraph(words("consent.purpose-told")),
        Heading(words("consent.process"), 2),
        Paragraph(process),
        Heading(words("consent.secret"), 2),
        Paragraph(words("consent.secret-told")),
        Paragraph(words("consent.limits-told")),
        Heading(words("consent.laptop"), 2),
        Paragraph(words("consent.laptop-told")),
        Heading(words("consent.rights"), 2),
        Bullets(tuple(words.choices("consent.right").values())),
        Heading(words("consent.answer"), 2),
        Paragraph(words("consent.own")),
        Paragraph(words("consent.parent")),
        Paragraph(words("consent.strike")),
        Signatures(
            f"{source.settings.place or BLANK}, {BLANK}",
            (Signer(words("consent.guardian"), id="guardian"), Signer(words("consent.member"), id="member")),
        ),
    )
