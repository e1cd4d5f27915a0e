"""Which key does what: the counselor's keys over the program's own, and what does not fit, by name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelompok_tui.errors import KelompokError
from kelompok_tui.keys import LEADER_KEY, RESERVED, SEATS, Keys, Screen, chairs, settle, sign
from kelompok_tui.settings import Settings, read_settings, write_settings

ROOM = {"room.undo": ("u",), "room.note": ("n",), "room.on": ("]",), "room.tick": ("space",)}
OWN = ROOM | chairs() | {"kind.question": ("t",), "kind.floor": ()}
OWN |= {"app.curtain": ("f9", "ctrl+l"), "home.new": ("n",), "group.begin": ("f2",), "group.names": ("f5",)}
SCREENS = (
    Screen(frozenset({"app.curtain", "home.new"})),
    Screen(frozenset({"app.curtain", "group.begin", "group.names"}), writes=True),
    Screen(frozenset({"app.curtain", *ROOM, *chairs(), "kind.question", "kind.floor"})),
)


def told(troubles: list[KelompokError]) -> list[tuple[str, dict[str, object]]]:
    return [(trouble.word, trouble.facts) for trouble in troubles]


def test_without_a_wish_every_key_is_the_programs_own() -> None:
    keys, troubles = settle(OWN, {}, SCREENS)
    assert (keys.held, troubles) == (OWN, [])
    assert (keys["app.curtain"], keys["room.undo"], keys["kind.floor"], keys["no.such"]) == ("f9", "u", "", "")


def test_a_chair_is_a_sign_of_the_number_row_and_the_leader_sits_left_of_it() -> None:
    own = chairs()
    assert own["seat.leader"] == (LEADER_KEY,)
    assert [own[f"seat.{number}"] for number in (1, 10, 14)] == [("1",), ("0",), ("p",)]
    assert len(own) == len(SEATS) + 1
    assert "".join(Keys(own).seats) == SEATS


def test_a_chair_that_has_no_key_keeps_its_place_in_the_row() -> None:
    assert Keys({**chairs(), "seat.2": ()}).seats[:3] == ("1", "", "3")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("right_square_bracket", "]"),
        ("full_stop", "."),
        ("comma", ","),
        ("u", "u"),
        ("U", "U"),
        ("+", "+"),
        ("space", "space"),  # that one has no sign to be seen
        ("f9", "f9"),
        ("ctrl+l", "ctrl+l"),
        ("pageup", "pageup"),
    ],
)
def test_a_key_is_written_as_it_stands_on_the_keyboard(key: str, shown: str) -> None:
    assert sign(key) == shown


@pytest.mark.parametrize("key", ["w", "U", "é", ";", ",", "f1", "f24", "ctrl+u", "shift+f3", "alt+home", "end"])
def test_a_key_that_there_is_takes_the_place_of_the_own(key: str) -> None:
    keys, troubles = settle(OWN, {"room.undo": key}, SCREENS)
    assert troubles == []
    assert keys.held == {**OWN, "room.undo": (key,)}


def test_the_space_bar_is_a_key() -> None:
    assert settle(OWN, {"home.new": "space"}, SCREENS)[0]["home.new"] == "space"


def test_a_name_that_nothing_has_is_told_with_the_nearest() -> None:
    keys, troubles = settle(OWN, {"room.unod": "w", "xyz": "w"}, SCREENS)
    assert told(troubles) == [
        ("keys.no-name", {"name": "room.unod", "key": "w", "near": "room.undo"}),
        ("keys.no-name", {"name": "xyz", "key": "w", "near": "room.undo"}),
    ]
    assert keys.held == OWN


@pytest.mark.parametrize("key", ["", " ", "ww", "f0", "f25", "ctrl+1", "ctrl+", "Enter", "\x1b", "\n", "full_stop"])
def test_a_key_that_there_is_not_is_told(key: str) -> None:
    keys, troubles = settle(OWN, {"room.undo": key}, SCREENS)
    assert told(troubles) == [("keys.no-key", {"name": "room.undo", "key": key, "near": "room.undo"})]
    assert keys.held == OWN


@pytest.mark.parametrize("key", sorted(RESERVED))
def test_what_fills_in_moves_and_leaves_is_reserved(key: str) -> None:
    for name in ("room.undo", "group.begin", "seat.3"):
        keys, troubles = settle(OWN, {name: key}, SCREENS)
        assert told(troubles) == [("keys.reserved", {"name": name, "key": key, "near": name})]
        assert keys.held == OWN


@pytest.mark.parametrize("name", ["seat.3", "seat.leader", "kind.question"])
def test_chairs_and_kinds_take_one_sign(name: str) -> None:
    for key in ("f10", "space", "ctrl+u"):
        keys, troubles = settle(OWN, {name: key}, SCREENS)
        assert told(troubles) == [("keys.one-sign", {"name": name, "key": key, "near": name})]
        assert keys.held == OWN
    assert settle(OWN, {name: "Z"}, SCREENS)[0][name] == "Z"


def test_where_letters_write_a_letter_is_no_key() -> None:
    for name in ("group.begin", "app.curtain"):  # the curtain is on the group's screen too
        for key in ("w", "space", "5", "?"):
            keys, troubles = settle(OWN, {name: key}, SCREENS)
            assert told(troubles) == [("keys.writes", {"name": name, "key": key, "near": name})]
            assert keys.held == OWN
        assert settle(OWN, {name: "f10"}, SCREENS)[0][name] == "f10"


def test_two_keys_change_places() -> None:
    keys, troubles = settle(OWN, {"room.undo": "n", "room.note": "u", "seat.1": "t", "kind.question": "1"}, SCREENS)
    assert troubles == []
    assert [keys[name] for name in ("room.undo", "room.note", "seat.1", "kind.question")] == ["n", "u", "t", "1"]


def test_the_same_key_on_two_screens_is_no_clash() -> None:
    keys, troubles = settle(OWN, {"room.undo": "f2", "home.new": "u"}, SCREENS)
    assert troubles == []
    assert (keys["room.undo"], keys["home.new"], keys["group.begin"]) == ("f2", "u", "f2")


def test_a_key_that_is_taken_is_told_and_the_own_one_stays() -> None:
    for name, key, other in (
        ("room.undo", "n", "room.note"),
        ("seat.3", "u", "room.undo"),
        ("room.on", "3", "seat.3"),
        ("kind.floor", "t", "kind.question"),
        ("group.begin", "ctrl+l", "app.curtain"),  # its second key is a key too
    ):
        keys, troubles = settle(OWN, {name: key}, SCREENS)
        assert told(troubles) == [("keys.clash", {"name": name, "other": other, "key": key})]
        assert keys.held == OWN


def test_of_two_wishes_for_one_key_one_is_kept() -> None:
    keys, troubles = settle(OWN, {"room.note": "w", "room.undo": "w"}, SCREENS)
    assert told(troubles) == [("keys.clash", {"name": "room.note", "other": "room.undo", "key": "w"})]
    assert keys.held == {**OWN, "room.undo": ("w",)}


def test_a_wish_that_falls_takes_the_one_that_leaned_on_it_along() -> None:
    keys, troubles = settle(OWN, {"room.undo": "n", "room.note": "]"}, SCREENS)
    assert told(troubles) == [
        ("keys.clash", {"name": "room.note", "other": "room.on", "key": "]"}),
        ("keys.clash", {"name": "room.undo", "other": "room.note", "key": "n"}),
    ]
    assert keys.held == OWN


def test_a_kind_of_a_schools_own_that_clashes_has_no_key() -> None:
    own = {**OWN, "kind.joke": ("u",), "kind.song": ("3",), "kind.dance": ("y",), "kind.poem": ("y",)}
    circle = Screen(SCREENS[2].names | {name for name in own if name.startswith("kind.")})
    keys, troubles = settle(own, {}, (*SCREENS[:2], circle))
    assert told(troubles) == [
        ("keys.clash", {"name": "kind.joke", "other": "room.undo", "key": "u"}),
        ("keys.clash", {"name": "kind.song", "other": "seat.3", "key": "3"}),
        ("keys.clash", {"name": "kind.poem", "other": "kind.dance", "key": "y"}),
    ]
    assert keys.held == {**own, "kind.joke": (), "kind.song": (), "kind.poem": ()}


def test_a_schools_own_kind_keeps_its_key_where_she_moves_the_other_away() -> None:
    own = {**OWN, "kind.joke": ("u",)}
    circle = Screen(SCREENS[2].names | {"kind.joke"})
    keys, troubles = settle(own, {"room.undo": "w"}, (*SCREENS[:2], circle))
    assert troubles == []
    assert (keys["room.undo"], keys["kind.joke"]) == ("w", "u")


# ── whatever is wished ──

NAMES = ("room.a", "room.b", "room.c", "app.d", "seat.1", "seat.2", "kind.x", "kind.y")
GIVEN = ("u", "n", "1", "2", "f2", "f9", "ctrl+l", "space")
ASKED = (*GIVEN, "w", "f10", "enter", "ctrl+i", "", "ww", " ", "é")


@st.composite
def laid(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], tuple[Screen, ...]]:
    """Screens, and own keys that no two names of the same screen share."""
    parts = st.frozensets(st.sampled_from(NAMES), max_size=len(NAMES))
    screens = draw(st.lists(st.builds(Screen, parts, st.booleans()), max_size=3))
    own: dict[str, tuple[str, ...]] = {}
    for name in draw(st.permutations(NAMES)):
        near = {
            key for screen in screens if name in screen.names for other in screen.names for key in own.get(other, ())
        }
        free = [key for key in GIVEN if key not in near]
        own[name] = tuple(draw(st.lists(st.sampled_from(free), max_size=2, unique=True))) if free else ()
    return own, tuple(screens)


@given(laid(), st.dictionaries(st.sampled_from((*NAMES, "room.none", "Ω")), st.sampled_from(ASKED)))
def test_whatever_is_wished_no_key_does_two_things_and_nothing_is_dropped_in_silence(
    program: tuple[dict[str, tuple[str, ...]], tuple[Screen, ...]], wanted: dict[str, str]
) -> None:
    own, screens = program
    keys, troubles = settle(own, wanted, screens)
    assert set(keys.held) == set(own)
    for screen in screens:
        used = [key for name in screen.names for key in keys.held.get(name, ())]
        assert len(used) == len(set(used))
    dropped = [trouble.facts["name"] for trouble in troubles]
    assert len(dropped) == len(set(dropped))
    assert set(dropped) <= set(wanted)
    for name, held in keys.held.items():
        assert held == ((wanted[name],) if name in wanted and name not in dropped else own[name])
    assert set(wanted) - set(own) <= set(dropped)


# ── as they stand in settings.toml ──


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"room.undo" = "w"\n"seat.1" = "a"\n"seat.2" = "s"\n',
        '[keys]\nroom.undo = "w"\nseat.1 = "a"\nseat.2 = "s"\n',
        '[keys.room]\nundo = "w"\n[keys.seat]\n1 = "a"\n2 = "s"\n',
        'keys.room.undo = "w"\nkeys.seats = "as"\n',
        '[keys]\nseats = "as"\n[keys.room]\nundo = "w"\n',
        'keys = { seats = "as", room = { undo = "w" } }\n',
    ],
)
def test_keys_are_written_with_dots_in_tables_or_as_a_row_of_seats(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("format = 1\n" + text)
    settings = read_settings(file)
    assert settings == Settings(keys={"room.undo": "w", "seat.1": "a", "seat.2": "s"})
    write_settings(file, settings)
    assert read_settings(file) == settings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[keys]\n"room.undo" = 3\n', "keys.room.undo"),
        ("[keys.seat]\n3 = 3\n", "keys.seat.3"),
        ("[keys]\nseats = 123\n", "keys.seats"),
        ('[keys]\nroom = ["u"]\n', "keys.room"),
        ("[keys]\nroom.undo = true\n", "keys.room.undo"),
        ('keys = "w"\n', "keys"),
    ],
)
def test_a_key_that_is_no_text_is_told_by_its_name(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("format = 1\n" + text)
    with pytest.raises(KelompokError) as slip:
        read_settings(file)
    assert told([slip.value]) == [("settings.keys", {"file": file, "key": key})]


@pytest.mark.parametrize("value", ["-1", "601", '"10"', "true", "10.0", "[]"])
def test_minutes_of_the_curtain_that_do_not_fit_are_told(tmp_path: Path, value: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"format = 1\ncurtain = {value}\n")
    with pytest.raises(KelompokError) as slip:
        read_settings(file)
    assert told([slip.value]) == [("settings.number", {"file": file, "key": "curtain", "most": 600})]


@pytest.mark.parametrize("minutes", [0, 1, 600])
def test_minutes_of_the_curtain_come_back(tmp_path: Path, minutes: int) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"format = 1\ncurtain = {minutes}\n")
    assert read_settings(file) == Settings(curtain=minutes)
    write_settings(file, read_settings(file))
    assert read_settings(file).curtain == minutes


def test_keys_curtain_and_what_is_unknown_stand_in_one_file_together(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings = Settings("en", keys={"room.undo": '"', "seat.1": "\\"}, curtain=3, kept={"later": {"x": 1}, "more": 2})
    write_settings(file, settings)
    assert read_settings(file) == settings
    file.write_text("format = 1\n")
    assert read_settings(file) == Settings()
