"""Groups and sessions as files: what is written, what is read, what is told of the rest."""

import json
import stat
import sys
from pathlib import Path

import pytest

from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store

from .conftest import NINE

HAND = """format = 1
name = "Tulisan tangan"
concern = "takut"
goals = ["satu"]
members = [{ code = "AR" }, { code = "BN", class = "VIII" }]
"""


def by_hand(store: Store, text: str | bytes, id: str = "tangan") -> Path:
    file = store.folder / "groups" / id / "group.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_what_is_saved_comes_back(store: Store, group: Group, session: Session) -> None:
    followed = group.follow_defaults(NINE.date()).answer("outcome", "hope", "", "[b]rukun[/b] 😀", NINE)
    store.save_group("g", followed)
    store.save_names("g", {"AR": "[b]Ayu[/b]"})
    marked = session.floor("AR", NINE).turn("conflict", NINE, tension="conflict").note("a\nb", NINE)
    store.save_session("g", marked)
    assert store.load_group("g") == followed
    assert store.load_names("g") == {"AR": "[b]Ayu[/b]"}
    assert store.load_session("g", 1) == marked
    assert store.sessions("g") == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_the_owner_may_read(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    for path in (store.folder / "groups").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_group_written_by_hand_begins_a_session(store: Store) -> None:
    by_hand(store, HAND)
    group = store.load_group("tangan")
    assert group.codes == ("AR", "BN")
    store.save_session("tangan", next_session(group, None, 1, NINE).enter("beginning", NINE))
    (row,) = store.rows()
    assert (row.name, row.sessions, row.open) == ("Tulisan tangan", (1,), 1)


def test_keys_of_a_later_version_are_kept(store: Store, group: Group, session: Session) -> None:
    by_hand(store, HAND + '[plan]\ncolour = "biru"\n')
    store.save_group("tangan", store.load_group("tangan").change(place="aula"))
    assert store.load_group("tangan").plan.model_extra == {"colour": "biru"}
    store.save_session("tangan", session.floor("AR", NINE))
    file = store.session_file("tangan", 1)
    held = json.loads(file.read_bytes())
    held["marks"][0]["mood"] = {"deep": [1, 2]}
    held["later"] = True
    file.write_text(json.dumps(held))
    store.save_session("tangan", store.load_session("tangan", 1).floor("BN", NINE))
    again = json.loads(file.read_bytes())
    assert again["later"] is True
    assert again["marks"][0]["mood"] == {"deep": [1, 2]}


@pytest.mark.parametrize(
    ("text", "word", "facts"),
    [
        ('format = 1\nname = "x\n', "toml.syntax", {"line": "2"}),
        ('format = 1\nname = "x"\nconcern =\n', "toml.syntax", {"line": "3"}),
        ('name = "x"\n', "file.no-format", {}),
        ('format = 99\nname = "x"\n', "file.newer", {"number": 99}),
        ("format = 1\n", "file.value", {"key": "name", "why": "missing"}),
        ('format = 1\nname = " "\n', "file.value", {"key": "name", "why": "empty"}),
        (HAND.replace("BN", "AR"), "file.value", {"key": "members", "why": "twins", "code": "AR"}),
        (HAND.replace("BN", "ABCDE"), "file.value", {"key": "members.2.code", "why": "code"}),
        ('format = 1\nname = "x"\nplan = { meetings = "x" }\n', "file.value", {"key": "plan.meetings"}),
        (b'format = 1\nname = "\xff"\n', "file.not-text", {"byte": 19}),
        ("format = 1\nx = " + "[" * 5000, "file.too-deep", {}),
    ],
)
def test_a_slip_is_told_by_file_and_line_or_key(
    store: Store, group: Group, text: str | bytes, word: str, facts: dict[str, object]
) -> None:
    file = by_hand(store, text)
    before = file.read_bytes()
    store.save_group("lain", group)
    with pytest.raises(KelompokError) as told:
        store.load_group("tangan")
    assert told.value.word == word
    assert told.value.facts.items() >= {"file": file, **facts}.items()
    rows = {row.id: row for row in store.rows()}
    assert rows["lain"].trouble is None
    assert rows["tangan"].trouble is not None
    assert file.read_bytes() == before


def test_a_session_cut_anywhere_is_a_sentence_never_a_crash(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session.floor("AR", NINE))
    file = store.session_file("g", 1)
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        with pytest.raises(KelompokError):
            store.load_session("g", 1)
    (row,) = store.rows()
    assert row.trouble is None
    assert len(row.missed) == 1
    assert store.last_session("g") is None


def test_a_swapped_session_is_told(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    store.session_file("g", 1).rename(store.session_file("g", 2))
    with pytest.raises(KelompokError, match=r"session\.swapped"):
        store.load_session("g", 2)


@pytest.mark.parametrize("id", ["../x", "..", ".", "", "a/b", "nothing", "/etc"])
def test_a_group_is_a_folder_right_below(store: Store, id: str) -> None:
    (store.folder / "x").mkdir()
    with pytest.raises(KelompokError, match=r"group\.none"):
        store.load_group(id)


def test_a_folder_that_cannot_be_written_is_told(store: Store, group: Group) -> None:
    (store.folder / "groups").write_text("in the way")
    with pytest.raises(KelompokError) as told:
        store.save_group("g", group)
    assert told.value.word == "file.not-written"
    assert (store.folder / "groups").read_text() == "in the way"


def test_ids_are_small_plain_letters_and_never_twice(store: Store, group: Group) -> None:
    assert store.new_id("Berani Bicara! É") == "berani-bicara-e"
    store.save_group("berani-bicara", group)
    assert store.new_id("Berani bicara") == "berani-bicara-2"
    assert store.new_id("[b]😀[/b]" * 40).isascii()
    assert store.new_id("😀") == "group"


def test_check_finds_what_is_broken_and_what_is_odd(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    by_hand(store, HAND.replace("concern", "concer"))
    store.session_file("g", 1).write_text("{")
    found = {finding.file.name: finding for finding in store.check()}
    assert found["01.json"].trouble is not None
    notes = [note.facts for finding in store.check() for note in finding.notes]
    assert [(note["key"], note["near"]) for note in notes] == [("concer", "concern")]


def test_files_of_every_old_format_open() -> None:
    for folder in sorted((Path(__file__).parent / "old").iterdir()):
        store = Store(folder)
        group = store.load_group("berani-bicara")
        session = store.load_session("berani-bicara", 1)
        assert group.codes[:2] == ("AR", "BN"), folder
        assert store.load_names("berani-bicara")["AR"] == "Arini Rahayu"
        assert session.closed
        assert len(session.marks) == 40
        assert all(finding.trouble is None for finding in store.check())
