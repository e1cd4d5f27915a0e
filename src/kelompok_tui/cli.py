"""The command line: the only file that prints, the only one that exits."""

import argparse
import contextlib
import difflib
import json
import os
import re
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from kelompok_tui import __version__, files, process
from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import Settings, read_settings
from kelompok_tui.words import SOURCE, WORDS, Words, languages, read_toml, read_words, system_language

GOOD, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
SCHEMA = 1


def entry() -> NoReturn:
    """The command `kelompok`."""
    process.harden()
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Does what `arguments` ask; the exit code: 0 good, 1 failed, 2 wrong use or no terminal, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    talk = _Talk()
    sys.excepthook = lambda kind, error, trace: talk.defect(error)
    threading.excepthook = lambda told: talk.defect(told.exc_value)
    try:
        code = _run(arguments, talk)
        sys.stdout.flush()
        return code
    except WrongUseError as wrong:
        talk.say(wrong.word, what=wrong.what)
        return WRONG_USE
    except KelompokError as trouble:
        talk.tell(trouble)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _hush()
        return FAILED
    except OSError as trouble:  # a folder that may not be looked into, a name too long, a full disk behind stdout
        talk.tell(trouble)
        if trouble.filename is None:
            _hush()
        return FAILED
    except Exception as error:
        talk.defect(error)
        return FAILED


