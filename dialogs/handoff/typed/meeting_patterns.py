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
_MOMENT_THEN = (
    rf"(?P<text>(?:(?:next|this|the|early|late|coming) )*(?:{_DAY})[a-z]*(?: (?:morning|afternoon))?)"
)
_REST = r"(?:[ ,:;-]+(?P<text>\S.*))?"
_WHY = r"(?:[,:;-]* ?(?:because(?: of)?|as|since|bc|b/c|coz|cos|cuz|:|,|;|-)\s*(?P<text>\S.*))?"
_TOGETHER = r"(?:meet(?: up)?|sync(?: up)?|catch up|get together)"
# Somebody by name, and no unit or role: "has the STU accepted" is about the handoff.
_SOMEONE = (
    r"(?!(?:the|a|an|it|this|that|we|i|you|what|who|customers?|partners?|milestones?|atu|stu|csu|ae|ats|ss"
    r"|ssp|se|sae|csam|csa|cse|pss|pdm|specialists?) )"
    r"@?[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*)?"
)
_THIS_MEETING = r"(?:it|(?:the |our |this |that )?(?:meeting|discussion|call|invite|invitation))"
_FILE = r"(?:invite|invitation|(?:calendar |ics |\.ics )?file|ics|meeting link|join link|link to join)"
_LENGTH = (
    r"(?:an?|half an|one|two|fifteen|twenty|thirty|forty[- ]?five|sixty|ninety|\d{1,3}(?:[.:,]\d{1,2})?)"
    r"[ -]?(?:minutes?|mins?|min|m|hours?|hrs?|hr|h|half an? hour)\b"
)

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
        C.WHEN_MEETING,
        rf"(?:(?:did|has|have|is|will|can) {_SOMEONE} (?:(?:already|yet) )?(?:accept(?:ed|ing)?|declined?"
        rf"|repl(?:y|ied)|answer(?:ed)?|respond(?:ed)?|com(?:e|ing)|attend(?:ing)?|be there|join(?:ing)?)"
        rf"|(?:any|what) (?:repl(?:y|ies)|answers?|responses?))"
        rf"(?: (?:to |for )?{_THIS_MEETING})?(?: yet| already)?",
        asks=True,
    ),
    _p(
        C.WHEN_MEETING,
        rf"(?:who(?:'s|s| is| was)? (?:invited|attending|going)|who (?:booked|organi[sz]ed|scheduled))"
        rf"(?: (?:to )?{_THIS_MEETING})?",
        asks=True,
        opened=True,
    ),
    _p(
        C.WHEN_MEETING,
        r"(?:where|what)(?:'s|s| is| are| do i)? (?:(?:the|our|my) )?(?:(?:meeting|discussion|call)|join)"
        r"|how long is (?:it|(?:the|our) (?:meeting|discussion|call))|(?:the )?meeting(?: details| info)?"
        r"|(?:show|see|open) (?:me )?(?:the |our )?(?:meeting|invite|invitation)|is it (?:confirmed|set|on)"
        r"|did it (?:happen|take place|go out)|was it sent|what time is it at|join|download",
        asks=True,
        opened=True,
    ),
    _p(
        C.WHEN_MEETING,
        rf"(?:(?:where|what)(?:'s|s| is) )?(?:(?:re-?send|send|download|get|give|share) (?:me |us |them )?)?"
        rf"(?:the |an |my |a )?(?:new )?{_FILE}(?: again| once more)?(?: to \S+)?",
        asks=True,
        opened=True,
    ),
    _p(C.WHEN_MEETING, r"is it (?:booked|scheduled)(?: yet| already)?|who(?:'s| is) coming", asks=True),
    # Who is invited
    _p(
        C.SCHEDULE,
        r"(?P<text>(?:(?:also )?invite|add) \S.{0,100}?)(?: (?:to|on) (?:the |our |this )?"
        r"(?:meeting|discussion|call|invite|invitation))(?: too| as well)?",
    ),
    _p(C.SCHEDULE, r"(?P<text>(?:also )?invite \S.{0,100})", opened=True),
    _p(
        C.SCHEDULE,
        r"(?P<text>(?:remove|uninvite|leave out) \S.{0,100}?) from (?:the |our |this )?"
        r"(?:meeting|discussion|call|invite|invitation)",
    ),
    # That it did not or cannot take place
    _p(C.NOT_HELD, r"(?:it )?(?:did ?n[o']t|did not|didnt) (?:happen|take place)|no[- ]show", opened=True),
    _p(C.NOT_HELD, r"(?:nobody|no one|noone) (?:came|showed up|turned up|joined)", opened=True),
    _p(C.CANCEL_MEETING, rf"call (?:it|this|that) off{_WHY}", opened=True),
    _p(
        C.RESCHEDULE,
        rf"(?:i|we|{_SOMEONE}) (?:can(?:'?t|not| not)|won'?t|will not|(?:is|am) (?:not able|unable) to) "
        rf"(?:make|come|attend|join|be there)(?: (?:to )?{_THIS_MEETING})?(?: then| anymore| any more)?",
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
    _p(
        C.RESCHEDULE,
        r"(?:move|push|shift|postpone|delay|bring)(?: (?:it|this|that))?(?: back| forward| up| out)?"
        rf"(?: to)? (?!.*\b(?:stages?|atu|stu|csu|mcem)\b){_MOMENT}",
        opened=True,
    ),
    _p(
        C.RESCHEDULE,
        r"(?:move|push|shift|postpone|delay) (?:it|this|that)(?: back| forward| up| out)?"
        r"(?P<text> (?:by )?(?:an?|one|two|\d) (?:weeks?|days?|hours?))?",
        opened=True,
    ),
    _p(
        C.RESCHEDULE,
        r"(?:an?)?other day|(?:a )?different (?:time|day|slot|date)|change (?:the )?(?:time|day|date)"
        r"|(?:make|move) it (?:a (?:bit|little) )?(?:earlier|later|sooner|longer|shorter)",
        opened=True,
    ),
    _p(C.RESCHEDULE, rf"make (?:it|the (?:meeting|call|discussion)) (?P<text>{_LENGTH}.*)", opened=True),
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
        r"(?:find|propose|suggest|offer|give|get) (?:me |us )?(?:a |some |three |new )?(?:times?|slots?)"
        r"(?: (?:to|we can) (?:meet|talk))?(?: (?:with|for) (?:us|everyone|everybody|all|both))?"
        rf"{_REST}",
    ),
    _p(
        C.SCHEDULE,
        r"(?:(?:any|what|which) (?:free )?(?:times?|slots?)(?: (?:are|do we have))?"
        r"(?: (?:free|available|open))?"
        rf"|when (?:can|could|shall|should) (?:we|i|they) {_TOGETHER}"
        rf"|when (?:is|are) {_SOMEONE} (?:free|available)|when are we (?:free|available|all free))"
        rf"(?: {_MOMENT})?",
        asks=True,
        opened=True,
    ),
    _p(
        C.SCHEDULE,
        rf"(?:is|are) (?:{_SOMEONE}|we|everyone|everybody|you) (?:all )?(?:free|available) {_WISH}",
        asks=True,
        opened=True,
    ),
    _p(
        C.SCHEDULE,
        rf"(?:does|is|would) {_MOMENT_THEN} (?:work|ok|okay|fine|free|possible|suit)"
        r"(?: (?:for )?\S+)?",
        asks=True,
        opened=True,
    ),
    _p(
        C.SCHEDULE,
        rf"{_TOGETHER} (?!the |it |this |that )(?=.*\b(?:{_DAY}|week|morning|afternoon|noon)){_WISH}",
        asks=True,
    ),
    _p(C.SCHEDULE, rf"(?:how|what) about {_MOMENT}", asks=True, opened=True),
    _p(
        C.SCHEDULE,
        rf"(?:{_TOGETHER}|(?:have |do )?(?:an? )?(?:quick )?(?:teams |zoom )?{_NOUN}) "
        rf"(?!the |it |this |that ){_WISH}",
        opened=True,
    ),
    _p(C.SCHEDULE, r"(?:book|meet|sync|sync up|find us time|find times?)", opened=True),
    # Where a handoff is open it is a wish that cannot be read, which is said, and no question.
    _p(C.SCHEDULE, r"schedule (?!meetings\b|of\b)(?P<text>\S.{0,80})", opened=True),
    _p(C.SCHEDULE, r"book (?:time )?(?!of\b|business\b|value\b)(?P<text>\S.{0,80})", opened=True),
)
