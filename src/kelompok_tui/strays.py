"""What lies beside the files of the store and is none of them, told by its name."""

import re

_OURS = r"(?:[0-9]{2,3}|group|names|settings|contacts)"
_TEMP = re.compile(r"\.(?:.+\.[0-9a-f]{8}|syncthing\..+)\.tmp|~syncthing~.+\.tmp")
_CONFLICT = re.compile(
    r".+\.sync-conflict-[0-9]{8}-[0-9]{6}-[0-9A-Z]{7}(?:\..+)?"  # Syncthing
    r"|.+\(.*conflicted copy.*\)(?:\..+)?"  # Nextcloud, Dropbox
    r"|.+_conflict-[0-9]{8}-[0-9]{6}(?:\..+)?"  # ownCloud, and Nextcloud before
    rf"|{_OURS}-[A-Za-z0-9][A-Za-z0-9-]*\.(?:json|toml)"  # OneDrive: the name of the laptop
    rf"|{_OURS} \(?[0-9]+\)?\.(?:json|toml)",  # Google Drive, iCloud
)
_OWNER = re.compile(rf"({_OURS})(?![0-9A-Za-z]).*(\.(?:json|toml))")
_ASIDE = re.compile(r".+\.damaged-[0-9]{8}T[0-9]{6}[+-][0-9]{4}(?:\.[0-9]+)?")


def kind(name: str) -> str:
    """What a file of that name seems to be: `temp`, `conflict`, `aside`; empty: none of these."""
    for word, pattern in (("temp", _TEMP), ("conflict", _CONFLICT), ("aside", _ASIDE)):
        if pattern.fullmatch(name):
            return word
    return ""


def original(name: str) -> str:
    """The name of the file of ours that the conflict copy `name` was made of; empty: it is none."""
    told = _OWNER.fullmatch(name) if kind(name) == "conflict" else None
    return told[1] + told[2] if told else ""
