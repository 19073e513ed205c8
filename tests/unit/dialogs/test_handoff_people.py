"""Who is on a handoff, and whose data stays."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk import Profile
from dialogs.handoff import words
from dialogs.operation import Operation, Purpose, Stage
from tests.card_parts import actions
from tests.office import Colleague, Office

TITLE = "**Contoso: Azure migration** (1): "


async def test_whoever_cannot_be_reached_is_named_to_the_one_who_acts(office: Office, ana: Colleague) -> None:
    megan = office.hire("Megan", met=False)
    await office.start(ana, megan)

    answer = await ana.say("done 1 2 3 4 5 6 7 8 9 10")

    assert "Megan has not opened a chat with me yet" in answer
    assert "@" not in answer


async def test_what_waits_for_somebody_is_shown_after_their_first_words(
    office: Office, ana: Colleague
) -> None:
    megan = office.hire("Megan", met=False)
    await office.start(ana, megan)
    office.contacts[megan.id] = replace(office.contacts[megan.id], user=megan.user)
    office.profiles_kept[megan.user] = Profile(person=megan.user, met=True)

    first = await megan.do(text="who leads stage 3")
    second = await megan.do(text="who leads stage 4")

    assert "lead stage 3" in first.replies[0].text
    assert first.replies[1].text.startswith(words.WAITING_ONE)
    assert first.replies[1].live == 1
    assert not any(reply.live for reply in second.replies)


async def test_the_receiver_is_asked_once_for_their_country_and_the_deadline_follows_it(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    office.now = office.now.replace(month=12, day=21)
    await office.start(ana, megan)

    answer = await ana.say("held")
    await ana.say("held yesterday")
    asked = [person for person, reply in office.told if "Which country" in reply.text]
    counted = office.handoffs_kept[1].deadline
    told = (await megan.do(text="my country is Norway")).replies[0].text
    recounted = office.handoffs_kept[1].deadline

    assert "public holidays not counted" in answer
    assert asked == [megan.id]
    assert told == "Noted: I count with the public holidays of Norway (NO) for you."
    assert counted
    assert recounted
    assert recounted.due > counted.due
    assert office.profiles_kept[megan.user].country == "NO"


async def test_a_known_country_of_the_receiver_counts_without_asking(office: Office, ana: Colleague) -> None:
    megan = office.hire("Megan", country="NO")
    await office.start(ana, megan)

    await ana.say("held")

    assert not any("Which country" in reply.text for _, reply in office.told)
    assert office.handoffs_kept[1].country == "NO"


async def test_sides_pass_to_others_and_who_has_left_sees_it_no_more(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await megan.say("open 1")

    await ana.say("assign alex@contoso.com as receiver")

    assert office.handoffs_kept[1].parties.receiver == alex.id
    told = dict(office.told)
    assert told[alex.id].card
    assert not told[megan.id].card
    assert [shown.person for shown in office.shown if shown.person == megan.id] == []
    assert await megan.say("open 1") == words.UNKNOWN.format(number=1)


async def test_an_escalation_contact_is_named_and_reads_only(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)

    await ana.say("escalate to alex@contoso.com")

    assert "Contoso: Azure migration" in await alex.say("team")
    assert "for the ATU" in await alex.say("done 1 in handoff 1")
    assert not any(action.get("verb") for action in actions((await alex.do(text="open 1")).replies[0].card))


async def test_nobody_known_is_not_guessed(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)

    assert await ana.say("escalate to Robin") == words.WHO


async def test_deleting_my_data_takes_me_and_my_words_off_handoffs(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    office.operations = {person.id: _operation(person) for person in (ana, megan)}
    assert "Handoffs stay" in await ana.say("delete my data")
    await ana.say("yes")

    assert office.forgotten == [f"handoffs of {ana.id}", ana.user]
    assert not [shown for shown in office.shown if shown.person == ana.id]
    assert list(office.operations) == [megan.id]


def _operation(person: Colleague) -> Operation:
    purpose, stage = Purpose.BOOK, Stage.OFFERED
    return Operation(id=person.id, number=1, person=person.id, purpose=purpose, stage=stage)
