"""Lint, types and tests: `python -m scripts.test`; the long proofs: `python -m scripts.test --long`."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts import node

CI = os.environ.get("CI") == "true"
NO_BROWSER = "The browser tests are left out: {problem}."
NO_LONG = "There are no long proofs yet."
# Most tests wait for something; a file's stay together, for they share what is dear to start. They go in the
# order of their folders: the few that take long come first, and the many quick ones fill what is left.
_SIDE_BY_SIDE = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
NO_TESTS = 5  # pytest's exit code when nothing was collected


def main() -> int:
    return long() if "--long" in sys.argv[1:] else short()


def short() -> int:
    """Stop at the first kind of check that fails, the quickest first."""
    for check in (("ruff", "check", "."), ("mypy",)):
        if code := run(*check):
            return code
    problem = node.problem()
    if problem:
        print(NO_BROWSER.format(problem=problem), flush=True)
        if CI:
            return 1
    return pytest("-m", "not long", "-rs", *_SIDE_BY_SIDE)


def long() -> int:
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "long", "--collect-only"], capture_output=True, check=False
    )
    if collected.returncode == NO_TESTS:
        print(NO_LONG)
        return 0
    return pytest("-m", "long", "-rs")


def pytest(*arguments: str) -> int:
    return run("pytest", *(("-p", "scripts.nothing_skipped") if CI else ()), *arguments)


def run(module: str, *arguments: str) -> int:
    print(f"$ {module} {' '.join(arguments)}", flush=True)
    return subprocess.call([sys.executable, "-m", module, *arguments])


if __name__ == "__main__":
    sys.exit(main())
