"""Groups and sessions as files: what is written, what is read, what is told of the rest."""

import json
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kelompok_tui.errors import KelompokError
from kelompok_tui.model import Group, Session, clean, next_session
from kelompok_tui.settings import DUE
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
    followed = group.follow_defaults(NINE.date(), DUE).answer("outcome", "hope", "", "[b]rukun[/b] 😀", NINE)
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
        ("format = 1\nx = " + "[" * 90 + "]" * 90, "file.too-deep", {}),
        ("format = 1\n[" + ".".join("a" * 2000) + "]\n", "file.too-deep", {}),
        ("format = 1\n\nx = " + "1" * 5000, "toml.syntax", {"line": 3}),
        ('format = 1\nname = "x"\nname = "y"\n', "toml.syntax", {"line": "3"}),
        (b"", "file.no-format", {}),
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
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(KelompokError):
            store.load_session("g", 1)
    (row,) = store.rows()
    assert row.trouble is None
    assert len(row.missed) == 1
    assert store.sessions_before("g", 9) == ()


@pytest.mark.parametrize(
    ("change", "word", "facts"),
    [
        (b"\xff", "file.not-text", {"byte": 0}),
        (b"[" * 5000, "file.too-deep", {}),
        (b'{"x": ' + b"[" * 300 + b"]" * 300 + b"}", "file.too-deep", {}),
        (b'{"format": 1,\n"x": ' + b"1" * 5000 + b"}", "json.syntax", {"line": 2}),
        (b"[1]", "json.syntax", {"line": 1}),
        (b"null", "json.syntax", {"line": 1}),
        (b'{"number": 1}', "file.no-format", {}),
        (b'{"format": true}', "file.no-format", {}),
        (b'{"format": 99}', "file.newer", {"number": 99}),
        (b'{"format": 1, "number": 1}', "file.value", {"key": "made", "why": "missing"}),
        (b'{"format": 1, "x": "\\ud800"}', "file.not-text", {"byte": 20}),
    ],
)
def test_a_session_that_is_none_is_told(
    store: Store, group: Group, session: Session, change: bytes, word: str, facts: dict[str, object]
) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    store.save_session("g", session.but(number=2))
    file = store.session_file("g", 2)
    file.write_bytes(change)
    with pytest.raises(KelompokError) as told:
        store.load_session("g", 2)
    assert told.value.word == word
    assert told.value.facts.items() >= {"file": file, **facts}.items()
    assert file.read_bytes() == change
    assert store.sessions_before("g", 9)[-1] == session
    (row,) = store.rows()
    assert (row.sessions, len(row.missed)) == ((1, 2), 1)


def test_a_whole_character_in_two_halves_is_none_the_worse(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session.but(place="😀"))
    file = store.session_file("g", 1)
    file.write_text(json.dumps(json.loads(file.read_bytes())), encoding="ascii")
    assert "\\ud83d" in file.read_text()
    assert store.load_session("g", 1).place == "😀"


@settings(deadline=None)  # a disk may be slow
@given(some.binary(max_size=40), some.integers(0, 700), some.integers(0, 40))
def test_any_damage_is_told_or_can_be_written_again(bytes: bytes, start: int, cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.save_group("g", Group(name="x", goals=("a",)).add_member("AR").follow_defaults(NINE.date(), DUE))
        made = Session(number=1, made=NINE).join("AR").enter("beginning", NINE).floor("AR", NINE).act(what="x")
        store.save_session("g", made)
        for file in (store.folder / "groups/g/group.toml", store.session_file("g", 1)):
            whole = file.read_bytes()
            file.write_bytes(whole[:start] + bytes + whole[start + cut :])
        store.rows()
        try:
            store.save_group("g", store.load_group("g"))
            store.save_session("g", store.load_session("g", 1).act(what="y").floor("AR", NINE))
        except KelompokError:
            return
        assert store.load_session("g", 1).actions[-1].what == "y"


@settings(deadline=None)
@given(some.text(), some.text())
def test_any_text_comes_back_from_toml(said: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        group = Group(name="x", concern=said, description=f"a\n{said}\n").answer("outcome", "what", "", said, NINE)
        store.save_group("g", group)
        store.save_names("g", {"AR": name})
        assert store.load_group("g") == group
        assert store.load_names("g") == {"AR": clean(name)}


def test_the_rest_of_the_names_stays_and_a_slip_is_not_written_over(store: Store, group: Group) -> None:
    store.save_group("g", group)
    file = store.folder / "groups" / "g" / "names.toml"
    file.write_text('format = 1\nlater = [1]\n[names]\nar = "Ayu"\nBN = "Beni"\n')
    assert store.load_names("g") == {"AR": "Ayu", "BN": "Beni"}
    store.save_names("g", {"AR": "Ayu", "CD": "half \ud800"})
    assert store.load_names("g") == {"AR": "Ayu", "CD": "half  "}
    assert "later = [" in file.read_text()
    for slip in ('format = 1\n[names]\nAR = "Ayu\n', "format = 99\n", "[names]\n"):
        file.write_text(slip)
        for attempt in (lambda: store.load_names("g"), lambda: store.save_names("g", {})):
            with pytest.raises(KelompokError) as told:
                attempt()
            assert told.value.facts["file"] == file
        assert file.read_text() == slip


def test_only_what_is_named_as_a_session_is_one(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    for number in (1, 7, 100):
        store.save_session("g", session.but(number=number))
    for name in ("1.json", "001.json", "٠٣.json", "02.json.bak", ".04.json.tmp", "0100.json"):
        (store.folder / "groups" / "g" / "sessions" / name).write_text("{}")
    assert store.sessions("g") == [1, 7, 100]


def test_a_swapped_session_is_told(store: Store, group: Group, session: Session) -> None:
    store.save_group("g", group)
    store.save_session("g", session)
    store.session_file("g", 1).rename(store.session_file("g", 2))
    with pytest.raises(KelompokError, match=r"session\.swapped"):
        store.load_session("g", 2)


@pytest.mark.parametrize("id", ["../x", "..", ".", "", "a/b", "nothing", "/etc", "😀" * 100, "a\0", "\udce9"])
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


def test_a_folder_whose_name_no_system_holds_is_told(tmp_path: Path, group: Group) -> None:
    store = Store(tmp_path / ("a" * 300))
    with pytest.raises(KelompokError, match=r"file\.not-written"):
        store.save_group("g", group)
    for look in (store.rows, store.groups):
        with pytest.raises(KelompokError, match=r"file\.not-read"):
            look()


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
        assert sum(mark.timed for mark in session.marks) == 40
        assert all(finding.trouble is None for finding in store.check())
