"""The number of the format, its steps, and a file of every format there was."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kelompok_tui.errors import KelompokError
from kelompok_tui.migrate import FORMAT, STEPS, migrate
from kelompok_tui.model import answered
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store

OLD = Path(__file__).parent / "old"


@pytest.mark.parametrize("kind", STEPS)
def test_todays_format_is_itself_without_its_number(kind: str) -> None:
    held = {"format": FORMAT, "name": "x", "later": [1]}
    assert migrate(kind, held, "x") == {"name": "x", "later": [1]}
    assert held["format"] == FORMAT


@pytest.mark.parametrize("number", [None, True, 0, -1, "1", 1.0])
def test_what_is_no_number_is_told(number: object) -> None:
    with pytest.raises(KelompokError) as told:
        migrate("group", {"format": number}, "x.toml")
    assert (told.value.word, told.value.facts) == ("file.no-format", {"file": "x.toml", "format": FORMAT})


def test_a_later_format_is_refused() -> None:
    with pytest.raises(KelompokError) as told:
        migrate("session", {"format": FORMAT + 1}, "01.json")
    assert told.value.word == "file.newer"
    assert told.value.facts == {"file": "01.json", "number": FORMAT + 1, "format": FORMAT}


def test_every_format_has_its_steps_and_its_files() -> None:
    for kind, steps in STEPS.items():
        assert set(steps) == set(range(1, FORMAT)), kind
    assert {folder.name for folder in OLD.iterdir()} == {str(number) for number in range(1, FORMAT + 1)}


def test_files_of_format_1_say_what_they_said() -> None:
    store = Store(OLD / "1")
    assert store.groups() == ["berani-bicara"]
    group = store.load_group("berani-bicara")
    assert (group.name, group.function, group.plan.meetings) == ("Berani bicara", "curative", 5)
    assert group.plan.place == "Ruang BK"
    assert group.codes == ("AR", "BN", "CD", "DE", "EF", "FA", "GT", "HS")
    assert group.members[0].class_ == "VIII-A"
    assert len(group.goals) == 3
    consents = {(c.code, c.kind): (c.state, c.day) for c in group.consents}
    assert len(consents) == 3 * 8
    assert consents["HS", "parent"] == ("given", date(2026, 10, 25))
    assert not any(answer.form == "consent" for answer in group.answers)
    assert answered(group.answers, "readiness", "closeness") is True
    assert store.load_names("berani-bicara")["HS"] == "Hasan Surya"

    session = store.load_session("berani-bicara", 1)
    assert session.began == datetime.fromisoformat("2026-11-03T09:00:00+07:00")
    assert session.closed
    assert [visit.stage for visit in session.visits] == ["beginning", "transition", "working", "closing"]
    assert [seat.code for seat in session.seats if not seat.here] == ["HS"]
    assert len(session.marks) == 40
    assert next((mark.who, mark.to) for mark in session.marks if mark.kind == "support") == ("BN", "GT")
    (tension,) = session.tensions
    assert (tension.who, tension.sign, tension.strength, tension.standing) == (("FA",), "resistance", 3, "named")
    assert [(action.id, action.who, action.state) for action in session.actions] == [
        ("1.1", "AR", "open"),
        ("1.2", "BN", "open"),
    ]
    assert answered(session.answers, "uca", "action", "AR") == 4
    assert answered(session.answers, "pledge", "pledged", "GT") is True
    assert answered(session.answers, "rules", "rule", "3") == "Boleh lewat"
    assert [finding for finding in store.check() if finding.trouble or finding.notes] == []


def test_a_flag_among_the_marks_of_format_1_is_one_apart(tmp_path: Path) -> None:
    marks = [{"kind": "floor", "who": "AR"}, {"kind": "risk", "who": "AR", "at": "x", "stage": "working", "note": "n"}]
    held = migrate("session", {"format": 1, "number": 3, "marks": marks, "later": 1}, "03.json")
    assert held["marks"] == marks[:1]
    assert held["risks"] == [{"id": "3.1", "at": "x", "stage": "working", "who": "AR", "did": "n"}]
    assert held["later"] == 1
    odd = {"number": 3, "marks": "none"}
    assert migrate("session", {"format": 1, **odd}, "03.json") == odd  # told by the model, by its key


def test_files_of_format_2_say_what_they_said() -> None:
    store = Store(OLD / "2")
    session = store.load_session("berani-bicara", 1)
    assert [seat.code for seat in session.seats][:3] == ["BN", "AR", "CD"]
    (away,) = next(seat.away for seat in session.seats if seat.code == "GT")
    assert away.ended is not None
    assert away.ended - away.began == timedelta(minutes=4)
    (risk,) = session.risks
    assert (risk.id, risk.who, risk.safe, risk.told, risk.open) == ("1.1", "EF", True, "kepala sekolah", True)
    assert [(mark.who, mark.kind) for mark in session.marks if not mark.timed] == [("CD", "question")] * 2
    assert (session.stage, session.seen) == ("working", session.visits[-1].ended)
    contacts = store.load_contacts("id")
    assert [(contact.name, contact.number) for contact in contacts.contacts] == [("TPPK sekolah", "0811")]
    assert contacts.checked == date(2026, 11, 3)
    settings = read_settings(store.settings_file)
    assert (settings.curtain, settings.keys) == (5, {"room.undo": "q", "room.leave": "u"})
    assert [finding for finding in store.check() if finding.trouble or finding.notes] == []


def test_files_of_format_3_say_what_they_said() -> None:
    store = Store(OLD / "3")
    group = store.load_group("berani-bicara")
    first, candidates = group.members[0], {person.code: person for person in group.candidates}
    assert (first.source, first.tags, first.reason) == (
        "observation",
        ("takut bicara", "cemas"),
        "masalahnya sama",
    )
    assert (candidates["KL"].instead, candidates["MU"].instead) == ("fear", "")
    assert group.members[-1].joined == datetime.fromisoformat("2026-11-17T09:40:00+07:00")
    assert (group.areas, group.component) == (("personal", "learning"), "responsive")
    consents = {(c.code, c.kind): (c.state, c.day) for c in group.consents}
    assert consents["HS", "parent"] == ("given", date(2026, 11, 2))
    assert [(c.what, c.was) for c in group.corrections] == [("consents.HS.parent", "refused 2026-11-01")]
    (owed,) = group.owed
    assert (owed.kind, owed.about, owed.what, owed.due) == ("referral", "AR", "psikolog puskesmas", date(2026, 12, 1))
    session = store.load_session("berani-bicara", 1)
    assert (session.actions[0].hindered, session.tensions[0].outcome) == ("lupa", "reda setelah disebut")
    assert [(c.what, c.was) for c in session.corrections] == [("seats.HS.state", "sick")]
    assert answered(session.answers, "notes", "note", "AR") == "Berani mulai, walau suaranya kecil."
    held = store.load_round()
    assert held is not None
    assert (held.group, held.session, held.form, held.turn) == ("berani-bicara", 1, "uca", "AR")
    assert (held.opens("xxMerpati"), held.opens("merpat1")) == (True, False)
    settings = read_settings(store.settings_file)
    assert (settings.head, settings.head_nip, settings.nip) == ("Budi", "1970", "1980")
    assert (settings.year, settings.semester, settings.due) == ("2026/2027", "odd", (7, 14, 60))
    assert [finding for finding in store.check() if finding.trouble or finding.notes] == []
