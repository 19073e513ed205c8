from __future__ import annotations

from typing import Any

import pytest

from dialogs import cards, texts
from dialogs import role as roles
from knowledge.expert import RoleChoice
from tests import contracts
from tests.fakes import AE, CSAM


@pytest.mark.parametrize(
    "card",
    [
        cards.welcome((CSAM, AE)),
        cards.welcome((CSAM, AE), "ae"),
        cards.welcome(()),
        cards.choice("CSA or CSAM?", ("what about the CSA", "what about the CSAM")),
        cards.chosen("what about the CSA"),
    ],
    ids=["welcome", "welcome with a role", "welcome without roles", "choice", "chosen"],
)
def test_every_card_keeps_the_contract(card: dict[str, Any]) -> None:
    contracts.check_card(card)


def test_every_button_works_in_a_client_without_execute() -> None:
    button = cards.choice("?", ("one",))["body"][1]["actions"][0]

    assert button["verb"] == "ask"
    assert button["fallback"]["data"] == {**button["data"], "verb": "ask"}


def test_a_button_holds_what_fits_on_a_phone() -> None:
    card = cards.choice("?", ("one", "two"), ("CSA (Cloud Solution Architect)", roles.title(CSAM)))

    titles = [action["title"] for part in card["body"] for action in part.get("actions", [])]
    assert titles == ["CSA (Cloud Solution Architect)", "CSAM"]


def test_after_saving_the_card_says_which_role_it_keeps() -> None:
    texts_of = [part.get("text") for part in cards.welcome((CSAM, AE), "ae")["body"]]

    assert "Your role: AE. Change it any time." in texts_of
    assert texts.WELCOME_ROLE not in texts_of


@pytest.mark.parametrize(
    ("abbreviation", "name", "title"),
    [
        ("AE", "Account Executive", "AE (Account Executive)"),
        ("Partner", "partner", "partner"),
        ("", "Partner", "Partner"),
    ],
)
def test_a_role_is_shown_once_by_each_of_its_names(abbreviation: str, name: str, title: str) -> None:
    role = RoleChoice(id="x", abbreviation=abbreviation, name=name, samples=("", "", ""))

    assert roles.title(role) == title
