"""Microsoft 365 Agents Playground, a Teams-like client in the browser, with one person in front of it."""

from __future__ import annotations

from pathlib import Path

from scripts import node

HERE = Path(__file__).resolve().parent
LOG = "var/playground-{person}.log"
NAME = "The Playground of {person} (its log is {log})"


def name(person: str) -> str:
    return NAME.format(person=person.capitalize(), log=LOG.format(person=person))


def command(bot: int, port: int) -> list[str]:
    """The command that starts one on that port, talking to the bot on the other."""
    return [
        *("node", "--require", str(HERE / "loopback.cjs"), str(node.PLAYGROUND), "start"),
        *("--channel-id", "msteams", "--port", str(port), "--disable-telemetry"),
        *("--app-endpoint", f"http://127.0.0.1:{bot}/api/messages"),
        *("--service-url", f"http://127.0.0.1:{port}/_connector"),
    ]


def settings(person: str) -> dict[str, str]:
    """The environment that makes it this person's, opens no browser and puts its log aside."""
    return {
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(HERE / "playground" / f"{person}.yml"),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(HERE.parent / LOG.format(person=person)),
        "TEAMSAPPTESTER_BROWSER": "none",
        "NO_PROXY": "127.0.0.1,localhost",
    }
