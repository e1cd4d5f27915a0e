"""The report of a meeting (laporan pelaksanaan layanan): the seven components of the ministry's books, in order."""

from collections.abc import Iterator

from kelompok_tui import insights
from kelompok_tui.documents import head
from kelompok_tui.documents.answers import counted, given, numbers, readable, told
from kelompok_tui.documents.figures import day, in_minutes, person, plain
from kelompok_tui.documents.narrative import forms, sentences
from kelompok_tui.documents.readers import TENSIONS, may
from kelompok_tui.documents.report import Block, Bullets, Fact, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Stage
from kelompok_tui.model import answered
from kelompok_tui.model.group import ELSEWHERE, USUAL, WAYS
from kelompok_tui.model.value import counted as number


def laporan(source: Source) -> Report:
    """What was done in the session that is told, what came of it and what is to follow."""
    words = source.words
    parts = (
        ("kind", head.aims(source, _kind(source), *head.service(source), head.concern(source))),
        ("time", (Facts((*head.meeting(source, source.told), _lasted(source))),)),
        ("target", tuple(_target(source))),
        ("results", tuple(_results(source))),
        ("analysis", tuple(_analysis(source))),
        ("follow", tuple(_follow(source))),
        ("factors", (Facts((_reflected(source, "supporting"), _reflected(source, "hindering"))),)),
    )
    blocks: list[Block] = []
    for n, (name, part) in enumerate(parts, 1):
        blocks += (Heading(f"{n}. {words(f'laporan.{name}')}"), *part)
    blocks += (
        Heading(words("laporan.appendix")),
        Bullets(tuple(words.choices("laporan.appended").values()), numbered=True),
        head.signed(source),
    )
    return head.report(source, "laporan", words("laporan.title"), *blocks)


# ── 1 to 3: what, when, whom ──


def _kind(source: Source) -> Fact:
    return Fact(source.words("laporan.service"), source.words("laporan.counseling"), "service")


def _lasted(source: Source) -> Fact:
    minutes = in_minutes(insights.length(source.told, insights.until(source.told, source.now)))
    lasted = source.words("paper.minutes", n=minutes) if source.told.visits else ""
    return Fact(source.words("laporan.lasted"), lasted, "lasted")


def _target(source: Source) -> Iterator[Block]:
    words, session = source.words, source.told
    group = Fact(words("paper.group"), source.group.name, "group")
    yield Facts((head.school(source), head.leader(source), group, head.counted(source, session.seats)))
    rows = tuple(
        (str(n), code, class_, head.attended(source, seat))
        for n, ((code, class_), seat) in enumerate(zip(head.sitting(source), session.seats, strict=True), 1)
    )
    if rows:
        columns = tuple(words(f"paper.{key}") for key in ("number", "code", "class", "attendance"))
        yield Table(columns, rows, "members", (1, 3, 3, 6))


# ── 4: what was reached ──


def _results(source: Source) -> Iterator[Block]:
    yield Facts((_reflected(source, "results"),))
    yield Heading(source.words("laporan.stages"), 2)
    for stage in _stages(source):
        yield from _stage(source, stage)
    yield Heading(source.words("laporan.process"), 2)
    yield from _process(source)
    yield Heading(source.words("laporan.outcome"), 2)
    yield from _uca(source)
    yield from _goals(source)
    yield from _satisfaction(source)


def _stages(source: Source) -> tuple[Stage, ...]:
    """The stages of the room, and those that were visited though they are gone from the guide."""
    room = source.guide.room
    known = {stage.id for stage in room}
    gone = dict.fromkeys(visit.stage for visit in source.told.visits if visit.stage not in known)
    return (*room, *(source.guide.stage(id) for id in gone))


def _stage(source: Source, stage: Stage) -> Iterator[Block]:
    words, session = source.words, source.told
    yield Heading(words("laporan.stage", name=(stage.report or stage.title)), 3)
    done = {tick.step for tick in session.ticks if tick.stage == stage.id}
    said = list(sentences(source, stage))
    if opened := [t for t in session.tensions if t.stage == stage.id and t.since == session.number]:
        said.append(words("laporan.tensions", n=len(opened)))
    if done:
        said.append(words("laporan.done", n=len(done & set(stage.steps)), all=len(stage.steps)))
    yield Paragraph(" ".join(said))
    if done:
        yield Bullets(tuple(title for step, title in stage.steps.items() if step in done))
    if any(form.id == "problems" for form in forms(source, stage)):
        yield from _raised(source)


