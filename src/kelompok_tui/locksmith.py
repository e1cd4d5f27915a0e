"""The commands that make, change and take away the seal; all they say and ask goes through the one who talks."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kelompok_tui import files, sealing
from kelompok_tui.errors import KelompokError
from kelompok_tui.sealing import Step
from kelompok_tui.store import Store
from kelompok_tui.vault import (
    OWN,
    RECOVERY,
    SHORTEST,
    Reader,
    Vault,
    in_groups,
    is_reader,
    new_key,
    public,
    reads,
    typed,
)
from kelompok_tui.words import line

LAST = 6  # signs of the recovery key that are asked for, to know that it was written down
TRIED = 20  # files with which a recovery key is tried
SHOWN = 5  # names of files in a sentence


class Talk(Protocol):
    """Who talks with the user."""

    def text(self, word: str, **facts: object) -> str:
        """The sentence."""

    def say(self, word: str, **facts: object) -> None:
        """The sentence is told."""

    def tell(self, trouble: KelompokError) -> None:
        """The trouble is told."""

    def ask(self, word: str, hidden: bool = False, **facts: object) -> str:
        """What is answered, on one line; KelompokError `vault.no-answer` where nobody does."""

    def show(self, word: str, ask: str, **facts: object) -> str:
        """What is answered to `ask` under the sentence `word`, which is gone from the terminal afterwards."""


def seal(store: Store, talk: Talk, sheet: Path | None) -> bool:
    """All is sealed; whether it is. Where there is a seal already, what is plain or was cut off is done."""
    vault = store.vault
    if vault.there:
        passphrase = _passphrase(talk)
        return _finish(store, talk, passphrase, vault.secrets(passphrase))
    if former := sealing.sealed_files(store.folder):  # a second key would not open them
        raise KelompokError("vault.lost", file=former[0])
    talk.say("seal.before", folder=store.folder)
    passphrase = _new_passphrase(talk)
    secret, recovery = new_key(), new_key()
    _hand_over(store, talk, recovery, sheet)
    talk.say("seal.making")
    vault.make(passphrase, secret, recovery)
    return _sealed(store, talk, _told(talk, sealing.seal(store)))


def unseal(store: Store, talk: Talk, now: datetime) -> bool:
    """All is plain, and there is no seal; whether it is so."""
    if not store.vault.there and store.vault.task:  # killed in the very last step
        store.vault.end()
        files.forget(store.vault.readers_file)
    else:
        store.vault.unlock(_passphrase(talk))
        bad = _told(talk, sealing.unseal(store, now))
        if store.vault.there:
            talk.say("seal.still-sealed", n=bad)
            return False
    talk.say("seal.unsealed", folder=store.folder)
    return True


def change(store: Store, talk: Talk) -> bool:
    """The seal has another passphrase; no file of the data was touched."""
    vault = store.vault
    old = _passphrase(talk)
    vault.unlock(old)
    new = _new_passphrase(talk)
    talk.say("seal.making")
    vault.change(old, new)
    talk.say("seal.changed", file=vault.identity_file)
    return True


def recover(store: Store, talk: Talk) -> bool:
    """There is a new key with a new passphrase, and all is sealed to it; the recovery key stays the same.

    Whoever else could open the files cannot any more, until added anew.
    """
    vault = store.vault
    found = sealing.sealed_files(store.folder)[:TRIED]
    if not found and not vault.there:
        raise KelompokError("vault.none", folder=store.folder)
    recovery = typed(talk.show("seal.recover", "seal.ask-recovery"))
    known = public(recovery) in {reader.key for reader in vault.readers}
    if not known and not any(reads(files.read(file), recovery) for file in found):
        raise KelompokError("vault.not-recovery")
    passphrase = _new_passphrase(talk)
    talk.say("seal.making")
    readers = (Reader(OWN, public(secret := new_key())), Reader(RECOVERY, public(recovery)))
    return _resealed(store, talk, passphrase, (secret, recovery), readers)


def show_readers(store: Store, talk: Talk) -> bool:
    """Who can open the files is told; whether all of it is as it should be."""
    store.vault.unlock(_passphrase(talk))
    tell_readers(store.vault, talk)
    return not store.vault.strangers


def tell_readers(vault: Vault, talk: Talk) -> None:
    """Who can open the files is told, and whom a strange hand wrote beside them."""
    for reader in vault.readers:
        name = f"seal.reader.{reader.name}" if reader.name in (OWN, RECOVERY) else "seal.reader.other"
        talk.say(name, name=reader.name, key=reader.key)
    for stranger in vault.strangers:
        talk.tell(KelompokError("vault.stranger", name=line(stranger), file=vault.readers_file))


def check(store: Store, talk: Talk) -> None:
    """How the seal stands is told: how many files are sealed, how many are not, what was cut off, who can open them."""
    plain = len(sealing.plain_files(store.folder))
    talk.say("seal.checked", n=len(sealing.sealed_files(store.folder)), plain=plain)
    if task := store.vault.task:
        talk.tell(KelompokError("check.unfinished", command="unseal" if task == "unseal" else "seal"))
    tell_readers(store.vault, talk)


def add_reader(store: Store, talk: Talk, name: str, key: str) -> bool:
    """One more, a supervisor perhaps, can open all files; whether all are sealed to her too."""
    name = line(name)
    if not is_reader(key):
        raise KelompokError("vault.no-reader", key=line(key)[:80])
    passphrase = _passphrase(talk)
    secrets, held = store.vault.secrets(passphrase), store.vault.readers
    if not name or name in {OWN, RECOVERY} or any(name == one.name or key == one.key for one in held):
        raise KelompokError("vault.name-taken", name=name)
    talk.say("seal.adding", name=name)
    return _resealed(store, talk, passphrase, secrets, (*held, Reader(name, key)))


def remove_reader(store: Store, talk: Talk, name: str) -> bool:
    """That one cannot open the files any more; what she has copied, she has."""
    passphrase = _passphrase(talk)
    secrets, held = store.vault.secrets(passphrase), store.vault.readers
    rest = tuple(one for one in held if one.name != line(name))
    if rest == held or line(name) in {OWN, RECOVERY}:
        raise KelompokError("vault.no-such-reader", name=line(name))
    return _resealed(store, talk, passphrase, secrets, rest)


def renew_recovery(store: Store, talk: Talk, sheet: Path | None) -> bool:
    """There is a new recovery key; the one on the former sheet opens what is written from now on no more."""
    passphrase = _passphrase(talk)
    secrets, held = store.vault.secrets(passphrase), store.vault.readers
    _hand_over(store, talk, recovery := new_key(), sheet)
    fresh = Reader(RECOVERY, public(recovery))
    rest = tuple(one for one in held if one.name not in {OWN, RECOVERY})
    return _resealed(store, talk, passphrase, secrets, (held[0], fresh, *rest))


def _resealed(store: Store, talk: Talk, passphrase: str, secrets: tuple[str, ...], readers: tuple[Reader, ...]) -> bool:
    talk.say("seal.making")
    store.vault.write(passphrase, secrets, readers, "reseal")
    return _finish(store, talk, passphrase, secrets)


def _finish(store: Store, talk: Talk, passphrase: str, secrets: tuple[str, ...]) -> bool:
    """Whatever was under way is done, and what is plain is sealed; then only her own key is in the identity."""
    vault = store.vault
    anew = vault.task not in {"", "seal"} or len(secrets) > 1 or sealing.for_others(store)
    vault.tell_readers()
    bad = _told(talk, sealing.reseal(store) if anew else sealing.seal(store))
    if len(secrets) > 1 and not vault.task:
        vault.write(passphrase, secrets[:1], vault.readers, "")
    return _sealed(store, talk, bad)


def _sealed(store: Store, talk: Talk, bad: int) -> bool:
    if left := sealing.left_plain(store):
        names = ", ".join(line(str(file.relative_to(store.folder))) for file in left[:SHOWN])
        talk.say("seal.left-plain", n=len(left), names=names + (" …" if len(left) > SHOWN else ""))
    if papers := sealing.exports(store):
        talk.say("seal.exports", n=len(papers), folder=store.exports)
    if store.vault.task:
        talk.say("seal.not-all", n=bad)
        return False
    talk.say("seal.sealed", folder=store.folder)
    return bad == 0


def _told(talk: Talk, steps: Iterator[Step]) -> int:
    """How many files could not be done, each of them told."""
    bad = 0
    for step in steps:
        if step.trouble:
            talk.tell(step.trouble)
            bad += 1
        if step.number % 100 == 0 or step.number == step.total:
            talk.say("seal.step", number=step.number, total=step.total)
    return bad


def _hand_over(store: Store, talk: Talk, recovery: str, sheet: Path | None) -> None:
    """The recovery key was written down, which is checked, or is in the file `sheet`, outside of the data."""
    groups = in_groups(recovery)
    rows = "\n".join("  " + "  ".join(groups[at : at + 5]) for at in (1, 6, 11))
    shown = f"  {groups[0]}\n{rows}"
    if sheet is not None:
        sheet = sheet.expanduser().absolute()
        if sheet.resolve().is_relative_to(store.folder.resolve()):
            raise KelompokError("vault.sheet-inside", file=sheet)
        if files.taken(sheet):
            raise KelompokError("vault.sheet-there", file=sheet)
        told = talk.text("seal.paper", key=shown, folder=store.folder)
        lines = "".join(f"# {row}\n" if row else "#\n" for row in told.splitlines())
        files.replace(sheet, f"{lines}{recovery}\n".encode())  # as it is, `age -d -i` takes it
        talk.say("seal.sheet-written", file=sheet)
        return
    word = "seal.sheet"
    while True:
        talk.show(word, "seal.written", key=shown)
        if typed(talk.ask("seal.ask-last", n=LAST))[-LAST:] == recovery[-LAST:]:
            return
        word = "seal.sheet-again"


def _passphrase(talk: Talk) -> str:
    return talk.ask("seal.ask", hidden=True)


def _new_passphrase(talk: Talk) -> str:
    """A passphrase that was typed twice."""
    told = talk.ask("seal.ask-new", hidden=True, n=SHORTEST)
    if len(told) < SHORTEST or any(0xD800 <= ord(sign) < 0xE000 for sign in told):
        raise KelompokError("vault.too-short", n=SHORTEST)
    if talk.ask("seal.ask-again", hidden=True) != told:
        raise KelompokError("vault.not-same")
    return told
