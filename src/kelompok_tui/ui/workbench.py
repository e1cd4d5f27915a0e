"""A screen that holds a group or a session: panels on tabs, each change kept, each change taken back."""

import inspect
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ContentSwitcher

from kelompok_tui.errors import KelompokError
from kelompok_tui.hand import Hand, Met
from kelompok_tui.merge import merge
from kelompok_tui.model import Group, Session, corrected
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.keys import key
from kelompok_tui.ui.ledger import Kept, Ledger
from kelompok_tui.ui.line import Line
from kelompok_tui.ui.page import Page
from kelompok_tui.ui.panels import panel
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Grid, Sheet
from kelompok_tui.ui.tabs import Tabs

Held = TypeVar("Held", Group, Session)
TRACE = "trace"  # the panel of corrections


class Joined(Message, Generic[Held]):
    """From the keeper's thread: when `written` was written, another hand was met."""

    def __init__(self, written: Held, met: Met[Held]) -> None:
        super().__init__()
        self.written: Held = written
        self.met: Met[Held] = met


class Workbench(Page, Generic[Held]):
    """Owns the truth of what is open; panels are shown it and ask for changes."""

    group_id: str  # whose it is
    always_traced = False  # corrections are shown while it is open, too: nobody else sees the screen
    BINDINGS = [
        Binding("tab", "turn(1)", "app.next", priority=True, key_display="Tab"),
        Binding("shift+tab", "turn(-1)", "app.next", show=False, priority=True),
        key("ctrl+z", "undo", "app.undo", show=False),
        key("ctrl+y", "redo", "app.redo", show=False),
        key("ctrl+s", "copy", "app.copy", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ledger: Ledger[Held] | None = None
        self.saved = ""
        self._safe_at = desk.now()  # when all was on the disk

    # ── panels on tabs ──

    def compose_panels(self) -> ComposeResult:
        """The tabs, and below them the panel that is open."""
        with Vertical(id="panels"):
            yield Tabs(id="tabs")
            yield ContentSwitcher(id="open")

    def panels(self) -> list[Panel]:
        """The panels there are, in the order of their tabs."""
        return list(self.query_one("#open", ContentSwitcher).query_children(Panel))

    @property
    def panel(self) -> Panel | None:
        """The one that is open."""
        open_now = self.query_one("#open", ContentSwitcher).visible_content
        return open_now if isinstance(open_now, Panel) else None

    async def lay_panels(self, names: list[str], opened: str = "") -> None:
        """Has just these panels on tabs, `opened` (else the first) in front."""
        switcher = self.query_one("#open", ContentSwitcher)
        made = [found for name in names if (found := panel(self.desk, name))]
        switcher.current = None
        await switcher.remove_children()
        for hidden in made:
            hidden.display = False  # the switcher shows the one it is told
        await switcher.mount_all(made)
        front = next((p for p in made if p.key == opened), made[0] if made else None)
        switcher.current = front.id if front else None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the line is open, Tab turns no sheet."""
        return not (action == "turn" and self.query_one(Line).writing)

    def action_turn(self, way: int) -> None:
        """The next tab, or the one before."""
        panels = self.panels()
        if self.panel is None:
            return
        at = (panels.index(self.panel) + way) % len(panels)
        inside = isinstance(self.focused, Grid)
        self.query_one("#open", ContentSwitcher).current = panels[at].id
        if inside:
            self.set_focus(panels[at].query_one(Grid))
        self.redraw()

    # ── the truth ──

    def shown(self) -> Shown:
        """What panels are shown."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Everything shows the newest value."""
        if self.ledger is None:
            return
        if self.panel is not None:
            self.panel.show(self.shown())
        self._draw_tabs()
        if self._corrected != (TRACE in {panel.key for panel in self.panels()}):
            self.call_later(self._lay_trace)

    @property
    def _corrected(self) -> bool:
        """There is a trace to be shown; never to the circle, in a session that runs."""
        return bool(self.ledger and self.ledger.value.corrections and (self.ledger.value.closed or self.always_traced))

    async def _lay_trace(self) -> None:
        """The tab of corrections comes with the first of them, and goes with the last."""
        switcher = self.query_one("#open", ContentSwitcher)
        held = next((panel for panel in self.panels() if panel.key == TRACE), None)
        if self._corrected and held is None and self.panels() and (made := panel(self.desk, TRACE)):
            made.display = False
            await switcher.mount(made)
        elif held is not None and not self._corrected:
            if held is self.panel:
                self.action_turn(-1)
            await held.remove()
        self._draw_tabs()

    def _draw_tabs(self) -> None:
        panels = self.panels()
        at = panels.index(self.panel) if self.panel in panels else 0
        self.query_one(Tabs).lay(tuple(panel.title for panel in panels), at)

    def filled(self, sheet: Sheet, row: str, field: str, value: Datum) -> bool:
        """What was put into a sheet: its panel knows which change that is, if any."""
        wish = self.attempt(lambda: (sheet.change(row, field, value),)) if isinstance(sheet, Panel) else None
        return wish is not None and (wish[0] is None or self.do(wish[0]))

    def do(self, change: Change) -> bool:
        """The change is made, kept and seen; False, and told, when it does not fit."""
        if self.ledger is None:
            return False
        verb = getattr(self.ledger.value, change.verb)
        timed = {"at": self.desk.now()} if "at" in inspect.signature(verb).parameters else {}
        value = self.attempt(lambda: verb(**timed, **change.facts))
        if value is not None:
            self.ledger.put(value)
        self.redraw()
        return value is not None

    def trace(self, old: Held, new: Held) -> Held:
        """The new value, with a trace of what it corrects; of a private form not of what it was."""
        made = corrected(old, new, self.desk.now())
        if made is new:
            return new
        private = tuple(f"answers.{form.id}." for form in self.desk.guide.forms.values() if form.private)
        told = (c.but(was="…") if c.what.startswith(private) else c for c in made.corrections)
        return made.but(corrections=tuple(told))

    def over(self, old: Held, now: Held) -> Held:
        """What undo gives back: the old value, with what undo leaves alone taken from the new."""
        return old

    def action_undo(self) -> None:
        """The value before the last change."""
        if self.ledger and not self.ledger.undo(self.over):
            self.say("app.nothing-to-undo")
        self.redraw()

    def action_redo(self) -> None:
        """The change that was taken back."""
        if self.ledger and not self.ledger.redo(self.over):
            self.say("app.nothing-to-redo")
        self.redraw()

    # ── the disk, and other hands ──

    def hold(self, hand: Hand[Held], first: Held, write: Callable[[Held], None] = lambda value: None) -> Ledger[Held]:
        """The ledger of what is open: `first`, kept by that hand; `write` is done before, in the keeper's thread."""

        def keep(value: Held) -> None:
            write(value)
            if (met := hand.write(value)) is not None:
                self.post_message(Joined(value, met))

        return Ledger(first, keep, self.told, self.trace)

    async def on_joined(self, event: Joined[Held]) -> None:
        """Another hand had written into the file: what it did is here too."""
        if self.ledger is None:
            return
        met, now = event.met, self.ledger.value
        same = now == event.written
        self.ledger.take(met.value if same else merge(now, met.value, event.written, at=self.desk.now()).value, same)
        if met.aside:
            self.warn(self.words("hand.aside", file=met.aside))
        elif met.told:
            self.say("hand.differed", n=len(met.told))
        else:
            self.say("hand.met")
        await self.met()

    async def met(self) -> None:
        """Shows what came from another hand."""
        self.redraw()

    def told(self, trouble: KelompokError | None) -> None:
        """From the keeper's thread: the newest value is safe, or why it is not."""
        self.post_message(Kept(trouble))

    def on_kept(self, event: Kept) -> None:
        """Says when it was saved; or that it is not, and why."""
        trouble = event.trouble
        if trouble is None:
            if self.saved.startswith("!"):
                self.app.clear_notifications()  # what they say of it is not true any more
            self._safe_at = self.desk.now()
            self.saved = self.words("app.saved", at=self.words.second(self._safe_at))
        else:
            self.offer_key(trouble)
            since = self.words.clock(self._safe_at)
            if not self.saved.startswith("!"):
                self.warn(self.words("app.not-saved", since=since, why=self.words.error(trouble)))
            # the row has room for the reason alone
            self.saved = f"! {self.words('app.not-saved', since=since, why=self.words.why(trouble))}"
        self.show_saved()

    def show_saved(self) -> None:
        """What the disk knows is on the screen."""
        self.redraw()

    def action_copy(self) -> None:
        """What is open, saved once more at a place of her choice: while the disk refuses, on a stick."""
        ending = "json" if isinstance(self._open_now, Session) else "toml"
        name = f"{self.group_id}-{self.desk.now():%Y%m%d-%H%M}.{ending}"
        self.ask(self.words("app.copy-where"), str(self.desk.store.exports / name), self._copy)

    @property
    def _open_now(self) -> Group | Session | None:
        return self.ledger.value if self.ledger else None

    def _copy(self, where: str) -> None:
        held, store = self._open_now, self.desk.store
        if where and held:
            self.fetch(lambda: store.save_copy(held, where), lambda place: self.say("app.copied", place=place))

    def safe(self, seconds: float = 0) -> bool:
        """Everything is on the disk, after waiting for it at most `seconds`."""
        return self.ledger is None or self.ledger.keeper.wait(seconds)

    def leave(self) -> None:
        """Goes back once the last change is on the disk; the keeper's thread ends."""
        ledger = self.ledger

        def close() -> bool:
            return ledger is None or ledger.keeper.close()

        def gone(done: bool) -> None:
            if done:
                self.dismiss()
            else:
                self.say("app.still-not-saved")

        self.fetch(close, gone)
