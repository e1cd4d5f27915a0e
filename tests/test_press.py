"""Papers as they leave: gathered, named, written, never over another file; and the viewer that shows them."""

import base64
import dataclasses
import os
import stat
import sys
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest

from kelompok_tui import files, viewer
from kelompok_tui.demo import fill
from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.gather import HEAVIEST, gather, read_logo
from kelompok_tui.documents.report import BLANK, Fact, Facts, Report, Table
from kelompok_tui.documents.source import MEMBER, SELF, SUPERVISOR, Opened
from kelompok_tui.errors import KelompokError
from kelompok_tui.export import FORMATS
from kelompok_tui.export.papers import Made, Paper, Press, plain, press
from kelompok_tui.export.preview import plain as shown
from kelompok_tui.export.preview import preview
from kelompok_tui.settings import Settings, read_settings
from kelompok_tui.store import Store

from .conftest import NINE

ID, OTHER = "berani-bicara", "rukun-kembali"
CODES = ("AR", "BN", "CD", "DE", "EF", "FA", "GT", "HS")
LOGO = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("demo"))
    fill(store, "id", NINE)
    return store


@pytest.fixture
def demo_press(demo: Store) -> Press:
    return pressed(demo)


def now() -> datetime:
    return NINE


def pressed(store: Store, **chosen: object) -> Press:
    settings = dataclasses.replace(read_settings(store.settings_file), **chosen)  # type: ignore[arg-type]
    return press(store, settings, now, 7)


def told(action: Callable[[], object]) -> KelompokError:
    with pytest.raises(KelompokError) as trouble:
        action()
    return trouble.value


# ── gathering ──


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_document_is_gathered_for_every_reader(demo: Store, document: str, language: str) -> None:
    kind = DOCUMENTS[document]
    for reader in kind.readers:
        member = "AR" if kind.each and reader == MEMBER else ""
        settings = read_settings(demo.settings_file)
        source = gather(demo, settings, document, language, NINE, ID, 3, reader, member)
        report = kind.make(source)
        assert (report.document, report.language, report.reader) == (document, language, reader)
        if reader == SUPERVISOR:
            assert not set(CODES) & set(source.group.codes)


def test_a_supervisor_sees_the_same_other_codes_on_every_paper_of_a_press(demo: Store) -> None:
    settings = read_settings(demo.settings_file)
    first, again, other = (
        gather(demo, settings, document, "id", NINE, ID, 3, SUPERVISOR, "AR", draw=draw)
        for document, draw in (("evaluation", 7), ("log", 7), ("log", 8))
    )
    assert first.member == again.member
    assert first.member in first.group.codes
    assert again.group.codes != other.group.codes
    assert "AR" not in first.group.codes


def test_what_is_open_is_newer_than_the_disk(demo: Store) -> None:
    settings = read_settings(demo.settings_file)
    group = demo.load_group(ID).change(concern="baru")
    session = demo.load_session(ID, 3).change(place="Aula")
    source = gather(demo, settings, "log", "id", NINE, ID, 3, held=Opened(ID, group, (session,)))
    assert (source.group.concern, source.told.place) == ("baru", "Aula")
    assert [held.number for held in source.sessions] == [1, 2, 3, 4]
    assert [held.number for held in source.before] == [1, 2]
    recap = gather(demo, settings, "recap", "id", NINE, held=Opened(ID, group, (session,)))
    assert {held.id: held.group.concern for held in recap.others}[ID] == "baru"


def test_one_broken_session_spoils_only_its_own_paper(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "id", NINE)
    store.session_file(ID, 2).write_bytes(b"{")
    store.group_file(OTHER).write_bytes(b"=")
    settings = Settings()
    assert [s.number for s in gather(store, settings, "log", "id", NINE, ID, 3).sessions] == [1, 3, 4]
    assert told(lambda: gather(store, settings, "log", "id", NINE, ID, 2)).word == "json.syntax"
    assert [held.id for held in gather(store, settings, "recap", "id", NINE).others] == [ID]


def test_an_unknown_member_is_told_with_those_there_are(demo: Store) -> None:
    trouble = told(lambda: gather(demo, Settings(), "evaluation", "id", NINE, ID, 3, member="ZZ"))
    assert (trouble.word, trouble.facts) == ("paper.no-member", {"code": "ZZ", "known": " ".join(CODES)})


def test_a_session_that_there_is_not_yet(demo: Store, demo_press: Press) -> None:
    assert demo_press.make(Paper("rpl", group=ID)).stem == "berani-bicara-rpl"
    assert told(lambda: demo_press.make(Paper("log", group=ID))).word == "paper.session"


