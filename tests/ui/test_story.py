"""A whole session by keys: from an empty folder to the exported log."""

import json
import re
from pathlib import Path

import pytest

from kelompok_tui.cli import main
from kelompok_tui.model import answered
from kelompok_tui.store import Store

from .player import Player, playing

CODES = ["AR", "BN", "CD", "DE", "EF"]


async def form_a_group(play: Player) -> None:
    await play.type("nBerani bicara⏎")
    await play.type("↓takut bicara di depan kelas⏎banyak yang diam⏎13↓↓1berani bertanya⏎")
    await play.type("bertanya sekali seminggu⏎menyapa teman baru⏎↓3⏎Ruang BK⏎SFBT⏎pertanyaan skala⏎kartu⏎")
    await play.type("⇥")
    for code in CODES:
        await play.type(f"{code.lower()}⏎VIII-A⏎gugup kalau ditunjuk⏎")


async def lead(play: Player) -> None:
    """Permulaan, transisi, kerja, akhir; back once; everything that a session holds."""
    clock = play.clock
    await play.press("f2", "n")
    await play.type("izin orang tua menyusul⏎")
    # permulaan
    await play.type("12t")
    clock.go(seconds=10)
    await play.type("1")
    clock.go(seconds=1)
    await play.type("3d")  # from whom to whom
    clock.go(seconds=20)
    await play.type("  .n suasana hangat⏎")
    await play.type("⏎↓↓↓35⎋")  # attendance: the fourth is excused, the fifth absent
    await play.type("⇥⏎Ayu⏎berani⏎4⎋")
    await play.type("⇥⏎1211jelas semua⏎⎋")
    await play.type("⇥⏎1111111⎋")
    await play.type("⇥⏎satu orang bicara⏎⎋")
    await play.type("⇥⏎111⎋")
    await play.type("⇥⏎ide baru⏎lega⏎⎋")
    clock.go(minutes=9)
    await play.type("]⏎")
    # transisi: a tension of strength 3, its cause and standing; comfort
    await play.type("2f3")
    await play.type("⏎→→→takut salah⏎menamai rasa⏎5⎋")
    await play.type("⇥⏎31⎋")
    clock.go(minutes=5)
    await play.type("]⏎")
    # kerja
    await play.type("⏎tidak berani tanya⏎⎋")
    await play.type("⇥⏎1gugup presentasi⏎paling berat⏎⎋")
    await play.type("⇥⏎coba latihan⏎⎋")
    await play.type("⇥⏎1bertanya di kelas⏎Senin⏎Bu Rina⏎malu⏎guru mendengar⏎⎋")
    clock.go(minutes=10)
    await play.type("[")  # back to transition, at once
    clock.go(minutes=2)
    await play.type("]⏎")
    clock.go(minutes=8)
    await play.type("3iz]⏎")
    # akhir
    await play.type("⏎bertanya Senin⏎21⎋")
    await play.type("⇥⇥⏎1bagus⏎⎋")
    await play.type("⇥⏎434tenang⏎⎋")
    await play.type("⇥⏎3221⎋")
    await play.type("⇥⏎5⎋")
    await play.type("⇥⏎senang⏎terus berani⏎⎋")
    await play.type("⇥⇥⏎3443343lancar⏎⎋")
    await play.type("⇥⏎+7⏎latihan⏎⎋")
    clock.go(minutes=9)
    await play.type("]⏎")


@pytest.mark.parametrize("language", ["id", "en"])
async def test_from_an_empty_folder_to_the_exported_log(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with playing(tmp_path, language) as play:
        await form_a_group(play)
        await lead(play)
        await play.press("f3")
        await play.type("rs⏎")  # for herself, which has to be asked for
        await play.type("ffff")
        await play.type("s⏎⎋")
        await play.type("q")
        # pasca konseling
        await play.press("f7")
        await play.type("⎋")

    store = Store(tmp_path)
    group = store.load_group("berani-bicara")
    assert group.concern == "takut bicara di depan kelas"
    assert [goal.text for goal in group.goals] == ["bertanya sekali seminggu", "menyapa teman baru"]
    assert group.codes == tuple(CODES)
    assert (group.plan.meetings, group.plan.place, group.plan.media) == (3, "Ruang BK", "kartu")
    assert [f.kind for f in group.followups] == ["laiseg", "laijapen", "laijapang"]

    session = store.load_session("berani-bicara", 1)
    assert session.closed
    assert [v.stage for v in session.visits] == [
        "beginning",
        "transition",
        "working",
        "transition",
        "working",
        "closing",
    ]
    assert [seat.state for seat in session.seats] == ["present", "present", "present", "excused", "absent"]
    told = [(m.who, m.kind, m.to) for m in session.marks]
    assert told == [
        ("AR", "question", "BN"),
        ("AR", "support", "CD"),
        ("BN", "conflict", ""),
        ("CD", "insight", ""),
        ("leader", "summarise", ""),
    ]
    assert session.marks[1].note == "suasana hangat"
    (tension,) = session.tensions
    assert (tension.who, tension.strength, tension.cause, tension.did) == (("BN",), 3, "takut salah", "menamai rasa")
    assert tension.standing == "held"
    (action,) = session.actions
    assert (action.who, action.what, action.when, action.support) == ("AR", "bertanya di kelas", "Senin", "Bu Rina")
    for form, item, about, value in [
        ("introductions", "called", "AR", "Ayu"),
        ("introductions", "mood", "AR", 4),
        ("contract", "members", "", "discuss"),
        ("principles", "expertise", "", True),
        ("rules", "rule", "1", "satu orang bicara"),
        ("pledge", "pledged", "CD", True),
        ("comfort", "readiness", "AR", "ready"),
        ("chosen", "owner", "", "AR"),
        ("commitments", "read-back", "AR", True),
        ("goals", "reached", "1", "reached"),
        ("uca", "action", "AR", 4),
        ("mood", "after", "AR", 5),
        ("satisfaction", "accepted", "AR", "3"),
        ("satisfaction", "help", "AR", "1"),
        ("process", "time", "", 3),
        ("next", "date", "", "2026-12-01"),
    ]:
        assert answered(session.answers, form, item, about) == value, (form, item)

    name = f"berani-bicara-01-log-{'pribadi' if language == 'id' else 'own-en'}"
    log = (tmp_path / "exports" / f"{name}.md").read_text(encoding="utf-8")
    data = json.loads((tmp_path / "exports" / f"{name}.json").read_text(encoding="utf-8"))
    assert data["document"] == "log"
    for fact in ("takut salah", "bertanya di kelas", "suasana hangat", "gugup presentasi", "terus berani", "AR"):
        assert fact in log
    assert main(["--data", str(tmp_path), "--lang", language, "export", "berani-bicara", "1", "--for", "self"]) == 0
    printed = capsys.readouterr().out
    assert re.sub(r"\s", "", printed) == re.sub(r"\s", "", log)


async def test_what_stays_open_comes_back_in_the_next_session(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await form_a_group(play)
        await lead(play)
        await play.type("q")
        play.clock.go(days=7)
        await play.press("f2", "enter")
        await play.type("]⏎⏎")  # transisi; the sheet of tensions
        assert "takut salah" in play.screen
        await play.type("⇥⇥")
        assert "bertanya di" in play.screen  # wrapped in its column
        await play.type("→→→→→→2")  # how it stands: done
        await play.type("⎋")
    session = Store(tmp_path).load_session("berani-bicara", 2)
    assert [a.state for a in session.actions] == ["done"]
    assert session.asked == ("1.1",)
    assert [t.since for t in session.tensions] == [1]
