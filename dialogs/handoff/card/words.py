"""Words of the live card for what can be tapped, folded, dated and typed; the others stand in `words`."""

from __future__ import annotations

from handoffs.views import Step

SOURCE_AND_WHY_OF = "{item}. Source and why"
TAP = "Tap a line to see more: an item's source and why, or the items that are done."
GROUP_DONE = "{sign} {name}: all {count} done by {who}, {when}"
UNFOLD = "{title}. Show or hide the items"
UNFOLD_SIGN = "Show or hide these items"
FOLDED = "{sign} Settled: {parts}"
FOLDED_PART = "{numbers} by {who}, {when}"
FOLDED_HINT = 'The settled items are folded here. For all of them, type "report {number}".'
OPEN_AGREED = "Open, agreed by {names}"
SOURCES = "Sources of these items"
SOURCES_OF = "{numbers}: {sources}."

WITH_LEFT = "{date}, {left}"
DRAFT_COMPLETE = "Draft: ready to start"
SENTENCE = "{text}."
SUGGESTED = "{date} (Baton's suggestion, not MCEM)."
MEET_BY_DATE = "{date}."

OTHER_STEPS = "Other steps"
TICKING = "Mark items done"
DECLINING = "Decline, with a comment"
TYPED = "You can also type, for example {examples}."
TYPED_FOR: dict[Step, str] = {
    Step.TICK: '"done 3", "waive 4 because ..." or "whose move is it"',
    Step.AGREE: '"agree", "value 300000" or "whose move is it"',
    Step.SCHEDULE: '"schedule next week" or "held yesterday"',
    Step.RESCHEDULE: '"reschedule" or "cancel meeting"',
    Step.HELD: '"held", "not held" or "whose move is it"',
    Step.MOVED: '"moved yesterday" or "whose move is it"',
    Step.TRANSFERRED: '"transferred yesterday" or "whose move is it"',
    Step.CLOSE: '"close {number}" or "history {number}"',
    Step.REOPEN: '"reopen {number}" or "history {number}"',
}
TYPED_ALWAYS = '"whose move is it" or "history {number}"'
