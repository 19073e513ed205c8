"""Build and check the Teams app package: `python -m manifest.build [--out build/baton.zip]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from manifest.package import PackageError, build_package
from manifest.settings import PackageSettings

DEFAULT_OUT = Path("build/baton.zip")
FAILED = "The app package was not built:"
LOCAL_NOTE = "Note: made for local mode; its address is for this machine only, so Teams will not reach it."


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the package, or tell every problem; return the exit code."""
    out = parse_out(arguments)
    try:
        settings = read_settings()
        write(out, build_package(settings))
    except PackageError as error:
        print(FAILED, *error.problems, sep="\n  ", file=sys.stderr)
        return 1
    print(f"Wrote {out}.")
    if settings.is_local:
        print(LOCAL_NOTE)
    return 0


def parse_out(arguments: Sequence[str] | None) -> Path:
    parser = argparse.ArgumentParser("python -m manifest.build", description="Build the Teams app package.")
    wanted = f"where to write it (default {DEFAULT_OUT})"
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help=wanted)
    return Path(parser.parse_args(arguments).out)


def read_settings() -> PackageSettings:
    try:
        return PackageSettings()
    except (OSError, UnicodeDecodeError) as error:
        raise PackageError([f".env: cannot be read ({error})."]) from error


def write(out: Path, package: bytes) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(package)
    except OSError as error:
        raise PackageError([f"{out}: cannot be written ({error.strerror})."]) from error


if __name__ == "__main__":
    sys.exit(main())
