from __future__ import annotations

from tests.office import Colleague, Office


async def test_a_card_that_was_sent_is_what_its_chat_is_about(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan, customer="Contoso")
    await office.start(ana, megan, customer="Fabrikam")
    await ana.say("open 1")
    await ana.say("agree")
    await ana.say("value 300000")
    newest = [reply.live for person, reply in office.told if person == megan.id]
    assert newest[-1] == 1

    told = await megan.say("whose move is it?")

    assert "Contoso" in told
    assert "Fabrikam" not in told
