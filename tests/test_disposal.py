"""A group is kept as long as was chosen, and then removed with all that was made of it."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kelompok_tui import disposal, files
from kelompok_tui.disposal import Disposal, count, disposals, dispose, register, remains, unfinished
from kelompok_tui.errors import KelompokError
from kelompok_tui.insights import retention
from kelompok_tui.model import Group, Session, new_round, next_session
from kelompok_tui.settings import Settings, read_settings, write_settings
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

from .conftest import NINE
from .test_cli import run
from .ui.player import Clock, playing

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and locks of POSIX")
SECRET = "Arini"
EXPORTS = ("berani-01-log.md", "berani-01-log-2.md", "berani-rpl.docx", "berani-20261124-0940.json")
OTHERS = ("berani-bicara-01-log.md", "rukun-01-log.md", "beranian.md", "catatan.md")


def lay(folder: Path) -> Store:
    """Two groups whose ids begin alike, and one more; of the first one there is something in every corner."""
    store = Store(folder)
    for id in ("berani", "berani-bicara", "rukun"):
        group = Group(name=id).add_member("AR").add_member("BN")
        store.save_group(id, group)
        store.save_names(id, {"AR": SECRET})
        store.save_names(id, {"AR": SECRET, "BN": "Budi"})
        for number in (1, 2, 3):
            session = next_session(group, None, number, NINE).enter("beginning", NINE)
            store.save_session(id, session)
            store.save_session(id, session.close(NINE + timedelta(minutes=40)))
        store.bin_session(id, 2, NINE)
    store.save_group("berani", Group(name="second version"))
    store.bin_group("berani", NINE)
    store.save_group("berani", Group(name="a second group of that id"))
    store.save_names("berani", {"AR": "Budi"})
    store.save_names("berani", {"AR": SECRET})
    store.save_session("berani", next_session(Group(name="x"), None, 1, NINE))
    store.save_round(new_round("berani", 1, "uca", ("AR",), "kunci"))
    own = folder / "groups" / "berani"
    store.set_aside(own / "names.toml", NINE)
    (own / "group.sync-conflict-20261124-094012-B3QWTVP.toml").write_text(SECRET)
    for name in (*EXPORTS, *OTHERS):
        files.replace(store.exports / name, SECRET.encode())
    files.replace(store.exports / "berani-01" / "berani-01-log.docx", SECRET.encode())
    return store


def held(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def of_berani(path: str) -> bool:
    return (
        "berani" in path.split("/")
        or path == "round.json"
        or path.startswith(("exports/berani-0", "exports/berani-2", "exports/berani-r"))
    )


def test_nothing_of_the_group_is_left_and_nothing_else_is_touched(tmp_path: Path) -> None:
    store = lay(tmp_path)
    before = held(tmp_path)
    gone = [path for path in before if of_berani(path)]
    assert len(gone) > 15
    done = dispose(store, "berani", NINE)
    assert done.files == len(gone)
    after = held(tmp_path)
    line = after.pop("disposed.toml").decode()
    assert after == {path: data for path, data in before.items() if not of_berani(path)}
    assert not [path for path in tmp_path.rglob("*") if path.name == "berani"]
    assert SECRET not in line
    assert disposals(store) == [done] == [Disposal("berani", NINE, done.files)]
    with pytest.raises(KelompokError, match=r"group\.none"):
        dispose(store, "berani", NINE)
    assert store.groups() == ["berani-bicara", "rukun"]


def test_the_names_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = lay(tmp_path)
    order: list[Path] = []
    monkeypatch.setattr(files, "remove", lambda path, top: order.append(path))
    dispose(store, "berani", NINE)
    names = [path.name == "names.toml" for path in order]
    assert names == sorted(names, reverse=True)
    assert sum(names) == 4  # in the group, among its generations, and the same in the bin


@pytest.mark.parametrize("place", range(0, 16))
def test_interrupted_anywhere_it_is_told_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """The power goes before the first, the second … thing is removed; folders are torn in the middle."""
    store = lay(tmp_path)
    steps = remains(store, "berani")
    whole = sum(map(count, steps))
    remove, calls = files.remove, []

    def torn(path: Path, top: Path) -> None:
        calls.append(path)
        if len(calls) > place:
            for one in sorted(path.rglob("*"))[:1] if path.is_dir() else ():
                shutil.rmtree(one) if one.is_dir() else one.unlink()
            raise KeyboardInterrupt
        remove(path, top)

    with monkeypatch.context() as cut:
        cut.setattr(files, "remove", torn)
        if place < len(steps):
            with pytest.raises(KeyboardInterrupt):
                dispose(store, "berani", NINE)
            assert [trouble.facts["group"] for trouble in unfinished(store)] == ["berani"]
            assert place < 4 or SECRET not in "".join(
                file.read_text() for file in (tmp_path / "groups" / "berani").rglob("names.toml")
            )
    done = dispose(store, "berani", NINE + timedelta(days=1))
    assert not [path for path in held(tmp_path) if of_berani(path)]
    assert unfinished(store) == []
    assert disposals(store) == [done]
    assert done.files == whole
    assert done.at == (NINE if place < len(steps) else NINE + timedelta(days=1))


def test_cut_after_all_was_gone_the_line_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = lay(tmp_path)
    write, times = disposal._write, []

    def once(store: Store, rows: list[Disposal]) -> None:
        times.append(1)
        if len(times) == 2:
            raise KeyboardInterrupt
        write(store, rows)

    with monkeypatch.context() as cut:
        cut.setattr(disposal, "_write", once)
        with pytest.raises(KeyboardInterrupt):
            dispose(store, "berani", NINE)
    assert remains(store, "berani") == []
    assert dispose(store, "berani", NINE).done
    assert unfinished(store) == []


@posix
def test_one_that_is_open_in_another_window_stays_whole(tmp_path: Path) -> None:
    store = lay(tmp_path)
    before = held(tmp_path)
    holding = f"""
