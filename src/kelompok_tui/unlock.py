"""A process of its own that opens or locks an identity with a passphrase: that takes seconds and lets nobody else run.

It is told on its input and answers on its output, as JSON and bytes; nothing of it stands in an argument, an
environment or a file. The exit code says what went wrong.
"""

import json
import sys

from kelompok_tui.process import harden
from kelompok_tui.vault import DAMAGED, LACKING, WRONG


def main() -> int:
    """Does the one task; 0 when it is done."""
    harden()
    try:
        import pyrage  # type: ignore[import-untyped]
    except ImportError:
        return LACKING
    asked = json.loads(sys.stdin.buffer.read())
    data, passphrase = asked["data"].encode("latin-1"), asked["passphrase"]
    try:
        if asked["task"] == "lock":
            locked = pyrage.passphrase.encrypt(data, passphrase, armored=True)
            done = locked if pyrage.passphrase.decrypt(locked, passphrase) == data else b""
        else:
            done = pyrage.passphrase.decrypt(data, passphrase)
    except UnicodeEncodeError:  # half a character
        return WRONG
    except pyrage.DecryptError as trouble:
        return WRONG if str(trouble) == "Decryption failed" else DAMAGED
    sys.stdout.buffer.write(done)
    sys.stdout.buffer.flush()
    return 0 if done else DAMAGED


if __name__ == "__main__":
    sys.exit(main())
