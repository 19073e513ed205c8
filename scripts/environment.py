"""Make `.venv` hold a requirements file: `python3 scripts/environment.py requirements.txt`.

BATON_VENV names another folder: what is measured beside Baton has one of its own.
Starts on whatever Python a person has, so it stays readable to an old one, to tell it so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("BATON_VENV", ".venv")
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
HERE = sys.version_info[:2]

ANOTHER = "Name another one: make run PYTHON=/path/to/python3.12"
TOO_OLD = f"Baton needs Python 3.11 or newer; {sys.executable} is {HERE[0]}.{HERE[1]}. {ANOTHER}"
NO_VENV = f"This Python cannot make a .venv (on Debian and Ubuntu: apt-get install python3-venv). {ANOTHER}"
FAILED = "The packages could not be installed; what pip said is above. The same command tries again."


def main() -> int:
    """Install what is missing; 1 and a plain sentence where that cannot work."""
    name = sys.argv[1]
    if HERE < OLDEST:
        return fail(TOO_OLD)
    if is_current(name):
        return 0
    if not prepare(name):
        return fail(NO_VENV)
    if not install(name):
        return fail(FAILED)
    stamp(name).write_text(fingerprint(name))
    return 0


def is_current(name: str) -> bool:
    return PYTHON.exists() and stamp(name).exists() and stamp(name).read_text() == fingerprint(name)


def prepare(name: str) -> bool:
    """Have a .venv: the one there is, or a new one where it is broken or was made for other packages."""
    if works() and not stamp(name).exists():
        return True
    if not (find_spec("venv") and find_spec("ensurepip")):
        return False
    print(f"Making a new {VENV.name} ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    return subprocess.call([sys.executable, "-m", "venv", str(VENV)]) == 0


def install(name: str) -> bool:
    print(f"Installing the packages of {name} (once, about a minute) ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    return subprocess.call([*pip, "-r", str(ROOT / name)]) == 0


def works() -> bool:
    """Whether .venv starts, is of this Python's version, and can install."""
    probe = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(HERE)})"
    try:
        return subprocess.call([str(PYTHON), "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def stamp(name: str) -> Path:
    return VENV / f".installed-{Path(name).stem}"


def fingerprint(name: str) -> str:
    """Of the interpreter's version and of all packages that the file asks for."""
    return hashlib.sha256("\n".join([str(tuple(HERE)), *packages(name)]).encode()).hexdigest()


def packages(name: str) -> "list[str]":
    found = []
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        found += packages(line[3:].strip()) if line.startswith("-r ") else [line.split("#")[0].strip()]
    return [line for line in found if line]


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
