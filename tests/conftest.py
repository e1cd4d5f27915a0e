"""What many tests need."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kelompok_tui.guide import Guide, read_guide
from kelompok_tui.model import Group, Session, next_session
from kelompok_tui.store import Store

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
