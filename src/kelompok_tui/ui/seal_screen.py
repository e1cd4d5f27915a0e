"""Sealed or plain: asked before there is a group, and whenever she wants; then all that is there is sealed."""

from collections.abc import Iterator
from contextlib import closing, suppress
from textwrap import fill
from time import monotonic

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kelompok_tui import files, sealing
from kelompok_tui.errors import KelompokError
from kelompok_tui.store import Store
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Keys, Leaf
from kelompok_tui.ui.secret import Secret
from kelompok_tui.ui.unlocking import BEAT, Moving
from kelompok_tui.vault import SHORTEST, in_groups, new_key, typed
from kelompok_tui.words import line

LAST = 6  # signs of the recovery key that are asked for, to know that it was written down
SHOWN = 5  # names of files in a sentence
ROW = 5  # groups of letters in one row
WIDE = 74  # characters of a row
PENS = {"new": "pen-new", "again": "pen-again", "check": "pen-check"}  # the steps on which something is typed


def unasked(desk: Desk) -> bool:
    """In a thread: there are no data yet, and she was not asked how they are to be kept."""
    store = desk.store
    try:
        return not (desk.settings.plain or store.vault.there or store.groups() or files.children(store.bin))
    except KelompokError:  # home tells it
        return False


def finish(store: Store) -> Iterator[KelompokError]:
    """In a thread: a sealing that was cut off is done; what could not be, and what only a command can take up.

    Also who was written beside the readers by a strange hand.
    """
    vault = store.vault
    yield from (KelompokError("vault.stranger", name=line(name), file=vault.readers_file) for name in vault.strangers)
    task = vault.task if vault.there else ""
    if task == "seal" and vault.open:
        with suppress(KelompokError), closing(_Alone(store)):  # another window is at it
            yield from (step.trouble for step in sealing.seal(store) if step.trouble)
    elif task:
        yield KelompokError("check.unfinished", command="unseal" if task == "unseal" else "seal")


class _Alone:
    """Nobody else works on the seal until it is closed; KelompokError where somebody does."""

    def __init__(self, store: Store) -> None:
        self._lock = sealing.begin(store)

    def close(self) -> None:
        """Somebody else may."""
        self._lock.release()


