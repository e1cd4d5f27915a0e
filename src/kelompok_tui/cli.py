"""The command line: the only file that prints, the only one that exits."""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from kelompok_tui import __version__, files
from kelompok_tui.errors import KelompokError
from kelompok_tui.settings import Settings, read_settings
from kelompok_tui.words import SOURCE, Words, languages, read_words, system_language

GOOD, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
SCHEMA = 1


def entry() -> NoReturn:
    """The command `kelompok`."""
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
        return _run(arguments, talk)
    except WrongUseError as wrong:
        talk.say("cli.wrong", what=wrong.what)
        return WRONG_USE
    except KelompokError as trouble:
        talk.tell(trouble)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: no second complaint
        return FAILED
    except Exception as error:
        talk.defect(error)
        return FAILED


class WrongUseError(Exception):
    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Parser(argparse.ArgumentParser):
    """argparse without a word of its own."""

    def error(self, message: str) -> NoReturn:
        raise WrongUseError(message.rpartition(": ")[2])


class _Talk:
    """Talk with the user goes to the standard error."""

    def __init__(self) -> None:
        self.words = Words(SOURCE, {})

    def say(self, word: str, **facts: object) -> None:
        print(self.words(word, **facts), file=sys.stderr)

    def tell(self, trouble: KelompokError) -> None:
        print(self.words.error(trouble), file=sys.stderr)

    def defect(self, error: BaseException | None) -> None:
        """A defect of ours: where, and what kind of error; nothing of what is in memory."""
        frames = traceback.extract_tb(error.__traceback__) if error else []
        ours = [frame for frame in frames if "kelompok_tui" in frame.filename] or list(frames)
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        self.say("app.crashed", where=where, kind=type(error).__name__)


def _parser() -> _Parser:
    everywhere = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--data")
    everywhere.add_argument("--lang")
    everywhere.add_argument("-h", "--help", action="store_true")
    everywhere.add_argument("-V", "--version", action="store_true")
    parser = _Parser(prog="kelompok", add_help=False, parents=[everywhere], allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    added = {
        name: commands.add_parser(name, add_help=False, parents=[everywhere], allow_abbrev=False)
        for name in ("demo", "list", "export", "check", "where")
    }
    for name in ("list", "check"):
        added[name].add_argument("--json", action="store_true")
    export = added["export"]
    export.add_argument("group")
    export.add_argument("session", type=int)
    export.add_argument("--document", default="log")
    export.add_argument("--format", default="md")
    export.add_argument("--out")
    export.add_argument("--force", action="store_true")
    return parser


def _run(arguments: list[str], talk: _Talk) -> int:
    early = _value_of("--data", arguments)
    folder = files.data_folder(early)
    own = folder / "guide"
    with contextlib.suppress(KelompokError):  # enough words to tell what follows in
        talk.words = read_words(_first_language(arguments, own))
    settings = Settings()
    try:
        settings = read_settings(folder / "settings.toml")
    except KelompokError as trouble:
        talk.tell(trouble)
    known = languages(own)
    language = _value_of("--lang", arguments) or settings.language or system_language(known)
    if language not in known:
        told = _value_of("--lang", arguments) is not None
        talk.say("cli.no-language", language=language, known=", ".join(known))
        if told:
            return WRONG_USE
        language = system_language(known)
    try:
        talk.words = read_words(language, own)
    except KelompokError as trouble:  # a slip in her own words: ours will do
        talk.tell(trouble)
        talk.words = read_words(language)
    asked = _parser().parse_args(arguments)
    if getattr(asked, "help", False):
        print(talk.words("cli.help"))
        return GOOD
    if getattr(asked, "version", False):
        print(f"kelompok {__version__}")
        return GOOD
    if asked.command == "where":
        print(folder)
        return GOOD
    if asked.command is None:
        return _open(folder, talk, settings, language)
    return _with_store(asked, talk, folder, settings, language, named=early is not None)


def _value_of(option: str, arguments: list[str]) -> str | None:
    for at, word in enumerate(arguments):
        if word == option and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith(option + "="):
            return word.partition("=")[2]
    return None


def _first_language(arguments: list[str], own: Path) -> str:
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
            return _check(store, talk, language, asked.json)
        case "export":
            return _export(store, talk, settings, language, asked)
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
                "trouble": talk.words.error(row.trouble) if row.trouble else None,
            }
            for row in rows
        ]
        print(json.dumps({"schema": SCHEMA, "groups": told}, ensure_ascii=False, indent=2))
    for row in [] if as_json else rows:
        if row.trouble:
            print(f"{row.id}  ! {talk.words.error(row.trouble)}")
            continue
        facts = [row.name, talk.words("home.sessions", count=len(row.sessions), planned=row.meetings)]
        if row.open is not None:
            facts.append(talk.words("home.running", number=row.open))
        facts += [f"{talk.words(f'followup.{f.kind}')} {talk.words.short_date(f.due)}" for f in row.due]
        print(f"{row.id}  {' · '.join(facts)}")
    for trouble in (trouble for row in rows for trouble in row.missed):
        talk.tell(trouble)
    if not rows:
        talk.say("cli.no-groups", folder=store.folder)
    return FAILED if any(row.trouble for row in rows) else GOOD


def _check(store: Any, talk: _Talk, language: str, as_json: bool) -> int:
    findings = list(_findings(store, language))
    if as_json:
        told = [
            {
                "file": str(file),
                "good": trouble is None,
                "trouble": talk.words.error(trouble) if trouble else None,
                "notes": [talk.words.error(note) for note in notes],
            }
            for file, trouble, notes in findings
        ]
        print(json.dumps({"schema": SCHEMA, "files": told}, ensure_ascii=False, indent=2))
    for file, trouble, notes in [] if as_json else findings:
        print(f"! {talk.words.error(trouble)}" if trouble else f"✓ {file}")
        for note in notes:
            print(f"  ? {talk.words.error(note)}")
    bad = sum(trouble is not None for _, trouble, _ in findings)
    talk.say("cli.checked", count=len(findings), bad=bad)
    return FAILED if bad else GOOD


def _findings(store: Any, language: str) -> Iterator[tuple[Path, KelompokError | None, tuple[KelompokError, ...]]]:
    from kelompok_tui.guide import read_guide
    from kelompok_tui.insights import unknown_facts

    if store.settings_file.exists():
        trouble = None
        try:
            read_settings(store.settings_file)
        except KelompokError as told:
            trouble = told
        yield store.settings_file, trouble, ()
    guide = read_guide(language, store.guide_folder)
    for trouble in (*guide.troubles, *unknown_facts(guide)):
        yield Path(str(trouble.facts.get("file", store.guide_folder))), trouble, ()
    for finding in store.check():
        yield finding.file, finding.trouble, finding.notes


def _export(store: Any, talk: _Talk, settings: Settings, language: str, asked: argparse.Namespace) -> int:
    from kelompok_tui.documents import DOCUMENTS
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
    report = DOCUMENTS[asked.document](group, session, guide, talk.words, _now(), settings.leader, settings.school)
    render: Callable[[Any], bytes] = FORMATS[asked.format][1]
    if not asked.out:
        sys.stdout.write(render(report).decode())
        sys.stdout.flush()
        return GOOD
    out = Path(asked.out)
    if out.exists() and not asked.force:
        raise KelompokError("file.exists", file=out)
    files.replace(out.absolute(), render(report))
    talk.say("cli.exported", file=out)
    return GOOD
