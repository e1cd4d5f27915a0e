"""What several stories need."""

import pytest
from textual.notifications import Notification


@pytest.fixture
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said for a moment stays, so that a slow machine can read it."""
    monkeypatch.setattr(Notification, "time_left", property(lambda _: 600.0))