@pytest.mark.parametrize(
    ("data", "why"),
    [(None, "ENOENT"), (b"GIF89a", "no-picture"), (b"", "no-picture"), (LOGO + b" " * HEAVIEST, "too-heavy")],
)
def test_a_logo_that_is_none_is_told(tmp_path: Path, data: bytes | None, why: str) -> None:
    if data is not None:
        (tmp_path / "logo.png").write_bytes(data)
    trouble = told(lambda: read_logo(tmp_path, "logo.png"))
    assert (trouble.word, trouble.facts) == ("paper.logo-file", {"file": tmp_path / "logo.png", "why": why})


def test_a_logo_is_read_from_the_data_folder_or_anywhere(tmp_path: Path, demo: Store) -> None:
    (tmp_path / "l.png").write_bytes(LOGO)
    assert read_logo(tmp_path, "l.png") == read_logo(Path("/"), str(tmp_path / "l.png")) == LOGO
    assert read_logo(tmp_path, "") is None
    assert pressed(demo, logo=str(tmp_path / "l.png")).make(Paper("rpl", group=ID, session=3)).report.logo == LOGO


# ── names ──


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        (Paper(group=ID, session=3), "berani-bicara-03-log.md"),
        (Paper("laporan", "docx", group=ID, session=3), "berani-bicara-03-laporan.docx"),
        (Paper("laporan", "docx", "en", group=ID, session=3), "berani-bicara-03-report-en.docx"),
        (Paper("member", "pdf", group=ID, session=3, member="AR"), "berani-bicara-03-catatan-AR.pdf"),
        (Paper("log", "json", reader=SELF, group=ID, session=3), "berani-bicara-03-log-pribadi.json"),
        (Paper("evaluation", "pdf", group=ID, session=3, empty=True), "berani-bicara-03-lembar-penilaian-kosong.pdf"),
        (Paper("progress", "html", group=ID, session=3), "berani-bicara-perkembangan.html"),
        (Paper("recap", "pdf"), "rekap-2026-2027-ganjil.pdf"),
        (Paper("recap", "csv", "en"), "recap-2026-2027-odd-en.csv"),
    ],
)
def test_what_a_file_is_called(demo: Store, paper: Paper, name: str) -> None:
    assert pressed(demo, year="2026/2027", semester="odd").make(paper).name == name


def test_no_code_that_others_know_is_in_the_name_of_what_a_supervisor_gets(demo_press: Press) -> None:
    made = demo_press.make(Paper("evaluation", reader=SUPERVISOR, group=ID, session=3, member="AR"))
    assert "AR" not in made.name
    assert made.name.startswith("berani-bicara-03-lembar-penilaian-")


def test_a_name_is_plain_whatever_is_in_it() -> None:
    assert plain('Jalan Ünï/\\:*?"<>| ..\n2026/2027') == "Jalan-Uni-2026-2027"


# ── bytes ──


def test_a_format_that_cannot_hold_it_says_so(demo_press: Press) -> None:
    made = Made(Paper("log", "csv"), Report("log", "Log", "id", (Facts((Fact("a", "b"),)),)), "x")
    assert not made.fits
    assert told(lambda: demo_press.render(made)).word == "paper.not-fit"


def test_the_schools_own_template_makes_the_word_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "id", NINE)
    one = pressed(store)
    paper = Paper("laporan", "docx", group=ID, session=3)
    ours = one.render(one.make(paper))
    assert told(lambda: one.render(one.make(dataclasses.replace(paper, format="pdf", template=True)))).word == (
        "paper.no-template"
    )
    template = tmp_path / "templates" / "laporan.docx"
    template.parent.mkdir()
    template.write_bytes(FORMATS["docx"].render(Report("laporan", "KOP SEKOLAH SENDIRI {{ title }}", "id", ())))
    made = one.make(paper)
    assert made.own
    text = "\n".join(p.text for p in docx.Document(BytesIO(one.render(made))).paragraphs)
    assert f"KOP SEKOLAH SENDIRI {made.report.title}" in text
    assert ours != one.render(made)
    template.write_bytes(b"no Word")
    assert told(lambda: one.render(made)).word.startswith("template.")


