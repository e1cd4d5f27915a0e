"""The laptop passed round: one member after the other answers, and only the leader's key leads out of it."""

from textwrap import wrap
from typing import Literal

from textual import events, work
from textual.app import ComposeResult
from textual.content import Content

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import Form, Item
from kelompok_tui.keeper import Keeper
from kelompok_tui.model import Round, Session, answered, corrected, line
from kelompok_tui.model.session import ALIVE, GAP
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.leaf import Leaf
from kelompok_tui.ui.ledger import Kept, Ledger
from kelompok_tui.ui.plate import Plate
from kelompok_tui.ui.sheet import Datum, Pick, field_of

WIDE = 50  # characters of a row
LONGEST = 120  # characters of a written answer: all of it stays in sight
ON, BACK = {"space", "enter"}, {"left", "backspace"}
GAPS = Content("")


class RoundScreen(Leaf[None]):
    """Whole words, digits, and nothing of anybody else. No key but the leader's leads to another screen.

    It has no text field, no focus and no bindings: every key ends here. The `ledger` is that of the room from where
    it was begun, or, when the program was started anew, its `own`.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    def __init__(self, desk: Desk, ledger: Ledger[Session], held: Round, form: Form, *, own: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.words = desk.words
        self.locked = True
        self._ledger = ledger
        self._round = held
        self._form = form
        self._own = own
        self._alive = own and self._lives()
        self._page: Literal["handover", "ask", "thanks", "blank", "end"] = "handover" if held.turn else "end"
        self._at = 0  # the number of the question
        self._given: set[str] = set()  # the items that were answered since the laptop was handed over
        self._text = ""  # what is being written
        self._typed = ""  # perhaps the leader's key
        self._trouble = ""
        self._ending = False
        self._there = own  # its file has been on the disk
        self._keeper: Keeper[Round] | None = None

    def compose(self) -> ComposeResult:
        yield Plate(id="page")

    def on_mount(self) -> None:
        self._keeper = Keeper(self._write, self.told)
        if not self._own:
            self._keeper.keep(self._round)
        if self._alive:
            self.set_interval(1, self._tick)
        self._draw()

    def on_resize(self) -> None:
        """What is as wide as the window is drawn anew."""
        self._draw()

    # ── what is seen ──

    def _draw(self) -> None:
        if self._page == "handover":
            rows = self._handover()
        elif self._page == "ask":
            rows = self._question()
        else:
            style = "dim" if self._page == "blank" else "bold"
            rows = self._wrapped(self.words(f"round.{self._page}"), style)
        if self._trouble and self._page != "ask":
            rows += [GAPS, *self._wrapped(self._trouble, "dim")]
        if len(rows) > self.app.size.height:
            rows = [row for row in rows if row.plain]
        self.query_one("#page", Plate).put(Content("\n").join(rows))

    def _handover(self) -> list[Content]:
        code = f"   {'  '.join(self._round.turn)}   "
        framed = [Content.styled(row, "bold reverse") for row in (" " * len(code), code, " " * len(code))]
        ready = self._wrapped(self.words("round.ready", who=self._round.turn))
        return [*self._wrapped(self.words("round.give")), GAPS, *framed, GAPS, *ready]

    def _question(self) -> list[Content]:
        rows = [*self._wrapped(self._item.ask, "bold"), GAPS]
        if picks := self._picks:
            given = self._value if self._item.id in self._given else None
            told = [f" {pick.key}  {self._label(pick)} " for pick in picks]
            wide = max(map(len, told))
            for pick, row in zip(picks, told, strict=True):
                rows += [GAPS, Content.styled(f"{row:<{wide}}", "bold reverse" if pick.value == given else "bold")]
        else:
            written = wrap(f"{self._text}▏", self._width, drop_whitespace=False) or ["▏"]
            rows += [Content.styled(row, "bold") for row in written]
        how = self.words(f"round.{'pick' if picks else 'write'}")
        count = f"{self._at + 1}/{len(self._form.asked)}"
        return [*rows, GAPS, GAPS, *self._wrapped(how, "dim"), Content.styled(count, "dim")]

    def _wrapped(self, text: str, style: str = "") -> list[Content]:
        return [Content.styled(row, style) for said in text.split("\n") for row in wrap(said, self._width) or [""]]

    @property
    def _width(self) -> int:
        return max(10, min(WIDE, self.app.size.width - 4))

    # ── the question ──

    @property
    def _item(self) -> Item:
        return self._form.asked[self._at]

    @property
    def _picks(self) -> tuple[Pick, ...]:
        return field_of(self._item, self.words, (), ()).picks

    def _label(self, pick: Pick) -> str:
        return self._item.options.get(str(pick.value), "") if self._item.kind == "scale" else pick.label

    @property
    def _value(self) -> Datum:
        return answered(self._ledger.value.answers, self._form.id, self._item.id, self._round.turn)

    # ── keys ──

    def on_key(self, event: events.Key) -> None:
        """Every key: an answer, the next page, a part of the leader's key, or nothing."""
        event.stop()
        event.prevent_default()
        if not self.locked:
            self._end()
            return
        sign = event.character if event.character and event.character.isprintable() else ""
        if self._page == "ask":
            self._answer(event.key, sign)
        else:
            self._hand(event.key, sign.strip())
        self._draw()

    def _hand(self, key: str, sign: str) -> None:
        if sign:
            self._typed = (self._typed + sign)[-4 * self._round.signs :]
            if self._round.opens(self._typed):
                self._end()
            return
        self._typed = ""
        if key in ON:
            self._on()
        elif key in BACK and self._page == "thanks":
            self._ask(self._at)

    def _on(self) -> None:
        """The next page of those without a question."""
        if self._page == "handover":
            self._given = set()
            self._ask(self._at)
        elif self._page == "blank":
            self._page = "handover"
        elif self._page == "thanks":
            self._round = self._round.pass_on()
            self._at, self._given = 0, set()
            self._page = "blank" if self._round.turn else "end"
            if self._keeper:
                self._keeper.keep(self._round)

    def _answer(self, key: str, sign: str) -> None:
        picks = self._picks
        if key == "escape":
            self._keep_text()
            self._page = "handover"
        elif picks and (pick := next((pick for pick in picks if pick.key == sign), None)):
            self._put(pick.value)
            self._go(1)
        elif not picks and sign:
            self._text = (self._text + sign)[:LONGEST]
        elif not picks and key == "backspace" and self._text:
            self._text = self._text[:-1]
        elif key in {"enter", "right"} or key in BACK:
            self._keep_text()
            self._go(-1 if key in BACK else 1)

    def _go(self, way: int) -> None:
        at = self._at + way
        if at == len(self._form.asked):
            self._page = "thanks"
        else:
            self._ask(max(0, at))

    def _ask(self, at: int) -> None:
        self._page, self._at = "ask", at
        self._text = str(self._value or "") if self._item.id in self._given and not self._picks else ""

    def _keep_text(self) -> None:
        """What was written is her answer; nothing at all is none, and leaves an earlier one alone."""
        text = line(self._text)
        if not self._picks and (text or self._item.id in self._given):
            self._put(text)

    def _put(self, value: Datum) -> None:
        place = (self._form.id, self._item.id, self._round.turn)
        self._ledger.put(self._ledger.value.answer(*place, value, self.desk.now()))  # type: ignore[arg-type]  # no day
        self._given.add(self._item.id)

    # ── the clock and the disk ──

    def _lives(self) -> bool:
        session = self._ledger.value
        return session.visit is not None and self.desk.now() - session.lived <= GAP

    def _tick(self) -> None:
        """The program has hardly been away: its signs of life go on. After a longer time the room asks about it."""
        now, session = self.desk.now(), self._ledger.value
        if session.seen is None or not session.seen <= now < session.seen + ALIVE:
            self._ledger.put(session.see(now), undoable=False)

    def _write(self, held: Round) -> None:
        """In the keeper's thread: the round, unless it has ended, or was taken away from the command line."""
        store = self.desk.store
        if self.locked and (files.exists(store.round_file) or not self._there):
            store.save_round(held)
            self._there = True

    def told(self, trouble: KelompokError | None) -> None:
        """From a keeper's thread: the newest is safe, or why it is not."""
        self.post_message(Kept(trouble))

    def on_kept(self, event: Kept) -> None:
        """What could not be written is told in small letters, until it can."""
        why = event.trouble and self.words("app.not-saved", why=self.words.error(event.trouble))
        self._trouble = f"! {why}" if why else ""
        self._draw()

    def safe(self, seconds: float = 0) -> bool:
        """Everything is on the disk, after waiting for it at most `seconds`."""
        round_safe = self._keeper is None or self._keeper.wait(seconds)
        return self._ledger.keeper.wait(seconds) and round_safe

    def _end(self) -> None:
        """The leader has her screens again as soon as everything is on the disk; until then, at any key."""
        self.locked = False
        if not self._ending:
            self._ending = True
            self._release()

    @work(thread=True)
    def _release(self) -> None:
        trouble = None
        if self._keeper:
            self._keeper.close()
        try:
            self.desk.store.end_round()
        except KelompokError as told:
            trouble = told
        safe = not self._own or self._ledger.keeper.close()
        self.app.call_from_thread(self._gone, trouble, safe)

    def _gone(self, trouble: KelompokError | None, safe: bool) -> None:
        if not safe:
            self._ending = False
            self._trouble = self.words("app.still-not-saved")
            self._draw()
            return
        if trouble:
            self.notify(self.words.error(trouble), severity="error", timeout=12, markup=False)
        self.dismiss()


def take_up(desk: Desk) -> RoundScreen | None:
    """The round that goes on since the program was last here, None where there is none; in a thread.

    KelompokError where it cannot go on: home tells it.
    """
    held = desk.store.load_round()
    if held is None:
        return None
    session = desk.store.load_session(held.group, held.session)
    form = desk.guide.forms.get(held.form)
    if form is None or not form.asked:
        raise KelompokError("round.no-form", form=held.form, file=desk.store.round_file)

    def write(session: Session) -> None:
        desk.store.save_session(held.group, session)

    def told(trouble: KelompokError | None) -> None:
        screen.told(trouble)

    def trace(old: Session, new: Session) -> Session:
        return corrected(old, new, desk.now())

    screen = RoundScreen(desk, Ledger(session, write, told, trace), held, form, own=True)
    return screen
