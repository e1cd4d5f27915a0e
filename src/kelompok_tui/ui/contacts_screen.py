"""Who can be asked for help, and when the numbers were last checked."""

from kelompok_tui.model import Contacts
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.ledger import Ledger
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.sheet import Datum, Field, Row, Sheet
from kelompok_tui.ui.sheet_page import SheetPage

CHECKED = "checked"


def open_contacts(page: Page) -> None:
    """Has the contacts shown above `page`."""
    desk = page.desk
    page.fetch(
        lambda: desk.store.load_contacts(desk.words.language),
        lambda contacts: page.app.push_screen(ContactsScreen(desk, contacts)),
    )


class ContactsScreen(SheetPage[Contacts]):
    """A row a contact, above them the day on which all were checked; each is kept as soon as it is written."""

    def __init__(self, desk: Desk, contacts: Contacts) -> None:
        note = desk.words("contacts.where", file=desk.store.contacts_file)
        ledger = Ledger(contacts, desk.store.save_contacts, self.told)
        super().__init__(desk, desk.words("contacts.title"), note, ledger)

    def lay(self) -> None:
        words, contacts = self.words, self.ledger.value
        blank = Field("", "", "fixed")
        checked = Field(CHECKED, words("contacts.checked"), "date")
        fields = tuple(Field(id, words(f"contacts.{id}")) for id in ("name", "number", "note"))
        rows = [Row(CHECKED, words("contacts.checked"), (contacts.checked, None, None), (checked, blank, blank))]
        for number, contact in enumerate(contacts.contacts, start=1):
            rows.append(Row(str(number), str(number), (contact.name, contact.number, contact.note)))
        rows.append(Row(str(len(rows)), "+", (None, None, None)))
        stale = contacts.stale(self.desk.now().date())
        hint = words("contacts.stale" if stale else "contacts.hint")
        self.query_one(Sheet).lay(hint, "", fields, rows)

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> bool:
        """The day, or a fact about a contact, was written."""
        text = str(value or "")
        if row == CHECKED:
            today, check = self.desk.now().date(), self.ledger.value.check
            changed = self.attempt(lambda: check(self.words.read_day(text, today, past=True) if text else None))
        else:
            changed = self.attempt(lambda: self.ledger.value.put(int(row), **{field: text}))
        if changed is not None:
            self.ledger.put(changed)
        self.lay()
        return changed is not None
