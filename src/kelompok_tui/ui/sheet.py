"""Rows and columns to fill in by keys: digits pick, letters write. Every panel that holds facts is one."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from kelompok_tui.guide import Item
from kelompok_tui.model import line
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.plate import Plate, rows
from kelompok_tui.words import Words

LEAST = 12  # characters of a written column; when not all fit, the sheet scrolls sideways
SHEET_KEYS = {"enter": "fill", "delete": "clear"}
NEW = "+"  # the id of the last row, which makes a new one


@dataclass(frozen=True)
class Dated:
    """Something picked, and the day on which it was so."""

    value: str
    day: date


Datum = bool | int | str | date | Dated | tuple[str, ...] | None


@dataclass(frozen=True)
class Pick:
    """One thing to choose: the key that picks it, what is kept, what is shown."""

    key: str
    value: Datum
    label: str


@dataclass(frozen=True)
class Field:
    """What a cell may hold: text or a day to write, one of `picks`, a count by digit, or nothing to be changed."""

    id: str
    title: str
    kind: str = "text"  # text | date | pick | dated (a pick whose day Enter writes) | count | fixed
    picks: tuple[Pick, ...] = ()
    down: bool = False  # filled in from row to row, not along the row
    many: bool = False  # several are picked, one after the other: the cursor stays

    def shown(self, value: Datum, words: Words) -> str:
        """`value` as the sheet shows it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ", ".join(self.shown(one, words) for one in value)
        if isinstance(value, Dated):
            return f"{self.shown(value.value, words)} {value.day.day}/{value.day.month}"
        for pick in self.picks:
            if pick.value == value and type(pick.value) is type(value):
                return pick.label
        if isinstance(value, date):
            return words.short_date(value)
        return line(str(value))


@dataclass(frozen=True)
class Row:
    """A row of a sheet. It may have fields of its own, as many as the sheet has.

    `name` is how the line calls it where its title does not tell; `ask` is said while it is in sight.
    """

    id: str
    title: str
    values: tuple[Datum, ...]
    fields: tuple[Field, ...] = ()
    name: str = ""
    ask: str = ""


def field_of(item: Item, words: Words, codes: tuple[str, ...], chairs: tuple[str, ...]) -> Field:
    """The field for an item of a form; `chairs` are the keys of the circle."""
    picks: tuple[Pick, ...] = ()
    if item.kind == "scale":
        picks = tuple(Pick(str(n)[-1], n, str(n)) for n in range(item.low, item.high + 1))
    elif item.kind == "yes":
        picks = (Pick("1", True, words("app.yes")), Pick("2", False, words("app.no")))
    elif item.kind == "choice":
        picks = choices(item.options)
    elif item.kind == "member":
        picks = members(codes, chairs)
    kind = {"date": "date", "recall": "fixed"}.get(item.kind, "text")
    return Field(item.id, item.title, "pick" if picks else kind, picks)


def choices(options: dict[str, str]) -> tuple[Pick, ...]:
    """Picks by digit, in their order."""
    return tuple(Pick(key, value, label) for key, (value, label) in zip("1234567890", options.items(), strict=False))


def members(codes: tuple[str, ...], chairs: tuple[str, ...]) -> tuple[Pick, ...]:
    """Picks by the keys of the circle."""
    return tuple(Pick(key, code, code) for key, code in zip(chairs, codes, strict=False))


@runtime_checkable
class Filling(Protocol):
    """A screen with a sheet on it."""

    def filled(self, sheet: "Sheet", row: str, field: str, value: Datum) -> bool:
        """`value` was put into the field of that row (None: it was cleared); whether it was taken."""


class Grid(DataTable[Text]):
    """The table itself; it gives its keys to the sheet, and acts on its own at once, so that none is overtaken."""

    async def on_key(self, event: events.Key) -> None:
        sheet = self.parent
        if not isinstance(sheet, Sheet):
            return
        own = self._bindings.key_to_bindings.get(event.key, [])
        if self.screen.query_one(Line).take(event.key, event.character) or sheet.press(event):
            pass
        elif event.key in SHEET_KEYS:
            await sheet.run_action(SHEET_KEYS[event.key])
        elif own:
            await self.run_action(own[0].action)
        elif (bound := self.screen.active_bindings.get(event.key)) and bound.binding.priority and bound.enabled:
            await self.screen.run_action(bound.binding.action)  # struck while the line was open, and handed on
        else:
            return
        event.stop()
        event.prevent_default()


