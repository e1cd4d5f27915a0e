"""The house stands as drawn: imports point down, and what is heavy stays out of rooms that do not need it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kelompok_tui

HOUSE = Path(kelompok_tui.__file__).parent
FLOORS = [
    ["errors"],
    ["files", "process", "rights"],
    ["words", "days", "keys"],
    ["locks", "strays", "migrate", "vault", "generations", "model", "guide"],
    ["unlock", "settings", "store", "keeper", "merge", "insights", "viewer"],
    ["hand", "sealing", "disposal"],
    ["documents", "demo"],
    ["export", "templates"],
    ["ui", "locksmith"],
    ["cli"],
    ["__main__", "__init__"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(HOUSE.rglob("*.py"))


def room(name: str) -> str:
    """The room of a dotted module name: the part after the package's."""
    return [*name.split("."), "__init__"][1]


def imports(module: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every import of ours in `module`, with its dotted name."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == "kelompok_tui":
                yield node, name


def test_every_room_has_its_floor() -> None:
    assert {room(".".join(m.relative_to(HOUSE.parent).with_suffix("").parts)) for m in MODULES} <= set(FLOOR)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(HOUSE)))
def test_imports_point_down(module: Path) -> None:
    here = room(".".join(module.relative_to(HOUSE.parent).with_suffix("").parts))
    for _, name in imports(module):
        there = room(name) if room(name) in FLOOR else "__init__"  # `from kelompok_tui import __version__`
        if there != here and there != "__init__":
            assert FLOOR[there] <= FLOOR[here], f"{here} imports {there}"


def test_no_two_modules_import_each_other() -> None:
    """No circle, however long."""
    names = {".".join(m.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__"): m for m in MODULES}

    def known(name: str) -> str | None:
        return name if name in names else name.rpartition(".")[0] if name.rpartition(".")[0] in names else None

    after = {
        name: {there for node, said in imports(m) if (there := known(said)) and there != name and node.col_offset == 0}
        for name, m in names.items()
    }
    while free := [name for name, needs in after.items() if not needs]:
        for name in free:
            del after[name]
        for needs in after.values():
            needs.difference_update(free)
    assert after == {}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(HOUSE)))
def test_no_type_checking_block(module: Path) -> None:
    assert "TYPE_CHECKING" not in module.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", sorted((HOUSE / "ui").rglob("*.py")), ids=lambda m: str(m.relative_to(HOUSE)))
def test_nothing_in_ui_opens_a_file(module: Path) -> None:
    opening = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir", "iterdir", "glob"}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            assert name not in opening, f"line {node.lineno}: {name}"


@pytest.mark.parametrize(
    ("imported", "unwanted"),
    [
        ("kelompok_tui.documents", "textual"),
        ("kelompok_tui.export", "textual"),
        ("kelompok_tui.templates", "textual"),
        ("kelompok_tui.templates", "docx"),
        ("kelompok_tui.demo", "textual"),
        ("kelompok_tui.store", "textual"),
        ("kelompok_tui.cli", "textual"),
        ("kelompok_tui.cli", "pydantic"),
        ("kelompok_tui.words", "pydantic"),
        ("kelompok_tui.ui.app", "pydantic"),
    ],
)
def test_a_fresh_interpreter_loads_only_what_it_needs(imported: str, unwanted: str) -> None:
    asked = f"import sys, {imported}; sys.exit({unwanted!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(HOUSE)))
def test_only_the_command_line_prints_or_exits(module: Path) -> None:
    if module.name == "cli.py":
        return
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exit", "quit"}, f"line {node.lineno}"


@pytest.mark.parametrize("module", sorted((HOUSE / "ui").rglob("*.py")), ids=lambda m: str(m.relative_to(HOUSE)))
def test_no_sentence_in_the_screens(module: Path) -> None:
    """No text with a letter is handed to what shows text; words come by their key."""
    shows = {"Static", "Label", "Content", "styled", "notify", "update", "Text"}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            first = node.args[0] if node.args else None
            if name in shows and isinstance(first, ast.Constant) and isinstance(first.value, str):
                assert not any(sign.isalpha() for sign in first.value), f"line {node.lineno}: {first.value!r}"
