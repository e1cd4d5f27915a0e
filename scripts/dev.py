"""Keeps a ready .venv in the checkout, and opens the app or runs the checks in it.

    dev.py run [arguments]         opens the app
    dev.py test [pytest options]   runs ruff, mypy and pytest

The .venv is made once, with uv where it is installed and else with pip, and made again when Python,
pyproject.toml or the place of the checkout changes. Apart from that nothing here needs the network.

Standard library only. Any Python 3 must get as far as the version check, so there are no f-strings.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "kelompok: perlu Python 3.11 atau lebih baru, ini Python {0}.{1}; "
        "pasang yang baru, atau tunjuk yang sudah ada lewat variabel PYTHON.\n"
        "kelompok: needs Python 3.11 or newer, this is Python {0}.{1}; "
        "install a newer one, or name one you have in the variable PYTHON.\n".format(*sys.version_info)
    )
    sys.exit(3)

# Slower modules are imported where they are used: opening an app that is ready should take no time.
import hashlib
import os

WINDOWS = os.name == "nt"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python")))
STAMP = os.path.join(VENV, ".kelompok-stamp")
# Inside an activated .venv this is the Python below it, which stays when .venv is made again.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "--strict", "src"),
)
# Without options all tests run, side by side; with options pytest does just what they say.
ALL_TESTS = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


def main(command: str = "", *args: str) -> int:
    if command == "run":
        prepare("run")
        return open_app(args)
    if command == "test":
        prepare("dev")
        return run_checks(args)
    sys.stderr.write(__doc__ or "")
    return 2


def open_app(args: tuple[str, ...]) -> int:
    os.environ["PYTHONUTF8"] = "1"
    line = [PYTHON, "-P", "-m", "kelompok_tui", *args]  # -P: no modules from the folder we are in
    if WINDOWS:  # where exec returns to the prompt at once
        return call(line)
    os.execv(PYTHON, line)


def run_checks(args: tuple[str, ...]) -> int:
    os.chdir(ROOT)
    for check in (*CHECKS, ("pytest", *(args or ALL_TESTS))):
        print("==>", *check, flush=True)
        code = call([PYTHON, "-m", *check])
        if code:
            return code
    return 0


def call(line: list[str]) -> int:
    import signal
    import subprocess

    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C is for the program we start
    code = subprocess.call(line)
    return code if code >= 0 else 128 - code


def prepare(kind: str) -> None:
    """Make .venv ready for "run", which needs only the app, or for "dev", which needs the tools too."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    stamp = "\n".join((sys.version.split()[0], digest, ROOT, ""))
    found = read_stamp()
    if found in (stamp + kind, stamp + "dev"):
        return

    say(
        "menyiapkan .venv; sekali saja, bisa beberapa menit ...",
        "setting up .venv; only once, it can take a few minutes ...",
    )
    if found != stamp + "run":  # else the app is there, and only the tools are missing
        make_venv()
    install(".[dev]" if kind == "dev" else ".")
    with open(STAMP, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(stamp + kind)


def read_stamp() -> str:
    """What .venv was made for; nothing when it is missing, half-made or has lost its Python."""
    try:
        os.stat(PYTHON)
        with open(STAMP, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def make_venv() -> None:
    """Make an empty .venv that has pip in it, whichever way it was made."""
    import shutil

    try:
        shutil.rmtree(VENV)
    except FileNotFoundError:
        pass
    except OSError as error:
        stop(
            "folder .venv tidak bisa dihapus ({}); tutup program yang memakainya, lalu ulangi.".format(error),
            "cannot remove the folder .venv ({}); close what uses it, then try again.".format(error),
        )

    uv = shutil.which("uv")
    if uv:
        made = run(uv, "venv", "--quiet", "--seed", "--python", BASE_PYTHON, VENV)
    else:
        # Debian and Ubuntu keep ensurepip apart, in python3-venv; without it pip may still be there.
        made = run(BASE_PYTHON, "-m", "venv", VENV, quiet=True) or (
            run(BASE_PYTHON, "-m", "venv", "--clear", "--without-pip", VENV)
            and run(BASE_PYTHON, "-m", "pip", "--python", PYTHON, "install", "-qq", "pip")
        )
    if not made:
        stop(
            "Python ini tidak bisa membuat .venv; di Debian atau Ubuntu pasang dulu dengan "
            "'sudo apt install python3-venv', lalu ulangi.",
            "this Python cannot make a .venv; on Debian or Ubuntu first do "
            "'sudo apt install python3-venv', then try again.",
        )


def install(what: str) -> None:
    import shutil

    uv = shutil.which("uv")
    if uv:
        done = run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--editable", what)
    else:
        done = run(PYTHON, "-m", "pip", "install", "-qq", "--editable", what)  # -qq: no warnings, only errors
    if not done:
        stop(
            "pemasangan gagal, sebabnya tertulis di atas; periksa sambungan internet, lalu ulangi.",
            "the installation failed, the reason is above; check the internet connection, then try again.",
        )


def run(*line: str, quiet: bool = False) -> bool:
    """Run a step of the set-up. What it says goes to stderr: stdout belongs to the app."""
    import subprocess

    output = subprocess.DEVNULL if quiet else sys.stderr
    return subprocess.call(line, cwd=ROOT, stdout=output, stderr=output) == 0


def say(indonesian: str, english: str) -> None:
    sys.stderr.write("kelompok: {}\nkelompok: {}\n".format(indonesian, english))
    sys.stderr.flush()


def stop(indonesian: str, english: str) -> None:
    say(indonesian, english)
    sys.exit(3)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
