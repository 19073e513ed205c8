from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import environment


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / "requirements.txt").write_text("# why\nalpha==1  # because\n\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\nbeta==2\n")
    return tmp_path


def test_a_file_asks_for_its_packages_and_those_of_the_file_it_names() -> None:
    assert environment.packages("requirements-dev.txt") == ["alpha==1", "beta==2"]


def test_only_a_change_of_packages_changes_the_fingerprint(root: Path) -> None:
    before = environment.fingerprint("requirements-dev.txt")
    (root / "requirements.txt").write_text("alpha==1\n")
    assert environment.fingerprint("requirements-dev.txt") == before
    (root / "requirements.txt").write_text("alpha==1.1\n")
    assert environment.fingerprint("requirements-dev.txt") != before


def test_it_is_current_only_with_a_python_and_the_same_packages(root: Path) -> None:
    python = root / ".venv" / "bin" / "python"
    assert not environment.is_current("requirements.txt")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    environment.stamp("requirements.txt").write_text(environment.fingerprint("requirements.txt"))
    assert environment.is_current("requirements.txt")
    (root / "requirements.txt").write_text("alpha==2\n")
    assert not environment.is_current("requirements.txt")


def test_a_python_that_is_gone_is_not_current(root: Path) -> None:
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(root / "removed")
    environment.stamp("requirements.txt").write_text(environment.fingerprint("requirements.txt"))
    assert not environment.is_current("requirements.txt")


def test_an_old_python_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "HERE", (3, 10))
    monkeypatch.setattr(sys, "argv", ["environment.py", "requirements.txt"])
    assert environment.main() == 1
    assert "Baton needs Python 3.11 or newer" in capsys.readouterr().err
