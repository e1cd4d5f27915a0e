"""How a stage went, in running sentences: made from what was ticked, answered and marked."""

from collections.abc import Callable, Iterator

from kelompok_tui import insights
from kelompok_tui.documents.answers import counted, given, listed, numbers, readable, told
from kelompok_tui.documents.figures import in_minutes, plain
from kelompok_tui.documents.readers import QUOTES, may
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Form, Item, Stage
from kelompok_tui.insights import KEPT


def sentences(source: Source, stage: Stage) -> Iterator[str]:
    """How long the stage was, how the members were in it, and what they agreed upon."""
    words, session = source.words, source.told
    stays = [visit for visit in session.visits if visit.stage == stage.id]
    if not stays:
        yield words("narrative.skipped" if session.closed else "narrative.to-come")
        return
    spent = in_minutes(insights.spent(session, stage.id, insights.until(session, source.now)))
    yield words("narrative.lasted", n=spent, planned=source.guide.minutes(session.minutes).get(stage.id, 0))
    if len(stays) > 1:
        yield words("narrative.again", n=len(stays))
    for form in forms(source, stage):
        yield from SAID.get(form.id, _others)(source, form)


def forms(source: Source, stage: Stage) -> Iterator[Form]:
    """The forms of that stage, also the one behind what is carried on."""
    for name in source.guide.panels(stage):
        id = KEPT if name == "carried" else name.removeprefix("form:")
        if form := source.guide.forms.get(id):
            yield form


def _introductions(source: Source, form: Form) -> Iterator[str]:
    yield from _mood(source, "introductions", "mood", "narrative.came")


def _mood_now(source: Source, form: Form) -> Iterator[str]:
    yield from _mood(source, "mood", "after", "narrative.left")


def _mood(source: Source, form: str, item: str, key: str) -> Iterator[str]:
    if said := numbers(given(source.told, form, item).values()):
        high = source.guide.forms[form].items[item].high
        yield source.words(key, n=len(said), mean=plain(source.words, said), high=high)


def _contract(source: Source, form: Form) -> Iterator[str]:
    parts = [item for item in form.items.values() if item.kind == "choice"]
    agreed = [item.title for item in parts if given(source.told, form.id, item.id).get("") == "agreed"]
    if agreed:
        whole = len(agreed) == len(parts)
        what = source.words("narrative.contract") if whole else listed(agreed)
        yield source.words("narrative.agreed", what=what)


def _principles(source: Source, form: Form) -> Iterator[str]:
    said = [item.title for item in form.items.values() if given(source.told, form.id, item.id).get("") is True]
    if said:
        yield source.words("narrative.principles", n=len(said), all=len(form.items))


def _rules(source: Source, form: Form) -> Iterator[str]:
    if rules := [str(rule) for rule in given(source.told, form.id, "rule").values()]:
        yield source.words("narrative.rules", rules="; ".join(rules))


def _pledge(source: Source, form: Form) -> Iterator[str]:
    if given(source.told, form.id, "pledged"):
        pledged = sum(value is True for value in given(source.told, form.id, "pledged").values())
        yield source.words("narrative.pledge", n=pledged, all=len(source.told.came))


def _comfort(source: Source, form: Form) -> Iterator[str]:
    words = source.words
    if said := numbers(given(source.told, form.id, "comfort").values()):
        yield words("narrative.comfort", mean=plain(words, said), high=form.items["comfort"].high)
    if ready := counted(form.items["readiness"], given(source.told, form.id, "readiness"), words):
        yield words("narrative.readiness", ready=ready)


def _kept(source: Source, form: Form) -> Iterator[str]:
    if went := counted(form.items["went"], given(source.told, form.id, "went"), source.words):
        yield source.words("narrative.kept", went=went)


def _chosen(source: Source, form: Form) -> Iterator[str]:
    words, session = source.words, source.told
    owner, problem, reason = (str(given(session, form.id, item).get("", "")) for item in ("owner", "problem", "reason"))
    if problem:
        whose = words("narrative.whose", owner=owner) if owner and may(source, QUOTES) else ""
        yield words("narrative.chosen", problem=problem, whose=whose)
    if problem and reason:
        yield words("narrative.because", reason=reason)


def _responses(source: Source, form: Form) -> Iterator[str]:
    if said := given(source.told, form.id, "response"):
        yield source.words("narrative.responses", n=len(said))


def _solved(source: Source, form: Form) -> Iterator[str]:
    words, item = source.words, form.items["by-group"]
    answer, how = (given(source.told, form.id, id).get("") for id in ("by-group", "how"))
    if answer is not None:
        yield words("narrative.solved", answer=told(item, answer, words), how=f" ({how})" if how else "")


def _silent(source: Source, form: Form) -> Iterator[str]:
    """It is told elsewhere in the same paper, or is for no reader but the leader."""
    yield from ()


def _others(source: Source, form: Form) -> Iterator[str]:
    """A form that a school added: its sums, and what was written once."""
    for item in form.items.values():
        if not form.private and (said := _sum(source, form, item)):
            title = form.title if item.title == form.title else f"{form.title}, {item.title}"
            yield source.words("narrative.other", title=title, said=said)


def _sum(source: Source, form: Form, item: Item) -> str:
    words, values = source.words, given(source.told, form.id, item.id)
    if not values or item.kind in {"member", "recall"}:
        return ""
    if item.kind == "scale":
        return words("narrative.mean", mean=plain(words, numbers(values.values())), high=item.high, n=len(values))
    if item.kind == "yes":
        return words("narrative.yes", n=sum(value is True for value in values.values()), all=len(values))
    if item.kind == "choice":
        return counted(item, values, words)
    return "; ".join(told(item, value, words) for value in values.values()) if readable(form, item, source) else ""


SAID: dict[str, Callable[[Source, Form], Iterator[str]]] = {
    "introductions": _introductions,
    "contract": _contract,
    "principles": _principles,
    "rules": _rules,
    "pledge": _pledge,
    "comfort": _comfort,
    "kept": _kept,
    "chosen": _chosen,
    "responses": _responses,
    "solved": _solved,
    "mood": _mood_now,
    **dict.fromkeys(
        ("first", "problems", "commitments", "goals", "uca", "satisfaction", "impressions", "process", "next"), _silent
    ),
}
