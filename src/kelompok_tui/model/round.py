"""The laptop passed round: whose turn it is, and the key with which the leader takes it back."""

import hashlib
import secrets
import unicodedata
from typing import Annotated, Self

from pydantic import Field

from kelompok_tui.errors import KelompokError
from kelompok_tui.model.value import Id, Value

LEAST = 4  # signs of a key
TURNS = 5000  # a few milliseconds: the picture of a key does not wait for it


class Round(Value):
    """One form, answered by one member after the other. The first of those `waiting` is the one whose turn it is.

    The key is kept as a salted hash, with the number of its signs. That is enough against pupils at the keyboard,
    and the round is locked for nobody else: whoever may read its file may read the answers as well.
    """

    group: Id
    session: Annotated[int, Field(ge=1, le=999)]
    form: Id
    waiting: tuple[Id, ...] = ()
    signs: Annotated[int, Field(ge=LEAST)]
    salt: Id
    lock: Id

    @property
    def turn(self) -> str:
        """The code of the one whose turn it is; empty when everyone had hers."""
        return self.waiting[0] if self.waiting else ""

    def pass_on(self) -> Self:
        """The turn of the next."""
        return self.but(waiting=self.waiting[1:])

    def opens(self, typed: str) -> bool:
        """Whether `typed` ends with the leader's key; capital letters are as good as small ones."""
        tail = _folded(typed)[-self.signs :]
        return len(tail) == self.signs and secrets.compare_digest(_locked(tail, self.salt), self.lock)


def new_round(group: str, session: int, form: str, waiting: tuple[str, ...], key: str) -> Round:
    """A round that begins; KelompokError where the key is too short, or has a blank or a sign that is none."""
    if any(sign.isspace() or not sign.isprintable() for sign in key):
        raise KelompokError("round.blank")
    folded = _folded(key)
    if len(folded) < LEAST:
        raise KelompokError("round.short", least=LEAST)
    salt = secrets.token_hex(16)
    lock = _locked(folded, salt)
    return Round(group=group, session=session, form=form, waiting=waiting, signs=len(folded), salt=salt, lock=lock)


def _folded(typed: str) -> str:
    return unicodedata.normalize("NFC", typed).casefold()


def _locked(key: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", key.encode(errors="replace"), salt.encode(), TURNS).hex()
