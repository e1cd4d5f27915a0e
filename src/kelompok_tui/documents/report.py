"""What can be told, without a format: blocks of plain facts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A title within the report; `level` 1 is right below the report's own."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Facts:
    """Labels, each with its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short lines of equal rank."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Facts | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Report:
    """A document for one reader, in one language."""

    document: str
    title: str
    language: str
    blocks: tuple[Block, ...]
