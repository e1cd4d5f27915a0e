"""A whole group by keys: from the first candidate to the closed group, as one counselor leads it."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kelompok_tui.cli import main
from kelompok_tui.model import Group, Session, answered, next_session
from kelompok_tui.settings import read_settings
from kelompok_tui.store import Store
from kelompok_tui.ui.app import KelompokApp
from kelompok_tui.ui.bin_screen import BinScreen
from kelompok_tui.ui.door_screen import DoorScreen
from kelompok_tui.ui.due_screen import DueScreen
from kelompok_tui.ui.gap_screen import GapScreen
from kelompok_tui.ui.group_screen import GroupScreen
from kelompok_tui.ui.home_screen import HomeScreen
from kelompok_tui.ui.names_screen import NamesScreen
from kelompok_tui.ui.pass_screen import PassScreen
from kelompok_tui.ui.report_screen import ReportScreen
from kelompok_tui.ui.round_screen import RoundScreen
from kelompok_tui.ui.session_screen import SessionScreen
from kelompok_tui.ui.sheet import Grid
from kelompok_tui.ui.workbench import Workbench
from kelompok_tui.words import Words, read_words

from .player import Clock, Player

ID = "berani-bicara"
NAMES = {"AR": "Arumdati", "BN": "Banyubiru", "CD": "Cendekia", "DE": "Dewandaru", "EF": "Efendhi", "FG": "Fatmagul"}
CODES = [*NAMES]
KEY = "guru2026"
SAFETY = ("rahasia-satu", "rahasia-dua", "rahasia-tiga")
PRIVATE = ("mulai menatap saat berbicara", "pelan tetapi pasti", "berani memanggil guru")
DAYS = {"id": ("kemarin", "senin depan"), "en": ("yesterday", "next monday")}
KINDS = ("limits", "own", "parent", "laptop")


@asynccontextmanager
async def opened(folder: Path, clock: Clock, language: str, size: tuple[int, int]) -> AsyncIterator[Player]:
    """The app as it is started by her: with the settings that are in the folder."""
    settings = replace(read_settings(folder / "settings.toml"), plain=True)
    app = KelompokApp(folder, settings, language, read_words(language, folder / "guide"), clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        player = Player(app, pilot, clock)
        await player.settle()
        yield player
        assert await asyncio.to_thread(app._safe, 5)  # as when the window is closed: the last write is waited for


# ── what the hands do ──


def words_of(play: Player) -> Words:
    return play.app.words


def flat(play: Player) -> str:
    """What is to be read, as if the screen were one row."""
    return " ".join(re.sub("[│▌█▎▊]", " ", play.screen).split())


def room(play: Player) -> SessionScreen:
    screen = play.app.screen
    assert isinstance(screen, SessionScreen), screen
    return screen


async def sheet(play: Player, name: str, keys: str = "") -> None:
    """Tab until that sheet is in front, with the keys; then `keys`."""
    bench = play.app.screen
    assert isinstance(bench, Workbench), bench
    for _ in bench.panels():
        if bench.panel and bench.panel.key == name:
            break
        await play.press("tab")
    assert bench.panel, name
    assert bench.panel.key == name
    if not isinstance(play.app.focused, Grid):
        await play.press("enter")
    await play.type(keys)


async def row(play: Player, id: str, keys: str = "") -> None:
    """Arrows to the row of that id in the open sheet; then `keys`."""
    bench = play.app.screen
    assert isinstance(bench, Workbench)
    assert bench.panel
    rows = [held.id for held in bench.panel._rows]
    assert id in rows, (id, rows)
    away = rows.index(id) - bench.panel.query_one(Grid).cursor_row
    await play.type("↓" * away if away > 0 else "↑" * -away)
    await play.type(keys)


async def seen(play: Player, text: str) -> None:
    """It is on the screen, at once or as soon as a busy machine has drawn it."""
    for _ in range(50):
        if text in play.screen:
            return
        await asyncio.sleep(0.1)
    raise AssertionError((text, play.screen))


async def home(play: Player) -> None:
    """Escape and q until home."""
    for _ in range(6):
        if isinstance(play.app.screen, HomeScreen):
            return
        await play.press("escape")
        if isinstance(play.app.screen, SessionScreen):
            await play.press("q")
    raise AssertionError(play.app.screen)


async def to_the_group(play: Player) -> None:
    """From home: the group itself, which stands last."""
    await home(play)
    await play.press("end", "enter")
    assert isinstance(play.app.screen, GroupScreen)


async def through(play: Player, reason: str = "") -> None:
    """`]`, and through the door."""
    await play.type("]")
    assert isinstance(play.app.screen, DoorScreen)
    await play.type(f"n{reason}⏎" if reason else "⏎")


# ── pra konseling ──


async def choose_settings(play: Player) -> None:
    await play.type("s↓↓0⏎Bu Rina⏎198701⏎SMPN 3⏎Pak Budi⏎197002⏎2026/2027⏎17 14 60⏎⎋")
    assert isinstance(play.app.screen, HomeScreen)


async def plan(play: Player) -> None:
    await play.type("nBerani bicara⏎")
    await play.type("↓takut bicara di depan kelas⏎banyak yang diam⏎12↓↓1berani bertanya⏎")
    await play.type("bertanya sekali seminggu (C3)⏎menyapa teman baru (a2)⏎↓4⏎Ruang BK⏎SFBT⏎skala⏎kartu⏎")
    assert "(A2)" in play.screen


async def weigh_candidates(play: Player) -> None:
    """Seven are weighed, six chosen, one is helped otherwise."""
    await sheet(play, "candidates")
    for n, code in enumerate((*CODES, "GH")):
        tags = "kehilangan" if code == "GH" else "takut bicara, cemas" if n % 2 else "takut bicara"
        await play.type(f"{code.lower()}⏎VIII-A⏎{n % 5 + 1}gugup ke-{n}⏎{tags}⏎")
    await sheet(play, "likeness")
    assert words_of(play)("panel.likeness.shared", tags="takut bicara 6, cemas 3") in flat(play)
    assert words_of(play)("panel.likeness.apart", who="GH") in flat(play)
    for code in CODES:
        await row(play, code, f"1{code} serupa⏎")
    await row(play, "GH", "3konseling individu dulu⏎")


async def ask_consent(play: Player) -> None:
    """All but two: the parents of CD did not answer yet, DE wants no laptop."""
    await sheet(play, "consent")
    for code in CODES:
        await row(play, code, {"CD": "1121", "DE": "1113", "EF": "1141"}.get(code, "1111") + "←←←←")
    await row(play, "AR", "⏎")
    await play.press("ctrl+u")
    await play.type(f"{DAYS[words_of(play).language][0]}⏎")
    await sheet(play, "form:readiness", "11111")
    await play.press("f5")
    assert isinstance(play.app.screen, NamesScreen)
    await play.type("".join(f"{name}⏎" for name in NAMES.values()) + "⎋")


async def through_the_first_door(play: Player) -> None:
    words = words_of(play)
    await play.press("f2")
    assert isinstance(play.app.screen, DoorScreen)
    shown = flat(play)
    assert words("door.lacking", who="CD") in shown
    assert words("door.lacking", who="DE") in shown
    await play.type("nizin CD menyusul⏎")
    room(play)


# ── the first session ──


async def first_session(play: Player) -> None:
    """Everything that a session holds; UCA by digits in the sheet."""
    clock = play.clock
    await play.type("1t")
    clock.go(seconds=5)
    await play.type("12d")  # from whom to whom
    clock.go(seconds=30)
    await play.type("nhangat sekali⏎  ")
    await sheet(play, "attendance", "1")
    await row(play, "CD", "→7⏎")
    await row(play, "DE", "411⎋")
    assert [seat.state for seat in room(play).session.seats] == [
        "present",
        "present",
        "late",
        "sick",
        "present",
        "present",
    ]
    await sheet(play, "form:introductions", "Yu⏎berani maju⏎2Bi⏎punya teman⏎3⎋")
    await sheet(play, "form:contract", "1121soal waktu⏎⎋")
    await sheet(play, "form:principles", "1111111⎋")
    await sheet(play, "form:rules", "satu orang bicara⏎saling menatap⏎⎋")
    await sheet(play, "form:pledge", "11111⎋")
    await sheet(play, "form:first", "ide pertama⏎lega sedikit⏎⎋")
    clock.go(minutes=9)
    await through(play, "waktu sempit")
    await play.type("2f3")
    await sheet(play, "tensions", "→→→takut ditertawakan⏎menamai rasanya⏎5⎋")
    await sheet(play, "form:comfort", "3142⎋")
    clock.go(minutes=5)
    await through(play)
    await play.type("5k6!")  # FG: a moment of safety
    await sheet(play, "form:problems", "tidak berani tanya⏎takut salah ucap⏎⎋")
    await sheet(play, "form:chosen", "1gugup presentasi⏎paling berat⏎⎋")
    await sheet(play, "form:responses", "coba latihan di rumah⏎⎋")
    await sheet(play, "actions", "1bertanya di kelas IPA⏎Senin⏎Bu Tuti⏎malu dilihat⏎guru mendengar⏎⎋")
    await sheet(play, "form:solved", "2bergantian memberi saran⏎⎋")
    clock.go(minutes=20)
    await through(play)
    await sheet(play, "form:commitments", "angkat tangan sekali⏎21sapa satu teman⏎21⎋")
    await sheet(play, "form:goals", "2baru mulai⏎3⎋")
    await sheet(play, "form:uca", "222mendung⏎333cerah⏎123⎋")
    await sheet(play, "form:mood", "34⎋")
    await sheet(play, "form:impressions", "kaget bisa cerita⏎jangan menyerah⏎⎋")
    await sheet(play, "form:process", "3323332terlalu singkat⏎⎋")
    await sheet(play, "form:next", "+7⏎latihan bertanya⏎⎋")
    clock.go(minutes=9)
    await through(play)
    assert room(play).session.closed


SAID_FIRST = (
    "izin CD menyusul|hangat sekali|Yu|berani maju|Bi|punya teman|soal waktu|satu orang bicara|saling menatap|"
    "ide pertama|lega sedikit|waktu sempit|takut ditertawakan|menamai rasanya|tidak berani tanya|takut salah ucap|"
    "gugup presentasi|paling berat|coba latihan di rumah|bertanya di kelas IPA|Senin|Bu Tuti|malu dilihat|"
    "guru mendengar|bergantian memberi saran|angkat tangan sekali|sapa satu teman|baru mulai|mendung|cerah|"
    "kaget bisa cerita|jangan menyerah|terlalu singkat|latihan bertanya|cerita tentang ayah|kelompok memeluk|"
    "masih disimpan|satu langkah maju|perlu sabar|ruang tenang|bel berbunyi|mulai dari CD|Bu Rina|SMPN 3|Ruang BK"
)


async def debrief_the_first(play: Player) -> None:
    """Back through the marks; a note that names another is pointed out and mended; the moment of safety."""
    words = words_of(play)
    await play.press("f5")
    assert room(play).panel is not None
    panel = room(play).panel
    assert panel
    assert panel.key == "debrief"
    rows = [held.id for held in panel._rows]
    opening = next(n for n, mark in enumerate(room(play).session.marks) if mark.kind == "disclosure")
    await row(play, f"mark:{opening}", "cerita tentang ayah; kelompok memeluk⏎")
    await row(play, "tension:1.1:outcome", "masih disimpan⏎")
    await row(play, "risk:1.1:safe", f"11{SAFETY[0]}⏎{SAFETY[1]}⏎+1⏎{SAFETY[2]}⏎")
    await row(play, "form:notes:note:AR", "bersama BN maju⏎")
    assert words("panel.debrief.names", about="AR", others="BN") in play.said
    await row(play, "form:notes:note:AR", "⏎")
    await play.press("ctrl+u")
    await play.type(f"{PRIVATE[0]}⏎")
    await row(play, "form:notes:note:BN", f"{PRIVATE[1]}⏎")
    assert "form:notes:note:DE" not in rows  # she was not there
    await row(
        play, "form:reflection:results:", "satu langkah maju⏎perlu sabar⏎ruang tenang⏎bel berbunyi⏎mulai dari CD⏎⎋"
    )


# ── the second: somebody new, the window closed in the middle, the laptop passed round ──


async def carried(play: Player, id: str, state: int, text: str) -> None:
    """How it stands now, and what got in the way."""
    await row(play, id, f"{state}{text}⏎")


async def begin_the_second(play: Player) -> None:
    """What is carried on comes first."""
    await to_the_group(play)
    await play.press("f2")
    assert isinstance(play.app.screen, DoorScreen)
    await play.type("⏎")
    panel = room(play).panel
    assert panel
    assert panel.key == "carried"
    await sheet(play, "carried")
    shown = flat(play)
    for told in ("bertanya di kelas IPA", "takut ditertawakan", "“angkat tangan sekali”", "“sapa satu teman”"):
        assert told in shown, told
    await carried(play, "action:1.1", 3, "ulangan mendadak")
    await carried(play, "tension:1.1", 4, "minta maaf bersama")
    await row(play, "kept:AR", "1←")
    await carried(play, "kept:BN", 3, "teman pindah")
    await play.type("⎋")
    assert room(play).session.asked == ("1.1",)
    await sheet(play, "attendance", "111115⎋")
    await play.type("ehi⏎")  # somebody new
    assert [seat.code for seat in room(play).session.seats] == [*CODES, "HI"]
    play.clock.go(minutes=4)
    await play.type("3t7i")


async def after_the_window_was_closed(play: Player) -> None:
    """The same session, on the same second; the time between does not count."""
    words = words_of(play)
    assert words("home.running", number=2) in play.screen
    await to_the_group(play)
    await sheet(play, "consent")
    assert words("consented.renew") in flat(play)
    await play.press("f2")
    assert isinstance(play.app.screen, GapScreen)
    await play.type("j")
    session = room(play).session
    assert [(m.who, m.kind) for m in session.marks] == [("CD", "question"), ("HI", "insight")]
    assert "04:00" in play.screen
    await sheet(play, "form:pledge", "1111111⎋")
    play.clock.go(minutes=4)
    for _ in range(2):
        await through(play)
        play.clock.go(minutes=6)
    await sheet(play, "actions")
    await row(play, "+", "2menyapa di kantin⏎besok⏎kakak⏎⎋")
    await through(play)


async def pass_the_laptop(play: Player) -> None:
    """Each of those here answers UCA herself; only the key gives the laptop back."""
    here = room(play).session.here
    assert here == ("AR", "BN", "CD", "DE", "EF", "HI")
    await play.press("f8")
    assert isinstance(play.app.screen, PassScreen)
    forms = [form.id for form in play.app.screen._forms]
    await play.type(f"{forms.index('uca') + 1}{KEY}⏎")
    for n, code in enumerate(here):
        assert isinstance(play.app.screen, RoundScreen)
        await seen(play, "  ".join(code))
        await play.type(f" 34{n % 4 + 1}kata{n}⏎")
        await play.type("  ")  # thanks; the empty page
        assert all(f"kata{number}" not in play.screen for number in range(6))
    await play.press("q", "escape", "f9", "ctrl+c")
    assert isinstance(play.app.screen, RoundScreen)
    await play.type(KEY)
    room(play)


async def end_the_second(play: Player) -> None:
    await sheet(play, "form:uca")
    shown = flat(play)
    assert "kata0" in shown
    await play.type("⎋")
    await sheet(play, "form:commitments", "menyapa guru piket⏎21⎋")
    await sheet(play, "form:next", f"{DAYS[words_of(play).language][1]}⏎⎋")
    play.clock.go(minutes=8)
    await through(play)
    await play.press("f5")
    await row(play, "form:notes:note:HI", f"{PRIVATE[2]}⏎")
    await row(play, "form:reflection:results:", "sudah saling menyapa⏎⎋")


SAID_SECOND = (
    "bertanya di kelas IPA|ulangan mendadak|minta maaf bersama|teman pindah|menyapa di kantin|besok|kakak|kata0|kata5|"
    "menyapa guru piket|sudah saling menyapa|HI"
)


# ── the third from paper, and a slip ──


async def third_from_paper(play: Player) -> None:
    await to_the_group(play)
    await play.press("f8")
    await play.press("ctrl+u")
    await play.type(f"{DAYS[words_of(play).language][0]} 09.00⏎")
    assert room(play).session.closed
    await sheet(play, "carried")
    await row(play, "action:2.1", "2⎋")  # done
    await sheet(play, "attendance", "1111121⎋")
    await play.type("]]")
    await sheet(play, "tally", "32⎋")
    await sheet(play, "form:problems", "dari kertas saja⏎⎋")
    await play.type("]")
    await sheet(play, "form:commitments", "membaca keras-keras⏎11⎋")
    await sheet(play, "tensions", "1⎋")
    await sheet(play, "form:uca", "333kertas⏎⎋")
    await play.press("f5")
    await row(play, "form:reflection:results:", "tersalin rapi⏎⎋q")


SAID_THIRD = "dari kertas saja|membaca keras-keras|kertas|tersalin rapi"


async def slip_into_the_bin_and_back(play: Player, store: Store) -> None:
    before = store.session_file(ID, 3).read_bytes()
    await to_the_group(play)
    await play.press("f6", "delete", "enter")
    assert store.sessions(ID) == [1, 2]
    await home(play)
    await play.type("b")
    assert isinstance(play.app.screen, BinScreen)
    await play.type("⏎⎋")
    assert store.session_file(ID, 3).read_bytes() == before


# ── the fourth, and a correction ──


async def fourth_session(play: Player) -> None:
    await to_the_group(play)
    await play.press("f2")
    await play.type("⏎")
    await sheet(play, "carried")
    shown = flat(play)
    assert "“membaca keras-keras”" in shown
    assert "menyapa di kantin" not in shown  # done in the third
    await carried(play, "kept:AR", 2, "suara serak")
    await play.type("⎋")
    await sheet(play, "attendance", "1111511⎋")
    for code in "123467":
        await play.type(f"{code}t")
        play.clock.go(seconds=20)
    await play.type("5!")  # a moment of safety about one who is not here
    for _ in range(3):
        play.clock.go(minutes=9)
        await through(play)
    await sheet(play, "form:commitments", "memimpin doa⏎21⎋")
    await sheet(play, "form:goals", "1sudah biasa⏎2⎋")
    await sheet(play, "form:uca", "444terang⏎⎋")
    await sheet(play, "form:satisfaction", "3323⎋")
    play.clock.go(minutes=9)
    await through(play, "perpisahan")
    await play.press("f5")
    await row(play, "form:reflection:results:", "tujuan tercapai⏎⎋")
    await home(play)


SAID_FOURTH = "suara serak|memimpin doa|sudah biasa|terang|perpisahan|tujuan tercapai"


async def answer_the_red_line(play: Player) -> None:
    """The moment of safety that the debrief did not answer stays red at home until it is."""
    words = words_of(play)
    red = words("home.unsafe", number=4, group="Berani bicara")
    assert red in flat(play)
    await play.press("home", "enter")
    await row(play, "4.1:safe", f"11{SAFETY[0]}⏎{SAFETY[1]}⏎+0⏎{SAFETY[2]}⏎")
    await home(play)
    assert red not in flat(play)


async def correct_the_second(play: Player) -> None:
    """The next day: AR meant 1, not 3; what was there stays to be seen."""
    await to_the_group(play)
    await play.press("f6", "home", "down", "enter")
    assert room(play).session.number == 2
    await sheet(play, "form:uca", "1⎋")
    assert [(c.what, c.was) for c in room(play).session.corrections] == [("answers.uca.understanding.AR", "3")]
    await sheet(play, "trace", "⎋")
    assert words_of(play)("panel.trace.title") in flat(play)
    await play.type("q")


# ── pasca konseling ──


async def plan_follow_ups(play: Player) -> None:
    await to_the_group(play)
    await play.press("f7")
    await sheet(play, "followups")
    group = play.app.screen.group  # type: ignore[attr-defined]
    last = play.clock.at.date()
    assert [(f.kind, (f.due - last).days) for f in group.followups] == [
        ("laiseg", 6),
        ("laijapen", 13),
        ("laijapang", 59),
    ]
    await home(play)


async def answer_what_is_due(play: Player, kind: str, digits: str, told: str) -> None:
    """From home: UCA again beside the first, then what came of it."""
    words = words_of(play)
    assert words(f"followup.{kind}") in flat(play)
    await play.press("home", "enter")
    assert isinstance(play.app.screen, DueScreen)
    shown = flat(play)
    assert "2 2 2" in shown  # AR in the first session
    await sheet(play, f"form:{kind}", f"{digits}1kabar {kind}⏎")
    await play.press("tab")
    await play.type(f"{told}⏎")
    assert words("panel.due.done") in flat(play)
    await play.type("⎋")
    assert isinstance(play.app.screen, HomeScreen)
    assert told not in flat(play)


async def say_how_it_ended(play: Player) -> None:
    await to_the_group(play)
    await sheet(play, "form:outcome", "berani bertanya tanpa diminta⏎2mulai bertanya⏎ujian⏎teman sebangku⏎")
    await sheet(play, "form:hopes")
    assert "berani maju" in flat(play)
    await row(play, "AR", "1maju sendiri⏎")
    await sheet(play, "form:ways")
    for code in (*CODES, "HI"):
        await row(play, code, "3psikolog puskesmas⏎+3⏎dijemput ibu⏎" if code == "FG" else "1")
        await play.press("home")
    await home(play)


async def the_referral_comes_due(play: Player) -> None:
    assert "psikolog puskesmas" in flat(play)
    await play.press("home", "enter")
    assert isinstance(play.app.screen, DueScreen)
    await row(play, "FG", "4⎋")
    assert "psikolog puskesmas" not in flat(play)


async def close_the_group(play: Player) -> None:
    words = words_of(play)
    await to_the_group(play)
    await play.press("ctrl+t")
    assert isinstance(play.app.screen, DoorScreen)
    await play.type("nsemua sudah berjalan⏎")
    assert "semua sudah berjalan" in flat(play)
    await home(play)
    assert words("home.closed", day=words.short_date(play.clock.at.date())) in flat(play)


async def export_all(play: Player, count: int) -> None:
    for number in range(1, count + 1):
        await to_the_group(play)
        await play.press("f6", "home", *["down"] * (number - 1), "f3")
        assert isinstance(play.app.screen, ReportScreen)
        await play.type("rs⏎")  # her own
        assert f"-{number:02}-log" in play.said
    await home(play)


# ── what is on the disk ──


def logs(folder: Path, count: int) -> list[str]:
    found = [next((folder / "exports").glob(f"{ID}-{number:02}-log*.md")) for number in range(1, count + 1)]
    return [" ".join(log.read_text(encoding="utf-8").replace("\\", "").split()) for log in found]


def lacking(session: Session, log: str, said: list[str]) -> Iterator[str]:
    """What was said and is not in that log, or not in that session's file."""
    held = session.model_dump_json()
    yield from (f"log: {text}" for text in said if text not in log)
    alone = {"Bu Rina", "SMPN 3", "kata"}
    yield from (f"file: {text}" for text in said if text not in held and text not in alone)


