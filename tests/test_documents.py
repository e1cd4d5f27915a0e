"""The session log, and its formats."""

import json
from pathlib import Path

import pytest

from kelompok_tui.documents.report import Bullets, Facts, Heading, Paragraph, Report, Table
from kelompok_tui.export import FORMATS
from kelompok_tui.files import free
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session

from .conftest import NINE, at, log

NASTY = "[b]Ayu[/b] | # <x> *y* `z` \n1. dua\t😀"


def texts(report: Report) -> list[str]:
    """Every fact of a report."""
    found = [report.title]
    for block in report.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Facts():
                found += [part for row in block.rows for part in (row.label, row.value)]
            case Bullets():
                found += block.items
            case Table():
                found += [*block.columns, *(cell for row in block.rows for cell in row)]
    return [text for text in found if text]


def plain(text: str) -> str:
    """Without what Markdown needs to keep a sign a sign, on one line."""
    return " ".join(text.replace("\\", "").split())


def full(session: Session) -> Session:
    there = session.attend_rest().attend("DE", minutes=5).floor("AR", at(1)).floor("BN", at(2)).turn("support", at(3))
    there = there.note(NASTY, at(4)).flag("BN", at(5)).change_risk("1.1", told="RAHASIA", did="RAHASIA")
    there = there.floor("CD", at(60)).turn("conflict", at(61), tension="conflict")
    there = there.change_tension("1.1", cause="salah paham", did="menamai")
    there = there.act(who="AR", what="bertanya", when="Senin", sign="tangan terangkat")
    there = there.tick("beginning", "attendance", at(9))
    there = there.answer("introductions", "called", "AR", NASTY, NINE).answer("introductions", "mood", "AR", 4, NINE)
    there = there.answer("contract", "goals", "", "agreed", NINE).answer("rules", "rule", "1", "satu per satu", NINE)
    there = there.answer("principles", "openness", "", True, NINE).answer("next", "date", "", "2026-12-01", NINE)
    there = there.answer("gone", "item", "BN", "masih ada", NINE).answer("uca", "gone", "BN", 3, NINE)
    return there.enter("working", at(600), "hangat").close(at(1200))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_log_tells_what_happened(group: Group, session: Session, language: str) -> None:
    report = log(group, full(session), read_guide(language), at(9999), language, leader="Rina", school="SMP 1")
    told = " ".join(texts(report))
    facts = [
        "Berani bicara",
        "takut bicara",
        "AR → BN",
        "salah paham",
        "menamai",
        "bertanya",
        "tangan terangkat",
        "hangat",
    ]
    facts += ["satu per satu", "masih ada", "Rina", "SMP 1", "VIII-A", "10/10", "4"]
    facts += {
        "id": ["Selasa, 24 November 2026", "terlambat (5 menit)", "disepakati", "ya", "Selasa, 1 Desember 2026"]
    }.get(language, ["Tuesday, 24 November 2026", "late (5 minutes)", "yes", "Tuesday, 1 December 2026"])
    for fact in facts:
        assert fact in told, fact
    assert "None" not in told


def test_the_risk_lane_never_leaves(group: Group, session: Session, guide: Guide) -> None:
    report = log(group, full(session), guide, at(9999))
    for render in (format.render for format in FORMATS.values() if format.text):
        text = render(report).decode()
        assert "RAHASIA" not in text
        assert guide.kind("risk").title not in text


def test_an_empty_session_still_has_its_head(group: Group, guide: Guide) -> None:
    report = log(group, Session(number=1, made=NINE), guide, at(1))
    (facts,) = report.blocks
    assert isinstance(facts, Facts)
    assert {fact.label: fact.value for fact in facts.rows}["Tempat"] == ""
    assert "**Tempat**: …………" in FORMATS["md"].render(report).decode()


def test_every_fact_is_in_every_format(group: Group, session: Session, guide: Guide) -> None:
    report = log(group, full(session), guide, at(9999), leader="Rina")
    markdown = plain(FORMATS["md"].render(report).decode())
    data = FORMATS["json"].render(report).decode()
    held = json.loads(data)
    strings: list[str] = []

    def collect(value: object) -> None:
        for under in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            collect(under)
        if isinstance(value, str):
            strings.append(value)

    collect(held)
    for fact in texts(report):
        assert plain(fact) in markdown, fact
        assert fact in strings
    assert (held["schema"], held["document"], held["language"]) == (2, "log", "id")


def test_what_users_wrote_cannot_break_markdown() -> None:
    block = Table(("a|b",), ((NASTY,), ("- x",), ("09.40–10.25",)))
    text = FORMATS["md"].render(Report("log", "# t", "id", (block, Paragraph("1. x"), Bullets(("+ y",))))).decode()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 5
    assert all(line.replace("\\|", "").count("|") == 2 for line in rows)
    assert "# \\# t" in text
    assert "<x>" not in text
    assert "\n1\\. x" in text
    assert "| 09.40–10.25 |" in text


def test_an_export_never_takes_anothers_place(tmp_path: Path) -> None:
    place = tmp_path / "log.md"
    assert free(place) == place
    place.write_text("x")
    (tmp_path / "log-2.md").write_text("x")
    assert free(place).name == "log-3.md"


@pytest.mark.parametrize(("language", "yes", "leader"), [("id", "ya", "PK"), ("en", "yes", "GL")])
def test_what_is_gone_from_the_guide_is_told_in_her_words(
    group: Group, session: Session, language: str, yes: str, leader: str
) -> None:
    there = session.enter("seventh", at(10)).tick("seventh", "zeta", at(11)).tick("seventh", "alpha", at(12))
    there = there.tick("beginning", "b-gone", at(13)).tick("beginning", "a-gone", at(14))
    there = there.answer("gone", "kept", "AR", True, NINE).act(who="leader", what="menelepon").close(at(60))
    told = texts(log(group, there, read_guide(language), at(60), language))
    assert told[told.index("zeta") + 1] == "alpha"  # in the order they were done, each time the same
    assert told[told.index("b-gone") + 1] == "a-gone"
    assert told[told.index("kept") + 2] == yes
    assert told[told.index("menelepon") - 1] == leader
    assert not {"True", "False", "None"} & set(told)


def test_one_without_a_chair_is_counted_too(group: Group, session: Session, guide: Guide) -> None:
    there = session.floor("ZZ", at(1)).floor("AR", at(9))
    report = log(group, there, guide, at(60))
    (counted,) = (b for b in report.blocks if isinstance(b, Table) and b.columns == ("Siapa", "Kali", "Jenis"))
    assert [row[0] for row in counted.rows] == ["AR", "ZZ"]


def test_a_row_that_is_no_number_is_told_as_it_is(group: Group, session: Session, guide: Guide) -> None:
    there = session.answer("goals", "note", "²", "ditulis tangan", NINE)
    report = log(group.set_goal(1, "x"), there, guide, at(1))
    assert {"²", "ditulis tangan"} <= set(texts(report))
