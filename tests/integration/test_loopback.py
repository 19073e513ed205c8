"""The Playground is kept to this machine."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from scripts import playground

LOOPBACK = playground.HERE / "loopback.cjs"
node = shutil.which("node")

pytestmark = pytest.mark.skipif(not node, reason="Node.js was not found")


@pytest.mark.parametrize(
    "listen",
    [
        "server.listen(0, tell)",
        "server.listen(0, undefined, undefined, tell)",
        "server.listen({ port: 0, host: '127.0.0.1' }, tell)",
        "server.listen(0, '127.0.0.1', tell)",
        "{ server.on('listening', tell); server.listen(0) }",
    ],
)
def test_a_server_listens_on_this_machine_only(listen: str) -> None:
    tell = "const tell = () => { console.log(server.address().address); server.close(); }"
    program = f"const server = require('http').createServer(); {tell}; {listen};"
    command = [str(node), "--require", str(LOOPBACK), "-e", program]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert told.stdout == "127.0.0.1\n"
