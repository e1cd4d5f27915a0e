"""Who can be asked for help: names and numbers that a person has checked."""

from datetime import date, timedelta
from typing import Self

from kelompok_tui.model.value import Text, Value

GOOD = timedelta(days=180)  # half a school year: then the numbers want to be tried again


class Contact(Value):
    """One who helps, and how to reach her."""

    name: Text = ""
    number: Text = ""
    note: Text = ""


class Contacts(Value):
    """All of them, and the day on which they were last checked."""

    checked: date | None = None
    contacts: tuple[Contact, ...] = ()

    def stale(self, today: date) -> bool:
        """They were never checked, or too long ago."""
        return self.checked is None or today - self.checked > GOOD

    def check(self, day: date | None) -> Self:
        """Checked on that day."""
        return self.but(checked=day)

    def put(self, row: int, /, **facts: object) -> Self:
        """With these facts about the contact in that row (from 1); one past the end adds it, an empty one goes."""
        rows = list(self.contacts)
        if row > len(rows):
            rows.append(Contact())
        place = min(row, len(rows)) - 1
        rows[place] = rows[place].but(**facts)
        return self.but(contacts=tuple(c for c in rows if c.name.strip() or c.number.strip() or c.note.strip()))
