"""What is said where a command is not carried out as typed, with an example; and why an item is there."""

from __future__ import annotations

from dialogs.handoff.typed.asked import HandoffCommand as C

EXAMPLES: dict[C, str] = {
    C.VALUE: 'To change the value, please type an amount, for example "value 250000" or "value 1.2m EUR".',
    C.DUE: 'To change the due date, please type a day, for example "due 15 Jan" or "due next Friday".',
    C.WORKLOAD: 'To change the workload, please type its name, for example "workload Data".',
    C.CUSTOMER: 'To change the customer, please type for example "the customer is Contoso".',
    C.OPPORTUNITY: 'To change its name, please type for example "rename to Azure migration".',
    C.LINK: 'To keep a link, please type all of it, for example "link https://example.crm.dynamics.com/main".',
    C.NOTE: 'To add a note, please type the item and your words, for example "note 2 the CFO confirmed it".',
    C.MEET_BY: 'For the latest day of the discussion, please type for example "meet by 12 Feb".',
    C.ASSIGN: 'To hand a side to somebody, please type their address, for example "assign alex@contoso.com".',
    C.ESCALATE: 'To name an escalation contact, please type for example "escalate to alex@contoso.com".',
    C.ADD_PERSON: 'To add somebody, please type their address, for example "add person alex@contoso.com".',
    C.DONE: 'Please type the number of the item, for example "done 3" or "done 3 4 5".',
    C.UNDO: 'Please type the number of the item, for example "undo 3".',
    C.WAIVE: 'Please type the item and a reason, for example "waive 4 because the budget comes in March".',
    C.NOT_APPLICABLE: 'Please type the item and a reason, for example "n/a 5 because it is not Unified".',
    C.AGREE: 'To agree to the milestones, with the value and the due date of each, please type "agree".',
    C.DECLINE: 'To decline, please say why, for example "decline because the value is too high".',
    C.CANCEL: 'Please give a reason, for example "cancel {number} because the customer has stopped it".',
    C.MOVED: 'To record the stage move, please type "moved", or with its day, for example "moved yesterday".',
    C.HELD: 'To record the discussion, please type "held", or with its day, for example "held yesterday".',
    C.TRANSFERRED: 'To record the transfer, please type "transferred", or "transferred yesterday".',
    C.REMOVE_MILESTONE: 'Please type which milestone, for example "remove milestone 2".',
    C.ADD_MILESTONE: 'Please say what it is, for example: add milestone "Data", 80000, 15 Mar.',
}
MILESTONE_NEEDS = (
    "A milestone of a handoff that is under way needs {parts} as well, "
    'for example: add milestone "{workload}", {value}, {due}.'
)
MILESTONE_PARTS = {"workload": "a workload", "value": "a value", "due": "a due date"}
MILESTONE_EXAMPLES = {"workload": "Data", "value": "80000", "due": "15 Mar"}
EACH_FOR_ITSELF = 'Each side agrees for itself. To agree for your own side, type "agree".'

WHY = "**{number}. {text}**\n\n{why}"
WHY_CITED = "{text} {marks}"
WHY_MARK = "[{position}]"
WHY_SOURCE = "{what}: {sources}"
WHY_SOURCE_ONE = "Source"
WHY_SOURCE_MANY = "Sources"
WHY_SOURCE_NAME = "[{position}] {name}"
WHY_BETWEEN = "; "
WHY_INTERNAL = "_Internal guidance: not for customers._"
