"""PDF out of a Word file, by the LibreOffice of this laptop."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kelompok_tui.errors import KelompokError

NAMES = ("soffice", "libreoffice", "soffice.com", "soffice.exe")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
PATIENCE = 120  # seconds: its first start on an old laptop


def office() -> str | None:
    """The program, where it is installed."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), next((path for path in PLACES if Path(path).is_file()), None))


def pdf(data: bytes) -> bytes:
    """The Word file `data` as PDF. KelompokError `paper.no-office` or `paper.office`.

    It works in a private folder with a profile of its own, beside a LibreOffice that is open; nothing stays behind.
    """
    program = office()
    if program is None:
        raise KelompokError("paper.no-office")
    with tempfile.TemporaryDirectory(prefix="kelompok-pdf-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "paper.docx").write_bytes(data)
        _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                *("--convert-to", "pdf", "--outdir", place, str(folder / "paper.docx")),
            ],
            folder,
        )
        made = folder / "paper.pdf"
        if not made.is_file():
            raise KelompokError("paper.office")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """`command` has ended, by itself or because it took too long; with it all that it started."""
    apart = {"creationflags": 0x08000000} if sys.platform == "win32" else {"start_new_session": True}
    try:
        with subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **apart
        ) as running:
            try:
                running.wait(PATIENCE)
            except BaseException as trouble:
                _end(running)
                if isinstance(trouble, subprocess.TimeoutExpired):
                    raise KelompokError("paper.office-slow", seconds=PATIENCE) from trouble
                raise
    except OSError as trouble:
        raise KelompokError("paper.no-office") from trouble


def _end(running: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        os.killpg(running.pid, 9)
    running.wait()
