from __future__ import annotations

import pytest

from bot import compose
from tests.conftest import MakeSettings

_REGISTERED = {
    "BATON_LOCAL": False,
    "MicrosoftAppId": "00000000-0000-0000-0000-00000000000a",
    "MicrosoftAppPassword": "password",
    "MicrosoftAppTenantId": "tenant",
    "BATON_PUBLIC_URL": "https://baton.example.com",
    "BATON_SECRET_KEY": "key",
}


@pytest.mark.parametrize(
    ("admins", "expected"),
    [("ANA-object", True), ("megan-object, ana-object", True), ("megan", False), ("", False)],
)
def test_an_admin_is_whoever_the_settings_name(
    make_settings: MakeSettings, admins: str, expected: bool
) -> None:
    is_admin = compose.admins(make_settings(**_REGISTERED, BATON_ADMINS=admins))

    assert is_admin("ana-OBJECT") is expected
    assert not is_admin("")


def test_in_local_mode_everyone_is(make_settings: MakeSettings) -> None:
    assert compose.admins(make_settings())("anyone")


def test_local_mode_alone_lets_nobody_read_the_handoffs_of_others(make_settings: MakeSettings) -> None:
    assert not compose.overseers(make_settings())("anyone")
    assert compose.overseers(make_settings(BATON_ADMINS="ana-object"))("ana-OBJECT")