def names_outside(folder: Path) -> list[str]:
    """Files other than names.toml and its generations that hold a real name, in their text or in their own name."""
    files = [file for file in folder.rglob("*") if file.is_file() and "names.toml" not in file.parts]
    return [
        f"{file.relative_to(folder)}: {name}"
        for file in files
        for name in NAMES.values()
        if name.casefold() in (file.read_text(encoding="utf-8") + str(file)).casefold()
    ]


def all_of_the_group(store: Store) -> None:
    """What was said before and after the sessions."""
    settings, group = read_settings(store.folder / "settings.toml"), store.load_group(ID)
    assert (settings.leader, settings.nip, settings.school, settings.head) == (
        "Bu Rina",
        "198701",
        "SMPN 3",
        "Pak Budi",
    )
    assert (settings.year, settings.semester, settings.due) == ("2026/2027", "odd", (7, 14, 60))
    assert (group.concern, group.areas, group.function) == (
        "takut bicara di depan kelas",
        ("personal", "social"),
        "curative",
    )
    assert [(goal.text, goal.bloom) for goal in group.goals] == [
        ("bertanya sekali seminggu", "C3"),
        ("menyapa teman baru", "A2"),
    ]
    assert group.codes == (*CODES, "HI")
    told = [(m.code, m.class_, m.source, m.statement, m.reason, m.tags) for m in group.members]
    assert told[1] == ("BN", "VIII-A", "interview", "gugup ke-1", "BN serupa", ("takut bicara", "cemas"))
    assert [(c.code, c.instead, c.reason) for c in group.candidates] == [("GH", "crisis", "konseling individu dulu")]
    answers = {(c.code, c.kind): c.state for c in group.consents}
    assert answers == {(code, kind): "given" for code in CODES for kind in KINDS} | {
        ("CD", "parent"): "asked",
        ("DE", "laptop"): "refused",
        ("EF", "parent"): "needless",
    }
    days = {c.day.isoformat() for c in group.consents if (c.code, c.kind) == ("AR", "limits")}
    assert days == {"2026-11-23"}
    assert store.load_names(ID) == NAMES


