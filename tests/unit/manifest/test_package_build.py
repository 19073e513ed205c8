"""The command as a person runs it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from manifest.build import main
from manifest.package import PROJECT_FILE


@pytest.mark.usefixtures("good_environment")
def test_it_writes_the_package_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "baton.zip"
    assert main(["--out", str(out)]) == 0
    assert zipfile.is_zipfile(out)
    assert capsys.readouterr().out == f"Wrote {out}.\n"


@pytest.mark.usefixtures("good_environment")
def test_it_writes_to_build_by_default(tmp_path: Path) -> None:
    assert main([]) == 0
    assert zipfile.is_zipfile(tmp_path / "build" / "baton.zip")


def test_it_reads_a_dotenv_file(tmp_path: Path, good: dict[str, str]) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in good.items()) + "OTHER=1\n")
    assert main([]) == 0


def test_without_settings_it_names_all_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "MicrosoftAppId: is missing" in told.err
    assert "BATON_PUBLIC_URL: is missing" in told.err
    assert not Path("build").exists()


def test_a_dotenv_file_of_odd_bytes_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env").write_bytes(b"MicrosoftAppId=\xff\n")
    assert main([]) == 1
    assert ".env: cannot be read" in capsys.readouterr().err


@pytest.mark.usefixtures("good_environment")
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path)]) == 1
    assert "cannot be written (Is a directory)" in capsys.readouterr().err


def test_local_mode_says_that_teams_will_not_reach_it(
    good: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    local = good | {"BATON_LOCAL": "1", "BATON_PUBLIC_URL": "http://127.0.0.1:3978"}
    for name, value in local.items():
        monkeypatch.setenv(name, value)
    assert main([]) == 0
    assert "local mode" in capsys.readouterr().out


def run_without_pillow(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    (tmp_path / "PIL.py").write_text("raise ImportError('Pillow is not installed')\n")
    path = os.pathsep.join([str(tmp_path), str(PROJECT_FILE.parent)])
    return subprocess.run(
        [sys.executable, "-m", "manifest.build"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_as_a_program_it_needs_no_pillow(tmp_path: Path, good: dict[str, str]) -> None:
    done = run_without_pillow(tmp_path, good)
    assert (done.returncode, done.stderr) == (0, "")


def test_as_a_program_it_fails_without_a_stack_trace(tmp_path: Path) -> None:
    done = run_without_pillow(tmp_path, {})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
