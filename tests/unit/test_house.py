"""The rooms of the house: who may import whom, and where the SDKs live."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_BELOW = {
    "app": {"bot", "knowledge"},
    "bot": {"dialogs", "reminders", "handoffs", "meetings", "knowledge"},
    "dialogs": {"reminders", "handoffs", "meetings", "knowledge"},
    "reminders": {"handoffs", "meetings", "knowledge"},
    "handoffs": {"knowledge"},
    "meetings": {"handoffs", "knowledge"},
    "knowledge": set[str](),
}
_SDKS = {
    *("botbuilder", "botframework", "msrest", "msgraph", "kiota_abstractions", "azure", "msal", "jwt"),
    *("sqlalchemy", "alembic", "aiosqlite", "asyncpg", "aiohttp", "httpx", "requests", "pydantic_settings"),
}
_OTHER_ROOMS = ("manifest", "scripts", "bench")
_LONGEST_FILE = 300
_LONGEST_FUNCTION = 50


def _files(room: str) -> Iterator[Path]:
    return iter([_ROOT / "app.py"]) if room == "app" else (_ROOT / room).rglob("*.py")


def _imports(tree: ast.AST) -> Iterator[str]:
    """The first part of every imported name, also of those imported within functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their room"
            yield str(node.module).split(".")[0]


def _all() -> Iterator[tuple[str, Path, ast.Module]]:
    for room in _BELOW:
        for path in _files(room):
            yield room, path, ast.parse(path.read_text("utf-8"))


def test_imports_go_down_the_house_and_never_back() -> None:
    wrong = [
        f"{path.relative_to(_ROOT)} imports {name}"
        for room, path, tree in _all()
        for name in _imports(tree)
        if name in _BELOW and name not in _BELOW[room] | {room}
    ]

    assert wrong == []


def test_sdk_names_live_in_bot_only() -> None:
    wrong = [
        f"{path.relative_to(_ROOT)} imports {name}"
        for room, path, tree in _all()
        for name in _imports(tree)
        if name in _SDKS and room != "bot"
    ]

    assert wrong == []


@pytest.mark.parametrize("room", [*_BELOW, *_OTHER_ROOMS])
def test_files_and_functions_stay_small(room: str) -> None:
    for path in _files(room):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= _LONGEST_FILE, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < _LONGEST_FUNCTION, f"{path}: {node.name}"


def test_app_is_nothing_but_the_start() -> None:
    assert len([line for line in (_ROOT / "app.py").read_text("utf-8").splitlines() if line.strip()]) <= 30
