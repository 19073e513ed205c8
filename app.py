"""Start Baton: settings, compose, run."""

from __future__ import annotations

import sys

from bot import compose, config
from bot.errors import BatonError, SettingsError
from knowledge.errors import KnowledgeError


def main() -> int:
    """Run until stopped. 2: the settings are wrong; 1: the knowledge or the database is."""
    try:
        compose.run(config.read())
    except SettingsError as error:
        return _fail("Baton cannot start with these settings:", error.problems, 2)
    except KnowledgeError as error:
        return _fail("Baton cannot start with this knowledge:", error.errors, 1)
    except (BatonError, OSError) as error:
        return _fail("Baton cannot start:", [str(error) or type(error).__doc__ or ""], 1)
    return 0


def _fail(headline: str, problems: list[str], code: int) -> int:
    sys.stderr.write("\n".join([headline, *(f"- {problem}" for problem in problems), ""]))
    return code


if __name__ == "__main__":
    sys.exit(main())