def all_of_what_came_after(store: Store) -> None:
    group = store.load_group(ID)
    told = {f.kind: f.result for f in group.followups}
    assert told == {"laiseg": "sudah bertanya", "laijapen": "masih bertanya", "laijapang": ""}
    for form, item, about, value in (
        ("readiness", "closeness", "", True),
        ("laiseg", "understanding", "AR", 3),
        ("laiseg", "tried", "AR", "done"),
        ("laiseg", "note", "AR", "kabar laiseg"),
        ("laijapen", "action", "AR", 3),
        ("outcome", "hope", "", "berani bertanya tanpa diminta"),
        ("outcome", "helped", "", "teman sebangku"),
        ("hopes", "what", "AR", "maju sendiri"),
        ("ways", "way", "HI", "go-on"),
        ("ways", "way", "FG", "closed"),
        ("ways", "whom", "FG", "psikolog puskesmas"),
        ("ways", "note", "FG", "dijemput ibu"),
    ):
        assert answered(group.answers, form, item, about) == value, (form, item, about)
    assert ("answers.ways.way.FG", "referral") in [(c.what, c.was) for c in group.corrections]
    assert group.closed
    assert group.ending == "semua sudah berjalan"


def all_of_the_first(session: Session) -> None:
    assert session.reason == "izin CD menyusul"
    told = [(m.who, m.kind, m.to) for m in session.marks]
    assert told == [
        ("AR", "question", ""),
        ("AR", "support", "BN"),
        ("BN", "conflict", ""),
        ("EF", "disclosure", ""),
        ("FG", "floor", ""),
    ]
    assert [(seat.state, seat.minutes) for seat in session.seats[2:4]] == [("late", 7), ("sick", 0)]
    assert [len([t for t in session.ticks if t.stage == "beginning"]), len(session.pauses)] == [2, 0]
    (risk,) = session.risks
    assert (risk.who, risk.told, risk.referral, risk.did) == ("FG", *SAFETY)
    assert answered(session.answers, "notes", "note", "AR") == PRIVATE[0]
    assert answered(session.answers, "uca", "action", "EF") is None
    assert answered(session.answers, "uca", "action", "CD") == 3