def test_on_the_screen_what_is_empty_stands_out_and_wide_tables_are_told_row_by_row() -> None:
    table = Table(("No.", "Satu", "Dua", "Tiga"), (("1", "a", "", "*c*"),))
    report = Report("log", "Log", "id", (Facts((Fact("Tempat", ""),)), table))
    narrow, wide = preview(report, 40), preview(report, 80)
    assert [("Tempat", "label"), (" : ", "dim"), (BLANK, "blank")] in narrow
    assert "No." in shown(wide)
    assert "1" in shown(wide).splitlines()[-1].split()
    assert "• No.: 1 · Satu: a · Tiga: *c*" in shown(narrow)


@pytest.mark.parametrize("width", [54, 74, 114])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_on_the_screen_no_line_is_cut_and_no_fact_lost(demo_press: Press, document: str, width: int) -> None:
    member = "AR" if DOCUMENTS[document].readers[0] == MEMBER else ""
    reader = SELF if DOCUMENTS[document].apart else ""
    report = demo_press.make(Paper(document, reader=reader, group=ID, session=3, member=member)).report
    lines = preview(report, width)
    assert max(sum(len(text) for text, _ in line) for line in lines) <= width
    told = "".join(shown(lines).split())
    for block in report.blocks:
        for fact in block.rows if isinstance(block, Facts) else ():
            assert "".join(fact.value.split()) in told


# ── to the disk ──


def test_nothing_is_written_over_but_by_force(tmp_path: Path, demo_press: Press) -> None:
    made = demo_press.make(Paper(group=ID, session=3))
    place = tmp_path / "new" / "log.md"
    assert demo_press.write(made, place) == place
    assert demo_press.write(made, place) == tmp_path / "new" / "log-2.md"
    assert demo_press.write(made, tmp_path / "new") == tmp_path / "new" / made.name  # a folder: into it
    assert demo_press.write(made, place, force=True) == place
    assert place.read_bytes() == demo_press.render(made)
    assert len(list(place.parent.iterdir())) == 3
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize("holder", ["~$laporan.docx", "~$poran.docx", ".~lock.laporan.docx#"])
def test_what_word_has_open_is_not_replaced(tmp_path: Path, demo_press: Press, holder: str) -> None:
    made = demo_press.make(Paper("laporan", "docx", group=ID, session=3))
    place = tmp_path / "laporan.docx"
    place.write_bytes(b"hers")
    (tmp_path / holder).write_bytes(b"")
    trouble = told(lambda: demo_press.write(made, place, force=True))
    assert (trouble.word, trouble.facts["holder"]) == ("paper.in-use", holder)
    assert place.read_bytes() == b"hers"
    assert demo_press.write(made, place).name == "laporan-2.docx"


@pytest.mark.skipif(os.name != "posix", reason="pipes of the shell")
def test_a_device_is_never_replaced(tmp_path: Path, demo_press: Press) -> None:
    os.mkfifo(tmp_path / "pipe")
    made = demo_press.make(Paper(group=ID, session=3))
    assert told(lambda: demo_press.write(made, tmp_path / "pipe", force=True)).word == "file.not-written"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, demo_press: Press) -> None:
    made = demo_press.make(Paper(group=ID, session=3))
    (tmp_path / "file").write_text("x")
    assert told(lambda: demo_press.write(made, tmp_path / "file" / "log.md")).word == "file.not-written"
    assert told(lambda: demo_press.whole(made.paper, tmp_path / "file")).word == "file.not-written"
    if os.name == "posix" and os.geteuid() != 0:
        (tmp_path / "shut").mkdir(mode=0o500)
        assert told(lambda: demo_press.write(made, tmp_path / "shut" / "log.md")).facts["why"] == "EACCES"


def test_the_whole_set_of_a_session(tmp_path: Path, demo_press: Press) -> None:
    seen: list[tuple[int, int, str]] = []
    paper = Paper("log", "md", group=ID, session=3)
    folder = tmp_path / "set"
    printed = demo_press.whole(paper, folder, lambda *facts: seen.append(facts))
    assert (printed.folder, printed.troubles) == (folder, ())
    names = {file.name for file in printed.written}
    assert names == {file.name for file in folder.iterdir()}
    assert {f"{ID}-03-{name}.md" for name in ("log", "rpl", "laporan", "daftar-hadir", "lembar-penilaian")} <= names
    came = [seat.code for seat in demo_press.store.load_session(ID, 3).seats if seat.came]
    assert "GT" not in came
    assert {name for name in names if "catatan" in name} == {f"{ID}-03-catatan-{code}.md" for code in came}
    assert [done for done, _, _ in seen] == list(range(len(seen)))
    assert {all for _, all, _ in seen} == {len(names)}
    assert seen[-1][2] == ""
    for file in printed.written:  # what one member gets names no other
        if "catatan" in file.name:
            own, text = file.stem.rpartition("-")[2], file.read_text(encoding="utf-8")
            assert own in text
            assert not [code for code in CODES if code != own and code in text.replace("VIII", "").split()]
    again = demo_press.whole(paper, folder)
    assert {file.stem for file in again.written} == {f"{Path(name).stem}-2" for name in names}
    forced = demo_press.whole(paper, folder, force=True)
    assert len(list(folder.iterdir())) == 2 * len(names) == 2 * len(forced.written)


