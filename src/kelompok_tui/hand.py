"""One of perhaps several hands on a file: what another wrote there meanwhile is merged, never written over."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from kelompok_tui import files
from kelompok_tui.errors import KelompokError
from kelompok_tui.merge import Clash, merge
from kelompok_tui.model import Group, Session, Value
from kelompok_tui.store import Store

Held = TypeVar("Held", Group, Session)

# by which facts an entry is known, the first of these that it has
KNOWN = (("id",), ("code", "kind"), ("code",), ("form", "item", "about"), ("stage", "step"), ("at",), ("began",), ())


@dataclass(frozen=True)
class Met(Generic[Held]):
    """What another hand had done: `value` has both, `told` what both said differently.

    `aside` is where its bytes are when they could not be read.
    """

    value: Held
    told: tuple[Clash, ...] = ()
    aside: Path | None = None


class Hand(Generic[Held]):
    """Holds one file of `store` open, beginning with what was read from it, or made."""

    def __init__(
        self,
        store: Store,
        file: Path,
        load: Callable[[], Held],
        save: Callable[[Held], None],
        held: Held,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._file, self._now = store, file, now
        self._load: Callable[[], Held] = load
        self._save: Callable[[Held], None] = save
        self._saved: Held = held  # what was written last
        self._shared: Held = held  # what was made one of both last
        self._opened: Held = held
        self._mark: object = None  # how the file looked when it was last ours; at first it is looked into
        with contextlib.suppress(KelompokError):  # and that may have to be now: later it may be locked
            if store.vault.sealed and (looks := files.looks(file)) and load() == held:
                self._mark = looks

    def write(self, value: Held) -> Met[Held] | None:
        """`value` is on the disk, and with it what another hand had written there; None where nobody had.

        A file that cannot be read is set aside as it is. One that is gone is written again: that is no deletion.
        KelompokError as `Store.save_session`, and where the file is from a newer kelompok or may not be read.
        """
        met = self._meet(value) if files.taken(self._file) and files.looks(self._file) != self._mark else None
        kept = met.value if met else value
        self._save(kept)
        self._saved, self._shared = kept, kept if met else self._shared
        self._mark = files.looks(self._file)
        return met

    def _meet(self, value: Held) -> Met[Held] | None:
        try:
            theirs = self._load()
        except KelompokError as trouble:
            if not self._store.damaged(trouble):
                raise
            return Met(value, aside=self._store.set_aside(self._file, self._now()))
        if theirs in (self._saved, value):
            return None
        # One that lacks what we wrote may never have seen it, as when a sync tool puts its version in place of ours:
        # then an older version, or none, is the ancestor, and nothing of ours counts as taken out.
        held = set(_entries(theirs))
        versions = (self._saved, self._shared, self._opened)
        base = next((base for base in versions if held.issuperset(_entries(base))), None)
        merged = merge(value, theirs, base, at=self._now())
        return Met(merged.value, merged.told)


def _entries(value: Value) -> Iterator[tuple[object, ...]]:
    """What stands in `value`, each by what it is known by, without what is said of it."""
    for name in type(value).model_fields:
        rows = getattr(value, name)
        for row in rows if isinstance(rows, tuple) else ():
            if isinstance(row, Value):
                known = next(names for names in KNOWN if all(hasattr(row, name) for name in names))
                yield (name, *(getattr(row, name) for name in known))


def hold_group(store: Store, id: str, group: Group, now: Callable[[], datetime]) -> Hand[Group]:
    """A hand on the plan of that group, as it was read."""
    return Hand(
        store,
        store.group_file(id),
        lambda: store.load_group(id),
        lambda value: store.save_group(id, value),
        group,
        now,
    )


def hold_session(store: Store, id: str, session: Session, now: Callable[[], datetime]) -> Hand[Session]:
    """A hand on that session, as it was read or made."""
    return Hand(
        store,
        store.session_file(id, session.number),
        lambda: store.load_session(id, session.number),
        lambda value: store.save_session(id, value),
        session,
        now,
    )
