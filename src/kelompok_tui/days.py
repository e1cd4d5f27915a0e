"""Days as a counselor writes them."""

import re
from datetime import date, datetime, time, timedelta

from kelompok_tui.errors import KelompokError


def read_day(text: str, today: date, past: bool = False) -> date:
    """The day meant by `24-11-2026`, `24/11/26`, `24.11`, `2026-11-24` or `+7` (days from today).

    Without a year it is the next there is; of what has been (`past`) the last there was. KelompokError `day.unknown`
    where it is none, `day.to-come` where it should have been and has not.
    """
    found = _day(text, today, past)
    if past and found > today:
        raise KelompokError("day.to-come", text=text)
    return found


def _day(text: str, today: date, past: bool) -> date:
    text = text.strip()
    try:
        if match := re.fullmatch(r"\+(\d{1,3})", text):
            return today + timedelta(days=int(match[1]))
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
            year, month, day = map(int, text.split("-"))
            return date(year, month, day)
        if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?", text):
            day, month, year = int(match[1]), int(match[2]), int(match[3] or today.year)
            found = date(year + 2000 if year < 100 else year, month, day)
            if match[3] or (found <= today if past else found >= today):
                return found
            return found.replace(year=today.year + (-1 if past else 1))
    except ValueError as trouble:
        raise KelompokError("day.unknown", text=text) from trouble
    raise KelompokError("day.unknown", text=text)


def read_clock(text: str) -> time:
    """The time of day meant by `9`, `9.05`, `09:05`; KelompokError `day.no-clock` where it is none."""
    match = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", text.strip())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise KelompokError("day.no-clock", text=text)
    return time(int(match[1]), int(match[2] or 0))


def read_moment(text: str, now: datetime) -> datetime:
    """The moment meant by a day and a time of day, `24-11-2026 09.05`, in the zone of `now`.

    KelompokError `day.no-moment` where one of them is missing, `day.to-come` where it has not been yet.
    """
    day, _, clock = text.strip().rpartition(" ")
    if not day:
        raise KelompokError("day.no-moment", text=text)
    found = datetime.combine(read_day(day, now.date(), past=True), read_clock(clock), now.tzinfo)
    if found > now:
        raise KelompokError("day.to-come", text=text)
    return found
