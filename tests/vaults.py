"""A seal for tests: made beforehand, so that none of them waits for a passphrase as long as a counselor has to.

The identity is locked with a work factor of 2^8; one of ours has what the library takes, 2^18 and more.
"""

from pathlib import Path

from kelompok_tui import files
from kelompok_tui.store import Store
from kelompok_tui.vault import OWN, RECOVERY, Reader, Vault, public

PASSPHRASE = "tiga kucing di atap"
SECRET = "AGE-SECRET-KEY-1UFDA7L4QKXWTUH8E9GTLZVES7W88RW3DLCWM7R4RLHL7CZ88KSESZCMNSP"
SHEET = "AGE-SECRET-KEY-1AYCRDCKXRKST2M4YS5UWFN7FF8NLU8Z6D9RRJAFM9DP7UPTJ6NASTFW6ZK"  # the recovery key
STRANGER = "AGE-SECRET-KEY-12WJJTDH4FMWFF7YK2NYQSP76QJ2H9WMH02SA20GKAWMY460GFEMQE76MYM"
READERS = (Reader(OWN, public(SECRET)), Reader(RECOVERY, public(SHEET)))
IDENTITY = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBIMFNDZnhkYUp6bXo2MWhP
N3dmS2dRIDgKQ1NFV0kxMWtBZFM1ejBFMzRHNHhJaDR5eUZZMEYwNUhzYzhxMU16
LzdjQQotLS0gNTZ4U2E5bitwY0NmRUxEb0E5R1FraUl2NWxJcVZZclY2RFBZMkxy
c3NlYwptWOhHDblH3wTqsfrkZcdrJSSMGK933eZeP6tf9HER6IPmFAUh2EznTe2D
ubpuFf8/SmQ+MN8ZC7DGQtgca1bQZgWORM+2BCWeXcQ+jNVcl/1XEog6pEbRuE+S
l3NKZieOpjQNCHg41sq3ZqZISj5QLfLOOSJFwrmYxuDFp25x5yFyg4LXLb6phDYo
6yxqk54NgW6J7/o/pAIi7mzzE3NL1YXZB2jprrCxsiCSShUdSIlL1n15+SsUadqq
vaqX3dzV0Au15bZ2IMRdMlTcp31+HI4kdOn2b53lnLe3ghdcss03A/rg08kdKTMw
z0OdsBE0LsvZ7l3Fha3VXVwWUs9J6Rk=
-----END AGE ENCRYPTED FILE-----
"""


def text(*secrets: str, readers: tuple[Reader, ...] = READERS) -> str:
    """What stands in an identity with these keys, hers without any."""
    lines = "".join(f"# # {reader.name}\n# {reader.key}\n" for reader in readers)
    return "".join(f"{secret}\n" for secret in secrets or (SECRET,)) + lines


def lay_seal(folder: Path) -> Vault:
    """There is a seal in `folder` from now on; it is not open. Files that were there stay plain."""
    vault = Vault(folder)
    files.replace(vault.identity_file, IDENTITY)
    lines = "".join(f"# {reader.name}\n{reader.key}\n" for reader in READERS)
    files.replace(vault.readers_file, lines.encode())
    return vault


def open_at_once(vault: Vault) -> Vault:
    """The vault of `lay_seal` is open, without the passphrase."""
    vault.take(text(), IDENTITY)
    return vault


def sealed_store(folder: Path, opened: bool = True) -> Store:
    """A store with a seal, opened or not."""
    vault = lay_seal(folder)
    return Store(folder, open_at_once(vault) if opened else vault)