def all_of_the_second(second: Session) -> None:
    (tension,), (asked, *_) = second.tensions, second.actions
    assert (tension.standing, tension.did, asked.state) == ("settled", "minta maaf bersama", "partly")
    assert [answered(second.answers, "uca", "action", code) for code in second.here] == [1, 2, 3, 4, 1, 2]
    assert answered(second.answers, "uca", "understanding", "AR") == 1
    assert answered(second.answers, "kept", "went", "AR") == "done"


def all_of_the_last(third: Session, fourth: Session) -> None:
    assert third.closed
    assert third.began.isoformat() == "2026-12-08T09:00:00+07:00"
    assert [(m.who, m.kind, m.timed) for m in third.marks] == [("AR", "floor", False)] * 3 + [
        ("AR", "question", False)
    ] * 2
    assert {a.what: a.state for a in third.actions} == {"bertanya di kelas IPA": "partly", "menyapa di kantin": "done"}
    assert [a.what for a in fourth.actions] == ["bertanya di kelas IPA"]
    assert [t.since for t in fourth.tensions] == [3]
    assert [seat.state for seat in fourth.seats][4] == "absent"
    assert fourth.visits[-1].reason == "perpisahan"


def nothing_leaks(folder: Path, count: int) -> None:
    """No name outside of its file; nothing private and nothing of safety in what is handed on."""
    assert names_outside(folder) == []
    for log in logs(folder, count):
        for secret in (*PRIVATE, *SAFETY, "bersama BN maju"):
            assert secret not in log
        for word in ("eselamatan", "Safety", "risk", "Tidak ditinggal", "Not left alone"):
            assert word not in log


