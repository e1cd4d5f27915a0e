"""The tags of a report: what each is called, and what it gives."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kelompok_tui.documents.report import (
    Block,
    Break,
    Fact,
    Facts,
    Heading,
    Report,
    Signatures,
    Signer,
    Slips,
    Table,
)

LETTERHEAD, SIGNATURES, ALL, REST = "letterhead", "signatures", "all", "rest"
SLIPS = "slips"
WHOLE = (LETTERHEAD, SIGNATURES, ALL, REST)
KEYWORDS = {
    *("and", "elif", "else", "endfor", "endif", "false", "for", "if", "in", "is", "loop"),
    *("none", "not", "or", "row", "true"),
}
NUMBERED = re.compile(r"^\s*(?:[A-Za-z]|[IVXivx]+|\d+(?:\.\d+)*)[.)]\s+")  # "A. ", "1) " before a heading


def slug(text: str) -> str:
    """`text` as the name of a tag: small letters, digits and `_`; a number in front of it is left out."""
    plain = unicodedata.normalize("NFKD", NUMBERED.sub("", text)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not name or name[0].isdigit() or name in KEYWORDS:
        name = f"{name}_" if name in KEYWORDS else f"n{name}"
    return name


@dataclass(frozen=True)
class Names:
    """The names of tags, each with what it gives in a few words: `texts` stand in a line, `blocks` in one of their own.

    `rows`: the blocks that a loop can go through, with the names of their columns.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.texts or name in self.blocks

    @property
    def all(self) -> tuple[str, ...]:
        """Every name of a tag, texts first."""
        return *self.texts, *self.blocks


@dataclass(frozen=True)
class Sheet:
    """What one filling of a template is given: a report, or the part of one that belongs to one member.

    `texts`: by name. `blocks`: the tables and sections (a heading with all below it) by name.
    """

    report: Report
    texts: Mapping[str, str]
    blocks: Mapping[str, tuple[Block, ...]]
    labels: Mapping[str, str]

    @property
    def names(self) -> Names:
        """The names in here."""
        blocks = {name: self.labels.get(name, "") for name in (*WHOLE, *self.blocks)}
        rows = {name: keys(table) for name in self.blocks if (table := self.table(name))}
        return Names({name: self.labels.get(name, "") for name in self.texts}, blocks, {LETTERHEAD: (), **rows})

    def table(self, name: str) -> Table | None:
        """The table of that name, or the first in the section of that name."""
        return next((block for block in self.blocks.get(name, ()) if isinstance(block, Table)), None)

    def rest(self, used: set[str]) -> tuple[Block, ...]:
        """What no tag of `used` gives, in its order, below its own headings."""
        if ALL in used:
            return ()
        left: list[Block] = []
        for name, part in sections(self.report.blocks):
            if name is None or self.name_of(part, name) not in used:
                left += (block for told in part if (block := self._left(told, used)))
        return tuple(_without_bare(left))

    def name_of(self, part: tuple[Block, ...], name: str) -> str:
        """What `part` is called here, a table or a section; `name` where it has no tag."""
        return next((known for known, blocks in self.blocks.items() if blocks is part or blocks == part), name)

    def _left(self, block: Block, used: set[str]) -> Block | None:
        match block:
            case Facts():
                rows = tuple(fact for fact in block.rows if not self._told(fact, used))
                return Facts(rows) if rows else None
            case Table() | Slips():
                return None if any(self.blocks.get(name) == (block,) for name in used) else block
            case Signatures():
                told = SIGNATURES in used or {f"{signer_name(s, n)}_name" for n, s in _counted(block)} <= used
                return None if told and self.signatures == block else block
        return block

    def _told(self, fact: Fact, used: set[str]) -> bool:
        return any(name in used and self.texts.get(name) == fact.value for name in (slug(fact.id), slug(fact.label)))

    @property
    def signatures(self) -> Signatures | None:
        """Those whose parts are tags: the first."""
        return next((block for block in self.report.blocks if isinstance(block, Signatures)), None)


def sheets(report: Report) -> list[Sheet]:
    """What a template is filled with, one after the other: a new sheet begins where names come again after a break."""
    pieces: list[list[Block]] = [[]]
    seen: set[str] = set()
    for part in map(_shared, _pages(report.blocks)):
        own = set(_ids(part))
        if seen & own:
            pieces.append([])
            seen = set()
        elif pieces[-1]:
            pieces[-1].append(Break())
        seen |= own
        pieces[-1] += part
    several = len(pieces) > 1
    return [_sheet(_titled(report, blocks) if several else replace(report, blocks=tuple(blocks))) for blocks in pieces]


def known(reports: Iterable[Report]) -> Names:
    """The names in any of `reports`."""
    return union([sheet.names for report in reports for sheet in sheets(report)])


def union(every: Sequence[Names]) -> Names:
    """The names in any of those; what is a text in one of them is none of the others' blocks."""
    texts = {name: told for names in every for name, told in names.texts.items()}
    blocks = {name: told for names in every for name, told in names.blocks.items() if name not in texts}
    rows: dict[str, tuple[str, ...]] = {}
    for names in every:
        for name, columns in names.rows.items():
            rows[name] = tuple(dict.fromkeys((*rows.get(name, ()), *columns)))
    return Names(texts, blocks, rows)