import sys
from pathlib import Path
from kelompok_tui.store import Store
lock = Store(Path({str(tmp_path)!r})).hold("berani", 1)
print("held", flush=True); sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", holding], stdin=-1, stdout=-1) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with pytest.raises(KelompokError, match=r"dispose\.held"):
            dispose(store, "berani", NINE)
        other.stdin.close()
    after = held(tmp_path)
    assert {path: after.get(path) for path in before} == before
    assert unfinished(store) == []


@posix
def test_links_go_but_not_what_they_lead_to(tmp_path: Path) -> None:
    store, away = lay(tmp_path / "data"), tmp_path / "away"
    (away / "sessions").mkdir(parents=True)
    (away / "group.toml").write_text("x")
    (store.folder / "groups" / "far").symlink_to(away)
    (store.exports / "far-01.md").symlink_to(away / "group.toml")
    dispose(store, "far", NINE)
    assert not files.taken(store.folder / "groups" / "far")
    assert not files.taken(store.exports / "far-01.md")
    assert (away / "group.toml").read_text() == "x"


@posix
def test_papers_behind_a_linked_exports_folder_go_too(tmp_path: Path) -> None:
    store, stick = lay(tmp_path / "data"), tmp_path / "stick"
    store.exports.rename(stick)
    (store.folder / "exports").symlink_to(stick)
    dispose(store, "berani", NINE)
    assert sorted(path.name for path in stick.iterdir()) == sorted(OTHERS)


def test_a_register_that_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    store = lay(tmp_path)
    for slip in ("format = 3\n[[disposed]]\ngroup = 1", "[", "format = 3\ndisposed = 4\n"):
        register(store).write_text(slip)
        assert unfinished(store) == []
        with pytest.raises(KelompokError):
            disposals(store)
    dispose(store, "berani", NINE)
    assert [one.group for one in disposals(store)] == ["berani"]
    assert [path.read_text() for path in tmp_path.glob("disposed.toml.damaged-*")] == ["format = 3\ndisposed = 4\n"]


