"""What a session can be: stages, kinds of mark, forms, doors. All of it is data, laid over layer by layer."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from kelompok_tui.errors import KelompokError
from kelompok_tui.words import layers, overlay, read_layer

PLAIN_PANELS = (
    *("plan", "candidates", "likeness", "members", "consent", "carried", "attendance", "tensions", "actions"),
    *("followups", "meeting", "tally", "safety", "debrief"),
)

# files of sessions keep it, and a file of hers may say anything: no way to elsewhere, and no longer than they can keep
Id = Annotated[str, StringConstraints(pattern=r"^\w[\w -]{0,63}$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Made = TypeVar("Made", bound=_Data)


class Question(_Data):
    """What should be true before going on; `fact` names what the program can work out itself."""

    ask: str
    fact: str = ""


class Stage(_Data):
    """A stage of the way. `place` "room": part of the session; "group": a screen of the group."""

    id: Id
    order: float
    place: Literal["room", "group"] = "room"
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    panels: tuple[str, ...] = ()
    title: str
    short: str = ""
    report: str = ""
    aim: str = ""
    steps: dict[str, str] = {}
    say: dict[str, str] = {}
    watch: dict[str, str] = {}
    door: dict[str, Question] = {}


class Kind(_Data):
    """A kind of mark: its key and color, and whether whoever it is about has spoken.

    `row` tells whose it is: a member's, the leader's; "come" and "go" tell who is here; "risk" flags in silence.
    `debrief` is what is asked about it afterwards; empty where it is worth no sentence.
    """

    id: Id
    row: Literal["member", "leader", "come", "go", "risk"] = "member"
    key: Annotated[str, Field(max_length=1)] = ""
    color: Literal["", "primary", "secondary", "accent", "success", "warning", "error"] = ""
    title: str
    short: str = ""
    speaks: bool = False
    tension: str = ""
    debrief: str = ""


class Item(_Data):
    """One question of a form. `ask`: the same as a pupil reads it; `options` of a scale name some of its numbers.

    A "recall" asks nothing: it shows what was answered to the items `of` (`uca.comfort`) in the first session that
    has it, in the last one before this, or now, in this one.
    """

    id: Id
    kind: Literal["text", "scale", "choice", "yes", "date", "member", "recall"] = "text"
    title: str
    ask: str = ""
    low: int = 1
    high: int = 4
    options: dict[str, str] = {}
    of: tuple[str, ...] = ()
    when: Literal["first", "last", "now"] = "first"

    @model_validator(mode="after")
    def _fits(self) -> "Item":
        if self.kind == "choice" and not self.options:
            raise ValueError("options")
        if self.kind == "scale" and not 0 <= self.low < self.high <= 10:
            raise ValueError("low")
        if self.kind == "recall" and not (self.of and all(place.count(".") == 1 for place in self.of)):
            raise ValueError("of")
        if self.kind == "scale" and not set(self.options) <= {str(n) for n in range(self.low, self.high + 1)}:
            raise ValueError("options")
        if self.ask and self.kind in {"date", "member", "recall"}:
            raise ValueError("ask")
        return self


class Form(_Data):
    """Questions asked of each member, of each goal, once, or as a list that grows.

    `stage` is where it has its place; "debrief": in the debrief. `followup` is the kind of follow-up that it answers.
    One that is `private` is in no ordinary paper.
    """

    id: Id
    rows: Literal["member", "once", "goal", "list"] = "once"
    stage: str = ""
    order: float = 100
    followup: str = ""
    private: bool = False
    title: str
    hint: str = ""
    items: Annotated[dict[str, Item], Field(min_length=1)]

    @property
    def asked(self) -> tuple[Item, ...]:
        """What each pupil can be asked on the laptop itself; nothing where it cannot be passed round."""
        return tuple(item for item in self.items.values() if item.ask) if self.rows == "member" else ()


class Guide:
    """All of it in one language. `stages` in their order; `kinds` and `forms` by id; `troubles` of her own files."""

    def __init__(
        self,
        stages: list[Stage],
        kinds: dict[str, Kind],
        forms: dict[str, Form],
        troubles: list[KelompokError],
    ) -> None:
        self.troubles = troubles
        self.stages = tuple(sorted(stages, key=lambda stage: stage.order))
        self.kinds = kinds
        self.forms = forms
        self.room = tuple(stage for stage in self.stages if stage.place == "room")

    def stage(self, id: str) -> Stage:
        """The stage of that id; one that is gone from the guide is a bare one with its id for a title."""
        return next((stage for stage in self.stages if stage.id == id), Stage.model_construct(id=id, order=0, title=id))

    def kind(self, id: str) -> Kind:
        """The kind of mark of that id, likewise."""
        return self.kinds.get(id) or Kind.model_construct(id=id, title=id)

    def panels(self, stage: Stage) -> list[str]:
        """The panels of `stage`: those it names, then the forms that name the stage."""
        named = list(stage.panels)
        return named + [name for form in self.forms_of(stage.id) if (name := f"form:{form.id}") not in named]

    def forms_of(self, stage: str) -> list[Form]:
        """The forms that name that stage, or "debrief", in their order."""
        return sorted((form for form in self.forms.values() if form.stage == stage), key=lambda form: form.order)

    def passable(self, stage: Stage) -> list[Form]:
        """The forms that can be passed round on the laptop, those of `stage` first."""
        named = [name.removeprefix("form:") for here in (stage, *self.room) for name in self.panels(here)]
        return [self.forms[id] for id in dict.fromkeys(named) if id in self.forms and self.forms[id].asked]

    def minutes(self, planned: dict[str, int]) -> dict[str, int]:
        """Minutes per stage of the room: the plan's where it has them, else the guide's."""
        return {stage.id: planned.get(stage.id, stage.minutes) for stage in self.room}


def read_guide(language: str, *more: Path) -> Guide:
    """The guide in `language`, with the counselor's own guide folders `more` laid over.

    A file of hers that does not fit is left out and told in `Guide.troubles`: KelompokError `guide.value` names
    file and key, `toml.syntax` the line. The program's own files are raised on: they are part of the program.
    """
    troubles: list[KelompokError] = []
    stages = _read_all(Stage, language, more, "stages", troubles)
    forms = _read_all(Form, language, more, "forms", troubles)
    try:
        kinds = _read_kinds(language, more)
    except KelompokError as trouble:
        if not more:
            raise
        troubles.append(trouble)
        kinds = _read_kinds(language, ())
    guide = Guide(stages, kinds, {form.id: form for form in forms}, troubles)
    for stage in guide.stages:
        for panel in stage.panels:
            if panel not in PLAIN_PANELS and panel.removeprefix("form:") not in guide.forms:
                troubles.append(KelompokError("guide.no-panel", file=f"stages/{stage.id}.toml", panel=panel))
    return guide


def _read_all(
    kind: type[Made], language: str, more: tuple[Path, ...], folder: str, troubles: list[KelompokError]
) -> list[Made]:
    names = {file.name: None for layer in layers(language, *more) for file in sorted((layer / folder).glob("*.toml"))}
    made = []
    for name in names:
        for over in (more, ()):
            try:
                held, file = _laid(language, over, f"{folder}/{name}")
                if held:
                    made.append(_made(kind, _with_ids({"id": name.removesuffix(".toml"), **held}, "items"), file))
                break
            except KelompokError as trouble:
                if not over:
                    raise
                troubles.append(trouble)
    return made


def _read_kinds(language: str, more: tuple[Path, ...]) -> dict[str, Kind]:
    held, file = _laid(language, more, "kinds.toml")
    return {id: _made(Kind, {"id": id, **facts}, file, id) for id, facts in held.items() if isinstance(facts, dict)}


def _with_ids(held: dict[str, Any], key: str) -> dict[str, Any]:
    below = held.get(key)
    if not isinstance(below, dict):
        return held
    return held | {key: {id: {"id": id, **row} if isinstance(row, dict) else row for id, row in below.items()}}


def _laid(language: str, more: tuple[Path, ...], name: str) -> tuple[dict[str, Any], Path]:
    """All layers of one file in one table, and the topmost file there was."""
    table: dict[str, Any] = {}
    top = Path(name)
    for folder in layers(language, *more):
        if (folder / name).is_file():
            top = folder / name
            table = overlay(table, read_layer(top))
    return table, top


def _made(kind: type[Made], held: dict[str, Any], file: Path, above: str = "") -> Made:
    try:
        return kind.model_validate(held)
    except ValidationError as trouble:
        first = trouble.errors()[0]
        path = ((above,) if above else ()) + first["loc"]
        if first["type"] == "value_error":
            path += (str(first["ctx"]["error"]),)
        key = ".".join(str(part) for part in path)
        raise KelompokError("guide.value", file=file, key=key, why=first["type"]) from trouble
