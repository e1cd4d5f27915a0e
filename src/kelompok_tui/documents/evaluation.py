"""Laiseg: what each member is asked when a meeting closes, on a sheet of her own, empty or as she answered."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kelompok_tui import insights
from kelompok_tui.documents import figures, head
from kelompok_tui.documents.pages import discreet, pages, whom
from kelompok_tui.documents.readers import FEELINGS, may
from kelompok_tui.documents.report import Block, Break, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.documents.source import MEMBER, Source
from kelompok_tui.guide import Form, Guide, Item
from kelompok_tui.model import Session, answered
from kelompok_tui.words import Words

BOX, CROSSED = "☐", "☒"
CLOSING = "closing"
UCA = "uca"


def evaluation(source: Source) -> Report:
    """The sheets of one session; in front, once somebody has answered, what all answered in one view.

    A school reads that view alone: of each the UCA, of the rest how all together answered, and no word of theirs.
    """
    words, session = source.words, source.told
    forms = asked(source.guide)
    written = {a.about for a in session.answers if any(a.form == form.id and a.item in form.items for form in forms)}
    filled = bool(written) and not source.empty
    codes = [seat.code for seat in session.seats if seat.came or (filled and seat.code in written)]
    whose = whom(source, codes or [""])
    sheets = pages(source, whose, "evaluation.sheet", _Sheets(source, session, forms, filled).page)
    blocks: Iterable[Block] = sheets
    if filled and not source.member:
        summary = _summary(source, forms, tuple(codes))
        blocks = (*summary, Break(), *sheets) if may(source, FEELINGS) else (*summary, head.counselor(source))
    return head.report(source, "evaluation", words("evaluation.title", number=session.number), *blocks)


def asked(guide: Guide) -> tuple[Form, ...]:
    """The forms of the closing stage with questions for each pupil; of the last stage where that one is gone."""
    closing = next((stage for stage in guide.room if stage.id == CLOSING), guide.room[-1])
    names = (name.removeprefix("form:") for name in guide.panels(closing))
    forms = (guide.forms[name] for name in names if name in guide.forms)
    return tuple(form for form in forms if form.asked and not form.private)


class _Sheets:
    """Holds what every sheet needs."""

    def __init__(self, source: Source, session: Session, forms: tuple[Form, ...], filled: bool) -> None:
        self.source, self.session, self.forms, self.filled = source, session, forms, filled
        self.words = source.words

    def page(self, code: str) -> Iterator[Block]:
        words, session, group = self.words, self.session, self.source.group
        classes = {person.code: person.class_ for person in group.people}
        yield Facts(
            (
                Fact(words("evaluation.code"), code, "code"),
                Fact(words("evaluation.class"), classes.get(code, ""), "class"),
                Fact(words("paper.meeting"), str(session.number), "meeting"),
                Fact(words("paper.day"), words.date(session.began.date()), "day"),
                Fact(words("evaluation.topic"), discreet(self.source, code)(group.concern), "topic", "plan:concern"),
            )
        )
        if not self.filled:
            yield Paragraph(words("evaluation.how"))
        for form in self.forms:
            if not self.filled or _open(self.source, form):
                yield from self._form(form, code)

    def _form(self, form: Form, code: str) -> Iterator[Block]:
        grids = 0
        for choices, alike in groupby(form.asked, lambda item: choice(item, self.words)):
            items = tuple(alike)
            if choices:
                grids += 1
                id = figures.named(form.id) + (f"_{chr(96 + grids)}" if grids > 1 else "")
                yield self._grid(id, items, choices, form, code)
            elif not self.filled or may(self.source, FEELINGS):
                yield Facts(tuple(self._line(form, item, code) for item in items))

    def _line(self, form: Form, item: Item, code: str) -> Fact:
        value = self._value(form, item, code)
        said = "" if value is None else str(value)
        if self.source.reader == MEMBER:
            said = discreet(self.source, code)(said)
        return Fact(item.ask.rstrip(" .:"), said, figures.named(form.id, item.id))

    def _grid(
        self, id: str, items: tuple[Item, ...], choices: tuple[tuple[str, str], ...], form: Form, code: str
    ) -> Table:
        def row(item: Item) -> tuple[str, ...]:
            given = _said(self._value(form, item, code))
            return (item.ask, *(CROSSED if key == given else BOX for key, _ in choices))

        narrow = max(1, min(4, 15 // len(choices)))  # as wide on every sheet, whatever the words
        columns = (self.words("evaluation.question"), *(title for _, title in choices))
        return Table(columns, tuple(map(row, items)), id, (12, *(narrow for _ in choices)))

    def _value(self, form: Form, item: Item, code: str) -> bool | int | str | None:
        return answered(self.session.answers, form.id, item.id, code) if self.filled else None


def _open(source: Source, form: Form) -> bool:
    """Whether its reader may see what each one answered."""
    return may(source, FEELINGS) or form.id == UCA


def choice(item: Item, words: Words) -> tuple[tuple[str, str], ...]:
    """What can be crossed, each with its title; nothing where it is written."""
    if item.kind == "scale":
        numbers = (str(n) for n in range(item.low, item.high + 1))
        return tuple((n, f"{n} {item.options.get(n, '')}".strip()) for n in numbers)
    if item.kind == "yes":
        return ("yes", words("log.yes")), ("no", words("log.no"))
    return tuple(item.options.items()) if item.kind == "choice" else ()


def _said(value: bool | int | str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _summary(source: Source, forms: tuple[Form, ...], codes: tuple[str, ...]) -> Iterator[Block]:
    words, session = source.words, source.told
    yield Facts((*head.meeting(source, session), Fact(words("evaluation.topic"), source.group.concern, "topic")))
    for form in forms:
        shown = [item for item in form.asked if item.kind != "text" or may(source, FEELINGS)]
        given = {item.id: {c: v for c in codes if (v := _told(source, form, item, c))} for item in shown}
        if not any(given.values()):
            continue
        whose = codes if _open(source, form) else ()
        rows = [(code, *(given[item.id].get(code, "") for item in shown)) for code in whose]
        if any(item.kind != "text" for item in shown):
            together = (_together(source, form, item, given[item.id]) for item in shown)
            rows.append((words("evaluation.together"), *together))
        yield Heading(form.title)
        yield Table((words("log.member"), *(item.title for item in shown)), tuple(rows), figures.named("all", form.id))


def _told(source: Source, form: Form, item: Item, code: str) -> str:
    said = _said(answered(source.told.answers, form.id, item.id, code))
    return said if item.kind == "scale" else dict(choice(item, source.words)).get(said, said)


def _together(source: Source, form: Form, item: Item, given: dict[str, str]) -> str:
    """The mean of a scale, how often each of a choice; of texts nothing."""
    if item.kind == "scale":
        rated = insights.ratings(source.told, form.id, item.id)
        return figures.mean(source.words, [rated[code] for code in given if code in rated])
    order = (title for _, title in choice(item, source.words))
    return "" if item.kind == "text" else figures.counts(given.values(), order)
