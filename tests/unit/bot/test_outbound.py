"""Cards as they go out: each button has an id of its own, by which a second press is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot import outbound
from bot.inbound import ACTION
from dialogs import cards
from dialogs.message import Message, Person, Reply
from tests.fakes import AE, CITATION, CSAM

_BUTTONS = ("Action.Execute", "Action.Submit")
_MESSAGE = Message(person=Person(tenant="t", id="29:ana"), conversation="c")


def _buttons(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _buttons(item)
    elif isinstance(part, dict):
        if part.get("type") in _BUTTONS:
            yield part
        for inner in part.values():
            yield from _buttons(inner)


def _ids(card: dict[str, Any]) -> list[str]:
    return [button["data"][ACTION] for button in _buttons(card)]


def test_each_button_has_an_id_and_its_stand_in_the_same() -> None:
    card = outbound.stamped(cards.choice("Which?", ["the CSA", "the CSAM"]))
    execute, submit, *others = _ids(card)

    assert execute == submit
    assert len(others) == 2
    assert others[0] == others[1] != execute


def test_two_buttons_beside_each_other_are_two() -> None:
    def button(title: str) -> dict[str, Any]:
        return {"type": "Action.Execute", "title": title, "verb": "ask"}

    inside = {"type": "ActionSet", "actions": [button("a"), button("b")]}
    card = outbound.stamped({"type": "AdaptiveCard", "actions": [button("c"), button("d")], "body": [inside]})

    assert len(set(_ids(card))) == 4


def test_the_same_card_shown_again_has_other_ids() -> None:
    card = cards.welcome((CSAM, AE))

    assert not set(_ids(outbound.stamped(card))) & set(_ids(outbound.stamped(card)))


def test_a_card_is_not_changed_by_being_shown() -> None:
    card = cards.welcome((CSAM, AE))
    before = repr(card)
    outbound.stamped(card)

    assert repr(card) == before


def test_what_a_button_says_stays_beside_its_id() -> None:
    card = outbound.stamped(cards.choice("Which?", ["the CSA"]))

    for button in _buttons(card):
        assert button["data"]["question"] == "the CSA"


_LEAF = st.none() | st.booleans() | st.text(max_size=5)
_PARTS = st.recursive(
    _LEAF,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.fixed_dictionaries({"type": st.sampled_from(_BUTTONS)}, optional={"fallback": inner})
    ),
    max_leaves=20,
)


def _without_ids(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_ids(item) for item in part]
    if not isinstance(part, dict):
        return part
    whole = {name: _without_ids(inner) for name, inner in part.items()}
    if whole.get("type") in _BUTTONS:
        whole["data"] = {name: each for name, each in (whole.get("data") or {}).items() if name != ACTION}
        return {name: each for name, each in whole.items() if each or name != "data"}
    return whole


@given(st.dictionaries(st.text(max_size=5), _PARTS, max_size=4))
def test_nothing_but_ids_is_added_to_any_card(card: dict[str, Any]) -> None:
    shown = outbound.stamped(card)

    assert _without_ids(shown) == _without_ids(card)
    assert all(button["data"][ACTION] for button in _buttons(shown))


def test_a_card_that_answers_a_press_is_stamped_as_well() -> None:
    body = outbound.card_shown(cards.welcome((CSAM,)))

    assert body["statusCode"] == 200
    assert len(set(_ids(body["value"]))) == 1


def test_suggestions_beside_citations_have_a_message_of_their_own() -> None:
    reply = Reply(text="x [1]", citations=(CITATION,), suggestions=("one", "two"))
    answer, holder = outbound.activities(reply, _MESSAGE)

    assert answer.suggested_actions is None
    assert [action.value for action in holder.suggested_actions.actions] == ["one", "two"]
    assert holder.suggested_actions.to == ["29:ana"]


def test_a_card_goes_without_text_beside_it() -> None:
    (activity,) = outbound.activities(Reply(text="in short", card=cards.chosen("the CSA")), _MESSAGE)

    assert activity.text is None
    assert activity.summary == "in short"