def _hush() -> None:
    """Nobody takes what is still to be written: no second complaint at the end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class WrongUseError(Exception):
    def __init__(self, word: str, what: str) -> None:
        super().__init__(word, what)
        self.word, self.what = word, what


class _Parser(argparse.ArgumentParser):
    """argparse without a word of its own: only the offending ones."""

    def error(self, message: str) -> NoReturn:
        known = message.partition(" (choose from")[0]
        if quoted := re.search(r"(?:value:|choice:|argument) (['\"])(.*)\1$", known):
            raise WrongUseError("cli.wrong", quoted[2])
        if option := re.match(r"argument (\S+): expected", message):
            raise WrongUseError("cli.lacking", option[1])
        word = "cli.lacking" if "required" in message.partition(": ")[0] else "cli.wrong"
        raise WrongUseError(word, message.partition(": ")[2])


class _Talk:
    """Talk with the user goes to the standard error."""

    def __init__(self) -> None:
        self.words = Words(SOURCE, {})

    def say(self, word: str, **facts: object) -> None:
        print(_safe(self.words(word, **facts)), file=sys.stderr)

    def tell(self, trouble: KelompokError | OSError) -> None:
        print(self.told(trouble), file=sys.stderr)

    def told(self, trouble: KelompokError | OSError) -> str:
        """What `trouble` says; one that only the system told becomes one of ours."""
        if isinstance(trouble, OSError):
            word = "file.not-read" if trouble.filename else "file.not-written"
            trouble = KelompokError(word, file=trouble.filename or "stdout", why=files.reason(trouble))
        return _safe(self.words.error(trouble))

    def defect(self, error: BaseException | None) -> None:
        """A defect of ours: where, and what kind of error; nothing of what is in memory."""
        frames = traceback.extract_tb(error.__traceback__) if error else []
        ours = [frame for frame in frames if "kelompok_tui" in frame.filename] or list(frames)
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        self.say("app.crashed", where=where, kind=type(error).__name__)


def _safe(text: str) -> str:
    """`text` without a sign that could steer the terminal: keys of a file may stand in a sentence."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _json(told: dict[str, Any]) -> str:
    """As JSON, in which no sign could steer the terminal: names of files may hold any."""
    text = json.dumps({"schema": SCHEMA, **told}, ensure_ascii=False, indent=2)
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def _parser(words: Words) -> _Parser:
    everywhere = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--data")
    everywhere.add_argument("--lang")
    everywhere.add_argument("-V", "--version", action="store_true")
    parser = _Parser(prog="kelompok", add_help=False, parents=[everywhere], allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    added = {
        name: commands.add_parser(name, add_help=False, parents=[everywhere], allow_abbrev=False)
        for name in ("demo", "list", "export", "check", "where", "release", "dispose")
    }
    for name in ("list", "check"):
        added[name].add_argument("--json", action="store_true")
    added["check"].add_argument("--repair", action="store_true")
    added["check"].add_argument("--yes", action="store_true")
    added["dispose"].add_argument("group", metavar=words("cli.group"))
    added["dispose"].add_argument("--yes", action="store_true")
    export = added["export"]
    export.add_argument("group", metavar=words("cli.group"))
    export.add_argument("session", type=int, metavar=words("cli.session"))
    export.add_argument("--document", default="log")
    export.add_argument("--format", default="md")
    export.add_argument("--out")
    export.add_argument("--force", action="store_true")
    return parser


def _run(arguments: list[str], talk: _Talk) -> int:
    early = _value_of("--data", arguments)
    folder = files.data_folder(early)
    talk.words = read_words(_first_language(arguments))  # enough words to tell what follows in
    settings, own = Settings(), _own(folder)
    try:
        settings = read_settings(folder / "settings.toml")
    except (KelompokError, OSError) as trouble:
        talk.tell(trouble)
    known = languages(*own)
    language = _value_of("--lang", arguments) or settings.language or system_language(known)
    if language not in known:
        told = _value_of("--lang", arguments) is not None
        talk.say("cli.no-language", language=language, known=", ".join(known))
        if told:
            return WRONG_USE
        language = system_language(known)
    try:
        talk.words = read_words(language, *own)
    except KelompokError as trouble:  # a slip in her own words: ours will do
        talk.tell(trouble)
        talk.words = read_words(language)
    if not {"-h", "--help"}.isdisjoint(arguments):  # before parsing: `export --help` lacks its group
        print(talk.words("cli.help"))
        return GOOD
    asked = _parser(talk.words).parse_args(arguments)
    if getattr(asked, "version", False):
        print(f"kelompok {__version__}")
        return GOOD
    if asked.command == "where":
        print(_safe(str(folder)) if sys.stdout.isatty() else folder)
        return GOOD
    if folder.exists() and not folder.is_dir():
        raise KelompokError("file.not-read", file=folder, why="ENOTDIR")
    if asked.command is None:
        return _open(folder, talk, settings, language)
    return _with_store(asked, talk, folder, settings, language, named=bool(early))


def _own(folder: Path) -> tuple[Path, ...]:
    """Her own guide folder, where there is one that can be looked into: words are needed before any trouble."""
    try:
        return (folder / "guide",) if (folder / "guide").is_dir() else ()
    except OSError:
        return ()


def _value_of(option: str, arguments: list[str]) -> str | None:
    """The value of `option`, of the last one where there are more: what follows must be known before parsing."""
    found = None
    for at, word in enumerate(arguments):
        if word == option and at + 1 < len(arguments):
            found = arguments[at + 1]
        if word.startswith(option + "="):
            found = word.partition("=")[2]
    return found


def _first_language(arguments: list[str]) -> str:
    named = _value_of("--lang", arguments)
    return named if named in languages() else system_language(languages())


def _with_store(
    asked: argparse.Namespace, talk: _Talk, folder: Path, settings: Settings, language: str, named: bool
) -> int:
    from kelompok_tui.store import Store

    store = Store(folder)
    match asked.command:
        case "list":
            return _list(store, talk, asked.json)
        case "check":
            if asked.yes and not asked.repair:
                raise WrongUseError("cli.lacking", "--repair")
            if asked.repair and asked.json and not asked.yes:  # nobody can be asked
                raise WrongUseError("cli.lacking", "--yes")
            return _check(store, talk, language, asked)
        case "export":
            return _export(store, talk, settings, language, asked)
        case "release":
            return _release(store, talk)
        case "dispose":
            return _dispose(store, talk, asked)
        case _:
            return _demo(store, talk, settings, language, named)


def _now() -> datetime:
    return datetime.now().astimezone()


def _open(folder: Path, talk: _Talk, settings: Settings, language: str) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        talk.say("cli.no-terminal")
        return WRONG_USE
    files.make_folder(folder)
    from kelompok_tui.ui.app import KelompokApp

    app = KelompokApp(folder, settings, language, talk.words, _now)
    app.run()
    return app.return_code or GOOD


def _demo(store: Any, talk: _Talk, settings: Settings, language: str, named: bool) -> int:
    from kelompok_tui.demo import fill
    from kelompok_tui.store import Store

    if named:
        if store.folder.exists() and (not store.folder.is_dir() or any(store.folder.iterdir())):
            talk.say("cli.demo-not-empty", folder=store.folder)
            return FAILED
        fill(store, language, _now())
        talk.say("cli.demo-kept", folder=store.folder)
        return GOOD
    with tempfile.TemporaryDirectory(prefix="kelompok-demo-") as place:
        fill(Store(Path(place)), language, _now())
        return _open(Path(place), talk, settings, language)


def _list(store: Any, talk: _Talk, as_json: bool) -> int:
    rows = store.rows()
    if as_json:
        told = [
            {
                "id": row.id,
                "name": row.name,
                "concern": row.concern,
                "members": row.members,
                "sessions": list(row.sessions),
                "planned": row.meetings,
                "open": row.open,
                "closed": row.closed.isoformat() if row.closed else None,
                "due": [{"id": f.id, "due": f.due.isoformat(), "kind": f.kind, "about": f.about} for f in row.due],
                "trouble": talk.told(row.trouble) if row.trouble else None,
            }
            for row in rows
        ]
        print(_json({"groups": told}))
    for row in [] if as_json else rows:
        if row.trouble:
            print(f"{row.id}  ! {talk.told(row.trouble)}")
            continue
        facts = [" ".join(row.name.split()), talk.words("home.sessions", count=len(row.sessions), planned=row.meetings)]
        if row.open is not None:
            facts.append(talk.words("home.running", number=row.open))
        facts += [f"{talk.words(f'followup.{f.kind}')} {talk.words.short_date(f.due)}" for f in row.due]
        print(_safe(f"{row.id}  {' · '.join(facts)}"))
    for trouble in (trouble for row in rows for trouble in row.missed):
        talk.tell(trouble)
    if not rows:
        talk.say("cli.no-groups", folder=store.folder)
    return FAILED if any(row.trouble for row in rows) else GOOD


def _check(store: Any, talk: _Talk, language: str, asked: argparse.Namespace) -> int:
    _mend_rights(store, talk)
    findings = list(_findings(store, language))
    own = [finding for finding in findings if not finding.stray]
    good = {finding.file: store.good(finding.trouble) for finding in own if finding.trouble}
    mended: dict[Path, Path | None] = {}
    for finding in findings if not asked.json else ():
        if finding.trouble:
            print(f"! {talk.told(finding.trouble)}")
        elif not finding.stray:
            print(f"✓ {_safe(str(finding.file))}")
        for note in finding.notes:
            print(f"{'' if finding.stray else '  '}? {talk.told(note)}")
        if one := good.get(finding.file):
            print(talk.words("repair.would" if asked.repair else "repair.offer", told=one.told(talk.words)))
            if asked.repair and _wants(talk, asked.yes):
                mended |= _mend(store, talk, one)
            elif asked.repair:
                talk.say("repair.not-taken", file=finding.file)
    for one in good.values() if asked.json and asked.repair else ():
        mended |= _mend(store, talk, one) if one else {}
    if asked.json:
        told = [
            {
                "file": str(finding.file),
                "good": finding.trouble is None or finding.file in mended,
                "trouble": talk.told(finding.trouble) if finding.trouble else None,
                "notes": [talk.told(note) for note in finding.notes],
                "generation": _generation(good.get(finding.file)),
                "repaired": finding.file in mended,
                "aside": str(mended[finding.file]) if mended.get(finding.file) else None,
            }
            for finding in own
        ]
        strays = [
            {"file": str(finding.file), "note": " ".join(talk.told(note) for note in finding.notes)}
            for finding in findings
            if finding.stray
        ]
        print(_json({"files": told, "strays": strays}))
    bad = sum(finding.trouble is not None and finding.file not in mended for finding in own)
    talk.say("cli.checked", count=len(own), bad=bad)
    return FAILED if bad else GOOD


def _mend_rights(store: Any, talk: _Talk) -> None:
    """What others may look into is closed to them, and told."""
    from kelompok_tui.rights import mend_rights

    rights = mend_rights(store.folder)
    if rights.mended:
        talk.say("rights.mended", n=rights.mended)
    if rights.stuck:
        talk.say("rights.stuck", n=len(rights.stuck), file=rights.stuck[0])


def _generation(one: Any) -> dict[str, Any] | None:
    return one and {"file": str(one.kept), "at": one.at.isoformat(), "holds": one.what, "count": one.count}


def _wants(talk: _Talk, yes: bool) -> bool:
    """Whether she says yes; an end of what is read is a no."""
    if yes:
        return True
    print(talk.words("repair.ask"), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in talk.words("repair.yes").split()


def _mend(store: Any, talk: _Talk, one: Any) -> dict[Path, Path | None]:
    """The file that was mended, with where its damaged bytes are; nothing where it could not be, which is told."""
    try:
        aside = store.take(one, _now())
    except KelompokError as trouble:
        talk.tell(trouble)
        return {}
    talk.say("repair.taken", file=one.file, told=one.told(talk.words))
    if aside:
        talk.say("repair.set-aside", aside=aside)
    return {one.file: aside}


def _findings(store: Any, language: str) -> Iterator[Any]:
    """A finding of each file: those of the store, her settings, her own words and guide."""
    from kelompok_tui.guide import read_guide
    from kelompok_tui.insights import unknown_facts
    from kelompok_tui.store import Finding
    from kelompok_tui.ui.app import KelompokApp
    from kelompok_tui.ui.keymap import lay_keys

    guide = read_guide(language, store.guide_folder)
    if store.settings_file.exists():
        try:
            settings = read_settings(store.settings_file)
            odd = tuple(_odd(store.settings_file, key) for key in settings.kept)
            _, troubles = lay_keys(guide, settings.keys, KelompokApp)
            yield from (Finding(store.settings_file, trouble) for trouble in troubles)
            if not troubles:
                yield Finding(store.settings_file, notes=odd)
        except KelompokError as told:
            yield Finding(store.settings_file, told)
    for file in sorted(file for name in WORDS for file in store.guide_folder.glob(f"*/{name}")):
        try:
            read_toml(file)
            yield Finding(file)
        except KelompokError as told:
            yield Finding(file, told)
    for trouble in (*guide.troubles, *unknown_facts(guide)):
        yield Finding(Path(str(trouble.facts.get("file", store.guide_folder))), trouble)
    for finding in store.check():
        near = (note.word != "check.unknown" or note.facts["near"] for note in finding.notes)
        notes = (
            (note.word if told else "check.odd", note.facts) for note, told in zip(finding.notes, near, strict=True)
        )
        yield replace(finding, notes=tuple(KelompokError(word, **facts) for word, facts in notes))


def _release(store: Any, talk: _Talk) -> int:
    """Takes the lock away from a laptop that is passed round; the answers stay."""
    held = None
    try:
        held = store.load_round()
    except KelompokError as trouble:
        talk.tell(trouble)
    if not store.end_round():
        talk.say("cli.no-round")
    elif held is None:
        talk.say("cli.released-broken", file=store.round_file)
    else:
        talk.say("cli.released", group=held.group, number=held.session, who=" ".join(held.waiting) or "–")
    return GOOD


def _dispose(store: Any, talk: _Talk, asked: argparse.Namespace) -> int:
    """Removes a group for good, once its id was written."""
    from kelompok_tui.disposal import count, dispose, register, remains

    left = remains(store, asked.group)
    talk.say("dispose.holds", n=sum(map(count, left)), id=asked.group)
    talk.say("dispose.never")
    talk.say("dispose.ssd")
    if not asked.yes:
        print(_safe(talk.words("dispose.confirm", id=asked.group)), end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() != asked.group:
            talk.say("dispose.stays")
            return FAILED
    done = dispose(store, asked.group, _now())
    talk.say("dispose.done", n=done.files, id=done.group, file=register(store))
    return GOOD


def _odd(file: Path, key: str) -> KelompokError:
    """Tells of a key of the settings that nobody knows, with the nearest that is known."""
    near = difflib.get_close_matches(key, [field.name for field in fields(Settings) if field.name != "kept"], 1)
    return KelompokError("check.unknown" if near else "check.odd", file=file, key=key, near="".join(near))


def _export(store: Any, talk: _Talk, settings: Settings, language: str, asked: argparse.Namespace) -> int:
    from kelompok_tui.documents import DOCUMENTS
    from kelompok_tui.documents.source import Source
    from kelompok_tui.export import FORMATS
    from kelompok_tui.guide import read_guide

    for name, table in ((asked.document, DOCUMENTS), (asked.format, FORMATS)):
        if name not in table:
            talk.say("cli.no-such", name=name, known=", ".join(table))
            return WRONG_USE
    group = store.load_group(asked.group)
    if asked.session not in store.sessions(asked.group):
        raise KelompokError("session.none", group=asked.group, number=asked.session)
    session = store.load_session(asked.group, asked.session)
    guide = read_guide(language, store.guide_folder)
    words = read_words(language, store.guide_folder, papers=True)
    report = DOCUMENTS[asked.document].make(Source(group, (session,), session, guide, words, _now(), settings))
    render = FORMATS[asked.format].render
    if asked.out is None:
        sys.stdout.write(render(report).decode())
        sys.stdout.flush()
        return GOOD
    out = Path(asked.out)
    if out.exists() and not asked.force:
        raise KelompokError("file.exists", file=out)
    if out.exists() and not out.is_file():  # a folder; or a device, which replacing would destroy
        raise KelompokError("file.not-written", file=out, why="EISDIR" if out.is_dir() else "EEXIST")
    files.replace(out.absolute(), render(report))
    talk.say("cli.exported", file=out)
    return GOOD
