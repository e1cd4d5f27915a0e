"""The checklists of a session's moments of safety, by codes, for the leader's restricted file: in no other paper."""

from kelompok_tui.documents import head
from kelompok_tui.documents.figures import person
from kelompok_tui.documents.report import Block, Fact, Facts, Paragraph, Report, Table
from kelompok_tui.documents.source import SELF, Source
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Risk

COLUMNS = ("clock", "who", "safe", "company", "told", "referral", "when", "did")


def safety(source: Source) -> Report:
    """Each moment with what was answered; KelompokError `paper.apart` for every reader but the leader herself."""
    if source.reader != SELF:
        raise KelompokError("paper.apart")
    words, session = source.words, source.told
    rows = tuple(_row(source, risk) for risk in session.risks)
    table = Table(tuple(words(f"safety.{column}") for column in COLUMNS), rows, "moments", (2, 2, 2, 2, 4, 4, 3, 5))
    moments: Block = table if rows else Paragraph(words("safety.none"))
    group = Fact(words("paper.group"), source.group.name, "group")
    blocks = (
        Paragraph(words("safety.kept")),
        Facts((group, *head.meeting(source, session))),
        moments,
        head.counselor(source),
    )
    return head.report(source, "safety", words("safety.title", number=session.number), *blocks, wide=True)


def _row(source: Source, risk: Risk) -> tuple[str, ...]:
    """What is not answered yet is said to be so: a paper of this kind has no empty line."""
    words = source.words
    yes = {True: words("log.yes"), False: words("log.no"), None: ""}
    who = person(words, risk.who)
    when = words.short_date(risk.when) if risk.when else ""
    asked = (who, yes[risk.safe], yes[risk.company], risk.told, risk.referral, when)
    return (words.clock(risk.at), *(said or words("safety.open") for said in asked), risk.did)
