"""Two hands on one file: what each did is there, and nothing was written over."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kelompok_tui.errors import KelompokError
from kelompok_tui.hand import hold_group, hold_session
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store

from .conftest import NINE, at


def clock(second: int = 0):  # type: ignore[no-untyped-def]
    return lambda: NINE + timedelta(seconds=second)


@pytest.fixture
def led(tmp_path: Path, group: Group) -> tuple[Store, Session]:
    store = Store(tmp_path)
    store.save_group("g", group)
    session = next_session(group, None, 1, NINE).enter("beginning", NINE).attend_rest()
    store.save_session("g", session)
    return store, session


def test_alone_it_writes_and_meets_nobody(led: tuple[Store, Session]) -> None:
    store, session = led
    hand = hold_session(store, "g", session, clock())
    for second in (10, 20):
        session = session.floor("AR", at(second))
        assert hand.write(session) is None
        assert store.load_session("g", 1) == session


def test_what_each_of_two_hands_did_is_there(led: tuple[Store, Session]) -> None:
    store, session = led
    one, two = (hold_session(store, "g", session, clock()) for _ in range(2))
    ours, theirs = session.floor("AR", at(10)), session.floor("BN", at(20)).tense(at(21), who=("CD",), cause="malu")
    assert one.write(ours) is None
    met = two.write(theirs)
    assert met is not None
    assert [mark.who for mark in met.value.marks] == ["AR", "BN"]
    assert store.load_session("g", 1) == met.value
    again = one.write(ours.floor("CD", at(30)))
    assert again is not None
    assert [mark.who for mark in again.value.marks] == ["AR", "BN", "CD"]
    assert [tension.cause for tension in again.value.tensions] == ["malu"]
    assert again.told == ()
    assert one.write(again.value) is None


def test_one_fact_said_differently_is_told_and_leaves_what_it_was(led: tuple[Store, Session]) -> None:
    store, session = led
    one, two = (hold_session(store, "g", session, clock()) for _ in range(2))
    one.write(session.answer("uca", "comfort", "AR", 2, at(10)))
    met = two.write(session.answer("uca", "comfort", "AR", 4, at(20)))
    assert met is not None
    assert [(clash.path, clash.kept, clash.other) for clash in met.told] == [("answers.uca.comfort.AR", "4", "2")]
    assert [(c.what, c.was) for c in met.value.corrections] == [("answers.uca.comfort.AR", "2")]


def test_a_plan_that_an_editor_changed_is_joined(tmp_path: Path, group: Group) -> None:
    store = Store(tmp_path)
    store.save_group("g", group)
    hand = hold_group(store, "g", store.load_group("g"), clock())
    file = store.group_file("g")
    file.write_text(file.read_text(encoding="utf-8").replace('place = ""', 'place = "Aula"'), encoding="utf-8")
    met = hand.write(store.load_group("g").change(place="", media="kartu"))
    assert met is not None
    assert (met.value.plan.place, met.value.plan.media) == ("Aula", "kartu")


def test_what_cannot_be_read_is_set_aside_as_it_is(led: tuple[Store, Session]) -> None:
    store, session = led
    hand = hold_session(store, "g", session, clock())
    file = store.session_file("g", 1)
    file.write_bytes(b'{"format": 3, "number": 1, "ma')
    met = hand.write(session.floor("AR", at(10)))
    assert met is not None
    assert met.aside is not None
    assert met.aside.read_bytes() == b'{"format": 3, "number": 1, "ma'
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["AR"]
    assert hand.write(session.floor("BN", at(20))) is None


def test_a_file_of_a_newer_kelompok_is_not_touched(led: tuple[Store, Session]) -> None:
    store, session = led
    hand = hold_session(store, "g", session, clock())
    file = store.session_file("g", 1)
    held = json.loads(file.read_text(encoding="utf-8")) | {"format": 99}
    file.write_text(json.dumps(held), encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(KelompokError) as told:
        hand.write(session.floor("AR", at(10)))
    assert told.value.word == "file.newer"
    assert file.read_bytes() == before


def test_a_file_that_is_gone_is_no_deletion(led: tuple[Store, Session]) -> None:
    store, session = led
    hand = hold_session(store, "g", session, clock())
    assert hand.write(session.floor("AR", at(10))) is None
    store.session_file("g", 1).unlink()
    assert hand.write(session.floor("BN", at(20))) is None
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["BN"]


def test_a_version_that_never_saw_ours_takes_nothing_out_of_it(led: tuple[Store, Session]) -> None:
    store, session = led
    hand = hold_session(store, "g", session, clock())
    ours = session.floor("AR", at(10))
    hand.write(ours)
    store.save_session("g", session.floor("BN", at(20)))  # a sync tool lays theirs in its place
    hand.write(ours.floor("CD", at(30)))
    assert [mark.who for mark in store.load_session("g", 1).marks] == ["AR", "BN", "CD"]
