"""Plain or sealed, told apart by a file's first bytes: sealed is age, to the readers of this data folder."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kelompok_tui import files
from kelompok_tui.errors import KelompokError

FOLDER = "vault"
OWN, RECOVERY = "own", "recovery"
SHORTEST = 8  # signs of a passphrase

WRONG, DAMAGED, LACKING = 3, 4, 5  # what the process beside says by its exit code

_SEALED = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
_INSIDE = b"\n-> X25519 "  # a sealed file whose very first bytes are damaged
_SECRET = "AGE-SECRET-KEY-1"
_LOOK_ALIKE = str.maketrans("OIB1", "0L8L")  # those on the left are in no key
_NOWHERE = Path()


@dataclass(frozen=True)
class Reader:
    """Who can open what is sealed: a name, and the public half (`age1…`) of the key."""

    name: str
    key: str


def sealed(data: bytes) -> bool:
    """Whether `data` is sealed, by its first bytes."""
    return data.startswith(_SEALED)


class Vault:
    """The seal of one data folder. While there is no identity in it, all is plain and nothing is asked.

    It is `open` while the key is in memory: from `unlock` to `lock`. To seal, only the readers are needed.
    Every method may raise a KelompokError below `vault.` or `file.`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._keys: tuple[Any, ...] = ()
        self._readers: tuple[Reader, ...] = ()  # those that stand in the locked identity: only these are trusted
        self._locked = b""  # the identity as it was when it was unlocked
        self._looks: object = None

    # ── where ──

    @property
    def identity_file(self) -> Path:
        """The key, locked with the passphrase: `age -d -i` takes it."""
        return self.folder / "identity.age"

    @property
    def readers_file(self) -> Path:
        """Who can open what is sealed: `age -R` takes it."""
        return self.folder / "recipients.txt"

    @property
    def task_file(self) -> Path:
        """There while files are being sealed, unsealed or sealed anew; it says which."""
        return self.folder / "under-way"

    # ── how it stands ──

    @property
    def there(self) -> bool:
        """Whether there is an identity, be it that all is being unsealed."""
        return files.exists(self.identity_file)

    @property
    def sealed(self) -> bool:
        """Whether what is written from now on is sealed. Once unlocked, it is, though the folder be gone."""
        return (bool(self._readers) or self.there) and self.task != "unseal"

    @property
    def open(self) -> bool:
        """Whether the key is in memory, so that what is sealed can be read."""
        return bool(self._keys)

    @property
    def task(self) -> str:
        """What is under way: `seal`, `unseal`, `reseal`; empty: nothing."""
        if not files.exists(self.task_file):
            return ""
        return files.read(self.task_file).decode(errors="replace").strip()

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Who can open what is sealed from now on; before the first `unlock` as the file says, unproven."""
        return self._readers or self._told()

    @property
    def strangers(self) -> tuple[str, ...]:
        """Names in `recipients.txt` that a strange hand put there; nothing is sealed to them. Known once unlocked."""
        if not self._readers or not files.exists(self.readers_file):
            return ()
        return tuple(reader.name or reader.key for reader in self._told() if reader not in self._readers)

    # ── reading and sealing ──

    def read(self, data: bytes, file: Path = _NOWHERE) -> bytes:
        """What is in `data`, which stood in `file`: plain comes back as it is.

        KelompokError `vault.locked` while the key is not in memory, `vault.lost` where there is no identity,
        `vault.damaged`, and `vault.other-key` where it was sealed for others (or the damage is in its head).
        """
        if not sealed(data):
            if _INSIDE in data[:64]:
                raise KelompokError("vault.damaged", file=file)
            return data
        keys, age = self._keys, _age()
        if not keys:
            raise KelompokError("vault.locked" if self.there else "vault.lost", file=file)
        try:
            return bytes(age.decrypt(data, keys))
        except age.DecryptError as trouble:
            other = "No matching keys" in str(trouble)
            raise KelompokError("vault.other-key" if other else "vault.damaged", file=file) from trouble

    def seal(self, data: bytes) -> bytes:
        """`data` for the disk: sealed to the readers, as it is while nothing is sealed. The key is not needed.

        KelompokError `vault.changed` where the identity is not the one that was unlocked, `vault.gone` where there is
        none any more: then nothing is to be written, plain least of all.
        """
        try:
            if not self.sealed:
                return data
            if self._readers:
                self._still_ours()
        except KelompokError as trouble:  # it cannot be seen whether there is a seal: nothing is written then
            if trouble.word != "file.not-read":
                raise
            raise KelompokError("file.not-written", **trouble.facts) from trouble
        age, readers = _age(), self.readers
        if not readers:
            raise KelompokError("vault.no-readers", file=self.readers_file)
        return bytes(age.encrypt(data, [age.x25519.Recipient.from_str(reader.key) for reader in readers]))

    def cover(self, data: bytes) -> bytes:
        """`data` sealed, whether it was before or not, where there is a seal; else as it is."""
        return data if sealed(data) else self.seal(data)

    # ── the key ──

    def unlock(self, passphrase: str) -> None:
        """The key is in memory. It takes two or three seconds, in a process beside, so that no screen stands still.

        KelompokError `vault.wrong-passphrase`, `vault.none` where there is no identity.
        """
        held = self._identity()
        self.take(_beside("open", passphrase, held, self.identity_file).decode(errors="replace"), held)

    def take(self, text: str, held: bytes) -> None:
        """Open with `text`, which stood in the locked identity `held`: the keys, and the readers as comments."""
        own, *former = [line.strip() for line in text.splitlines() if line.startswith(_SECRET)] or [""]
        readers = read_readers("\n".join(line[2:] for line in text.splitlines() if line.startswith("# ")))
        if not own:
            raise KelompokError("vault.damaged", file=self.identity_file)
        keys = tuple(_key(secret) for secret in (own, *former))
        public = str(keys[0].to_public())
        if public not in {reader.key for reader in readers}:  # an identity that was made by hand
            readers = (Reader(OWN, public), *readers)
        self._locked, self._looks = held, files.looks(self.identity_file)
        self._keys, self._readers = keys, readers

    def lock(self) -> None:
        """The key is forgotten, as far as Python lets it; who the readers are is not, so sealing goes on."""
        self._keys = ()

    # ── making and changing it ──

    def make(self, passphrase: str, secret: str, recovery: str) -> None:
        """There is an identity with that `secret`; all that is written from now on is sealed to it and to `recovery`.

        The task `seal` is under way from here on: the files that are there are still to be sealed. The vault is open.
        """
        readers = (Reader(OWN, public(secret)), Reader(RECOVERY, public(recovery)))
        self.write(passphrase, (secret,), readers, "seal")

    def change(self, old: str, new: str) -> None:
        """The identity is locked with the passphrase `new`. No file of the data is touched."""
        held = self._identity()
        text = _beside("open", old, held, self.identity_file)
        self._put(new, text.decode())

    def secrets(self, passphrase: str) -> tuple[str, ...]:
        """The keys of the locked identity, her own first; the vault is open as well."""
        held = self._identity()
        text = _beside("open", passphrase, held, self.identity_file).decode(errors="replace")
        self.take(text, held)
        return tuple(line.strip() for line in text.splitlines() if line.startswith(_SECRET))

    def write(self, passphrase: str, secrets: Iterable[str], readers: tuple[Reader, ...], task: str) -> None:
        """The identity holds these `secrets` (her own first) and trusts these `readers`; `task` is under way.

        At each moment the files can be opened with what is in the identity, the one before or this one.
        """
        listed = _lines(readers)
        text = "".join(f"{line}\n" for line in (*secrets, *(f"# {line}" for line in listed)))
        locked = self._locked_with(passphrase, text)
        self.begin(task)
        files.replace(self.identity_file, locked)
        self.take(text, locked)
        self.tell_readers()

    def tell_readers(self) -> None:
        """`recipients.txt` names the readers that are trusted, and nobody else."""
        files.replace(self.readers_file, "".join(f"{line}\n" for line in _lines(self._readers)).encode())

    def begin(self, task: str) -> None:
        """`task` is under way, also for whoever starts after this process was killed."""
        files.replace(self.task_file, f"{task}\n".encode())

    def end(self) -> None:
        """Nothing is under way any more."""
        files.forget(self.task_file)

    def leave(self, former: Path) -> None:
        """There is no seal any more. The locked key lies at `former`, for copies that were sealed with it."""
        files.forget(self.readers_file)
        files.move(self.identity_file, former)
        self._keys, self._readers, self._locked, self._looks = (), (), b"", None
        self.end()

    def _identity(self) -> bytes:
        if not self.there:
            raise KelompokError("vault.none", folder=self.folder.parent)
        return files.read(self.identity_file)

    def _put(self, passphrase: str, text: str) -> None:
        locked = self._locked_with(passphrase, text)
        files.replace(self.identity_file, locked)
        self.take(text, locked)

    def _locked_with(self, passphrase: str, text: str) -> bytes:
        """`text` locked with `passphrase`, and opened again to be sure, in a process beside."""
        return _beside("lock", passphrase, text.encode(), self.identity_file)

    def _still_ours(self) -> None:
        """KelompokError where the identity on the disk is not the one that was unlocked."""
        if (looks := files.looks(self.identity_file)) == self._looks and looks:
            return
        if not files.exists(self.identity_file):
            raise KelompokError("vault.gone", file=self.identity_file)
        if files.read(self.identity_file) != self._locked:
            raise KelompokError("vault.changed", file=self.identity_file)
        self._looks = looks

    def _told(self) -> tuple[Reader, ...]:
        if not files.exists(self.readers_file):
            return ()
        return read_readers(files.read(self.readers_file).decode(errors="replace"))


# ── keys and readers as text ──


def new_key() -> str:
    """A new secret key, `AGE-SECRET-KEY-1…`."""
    return str(_age().x25519.Identity.generate())


def public(secret: str) -> str:
    """The public half, `age1…`, of a secret key; KelompokError `vault.no-key` where `secret` is none."""
    return str(_key(secret).to_public())


def reads(data: bytes, secret: str) -> bool:
    """Whether `secret` opens the sealed `data`."""
    age = _age()
    try:
        age.decrypt(data, [_key(secret)])
    except age.DecryptError:
        return False
    return True


def is_reader(key: str) -> bool:
    """Whether `key` is the public half of a key, `age1…`."""
    age = _age()
    try:
        age.x25519.Recipient.from_str(key)
    except age.RecipientError:
        return False
    return True


def in_groups(secret: str) -> list[str]:
    """A secret key to be written down: its beginning, then its letters in groups of four."""
    letters = secret.removeprefix(_SECRET)
    return [_SECRET, *(letters[at : at + 4] for at in range(0, len(letters), 4))]


def typed(text: str) -> str:
    """A secret key as it was typed: groups, blanks, small letters, the beginning left out and O for 0 do no harm."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper()).removeprefix(_SECRET.replace("-", ""))
    return f"{_SECRET}{letters.translate(_LOOK_ALIKE)}"


