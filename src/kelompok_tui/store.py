"""The only one who knows that groups and sessions are files."""

import contextlib
import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sized
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import ValidationError

from kelompok_tui import files, generations, locks, strays
from kelompok_tui.errors import KelompokError
from kelompok_tui.merge import Merged, merge
from kelompok_tui.migrate import FORMAT, migrate
from kelompok_tui.model import Contacts, FollowUp, Group, Mark, Round, Session, Value, clean
from kelompok_tui.model.value import name_parts, told
from kelompok_tui.settings import read_settings
from kelompok_tui.vault import Vault, count_readers, sealed
from kelompok_tui.words import SOURCE, Words, endless_number, layers, parse_toml, read_toml, too_deep

Kind = TypeVar("Kind", bound=Value)
Held = TypeVar("Held", Session, Group)

_SESSION = re.compile(r"([0-9]{2}|[1-9][0-9]{2})\.json")
_BARRED = ("vault.locked", "vault.lost", "vault.no-age")  # not opened now: that says nothing of the file
_NEVER = (datetime.min.replace(tzinfo=UTC), 0, "")


@dataclass(frozen=True)
class Conflict:
    """A `copy` that a sync tool laid beside the `file` of a group: of its session `number`, or (None) of its plan.

    `trouble` tells why the copy cannot be read.
    """

    id: str
    copy: Path
    file: Path
    number: int | None = None
    trouble: KelompokError | None = None


@dataclass(frozen=True)
class Side:
    """One of two versions: it holds `count` of `what` (`marks`, `members`), `own` of them the other has not.

    `last` is when the last mark was made.
    """

    what: str
    count: int
    own: int
    last: datetime | None = None

    def told(self, words: Words) -> str:
        """What it holds, in words: `38 catatan, terakhir 24 Nov 2026 09.41; 3 tidak ada di yang lain`."""
        said = words(f"generation.{self.what}", n=self.count)
        if self.last:
            said += ", " + words("conflict.last", day=words.short_date(self.last.date()), clock=words.clock(self.last))
        return said + "; " + words("conflict.own" if self.own else "conflict.none-own", n=self.own)


