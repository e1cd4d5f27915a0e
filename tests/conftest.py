"""What many tests need."""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kelompok_tui.documents import DOCUMENTS
from kelompok_tui.documents.report import Report
from kelompok_tui.documents.source import Source
from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.settings import Settings
from kelompok_tui.store import Store
from kelompok_tui.words import read_words

os.umask(0o077)  # what tests lay down is as ours is; else the program would say that it mended it
WIB = timezone(timedelta(hours=7))
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=WIB)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture(scope="session")
def guide() -> Guide:
    return read_guide("id")


@pytest.fixture
def group() -> Group:
    made = Group(name="Berani bicara", concern="takut bicara", goal="berani")
    for code in ("AR", "BN", "CD", "DE"):
        made = made.add_member(code, class_="VIII-A", statement="gugup")
    return made


@pytest.fixture
def session(group: Group) -> Session:
    return next_session(group, None, 1, NINE).enter("beginning", NINE)


def at(seconds: float) -> datetime:
    """Nine o'clock and so many seconds."""
    return NINE + timedelta(seconds=seconds)


def log(group: Group, session: Session, guide: Guide, now: datetime, language: str = "id", **settings: str) -> Report:
    """The log of that one session, as the leader herself reads it."""
    words, chosen = read_words(language, papers=True), Settings(**settings)  # type: ignore[arg-type]
    return DOCUMENTS["log"].make(Source(group, (session,), session, guide, words, now, chosen))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first: with two cores, none is left over at the end for one of them alone."""
    items.sort(key=lambda item: "test_whole_group" not in item.nodeid)