def count_readers(data: bytes) -> int:
    """For how many readers the sealed `data` was sealed; who they are does not stand there."""
    return data.partition(b"\n--- ")[0].count(_INSIDE)


def read_readers(text: str) -> tuple[Reader, ...]:
    """The readers in a file of recipients: a key a line, its name as a comment above; what is no key is left out."""
    found, name = [], ""
    for line in text.splitlines():
        if line.startswith("#"):
            name = line[1:].strip()
        elif line.strip():
            if is_reader(key := line.strip()):
                found.append(Reader(name, key))
            name = ""
    return tuple(found)


def _lines(readers: Iterable[Reader]) -> list[str]:
    return [line for reader in readers for line in (f"# {reader.name}", reader.key)]


def _key(secret: str) -> Any:
    age = _age()
    try:
        return age.x25519.Identity.from_str(secret)
    except age.IdentityError:
        raise KelompokError("vault.no-key") from None  # the error of the library may tell the key


def _age() -> Any:
    """The library that seals; KelompokError `vault.no-age` where it is not there."""
    try:
        import pyrage  # type: ignore[import-untyped]
    except ImportError as trouble:
        raise KelompokError("vault.no-age") from trouble
    return pyrage


def _beside(task: str, passphrase: str, data: bytes, file: Path) -> bytes:
    """What the process beside makes of `data`: `open` or `lock` with `passphrase`, which only its input carries."""
    said = json.dumps({"task": task, "passphrase": passphrase, "data": data.decode("latin-1")}).encode()
    command = [sys.executable, "-m", "kelompok_tui.unlock"]
    try:  # it starts where our own modules are: no other folder can lend it one
        done = subprocess.run(
            command,
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[1],
            check=False,
        )
    except OSError as trouble:
        raise KelompokError("vault.no-process", why=files.reason(trouble)) from trouble
    words = {WRONG: "vault.wrong-passphrase", DAMAGED: "vault.damaged", LACKING: "vault.no-age"}
    if done.returncode:
        word = words.get(done.returncode, "vault.no-process")
        raise KelompokError(word, file=file, why=str(done.returncode))
    return done.stdout
