import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from manifest.package import PARTS_DIR, TEMPLATE
from manifest.settings import PackageSettings

Edit = Callable[[str, Callable[[dict[str, Any]], None]], Path]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's settings nor a developer's .env reach a test."""
    for field in PackageSettings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def good() -> dict[str, str]:
    return {
        "MicrosoftAppId": "7C1D3F52-9c58-4f0e-8a4e-2b6f6d1c0b9a",
        "BATON_PUBLIC_URL": "https://baton.contoso.com/",
    }


@pytest.fixture
def good_environment(good: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in good.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def settings(good_environment: None) -> PackageSettings:
    return PackageSettings()


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Return a copy of the package's parts that a test may spoil."""
    copy = tmp_path / "parts"
    copy.mkdir()
    for name in (TEMPLATE, "de.json", "color.png", "outline.png"):
        shutil.copy(PARTS_DIR / name, copy)
    return copy


@pytest.fixture
def edit(parts: Path) -> Edit:
    def apply(name: str, change: Callable[[dict[str, Any]], None]) -> Path:
        path = parts / name
        value = json.loads(path.read_text("utf-8"))
        change(value)
        path.write_text(json.dumps(value), "utf-8")
        return parts

    return apply
