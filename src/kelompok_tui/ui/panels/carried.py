"""What a session begins with: actions to ask for, held tensions, commitments to read back, attendance so far."""

from kelompok_tui import insights
from kelompok_tui.insights import KEPT
from kelompok_tui.model import Session, answered
from kelompok_tui.ui.panels.panel import Change, Panel, Shown
from kelompok_tui.ui.sheet import Datum, Field, Pick, Row, choices

FORM = "commitments"


class CarriedPanel(Panel):
    """A row each: who, what, how it stands now, and what got in the way."""

    def show(self, shown: Shown) -> None:
        words, session = self.words, shown.session
        if session is None:
            return
        self._rows_of = self._actions(session) + self._tensions(session)
        self._rows_of += self._commitments(session, shown.before) + self._attendance(session, shown.before)
        heads = (words(f"panel.carried.{id}") for id in ("what", "state", "hindered"))
        fields = tuple(Field(id, title, "fixed") for id, title in zip(("what", "state", "text"), heads, strict=True))
        self.lay(words("panel.carried.hint"), words("panel.carried.who"), fields, self._rows_of)

    def _row(self, id: str, who: str, what: str, picks: tuple[Pick, ...], state: Datum, text: Datum) -> Row:
        fields = (Field("what", "", "fixed"), Field("state", "", "pick", picks), Field("text", ""))
        return Row(id, who, (what, state, text), fields)

    def _actions(self, session: Session) -> list[Row]:
        picks = choices(self.words.choices("state"))
        return [
            self._row(f"action:{a.id}", a.who or "–", a.what, picks, a.state, a.hindered)
            for a in session.actions
            if a.since < session.number
        ]

    def _tensions(self, session: Session) -> list[Row]:
        picks, signs = choices(self.words.choices("standing")), self.words.choices("sign")
        return [
            self._row(
                f"tension:{t.id}",
                "+".join(t.who) or "–",
                ": ".join(part for part in (signs.get(t.sign, t.sign), t.cause) if part),
                picks,
                t.standing,
                t.did,
            )
            for t in session.tensions
            if t.since < session.number
        ]

    def _commitments(self, session: Session, before: tuple[Session, ...]) -> list[Row]:
        form = self.desk.guide.forms.get(KEPT)
        last = next((held for held in reversed(before) if any(a.form == FORM for a in held.answers)), None)
        if form is None or last is None:
            return []
        rows = []
        for code in (seat.code for seat in session.seats):
            if said := answered(last.answers, FORM, "behaviour", code):
                went, text = (answered(session.answers, KEPT, item, code) for item in ("went", "hindered"))
                rows.append(
                    self._row(f"kept:{code}", code, f"“{said}”", choices(form.items["went"].options), went, text)
                )
        return rows

    def _attendance(self, session: Session, before: tuple[Session, ...]) -> list[Row]:
        blank = (Field("what", "", "fixed"), Field("state", "", "fixed"), Field("text", "", "fixed"))
        rows = []
        for code in (seat.code for seat in session.seats):
            told = insights.presence(code, before)
            if told.meetings and (told.here < told.meetings or told.late):
                word = "panel.carried.late" if told.late else "panel.carried.here"
                said = self.words(word, here=told.here, meetings=told.meetings, late=told.late)
                rows.append(Row(f"here:{code}", code, (said, None, None), blank))
        return rows

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        kind, _, id = row.partition(":")
        if kind == "kept":
            return Change("answer", form=KEPT, item="went" if field == "state" else "hindered", about=id, value=value)
        verb, text = ("change_action", "hindered") if kind == "action" else ("change_tension", "did")
        if field == "text":
            return Change(verb, id=id, **{text: value or ""})
        fact = "state" if kind == "action" else "standing"
        return Change(verb, id=id, **{fact: value}) if value else None
