"""The school's own paper: Word files with tags, looked for, checked and filled. What is heavy is opened in here."""

from collections.abc import Iterable
from pathlib import Path

from kelompok_tui import files
from kelompok_tui.documents.report import Report
from kelompok_tui.errors import KelompokError
from kelompok_tui.templates.tags import known
from kelompok_tui.words import SOURCE

FOLDER = "templates"  # in the data folder
ENDING = ".docx"


def place(folder: Path, document: str, language: str) -> Path:
    """Where the template of `document` stands in `folder`: `log.docx`, in other languages `en/log.docx`."""
    return (folder if language == SOURCE else folder / language) / f"{document}{ENDING}"


def find(folder: Path, document: str, language: str) -> Path | None:
    """The template of `document` in `folder` (templates of the data folder); None: there is none in that language."""
    file = place(folder, document, language)
    return file if files.exists(file) else None


def fill(data: bytes, report: Report, file: Path) -> bytes:
    """The template `data`, which stood in `file`, with what `report` tells; KelompokError names the first wrong tag."""
    from kelompok_tui.templates.filling import filled

    return filled(data, report, file)


def check(data: bytes, reports: Iterable[Report], file: Path) -> list[KelompokError]:
    """All that is wrong in the template `data` of papers such as `reports`; KelompokError where it is no template."""
    from kelompok_tui.templates.mistakes import mistakes
    from kelompok_tui.templates.paper import Paper

    return mistakes(Paper(data, file), known(reports), file)


def starter(report: Report) -> bytes:
    """A template that gives the whole of papers such as `report`, to be made the school's own."""
    from kelompok_tui.templates.starting import started

    return started(report)


def office_pdf(data: bytes) -> bytes:
    """The Word file `data` as PDF, by LibreOffice; KelompokError `paper.no-office` where there is none."""
    from kelompok_tui.templates.office import pdf

    return pdf(data)


def read(file: Path) -> bytes:
    """The bytes of a template; KelompokError tells one that Word holds, or that is too large to be one."""
    from kelompok_tui.templates.paper import LARGEST

    seen = files.looks(file)
    if seen and seen[2] > LARGEST:
        raise KelompokError("template.large", file=file)
    try:
        return files.read(file)
    except KelompokError as trouble:
        if trouble.facts.get("why") in {"EACCES", "EPERM"} and opened(file):
            raise KelompokError("template.open", file=file) from trouble
        raise


def opened(file: Path) -> bool:
    """Whether Word or LibreOffice has `file` open: each leaves a small file beside it that says so."""
    return any(files.taken(file.with_name(name)) for name in _owners(file.name))


def _owners(name: str) -> tuple[str, ...]:
    return f"~${name}", f"~${name[2:]}", f".~lock.{name}#"
