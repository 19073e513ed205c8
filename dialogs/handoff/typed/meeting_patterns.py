"""How people put the commands for the discussion's meeting; `grammar` has those for all else."""

from __future__ import annotations

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.pattern import Pattern
from dialogs.handoff.typed.pattern import written as _p

_KIND = (
    r"(?:required |next |transition |handoff |handover |opportunity |milestone |ownership |teams |design "
    r"|poc |scoping |kick-?off |deployment |readiness |optimi[sz]ation |planning |atu-to-stu |stu-to-csu "
    r"|and )*"
)
_NOUN = r"(?:discussion|meeting|call|session|review|workshop|kick-?off|talk|invite|invitation|appointment)"
_THE = r"(?:the |a |an |our |this |that |my |another )?"
_MEETING = rf"{_THE}{_KIND}{_NOUN}"
_UNIT = (
    r"st|nd|rd|th|minutes?|mins?|m|hours?|hrs?|hr|h|am|pm|o'?clock|days?|weeks?|months?|business|working|jan"
    r"|feb|mar|apr|may|june?|jul|aug|sep|oct|nov|dec"
)
_NUMBERED = (
    r"(?: (?:(?:for|of|about) )?(?:hand-?off |number |no\.? ?)?\#?(?P<no>\d{1,30})"
    rf"(?![\d:./-]| ?(?:{_UNIT})))?"
)
# What may follow at once, so that it is no question about a schedule: a time, a day, a person.
_DAY = (
    r"mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|tonight|tomor|tommor|yesterday"
    r"|tuseday|wendesday"
)
_WISH = (
    rf"(?=(?:for |on |at |in |by |from |after |before |between |around |within |not |no |except |with "
    rf"|without |it |this |that |the |next |coming |early |late |end of |an? |half |one |two |three |week "
    rf"|morning|afternoon|noon|asap|as soon|some ?time|any ?time|again|please|instead|\d|@|(?:{_DAY})))"
    r"(?!(?:of|for|in|the|on|at) (?:the )?(?:stages?|mcem)\b)(?P<text>\S.*)"
)
# "move it" may be about the handoff: what follows has to be a time.
_MOMENT = (
    rf"(?P<text>(?=(?:(?:on|at|in|for|by|after|before|until|next|this|the|early|late|coming|following) )*"
    rf"(?:{_DAY}|week|month|morning|afternoon|evening|noon"
    rf"|\d{{1,2}}(?:[:./-]\d| ?[ap]m|(?:st|nd|rd|th)? [a-z])))\S.*)"
)
_REST = r"(?:[ ,:;-]+(?P<text>\S.*))?"
_WHY = r"(?:[,:;-]* ?(?:because(?: of)?|as|since|bc|:|,|;|-)\s*(?P<text>\S.*))?"

PATTERNS: tuple[Pattern, ...] = (
    _p(
        C.WHEN_MEETING,
        rf"(?:when(?:'s|s| is| are| was| will)?|what time(?:'s|s| is)?|at what time is|what day is|is) "
        rf"(?:{_THE}{_KIND}{_NOUN}|it)(?: (?:booked|scheduled|planned|held|be|set))*(?: yet| already)?"
        r"(?: (?:for|on|of|with) (?:<NO>|(?P<name>[^?]{1,120}?)))?",
        asks=True,
        opened=True,
    ),
    _p(
        C.WHEN_MEETING,
        r"(?:when(?:'s|s| is)?|what time is) (?:the |our |my )"
        r"(?:next |transition |handoff )*(?:discussion|meeting|call)"
        r"(?: (?:for|on|of|with) (?:<NO>|(?P<name>[^?]{1,120}?)))?|have we got a meeting|is there a meeting",
        asks=True,
    ),
    _p(
        C.WHEN_MEETING,
        rf"(?:(?:who|has (?:everyone|everybody|anyone|anybody)|did (?:everyone|everybody)) (?:has )?"
        rf"(?:accepted?|declined?|answered?|is coming)|who(?:'s| is) coming)(?: (?:to )?{_MEETING})?",
        asks=True,
        opened=True,
    ),
    _p(
        C.CANCEL_MEETING,
        rf"(?:cancel|call off|drop|delete|remove|unbook) (?:{_MEETING}|it in outlook){_NUMBERED}"
        rf"(?: (?:(?:on|for|this|next) )+(?:{_DAY})[a-z]*)?"
        rf"(?: (?:for|on|with|of) "
        rf"(?!(?:mon|tue|wed|thu|fri|sat|sun|next|this|\d))(?P<name>[^,:;?]{{1,60}}?))?{_WHY}",
    ),
    _p(
        C.RESCHEDULE,
        rf"(?:re-?schedule|re-?book|postpone|find (?:a )?(?:new|another|other) (?:time|day|slot|date)"
        rf"|(?:a )?(?:new|other|another) time)(?: for)?(?: (?:{_MEETING}|it|this|that))?{_NUMBERED}{_REST}",
    ),
    _p(
        C.RESCHEDULE,
        rf"(?:move|push|shift|put|bring forward|change(?: the (?:time|day|date) of)?) {_MEETING}"
        rf"(?: (?:back|forward|up))?{_NUMBERED}{_REST}",
    ),
    _p(
        C.RESCHEDULE,
        r"(?:move|push|shift|postpone|delay|bring forward) (?:it|this|that)(?: back| forward| up| out)?"
        rf"(?: to)? (?!.*\b(?:stages?|atu|stu|csu|mcem)\b){_MOMENT}",
        opened=True,
    ),
    _p(C.SCHEDULE, r"schedule(?: (?:a |the )?(?:time|slot))?"),
    _p(C.SCHEDULE, r"schedule (?:hand-?off |number |no\.? ?)?\#?(?P<no>\d{1,30})"),
    _p(
        C.SCHEDULE,
        rf"(?:schedule|book|set ?up|arrange|plan|organi[sz]e"
        r"|find (?:a |us a )?time for|propose (?:a )?times? for"
        rf"|find (?:a )?slot for|set|make) {_MEETING}{_NUMBERED}{_REST}",
    ),
    _p(C.SCHEDULE, rf"(?:schedule|book)(?: (?:it|this))?{_NUMBERED}[ ,]+{_WISH}"),
    _p(C.SCHEDULE, r"(?:schedule|book) (?:it|this|that|us in)(?: now)?"),
    _p(
        C.SCHEDULE,
        r"(?:find|propose|suggest|offer|give) (?:me |us )?(?:a |some |three |new )?(?:times?|slots?)"
        r"(?: to (?:meet|talk))?"
        rf"{_REST}",
        opened=True,
    ),
    _p(C.SCHEDULE, rf"(?:meet|let's meet|let us meet|{_NOUN}) (?!the |it |this |that ){_WISH}", opened=True),
    # Where a handoff is open it is a wish that cannot be read, which is said, and no question.
    _p(C.SCHEDULE, r"schedule (?!meetings\b|of\b)(?P<text>\S.{0,80})", opened=True),
)
