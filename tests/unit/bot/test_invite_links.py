"""Links to invitation files: signed, expiring, and no report's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import InviteLink, Links, ReportLink, Signer
from tests.clock import Clock

_LINK = InviteLink(tenant="t/ü", number=12, key="5f3a", sequence=1)
_REPORT = ReportLink(tenant="t", number=12, person="5f3a", form="md")
_DAYS_30 = 30 * 24 * 3600


def _signer(clock: Clock | None = None, key: bytes = b"key") -> Signer:
    return Signer(key, clock or Clock())


def test_a_link_says_which_change_of_which_meeting_it_is_for() -> None:
    signer = _signer()
    address = Links(signer=signer, address="https://baton.example.com", tenant="t").invite(12, "5f3a", 1)
    head, _, file = address.rpartition("/")

    assert head == "https://baton.example.com/invites"
    assert file.endswith(".ics")
    found = signer.read_invite(file.removesuffix(".ics"))
    assert found == InviteLink(tenant="t", number=12, key="5f3a", sequence=1)


@pytest.mark.parametrize(
    ("seconds", "holds"), [(_DAYS_30 - 1, True), (_DAYS_30, False), (2 * _DAYS_30, False)]
)
def test_it_holds_for_thirty_days(seconds: float, holds: bool) -> None:
    clock = Clock()
    token = _signer(clock).sign_invite(_LINK)
    clock.pass_(seconds)

    assert (_signer(clock).read_invite(token) == _LINK) is holds


def test_neither_kind_of_link_passes_for_the_other() -> None:
    signer = _signer()

    assert signer.read(signer.sign_invite(_LINK)) is None
    assert signer.read_invite(signer.sign(_REPORT)) is None


def test_another_key_reads_nothing() -> None:
    assert _signer(key=b"another").read_invite(_signer().sign_invite(_LINK)) is None


def test_no_character_of_it_can_be_another_one() -> None:
    signer = _signer()
    token = signer.sign_invite(_LINK)
    for place, right in enumerate(token[:-1]):
        for wrong in "A_z":
            if wrong != right:
                assert signer.read_invite(token[:place] + wrong + token[place + 1 :]) is None


@given(st.text())
def test_whatever_else_comes_is_no_link(token: str) -> None:
    assert _signer().read_invite(token) is None