class Sheet(Vertical):
    """Shows rows, and tells its screen at once what was put into them: the next key finds the new rows."""

    BINDINGS = [
        Binding("enter", "fill", "sheet.fill", show=False),
        Binding("delete", "clear", "sheet.clear", show=False),
    ]

    def __init__(self, words: Words, id: str) -> None:
        super().__init__(id=id)
        self.words = words
        self._fields: tuple[Field, ...] = ()
        self._rows: list[Row] = []
        self._told = self._head = ""
        self._width = 0

    def compose(self) -> ComposeResult:
        yield Static("", classes="hint")
        grid = Grid(cursor_type="cell", zebra_stripes=False, cell_padding=1)
        grid.fixed_columns = 1
        yield grid
        yield Plate(classes="picks")

    # ── what it shows ──

    def lay(self, hint: str, head: str, fields: tuple[Field, ...], rows: list[Row]) -> None:
        """Shows `rows` below `fields`; `head` is the title over the rows' own titles."""
        if (hint, head, fields, rows) == (self._told, self._head, self._fields, self._rows):
            return
        if hint != self._told:
            self.query_one(".hint", Static).update(Content(hint))
        self._told = hint
        self._head = head
        self._fields = fields
        before, self._rows = self._rows, rows
        self._draw(before)

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width != self._width:
            self._width = event.size.width
            self._draw()

    def _draw(self, before: list[Row] | None = None) -> None:
        if not self._fields:
            return
        grid = self.query_one(Grid)
        at, top = grid.cursor_coordinate, grid.scroll_y
        at = Coordinate(self._followed(at.row, before), at.column) if before else at
        grid.clear(columns=True)
        grid.show_header = any(field.title for field in self._fields)
        first, widths = self._widths()
        grid.add_column(Text(self._head, style="bold"), width=first, key="")
        for field, width in zip(self._fields, widths, strict=True):
            grid.add_column(Text(field.title, style="bold"), width=width, key=field.id)
        for row in self._rows:
            cells = [
                Text((row.fields or self._fields)[n].shown(value, self.words) or "·", overflow="fold")
                for n, value in enumerate(row.values)
            ]
            grid.add_row(Text(row.title, style="bold"), *cells, height=None)
        last = Coordinate(max(0, len(self._rows) - 1), len(self._fields))
        there = min(at.row, last.row)
        column = min(at.column, last.column) if at.column else self._column(there)
        grid.move_cursor(row=there, column=column, scroll=False)
        grid.scroll_to(y=top, animate=False)
        self._say()

    def _followed(self, at: int, before: list[Row]) -> int:
        """Where the row that was at that place is now; of the last row, the one that came of it."""
        held, now = [row.id for row in before], [row.id for row in self._rows]
        new = [id for id in now if id not in held]
        id = held[at] if at < len(held) else ""
        if id == NEW and len(new) == 1:
            id = new[0]
        return now.index(id) if id in now else at

    def _widths(self) -> tuple[int, list[int]]:
        """Each column as wide as what is in it; where that is too much, the longest written ones are wrapped."""
        wide = self._width or self.app.size.width  # keys may come before the first layout: the rows must stand
        room = wide - 2 * (len(self._fields) + 1) - 2
        first = max([len(self._head), *(len(row.title) for row in self._rows)], default=4)
        first = max(1, min(first, room // 2))
        shown = [
            [(row.fields or self._fields)[n].shown(row.values[n], self.words) for row in self._rows]
            for n in range(len(self._fields))
        ]
        needs, written, wrapped = [], [], []
        for n, field in enumerate(self._fields):
            labels = [*(pick.label for pick in field.picks), *shown[n], field.title]
            needs.append(max([3, *(len(label) for label in labels)]))
            if field.kind == "text":
                written.append(n)
            if field.kind in {"text", "fixed"}:
                wrapped.append(n)
        rest = room - first - sum(need for n, need in enumerate(needs) if n not in wrapped)
        while sum(needs[n] for n in wrapped) > rest and any(needs[n] > LEAST for n in wrapped):
            longest = max(wrapped, key=lambda n: needs[n])  # the longest texts are wrapped, the short ones stay whole
            needs[longest] -= 1
        spare = rest - sum(needs[n] for n in wrapped)
        if written and spare > 0:
            needs[written[-1]] += spare
        return first, needs

    def go(self, row: int) -> None:
        """The cursor in that row (from 0), where something can be written."""
        self.query_one(Grid).move_cursor(row=row, column=self._column(row))

    def go_to(self, id: str) -> None:
        """Likewise in the row of that id, or the first that begins with it (`letterhead` is `letterhead:1`)."""
        ids = [row.id for row in self._rows]
        found = [n for n, held in enumerate(ids) if held == id] + [
            n for n, h in enumerate(ids) if h.startswith(f"{id}:")
        ]
        if found:
            self.go(found[0])

    def _column(self, row: int, after: int = 0) -> int:
        """The first column of that row after the column `after` that can be filled in; 0 where there is none."""
        fields = (self._rows[row].fields or self._fields) if row < len(self._rows) else self._fields
        open_ones = (n for n, field in enumerate(fields, start=1) if n > after and field.kind != "fixed")
        return next(open_ones, 0 if after else 1)

    # ── keys ──

    @property
    def place(self) -> tuple[Row, Field, Datum] | None:
        """The row, the field and the value under the cursor."""
        at = self.query_one(Grid).cursor_coordinate
        if not self._rows or not 1 <= at.column <= len(self._fields) or at.row >= len(self._rows):
            return None
        row = self._rows[at.row]
        return row, (row.fields or self._fields)[at.column - 1], row.values[at.column - 1]

    def press(self, event: events.Key) -> bool:
        """Whether the key was for the cell under the cursor."""
        if not self.place or event.key in {"delete", "enter"}:
            return False
        row, field, value = self.place
        if field.kind in {"pick", "dated"}:
            if event.key == "space" and field.picks:
                self._next(row, field, value)
                return True
            for pick in field.picks:
                if event.character == pick.key:
                    self._put(row, field, pick.value)
                    return True
            return False
        if field.kind == "count" and event.character and event.character in "0123456789":
            self._put(row, field, int(event.character))
            return True
        if field.kind in {"text", "date"} and event.is_printable and event.character and event.character not in " ?":
            self._write(row, field, event.character, anew=True)
            return True
        return False

    def action_fill(self) -> None:
        """Writes into the cell, or picks the next."""
        if self.place:
            row, field, value = self.place
            if field.kind == "pick":
                if field.picks:
                    self._next(row, field, value)
            elif field.kind == "dated":
                if isinstance(value, Dated):
                    self._write(row, field, value.day.strftime("%d-%m-%Y"))
            elif field.kind != "fixed":
                held = value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value or "")
                self._write(row, field, held)

    def action_clear(self) -> None:
        """Empties the cell."""
        if self.place and self.place[1].kind != "fixed":
            row, field, _ = self.place
            self._tell(row, field, None)

    def on_data_table_cell_highlighted(self) -> None:
        grid = self.query_one(Grid)
        if grid.cursor_column == 0 and self._fields:
            grid.move_cursor(column=1)
        self._say()

    def _next(self, row: Row, field: Field, value: Datum) -> None:
        held = [pick.value for pick in field.picks]
        if isinstance(value, tuple):  # the next that is not picked yet; after the last none
            self._put(row, field, next((one for one in held if one not in value), None), move=False)
            return
        value = value.value if isinstance(value, Dated) else value
        self._put(row, field, held[(held.index(value) + 1) % len(held)] if value in held else held[0], move=False)

    def _write(self, row: Row, field: Field, text: str, anew: bool = False) -> None:
        named = (row.name or row.title, field.title if len(self._fields) > 1 else "")
        label = " · ".join(part for part in named if part)
        draft, pen = f"{self.id} {row.id} {field.id}", self.screen.query_one(Line)

        def keep(written: str) -> None:
            if not self._put(row, field, written) and written:
                pen.keep_draft(draft, written)

        pen.ask(label, text, keep, draft, anew=anew)

    def _put(self, row: Row, field: Field, value: Datum, move: bool = True) -> bool:
        taken = self._tell(row, field, value)
        if taken and move and not field.many:
            grid = self.query_one(Grid)
            at = grid.cursor_coordinate
            below = min(at.row + 1, len(self._rows) - 1)
            if field.down or len(self._fields) == 1:
                grid.move_cursor(row=below)
            elif beside := self._column(at.row, at.column):
                grid.move_cursor(column=beside)
            else:
                grid.move_cursor(row=below, column=self._column(below))
        return taken

    def _tell(self, row: Row, field: Field, value: Datum) -> bool:
        return isinstance(self.screen, Filling) and self.screen.filled(self, row.id, field.id, value)

    def _say(self) -> None:
        """Tells which keys the cell under the cursor takes."""
        cells: list[Content] = []
        if self.place:
            row, field, value = self.place
            if row.ask:
                cells = [Content.styled(f"{row.ask}  ", "bold")]
            if field.kind in {"pick", "dated"}:
                cells += [Content(f"{pick.key} {pick.label}  ") for pick in field.picks if pick.label != pick.key]
                if all(pick.label == pick.key for pick in field.picks) and field.picks:
                    cells += [Content(f"{field.picks[0].key} … {field.picks[-1].key}")]
                if field.kind == "dated" and value is not None:
                    cells.append(Content(self.words("sheet.dated")))
            elif field.kind != "fixed" and not row.ask:
                cells = [Content(field.shown(value, self.words) or self.words(f"sheet.{field.kind}"))]
        self.query_one(".picks", Plate).put(rows(cells, (self._width or self.app.size.width) - 2))
