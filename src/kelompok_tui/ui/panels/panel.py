"""What every panel is: shown a group and a session, it answers with a `Change`: the verb it wants done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kelompok_tui.model import Group, Session
from kelompok_tui.ui.desk import Desk
from kelompok_tui.ui.sheet import Datum, Sheet


class Change:
    """The one wish of a panel: do this verb with these facts."""

    def __init__(self, verb: str, **facts: object) -> None:
        self.verb = verb
        self.facts = facts


@dataclass(frozen=True)
class Shown:
    """What a panel is shown: the group, and the session when there is one.

    `before` are the group's sessions before that one, the oldest first; `names` the real names by code; `only` the
    code of the one member that it is about, where it is not about all.
    """

    group: Group
    session: Session | None = None
    before: tuple[Session, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    only: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Everyone who has a chair, or is a member."""
        return tuple(seat.code for seat in self.session.seats) if self.session else self.group.codes


class Panel(Sheet):
    """A sheet of facts. A subclass tells its title, draws itself in `show`, and in `change` what a fact means."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk.words, id="panel-" + re.sub(r"[^a-zA-Z0-9]", lambda sign: f"-{ord(sign[0])}", name))
        self.desk = desk
        self.key = name

    @property
    def title(self) -> str:
        """What stands on its tab."""
        return self.words(f"panel.{self.key}.title")

    def show(self, shown: Shown) -> None:
        """Draws what it is shown."""
        raise NotImplementedError

    def change(self, row: str, field: str, value: Datum) -> Change | None:
        """The verb for `value` put into that cell, None where it means nothing; KelompokError where it cannot be."""
        raise NotImplementedError
