"""The command line, as a real process."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kelompok_tui import __version__, cli


def run(
    *arguments: str, data: Path | None = None, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    told = {"LC_ALL": "C.UTF-8", **environment} | ({"KELOMPOK_DATA": str(data)} if data else {})
    return subprocess.run(
        [sys.executable, "-m", "kelompok_tui", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=typed,
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
        assert done.returncode == 0
        assert said in done.stdout


def test_where(tmp_path: Path) -> None:
    assert run("where", data=tmp_path).stdout.strip() == str(tmp_path)
    assert run("--data", str(tmp_path / "x"), "where").stdout.strip() == str(tmp_path / "x")
    assert run("where", "--data", str(tmp_path / "y")).stdout.strip() == str(tmp_path / "y")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nothing"], "tidak dikenal: nothing"),
        (["it's"], "tidak dikenal: it's"),
        (["--nothing"], "tidak dikenal: --nothing"),
        (["--lan", "en", "list"], "tidak dikenal: en"),
        (["list", "--jsn"], "tidak dikenal: --jsn"),
        (["list", "--json=x"], "tidak dikenal: x"),
        (["list", "a: b", "c"], "tidak dikenal: a: b c"),
        (["export", "g", "one"], "tidak dikenal: one"),
        (["export"], "kurang: KELOMPOK, SESI"),
        (["export", "g"], "kurang: SESI"),
        (["--data"], "kurang: --data"),
        (["list", "--lang"], "kurang: --lang"),
        (["export", "g", "1", "--document", "--format", "md"], "kurang: --document"),
        (["export", "--document", "progress"], "kurang: KELOMPOK"),
        (["export", "--document", "recap", "--all"], "kurang: KELOMPOK, SESI"),
    ],
)
def test_wrong_use_names_the_words_in_her_language(tmp_path: Path, arguments: list[str], named: str) -> None:
    done = run(*arguments, data=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.endswith(named)
    assert "kelompok --help" in second
    assert not any(word in done.stderr for word in ("usage", "argument", "invalid", "choose", "required"))


def test_no_terminal_is_one_sentence(tmp_path: Path) -> None:
    done = run(data=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "terminal" in run("--lang", "en", data=tmp_path).stderr
    assert run("demo", data=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


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


def test_an_empty_name_of_a_folder_never_puts_the_demo_among_her_own(tmp_path: Path) -> None:
    assert run("--data=", "demo", data=tmp_path).returncode == 2
    assert run("--data", "", "demo", data=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_the_demo_has_a_history_worth_looking_at(demo: Path) -> None:
    told = json.loads(run("list", "--json", data=demo).stdout)
    first, second = told["groups"]
    assert told["schema"] == 1
    assert (first["sessions"], first["open"], first["planned"]) == ([1, 2, 3, 4], 4, 5)
    assert (second["sessions"], second["open"]) == ([1, 2], None)
    assert len(second["due"]) == 2
    risk = json.loads((demo / "groups" / "berani-bicara" / "sessions" / "03.json").read_text(encoding="utf-8"))
    assert [(flag["who"], flag["safe"]) for flag in risk["risks"]] == [("EF", None)]
    names = (demo / "groups" / "berani-bicara" / "names.toml").read_text(encoding="utf-8")
    assert "Arini Rahayu" in names
    for file in (demo / "groups").rglob("*"):
        if file.is_file() and file.name != "names.toml":
            assert "Arini" not in file.read_text(encoding="utf-8"), file


def test_the_demo_in_english(tmp_path: Path) -> None:
    assert run("--data", str(tmp_path / "new"), "--lang", "en", "demo").returncode == 0
    done = run("--data", str(tmp_path / "new"), "--lang", "en", "export", "daring-to-speak", "1", "--for", "self")
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
    assert "\n# Log sesi" in shown.stdout  # below the letterhead
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
        (["export", "berani-bicara", "1", "--format", "odt"], 2, "md, html"),
        (["export", "berani-bicara", "1", "--document", "rapor"], 2, "log, rpl, laporan"),
        (["export", "berani-bicara", "1", "--for", "member"], 2, "school, self, supervisor"),
        (["export", "berani-bicara", "1", "--member", "AR"], 2, "consent, evaluation"),
        (["export", "berani-bicara", "1", "--blank"], 2, "attendance, consent"),
        (["export", "berani-bicara", "1", "--document", "member"], 1, "kodenya"),
        (["export", "berani-bicara", "1", "--document", "member", "--member", "zz"], 1, "ZZ"),
        (["export", "berani-bicara", "1", "--format", "csv"], 1, "csv"),
        (["export", "berani-bicara", "1", "--format", "pdf", "--template"], 1, "templates init"),
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
    (groups / "kembar").mkdir()
    (groups / "kembar" / "group.toml").write_text(
        'format = 1\nname = "x\\ny"\n[[members]]\ncode = "ar"\n[[members]]\ncode = "AR"\n'
    )
    (groups / "layar").mkdir()
    (groups / "layar" / "group.toml").write_text(
        'format = 1\nname = "satu\\ndua"\nzzzzzz = 1\n[plan.minutes]\n"\\u001b]0;x" = 10\n'
    )
    done = run("check", data=tmp_path / "d")
    assert done.returncode == 1
    assert "kembar/group.toml: kunci members: dua anggota" in done.stdout.replace("\\", "/")
    (odd,) = (line for line in done.stdout.splitlines() if "zzzzzz" in line)
    assert odd.endswith(".")  # no nearest key: no sentence that ends in the air
    assert "02.json, baris" in done.stdout
    assert "group.toml, baris 2" in done.stdout
    assert "membrs" in done.stdout
    assert "members" in done.stdout
    assert "theme" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    listed = run("list", data=tmp_path / "d")
    assert "sesi 4 dari 5" in listed.stdout
    assert "baris 2" in listed.stdout
    assert "layar  satu dua · " in listed.stdout
    before = cut.read_bytes()
    for language, said in (("id", "02.json, baris"), ("en", "02.json, line")):
        told = run("--lang", language, "export", "berani-bicara", "2", data=tmp_path / "d")
        assert (told.returncode, told.stdout) == (1, "")
        assert said in told.stderr
    assert run("export", "berani-bicara", "1", data=tmp_path / "d").returncode == 0
    assert cut.read_bytes() == before


def test_a_key_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "groups" / "g").mkdir(parents=True)
    (tmp_path / "groups" / "g" / "group.toml").write_text(
        'format = 1\nname = "x"\n[plan.minutes]\n"\\u001b]0;x\\u0007" = 9999\n'
    )
    for command in ("check", "list", "export"):
        done = run(command, *(["g", "1"] if command == "export" else []), data=tmp_path)
        assert done.returncode == 1
        assert "plan.minutes" in done.stdout + done.stderr
        assert not {"\x1b", "\x07"} & set(done.stdout + done.stderr)


def test_her_own_settings_and_words_are_checked_too(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('format = 1\nlangauge = "en"\nzzz = 1\n')
    done = run("check", data=tmp_path)
    assert done.returncode == 0
    assert "langauge" in done.stdout
    assert done.stdout.splitlines()[1].endswith("language")
    assert done.stdout.splitlines()[2].endswith(".")
    words = tmp_path / "guide" / "id" / "words.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[home]\ntitle = "x\n')
    (tmp_path / "settings.toml").write_text("format = 1\ntheme = 3\n")
    done = run("check", data=tmp_path)
    assert done.returncode == 1
    assert "words.toml, baris 2" in done.stdout
    assert "kunci theme" in done.stdout
    assert "error." not in done.stderr + done.stdout


def test_a_place_that_cannot_hold_data_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for command in (["list"], ["check"], ["export", "g", "1"], ["demo"]):
        done = run("--data", str(file), *command)
        assert done.returncode == 1, command
        assert str(file) in done.stderr
    long = str(tmp_path / ("a" * 5000))
    for arguments in (["--data", long, "list"], ["--data", long, "check"]):
        done = run(*arguments)
        assert done.returncode == 1
        assert "namanya terlalu panjang" in done.stderr
    assert run("--data", long, "--help").returncode == 0
    assert file.read_text() == "x"


def test_only_a_plain_file_is_ever_replaced(demo: Path, tmp_path: Path) -> None:
    places = [tmp_path / "folder"]
    places[0].mkdir()
    if os.name == "posix":  # a pipe of our own stands for every device: a real one would be lost if this failed
        places.append(tmp_path / "pipe")
        os.mkfifo(places[1])
    for place in places:
        done = run("export", "berani-bicara", "1", "--out", str(place), "--force", data=demo)
        assert done.returncode == 1
        assert str(place) in done.stderr
        assert not place.is_file()
    assert run("export", "berani-bicara", "1", "--out", "", data=demo).returncode == 1


def test_the_last_of_two_options_holds(tmp_path: Path) -> None:
    done = run("--data", str(tmp_path / "a"), "where", "--data", str(tmp_path / "b"))
    assert done.stdout.strip() == str(tmp_path / "b")
    done = run("--lang", "id", "list", "--lang", "en", data=tmp_path)
    assert "no group" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of the shell")
@pytest.mark.parametrize("arguments", ["--help", "list --json", "check", "export berani-bicara 1"])
def test_a_pipe_that_closes_and_a_full_disk_are_no_crash(demo: Path, arguments: str) -> None:
    command = f'"{sys.executable}" -m kelompok_tui --data "{demo}" {arguments}'
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    for unbuffered in ("", "1"):
        told = environment | {"PYTHONUNBUFFERED": unbuffered, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            f"({command}; echo code $? >&2) | true", shell=True, capture_output=True, text=True, check=False, env=told
        )
        assert "code 120" not in done.stderr
        assert not any(word in done.stderr for word in ("Traceback", "Exception", "cacat"))
        if Path("/dev/full").exists():
            done = subprocess.run(
                f"{command} > /dev/full", shell=True, capture_output=True, text=True, check=False, env=told
            )
            assert done.returncode == 1
            assert "disk penuh" in done.stderr
            assert not any(word in done.stderr for word in ("Traceback", "Exception", "cacat"))


def test_what_is_not_needed_is_not_imported(tmp_path: Path) -> None:
    for arguments in (["--version"], ["--help"], ["where"]):
        code = (
            "import sys; from kelompok_tui.cli import main; main(sys.argv[1:]);"
            "sys.exit(bool({'pydantic', 'textual', 'rich', 'kelompok_tui.store'} & set(sys.modules)))"
        )
        told = [sys.executable, "-c", code, "--data", str(tmp_path), *arguments]
        assert subprocess.run(told, capture_output=True, check=False).returncode == 0, arguments


def test_a_defect_tells_where_and_nothing_of_what_is_in_memory(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ValueError("RAHASIA")

    monkeypatch.setattr(cli, "_run", broken)
    hooks = sys.excepthook, threading.excepthook
    try:
        assert cli.main(["list"]) == 1
    finally:
        sys.excepthook, threading.excepthook = hooks
    told = capsys.readouterr()
    assert "RAHASIA" not in told.out + told.err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 1)])
def test_who_leaves_early_leaves_quietly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: type[BaseException], code: int
) -> None:
    def leave(*_: object) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", leave)
    monkeypatch.setattr(cli, "_hush", lambda: None)
    hooks = sys.excepthook, threading.excepthook
    try:
        assert cli.main(["list"]) == code
    finally:
        sys.excepthook, threading.excepthook = hooks
    assert capfd.readouterr() == ("", "")


def bytes_of(demo: Path, *arguments: str) -> bytes:
    """What goes into a pipe."""
    told = {**os.environ, "LC_ALL": "C.UTF-8", "KELOMPOK_DATA": str(demo)}
    done = subprocess.run(
        [sys.executable, "-m", "kelompok_tui", *arguments], capture_output=True, env=told, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_paper_of_every_kind_goes_into_a_pipe(demo: Path, tmp_path: Path) -> None:
    assert bytes_of(demo, "export", "berani-bicara", "--document", "laporan", "--format", "pdf").startswith(b"%PDF")
    assert bytes_of(demo, "export", "berani-bicara", "1", "--document", "rpl", "--format=docx").startswith(b"PK")
    recap = bytes_of(demo, "export", "--document", "recap", "--format", "json", "--lang", "en")
    assert (json.loads(recap)["document"], json.loads(recap)["language"]) == ("recap", "en")
    own = bytes_of(demo, "export", "berani-bicara", "1", "--document", "member", "--member", "ar", "--lang", "id")
    assert b"AR" in own
    assert b"BN" not in own
    newest = bytes_of(demo, "export", "berani-bicara", "--for", "school", "--lang", "id")
    assert b"Log sesi konseling kelompok 4" in newest
    blank = bytes_of(demo, "export", "rukun-kembali", "--document", "attendance", "--blank", "--format", "html")
    assert blank.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(("language", "folder"), [("id", "berani-bicara-03"), ("en", "berani-bicara-03-en")])
def test_the_whole_set_of_a_session_is_written_into_one_folder(
    demo: Path, tmp_path: Path, language: str, folder: str
) -> None:
    done = run("--lang", language, "export", "berani-bicara", "3", "--all", "--format", "md", data=demo)
    assert (done.returncode, done.stdout) == (0, "")
    names = sorted(file.name for file in (demo / "exports" / folder).iterdir())
    assert len(names) == len(done.stderr.splitlines()) == 19
    assert all(name in done.stderr for name in names)
    there = tmp_path / "new" / "place"
    for number in (1, 2):
        done = run("export", "berani-bicara", "3", "--all", "--format", "html", "--out", str(there), data=demo)
        assert done.returncode == 0
        assert len(list(there.iterdir())) == 19 * number
    (tmp_path / "file").write_text("x")
    done = run("export", "berani-bicara", "3", "--all", "--out", str(tmp_path / "file"), data=demo)
    assert done.returncode == 1
    assert "tidak bisa ditulis" in done.stderr


def test_what_is_no_text_is_not_written_to_a_terminal(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = sys.excepthook, threading.excepthook
    try:
        with monkeypatch.context() as patch:
            patch.setattr(sys.stdout, "isatty", lambda: True)
            assert cli.main(["--data", str(demo), "--lang", "id", "export", "berani-bicara", "1", "--format=pdf"]) == 1
    finally:
        sys.excepthook, threading.excepthook = hooks
    told = capsys.readouterr()
    assert told.out == ""
    assert "--out" in told.err