# ── the command ──


def test_the_command_asks_for_the_id_and_tells_what_it_cannot_promise(tmp_path: Path) -> None:
    lay(tmp_path)
    before, words = held(tmp_path), read_words("en")
    for typed in ("", "y\n", "Berani\n", "berani-bicara\n"):
        done = run("dispose", "berani", "--lang", "en", data=tmp_path, typed=typed)
        assert done.returncode == 1
        assert words("dispose.stays") in done.stderr
    assert held(tmp_path) == before
    done = run("dispose", "berani", "--lang", "en", data=tmp_path, typed="berani\n")
    assert (done.returncode, done.stdout) == (0, "")
    for said in ("dispose.ssd", "dispose.never"):
        assert words(said) in done.stderr
    assert "SSD" in words("dispose.ssd")
    assert "key" in words("dispose.ssd")
    assert not [path for path in held(tmp_path) if of_berani(path)]
    assert run("dispose", "berani", "--yes", data=tmp_path).returncode == 1
    assert run("dispose", "rukun", "--yes", data=tmp_path).returncode == 0
    assert [one.group for one in disposals(Store(tmp_path))] == ["berani", "rukun"]
    assert run("dispose", data=tmp_path).returncode == 2


# ── how long ──


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2026, 11, 24), 0, None),
        (None, 12, None),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(9998, 1, 1), 600, None),
    ],
)
def test_so_many_months_after_the_last_session(last: date | None, months: int, due: date | None) -> None:
    assert retention(last, months) == due


def test_the_months_are_a_setting(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert read_settings(file).keep == 0
    write_settings(file, replace(Settings(), keep=24))
    assert read_settings(file).keep == 24
    for slip in ("-1", "601", "true", '"12"'):
        file.write_text(f"format = 3\nkeep = {slip}\n")
        with pytest.raises(KelompokError, match="settings"):
            read_settings(file)


@pytest.mark.parametrize("language", ["id", "en"])
async def test_at_home_it_is_due_and_removed_only_by_its_id(tmp_path: Path, language: str) -> None:
    store, words, clock = lay(tmp_path), read_words(language), Clock()
    store.end_round()
    late = words("home.kept", day=words.short_date(date(2027, 11, 24)), group="berani-bicara")
    async with playing(tmp_path, language, size=(100, 30), clock=clock) as play:
        await play.type("s" + "↓" * 14 + "12⏎⎋")
        clock.go(days=365)
        await play.press("f9", "f9")
        assert late not in play.screen  # the day itself is still hers
        clock.go(days=1)
        await play.press("f9", "f9")
        assert f"! {late}" in play.screen
        due, group = (
            next(n for n, row in enumerate(play.screen.split("\n")) if row.strip().startswith(said))
            for said in (f"! {late}", "berani-bicara")
        )
        assert due < group
        await play.press("home", "down", "down", "enter")
        assert words("dispose.type", id="berani-bicara") in play.screen
        await play.type("berani⏎")
        assert words("dispose.differs", text="berani", id="berani-bicara") in " ".join(play.said.split())
        await play.press("enter")
        await play.type("berani-bicara⏎")
        asked = " ".join(play.screen.replace("│", " ").split())
        assert words("dispose.ssd") in asked
        await play.press("escape")
        assert "berani-bicara" in store.groups()
        await play.press("enter")
        await play.type("berani-bicara⏎⏎")
        assert late not in play.screen
        assert "disposed.toml" in play.said
    assert store.groups() == ["berani", "rukun"]


async def test_one_that_was_interrupted_is_told_at_the_start(tmp_path: Path) -> None:
    store = lay(tmp_path)
    store.end_round()
    disposal._write(store, [Disposal("berani", NINE, 3, done=False)])
    async with playing(tmp_path) as play:
        assert "kelompok dispose berani" in play.said


def test_a_session_model_is_not_needed(session: Session) -> None:
    """The day is that on which it began."""
    assert retention(session.began.date(), 1) == date(2026, 12, 24)
