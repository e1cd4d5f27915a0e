"""The invented data: whole, the same every time, and worth looking at."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kelompok_tui import insights
from kelompok_tui.demo import fill
from kelompok_tui.guide import read_guide
from kelompok_tui.model import Session, answered
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.words import CONTENT, languages, read_toml

from .conftest import NINE

NOW = NINE + timedelta(minutes=30)
ASKED_EACH_TIME = {
    "pledge",
    "comfort",
    "problems",
    "chosen",
    "responses",
    "solved",
    "commitments",
    "goals",
    "uca",
    "mood",
    "impressions",
    "process",
    "next",
}


@pytest.fixture(scope="module", params=["id", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def demo(language: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("demo"))
    fill(store, language, NOW)
    return store


@pytest.fixture(scope="module")
def sessions(demo: Store) -> list[Session]:
    bold = demo.groups()[0]
    return [demo.load_session(bold, number) for number in demo.sessions(bold)]


def test_all_of_it_loads_again_and_check_finds_nothing(demo: Store) -> None:
    assert [(len(row.sessions), row.members, row.open) for row in demo.rows()] == [(4, 8, 4), (2, 6, None)]
    assert [row.trouble or row.missed for row in demo.rows()] == [(), ()]
    found = list(demo.check())
    assert len(found) == 2 + 2 + 6  # groups, names, sessions
    assert [finding for finding in found if finding.trouble or finding.notes] == []
    assert read_settings(demo.settings_file).leader


def test_it_is_the_same_every_time(demo: Store, language: str, tmp_path: Path) -> None:
    fill(Store(tmp_path), language, NOW)
    files = [file.relative_to(demo.folder) for file in demo.folder.rglob("*") if file.is_file()]
    assert len(files) == 11
    for file in files:
        assert (tmp_path / file).read_bytes() == (demo.folder / file).read_bytes(), file


@pytest.mark.parametrize("hour", [0, 7, 23])
def test_it_can_be_filled_at_any_time_of_the_day(hour: int, tmp_path: Path) -> None:
    at = datetime(2028, 2, 29, hour, 5, 7, 9, tzinfo=NINE.tzinfo)
    store = Store(tmp_path)
    fill(store, "id", at)
    for group in store.groups():
        for number in store.sessions(group):
            session = store.load_session(group, number)
            times = [mark.at for mark in session.marks]
            assert times == sorted(times)
            assert session.began <= times[0]
            assert times[-1] <= (session.visits[-1].ended or at)


def test_three_sessions_are_over_and_the_fourth_is_being_led(sessions: list[Session]) -> None:
    *past, now = sessions
    for session in past:
        assert session.closed
        assert 25 <= len(session.marks) <= 45
        assert sum(bool(mark.to) for mark in session.marks) >= 5
        assert sum(bool(mark.note) for mark in session.marks) >= 3
        assert sum(mark.who == "leader" for mark in session.marks) >= 4
        assert timedelta(minutes=40) <= insights.length(session, NOW) <= timedelta(minutes=50)
    order = ["beginning", "transition", "working", "closing"]
    back = ["beginning", "transition", "working", "transition", "working", "closing"]
    assert [[visit.stage for visit in session.visits] for session in past] == [order, back, order]
    states = [{seat.state for seat in session.seats} - {"present"} for session in sessions]
    assert states == [{"sick"}, {"late"}, {"excused"}, {"late"}]
    assert now.began == NOW - timedelta(minutes=12)
    assert now.visit is not None
    assert now.visit.stage == "transition"
    assert len(now.marks) >= 10


def test_a_tension_that_was_held_and_open_actions_come_back(sessions: list[Session]) -> None:
    standing = [{tension.id: tension.standing for tension in session.tensions} for session in sessions]
    assert standing == [
        {"1.1": "named"},
        {"1.1": "worked", "2.1": "held"},
        {"1.1": "settled", "2.1": "held"},
        {"2.1": "held"},
    ]
    assert all(tension.cause and tension.did for session in sessions for tension in session.tensions)
    states = [{action.id: action.state for action in session.actions} for session in sessions]
    assert states[-1] == {"2.1": "done", "3.1": "open", "3.2": "open"}
    assert {"done", "open", "partly"} <= {state for held in states for state in held.values()}


def test_one_session_has_a_moment_of_safety_and_no_mark_tells_of_it(sessions: list[Session]) -> None:
    assert [[risk.who for risk in session.risks] for session in sessions] == [[], [], ["EF"], []]
    assert all(mark.kind != "risk" for session in sessions for mark in session.marks)


def test_every_form_of_the_room_is_answered(demo: Store, sessions: list[Session], language: str) -> None:
    guide, group = read_guide(language), demo.load_group(demo.groups()[0])
    room = {panel.removeprefix("form:") for stage in guide.room for panel in guide.panels(stage) if "form:" in panel}
    assert room > ASKED_EACH_TIME
    for session, forms in zip(sessions, [room, ASKED_EACH_TIME, ASKED_EACH_TIME, {"pledge"}], strict=True):
        for form in sorted(forms):
            lacking = insights.missing(guide.forms[form], group, session)
            if form == "responses":  # nobody responds to herself
                owner = answered(session.answers, "chosen", "owner")
                lacking = [code for code in lacking if code != owner]
            assert lacking == [], (session.number, form)
    assert insights.missing(guide.forms["readiness"], group, None) == []
    assert {consent.code for consent in group.consents if consent.state == "given"} == set(group.codes)


def test_every_answer_is_one_that_its_form_can_have(demo: Store, language: str) -> None:
    guide = read_guide(language)
    for id in demo.groups():
        group = demo.load_group(id)
        held = [group.answers, *(demo.load_session(id, number).answers for number in demo.sessions(id))]
        for answer in (answer for answers in held for answer in answers):
            item = guide.forms[answer.form].items[answer.item]
            if item.kind == "choice":
                assert answer.value in item.options, answer
            elif item.kind == "scale":
                assert isinstance(answer.value, int), answer
                assert item.low <= answer.value <= item.high, answer
            elif item.kind == "yes":
                assert isinstance(answer.value, bool), answer
            elif item.kind == "member":
                assert answer.value in group.codes, answer
            elif item.kind == "date":
                assert datetime.fromisoformat(str(answer.value)), answer


def test_the_second_group_is_over_with_one_follow_up_done_and_one_overdue(demo: Store, language: str) -> None:
    guide, group = read_guide(language), demo.load_group(demo.groups()[1])
    done, overdue, later = group.followups
    assert (done.kind, overdue.kind, later.kind) == ("laiseg", "laijapen", "laijapang")
    assert done.done is not None
    assert done.result
    assert (overdue.done, later.done) == (None, None)
    assert overdue.due < NOW.date() < later.due
    assert group.function == "preventive"
    for form in ("outcome", "hopes", "ways"):
        assert insights.missing(guide.forms[form], group, None) == []


def test_real_names_are_in_one_file_only(demo: Store) -> None:
    for id in demo.groups():
        names = {part for name in demo.load_names(id).values() for part in name.split()}
        assert len(demo.load_names(id)) == len(demo.load_group(id).members)
        for file in (demo.folder / "groups" / id).rglob("*.*"):
            if file.name != "names.toml":
                said = set(re.findall(r"\w+", file.read_text(encoding="utf-8")))
                assert names & said == set(), file


def lists(held: dict[str, Any], above: str = "") -> dict[str, list[Any]]:
    """Every list of texts in `held`, by its key."""
    found = {}
    for key, value in held.items():
        if isinstance(value, dict):
            found |= lists(value, f"{above}{key}.")
        elif isinstance(value, list) and any(isinstance(one, str) for one in value):
            found[above + key] = value
    return found


@pytest.mark.parametrize("language", [name for name in languages() if name != "id"])
def test_every_list_of_sentences_is_in_the_other_languages_too(language: str) -> None:
    source = lists(read_toml(CONTENT / "id" / "demo.toml"))
    other = lists(read_toml(CONTENT / language / "demo.toml"))
    assert set(other) <= set(source)
    for key, said in source.items():
        if key.endswith("notes") or any(" " in one for one in said):
            assert [bool(one) for one in other[key]] == [bool(one) for one in said], key
            same = [one for one, two in zip(said, other[key], strict=True) if one == two and " " in one]
            assert same == [], key
