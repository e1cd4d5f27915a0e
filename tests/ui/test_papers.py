"""The screen of papers, by keys: choose, look, fill in what is lacking, save, open, the whole set."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from kelompok_tui import files, viewer
from kelompok_tui.demo import fill
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import BLANK
from kelompok_tui.errors import KelompokError
from kelompok_tui.model import answered
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.fill_screen import FillScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.pages import Pages
from kelompok_tui.ui.question_screen import QuestionScreen
from kelompok_tui.ui.report_screen import ReportScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.settings_screen import SettingsScreen

from ..test_locks import another_window
from .player import Clock, Player, playing
from .test_room import a_group, into_the_room

ID = "berani-bicara"
IDS = {"id": ID, "en": "daring-to-speak"}
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


def demo(folder: Path, language: str = "id") -> Store:
    store = Store(folder)
    fill(store, language, Clock().at)
    return store


async def to_the_papers(play: Player, number: int = 3) -> ReportScreen:
    """From home: the papers of that session of the first group of the demo."""
    await play.press("end", "up", "enter", "f6", "home", *["down"] * (number - 1), "f3")
    assert isinstance(play.app.screen, ReportScreen)
    return play.app.screen


def paper(play: Player) -> ReportScreen:
    assert isinstance(play.app.screen, ReportScreen)
    return play.app.screen


def head(play: Player) -> str:
    return play.screen.splitlines()[0]


def foot(play: Player) -> str:
    return " ".join(" ".join(play.screen.splitlines()[-4:-1]).split())


def everything(play: Player) -> str:
    """The whole paper, as it is shown."""
    return play.app.screen.query_one(Pages).text


async def sees(play: Player, part: Callable[[Player], str], text: str) -> None:
    """That text comes to that part of the screen, also on a slow machine."""
    for _ in range(40):
        if text in part(play):
            return
        await asyncio.sleep(0.05)
        await play.settle()
    assert text in part(play)


# ── choose, and look ──


@pytest.mark.parametrize(("language", "size"), [("id", (80, 24)), ("en", (80, 24)), ("id", (120, 40))])
async def test_every_document_is_one_key_away(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    demo(tmp_path, language)
    async with playing(tmp_path, language, size) as play:
        await to_the_papers(play)
        words = play.app.words
        assert head(play).startswith(
            f" d {words('document.log')} 3  r {words('reader.school')}  f md  l {language}  k "
        )
        seen = []
        for _ in range(len(DOCUMENTS) - 2):
            seen.append(paper(play)._paper.document)
            await sees(play, head, words(f"document.{seen[-1]}"))
            assert len(head(play)) <= size[0]
            assert paper(play)._made, seen[-1]
            last = play.screen.splitlines()[-1]
            assert last.rstrip().endswith(words("app.help"))  # all keys fit
            assert play.said == ""
            await play.press("d")
        assert seen == [name for name, kind in DOCUMENTS.items() if kind.of != "all" and not kind.apart]
        assert paper(play)._paper.document == "log"
        await play.press("D")
        assert paper(play)._paper.document == "progress"


async def test_for_whom_in_which_format_and_language(tmp_path: Path) -> None:
    demo(tmp_path)
    async with playing(tmp_path) as play:
        await to_the_papers(play)
        await sees(play, head, "r sekolah")
        assert "gurauan FA" not in everything(play)
        await play.press("r")
        await sees(play, head, "r saya sendiri")
        await sees(play, everything, "gurauan FA")
        await play.press("r")
        await sees(play, head, "r supervisor")
        assert not {"AR", "BN", "CD"} & set(everything(play).split())
        await play.press("r", "f", "f", "f", "f")
        await sees(play, head, "f json")
        await play.press("f")
        await sees(play, head, "f md")  # a log is no table
        await play.press("l")
        await sees(play, head, "l en")
        await sees(play, everything, "Log of group counseling session 3")
        assert "Kembali" in play.screen  # the screen keeps its own language


async def test_of_one_member_and_to_be_filled_in_by_hand(tmp_path: Path) -> None:
    demo(tmp_path)
    async with playing(tmp_path) as play:
        await to_the_papers(play)
        await play.press(*["d"] * 5)
        await sees(play, head, "d Lembar penilaian 3  r sekolah  f md  l id  m semua  b terisi")
        await play.press("m", "b")
        await sees(play, head, "m AR  b kosong")
        assert "BN" not in everything(play).split()
        await play.press("d")  # a member's note: of one at a time, and the first at once
        await sees(play, head, "d Catatan anggota 3  r konseli  f md  l id  m AR")
        await play.press("m")
        await sees(play, head, "m BN")
        await play.press(*["m"] * 6)
        await sees(play, head, "m AR")  # GT was not there, and nobody is a paper of all
        await play.press("r")
        await sees(play, head, "r saya sendiri")


@LANGUAGES
async def test_the_papers_of_the_year_from_home(tmp_path: Path, language: str) -> None:
    demo(tmp_path, language)
    async with playing(tmp_path, language) as play:
        await play.press("r")
        await sees(play, head, play.app.words("document.recap"))
        assert "• No.: 1" in play.screen  # too wide for a table here: told row by row
        assert " d " not in head(play)
        await play.type("s⏎")
        assert "rekap" in play.said or "recap" in play.said
        await play.type("⎋")
        assert isinstance(play.app.screen, HomeScreen)
    async with playing(tmp_path, language, (130, 40)) as play:
        await play.press("r")
        assert "• No.: 1" not in play.screen
        assert "────" in play.screen


async def test_no_group_no_recap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.press("r")
        assert isinstance(play.app.screen, HomeScreen)


async def test_a_group_without_a_session_has_its_plan(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        await play.press("enter", "f3")
        await sees(play, head, "d RPL  r sekolah")
        await play.type("d")
        assert play.app._exception is None
        await play.press(*["D"] * 2)  # the log: there is none yet, and the paper says so
        await sees(play, everything, "satu sesi")
        await play.type("s")
        assert "masih disusun" in play.said
        await play.type("⎋")
        assert isinstance(play.app.screen, GroupScreen)


async def test_the_keys_may_be_asked_before_the_group_is_laid(tmp_path: Path) -> None:
    a_group(tmp_path)
    async with playing(tmp_path) as play:
        desk = play.app.screen.desk  # type: ignore[attr-defined]
        screen = GroupScreen(desk, "g", desk.store.load_group("g"))
        assert screen.check_action("discard", ()) is False


# ── what leaves, and what does not ──


def above(play: Player) -> str:
    """What stands between the choices and the paper."""
    shown = play.app.screen.query_one("#withheld", Static)
    return str(shown.render()) if shown.display else ""


@LANGUAGES
async def test_what_is_left_out_stands_above_and_quotes_are_ticked_each_time(tmp_path: Path, language: str) -> None:
    demo(tmp_path, language)
    async with playing(tmp_path, language) as play:
        await to_the_papers(play)
        words = play.app.words
        await sees(play, above, words("report.withheld.title", what="2 "))
        await sees(play, head, words("report.unquoted"))
        without = everything(play)
        await play.type("k")
        await sees(play, head, words("report.quoted"))
        assert len(everything(play)) > len(without)
        assert len(head(play).rstrip()) <= 80
        await play.type("dD")
        await sees(play, head, words("report.unquoted"))
        await play.type("r")
        await sees(play, head, words("reader.self"))
        assert above(play) == ""
        assert " k " not in head(play)


@LANGUAGES
async def test_names_in_a_paper_are_shown_and_asked_about(tmp_path: Path, language: str) -> None:
    store, id = demo(tmp_path, language), IDS[language]
    there = store.load_session(id, 3).answer("reflection", "results", "", "Arini maju, lalu bagas", Clock().at)
    store.save_session(id, there)
    async with playing(tmp_path, language) as play:
        await to_the_papers(play)
        words = play.app.words
        await sees(play, above, words("report.exposed.foot", words="Arini, bagas"))
        await play.type("s⏎")
        assert isinstance(play.app.screen, QuestionScreen)
        assert "Arini maju, lalu bagas" in " ".join(play.screen.split())
        await play.type("⎋")
        assert not list(store.exports.glob("*"))
        await play.type("s⏎⏎")
        assert len(list(store.exports.glob("*.md"))) == 1
        await play.type("a⏎")  # the whole set: what is clean is there at once
        assert isinstance(play.app.screen, QuestionScreen)
        (folder,) = (place for place in store.exports.iterdir() if place.is_dir())
        before = len(list(folder.iterdir()))
        assert before >= 15
        await play.type("⏎")
        assert len(list(folder.iterdir())) == 19
        await play.type("r")
        await sees(play, head, words("reader.self"))
        await play.type("s⏎")  # her own
        assert isinstance(play.app.screen, ReportScreen)


@LANGUAGES
async def test_the_record_of_safety_is_asked_about_and_in_no_round_of_documents(tmp_path: Path, language: str) -> None:
    store, id = demo(tmp_path, language), IDS[language]
    (risk,) = store.load_session(id, 3).risks
    store.save_session(id, store.load_session(id, 3).change_risk(risk.id, told="RAHASIA"))
    async with playing(tmp_path, language) as play:
        await to_the_papers(play)
        words = play.app.words
        await play.type("!⎋")
        assert words("document.safety") not in head(play)
        await play.type("!⏎")
        await sees(play, head, f"{words('document.safety')} 3")
        await sees(play, everything, "RAHASIA")
        await play.type("s⏎a⏎")
        (alone,) = store.exports.glob("*.md")
        assert "RAHASIA" in alone.read_text(encoding="utf-8")
        (folder,) = (place for place in store.exports.iterdir() if place.is_dir())
        assert len(list(folder.iterdir())) == 19  # for their usual readers, and without it
        await play.type("d")
        await sees(play, head, f"{words('document.log')} 3  r {words('reader.school')}")


# ── fill in what is lacking ──


@LANGUAGES
async def test_what_is_lacking_is_marked_and_one_key_away_from_its_place(tmp_path: Path, language: str) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path, language) as play:
        await into_the_room(play)
        await play.type("1")
        await play.press("f3")
        words = play.app.words
        assert BLANK in play.screen
        await sees(play, foot, words("report.lacking", n=6))
        # the meeting: its place
        labels = paper(play)._lacking()
        assert [place for place, _ in labels][:2] == ["meeting:place", "settings:leader"]
        await play.type("e")
        assert isinstance(play.app.screen, FillScreen)
        await play.type("Ruang BK⏎⎋")
        await sees(play, foot, words("report.lacking", n=5))
        await sees(play, everything, "Ruang BK")
        # the settings: who leads, and the school below it
        await play.type("⏎")
        assert isinstance(play.app.screen, SettingsScreen)
        await play.type("Ibu Rina⏎1980⏎SMP 1⏎⎋")
        await sees(play, everything, "Ibu Rina")
        await sees(play, foot, words("report.lacking", n=3))
        # a form of the debrief
        lacking = [place for place, _ in paper(play)._lacking()]
        while paper(play)._ahead(paper(play)._lacking()) != "form:reflection:results":
            await play.type("e⎋")
            assert [place for place, _ in paper(play)._lacking()] == lacking  # nothing was written: the next is offered
        await play.type("e")
        assert isinstance(play.app.screen, FillScreen)
        await play.type("lima anak bertanya⏎⎋")
        await sees(play, everything, "lima anak bertanya")
        # the plan of the group, from another paper
        await play.press("d")
        while paper(play)._ahead(paper(play)._lacking()) != "plan:areas":
            await play.type("e⎋")
        await play.type("e12⎋")
        await sees(play, everything, words("area.personal"))
        await play.type("⎋")
        screen = play.app.screen
        assert isinstance(screen, SessionScreen)
        assert (screen.session.place, screen.group.areas) == ("Ruang BK", ("personal", "social"))
        await play.type("u")  # what was filled in is undone like anything else
        assert screen.session.place == "Ruang BK"
        await play.type("1q⎋")
    session, settings = store.load_session("g", 1), read_settings(store.settings_file)
    assert answered(session.answers, "reflection", "results") is None
    assert session.place == "Ruang BK"
    assert (settings.leader, settings.nip, settings.school) == ("Ibu Rina", "1980", "SMP 1")
    assert store.load_group("g").areas == ("personal", "social")


async def test_a_session_of_the_list_is_filled_in_with_its_lock_in_hand(tmp_path: Path) -> None:
    store = demo(tmp_path)
    store.save_session(ID, store.load_session(ID, 3).change(place=""))
    async with playing(tmp_path) as play:
        await to_the_papers(play)
        assert next(place for place, _ in paper(play)._lacking()) == "meeting:place"
        await play.type("e")
        assert isinstance(play.app.screen, FillScreen)
        assert store.hold(ID, 3) is None
        await play.type("Aula⏎⎋")
        await sees(play, everything, "Aula")
        lock = store.hold(ID, 3)
        assert lock
        lock.release()
        await play.press("d")  # the plan's facts go into the group's own sheet
        await play.type("⎋")
        assert isinstance(play.app.screen, GroupScreen)
    session = store.load_session(ID, 3)
    assert session.place == "Aula"
    assert len(session.marks) > 10


async def test_what_is_filled_into_the_plan_is_on_the_sheet_of_the_group_at_once(tmp_path: Path) -> None:
    store = demo(tmp_path)
    store.save_group(ID, store.load_group(ID).change(goal=""))
    async with playing(tmp_path) as play:
        await to_the_papers(play)
        await play.press("d")
        assert next(place for place, _ in paper(play)._lacking()) in {"plan:goal", "settings:school"}
        while paper(play)._ahead(paper(play)._lacking()) != "plan:goal":
            await play.type("e⎋")
        await play.type("eberani bertanya⏎⎋⎋")
        assert isinstance(play.app.screen, GroupScreen)
        assert play.app.screen.group.goal == "berani bertanya"
        await play.press("f6")
        await play.press("ctrl+z")
        assert play.app.screen.group.goal == ""
        await play.press("ctrl+y", "escape")
    assert store.load_group(ID).goal == "berani bertanya"


async def test_a_session_that_another_window_has_is_not_filled_in_here(tmp_path: Path) -> None:
    store = a_group(tmp_path)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("q⎋")
    before = store.session_file("g", 1).read_bytes()
    with another_window(tmp_path):
        async with playing(tmp_path) as play:
            await play.press("enter", "f3")
            assert paper(play)._ahead(paper(play)._lacking()) == "meeting:place"
            await play.type("e")
            assert isinstance(play.app.screen, ReportScreen)
            assert "terbuka di jendela lain" in play.said
    assert store.session_file("g", 1).read_bytes() == before


async def test_another_windows_settings_are_not_lost(tmp_path: Path) -> None:
    store = demo(tmp_path)
    async with playing(tmp_path) as play:
        await to_the_papers(play)
        while paper(play)._ahead(paper(play)._lacking()) != "settings:school":
            await play.type("e⎋")
        await play.type("e")
        store.settings_file.write_text('format = 3\nhead = "Pak Dodi"\n', encoding="utf-8")
        await play.type("SMP 1⏎⎋")
        await play.type("⎋⎋s")
        assert "Pak Dodi" in play.screen  # and they hold at home too
        assert "SMP 1" in play.screen
        await play.type("⎋")
    settings = read_settings(store.settings_file)
    assert (settings.school, settings.head) == ("SMP 1", "Pak Dodi")


# ── save, open, the whole set ──


@LANGUAGES
async def test_it_is_saved_at_a_free_place_and_opened(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, shown = demo(tmp_path, language), []
    monkeypatch.setattr(viewer, "show", shown.append)
    stem = f"{IDS[language]}-03-log" + ("" if language == "id" else "-en")
    async with playing(tmp_path, language) as play:
        await to_the_papers(play)
        await play.type("o")
        assert shown == []
        await play.type("s⏎")
        first = store.exports / f"{stem}.md"
        assert str(first) in play.said.replace("\n", "")
        await play.type("n⏎o")
        again = store.exports / f"{stem}-2.md"
        assert shown == [again]
        await play.press("f", "f")
        await play.type("s⏎o")
        assert shown[-1].read_bytes().startswith(b"PK")
        await play.press("f")
        await play.type("s⏎o")
        assert shown[-1].read_bytes().startswith(b"%PDF")
        await play.press("s", "ctrl+u")
        await play.type("exports⏎o")  # a folder that is there: into it
        assert shown[-1].name == f"{stem}-2.pdf"
        await play.press("s", "ctrl+u")
        await play.type("⏎s⎋")
        assert len(list(store.exports.iterdir())) == 5
    assert first.read_bytes() == again.read_bytes()


@LANGUAGES
async def test_the_whole_set_of_a_session_is_one_key(tmp_path: Path, language: str) -> None:
    store = demo(tmp_path, language)
    async with playing(tmp_path, language) as play:
        await to_the_papers(play)
        await play.type("a")
        assert "docx" in play.screen
        await play.type("⏎")
        folder = store.exports / (IDS[language] + ("-03" if language == "id" else "-03-en"))
        names = sorted(file.name for file in folder.iterdir())
        assert play.app.words("report.saved-all", n=len(names), place=folder) in play.said
        assert len(names) == 19
        assert all(name.endswith(".docx") for name in names)
    assert not list(store.exports.glob("*.docx"))


async def test_what_goes_wrong_is_told_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = demo(tmp_path)

    def full(path: Path, data: bytes, keep: object = ()) -> None:
        raise KelompokError("file.not-written", file=path, why="ENOSPC")

    async with playing(tmp_path) as play:
        await to_the_papers(play)
        with monkeypatch.context() as patch:
            patch.setattr(files, "replace", full)
            await play.type("s⏎")
            assert "disk penuh" in play.said
            play.app.clear_notifications()
            await play.type("a⏎")
            assert "disk penuh" in play.said
        play.app.clear_notifications()
        await play.press("s", "ctrl+u")
        await play.type("settings.toml/log.md⏎")
        assert "tidak bisa ditulis" in play.said
        play.app.clear_notifications()
        monkeypatch.setenv("PATH", "")
        monkeypatch.delenv("DISPLAY", raising=False)
        await play.type("s⏎o")
        assert "Tidak ada program" in play.said
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "log.docx").write_bytes(b"no Word")
        await play.press("r", "r", "r", "f", "f")
        await sees(play, head, "f docx (templat)")
        play.app.clear_notifications()
        await play.type("s⏎")
        assert "bukan berkas Word" in play.said
        await play.press("f", "f")
        await sees(play, head, "f pdf (templat)")
        await play.press("f")
        await sees(play, head, "f json")
        await play.type("s⏎⎋")
        assert isinstance(play.app.screen, GroupScreen)
    (held,) = store.exports.glob("*.json")
    assert json.loads(held.read_text(encoding="utf-8"))["document"] == "log"


async def test_a_logo_that_is_none_stands_in_place_of_the_paper_until_it_is_mended(tmp_path: Path) -> None:
    demo(tmp_path)
    async with playing(tmp_path) as play:
        await play.type("s")
        await play.press(*["down"] * 13)
        await play.type("nix.png⏎⎋")
        await to_the_papers(play)
        await sees(play, everything, "nix.png")
        await sees(play, everything, "PNG")
        assert paper(play)._made is None


async def test_left_while_it_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo(tmp_path)

    def slow_and_full(path: Path, data: bytes, keep: object = ()) -> None:
        time.sleep(0.5)
        raise KelompokError("file.not-written", file=path, why="ENOSPC")

    async with playing(tmp_path) as play:
        await to_the_papers(play)
        monkeypatch.setattr(files, "replace", slow_and_full)
        await play.type("s")
        play.app.simulate_key("enter")
        await asyncio.sleep(0.1)
        play.app.simulate_key("escape")
        await asyncio.sleep(1)
        await play.settle()
        assert "disk penuh" in play.said
        assert play.app._exception is None
        assert isinstance(play.app.screen, GroupScreen)
        monkeypatch.undo()


async def test_two_hundred_marks_and_quick_keys(tmp_path: Path) -> None:
    store = a_group(tmp_path, 14)
    async with playing(tmp_path) as play:
        await into_the_room(play)
        await play.type("1234567890-=op" * 15)
        await play.press("f3")
        for sign in "rdDrrdddlrdf":
            play.app.simulate_key(sign)
        await play.settle()
        assert paper(play)._made
        assert paper(play)._made.paper == paper(play)._paper
        await play.type("⎋q⎋")
    assert len(store.load_session("g", 1).marks) == 210