def _raised(source: Source) -> Iterator[Block]:
    """Of each member: her problem, her response to the chosen one, and what she commits herself to."""
    columns = []
    for form, item in (("problems", "problem"), ("responses", "response"), ("commitments", "behaviour")):
        values = given(source.told, form, item)
        if values and readable(source.guide.forms[form], source.guide.forms[form].items[item], source):
            columns.append((source.words(f"laporan.{form}"), values))
    codes = dict.fromkeys(code for _, values in columns for code in values)
    if codes:
        rows = tuple((code, *(str(values.get(code, "–")) for _, values in columns)) for code in codes)
        titles = (source.words("paper.code"), *(title for title, _ in columns))
        yield Table(titles, rows, "problems", (2, *(6 for _ in columns)))


def _process(source: Source) -> Iterator[Block]:
    """How the leader saw it, from 1 to 4."""
    words, form = source.words, source.guide.forms["process"]
    scales = [item for item in form.items.values() if item.kind == "scale"]
    values = {item.title: given(source.told, "process", item.id).get("") for item in scales}
    if all(value is None for value in values.values()):
        yield Facts((Fact(words("laporan.process"), "", "process", f"form:process:{scales[0].id}"),))
        return
    rows = tuple((title, "–" if value is None else str(value)) for title, value in values.items())
    yield Table((words("laporan.aspect"), words("laporan.score")), rows, "process", (8, 5))
    note = given(source.told, "process", "note").get("")
    if note is not None and readable(form, form.items["note"], source):
        yield Facts((Fact(form.items["note"].title, str(note), "process_note"),))


def _uca(source: Source) -> Iterator[Block]:
    words, form = source.words, source.guide.forms["uca"]
    asked = [item for item in form.items.values() if item.kind != "recall" and readable(form, item, source)]
    columns = {item.title: values for item in asked if (values := given(source.told, "uca", item.id))}
    codes = dict.fromkeys(code for values in columns.values() for code in values)
    if not codes:
        yield Facts((Fact(words("laporan.uca"), "", "uca", f"form:uca:{asked[0].id}"),))
        return
    rows = [(code, *(str(values.get(code, "–")) for values in columns.values())) for code in codes]
    means = (plain(words, held) if (held := numbers(values.values())) else "–" for values in columns.values())
    rows.append((words("laporan.mean"), *means))
    yield Paragraph(words("laporan.uca-told", n=len(codes)))
    yield Table((words("paper.code"), *columns), tuple(rows), "uca", (3, *(3 for _ in columns)))


def _goals(source: Source) -> Iterator[Block]:
    words, form, group = source.words, source.guide.forms["goals"], source.group
    shown = [item for item in form.items.values() if readable(form, item, source)]
    held = {item.id: given(source.told, "goals", item.id) for item in shown}
    abouts = [str(n) for n in range(1, len(group.goals) + 1)]
    abouts += sorted({about for values in held.values() for about in values} - set(abouts))
    if not abouts:
        return
    if not any(held.values()):
        yield Facts((Fact(words("laporan.reached"), "", "reached", "form:goals:reached"),))
        return
    rows = []
    for about in abouts:
        n = number(about)
        goal = group.goals[n - 1].told if 0 < n <= len(group.goals) else about
        cells = ((item, held[item.id].get(about)) for item in shown)
        rows.append((goal, *("–" if value is None else told(item, value, words) for item, value in cells)))
    columns = (words("paper.goals"), *(item.title for item in shown))
    yield Table(columns, tuple(rows), "reached", (7, *(3 for _ in shown)))


def _satisfaction(source: Source) -> Iterator[Block]:
    """How many answered what; whose answer it was is nobody's business."""
    words, form = source.words, source.guide.forms["satisfaction"]
    items = [item for item in form.items.values() if item.kind == "choice"]
    held = [(item, given(source.told, "satisfaction", item.id)) for item in items]
    rows = tuple((item.title, counted(item, values, words)) for item, values in held if values)
    if rows:
        yield Paragraph(words("laporan.satisfied"))
        yield Table((words("laporan.aspect"), words("laporan.answers")), rows, "satisfaction", (4, 9))


