"""What each reader may get, and what each document holds of it: the one table that all documents ask."""

from kelompok_tui.documents.source import MEMBER, SCHOOL, SELF, SUPERVISOR, Source

CODES = "codes"  # the codes that the group itself goes by
TENSIONS = "tensions"  # who, what about, how strong, what was done; how many there were is told to all
MEMORY = "memory"  # the leader's own: marks, notes beside them, reasons at doors, obstacles, corrections
FEELINGS = "feelings"  # what each answered about herself
QUOTES = "quotes"  # what each said, in her own words, and whose the chosen problem is
NOTES = "notes"  # what the leader wrote for one member
SINGLE = "single"  # what was settled with one member: follow-ups, ways, her statement
OTHERS = "others"  # the pages of the other members
RISKS = "risks"  # the risk lane

MAY: dict[str, frozenset[str]] = {
    CODES: frozenset({SELF, SCHOOL, MEMBER}),
    TENSIONS: frozenset({SELF, SUPERVISOR}),
    MEMORY: frozenset({SELF, SUPERVISOR}),
    FEELINGS: frozenset({SELF, SUPERVISOR, MEMBER}),  # a member: hers
    QUOTES: frozenset({SELF, SUPERVISOR, MEMBER}),  # likewise; a school where it was ticked
    NOTES: frozenset({SELF, MEMBER}),
    SINGLE: frozenset({SELF, SUPERVISOR}),
    OTHERS: frozenset({SELF, SCHOOL, SUPERVISOR}),
    RISKS: frozenset({SELF}),
}

HOLDS: dict[str, tuple[str, ...]] = {
    "log": (CODES, TENSIONS, MEMORY, FEELINGS, QUOTES),
    "rpl": (CODES,),
    "laporan": (CODES, TENSIONS, MEMORY, FEELINGS, QUOTES),
    "attendance": (CODES,),
    "consent": (CODES, OTHERS),
    "evaluation": (CODES, FEELINGS, OTHERS),
    "member": (CODES, FEELINGS, QUOTES, NOTES, SINGLE, OTHERS),
    "commitments": (CODES, QUOTES, OTHERS),
    "progress": (CODES, TENSIONS, MEMORY, FEELINGS, SINGLE),
    "recap": (CODES,),
    "safety": (CODES, RISKS),
}


def may(source: Source, content: str) -> bool:
    """Whether the reader of `source` gets that content at all."""
    ticked = content == QUOTES and source.quotes and source.reader == SCHOOL
    return ticked or source.reader in MAY[content]


def quotable(document: str, reader: str) -> bool:
    """Whether it is to be ticked that quotes of members go along."""
    return reader == SCHOOL and QUOTES in HOLDS[document]
