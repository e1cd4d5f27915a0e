"""What a session begins with: actions to ask for, held tensions, commitments to read back, attendance so far."""

from collections.abc import Iterator

from kelompok_tui import insights
from kelompok_tui.insights import KEPT
from kelompok_tui.model import Session, answered
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Pick, Row, choices

FORM = "commitments"


class CarriedPanel(Panel):
    """A row each: who, what, how it stands now, and what got in the way."""

    def show(self, shown: Shown) -> None:
        words = self.words
        heads = (words(f"panel.carried.{id}") for id in ("what", "state", "hindered"))
        fields = tuple(Field(id, title, "fixed") for id, title in zip(("what", "state", "text"), heads, strict=True))
        self.lay(words("panel.carried.hint"), words("panel.carried.who"), fields, rows(self.desk, shown))

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        kind, _, id = row.partition(":")
        if kind == "kept":
            return Change("answer", form=KEPT, item="went" if field == "state" else "hindered", about=id, value=value)
        verb, text = ("change_action", "hindered") if kind == "action" else ("change_tension", "did")
        if field == "text":
            return Change(verb, id=id, **{text: value or ""})
        fact = "state" if kind == "action" else "standing"
        return Change(verb, id=id, **{fact: value}) if value else None


def rows(desk: Desk, shown: Shown) -> list[Row]:
    """All that is carried on into the session that is shown."""
    if shown.session is None:
        return []
    found = (_actions(desk, shown.session), _tensions(desk, shown.session))
    more = (_commitments(desk, shown.session, shown.before), _attendance(desk, shown.session, shown.before))
    return [row for listed in (*found, *more) for row in listed]


def _row(id: str, who: str, what: str, picks: tuple[Pick, ...], state: Datum, text: Datum, field: str) -> Row:
    fields = (Field("what", "", "fixed"), Field("state", "", "pick", picks), Field("text", field))
    return Row(id, who, (what, state, text), fields)


def _actions(desk: Desk, session: Session) -> Iterator[Row]:
    picks, way = choices(desk.words.choices("state")), desk.words("panel.carried.hindered")
    for a in session.actions:
        if a.since < session.number:
            yield _row(f"action:{a.id}", a.who or "–", a.what, picks, a.state, a.hindered, way)


def _tensions(desk: Desk, session: Session) -> Iterator[Row]:
    words = desk.words
    picks, signs = choices(words.choices("standing")), words.choices("sign")
    for t in session.tensions:
        if t.since < session.number:
            what = ": ".join(part for part in (signs.get(t.sign, t.sign), t.cause) if part)
            way = words("panel.tensions.did")
            yield _row(f"tension:{t.id}", "+".join(t.who) or "–", what, picks, t.standing, t.did, way)


def _commitments(desk: Desk, session: Session, before: tuple[Session, ...]) -> Iterator[Row]:
    form = desk.guide.forms.get(KEPT)
    last = next((held for held in reversed(before) if any(a.form == FORM for a in held.answers)), None)
    if form is None or last is None:
        return
    picks, way = choices(form.items["went"].options), form.items["hindered"].title
    for code in (seat.code for seat in session.seats):
        if said := answered(last.answers, FORM, "behaviour", code):
            went, text = (answered(session.answers, KEPT, item, code) for item in ("went", "hindered"))
            yield _row(f"kept:{code}", code, f"“{said}”", picks, went, text, way)


def _attendance(desk: Desk, session: Session, before: tuple[Session, ...]) -> Iterator[Row]:
    blank = (Field("what", "", "fixed"), Field("state", "", "fixed"), Field("text", "", "fixed"))
    for code in (seat.code for seat in session.seats):
        told = insights.presence(code, before)
        if told.meetings and (told.here < told.meetings or told.late):
            word = "panel.carried.late" if told.late else "panel.carried.here"
            said = desk.words(word, here=told.here, meetings=told.meetings, late=told.late)
            yield Row(f"here:{code}", code, (said, None, None), blank)
