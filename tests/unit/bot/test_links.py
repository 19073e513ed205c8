"""Links to reports: signed, expiring, and nothing else is taken for one."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import Links, ReportLink, Signer
from tests.clock import Clock

_LINK = ReportLink(tenant="t/ü", number=12, person="0123456789abcdef", form="md")
_DAY = 24 * 3600


def _signer(clock: Clock | None = None, key: bytes = b"key") -> Signer:
    return Signer(key, clock or Clock())


@pytest.mark.parametrize("form", ["md", "csv"])
def test_a_link_says_what_it_was_made_for(form: str) -> None:
    signer = _signer()
    links = Links(signer=signer, address="https://baton.example.com", tenant="t")

    address = links.report(12, "ana", form)

    head, _, token = address.rpartition("/")
    assert head == "https://baton.example.com/reports"
    assert signer.read(token) == ReportLink(tenant="t", number=12, person="ana", form=form)


def test_there_is_no_link_to_anything_else() -> None:
    with pytest.raises(ValueError, match="md or csv"):
        Links(signer=_signer(), address="", tenant="t").report(12, "ana", "exe")


@pytest.mark.parametrize(("seconds", "holds"), [(_DAY - 1, True), (_DAY, False), (10 * _DAY, False)])
def test_it_holds_for_a_day(seconds: float, holds: bool) -> None:
    clock = Clock()
    token = _signer(clock).sign(_LINK)
    clock.pass_(seconds)

    assert (_signer(clock).read(token) == _LINK) is holds


def test_another_key_reads_nothing() -> None:
    assert _signer(key=b"another").read(_signer().sign(_LINK)) is None


def test_no_character_of_it_can_be_another_one() -> None:
    signer = _signer()
    token = signer.sign(_LINK)
    assert len(token) % 4  # so the last character has bits that mean nothing
    for place, right in enumerate(token[:-1]):
        for wrong in "A_z":
            if wrong != right:
                assert signer.read(token[:place] + wrong + token[place + 1 :]) is None


@pytest.mark.parametrize("extra", [" ", "=", "\n", "A", "AAAA", "%", "é"])
def test_nothing_can_be_added_to_it(extra: str) -> None:
    assert _signer().read(_signer().sign(_LINK) + extra) is None


@given(st.text() | st.text(alphabet=string.ascii_letters + string.digits + "-_", max_size=300))
def test_whatever_else_comes_is_no_link(token: str) -> None:
    assert _signer().read(token) is None