def everything_is_there(folder: Path, count: int) -> None:
    store = Store(folder)
    sessions = [store.load_session(ID, number) for number in range(1, count + 1)]
    all_of_the_group(store)
    all_of_the_first(sessions[0])
    all_of_the_second(sessions[1])
    if count > 2:
        all_of_the_last(*sessions[2:])
    said = (SAID_FIRST, SAID_SECOND, SAID_THIRD, SAID_FOURTH)[:count]
    for session, log, texts in zip(sessions, logs(folder, count), said, strict=True):
        assert list(lacking(session, log, texts.split("|"))) == []
    nothing_leaks(folder, count)


async def a_closed_session(folder: Path, play: Player) -> None:
    """A group of four with names, one session led and closed."""
    store = Store(folder)
    group = Group(name="Berani bicara", concern="takut bicara", goal="berani")
    for code in CODES[:4]:
        group = group.add_member(code)
    store.save_group(ID, group)
    store.save_names(ID, NAMES)
    now = play.clock.at
    session = next_session(group, None, 1, now).enter("closing", now).attend_rest()
    session = session.act(who="AR", what="bertanya").tense(now, who=("BN",), sign="conflict")
    session = session.answer("commitments", "behaviour", "CD", "menyapa", now)
    store.save_session(ID, session.close(now))
    await home(play)
    await play.press("s", "escape")  # home reads the folder again
    await to_the_group(play)


