"""What a stranger may lay into the data folder, or type: it is told, it is not followed, and it steers nothing."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kelompok_tui import files, generations
from kelompok_tui.disposal import dispose
from kelompok_tui.documents.gather import read_logo
from kelompok_tui.errors import KelompokError
from kelompok_tui.guide import read_guide
from kelompok_tui.locks import hold
from kelompok_tui.model import Group, next_session
from kelompok_tui.store import Store
from kelompok_tui.words import Words, languages, read_words

from .conftest import NINE
from .test_cli import run
from .ui.player import playing

TITLE, ERASE, RED, TURNED = "\x1b]0;PWNED\x07", "\x1b[2J", "\x9b31m", "\u202egnp.\u2066x\u061c"
EVIL = f"x{TITLE}{ERASE}{RED}{TURNED}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and terminals of POSIX")


def lay(folder: Path) -> Store:
    """A group with a session that was led, its names, a settings file."""
    store = Store(folder)
    group = Group(name="Berani", concern="takut").add_member("AR").add_member("BN")
    store.save_group("g", group)
    store.save_names("g", {"AR": "Arini"})
    store.save_session("g", next_session(group, None, 1, NINE).enter("beginning", NINE).floor("AR", NINE))
    store.settings_file.write_text("format = 3\n")
    return store


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


# ── a group that is a way to elsewhere ──

WAYS = ("..", ".", "", "../away", "../../away", "g/../../away", "/", "/etc", "g/", "./g", "g/sessions", "x" * 300)
ODD = (EVIL, "g\x00", "g\n", "g\t", "\u202eg", "\ud800", "\x1b[2J")


@pytest.mark.parametrize("id", [*WAYS, *ODD], ids=ascii)
def test_no_id_is_a_way_out(tmp_path: Path, id: str) -> None:
    store, group = lay(tmp_path / "data"), Group(name="x")
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "group.toml").write_text('format = 3\nname = "x"\n')
    before = held(tmp_path)
    doors: list[Callable[[], object]] = [
        lambda: store.load_group(id),
        lambda: store.save_group(id, group),
        lambda: store.load_names(id),
        lambda: store.save_names(id, {}),
        lambda: store.load_session(id, 1),
        lambda: store.save_session(id, next_session(group, None, 1, NINE)),
        lambda: store.sessions(id),
        lambda: store.conflicts(id),
        lambda: store.bin_group(id, NINE),
        lambda: store.bin_session(id, 1, NINE),
        lambda: dispose(store, id, NINE),
    ]
    for door in doors:
        with pytest.raises(KelompokError, match=r"group\.none"):
            door()
    lock = store.hold(id, 1)
    assert lock is not None
    lock.release()
    assert held(tmp_path) == before


@pytest.mark.parametrize("command", ["export", "dispose"])
@pytest.mark.parametrize("id", ["..", "../away", "/etc", EVIL], ids=ascii)
def test_no_command_takes_one(tmp_path: Path, command: str, id: str) -> None:
    lay(tmp_path / "data")
    more = ["1"] if command == "export" else ["--yes"]
    done = run(command, id, *more, data=tmp_path / "data")
    assert done.returncode == 1
    assert read_words("id")("error.group.none", group=id) in done.stderr
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*done.stdout, *done.stderr}


def test_a_round_names_no_way_out(tmp_path: Path) -> None:
    store = lay(tmp_path / "data")
    held_round = {"format": 3, "group": "../../away", "session": 1, "form": "uca", "waiting": ["AR"], "salt": "x"}
    store.round_file.write_text(json.dumps(held_round | {"lock": "x", "signs": 4}))
    done = run("release", data=store.folder)
    assert done.returncode == 0
    assert not store.round_file.exists()


# ── links ──

LINKS = (
    "groups",
    "groups/g",
    "groups/g/group.toml",
    "groups/g/names.toml",
    "groups/g/sessions",
    "groups/g/sessions/01.json",
)


@posix
@pytest.mark.parametrize("place", LINKS)
def test_a_link_is_told_and_not_followed(tmp_path: Path, place: str) -> None:
    store, away = lay(tmp_path / "data"), tmp_path / "away"
    group, session = store.load_group("g"), store.load_session("g", 1)
    (store.folder / place).rename(away)
    (store.folder / place).symlink_to(away)
    before = away.read_bytes() if away.is_file() else held(away)
    doors: dict[str, list[Callable[[], object]]] = {
        "group.toml": [lambda: store.load_group("g"), lambda: store.save_group("g", group)],
        "names.toml": [lambda: store.load_names("g"), lambda: store.save_names("g", {"AR": "Ayu"})],
        "01.json": [lambda: store.load_session("g", 1), lambda: store.save_session("g", session)],
    }
    for name, both in doors.items():
        for door in both if f"groups/g/{'sessions/' * (name == '01.json')}{name}".startswith(place) else ():
            with pytest.raises(KelompokError, match=r"file\.linked") as told:
                door()
            assert told.value.facts["file"] == store.folder / place
    assert (away.read_bytes() if away.is_file() else held(away)) == before
    assert (store.folder / place).is_symlink()
    done = run("check", data=store.folder)
    assert done.returncode == 1
    assert str(store.folder / place) in done.stdout
    assert "tautan" in done.stdout
    if not place.endswith("names.toml"):  # they are told where they are asked for
        (row,) = store.rows()
        assert "file.linked" in {trouble.word for trouble in (*row.missed, row.trouble) if trouble}


@posix
def test_nothing_is_kept_nor_thinned_behind_a_link(tmp_path: Path) -> None:
    store, away = lay(tmp_path / "data"), tmp_path / "away"
    store.save_group("g", Group(name="second"))
    (store.folder / generations.FOLDER).rename(away)
    (store.folder / generations.FOLDER).symlink_to(away)
    before = held(away)
    for name in ("third", "fourth"):
        store.save_group("g", Group(name=name))
    assert held(away) == before
    assert store.load_group("g").name == "fourth"
    assert str(store.folder / generations.FOLDER) in run("check", data=store.folder).stdout


@posix
def test_settings_may_be_a_link_to_read_but_are_not_written_through_it(tmp_path: Path) -> None:
    store, own = lay(tmp_path / "data"), tmp_path / "dotfiles.toml"
    store.settings_file.rename(own)
    own.write_text('format = 3\nlanguage = "en"\n')
    store.settings_file.symlink_to(own)
    assert "no group" in run("list", data=tmp_path / "none", LC_ALL="en_US.UTF-8").stderr
    assert "session" in run("list", data=store.folder, LC_ALL="id_ID.UTF-8").stdout
    from kelompok_tui.settings import Settings, write_settings

    with pytest.raises(KelompokError, match=r"file\.linked"):
        write_settings(store.settings_file, Settings())
    assert own.read_text() == 'format = 3\nlanguage = "en"\n'


@posix
async def test_papers_show_where_a_linked_exports_folder_leads(tmp_path: Path) -> None:
    store, stick = lay(tmp_path / "data"), tmp_path / "stick"
    stick.mkdir()
    store.exports.symlink_to(stick)
    assert store.exports == stick.resolve()
    store.exports.rmdir()
    (store.folder / "exports").unlink()
    (store.folder / "exports").symlink_to("exports")  # a circle
    assert store.exports == store.folder / "exports"


# ── what has no end ──

PLACES = {
    "settings": "settings.toml",
    "contacts": "contacts.toml",
    "round": "round.json",
    "group": "groups/g/group.toml",
    "names": "groups/g/names.toml",
    "session": "groups/g/sessions/01.json",
    "copy": "groups/g/sessions/01.sync-conflict-20261124-094012-B3QWTVP.json",
    "words": "guide/id/words.toml",
    "kinds": "guide/id/kinds.toml",
    "form": "guide/id/forms/mine.toml",
    "stage": "guide/id/stages/mine.toml",
}


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ENDLESS: dict[str, Callable[[Path], None]] = {"huge": huge, "pipe": pipe, "device": device}


def narrow(*arguments: str, data: Path) -> subprocess.CompletedProcess[bytes]:
    """The command in a process that may have one gigabyte, and twenty seconds."""
    asked = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
    asked += "from kelompok_tui.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", asked, "--lang", "en", *arguments],
        capture_output=True,
        env={**os.environ, "KELOMPOK_DATA": str(data)},
        check=False,
        timeout=20,
    )


@posix
@pytest.mark.parametrize("kind", ENDLESS)
def test_what_has_no_end_in_place_of_any_file_is_told_and_not_read(tmp_path: Path, kind: str) -> None:
    """`list` and `check` with all of them at once; where `is_file` tells a pipe it is as if there were none."""
    lay(tmp_path)
    for place in PLACES.values():
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        ENDLESS[kind](file)
    listed, checked = narrow("list", data=tmp_path), narrow("check", data=tmp_path)
    assert (listed.returncode, checked.returncode) == (1, 1)
    said = (checked.stdout + checked.stderr).decode()
    assert "defect" not in said
    sign = {"huge": "2048 MiB", "pipe": "not a plain file", "device": "not a plain file"}[kind]
    assert ("link" if kind == "device" else sign) in listed.stdout.decode()
    for name, place in PLACES.items():
        told = [row for row in said.splitlines() if str(tmp_path / place) in row]
        expected = "cannot be read" if name == "round" else "link" if kind == "device" and "groups" in place else sign
        quiet = name == "copy" or (kind != "huge" and place.startswith("guide"))
        assert quiet or any(expected in row for row in told), (name, told)


@posix
@pytest.mark.parametrize("kind", ENDLESS)
async def test_the_app_opens_all_the_same(tmp_path: Path, kind: str) -> None:
    store = lay(tmp_path)
    store.save_group("good", Group(name="Good one"))
    for place in PLACES.values():
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if not place.endswith("words.toml"):  # read before there is an app
            ENDLESS[kind](file)
    began = time.monotonic()
    async with playing(tmp_path, "en") as play:
        assert "Good one" in play.screen
        play.app.clear_notifications()
        await play.press("k", "escape", "end", "enter", "f4")
        assert play.app.is_running
    assert time.monotonic() - began < 15


@posix
def test_a_damaged_one_of_them_is_mended_by_its_last_good_version(tmp_path: Path) -> None:
    for name, lay_it in {"huge": huge, "pipe": pipe}.items():
        store = lay(tmp_path / name)
        store.save_group("g", Group(name="second"))
        file = store.group_file("g")
        file.unlink()
        lay_it(file)
        with pytest.raises(KelompokError) as told:
            store.load_group("g")
        good = store.good(told.value)
        assert good is not None
        aside = store.take(good, NINE)
        assert store.load_group("g").name == "Berani"
        assert aside is not None
        assert aside.lstat().st_size == (2 << 30 if name == "huge" else 0)


@posix
@pytest.mark.parametrize("kind", ENDLESS)
def test_a_logo_without_an_end_is_told(tmp_path: Path, kind: str) -> None:
    ENDLESS[kind](tmp_path / "logo.png")
    with pytest.raises(KelompokError, match=r"paper\.logo-file"):
        read_logo(tmp_path, "logo.png")


@posix
def test_a_lock_that_is_a_pipe_or_a_link_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".01.lock")
    (tmp_path / "away").write_text("x")
    (tmp_path / ".02.lock").symlink_to(tmp_path / "nowhere")
    for name in (".01.lock", ".02.lock"):
        lock = hold(tmp_path / name)
        assert lock is not None
        lock.release()
    assert not (tmp_path / "nowhere").exists()


@posix
def test_writing_never_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    generations.save(tmp_path / "x.toml", b"a = 1\n", tmp_path)
    assert files.read(tmp_path / "x.toml") == b"a = 1\n"


# ── a guide of somebody else ──


def own_guide(folder: Path, **files_: str) -> Path:
    for name, text in files_.items():
        file = folder / "guide" / "id" / (name.replace("__", "/") + ".toml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / "guide"


@pytest.mark.parametrize("id", ["../x", "..", "a/b", "a\\\\b", "/etc", "", "x" * 65, "\\u001b[2J", "a.b", "a:b", "\\n"])
def test_an_id_of_the_guide_is_no_way_out(tmp_path: Path, id: str) -> None:
    form = f'id = "{id}"\ntitle = "x"\nstage = "working"\n[items.a]\ntitle = "x"\n'
    item = f'title = "x"\n[items."{id}"]\ntitle = "x"\n'
    folder = own_guide(
        tmp_path, forms__mine=form, forms__other=item, stages__mine=f'id = "{id}"\norder = 9\ntitle = "x"\n'
    )
    guide = read_guide("id", folder)
    assert [trouble.word for trouble in guide.troubles] == ["guide.value"] * 3
    assert not {"mine", "other"} & {*guide.forms, *(stage.id for stage in guide.stages)}
    kinds = own_guide(tmp_path / "k", kinds=f'["{id}"]\ntitle = "x"\n')
    guide = read_guide("id", kinds)
    assert [trouble.word for trouble in guide.troubles] == ["guide.value"]
    assert "question" in guide.kinds


@posix
def test_a_guide_that_is_all_links_reads_nothing_but_guides(tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    (guide / "id").mkdir(parents=True)
    (guide / "id" / "words.toml").symlink_to("/dev/zero")
    (guide / "id" / "forms").symlink_to("/etc")
    (guide / "id" / "stages").symlink_to(guide)
    (guide / "id" / "kinds.toml").symlink_to("kinds.toml")
    (guide / "en").symlink_to("../..")
    (guide / "..x").mkdir()
    (guide / "..x" / "words.toml").write_text("x = 1\n")
    assert languages(guide) == ["id", "en"]
    assert read_guide("id", guide).stages == read_guide("id").stages
    assert read_words("en", guide)("home.new") == read_words("en")("home.new")


@pytest.mark.parametrize("language", ["../../x", "..", "/etc", EVIL, "id/../id"], ids=ascii)
def test_a_language_is_a_plain_name(tmp_path: Path, language: str) -> None:
    lay(tmp_path).settings_file.write_text(f"format = 3\nlanguage = {json.dumps(language)}\n")
    done = run("list", data=tmp_path, LC_ALL="en_US.UTF-8")
    assert done.returncode == 0
    assert "session" in done.stdout


SLIPS = (
    "{keys.__class__}",
    "{keys.__init__.__globals__}",
    "{file.__class__.__mro__}",
    "{file.__init__}",
    "{n:>999999999}",
    "{n:{n}}",
    "{keys[a].__class__}",
    "{keys[a][__class__]}",
    "{0}",
    "{n!x}",
    "{__class__}",
)


@pytest.mark.parametrize("said", SLIPS)
def test_a_sentence_fills_in_facts_and_nothing_that_hangs_on_them(said: str) -> None:
    words = Words("id", {"a": f"x {said}"}, {"a": "F1"})
    assert words("a", n=7, file=Path("/x")) == f"x {said}"
    assert Words("id", {"a": "{n:02} {file!s} {keys[a]} {{n}}"}, {"a": "F1"})("a", n=7, file="f") == "07 f F1 {n}"
