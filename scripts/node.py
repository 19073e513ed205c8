"""Install what the Playground and the browser tests need of Node: `python -m scripts.node`."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "tests" / "browser"
STAMP = HOME / "node_modules" / ".installed"
PLAYGROUND = HOME / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"

NO_NODE = "Node.js was not found (https://nodejs.org, version 20 or newer; it brings npm and npx)"
FAILED = "npm could not install the packages of tests/browser; what it said is above"


def problem() -> str:
    """Install the pinned packages where they are missing; say what stands in the way, or nothing."""
    if not shutil.which("node"):
        return NO_NODE
    if STAMP.exists() and STAMP.read_text() == _fingerprint():
        return ""
    npm = shutil.which("npm")
    if not npm:
        return NO_NODE
    print("Installing Microsoft 365 Agents Playground (once) ...", flush=True)
    arguments = ("ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error")
    if subprocess.call([npm, *arguments], cwd=HOME, stdin=subprocess.DEVNULL) != 0:
        return FAILED
    STAMP.write_text(_fingerprint())
    return ""


def _fingerprint() -> str:
    return hashlib.sha256((HOME / "package-lock.json").read_bytes()).hexdigest()


def main() -> int:
    found = problem()
    if found:
        print(f"{found}.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
