"""The real program in a real terminal: the hour, and what can go wrong with the window."""

import signal
import sys
from pathlib import Path

import pytest

from kelompok_tui.settings import Settings, write_settings
from kelompok_tui.store import Store

from .terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")


def begin(play: Terminal) -> None:
    """A group of four with a session that has begun."""
    play.wait_for("Kelompok baru")
    play.send("n")
    play.wait_for("Nama kelompok")
    play.send("Berani bicara⏎")
    play.wait_for("Masalah bersama")
    play.send("↓takut bicara⏎")
    play.send("⇥")
    for code in ("ar", "bn", "cd", "de"):
        play.send(f"{code}⏎VIII⏎gugup⏎")
    play.wait_for("DE")
    play.send("<f2>")
    play.wait_for("Pintu tahap Pra konseling")
    play.send("⏎")
    play.wait_for("MENCATAT")


def test_the_hour_in_80x24(tmp_path: Path) -> None:
    with Terminal("--lang", "id", folder=tmp_path) as play:
        begin(play)
        play.send("1t2d")
        play.wait_for("BN dukung")
        for ahead in ("Transisi", "Kerja", "Akhir"):
            play.send("]")
            play.wait_for(f"lanjut ke {ahead}")
            play.send("⏎")
            play.wait_for(f"{ahead} 00:0")
            play.send("3i")
        play.send("]")
        play.wait_for("Menutup sesi")
        play.send("⏎")
        play.wait_for("DITUTUP")
        play.send("<f3>")
        play.wait_for("Ringkasan")
        play.send("s")
        play.wait_for("Simpan ke")
        play.send("⏎")
        play.wait_for("Tersimpan")
        play.send("⎋q")
        play.wait_for("Sesi: 1 dari 4")
        play.send("⎋")
        play.wait_for("Kelompok baru")
        play.send("q")
        assert play.end() == 0
        assert b"\x1b[?1049l" in play.raw  # the alternate screen is given back
    session = Store(tmp_path).load_session("berani-bicara", 1)
    assert session.closed
    assert [m.kind for m in session.marks] == ["question", "support", "insight", "insight", "insight"]
    assert "BN" in (tmp_path / "exports" / "berani-bicara-01-log.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_the_last_key_and_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal("--lang", "id", folder=tmp_path) as play:
        begin(play)
        play.send("1t4r")
        play.wait_for("DE tanggap")
        assert play.signal(number) == 128 + number
        assert b"\x1b[?1049l" in play.raw
    assert [m.kind for m in Store(tmp_path).load_session("berani-bicara", 1).marks] == ["question", "response"]


def test_a_closed_window_loses_nothing_and_the_session_goes_on(tmp_path: Path) -> None:
    with Terminal("--lang", "id", folder=tmp_path) as play:
        begin(play)
        play.send("1t4r")
        play.wait_for("DE tanggap")
        play.hang_up()
    assert len(Store(tmp_path).load_session("berani-bicara", 1).marks) == 2
    with Terminal("--lang", "id", folder=tmp_path) as play:
        play.wait_for("sesi 1 berjalan")
        play.send("⏎")
        play.wait_for("Sesi: 1 dari 4")
        play.send("<f2>")
        play.wait_for("DE tanggap")
        play.send("u")
        play.wait_for("AR tanya")
        play.send("2k")
        play.wait_for("tersimpan")
        play.wait_for("BN terbuka")
        play.read(1.0)
        play.process.kill()
    assert [m.kind for m in Store(tmp_path).load_session("berani-bicara", 1).marks] == ["question", "disclosure"]


LOOKS = {
    "16 colors": ("dark", {"TERM": "xterm"}),
    "16 colors, light": ("light", {"TERM": "xterm"}),
    "256 colors": ("dark", {}),
    "no color": ("dark", {"NO_COLOR": "1"}),
    "no color in 16, light": ("light", {"NO_COLOR": "1", "TERM": "xterm"}),
    "black and white": ("mono", {"COLORTERM": "truecolor"}),
}


@pytest.mark.parametrize(("theme", "told"), LOOKS.values(), ids=LOOKS)
def test_in_few_colors_or_none_everything_can_be_read(tmp_path: Path, theme: str, told: dict[str, str]) -> None:
    write_settings(tmp_path / "settings.toml", Settings(theme=theme, plain=True))
    with Terminal("--lang", "id", folder=tmp_path, told=told) as play:
        begin(play)
        play.send("1f42w3!")
        play.wait_for("CD bicara")
        play.read(0.3)
        for sign in ("1 AR ●", "2 BN ←", "4 DE ○", " MENCATAT ", "BN keluar"):
            assert sign in play.text
        signs = [sign for row in play.screen.buffer.values() for sign in row.values() if sign.data.strip()]
        assert all(sign.fg != sign.bg for sign in signs)
        picked = next(row for row in play.screen.display if "3 CD" in row)
        at = play.screen.display.index(picked), picked.index("3 CD")
        assert play.screen.buffer[at[0]][at[1]].reverse  # who is picked is told without a color
        if "NO_COLOR" in told or theme == "mono":
            assert all(grey(sign.fg) and grey(sign.bg) for sign in signs), {(s.fg, s.bg) for s in signs}


def grey(color: str) -> bool:
    """No hue: a name of grey, or three equal parts."""
    plain = color in {"default", "black", "white", "brightblack", "brightwhite"}
    return plain or color[:2] == color[2:4] == color[4:]


def test_a_small_window_says_so(tmp_path: Path) -> None:
    with Terminal("--lang", "en", folder=tmp_path, size=(60, 20)) as play:
        play.wait_for("80x24")
