from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dialogs import conversation, utterance
from dialogs.handoff.typed import commands
from dialogs.handoff.typed.commands import Asked, HandoffCommand
from dialogs.message import Mentioned
from knowledge import load
from knowledge.handoffs import HandoffKind, Side
from tests.questions import items

C = HandoffCommand


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, HandoffKind]:
    return load.read().handoffs


def _find(typed: str, *mentions: str, **options: Any) -> Asked | None:
    people = [Mentioned(user=f"29:{name}", name=name) for name in mentions]
    return commands.find(utterance.clean(typed), people, **options)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("my handoffs", Asked(command=C.LIST)),
        ("Show me my handoffs, please", Asked(command=C.LIST)),
        ("what are my handoffs?", Asked(command=C.LIST)),
        ("my handofs", Asked(command=C.LIST)),
        ("my handoffs 2", Asked(command=C.LIST, page=2)),
        ("my hand-offs page 3", Asked(command=C.LIST, page=3)),
        ("more", Asked(command=C.MORE)),
        ("team", Asked(command=C.TEAM)),
        ("open 12", Asked(command=C.OPEN, handoff=12)),
        ("Open #12!", Asked(command=C.OPEN, handoff=12)),
        ("can you open handoff 12?", Asked(command=C.OPEN, handoff=12)),
        ("handoff 12", Asked(command=C.OPEN, handoff=12)),
        ("open Contoso", Asked(command=C.OPEN, name="Contoso")),
        ("done", Asked(command=C.DONE)),
        ("done 3", Asked(command=C.DONE, items=(3,))),
        ("Done 3.", Asked(command=C.DONE, items=(3,))),
        ("please done 3 thanks", Asked(command=C.DONE, items=(3,))),
        ("doen 3", Asked(command=C.DONE, items=(3,))),
        ("done 3 4 5", Asked(command=C.DONE, items=(3, 4, 5))),
        ("done 3, 4 and 5", Asked(command=C.DONE, items=(3, 4, 5))),
        ("done 3-5", Asked(command=C.DONE, items=(3, 4, 5))),
        ("done #3", Asked(command=C.DONE, items=(3,))),
        ("done 4 n 5", Asked(command=C.DONE, items=(4, 5))),
        ("6 isn't relevant", Asked(command=C.NOT_APPLICABLE, items=(6,))),
        ("oops undo 6", Asked(command=C.UNDO, items=(6,))),
        ("yes transferred", Asked(command=C.TRANSFERRED)),
        ("we talked yesterday", Asked(command=C.HELD, text="yesterday")),
        ("3 done", Asked(command=C.DONE, items=(3,))),
        ("3 and 4 are done", Asked(command=C.DONE, items=(3, 4))),
        ("mark 3 as done", Asked(command=C.DONE, items=(3,))),
        ("done 3: the CFO confirmed it", Asked(command=C.DONE, items=(3,), text="the CFO confirmed it")),
        ("done 3 https://a.b/c", Asked(command=C.DONE, items=(3,), text="https://a.b/c")),
        ("done 3 in handoff 12", Asked(command=C.DONE, items=(3,), handoff=12)),
        ("undo 3", Asked(command=C.UNDO, items=(3,))),
        (
            "waive 4 because budget is confirmed in March",
            Asked(command=C.WAIVE, items=(4,), text="budget is confirmed in March"),
        ),
        ("wave 4 because why not", Asked(command=C.WAIVE, items=(4,), text="why not")),
        ("waive 4", Asked(command=C.WAIVE, items=(4,))),
        ("n/a 5 because not Unified", Asked(command=C.NOT_APPLICABLE, items=(5,), text="not Unified")),
        ("na 5", Asked(command=C.NOT_APPLICABLE, items=(5,))),
        ("na 5 not Unified", Asked(command=C.NOT_APPLICABLE, items=(5,), text="not Unified")),
        ("5 is not applicable", Asked(command=C.NOT_APPLICABLE, items=(5,))),
        ("note 2 what they said", Asked(command=C.NOTE, items=(2,), text="what they said")),
        ("note 2: https://a.b/c", Asked(command=C.NOTE, items=(2,), text="https://a.b/c")),
        ("agree", Asked(command=C.AGREE)),
        ("I agree", Asked(command=C.AGREE)),
        ("Yes, I agree.", Asked(command=C.AGREE)),
        ("agreee", Asked(command=C.AGREE)),
        ("we agree to the milestones", Asked(command=C.AGREE)),
        ("agree 12", Asked(command=C.AGREE, handoff=12)),
        ("decline because value is too high", Asked(command=C.DECLINE, text="value is too high")),
        ("decline", Asked(command=C.DECLINE)),
        ("moved", Asked(command=C.MOVED)),
        ("moved yesterday", Asked(command=C.MOVED, text="yesterday")),
        ("it moved to stage 2 on Monday", Asked(command=C.MOVED, text="Monday")),
        ("held", Asked(command=C.HELD)),
        ("held yesterday", Asked(command=C.HELD, text="yesterday")),
        ("we held it on Monday", Asked(command=C.HELD, text="Monday")),
        ("the meeting was held on 3 Dec", Asked(command=C.HELD, text="3 Dec")),
        ("not held", Asked(command=C.NOT_HELD)),
        ("it was not held", Asked(command=C.NOT_HELD)),
        ("we didn't have the meeting", Asked(command=C.NOT_HELD)),
        ("transferred", Asked(command=C.TRANSFERRED)),
        ("ownership transferred yesterday", Asked(command=C.TRANSFERRED, text="yesterday")),
        ("meet by 12 Feb", Asked(command=C.MEET_BY, text="12 Feb")),
        ("history 12", Asked(command=C.HISTORY, handoff=12)),
        ("history", Asked(command=C.HISTORY)),
        ("report 12", Asked(command=C.REPORT, handoff=12)),
        ("report on Contoso", Asked(command=C.REPORT, name="Contoso")),
        ("close 12", Asked(command=C.CLOSE, handoff=12)),
        ("reopen 12", Asked(command=C.REOPEN, handoff=12)),
        ("cancel 12", Asked(command=C.CANCEL, handoff=12)),
        ("cancel handoff 12 because it is lost", Asked(command=C.CANCEL, handoff=12, text="it is lost")),
        ("cancel the handoff", Asked(command=C.CANCEL)),
        ("cancel because it is lost", Asked(command=C.CANCEL, text="it is lost")),
        ("take new items 12", Asked(command=C.RENEW, handoff=12)),
        ("update 12", Asked(command=C.RENEW, handoff=12)),
        ("value 300000", Asked(command=C.VALUE, text="300000", whole="300000")),
        ("value: €1.2m", Asked(command=C.VALUE, text="€1.2m", whole="€1.2m")),
        ("change the value to 300k", Asked(command=C.VALUE, text="300k", whole="300k")),
        ("value 300 000", Asked(command=C.VALUE, text="300 000", whole="300 000")),
        ("value 2 300000", Asked(command=C.VALUE, place=2, text="300000", whole="2 300000")),
        ("value 2 USD 300,000", Asked(command=C.VALUE, place=2, text="USD 300,000", whole="2 USD 300,000")),
        ("value 2 mio nok", Asked(command=C.VALUE, text="2 mio nok", whole="2 mio nok")),
        ("value -5", Asked(command=C.VALUE, text="-5", whole="-5")),
        ("value 0", Asked(command=C.VALUE, text="0", whole="0")),
        ("valeu 300000", Asked(command=C.VALUE, text="300000", whole="300000")),
        ("due 2027-02-01", Asked(command=C.DUE, text="2027-02-01")),
        ("due next Friday", Asked(command=C.DUE, text="next Friday")),
        ("due 2 next Friday", Asked(command=C.DUE, place=2, text="next Friday")),
        ("due 2 15 Jan", Asked(command=C.DUE, place=2, text="15 Jan")),
        ("due 2 Feb", Asked(command=C.DUE, text="2 Feb")),
        ("change the due date to 30 February", Asked(command=C.DUE, text="30 February")),
        ("workload Data", Asked(command=C.WORKLOAD, text="Data")),
        ('workload 2 "Data and AI"', Asked(command=C.WORKLOAD, place=2, text="Data and AI")),
        ('add milestone "Data", 80000, 15 Mar', Asked(command=C.ADD_MILESTONE, text='"Data", 80000, 15 Mar')),
        ("remove milestone 2", Asked(command=C.REMOVE_MILESTONE, place=2)),
        ("the customer is Fabrikam", Asked(command=C.CUSTOMER, text="Fabrikam")),
        ('customer "tailspin toys"', Asked(command=C.CUSTOMER, text="tailspin toys")),
        ("rename to Azure move", Asked(command=C.OPPORTUNITY, text="Azure move")),
        ("link https://a.b/c", Asked(command=C.LINK, text="https://a.b/c")),
        ("link ftp://a.b/c", Asked(command=C.LINK, text="ftp://a.b/c")),
        ("it is not unified", Asked(command=C.UNIFIED, flag=False)),
        ("unified yes", Asked(command=C.UNIFIED, flag=True)),
        ("escalate to alex@contoso.com", Asked(command=C.ESCALATE, text="alex@contoso.com")),
        ("assign megan@contoso.com", Asked(command=C.ASSIGN, text="megan@contoso.com")),
        (
            "assign megan@contoso.com as giver",
            Asked(command=C.ASSIGN, text="megan@contoso.com", side=Side.GIVER),
        ),
        (
            "the receiver is megan@contoso.com",
            Asked(command=C.ASSIGN, text="megan@contoso.com", side=Side.RECEIVER),
        ),
        ("add person alex@contoso.com", Asked(command=C.ADD_PERSON, text="alex@contoso.com")),
        ("what's missing on Contoso?", Asked(command=C.MISSING, name="Contoso")),
        ("whats mising on 12", Asked(command=C.MISSING, handoff=12)),
        ("what is left", Asked(command=C.MISSING)),
        ("whose move is it?", Asked(command=C.WHOSE_MOVE)),
        ("whose move is it on Contoso?", Asked(command=C.WHOSE_MOVE, name="Contoso")),
        ("status of Contoso", Asked(command=C.STATUS, name="Contoso")),
        ("my country is Norway", Asked(command=C.COUNTRY, text="Norway")),
        ("country NO", Asked(command=C.COUNTRY, text="NO")),
    ],
)
def test_what_people_type_about_a_handoff(
    typed: str, expected: Asked, kinds: Mapping[str, HandoffKind]
) -> None:
    assert _find(typed, kinds=kinds) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "new handoff",
        'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15',
        "hand Contoso over to the STU",
        "hand over Contoso to the STU",
        "please hand off Contoso to the CSU",
        "start a design kickoff for Contoso",
        "new poc scoping",
        "start a new handoff",
        "new handof contoso to stu 250k 15 jan",
        "handoff contoso to stu",
        "hand contoso to the stu",
        "handover fabrikam to the csu 1.2m eur",
        'hand Contoso over to the STU, "Who is who"',
    ],
)
def test_a_handoff_is_started_in_many_ways(typed: str, kinds: Mapping[str, HandoffKind]) -> None:
    found = _find(typed, kinds=kinds)

    assert found is not None
    assert found.command is C.NEW


