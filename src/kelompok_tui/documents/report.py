"""What can be told to one reader, without a format: blocks of plain facts."""

from dataclasses import dataclass

BLANK = "…………"  # a line to fill in by hand


@dataclass(frozen=True)
class Fact:
    """A label with its value; an empty one is a line to fill in by hand.

    `id` is its name for templates (`place`); `fill` tells where it can be filled in on the screen: `settings:school`,
    `plan:goal` (a row of the group's plan), `meeting:place`, `form:reflection:results`; empty where it cannot.
    """

    label: str
    value: str
    id: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Heading:
    """A title within the report; `level` 1 is right below the report's own."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Facts:
    """Labels, each with its value."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short lines of equal rank; `numbered` where they are counted."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows as long as `columns`. `widths`: shares of the page, one a column; empty: as the content wants.

    `id` is its name for templates. An empty cell is to be written into by hand, and stays empty; `high` rows leave
    room for that, as for signatures.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    id: str = ""
    widths: tuple[int, ...] = ()
    high: bool = False


@dataclass(frozen=True)
class Signer:
    """Who signs: `above` the role a word of her part ("Mengetahui"); an empty `name` or `number` is a line to fill in.

    `number` is the NIP with its label in front; None: she has none to give. `id` is her name for templates (`head`).
    """

    role: str
    name: str = ""
    number: str | None = None
    above: str = ""
    id: str = ""


@dataclass(frozen=True)
class Signatures:
    """Who signs, side by side from left to right, `day` (place and date) above the last; never torn by a page."""

    day: str
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class Slip:
    """One piece of paper to be cut out: its title and its lines."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Slips:
    """Slips with lines to cut between them; none is torn by a page."""

    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class Break:
    """What follows begins on a new page."""


Block = Heading | Facts | Paragraph | Bullets | Table | Signatures | Slips | Break


@dataclass(frozen=True)
class Report:
    """A document for one `reader`, in one language.

    `letterhead`: the lines of the school's own paper, the first the largest; `logo`: bytes of a PNG or JPEG beside
    them. `subtitle` stands below the title. `wide`: the page lies on its side. `pages`: the foot of each page, with
    `{page}` and `{pages}` in it. `withheld`: what its reader does not get, in words; it is not on the paper.
    """

    document: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    reader: str = "self"
    subtitle: str = ""
    letterhead: tuple[str, ...] = ()
    logo: bytes | None = None
    wide: bool = False
    pages: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[Fact, ...]:
        """The facts that are empty and could be filled in on the screen, each place once."""
        facts = (fact for block in self.blocks if isinstance(block, Facts) for fact in block.rows)
        return tuple({fact.fill: fact for fact in facts if fact.fill and not fact.value}.values())