class SealScreen(Leaf[bool | None]):
    """Gives True when the data are sealed, False when they are to be plain, None when nothing was changed.

    Step by step: `ask`, a passphrase (`new`, `again`), the recovery key (`sheet`, `check`), `making`, `done`.
    Nothing is on the disk before `making`.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    BINDINGS = [
        Binding("enter", "seal", "sealing.seal", key_display="⏎"),
        Binding("enter", "on", "sealing.on", key_display="⏎"),
        Binding("p", "plain", "sealing.plain"),
        Binding("escape", "back", "app.back"),
        Binding("escape", "leave", "app.quit"),
    ]

    def __init__(self, desk: Desk, *, first: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.words = desk.words
        self._first = first
        self._step = "ask"
        self._passphrase = self._recovery = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="title")
        with VerticalScroll(id="sealing", can_focus=False):
            yield Static("", id="told")
            yield Secret(self._typed)
            yield Moving()
        yield Keys()

    def on_mount(self) -> None:
        self._lay("ask")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each step has its own keys."""
        step = self._step
        match action:
            case "seal":
                return step == "ask"
            case "plain":
                return step == "ask" and self._first
            case "on":
                return step in {"sheet", "done", *PENS}
            case "back":
                return step in {"sheet", *PENS} or (step == "ask" and not self._first)
            case "leave":
                return step == "ask" and self._first
        return True

    def _lay(self, step: str, trouble: KelompokError | None = None) -> None:
        """That step, with what went wrong on the way to it."""
        self._step = step
        words = self.words
        facts = {"n": SHORTEST if step == "new" else LAST, "folder": self.desk.store.folder}
        name = step if step != "ask" else "first" if self._first else "later"
        told = [_filled(words(f"sealing.told.{name}", **facts))]
        if step == "ask":
            told += self._choices()
        elif step == "sheet":
            told += self._sheet()
        title = words("sealing.title" if name == "first" else "settings.seal")
        self.query_one("#title", Static).update(Content.styled(f" {title} ", "bold"))
        self.query_one("#told", Static).update(Content("\n").join(told))
        pen, said = self.query_one(Secret), self.query_one(Moving)
        pen.display = step in PENS
        if step in PENS:
            pen.ask(words(f"sealing.{PENS[step]}"), seen=step == "check")
        said.rest(words.error(trouble) if trouble else "")
        said.set_class(bool(trouble), "lacking")
        self.set_focus(pen if step in PENS else None)
        self.refresh_bindings()
        self.query_one("#sealing").scroll_home(animate=False)

    def _choices(self) -> list[Content]:
        words, told = self.words, []
        for key, name in (("⏎", "sealed"), ("p", "open")):
            if name == "sealed" or self._first:
                shown = Content.styled(f"\n {key}  {words(f'sealing.{name}')}", "bold $text-accent")
                told.append(shown + Content("\n") + _filled(words(f"sealing.{name}-told"), "    "))
        told.append(Content.styled(f"\n{words('sealing.before')}", "bold"))
        for name, said in words.choices("sealing.lost").items():
            if name != "rest" or not self._first:  # what was never plain leaves no rest
                told.append(_filled(said, "  ", "! ").stylize("$text-warning"))
        return told

    def _sheet(self) -> list[Content]:
        first, *groups = in_groups(self._recovery)
        rows = [f"    {first}", *("    " + "  ".join(groups[at : at + ROW]) for at in range(0, len(groups), ROW))]
        return [Content.styled(row, "bold") for row in ("", *rows)]

    async def action_leave(self) -> None:
        """Out of the program: neither was chosen."""
        await self.run_action("app.quit")

    # ── what is answered ──

    def action_seal(self) -> None:
        """First a passphrase."""
        self._lay("new")

    def action_plain(self) -> None:
        """Nothing is sealed."""
        self.dismiss(False)

    def action_on(self) -> None:
        """The next step of those on which nothing is typed."""
        if self._step == "sheet":
            self._lay("check")
        elif self._step == "done":
            self.dismiss(True)

    def action_back(self) -> None:
        """The step before; from the first, back to where it was asked."""
        if self._step == "ask":
            self.dismiss(None)
        elif self._step == "check":
            self._lay("sheet")
        else:
            self._forget()
            self._lay("ask")

    def _typed(self, text: str) -> None:
        if self._step == "new":
            fits = len(text) >= SHORTEST and not any("\ud800" <= sign < "\ue000" for sign in text)
            self._passphrase = text if fits else ""
            self._lay("again" if fits else "new", None if fits else KelompokError("vault.too-short", n=SHORTEST))
        elif self._step == "again" and text != self._passphrase:
            self._forget()
            self._lay("new", KelompokError("vault.not-same"))
        elif self._step == "again":
            try:
                self._recovery = new_key()
            except KelompokError as trouble:
                self._lay("ask", trouble)
            else:
                self._lay("sheet")
        elif typed(text)[-LAST:] != self._recovery[-LAST:]:
            self._lay("check", KelompokError("sealing.last", n=LAST))
        else:
            self._lay("making")
            self.query_one(Moving).tell(self.words("sealing.making"))
            self.run_worker(self._make, thread=True)

    def _forget(self) -> None:
        self._passphrase = self._recovery = ""

    # ── the work ──

    def _make(self) -> None:
        """In a thread: the key, then every file; at whatever instant it is cut off, it is taken up again."""
        store, troubles, shown = self.desk.store, list[KelompokError](), 0.0
        try:
            with closing(_Alone(store)):
                store.vault.make(self._passphrase, new_key(), self._recovery)
                for step in sealing.seal(store):
                    if step.trouble:
                        troubles.append(step.trouble)
                    if monotonic() - shown > BEAT or step.number == step.total:
                        shown = monotonic()
                        self.app.call_from_thread(self._tell, step.number, step.total)
                left, papers = sealing.left_plain(store), sealing.exports(store)
        except KelompokError as trouble:
            self.app.call_from_thread(self._failed, trouble)
        else:
            names = [line(str(file.relative_to(store.folder))) for file in left]
            self.app.call_from_thread(self._made, troubles, names, len(papers))

    def _tell(self, number: int, total: int) -> None:
        self.query_one(Moving).tell(self.words("sealing.step", number=number, total=total))

    def _failed(self, trouble: KelompokError) -> None:
        """Nothing was made; or there is a seal, and the rest follows when the program is opened again."""
        self._forget()
        self._lay("done" if self.desk.store.vault.open else "ask", trouble)

    def _made(self, troubles: list[KelompokError], left: list[str], papers: int) -> None:
        self._forget()
        words, folder = self.words, self.desk.store.exports
        notes = [words.error(trouble) for trouble in troubles[:SHOWN]]
        if left:
            names = ", ".join(left[:SHOWN]) + (" …" if len(left) > SHOWN else "")
            notes.append(words("seal.left-plain", n=len(left), names=names))
        if papers:
            notes.append(words("seal.exports", n=papers, folder=folder))
        self._lay("done")
        self.query_one(Moving).rest(
            "\n".join(fill(note, WIDE, initial_indent="! ", subsequent_indent="  ") for note in notes)
        )
        self.query_one(Moving).set_class(bool(notes), "lacking")


def _filled(text: str, indent: str = "", first: str = "") -> Content:
    """`text` in rows of our width, each row of it that begins with a blank as it is."""
    rows = (
        row if row.startswith(" ") else fill(row, WIDE, initial_indent=first or indent, subsequent_indent=indent)
        for row in text.strip("\n").split("\n")
    )
    return Content("\n".join(rows))
