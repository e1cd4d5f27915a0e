"""What the formats that are pages share: texts without a control sign, and how wide each column is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace

from kelompok_tui.documents.report import Block, Break, Heading, Report, Signatures, Table
from kelompok_tui.errors import KelompokError
from kelompok_tui.words import clean

LETTERS = {False: 94, True: 144}  # of a table's text, on a line of an upright page and of one that lies on its side
LEAST = 4  # letters: a column of numbers
SHORT = 12  # up to so many letters a cell stays on one line where there is room
WHOLE = 24  # a longer word may be broken
MOST = 60  # a column that wants more is content with a line break
HAND = 14  # a column that is written into by hand
DEEPEST = 5  # level of a heading
GAP = 2  # what the edges of a cell take
SEAM = "\u200b"  # where a word that is longer than its line may be broken
PAGES = "{page} / {pages}"
PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}

_JOINT = re.compile(r"(?<=.)(?=[^\u0300-\u036f\u200d\ufe00-\ufe0f])(?<!\u200d)")  # between two signs, not in one


@dataclass(frozen=True)
class Column:
    """Its share of the table, and how many letters stand on one line of it."""

    share: float
    letters: int


def cleaned(text: str) -> str:
    """`text` without a sign that steers a terminal or that no page can show; line breaks stay."""
    return str(clean(text))


def each(report: Report, change: Callable[[str], str]) -> Report:
    """The same with every text changed."""
    held = _each(report, change)
    assert isinstance(held, Report)
    return held


def _each(held: object, change: Callable[[str], str]) -> object:
    if isinstance(held, str):
        return change(held)
    if isinstance(held, tuple):
        return tuple(_each(part, change) for part in held)
    if is_dataclass(held) and not isinstance(held, type):
        return replace(held, **{field.name: _each(getattr(held, field.name), change) for field in fields(held)})
    return held


def columns(table: Table, letters: int) -> tuple[Column, ...]:
    """How wide each is on a line of so many letters: as `table` says, else so that words stay whole.

    Long texts get what is left.
    """
    room = letters - GAP * len(table.columns)
    if table.widths:
        widths = [float(width) for width in table.widths]
    else:
        widths = _spread(
            [_wishes([name, *(row[n] for row in table.rows)]) for n, name in enumerate(table.columns)], room
        )
    whole = sum(widths) or 1
    return tuple(Column(width / whole, max(1, int(room * width / whole))) for width in widths)


def _wishes(texts: list[str]) -> tuple[int, int, int]:
    """In letters: what keeps words whole, what keeps short texts on one line, and what a column likes best.

    The first of `texts` is its name, which is bold.
    """
    name, *cells = (text.replace(SEAM, "") for text in texts)
    least = LEAST if any(cells) else HAND
    long = max(
        [least, *(_length(word) + 1 for word in name.split()), *(_length(w) for text in cells for w in text.split())]
    )
    words = min(WHOLE, long)
    short = max([words, *(_length(text) for text in (name, *cells) if len(text) <= SHORT)])
    return words, short, max([short, *(min(MOST, len(text)) for text in (name, *cells))])


def _length(text: str) -> int:
    """In letters of the usual width: capitals and arrows are wider."""
    return len(text) + (sum(sign.isupper() or sign > "\u2000" for sign in text) + 2) // 2


def _spread(wishes: list[tuple[int, int, int]], room: int) -> list[float]:
    below: list[int] = []
    for wanted in zip(*wishes, strict=True):
        if below and sum(wanted) > room:
            more = [want - low for want, low in zip(wanted, below, strict=True)]
            left = max(0.0, room - sum(below)) / max(1, sum(more))
            return [low + left * extra for low, extra in zip(below, more, strict=True)]
        below = list(wanted)
    return [float(letters) for letters in below]


def seamed(text: str, letters: int) -> str:
    """`text` with seams in each word that is longer than `letters`."""
    return re.sub(rf"\S{{{letters + 1},}}", lambda word: _JOINT.sub(SEAM, word[0]), text)


def picture(logo: bytes) -> str:
    """Its kind, as it begins; KelompokError `paper.logo` where that is no PNG or JPEG."""
    for begun, kind in PICTURES.items():
        if logo.startswith(begun):
            return kind
    raise KelompokError("paper.logo")


def foot(report: Report) -> list[str]:
    """The pieces of the foot of each page, `{page}` and `{pages}` among them."""
    return [piece for piece in re.split(r"(\{pages?\})", report.pages or PAGES) if piece]


def blocks(report: Report) -> list[Block]:
    """Its blocks; headings skip no level, and no new page has nothing on it or nothing before it."""
    kept: list[Block] = []
    level = 0
    for block in report.blocks:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), level + 1, DEEPEST)
            kept.append(Heading(block.text, level))
        elif block != Break() or (kept and kept[-1] != block):
            kept.append(block)
    return kept[:-1] if kept and kept[-1] == Break() else kept


def chairs(block: Signatures) -> tuple[tuple[float, ...], int]:
    """The shares of the page for those who sign, and how many are empty: one alone stands on the right."""
    count = len(block.signers)
    return ((0.56, 0.44), 2 - count) if count < 3 else ((1 / count,) * count, 0)