async def test_a_name_that_was_taken_out_of_a_note_is_nowhere(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path, clock, "id", (80, 24)) as play:
        await a_closed_session(tmp_path, play)
        await play.press("f6", "enter", "f5")
        await row(play, "form:notes:note:AR", "ditemani Banyubiru⏎")
        assert words_of(play)("panel.debrief.names", about="AR", others="Banyubiru") in play.said
        await row(play, "form:notes:note:AR", "⏎")
        await play.press("ctrl+u")
        await play.type("ditemani teman⏎")
    assert answered(Store(tmp_path).load_session(ID, 1).answers, "notes", "note", "AR") == "ditemani teman"
    assert names_outside(tmp_path) == []


async def test_what_got_in_the_way_is_written_beside_how_it_stands(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path, clock, "id", (80, 24)) as play:
        await a_closed_session(tmp_path, play)
        clock.go(days=7)
        await play.press("f2")
        await play.type("⏎")
        await sheet(play, "carried", "3ulangan mendadak⏎⎋")
        (action,), (tension,) = room(play).session.actions, room(play).session.tensions
    assert tension.standing == "noticed"
    assert (action.state, action.hindered) == ("partly", "ulangan mendadak")


async def test_a_group_of_four_sessions_from_the_first_candidate_to_the_closed_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, clock = Store(tmp_path), Clock()

    def app() -> AbstractAsyncContextManager[Player]:
        return opened(tmp_path, clock, "id", (80, 24))

    async with app() as play:
        await choose_settings(play)
        await plan(play)
        await weigh_candidates(play)
        await ask_consent(play)
        await through_the_first_door(play)
        await first_session(play)
        await debrief_the_first(play)
        clock.go(days=7)
        await begin_the_second(play)
    clock.go(minutes=6)
    async with app() as play:
        await after_the_window_was_closed(play)
        await pass_the_laptop(play)
        await end_the_second(play)
        clock.go(days=8)
        await third_from_paper(play)
        await slip_into_the_bin_and_back(play, store)
        clock.go(days=6)
        await fourth_session(play)
        clock.go(days=1)
        await answer_the_red_line(play)
        await correct_the_second(play)
        await plan_follow_ups(play)
    clock.go(days=6)
    async with app() as play:
        await answer_what_is_due(play, "laiseg", "344", "sudah bertanya")
    clock.go(days=7)
    async with app() as play:
        await answer_what_is_due(play, "laijapen", "333", "masih bertanya")
        await say_how_it_ended(play)
    clock.go(days=3)
    async with app() as play:
        await the_referral_comes_due(play)
        await close_the_group(play)
        await export_all(play, 4)
        await play.type("q")

    everything_is_there(tmp_path, 4)
    all_of_what_came_after(store)
    assert main(["--data", str(tmp_path), "--lang", "id", "check"]) == 0
    assert "0 bermasalah" in capsys.readouterr().err


async def test_a_group_of_two_sessions_in_english_in_a_large_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, clock = Store(tmp_path), Clock()
    async with opened(tmp_path, clock, "en", (120, 40)) as play:
        await choose_settings(play)
        await plan(play)
        await weigh_candidates(play)
        await ask_consent(play)
        await through_the_first_door(play)
        await first_session(play)
        await debrief_the_first(play)
        clock.go(days=7)
        await begin_the_second(play)
    clock.go(minutes=6)
    async with opened(tmp_path, clock, "en", (120, 40)) as play:
        await after_the_window_was_closed(play)
        await pass_the_laptop(play)
        await end_the_second(play)
        clock.go(days=1)
        await home(play)
        await correct_the_second(play)
        await plan_follow_ups(play)
        clock.go(days=6)
        await play.press("s", "escape")
        await answer_what_is_due(play, "laiseg", "344", "asks now")
        await close_the_group(play)
        await export_all(play, 2)
        await play.type("q")
    everything_is_there(tmp_path, 2)
    assert [f.result for f in store.load_group(ID).followups] == ["asks now", "", ""]
    assert main(["--data", str(tmp_path), "--lang", "en", "check"]) == 0
    assert "0 in trouble" in capsys.readouterr().err