def test_somebody_deals_with_every_command() -> None:
    assert set(conversation.HANDOFFS) == set(HandoffCommand)


def test_a_mention_says_whom_one_means() -> None:
    found = _find("assign @Megan Bowen as receiver", "Megan", "Megan Bowen")

    assert found is not None
    assert found.side is Side.RECEIVER
    assert found.mentioned == Mentioned(user="29:Megan Bowen", name="Megan Bowen")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("customer fabrikam", Asked(command=C.CUSTOMER, text="fabrikam")),
        ("name: azure move", Asked(command=C.OPPORTUNITY, text="azure move")),
        ("not unified", Asked(command=C.UNIFIED, flag=False)),
        ("unified", Asked(command=C.UNIFIED, flag=True)),
        ("the form", Asked(command=C.FORM)),
    ],
)
def test_some_words_are_plain_only_while_a_handoff_is_started(typed: str, expected: Asked) -> None:
    assert _find(typed) is None
    assert _find(typed, drafting=True) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "how do I hand over to the STU?",
        "what is done in stage 3?",
        "who agrees the milestones?",
        "close plan?",
        "close plan",
        "close stage 4",
        "who agrees on the value?",
        "agree on what?",
        "report?",
        "team?",
        "who is on the team",
        "hand over to the CSU",
        "handoff to the CSU",
        "hand to the CSU",
        "hand the milestones to the STU",
        "handoff milestones to the STU",
        "handover from ATU to STU",
        "hand the deal over to the STU when",
        "new handoff process, how",
        "open questions",
        "meet the customer",
        "history of MCEM",
        "handoffs",
        "value realization in stage 5",
        "value of the milestone",
        "due diligence",
        "due date of milestones in stage 2",
        "customer success",
        "customer commitment",
        "Customer Outcomes",
        "what is needed for stage 3?",
        "what is left in stage 3",
        "status of stage 2",
        "assign roles",
        "escalate to whom",
        "unified?",
        "move",
        "moved?",
        "done?",
        "3 stages",
        "note that",
        "start over",
        "cancel",
        "start the conversation",
        "create customer success plan",
        "country?",
        "x" * 5000,
        "",
    ],
)
def test_a_question_stays_a_question(typed: str, kinds: Mapping[str, HandoffKind]) -> None:
    assert _find(typed, kinds=kinds) is None


@pytest.mark.parametrize("item", items.own(), ids=lambda item: str(item["id"]))
def test_no_question_of_ours_is_a_command(item: Mapping[str, Any], kinds: Mapping[str, HandoffKind]) -> None:
    assert [turn for turn in item["turns"] if _find(turn, kinds=kinds)] == [], json.dumps(item["turns"])


@pytest.mark.parametrize("typed", ["undo moved", "undo the move", "Undo transferred", "undo held"])
def test_what_is_recorded_is_undone_by_its_name(typed: str) -> None:
    found = _find(typed, opened=True)

    assert found is not None
    assert (found.command, found.items) == (C.UNDO, ())
    assert found.text == typed.split()[-1]
