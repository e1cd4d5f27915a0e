"""The counselor's choices."""

from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from kelompok_tui.documents.gather import read_logo
from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import FARTHEST, LONGEST, NUMBERS, SEMESTERS, THEMES, Settings, fits_due
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.sheet import Datum, Field, Grid, Row, Sheet, choices
from kelompok_tui.ui.unlocking import is_there
from kelompok_tui.words import languages, read_words

LETTERHEAD = "letterhead"
OTHERS = {"language", "theme", "curtain", "lock", "due", "keep"}  # not for papers


class SettingsScreen(Leaf[Settings]):
    """Gives the settings as they were chosen. With a `row` only those that papers need, that one first in hand."""

    AUTO_FOCUS = "Grid"
    BINDINGS = [Binding("f2", "seal", "settings.seal"), Binding("escape", "done", "app.back")]

    def __init__(self, desk: Desk, row: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.words = desk.words
        self._row = row
        self._settings = desk.settings

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(f" {self.words('settings.title')} ", "bold"), id="title")
        yield Sheet(self.words, id="settings")
        yield Static(Content(self.words("settings.where", folder=self.desk.store.folder)), id="where")
        yield Static("", id="sealed")
        yield Line(self.words("line.writing"))
        yield Keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is sealed is not sealed again; nor is it from the papers, while a session may be open."""
        return action != "seal" or not (self._sealed or self._row)

    @property
    def _sealed(self) -> bool:
        return is_there(self.desk.store.vault)

    def on_mount(self) -> None:
        self._lay()
        self.set_focus(self.query_one(Grid))
        if self._row:
            self.query_one(Sheet).go_to(self._row)

    def _lay(self) -> None:
        words, own = self.words, self.desk.store.guide_folder
        tongues = {"": words("settings.system")}
        tongues |= {name: read_words(name, own)("language.name") for name in languages(own)}
        fields = (
            Field("language", words("settings.language"), "pick", choices(tongues)),
            Field(
                "theme",
                words("settings.theme"),
                "pick",
                choices({name: words(f"settings.{name}") for name in THEMES}),
            ),
            Field("curtain", words("settings.curtain")),
            *((Field("lock", words("settings.lock")),) if self._sealed else ()),
            Field("leader", words("settings.leader")),
            Field("nip", words("settings.nip")),
            Field("school", words("settings.school")),
            Field("head", words("settings.head")),
            Field("head_nip", words("settings.head-nip")),
            Field("year", words("settings.year")),
            Field(
                "semester",
                words("settings.semester"),
                "pick",
                choices({name: words(f"semester.{name}") for name in SEMESTERS}),
            ),
            Field("due", words("settings.due")),
            Field("place", words("settings.place")),
            *(Field(f"{LETTERHEAD}:{n}", words("settings.letterhead", n=n)) for n in range(1, self._lines + 2)),
            Field("logo", words("settings.logo")),
            Field("keep", words("settings.keep")),
        )
        fields = tuple(field for field in fields if not (self._row and field.id in OTHERS))
        rows = [Row(f.id, f.title, (self._shown(f.id),), (f,)) for f in fields]
        self.query_one(Sheet).lay(words("settings.hint"), "", (Field("value", ""),), rows)
        told = words("settings.sealed" if self._sealed else "settings.plain")
        self.query_one("#sealed", Static).update(Content(told))

    @property
    def _lines(self) -> int:
        return len(self._settings.letterhead)

    def _shown(self, id: str) -> Datum:
        if id.startswith(LETTERHEAD):
            return dict(enumerate(self._settings.letterhead, start=1)).get(int(id.rpartition(":")[2]))
        held = getattr(self._settings, id)
        return " ".join(str(days) for days in held) if id == "due" else None if id == "semester" and not held else held

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> bool:
        """A choice was made; the look cannot be none."""
        text, taken = str(value or ""), True
        if row in NUMBERS:
            taken = self._number(row, text)
        elif row == "due":
            taken = self._due(text)
        elif row.startswith(LETTERHEAD):
            self._letterhead(int(row.rpartition(":")[2]), text)
        elif text or row != "theme":
            chosen: dict[str, Any] = {row: text}
            self._settings = replace(self._settings, **chosen)
            if row == "logo":
                self.run_worker(lambda: self._look(text), thread=True)
        self._lay()
        return taken

    def _letterhead(self, number: int, text: str) -> None:
        held = [*self._settings.letterhead, ""]
        held[number - 1] = text
        self._settings = replace(self._settings, letterhead=tuple(line for line in held if line))

    def _look(self, file: str) -> None:
        """In a thread: a logo that is none is told at once; it stays, so that it can be mended."""
        try:
            read_logo(self.desk.store.folder, file)
        except KelompokError as trouble:
            self.app.call_from_thread(self._tell, trouble)

    def _number(self, row: str, text: str) -> bool:
        if text.isdecimal() and int(text) <= LONGEST:
            chosen: dict[str, Any] = {row: int(text)}
            self._settings = replace(self._settings, **chosen)
        elif text:
            return self._tell(KelompokError("number-to", text=text, most=LONGEST))
        return True

    def _due(self, text: str) -> bool:
        days = [int(part) if part.isdecimal() and len(part) < 4 else 0 for part in text.replace(",", " ").split()]
        if fits_due(days):
            self._settings = replace(self._settings, due=(days[0], days[1], days[2]))
            return True
        return self._tell(KelompokError("due", text=text, most=FARTHEST))

    def _tell(self, trouble: KelompokError) -> bool:
        """Told, and not taken."""
        self.notify(self.words.error(trouble), severity="error", timeout=12, markup=False)
        return False

    def action_seal(self) -> None:
        """All that is there is sealed, once she knows what that means."""
        from kelompok_tui.ui.seal_screen import SealScreen

        self.app.push_screen(SealScreen(self.desk), self._seal)

    def _seal(self, sealed: bool | None) -> None:
        if sealed:
            self._settings = replace(self._settings, plain=False)
        self._lay()
        self.refresh_bindings()

    def action_done(self) -> None:
        """Back, with what was chosen."""
        self.dismiss(self._settings)
