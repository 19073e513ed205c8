"""Replies go to allowed hosts only, however an address is dressed up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.config import TEAMS_HOSTS
from bot.service_hosts import ServiceHosts

TEAMS = ServiceHosts(TEAMS_HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/amer/00000000-0000-0000-0000-0000000000aa/",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/teams/",
        "https://SMBA.TrafficManager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/gcc/",
        "https://smba.infra.gov.teams.microsoft.us/gcch/",
        "https://webchat.botframework.com/",
        "https://directline.botframework.azure.us/",
        f"https://{'a' * 63}.botframework.com/",
    ],
)
def test_addresses_of_teams_are_allowed(url: str) -> None:
    assert TEAMS.allow(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smba.trafficmanager.net",
        "http://smba.trafficmanager.net/emea/",
        "ftp://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:443@evil.example/",
        "https://user:word@smba.trafficmanager.net/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://evil.example\\.smba.trafficmanager.net/",
        "https:\\\\smba.trafficmanager.net/",
        "https:/smba.trafficmanager.net/",
        "https:///smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil-smba.trafficmanager.net/",
        "https://evil.smba.trafficmanager.net/",
        "https://evil.trafficmanager.net/",
        "https://smba.trafficmanager.net./emea/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:0443/",
        "https://smba.trafficmanager.net:/",
        "https://smba.trafficmanager.net:443443/",
        "https://smba.trafficmanager.net/?to=evil",
        "https://smba.trafficmanager.net#@evil.example/",
        "https://evil.example#smba.trafficmanager.net",
        "https://smba.trafficmanager.net%2eevil.example/",
        "https://smba%2etrafficmanager%2enet/",
        "https://smba。trafficmanager。net/",
        "https://smbа.trafficmanager.net/",
        "https://ſmba.trafficmanager.net/",
        "https://smba.trafficmanager.net/emea/\n",
        "https://smba.trafficmanager.net/e mea/",
        " https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/\x00",
        "https://botframework.com/",
        "https://.botframework.com/",
        "https://a..botframework.com/",
        "https://-a.botframework.com/",
        "https://a-.botframework.com/",
        f"https://{'a' * 64}.botframework.com/",
        "https://ſ.botframework.com/",
        "https://\u212a.botframework.com/",
        "https://evilbotframework.com/",
        "https://webchat.botframework.com:8443/",
        "https://127.0.0.1/",
        "http://127.0.0.1:3978/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "https://169.254.169.254/metadata",
        "https://[fe80::1%25eth0]/",
        "urn:botframework:websocket:abc",
        "https://smba.trafficmanager.net/" + "a" * 3000,
    ],
)
def test_other_addresses_are_not(url: str) -> None:
    assert not TEAMS.allow(url)


@pytest.mark.parametrize(
    ("pattern", "url", "allowed"),
    [
        ("127.0.0.1", "http://127.0.0.1:5000/", True),
        ("127.0.0.1", "http://127.0.0.2:5000/", False),
        ("127.0.0.1:5000", "http://127.0.0.1:5000/x", True),
        ("127.0.0.1:5000", "http://127.0.0.1:5001/x", False),
        ("127.0.0.1:80", "http://127.0.0.1/", True),
        ("localhost", "https://localhost:5000/", True),
        ("localhost", "http://127.0.0.1/", False),
        ("[::1]", "http://[::1]:5000/", True),
        ("[::1]:5000", "http://[::1]:5000/", True),
        ("10.0.0.1", "http://10.0.0.1/", False),
        ("10.0.0.1", "https://10.0.0.1/", True),
        ("bots.example:8443", "https://bots.example:8443/", True),
        ("bots.example:8443", "https://bots.example/", False),
        ("bots.example", "http://bots.example/", False),
        ("bots.example", "http://bots.example:443/", False),
        ("bots.example:80", "http://bots.example/", False),
        ("Bots.Example", "https://bots.example/", True),
        ("*.bots.example:8443", "https://a.bots.example:8443/", True),
        ("*.bots.example:8443", "https://a.bots.example/", False),
        ("*.bots.example", "https://a.b.bots.example/", True),
    ],
)
def test_a_host_is_allowed_as_it_is_listed(pattern: str, url: str, allowed: bool) -> None:
    assert ServiceHosts([pattern]).allow(url) is allowed


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_local_mode_adds_this_machine_and_nothing_else(host: str) -> None:
    local = ServiceHosts(TEAMS_HOSTS, local=True)

    assert local.allow(f"http://{host}:56150/_connector")
    assert local.allow("https://smba.trafficmanager.net/emea/")
    assert not local.allow("http://smba.trafficmanager.net/emea/")
    assert not local.allow("http://10.0.0.1/")


PIECES = ("https://", "smba.trafficmanager.net", "evil.example", ":443", "@", "\\", "/", ".", "#", "?", "//")
ODD_PIECES = ("%2f", "%40", "\t", "。", "[", "]", "::1", ":", "a")


@given(st.lists(st.sampled_from(PIECES + ODD_PIECES), max_size=8).map("".join))
def test_what_is_allowed_is_read_the_same_by_the_client(url: str) -> None:
    if TEAMS.allow(url):
        assert URL(url).scheme == "https"
        assert URL(url).host in TEAMS_HOSTS