def keys(table: Table) -> tuple[str, ...]:
    """The names of its columns: their titles, then `c1`, `c2` …"""
    named: list[str] = []
    for title in table.columns:
        named.append(_free(slug(title), named))
    return *named, *(f"c{number}" for number in range(1, len(named) + 1))


def signer_name(signer: Signer, number: int) -> str:
    """How the tags of who signs begin: `head`, or `signer_2` where she has no name for templates."""
    return slug(signer.id) if signer.id else f"signer_{number}"


def _ids(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Facts):
            yield from (fact.id for fact in block.rows if fact.id)
        elif isinstance(block, Table) and block.id:
            yield block.id


def _shared(page: list[Block]) -> list[Block]:
    """A page whose ids all end alike (`code_ar`, `class_ar`) is that of one member: the ids without that end."""
    ends = {id.rpartition("_")[2] for id in _ids(page)}
    if len(ends) != 1 or len(set(_ids(page))) < 2 or not all("_" in id for id in _ids(page)):
        return page
    cut = len(ends.pop()) + 1
    return [_without(block, cut) for block in page]


def _without(block: Block, cut: int) -> Block:
    if isinstance(block, Facts):
        return Facts(tuple(replace(fact, id=fact.id[:-cut]) if fact.id else fact for fact in block.rows))
    return replace(block, id=block.id[:-cut]) if isinstance(block, Table) and block.id else block


def _titled(report: Report, blocks: list[Block]) -> Report:
    """One sheet of several: the heading that is its own title stands below that of all."""
    first, *rest = blocks
    if not isinstance(first, Heading) or any(isinstance(b, Heading) and b.level <= first.level for b in rest):
        return replace(report, blocks=tuple(blocks))
    told = () if first.text == report.title else (first.text,)
    return replace(report, blocks=tuple(rest), subtitle="\n".join(filter(None, (*told, report.subtitle))))


def _sheet(report: Report) -> Sheet:
    texts = {"title": report.title, "subtitle": report.subtitle}
    labels = {"title": report.title, LETTERHEAD: " · ".join(report.letterhead)}
    signed = next((block for block in report.blocks if isinstance(block, Signatures)), None)
    if signed:
        texts["day_signed"] = labels["day_signed"] = signed.day
        for number, signer in _counted(signed):
            name = signer_name(signer, number)
            told = {"name": signer.name, "number": signer.number or "", "role": signer.role, "above": signer.above}
            texts |= {f"{name}_{part}": said for part, said in told.items()}
            labels |= {f"{name}_{part}": said or signer.role for part, said in told.items()}
            labels[f"{name}_name"] = signer.role
    facts = [fact for block in report.blocks if isinstance(block, Facts) for fact in block.rows]
    for fact in facts:
        if fact.id:
            texts.setdefault(slug(fact.id), fact.value)
            labels.setdefault(slug(fact.id), fact.label)
    blocks: dict[str, tuple[Block, ...]] = {}
    for block in report.blocks:
        if isinstance(block, Table) and block.id:
            name = _free(slug(block.id), (*texts, *blocks, *WHOLE))
            blocks[name], labels[name] = (block,), ", ".join(block.columns)
    for slips in (block for block in report.blocks if isinstance(block, Slips)):
        blocks.setdefault(SLIPS, (slips,))
    for said, part in sections(report.blocks):
        if said is not None and isinstance(title := part[0], Heading):
            sole = blocks.get(said) == tuple(part[1:])  # the section of that table alone: one name for both
            name = said if sole else _free(said, (*texts, *blocks, *WHOLE))
            blocks[name], labels[name] = part, title.text
    for fact in facts:
        if (name := slug(fact.label)) not in {*blocks, *WHOLE}:
            texts.setdefault(name, fact.value)
            labels.setdefault(name, fact.label)
    return Sheet(report, texts, blocks, labels)


def _counted(signed: Signatures) -> Iterator[tuple[int, Signer]]:
    return enumerate(signed.signers, start=1)


def sections(blocks: tuple[Block, ...]) -> Iterator[tuple[str | None, tuple[Block, ...]]]:
    """What stands before the first heading (None), then each heading of the highest rank with all below it.

    Who signs, and a new page, belong to no section.
    """
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    name: str | None = None
    part: list[Block] = []
    for block in blocks:
        opens = isinstance(block, Heading) and block.level == top
        if opens or isinstance(block, Signatures | Break):
            if part:
                yield name, tuple(part)
            name, part = (slug(block.text), []) if isinstance(block, Heading) else (None, [])
        part.append(block)
    if part:
        yield name, tuple(part)


def _pages(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    page: list[Block] = []
    for block in blocks:
        if isinstance(block, Break):
            yield page
            page = []
        else:
            page.append(block)
    yield page


def _without_bare(blocks: list[Block]) -> Iterator[Block]:
    """Without headings that have nothing below them, and without pages that would be empty."""
    kept: list[Block] = []
    for block in reversed(blocks):
        below = next(iter(kept[::-1]), None)
        match block:
            case Heading() if below is None or (isinstance(below, Heading) and below.level <= block.level):
                continue
            case Heading() if isinstance(below, Break | Signatures):
                continue
            case Break() if below is None or isinstance(below, Break):
                continue
        kept.append(block)
    told = kept[::-1]
    return iter(told[1:] if told and isinstance(told[0], Break) else told)


def _free(name: str, taken: Iterable[str]) -> str:
    number, found, held = 1, name, set(taken)
    while found in held:
        number += 1
        found = f"{name}_{number}"
    return found
