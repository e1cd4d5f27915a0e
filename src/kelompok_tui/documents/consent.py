"""The informed consent: what a pupil and her parents are told before the group begins, to print and sign."""

from functools import partial

from kelompok_tui.documents import head
from kelompok_tui.documents.pages import pages, whom
from kelompok_tui.documents.report import (
    BLANK,
    Block,
    Bullets,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Report,
    Signatures,
    Signer,
)
from kelompok_tui.documents.source import Source


def consent(source: Source) -> Report:
    """A page for each member, or for the one that is asked for; one without a code where there is none."""
    codes = ("",) if source.empty or not source.group.members else whom(source, source.group.codes)
    sheets = pages(source, codes, "consent.sheet", partial(_page, source))
    return head.report(source, "consent", source.words("consent.title"), *sheets)


def _page(source: Source, code: str) -> tuple[Block, ...]:
    words, plan = source.words, source.group.plan
    class_ = next((member.class_ for member in source.group.members if member.code == code), "")
    process = words("consent.process-told", n=plan.meetings, minutes=head.minutes(source), place=plan.place or BLANK)
    return (
        Facts(
            (
                Fact(words("paper.code"), code, "code"),
                Fact(words("paper.class"), class_, "class"),
                head.concern(source),
                head.leader(source),
            )
        ),
        Heading(words("consent.purpose"), 2),
        Paragraph(words("consent.purpose-told", school=source.settings.school or BLANK)),
        Paragraph(process),
        Heading(words("consent.secret"), 2),
        Paragraph(words("consent.secret-told")),
        Paragraph(words("consent.limits-told")),
        Paragraph(words("consent.laptop-told")),
        Heading(words("consent.rights"), 2),
        Bullets(tuple(words.choices("consent.right").values())),
        Heading(words("consent.answer"), 2),
        Paragraph(words("consent.own")),
        Paragraph(words("consent.parent")),
        Signatures(
            f"{source.settings.place or BLANK}, {BLANK}",
            (Signer(words("consent.guardian"), id="guardian"), Signer(words("consent.member"), id="member")),
        ),
    )
