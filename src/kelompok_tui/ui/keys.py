"""A binding that settings.toml can change."""

from typing import Any

from textual.binding import Binding


def key(keys: str, action: str, word: str, *, name: str = "", **more: Any) -> Binding:
    """A binding with a name by which it can be changed: the `word` that describes it, unless `name` is given."""
    return Binding(keys, action, word, id=name or word, **more)
