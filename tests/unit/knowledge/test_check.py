from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from knowledge.check import main
from knowledge.load import DATA
from tests.shared import shared
from tests.unit.knowledge.small import Small

DATA_FILES = sorted(DATA.rglob("*.yaml"))


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


def test_sound_knowledge_is_one_line(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(small.data)]) == 0
    assert capsys.readouterr().out == (
        "The knowledge is sound: 1 documents, 5 stages, 2 roles, 1 units, 1 motions, 1 topics, "
        "2 terms, 1 conflicts, 1 gaps, 0 handoffs, "
        "0 ladders of reminders.\n"
    )


def test_sound_knowledge_with_its_documents(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(small.data), "--coverage", str(small.documents)]) == 0
    assert capsys.readouterr().out.endswith(
        "0 ladders of reminders; 5 passages, 1 of them left out on purpose.\n"
    )


def test_all_faults_are_printed(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    small.edit("roles/ae.yaml", "named: [ssp]", "named: [boss]")
    small.edit("conflicts.yaml", "lead: 0", "lead: 5")
    assert main(["--data", str(small.data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["conflicts.yaml", "roles/ae.yaml"]
    assert lines[-1] == "2 faults found."


def test_faults_of_the_language_data_are_printed(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    line = small.edit("lexicon.yaml", "more: [go on]", "mehr: [go on]")
    assert main(["--data", str(small.data)]) == 1
    assert f"lexicon.yaml:{line}: 'mehr' is not a known key" in capsys.readouterr().out.splitlines()


def test_faults_of_coverage_are_printed(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("left_out.yaml", "[]")
    assert main(["--data", str(small.data), "--coverage", str(small.documents)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{small.id('Ana')}: no fact names it and left_out.yaml does not list it: Ana hums.",
        "1 fault found.",
    ]


@pytest.mark.parametrize("option", ["--coverage", "--passages"])
def test_a_folder_without_documents_is_a_fault(
    small: Small, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(small.data), option, str(small.data)]) == 1
    assert "holds no documents" in capsys.readouterr().out


def test_passages_are_printed_with_their_ids(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--passages", str(small.documents)]) == 0
    assert f"{small.id('MSX')} MSX is where it is tracked\n" in capsys.readouterr().out


def test_runs_as_a_command(small: Small) -> None:
    small.edit("roles/ae.yaml", "name: Account Executive", "nome: Account Executive")
    command = [sys.executable, "-m", "knowledge.check", "--data", str(small.data)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=DATA.parents[1], check=False)
    assert done.returncode == 1
    assert "roles/ae.yaml:2: 'nome' is not a known key" in done.stdout
    assert done.stderr == ""


def test_the_real_knowledge_is_sound_and_covers_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--coverage", str(shared("sources"))])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("file", DATA_FILES, ids=lambda file: file.relative_to(DATA).as_posix())
def test_the_real_files_are_clean_text(file: Path) -> None:
    text = file.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.findall("[\u00a0\u202f\u2007\u2009\u200b-\u200f\u2010\u2011\ufeff\ufffd\r\t]", text)
    assert misread(text) == []


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
def test_misread_text_is_recognised(encoding: str) -> None:
    damage = "value \u2013 first".encode().decode(encoding)
    assert misread(damage) == ["\u2013".encode().decode(encoding)]
    assert misread("na\u00efve \u2013 \u201cquoted\u201d \u2265 80% \u2192 next") == []


def misread(text: str) -> list[str]:
    """The runs of characters that are UTF-8 once read as Mac Roman or Windows-1252."""
    return [run for run in re.findall(r"[^\x00-\x7f]+", text) if any(was_utf8(run, e) for e in ENCODINGS)]


ENCODINGS = ("mac_roman", "cp1252")


def was_utf8(run: str, encoding: str) -> bool:
    try:
        run.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return True