# ── 5 to 7: what it means, what follows, what helped ──


def _reflected(source: Source, item: str) -> Fact:
    value = answered(source.told.answers, "reflection", item)
    label = source.words(f"laporan.reflected.{item}")
    return Fact(label, "" if value is None else str(value), item, f"form:reflection:{item}")


def _analysis(source: Source) -> Iterator[Block]:
    words, session = source.words, source.told
    said = []
    spoke = {mark.who for mark in session.marks if source.guide.kind(mark.kind).speaks} & set(session.came)
    if spoke:
        said.append(words("laporan.spoke", n=len(spoke), all=len(session.came)))
    if reached := given(session, "goals", "reached"):
        item = source.guide.forms["goals"].items["reached"]
        said.append(words("laporan.goals-told", counted=counted(item, reached, words)))
    if session.tensions:
        settled = sum(not tension.open for tension in session.tensions)
        said.append(words("laporan.settled", n=len(session.tensions), settled=settled))
    if said:
        yield Paragraph(" ".join(said))
    yield Facts((_reflected(source, "analysis"),))
    if may(source, TENSIONS) and session.tensions:
        yield Heading(words("log.tensions"), 2)
        yield _tensions(source)


def _tensions(source: Source) -> Table:
    words = source.words
    rows = tuple(
        (
            " + ".join(person(source.words, code) for code in t.who),
            words(f"sign.{t.sign}") if f"sign.{t.sign}" in words else t.sign,
            t.cause,
            t.did,
            words(f"standing.{t.standing}") if f"standing.{t.standing}" in words else t.standing,
        )
        for t in source.told.tensions
    )
    columns = tuple(words(f"log.{key}") for key in ("who", "sign", "cause", "did", "standing"))
    return Table(columns, rows, "tensions", (2, 2, 4, 4, 2))


def _follow(source: Source) -> Iterator[Block]:
    words, session = source.words, source.told
    again, focus = (answered(session.answers, "next", item) for item in ("date", "focus"))
    yield Facts(
        (
            _reflected(source, "next"),
            Fact(words("laporan.again"), day(again, words.date), "again", "form:next:date"),
            *((Fact(words("laporan.focus"), str(focus), "focus"),) if focus else ()),
        )
    )
    if session.actions:
        yield Heading(words("log.actions"), 2)
        rows = tuple(
            (person(source.words, a.who), a.what, a.when, a.support, _state(source, a.state)) for a in session.actions
        )
        columns = tuple(words(f"log.{key}") for key in ("who", "what", "when", "support", "state"))
        yield Table(columns, tuple(tuple(cell or "–" for cell in row) for row in rows), "actions", (2, 5, 3, 3, 2))
    yield Heading(words("laporan.later"), 2)
    yield _later(source)


def _later(source: Source) -> Table:
    """The assessments to come and who is on her way to whom; never why."""
    words, group = source.words, source.group
    rows = []
    for kind, away in zip(USUAL, source.settings.due, strict=True):
        if not any(followup.kind == kind for followup in group.followups):
            rows.append((words(f"followup.{kind}"), words("laporan.all"), words("paper.after", n=away), "–"))
    for f in group.followups:
        done = words("laporan.answered", day=words.short_date(f.done)) if f.done else words("laporan.waits")
        about = f.about or words("laporan.all")
        rows.append((_kind_of(source, f.kind), about, words.date(f.due), done))
    ways = {a.about: str(a.value) for a in group.answers if (a.form, a.item) == (WAYS, "way")}
    days = {a.about: str(a.value) for a in group.answers if (a.form, a.item) == (WAYS, "when")}
    for code, way in ways.items():
        if way in ELSEWHERE:
            rows.append((_kind_of(source, way), code, day(days.get(code, "–"), words.date), "–"))
    columns = tuple(words(f"laporan.{key}") for key in ("what", "whom", "when", "how"))
    return Table(columns, tuple(rows), "followups", (4, 2, 5, 4))


def _kind_of(source: Source, kind: str) -> str:
    return source.words(f"followup.{kind}") if f"followup.{kind}" in source.words else kind


def _state(source: Source, state: str) -> str:
    return source.words(f"state.{state}") if f"state.{state}" in source.words else state
