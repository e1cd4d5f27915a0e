"""Days as a counselor writes them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from kelompok_tui.errors import KelompokError

Names = Mapping[str, Mapping[str, str]]  # the parts `days`, `months`, `near`, `week` and `fill` of [date] in words.toml

_SHORTEST = 3  # letters of a day's or a month's name
_APOSTROPHES = re.compile("['’`]")  # jum'at


def read_day(text: str, today: date, past: bool = False, names: Names | None = None) -> date:
    """The day meant by `24-11-2026`, `24/11/26`, `24.11`, `2026-11-24`, `+7` (days from today), where `past` also `-3`.

    With the `names` of a language also `besok`, `senin` (the next there is), `senin depan` (of next week), `24 nov`.
    Without a year it is the next there is; of what has been (`past`) the last there was. KelompokError `day.unknown`
    where it is none, `day.to-come` where it should have been and has not.
    """
    try:
        found = _day(text.strip(), today, past, names or {})
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise KelompokError("day.unknown", text=text)
    if past and found > today:
        raise KelompokError("day.to-come", text=text)
    return found


def _day(text: str, today: date, past: bool, names: Names) -> date | None:
    if match := re.fullmatch(r"\+ ?(\d{1,3})", text):
        return today + timedelta(days=int(match[1]))
    if match := re.fullmatch(r"[-−] ?(\d{1,3})", text):
        return today - timedelta(days=int(match[1])) if past else None
    fill = {word for phrase, _ in _phrases(names, "fill") for word in phrase}

    def bare(parts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(part for part in parts if part not in fill)

    parts = bare(_parts(text))
    near = {bare(phrase): away for phrase, away in _phrases(names, "near")}
    if parts and parts in near:
        return today + timedelta(days=near[parts])
    if (told := _weekday(parts, today, past, names)) is not None:
        return told
    day = _number(parts[0], names, "days") if parts else 0
    found = _dated(parts[1:] if day else parts, today, past, names)
    return None if found and day and found.isoweekday() != day else found  # a Monday that is a Tuesday is no day


def _parts(text: str) -> tuple[str, ...]:
    """Its words and numbers, in small letters; none where it holds anything else but what stands between them."""
    text = _APOSTROPHES.sub("", text.casefold())
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    return tuple(parts) if not re.sub(r"\d+|[^\W\d_]+|[-/.,\s]", "", text) else ()


def _phrases(names: Names, part: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each phrase of that part with the number it stands at; phrases of one number are divided by commas."""
    for number, said in names.get(part, {}).items():
        if re.fullmatch(r"-?\d{1,3}", number):
            yield from ((_parts(phrase), int(number)) for phrase in said.split(",") if phrase.strip())


def _number(word: str, names: Names, part: str) -> int:
    """The number of the weekday or month that `word` is, or begins; 0 where it is none."""
    for phrase, number in _phrases(names, part):
        name = "".join(phrase)
        if name == word or (len(word) >= _SHORTEST and name.startswith(word)):
            return number
    return 0


def _weekday(parts: tuple[str, ...], today: date, past: bool, names: Names) -> date | None:
    """A weekday alone, or with a word that tells the week, before it or after it."""
    weeks = dict(_phrases(names, "week"))
    for day, week in ((parts[:1], parts[1:]), (parts[-1:], parts[:-1])):
        number = _number(day[0], names, "days") if day else 0
        if not number or (week and week not in weeks):
            continue
        if not week or weeks[week] < 0:  # the nearest there is, not today: last Monday is the last there was
            back = past or bool(week)
            away = (today.isoweekday() - number if back else number - today.isoweekday()) % 7 or 7
            return today + timedelta(days=-away if back else away)
        return today + timedelta(days=7 * weeks[week] + number - today.isoweekday())
    return None


def _dated(parts: tuple[str, ...], today: date, past: bool, names: Names) -> date | None:
    """Day and month, perhaps with a year; or year, month and day."""
    numbers = [part if part.isdecimal() else str(_number(part, names, "months")) for part in parts]
    if len(numbers) not in {2, 3} or any(len(number) > 4 for number in numbers):
        return None
    if len(numbers[0]) == 4 and len(numbers) == 3:
        numbers.reverse()
    elif parts[1].isdecimal() and not parts[0].isdecimal():  # November 24
        numbers[:2] = numbers[1::-1]
    if any(len(number) > 2 for number in numbers[:2]) or (len(numbers) == 3 and len(numbers[2]) not in {2, 4}):
        return None
    day, month = int(numbers[0]), int(numbers[1])
    if len(numbers) == 3:
        year = int(numbers[2])
        return date(year + 2000 if len(numbers[2]) == 2 else year, month, day)
    for year in (today.year, today.year + (-1 if past else 1)):
        try:
            found = date(year, month, day)
        except ValueError:  # the 29th of February is not in every year
            continue
        if found <= today if past else found >= today:
            return found
    return None


def read_clock(text: str) -> time:
    """The time of day meant by `9`, `9.05`, `09:05`; KelompokError `day.no-clock` where it is none."""
    match = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", text.strip())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise KelompokError("day.no-clock", text=text)
    return time(int(match[1]), int(match[2] or 0))


def read_moment(text: str, now: datetime, names: Names | None = None) -> datetime:
    """The moment meant by a day and a time of day, `24-11-2026 09.05`, in the zone of `now`.

    KelompokError `day.no-moment` where one of them is missing, `day.to-come` where it has not been yet.
    """
    day, _, clock = text.strip().rpartition(" ")
    if not day:
        raise KelompokError("day.no-moment", text=text)
    found = datetime.combine(read_day(day, now.date(), past=True, names=names), read_clock(clock), now.tzinfo)
    if found > now:
        raise KelompokError("day.to-come", text=text)
    return found
