"""Who can be asked for help, and when the numbers were last checked."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.days import read_day
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Contacts
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.ledger import Kept, Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Keys, Page
from kelompok_tui.ui.sheet import Datum, Field, Grid, Row, Sheet

CHECKED = "checked"


def open_contacts(page: Page) -> None:
    """Has the contacts shown above `page`."""
    desk = page.desk
    page.fetch(
        lambda: desk.store.load_contacts(desk.words.language),
        lambda contacts: page.app.push_screen(ContactsScreen(desk, contacts)),
    )


class ContactsScreen(Page):
    """A row a contact, above them the day on which all were checked; each is kept as soon as it is written."""

    AUTO_FOCUS = "Grid"
    BINDINGS = [Binding("escape", "back", "app.back", key_display="Esc")]

    def __init__(self, desk: Desk, contacts: Contacts) -> None:
        super().__init__(desk)
        self.ledger = Ledger(contacts, desk.store.save_contacts, self.told)

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self.words('contacts.title')} ", "bold"), id="title")
        yield Sheet(self.words, id="names")
        yield Static(Content(self.words("contacts.where", file=self.desk.store.contacts_file)), id="where")
        yield Line(self.words("line.writing"))
        yield Keys()

    def on_mount(self) -> None:
        self._lay()
        self.set_focus(self.query_one(Grid))

    def _lay(self) -> None:
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

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> None:
        """The day, or a fact about a contact, was written."""
        text = str(value or "")
        if row == CHECKED:
            today = self.desk.now().date()
            changed = self.attempt(lambda: self.ledger.value.check(read_day(text, today) if text else None))
        else:
            changed = self.attempt(lambda: self.ledger.value.put(int(row), **{field: text}))
        if changed is not None:
            self.ledger.put(changed)
        self._lay()

    def told(self, trouble: KelompokError | None) -> None:
        """From the keeper's thread."""
        if trouble is not None:
            self.post_message(Kept(trouble))

    def on_kept(self, event: Kept) -> None:
        """They could not be written."""
        if event.trouble:
            self.tell(event.trouble)

    def safe(self, seconds: float = 0) -> bool:
        """Everything is on the disk, after waiting for it at most `seconds`."""
        return self.ledger.keeper.wait(seconds)

    def action_back(self) -> None:
        """Back, once all is on the disk."""
        self.fetch(self.ledger.keeper.close, lambda done: self.dismiss() if done else self.say("app.still-not-saved"))
