"""Numbers, times, persons and choices as papers write them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta

from kelompok_tui.model import LEADER
from kelompok_tui.words import Words


def plain(words: Words, numbers: Collection[int]) -> str:
    """`3,1`: the mean of at least one, rounded half up as a reader does it."""
    tenths = (20 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    return f"{tenths // 10}{words('figure.decimal')}{tenths % 10}"


def mean(words: Words, numbers: Collection[int]) -> str:
    """`3,1 (n = 7)`: the mean, and of how many; empty of none."""
    return words("figure.mean", mean=plain(words, numbers), n=len(numbers)) if numbers else ""


def counts(said: Iterable[str], order: Iterable[str] = ()) -> str:
    """`tercapai 2, sebagian 1`: how often each, those in `order` first."""
    times = Counter(said)
    return ", ".join(f"{what} {times[what]}" for what in dict.fromkeys((*order, *times)) if times[what])


def day(said: object, show: Callable[[date], str]) -> str:
    """A day as it was answered (`2026-12-01`), shown; what is none stays as it was written."""
    try:
        return show(date.fromisoformat(str(said))) if said else ""
    except ValueError:
        return str(said)


def in_minutes(time: timedelta) -> int:
    """Whole minutes, rounded."""
    return round(time.total_seconds() / 60)


def person(words: Words, code: str) -> str:
    """A member by her code, the leader as reports call her."""
    return words("log.leader-code") if code == LEADER else code


def chosen(words: Words, choice: str, id: str) -> str:
    """The word for `id` among the choices of that name; the id where there is none (any more)."""
    return words(f"{choice}.{id}") if f"{choice}.{id}" in words else id


def named(*parts: str) -> str:
    """An id made of these: small letters, digits and `_`."""
    return "_".join("".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in p.lower()) for p in parts)
