"""Find the ports that people asked for, and whether they are free."""

from __future__ import annotations

import os
import socket

TAKEN = "Port {port} is taken by another program. End that one, or choose another: {name}={other} make {goal}"
NOT_A_PORT = "{name} must be a port number from 1 to 65535, and is {value!r}."


class PortError(Exception):
    """The message is for the person who asked."""


def wanted(name: str, default: int) -> int:
    """The port that the environment names."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) <= 65535:
        raise PortError(NOT_A_PORT.format(name=name, value=value))
    return int(value)


def need_free(name: str, port: int, goal: str = "run") -> None:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            taken = TAKEN.format(name=name, port=port, other=port + 10, goal=goal)
            raise PortError(taken) from error
