"""The command line, as a real process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kelompok_tui import __version__


def run(*arguments: str, data: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"LC_ALL": "C.UTF-8", **environment} | ({"KELOMPOK_DATA": str(data)} if data else {})
    return subprocess.run(
        [sys.executable, "-m", "kelompok_tui", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, **told},
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "new"
    done = run("--data", str(folder), "demo")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str) -> None:
    done = run(option)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, f"kelompok {__version__}", "")


@pytest.mark.parametrize(("language", "said"), [("id", "Kode keluar"), ("en", "Exit codes")])
def test_help_in_both_languages(language: str, said: str) -> None:
    for arguments in (
        ("--lang", language, "--help"),
        ("-h", "--lang=" + language),
        ("export", "-h", "--lang", language),
    ):
        done = run(*arguments)
        if arguments[0] != "export":
            assert done.returncode == 0
            assert said in done.stdout


def test_where(tmp_path: Path) -> None:
    assert run("where", data=tmp_path).stdout.strip() == str(tmp_path)
    assert run("--data", str(tmp_path / "x"), "where").stdout.strip() == str(tmp_path / "x")
    assert run("where", "--data", str(tmp_path / "y")).stdout.strip() == str(tmp_path / "y")


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["--nothing"], ["export"], ["export", "g", "one"], ["list", "--jsn"]]
)
def test_wrong_use_is_one_sentence_in_her_language(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, data=tmp_path)
    assert done.returncode == 2
    assert "kelompok --help" in done.stderr
    assert "usage" not in done.stderr + done.stdout
    assert "Perintah itu tidak dikenal" in done.stderr


def test_no_terminal_is_one_sentence(tmp_path: Path) -> None:
    done = run(data=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_an_unknown_language_names_those_there_are(tmp_path: Path) -> None:
    done = run("--lang", "xx", "list", data=tmp_path)
    assert done.returncode == 2
    assert "id, en" in done.stderr


def test_the_locale_speaks_when_nobody_else_does(tmp_path: Path) -> None:
    assert "no group" in run("list", data=tmp_path, LC_ALL="en_US.UTF-8").stderr
    (tmp_path / "settings.toml").write_text('format = 1\nlanguage = "id"\n')
    assert "Belum ada" in run("list", data=tmp_path, LC_ALL="en_US.UTF-8").stderr


def test_the_demo_is_kept_only_in_an_empty_folder(demo: Path) -> None:
    again = run("--data", str(demo), "demo")
    assert again.returncode == 1
    assert str(demo) in again.stderr


def test_the_demo_has_a_history_worth_looking_at(demo: Path) -> None:
    told = json.loads(run("list", "--json", data=demo).stdout)
    first, second = told["groups"]
    assert told["schema"] == 1
    assert (first["sessions"], first["open"], first["planned"]) == ([1, 2, 3, 4], 4, 5)
    assert (second["sessions"], second["open"]) == ([1, 2], None)
    assert len(second["due"]) == 2
    risk = json.loads((demo / "groups" / "berani-bicara" / "sessions" / "03.json").read_text(encoding="utf-8"))
    assert "risk" in [mark["kind"] for mark in risk["marks"]]
    names = (demo / "groups" / "berani-bicara" / "names.toml").read_text(encoding="utf-8")
    assert "Arini Rahayu" in names
    for file in (demo / "groups").rglob("*"):
        if file.is_file() and file.name != "names.toml":
            assert "Arini" not in file.read_text(encoding="utf-8"), file


def test_the_demo_in_english(tmp_path: Path) -> None:
    assert run("--data", str(tmp_path / "new"), "--lang", "en", "demo").returncode == 0
    done = run("--data", str(tmp_path / "new"), "--lang", "en", "export", "daring-to-speak", "1")
    assert "I am like that too" in done.stdout


def test_check_says_how_everything_stands(demo: Path) -> None:
    done = run("check", data=demo)
    assert done.returncode == 0
    assert done.stdout.count("✓") == 11
    told = json.loads(run("check", "--json", data=demo).stdout)
    assert all(file["good"] for file in told["files"])


def test_export_to_the_screen_and_to_a_file(demo: Path, tmp_path: Path) -> None:
    shown = run("export", "berani-bicara", "2", "--document", "log", "--format", "md", data=demo)
    assert shown.returncode == 0
    assert shown.stdout.startswith("# Log sesi")
    assert "Arini" not in shown.stdout
    out = tmp_path / "log.json"
    done = run("export", "berani-bicara", "2", "--format", "json", "--out", str(out), data=demo)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["document"] == "log"
    before = out.read_bytes()
    again = run("export", "berani-bicara", "1", "--format", "json", "--out", str(out), data=demo)
    assert again.returncode == 1
    assert out.read_bytes() == before
    assert run("export", "berani-bicara", "1", "--format=json", "--out", str(out), "--force", data=demo).returncode == 0
    assert out.read_bytes() != before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export", "../x", "1"], 1, "../x"),
        (["export", "berani-bicara", "99"], 1, "99"),
        (["export", "berani-bicara", "1", "--format", "docx"], 2, "md, json"),
        (["export", "berani-bicara", "1", "--document", "rpl"], 2, "log"),
        (["export", "berani-bicara", "1", "--out", "/no/such/place/x.md"], 1, "/no"),
    ],
)
def test_what_cannot_be_exported_is_told(demo: Path, arguments: list[str], code: int, said: str) -> None:
    if os.geteuid() == 0 and "/no/such/place/x.md" in arguments:
        arguments = [*arguments[:-1], str(demo / "settings.toml" / "x.md")]
        said = "settings.toml"
    done = run(*arguments, data=demo)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_files_are_told_and_the_rest_is_there(tmp_path: Path) -> None:
    run("--data", str(tmp_path / "d"), "demo")
    groups = tmp_path / "d" / "groups"
    cut = groups / "berani-bicara" / "sessions" / "02.json"
    cut.write_bytes(cut.read_bytes()[:400])
    plan = groups / "rukun-kembali" / "group.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('name = "Rukun kembali"', 'name = "Rukun kembali'))
    (groups / "tangan").mkdir()
    (groups / "tangan" / "group.toml").write_text('format = 1\nname = "x"\nmembrs = []\n')
    settings = tmp_path / "d" / "settings.toml"
    settings.write_text("format = 1\ntheme = 3\n")
    done = run("check", data=tmp_path / "d")
    assert done.returncode == 1
    assert "02.json, baris" in done.stdout
    assert "group.toml, baris 2" in done.stdout
    assert "membrs" in done.stdout
    assert "members" in done.stdout
    assert "theme" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    listed = run("list", data=tmp_path / "d")
    assert "sesi 4 dari 5" in listed.stdout
    assert "baris 2" in listed.stdout


def test_a_pipe_that_closes_is_no_crash(demo: Path) -> None:
    command = f'"{sys.executable}" -m kelompok_tui --data "{demo}" export berani-bicara 1 | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("# Log")
    assert "Traceback" not in done.stderr