def test_one_wrong_template_does_not_stop_the_set(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "id", NINE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "rpl.docx").write_bytes(b"no Word")
    printed = pressed(store).whole(Paper("log", "docx", group=ID, session=1), tmp_path / "set")
    assert [(document, trouble.word[:9]) for document, trouble in printed.troubles] == [("rpl", "template.")]
    assert (tmp_path / "set" / f"{ID}-01-laporan.docx").exists()


def test_a_full_disk_ends_the_set_at_once(tmp_path: Path, demo_press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        tried.append(path)
        raise KelompokError("file.not-written", file=path, why="ENOSPC")

    monkeypatch.setattr(files, "replace", full)
    paper = Paper(group=ID, session=3)
    assert told(lambda: demo_press.whole(paper, tmp_path / "set")).facts["why"] == "ENOSPC"
    assert len(tried) == 1


def test_the_folder_of_a_set_is_a_free_one(tmp_path: Path) -> None:
    one = pressed(Store(tmp_path))
    paper = Paper("log", language="en", group=ID, session=3)
    assert one.folder(paper).name == f"{ID}-03-en"
    one.folder(paper).mkdir(parents=True)
    assert one.folder(paper).name == f"{ID}-03-en-2"


# ── the viewer ──


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="xdg-open")
def test_a_file_is_shown_by_the_systems_own_viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper, seen = tmp_path / "a; touch x $(y).md", tmp_path / "seen"
    paper.write_text("x")
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf "%s|%s" "$#" "$1" > "{seen}"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    viewer.show(paper)
    assert seen.read_text() == f"1|{paper}"
    opener.write_text("#!/bin/sh\nexit 3\n")
    assert told(lambda: viewer.show(paper)).word == "viewer"
    monkeypatch.setattr(viewer, "WAIT", 0.2)
    opener.write_text("#!/bin/sh\nexec sleep 2\n")
    viewer.show(paper)  # one that stays is showing it
    opener.unlink()
    monkeypatch.setenv("PATH", str(opener.parent))
    assert told(lambda: viewer.show(paper)).word == "viewer"
    assert told(lambda: viewer.show(tmp_path / "gone")).word == "file.not-read"


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="xdg-open")
def test_without_a_window_nothing_takes_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\ntouch "{tmp_path}/taken"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert told(lambda: viewer.show(opener)).word == "viewer"
    assert not (tmp_path / "taken").exists()


# ── what must not slip through ──


def test_a_members_paper_knows_the_names_it_must_leave_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "id", NINE)
    session = store.load_session(ID, 3)
    store.save_session(ID, session.answer("commitments", "behaviour", "AR", "menemani bagas di kantin", NINE))
    paper = Paper("member", "md", group=ID, session=3, member="AR")
    text = pressed(store).render(pressed(store).make(paper)).decode()
    assert "di kantin" in text
    assert "bagas" not in text.casefold()  # as names.toml has it; her code alone tells nobody


def test_names_that_cannot_be_read_let_no_paper_for_another_leave(tmp_path: Path) -> None:
    store = Store(tmp_path)
    fill(store, "id", NINE)
    (tmp_path / "groups" / ID / "names.toml").write_text("names = [")
    trouble = told(lambda: pressed(store).make(Paper("member", group=ID, session=3, member="AR")))
    assert trouble.word == "toml.syntax"
    assert told(lambda: pressed(store).make(Paper("laporan", group=ID, session=3))).word == "toml.syntax"
    assert pressed(store).make(Paper("laporan", reader=SELF, group=ID, session=3)).report.blocks


def test_a_supervisor_sees_other_codes_in_the_recap_too(demo: Store) -> None:
    group = demo.load_group(ID)
    text = pressed(demo).render(pressed(demo).make(Paper("recap", "md", reader=SUPERVISOR))).decode()
    assert group.concern in text
    assert not set(group.codes) & set(text.replace("|", " ").replace(",", " ").split())
