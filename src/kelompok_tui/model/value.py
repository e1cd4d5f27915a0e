"""What all values share: frozen, unknown keys kept, text that is safe for a terminal."""

import re
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from kelompok_tui.errors import KelompokError
from kelompok_tui.words import clean

SHORTEST = 3  # letters of a part of a name that is looked for


def counted(text: str) -> int:
    """The number that `text` is, 0 where it is none: ids and rows are mostly numbers, but a file may say anything."""
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def name_parts(name: str) -> list[str]:
    """The words of a real name that are long enough to be looked for in a text."""
    return [part for part in re.findall(r"\w+", name) if len(part) >= SHORTEST]


def _aware(at: datetime) -> datetime:
    if at.tzinfo is not None:
        return at
    try:
        return at.astimezone()
    except (ValueError, OverflowError, OSError):  # so near to the year 1 that it is none in another zone
        return at.replace(tzinfo=UTC)


def _code(text: object) -> object:
    if not isinstance(text, str):
        return text
    text = text.strip().upper()
    if not (1 <= len(text) <= 4 and text.isalpha()):
        raise PydanticCustomError("code", "a code has one to four letters")
    return text


Text = Annotated[str, BeforeValidator(clean)]
Code = Annotated[str, BeforeValidator(_code)]
At = Annotated[datetime, AfterValidator(_aware)]  # without an offset it is the laptop's own time
Id = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=64)]


class Value(BaseModel):
    """A frozen record. Keys of a newer version are kept and written back; every change is a new value."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        defer_build=True,
        serialize_by_alias=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def but(self, **facts: object) -> Self:
        """The same record with `facts` in place of what it had, validated; ValidationError if one does not fit."""
        held = {name: getattr(self, name) for name in type(self).model_fields} | (self.model_extra or {})
        return type(self).model_validate(held | facts)


def told(trouble: ValidationError, word: str = "value", **facts: object) -> KelompokError:
    """The first thing that does not fit, as an error with its key (counted from 1), why, and the code it is about."""
    first = trouble.errors()[0]
    known = first.get("ctx", {})
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    return KelompokError(word, key=key or known.get("key", "?"), why=first["type"], code=known.get("code", ""), **facts)


class Correction(Value):
    """What was there until `at`, by the path of its fact (`seats.AR.minutes`)."""

    at: At
    what: Text
    was: Text


Corrections = tuple[Correction, ...]


class Answer(Value):
    """One answer to one item of a form: `about` is a member's code, the number of a goal or a row, or empty."""

    form: Id
    item: Id
    about: Text = ""
    value: bool | int | Text
    at: At


Answers = tuple[Answer, ...]


def answered(answers: Answers, form: str, item: str, about: str = "") -> bool | int | str | None:
    """What was answered there, None where nothing was."""
    for answer in reversed(answers):
        if (answer.form, answer.item, answer.about) == (form, item, about):
            return answer.value
    return None


def with_answer(
    answers: Answers, form: str, item: str, about: str, value: bool | int | str | None, at: datetime
) -> Answers:
    """The answers with this one in place of what stood there; None or an empty text takes it away."""
    place = (form, item, about)
    rest = tuple(a for a in answers if (a.form, a.item, a.about) != place)
    if value is None or value == "":
        return rest
    return (*rest, Answer(form=form, item=item, about=about, value=value, at=at))
