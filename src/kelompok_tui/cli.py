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
SEAL = ("seal", "unseal", "passphrase", "recipients", "recover")


def entry() -> NoReturn:
    """The command `kelompok`."""
    process.harden()
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Does what `arguments` ask; the exit code: 0 good, 1 failed, 2 wrong use or no terminal, 130 interrupted."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors=errors)  # type: ignore[union-attr]
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

    def text(self, word: str, **facts: object) -> str:
        """The sentence, fit for a terminal."""
        return _safe(self.words(word, **facts))

    def ask(self, word: str, hidden: bool = False, **facts: object) -> str:
        """What is answered, on one line; what is `hidden` does not stand on the terminal."""
        asked = self.text(word, **facts)
        if hidden and sys.stdin.isatty():
            from getpass import getpass

            try:
                return getpass(asked)
            except EOFError:
                raise KelompokError("vault.no-answer") from None
        if sys.stdin.isatty():
            print(asked, end="", file=sys.stderr, flush=True)
        if not (told := sys.stdin.readline()):
            raise KelompokError("vault.no-answer")
        return told.rstrip("\r\n")

    def show(self, word: str, ask: str, **facts: object) -> str:
        """What is answered to `ask` below the sentence; a terminal shows both on a screen of their own, then gone."""
        apart = sys.stdin.isatty() and sys.stderr.isatty()
        if apart:
            print("\x1b[?1049h\x1b[H\x1b[2J", end="", file=sys.stderr, flush=True)
        try:
            self.say(word, **facts)
            return self.ask(ask, False, **facts)
        finally:
            if apart:
                print("\x1b[H\x1b[2J\x1b[?1049l", end="", file=sys.stderr, flush=True)

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
    everywhere.add_argument("--passphrase-stdin", action="store_true")
    everywhere.add_argument("-V", "--version", action="store_true")
    parser = _Parser(prog="kelompok", add_help=False, parents=[everywhere], allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    added = {
        name: commands.add_parser(name, add_help=False, parents=[everywhere], allow_abbrev=False)
        for name in ("demo", "list", "export", "check", "templates", "where", "release", "dispose", *SEAL)
    }
    for name in ("list", "check"):
        added[name].add_argument("--json", action="store_true")
    added["check"].add_argument("--repair", action="store_true")
    added["check"].add_argument("--yes", action="store_true")
    for name in ("seal", "recipients"):
        added[name].add_argument("--recovery-out")
    added["recipients"].add_argument("act", nargs="?", choices=("add", "remove", "renew"))
    added["recipients"].add_argument("name", nargs="?")
    added["recipients"].add_argument("key", nargs="?")
    added["dispose"].add_argument("group", metavar=words("cli.group"))
    added["dispose"].add_argument("--yes", action="store_true")
    templates = added["templates"]
    templates.add_argument("action", choices=("init", "check", "try", "tags"), metavar=words("cli.action"))
    templates.add_argument("what", nargs="*", default=[])
    templates.add_argument("--format", choices=("docx", "pdf"), default="docx")
    templates.add_argument("--out")
    export = added["export"]
    export.add_argument("group", nargs="?", metavar=words("cli.group"))
    export.add_argument("session", nargs="?", type=int, metavar=words("cli.session"))
    export.add_argument("--document", default="log")
    export.add_argument("--format")
    export.add_argument("--for", dest="reader", default="")
    export.add_argument("--member", default="")
    for name in ("--blank", "--template", "--force", "--all", "--quotes", "--anyway"):
        export.add_argument(name, action="store_true")
    export.add_argument("--out")
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
    if asked.command in SEAL:
        return _seal(store, talk, asked)
    if asked.command in ("list", "check", "export") and not getattr(asked, "blank", False) and store.vault.there:
        if not sys.stdin.isatty() and not getattr(asked, "passphrase_stdin", False):
            raise WrongUseError("cli.sealed", "--passphrase-stdin")
        store.vault.unlock(talk.ask("seal.ask", hidden=True))
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
        case "templates":
            return _templates(store, talk, settings, language, asked)
        case "release":
            return _release(store, talk)
        case "dispose":
            return _dispose(store, talk, asked)
        case _:
            return _demo(store, talk, settings, language, named)


def _seal(store: Any, talk: _Talk, asked: argparse.Namespace) -> int:
    """The commands of the seal; nobody else works on it meanwhile."""
    from kelompok_tui import locksmith, sealing

    sheet = Path(asked.recovery_out) if getattr(asked, "recovery_out", None) else None
    if asked.command == "recipients":
        given = [asked.act, asked.name, asked.key]
        lacking = {None: 0, "renew": 1, "remove": 2, "add": 3}[asked.act]
        if None in given[:lacking]:
            raise WrongUseError("cli.lacking", "age1…" if asked.name else talk.words("cli.name"))
        if extra := [word for word in given[lacking:] if word]:
            raise WrongUseError("cli.wrong", " ".join(extra))
    if asked.command not in ("seal", "recover") and not (store.vault.there or store.vault.task):
        raise KelompokError("vault.none", folder=store.folder)
    lock = sealing.begin(store)
    try:
        match asked.command, getattr(asked, "act", None):
            case "seal", _:
                done = locksmith.seal(store, talk, sheet)
            case "unseal", _:
                done = locksmith.unseal(store, talk, _now())
            case "passphrase", _:
                done = locksmith.change(store, talk)
            case "recover", _:
                done = locksmith.recover(store, talk)
            case _, "add":
                done = locksmith.add_reader(store, talk, asked.name, asked.key)
            case _, "remove":
                done = locksmith.remove_reader(store, talk, asked.name)
            case _, "renew":
                done = locksmith.renew_recovery(store, talk, sheet)
            case _:
                done = locksmith.show_readers(store, talk)
    finally:
        lock.release()
    return GOOD if done else FAILED


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
    if store.vault.there:
        from kelompok_tui import locksmith

        locksmith.check(store, talk)
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
    held, sealed = None, False
    try:
        held = store.load_round()
    except KelompokError as trouble:
        sealed = trouble.word == "vault.locked"
        if not sealed:
            talk.tell(trouble)
    if not store.end_round():
        talk.say("cli.no-round")
    elif sealed:
        talk.say("cli.released-sealed")
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
    """One paper to a file, a pipe or the screen; or the whole set of a session into a folder."""
    import secrets

    from kelompok_tui.documents import DOCUMENTS
    from kelompok_tui.documents.readers import quotable
    from kelompok_tui.documents.source import SCHOOL
    from kelompok_tui.export import FORMATS
    from kelompok_tui.export.papers import WHOLE, Paper, press

    format = asked.format or (WHOLE if asked.all else "md")
    kind = DOCUMENTS.get(asked.document)
    chosen = ((asked.document, DOCUMENTS), (format, FORMATS), (asked.reader, ("", *kind.readers) if kind else ("",)))
    for name, known in chosen:
        if name not in known:
            talk.say("cli.no-such", name=name, known=", ".join(filter(None, known)))
            return WRONG_USE
    assert kind is not None
    for given, can in ((asked.member, kind.each), (asked.blank, kind.forms)):
        if given and not can:
            able = (name for name, one in DOCUMENTS.items() if (one.each if given is asked.member else one.forms))
            talk.say("cli.not-for", option="--member" if given is asked.member else "--blank", known=", ".join(able))
            return WRONG_USE
    if asked.quotes and not asked.all and not quotable(asked.document, asked.reader or kind.readers[0]):
        able = (name for name in DOCUMENTS if quotable(name, SCHOOL))
        talk.say("cli.not-for", option="--quotes", known=", ".join(able))
        return WRONG_USE
    group, number = (
        ("", None)
        if kind.of == "all" and not asked.all
        else _meeting(store, talk, asked, kind.of == "group" and not asked.all)
    )
    paper = Paper(
        *(asked.document, format, language, asked.reader, group, number),
        member=asked.member.strip().upper(),
        empty=asked.blank,
        template=asked.template and format == "pdf",
        quotes=asked.quotes,
    )
    made_by = press(store, settings, _now, secrets.randbits(128))  # codes drawn so cannot be tried out one by one
    if asked.all:
        return _export_all(made_by, paper, talk, asked)
    if asked.out is None and not FORMATS[format].text and sys.stdout.isatty():
        raise KelompokError("paper.not-binary", format=format)
    made = made_by.make(paper)
    _point_out(talk, made)
    if made.exposed and not asked.anyway:
        talk.say("cli.anyway", n=1)
        return FAILED
    if asked.out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(made_by.render(made))
        sys.stdout.flush()
        return GOOD
    out = Path(asked.out)
    if files.is_folder(out):
        raise KelompokError("file.not-written", file=out, why="EISDIR")
    if files.taken(out) and not asked.force:
        raise KelompokError("file.exists", file=out)
    talk.say("cli.exported", file=made_by.write(made, out.absolute(), asked.force, asked.anyway))
    return GOOD


def _export_all(made_by: Any, paper: Any, talk: _Talk, asked: argparse.Namespace) -> int:
    folder = Path(asked.out).absolute() if asked.out else made_by.folder(paper)
    printed = made_by.whole(paper, folder, force=asked.force, anyway=asked.anyway)
    for file in printed.written:
        talk.say("cli.exported", file=file)
    for document, trouble in printed.troubles:
        print(f"! {document}: {talk.told(trouble)}", file=sys.stderr)
    for made in printed.held:
        _point_out(talk, made)
    if printed.held:
        talk.say("cli.anyway", n=len(printed.held))
    return FAILED if printed.troubles or printed.held else GOOD


def _point_out(talk: _Talk, made: Any) -> None:
    """Names and codes in a paper that others read, each with its place."""
    for one in made.exposed:
        talk.say("cli.exposed", file=made.name, found=one.word, place=one.place, around=one.around)


def _meeting(store: Any, talk: _Talk, asked: argparse.Namespace, whole: bool) -> tuple[str, int | None]:
    """Of which group, and of which of its sessions: the newest where none is named; None where there is none yet.

    `whole`: it is about the group, and needs no session.
    """
    needed = [talk.words("cli.group")] if asked.group is None else []
    if asked.session is None and not whole and asked.group not in store.groups():
        needed.append(talk.words("cli.session"))
    if needed:
        raise WrongUseError("cli.lacking", ", ".join(needed))
    numbers = store.sessions(asked.group)
    if asked.session is None:
        return asked.group, numbers[-1] if numbers else None
    if asked.session not in numbers:
        store.load_group(asked.group)
        raise KelompokError("session.none", group=asked.group, number=asked.session)
    return asked.group, asked.session


def _templates(store: Any, talk: _Talk, settings: Settings, language: str, asked: argparse.Namespace) -> int:
    from kelompok_tui.documents import DOCUMENTS

    named = asked.what or (list(DOCUMENTS) if asked.action in {"init", "tags"} else _own_templates(store))
    if asked.action in {"init", "tags"}:
        for name in (name for name in named if name not in DOCUMENTS):
            talk.say("cli.no-such", name=name, known=", ".join(DOCUMENTS))
            return WRONG_USE
    if not named:
        talk.say("cli.no-templates", folder=store.folder / "templates")
        return FAILED
    match asked.action:
        case "init":
            return _begin_templates(store, talk, settings, language, named)
        case "check":
            good = [_check_template(store, talk, language, what) for what in named]
            talk.say("cli.checked", count=len(good), bad=good.count(False))
            return GOOD if all(good) else FAILED
        case "try":
            for what in named:
                _try_template(store, talk, settings, language, asked, what)
            return GOOD
        case _:
            return _tags(store, talk, language, named)


def _own_templates(store: Any) -> list[str]:
    """Her templates, as files; what Word leaves beside them is none."""
    found = sorted((store.folder / "templates").rglob("*.docx"))
    return [str(file) for file in found if not file.name.startswith(("~$", "."))]


def _begin_templates(store: Any, talk: _Talk, settings: Settings, language: str, documents: list[str]) -> int:
    """A template for each document; one that is there already is hers, and stays."""
    from kelompok_tui import templates
    from kelompok_tui.templates.sample import sample

    for document in documents:
        file = templates.place(store.folder / templates.FOLDER, document, language)
        if files.taken(file):
            talk.say("cli.template-kept", file=file)
            continue
        files.replace(file, templates.starter(sample(document, language, store.guide_folder, settings=settings)))
        print(_safe(str(file)))
    talk.say("cli.templates-ready", folder=store.folder / templates.FOLDER)
    return GOOD


def _template(store: Any, language: str, what: str) -> tuple[Path, str, str]:
    """The file that is meant by its place or by the name of its document, its document and its language."""
    from kelompok_tui import templates
    from kelompok_tui.documents import DOCUMENTS

    folder = store.folder / templates.FOLDER
    file = Path(what).expanduser().absolute()
    if what in DOCUMENTS and not file.exists():
        found = templates.find(folder, what, language)
        if found is None:
            raise KelompokError("template.none", file=templates.place(folder, what, language), document=what)
        return found, what, language
    if file.stem not in DOCUMENTS:
        near = difflib.get_close_matches(file.stem.lower(), DOCUMENTS, 1)
        word = KelompokError("template.document", file=file, name=file.stem, near="".join(near))
        raise (
            word
            if near
            else KelompokError("template.document-odd", file=file, name=file.stem, known=", ".join(DOCUMENTS))
        )
    own = file.parent.name if file.parent.name in languages(store.guide_folder) else ""
    return file, file.stem, own or (SOURCE if file.parent == folder else language)


def _check_template(store: Any, talk: _Talk, language: str, what: str) -> bool:
    """Whether a template is good; all that is wrong in it is told."""
    from kelompok_tui import templates
    from kelompok_tui.templates.sample import samples

    try:
        file, document, own = _template(store, language, what)
        papers = samples(document, own, store.guide_folder)
        data = templates.read(file)
        wrong = templates.check(data, papers, file)
        if not wrong:
            templates.fill(data, papers[0], file)
    except KelompokError as trouble:
        wrong = [trouble]
    for one in wrong:
        print(f"! {talk.told(one)}")
    if not wrong:
        print(f"✓ {_safe(str(file))}")
    return not wrong


def _try_template(
    store: Any, talk: _Talk, settings: Settings, language: str, asked: argparse.Namespace, what: str
) -> None:
    """The template filled with invented data, in a file of its own."""
    from kelompok_tui import templates
    from kelompok_tui.templates.sample import sample

    file, document, own = _template(store, language, what)
    data = templates.fill(templates.read(file), sample(document, own, store.guide_folder, settings=settings), file)
    name = f"{talk.words('cli.template-try')}-{document}.{asked.format}"
    out = Path(asked.out).expanduser().absolute() if asked.out else store.exports / name
    place = files.free(out / name if out.is_dir() else out)
    files.replace(place, data if asked.format == "docx" else templates.office_pdf(data))
    print(_safe(str(place)))


def _tags(store: Any, talk: _Talk, language: str, documents: list[str]) -> int:
    """Each tag with what it gives: those of a line, those of a paragraph, the columns of a table."""
    from kelompok_tui.templates import sample
    from kelompok_tui.templates.tags import slug

    said = talk.words.choices("cli.tag")
    for number, document in enumerate(documents):
        names = sample.names(document, language, store.guide_folder)
        print(f"{chr(10) * bool(number)}{document}")
        for title, told in (("texts", names.texts), ("blocks", names.blocks)):
            print(f"  {said[title]}")
            labels = [label for tag, label in told.items() if tag != slug(label)]
            for tag, label in told.items():
                if tag != slug(label) or label not in labels:  # a label is a second name of its tag
                    print(_safe(f"    {f'{{{{ {tag} }}}}':<40} {said.get(tag) or label}"))
        print(f"  {said['rows']}")
        for tag, columns in names.rows.items():
            if columns:
                cells = " ".join(f"{{{{ row.{column} }}}}" for column in columns if not re.fullmatch(r"c\d+", column))
                print(_safe(f"    {{%tr for row in {tag} %}}\n      {cells}\n    {{%tr endfor %}}"))
    return GOOD