@dataclass(frozen=True)
class Row:
    """A group as the list shows it. `trouble` tells why its plan cannot be read; then the rest is empty.

    `sessions` are the numbers there are, `open` the number of one that was begun and not closed, `due` what
    waits for its day, `missed` the troubles of single sessions, `unsafe` those with a moment of safety
    whose checklist is not answered, `conflicts` the copies that a sync tool laid beside its files.
    """

    id: str
    name: str = ""
    concern: str = ""
    members: int = 0
    meetings: int = 0
    sessions: tuple[int, ...] = ()
    open: int | None = None
    last: date | None = None
    closed: date | None = None
    due: tuple[FollowUp, ...] = ()
    trouble: KelompokError | None = None
    missed: tuple[KelompokError, ...] = ()
    unsafe: tuple[Session, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What `check` found of one file: good, or its trouble; `notes` tell what is odd but harmless.

    A `stray` is no file of the store's own: it was not read, and its note tells what it seems to be.
    """

    file: Path
    trouble: KelompokError | None = None
    notes: tuple[KelompokError, ...] = ()
    stray: bool = False


@dataclass(frozen=True)
class Generation:
    """A good version of the damaged `file`, saved `at` and kept in `kept`.

    It holds `count` of `what` (`marks`, `members`, `names`, `contacts`; empty: nothing to be counted). `seen` is how
    many marks the damaged file still shows.
    """

    file: Path
    kept: Path
    at: datetime
    what: str = ""
    count: int = 0
    seen: int = 0

    def told(self, words: Words) -> str:
        """When it was saved, what it holds, and how that differs: `dari 24 Nov 2026 09.41, 38 catatan (…)`."""
        said = words("generation.of", day=words.short_date(self.at.date()), clock=words.clock(self.at))
        if self.what:
            said += ", " + words(f"generation.{self.what}", n=self.count)
        if self.seen:
            less = self.seen - self.count
            how = "fewer" if less > 0 else "more" if less else "same"
            said += f" ({words(f'generation.{how}', n=abs(less))})"
        return said


@dataclass(frozen=True)
class Binned:
    """A group in the bin, or the session `number` of a group; `name` is the group's, `at` when it was put there.

    `day` is that of the session, of a group that of its last. `trouble` tells why it cannot be read. What is not
    known to be either has its file name as `name`, and no `at`.
    """

    file: Path
    name: str
    group: str = ""
    number: int | None = None
    at: datetime | None = None
    day: date | None = None
    members: int = 0
    sessions: int = 0
    trouble: KelompokError | None = None


class Store:
    """Groups and sessions below one folder. Every method may raise a KelompokError that names the file.

    What tells of pupils goes through the `vault`: sealed on the disk where there is a seal, plain where there is none.
    """

    def __init__(self, folder: Path, vault: Vault | None = None) -> None:
        self.folder = folder
        self.vault = vault or Vault(folder)

    @property
    def settings_file(self) -> Path:
        """Where the counselor's choices are kept."""
        return self.folder / "settings.toml"

    @property
    def guide_folder(self) -> Path:
        """Where a school may lay its own words, steps and forms over ours."""
        return self.folder / "guide"

    @property
    def exports(self) -> Path:
        """Where exported papers go unless another place is named; where it is a link, the folder that it leads to."""
        folder = self.folder / "exports"
        try:  # whoever is asked sees where it really is
            return folder.resolve() if files.is_link(folder) else folder
        except (OSError, RuntimeError):  # links in a circle
            return folder

    # ── groups ──

    def groups(self) -> list[str]:
        """The ids of all groups, by name of their folder."""
        folder = self.folder / "groups"
        if not files.exists(folder):
            return []
        try:
            names = sorted(child.name for child in folder.iterdir() if child.is_dir())
        except OSError as trouble:
            raise KelompokError("file.not-read", file=folder, why=files.reason(trouble)) from trouble
        return [name for name in names if not name.startswith(".") and _plain(name)]

    def new_id(self, name: str) -> str:
        """An id for a new group: its name in small plain letters, with a number where that is taken, or in the bin."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "group"
        taken = {id.lower() for id in (*self.groups(), *(id for _, _, id in self._lying()))}
        return next(id for id in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if id not in taken)

    def place(self, id: str) -> Path:
        """Where the folder of that group is, or would be; KelompokError `group.none` for what can be no id."""
        if not _plain(id):
            raise KelompokError("group.none", group=id)
        return self.folder / "groups" / id

    def group_file(self, id: str) -> Path:
        """Where the plan of that group is kept."""
        return self._file(id, "group.toml")

    def load_group(self, id: str) -> Group:
        """The plan and the members of the group."""
        return self._group(self._file(id, "group.toml"))

    def save_group(self, id: str, group: Group) -> None:
        """The group is on the disk."""
        file = self._file(id, "group.toml", new=True)
        self._save(file, _toml(group.model_dump(mode="python")), self._name_parts(id))

    def load_names(self, id: str) -> dict[str, str]:
        """Code to real name: the only file with names. Empty where there is none."""
        return self._names(self._file(id, "names.toml"))

    def save_names(self, id: str, names: dict[str, str]) -> None:
        """The names are on the disk; what else was in the file stays. One that cannot be read is not overwritten."""
        file = self._file(id, "names.toml", new=True)
        held = {**self._all_names(file), "names": {code: clean(name) for code, name in names.items()}}
        self._save(file, _toml(held))

    # ── contacts for help ──

    @property
    def contacts_file(self) -> Path:
        """Where the contacts for help are kept, once they were changed or checked."""
        return self.folder / "contacts.toml"

    def load_contacts(self, language: str) -> Contacts:
        """The counselor's contacts for help; until she has her own, those that come with the program, unchecked."""
        if files.exists(file := self.contacts_file):
            return _contacts(file)
        found = [folder / "contacts.toml" for folder in layers(language, self.guide_folder)]
        found = sorted(_there(found), key=lambda file: self.guide_folder in file.parents)  # the school's own last
        return _validated(Contacts, read_toml(found[-1]), found[-1]) if found else Contacts()

    def save_contacts(self, contacts: Contacts) -> None:
        """The contacts are on the disk."""
        generations.save(self.contacts_file, _toml(contacts.model_dump(mode="python")), self.folder)

    # ── sessions ──

    def sessions(self, id: str) -> list[int]:
        """The numbers of the group's sessions, in order."""
        folder = self._file(id, "sessions")
        found = (_SESSION.fullmatch(child.name) for child in folder.glob("*.json"))
        return sorted(int(match[1]) for match in found if match)

    def load_session(self, id: str, number: int) -> Session:
        """One session of the group."""
        return self._session(self.session_file(id, number), number)

    def save_session(self, id: str, session: Session) -> None:
        """The session is on the disk."""
        self._save(self.session_file(id, session.number), _bytes(session), self._name_parts(id))

    def save_copy(self, held: Group | Session, where: str) -> Path:
        """A copy of what is open, as its file has it, is where this tells: at that place, or a free one beside it."""
        place = files.free(files.meant(self.folder, where))
        data = _bytes(held) if isinstance(held, Session) else _toml(held.model_dump(mode="python"))
        files.replace(place, self.vault.seal(data))
        return place

    def session_file(self, id: str, number: int) -> Path:
        """Where that session is kept."""
        return self._file(id, "sessions") / f"{number:02}.json"

    def hold(self, id: str, number: int) -> locks.Lock | None:
        """The session is this window's until the lock is released or the process ends; None: another window has it."""
        try:
            file = self.session_file(id, number)
        except KelompokError:  # told by whoever opens or saves it
            return locks.Lock()
        return locks.hold(file.with_name(f".{number:02}.lock"))

    def held(self, id: str, number: int) -> bool:
        """Whether a window has that session open now."""
        file = self.session_file(id, number)
        if not files.taken(place := file.with_name(f".{number:02}.lock")):
            return False
        lock = locks.hold(place)
        if lock:
            lock.release()
        return lock is None

    def sessions_before(self, id: str, number: int) -> tuple[Session, ...]:
        """The sessions before that number that can be read, the oldest first: what they left comes back in the next."""
        read = []
        for before in (n for n in self.sessions(id) if n < number):
            try:
                read.append(self.load_session(id, before))
            except KelompokError:
                continue  # told on the home screen and by `check`; an older one is better than none
        return tuple(read)

    # ── what was there before ──

    def generations(self, file: Path) -> list[Generation]:
        """The versions of `file` that were kept and can be read, the newest first."""
        reader = self._reader(file)
        if reader is None:
            return []
        what, read = reader
        seen = 0
        if what == "marks":
            with contextlib.suppress(KelompokError):  # it may not even be there
                seen = self._read(file).count(b'"timed":')  # every mark has it, and nothing else
        found = []
        for one in generations.kept(generations.place(file, self.folder)):
            with contextlib.suppress(KelompokError):  # it is as damaged
                found.append(Generation(file, one.file, one.at, what, len(read(one.file)), seen))
        return found

    def damaged(self, trouble: KelompokError) -> bool:
        """Whether `trouble` tells of a file that is damaged or gone; not of one that is too new, or may not be read."""
        barred = trouble.word == "file.not-read" and trouble.facts.get("why") not in {"ENOENT", "EIO"}
        return trouble.word not in {"file.newer", "file.linked", *_BARRED} and not barred

    def good(self, trouble: KelompokError) -> Generation | None:
        """The newest good version of the damaged file that `trouble` tells of; None where there is none."""
        file = trouble.facts.get("file")
        if not isinstance(file, Path) or not self.damaged(trouble):
            return None
        return next(iter(self.generations(file)), None)

    def take(self, one: Generation, now: datetime) -> Path | None:
        """The good version is in its place; where the damaged bytes are, as they were. None: there were none.

        KelompokError `repair.mended` where the file can be read again: a good one is never replaced by an older one.
        """
        if self._reads(one.file):
            raise KelompokError("repair.mended", file=one.file)
        good = files.read(one.kept)
        aside = self.set_aside(one.file, now) if files.taken(one.file) else None
        files.replace(one.file, self._covered(one.file, good))
        return aside

    def set_aside(self, file: Path, now: datetime) -> Path:
        """The bytes of `file` are also where this tells, as they are; so it may be written anew."""
        stamp = f"{file.name}.damaged-{now:%Y%m%dT%H%M%S%z}"
        aside = _free(file.with_name(stamp))
        try:  # a copy: at no moment is the place empty
            files.replace(aside, self._covered(file, files.read(file)))
        except KelompokError as trouble:
            if trouble.word not in {"file.not-read", "file.not-plain", "file.too-large"}:
                raise
            files.move(file, aside)
        return aside

    def _save(self, file: Path, data: bytes, names: Collection[str] = ()) -> None:
        generations.save(self._own(file), data, self.folder, names=names, vault=self.vault)

    def _own(self, file: Path) -> Path:
        """`file`, which is to be read or written: no link, nor behind one below our folder."""
        return files.not_linked(file, self.folder)

    def _read(self, file: Path) -> bytes:
        return self.vault.read(files.read(self._own(file)), file)

    def _covered(self, file: Path, data: bytes) -> bytes:
        """`data`, which is or was in `file`, sealed as that file is to be."""
        return data if file in {self.contacts_file, self.settings_file} else self.vault.cover(data)

    def _group(self, file: Path) -> Group:
        return _validated(Group, migrate("group", parse_toml(self._read(file), file), file), file)

    def _all_names(self, file: Path) -> dict[str, Any]:
        return migrate("names", parse_toml(self._read(file), file), file) if files.exists(file) else {}

    def _names(self, file: Path) -> dict[str, str]:
        held = self._all_names(file).get("names", {})
        if not isinstance(held, dict) or not all(isinstance(name, str) for name in held.values()):
            raise KelompokError("file.value", file=file, key="names", why="string_type")
        return {code.strip().upper(): str(clean(name)) for code, name in held.items()}

    def _session(self, file: Path, number: int) -> Session:
        session = _validated(Session, migrate("session", _json(self._read(file), file), file), file)
        if session.number != number:
            raise KelompokError("session.swapped", file=file, number=session.number)
        return session

    def _name_parts(self, id: str) -> set[str]:
        """The words of the real names of that group; none where they cannot be read."""
        try:
            return {part for name in self.load_names(id).values() for part in name_parts(name)}
        except KelompokError:  # told where names are asked for
            return set()

    def _reader(self, file: Path) -> tuple[str, Callable[[Path], Sized]] | None:
        """What is counted in that file of the store, and what reads it from any version, with the troubles of loading.

        None: it is none of those of which there are generations.
        """
        match file.relative_to(self.folder).parts if file.is_relative_to(self.folder) else ():
            case ("groups", _, "group.toml"):
                return "members", lambda kept: self._group(kept).members
            case ("groups", _, "names.toml"):
                return "names", self._names
            case ("groups", _, "sessions", name) if named := _SESSION.fullmatch(name):
                number = int(named[1])
                return "marks", lambda kept: self._session(kept, number).marks
            case ("contacts.toml",):
                return "contacts", lambda kept: _contacts(kept).contacts
            case ("settings.toml",):
                return "", lambda kept: read_settings(kept).keys
        return None

    def _reads(self, file: Path) -> bool:
        if reader := self._reader(file):
            with contextlib.suppress(KelompokError):
                reader[1](file)
                return True
        return False

    # ── copies of sync tools ──

    def conflicts(self, id: str) -> tuple[Conflict, ...]:
        """The copies that a sync tool laid beside the plan and the sessions of the group."""
        return tuple(self._tried(one) for one in self._copies(id))

    def sides(self, one: Conflict) -> tuple[Side | None, Side]:
        """What the file holds (None: it is not there) and what its copy holds. Either may be the trouble."""
        theirs = self._version(one, one.copy)
        ours = self._version(one, one.file) if files.taken(one.file) else None
        return _side(ours, theirs) if ours else None, _side(theirs, ours)

    def unite(self, one: Conflict, now: datetime) -> int:
        """The file holds what both held, and its copy lies untouched among its generations; how much clashed.

        A copy whose file is not there becomes the file.
        """
        theirs = self._version(one, one.copy)
        if (raw := files.read(one.copy)) != (covered := self.vault.cover(raw)):
            files.replace(one.copy, covered)
        if not files.taken(one.file):
            files.move(one.copy, one.file)
            return 0
        ours = self._version(one, one.file)
        clashes = 0
        if isinstance(ours, Session) and isinstance(theirs, Session):
            session = merge(ours, theirs, at=now)
            clashes = len(session.told)
            if (value := _traced_once(ours, session, now)) != ours:
                self.save_session(one.id, value)
        elif isinstance(ours, Group) and isinstance(theirs, Group):
            group = merge(ours, theirs, at=now)
            clashes = len(group.told)
            if (plan := _traced_once(ours, group, now)) != ours:
                self.save_group(one.id, plan)
        shelf, name = generations.place(one.file, self.folder), one.copy.name
        names = (shelf / called for called in (name, *(f"{name}.{n}" for n in range(2, 1000))))
        files.move(one.copy, next(place for place in names if not files.taken(place)))
        return clashes

    def _copies(self, id: str) -> Iterator[Conflict]:
        """They are known by their names alone."""
        plan, folder = self._file(id, "group.toml"), self._file(id, "sessions")
        for copy in files.children(plan.parent):
            if strays.original(copy.name) == plan.name:
                yield Conflict(id, copy, plan)
        for copy in files.children(folder):
            if named := _SESSION.fullmatch(name := strays.original(copy.name)):
                yield Conflict(id, copy, folder / name, int(named[1]))

    def _tried(self, one: Conflict) -> Conflict:
        try:
            self._version(one, one.copy)
        except KelompokError as trouble:
            return replace(one, trouble=trouble)
        return one

    def _version(self, one: Conflict, file: Path) -> Group | Session:
        return self._group(file) if one.number is None else self._session(file, one.number)

    # ── the bin ──

    @property
    def bin(self) -> Path:
        """Where groups and sessions lie that were put away."""
        return self.folder / "bin"

    def bin_group(self, id: str, now: datetime) -> None:
        """The group lies in the bin, with all that is in it."""
        self._put_away(self._file(id, "group.toml").parent, "group", now)

    def bin_session(self, id: str, number: int, now: datetime) -> None:
        """The session lies in the bin, whether it can be read or not."""
        file = self.session_file(id, number)
        if not files.taken(file):
            raise KelompokError("session.none", group=id, number=number)
        self._put_away(file, "session", now)

    def binned(self) -> list[Binned]:
        """What lies in the bin, the newest first; last, by its file name, what nobody knows."""
        entries = sorted(files.children(self.bin), key=lambda entry: _stamp(entry.name)[:2], reverse=True)
        return [one for entry in entries for one in self._unpacked(entry)]

    def binned_sessions(self, id: str) -> list[int]:
        """The numbers of the group's sessions in the bin: they stay theirs, so that each can come back."""
        lying = (entry for entry, kind, group in self._lying() if kind == "session" and group == id)
        return [number for entry in lying for number in Store(entry, self.vault).sessions(id)]

    def restore(self, one: Binned) -> str:
        """It is back where it was; the id of the group, another one where that was taken.

        KelompokError `bin.stray` where nobody knows what it is, `bin.no-group` for a session whose group is not there,
        `bin.taken` where the group has another session of that number.
        """
        if one.at is None:
            raise KelompokError("bin.stray", file=one.file)
        id = one.group
        if one.number is None:
            id = self.new_id(id) if files.taken(self.folder / "groups" / id) else id
            back = self._file(id, "group.toml", new=True).parent
        elif id not in self.groups():
            raise KelompokError("bin.no-group", number=one.number, group=id, file=one.file)
        elif files.taken(back := self.session_file(id, one.number)):
            raise KelompokError("bin.taken", number=one.number, group=one.name)
        files.move(one.file, back)
        entry = self._entry(one)
        _take_along(generations.place(one.file, entry), generations.place(back, self.folder))
        self._forget(entry)
        files.prune(one.file.parent, self.bin)
        return id

    def destroy(self, one: Binned) -> None:
        """It is gone for good."""
        files.remove(one.file, self.bin)
        self._forget(self._entry(one))

    def _entry(self, one: Binned) -> Path:
        return self.bin / one.file.relative_to(self.bin).parts[0]

    def _forget(self, entry: Path) -> None:
        """The generations in that entry of the bin are gone."""
        if files.taken(held := entry / generations.FOLDER):
            files.remove(held, self.bin)

    def _put_away(self, path: Path, kind: str, now: datetime) -> None:
        stamp = f"{now:%Y%m%dT%H%M%S%z}.{kind}"
        free = _free(self.bin / stamp)
        files.move(path, free / path.relative_to(self.folder))  # below it all stands as below our folder
        lies = free / path.relative_to(self.folder)
        _take_along(generations.place(path, self.folder), generations.place(lies, free))

    def _lying(self) -> Iterator[tuple[Path, str, str]]:
        """Each entry of the bin that we put there, its kind, and the id of the group."""
        for entry in files.children(self.bin):
            if (kind := _stamp(entry.name)[2]) and entry.is_dir() and not entry.is_symlink():
                for group in files.children(entry / "groups"):
                    yield entry, kind, group.name

    def _unpacked(self, entry: Path) -> list[Binned]:
        at, _, kind = _stamp(entry.name)
        stray = Binned(entry, str(clean(entry.name)), trouble=KelompokError("bin.stray", file=clean(str(entry))))
        if not kind or not entry.is_dir() or entry.is_symlink():
            return [stray]
        inside = Store(entry, self.vault)
        found: list[Binned] = []
        try:
            ids = [folder.name for folder in files.children(entry / "groups") if _plain(folder.name)]
            for id in ids:
                if kind == "group":
                    row = inside._row(id)
                    file, held = entry / "groups" / id, len(row.sessions)
                    found.append(Binned(file, row.name, id, None, at, row.last, row.members, held, row.trouble))
                else:
                    found += [self._binned_session(inside, id, number, at) for number in inside.sessions(id)]
        except KelompokError as trouble:
            return [Binned(entry, stray.name, trouble=trouble)]
        return found or [stray]

    def _binned_session(self, inside: "Store", id: str, number: int, at: datetime) -> Binned:
        name, day, trouble = id, None, None
        with contextlib.suppress(KelompokError):  # told at home; here its id will do
            name = self.load_group(id).name
        try:
            day = inside.load_session(id, number).began.date()
        except KelompokError as told:
            trouble = told
        return Binned(inside.session_file(id, number), name, id, number, at, day, trouble=trouble)

    # ── the laptop passed round ──

    @property
    def round_file(self) -> Path:
        """Where it is kept whose turn it is, while the laptop is passed round."""
        return self.folder / "round.json"

    def load_round(self) -> Round | None:
        """The round that goes on; None where there is none, KelompokError `round.broken` where it cannot be read."""
        if not files.exists(file := self.round_file):
            return None
        try:
            return _validated(Round, migrate("round", _json(self._read(file), file), file), file)
        except KelompokError as trouble:
            if trouble.word in _BARRED:
                raise
            raise KelompokError("round.broken", file=file) from trouble

    def save_round(self, held: Round) -> None:
        """The round is on the disk."""
        files.replace(self.round_file, self.vault.seal(_bytes(held)))

    def end_round(self) -> bool:
        """There is no round any more; whether there was one."""
        return files.forget(self.round_file)

    # ── all of them ──

    def rows(self) -> list[Row]:
        """One row a group; one that cannot be read has its trouble, and the others are there."""
        return [self._row(id) for id in self.groups()]

    def check(self) -> Iterator[Finding]:
        """Every file of the store, read as the program reads it."""
        if files.exists(self.contacts_file):
            yield self._checked(self.contacts_file, lambda: self.load_contacts(SOURCE))
        if files.exists(self.round_file):
            yield self._checked(self.round_file, self.load_round)
        for id in self.groups():
            yield self._checked(self._file(id, "group.toml"), lambda id=id: self.load_group(id))
            if files.exists(names := self._file(id, "names.toml")):
                yield self._checked(names, lambda id=id: self.load_names(id))
            for number in self.sessions(id):
                file = self.session_file(id, number)
                yield self._checked(file, lambda id=id, number=number: self.load_session(id, number))
        yield from self._strays()

    def _strays(self) -> Iterator[Finding]:
        """What lies beside our files: left by a crash, by a tool that copies, by a hand."""
        groups = [self.folder / "groups" / id for id in self.groups()]
        united = {one.copy for group in groups for one in self._copies(group.name)}
        for folder in (self.folder, *groups, *(group / "sessions" for group in groups)):
            for file in files.children(folder, hidden=True):
                odd = folder.name == "sessions" and file.suffix == ".json" and not _SESSION.fullmatch(file.name)
                kind = "united" if file in united else "link" if files.is_link(file) else strays.kind(file.name)
                if kind := kind or ("odd-name" if odd else ""):
                    yield Finding(file, notes=(KelompokError(f"stray.{kind}", file=file),), stray=True)

    def _row(self, id: str) -> Row:
        conflicts: tuple[Conflict, ...] = ()
        missed: list[KelompokError] = []
        try:
            conflicts = self.conflicts(id)
        except KelompokError as trouble:  # a folder that may not be looked into
            missed.append(trouble)
        try:
            group = self.load_group(id)
        except KelompokError as trouble:
            return Row(id=id, name=id, trouble=trouble, conflicts=conflicts)
        numbers, opened, last, unsafe = self.sessions(id), None, None, []
        for number in numbers:
            try:
                session = self.load_session(id, number)
            except KelompokError as trouble:
                missed.append(trouble)
                continue
            last = session.began.date()
            if not session.closed:
                opened = number
            if any(risk.open for risk in session.risks):
                unsafe.append(session)
        return Row(
            id=id,
            name=group.name,
            concern=group.concern,
            members=len(group.members),
            meetings=group.plan.meetings,
            sessions=tuple(numbers),
            open=opened,
            last=last,
            closed=group.closed,
            due=group.owed,
            missed=tuple(missed),
            unsafe=tuple(unsafe),
            conflicts=conflicts,
        )

    def _checked(self, file: Path, load: Any) -> Finding:
        try:
            value = load()
        except KelompokError as trouble:
            return Finding(file, trouble)
        notes = [
            KelompokError("check.unknown", file=file, key=key, near=near)
            for key, near in (_unknown(value) if isinstance(value, Value) else ())
        ]
        return Finding(file, notes=(*notes, *self._seal_notes(file)))

    def _seal_notes(self, file: Path) -> Iterator[KelompokError]:
        """What is odd with the seal of `file`, where there is a seal."""
        if not self.vault.sealed or file == self.contacts_file:
            return
        if not sealed(data := files.read(file)):
            yield KelompokError("check.plain", file=file)
        elif (there := count_readers(data)) != (now := len(self.vault.readers)):
            yield KelompokError("check.readers", file=file, there=there, now=now)

    def _file(self, id: str, name: str, new: bool = False) -> Path:
        folder = self.place(id)
        if not (new or (files.exists(folder) and folder.is_dir())):
            raise KelompokError("group.none", group=id)
        return folder / name


def _side(one: Group | Session, other: Group | Session | None) -> Side:
    """What `one` holds, and the other not."""
    if isinstance(one, Group):
        there = {person.code for person in other.members} if isinstance(other, Group) else set()
        return Side("members", len(one.members), sum(person.code not in there for person in one.members))
    known = {_known(mark) for mark in other.marks} if isinstance(other, Session) else set()
    own = sum(_known(mark) not in known for mark in one.marks)
    return Side("marks", len(one.marks), own, max((mark.at for mark in one.marks), default=None))


def _known(mark: Mark) -> tuple[Any, ...]:
    return mark.at, mark.stage, mark.kind, mark.who, mark.to


def _traced_once(ours: Held, merged: Merged[Held], now: datetime) -> Held:
    """What was merged, without a second trace of what a merging that was cut off has left in ours already."""
    left = {(trace.what, trace.was) for trace in ours.corrections}
    kept = [trace for trace in merged.value.corrections if trace.at != now or (trace.what, trace.was) not in left]
    return merged.value.but(corrections=tuple(kept))


def _free(path: Path) -> Path:
    """`path`, or the first of `path.2`, `path.3` … that is not there."""
    numbered = (path.with_name(f"{path.name}.{n}") for n in range(2, 1000))
    return next(place for place in (path, *numbered) if not files.taken(place))


def _take_along(shelf: Path, to: Path) -> None:
    """The generations go where their file goes, if there are any; where they cannot, they stay or go with the bin."""
    with contextlib.suppress(KelompokError):
        if files.taken(shelf):
            files.move(shelf, to)


def _there(paths: list[Path]) -> list[Path]:
    return [path for path in paths if files.exists(path)]


def _plain(id: str) -> bool:
    """It can only be a folder right below `groups`."""
    small = 0 < len(id.encode(errors="replace")) <= 200  # a name may have 255 bytes
    return small and id == Path(id).name and id not in {".", ".."} and clean(id) == id and "\n" not in id


def _stamp(name: str) -> tuple[datetime, int, str]:
    """When that entry was put into the bin, the how manieth in the same second, and its kind; empty: it is not ours."""
    found = re.fullmatch(r"([0-9]{8}T[0-9]{6}[+-][0-9]{4})\.(group|session)(?:\.([0-9]{1,3}))?", name)
    try:
        return (datetime.fromisoformat(found[1]), int(found[3] or 1), found[2]) if found else _NEVER
    except ValueError:  # digits, but no day
        return _NEVER


def _toml(held: dict[str, Any]) -> bytes:
    def bare(value: Any) -> Any:  # TOML knows no empty value
        if isinstance(value, dict):
            return {key: bare(under) for key, under in value.items() if under is not None}
        return [bare(under) for under in value] if isinstance(value, list | tuple) else value

    return tomli_w.dumps({"format": FORMAT, **bare(held)}, multiline_strings=True).encode()


def _contacts(file: Path) -> Contacts:
    return _validated(Contacts, migrate("contacts", parse_toml(files.read(file), file), file), file)


def _bytes(held: Value) -> bytes:
    told = held.model_dump_json(indent=1)  # a fifth of what json.dumps takes: the picture of a key waits for it
    return f'{{\n "format": {FORMAT},{told[1:]}'.encode()


def _json(data: bytes, file: Path) -> dict[str, Any]:
    try:
        held = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as trouble:
        raise KelompokError("file.not-text", file=file, byte=trouble.start) from trouble
    except json.JSONDecodeError as trouble:
        raise KelompokError("json.syntax", file=file, line=trouble.lineno) from trouble
    except RecursionError as trouble:
        raise KelompokError("file.too-deep", file=file) from trouble
    except ValueError as trouble:
        raise KelompokError("json.syntax", file=file, line=endless_number(data)) from trouble
    if not isinstance(held, dict):
        raise KelompokError("json.syntax", file=file, line=1)
    if too_deep(held):
        raise KelompokError("file.too-deep", file=file)
    if (half := data.lower().find(b"\\ud")) >= 0:  # perhaps half a character: then it could not be written back
        try:
            json.dumps(held, ensure_ascii=False).encode()
        except UnicodeEncodeError as trouble:
            raise KelompokError("file.not-text", file=file, byte=half) from trouble
    return held


def _validated(kind: type[Kind], held: dict[str, Any], file: Path) -> Kind:
    try:
        return kind.model_validate(held)
    except ValidationError as trouble:
        raise told(trouble, "file.value", file=file) from trouble


def _unknown(value: Value, above: str = "") -> Iterator[tuple[str, str]]:
    """Keys that no one here knows, each with the nearest one that is known (or empty)."""
    fields = type(value).model_fields
    known = [field.alias or name for name, field in fields.items()]
    for key in value.model_extra or {}:
        yield above + str(clean(key)), next(iter(difflib.get_close_matches(key, known, 1)), "")
    for name, field in fields.items():
        under = getattr(value, name)
        for number, part in enumerate(under if isinstance(under, tuple) else (under,), start=1):
            if isinstance(part, Value):
                place = f"{field.alias or name}.{number}." if isinstance(under, tuple) else f"{field.alias or name}."
                yield from _unknown(part, above + place)
