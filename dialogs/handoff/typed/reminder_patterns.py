"""How people put what they want of being reminded: later, not at all, again; tried before all else."""

from __future__ import annotations

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.pattern import Pattern
from dialogs.handoff.typed.pattern import written as _p

_UNTIL = r"(?:until|till|til|for)"
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_SOON = (
    rf"(?:today|tomorrow|next|in (?:an?|\w+) (?:days?|weeks?|months?|business)|(?:this |on )?{_WEEKDAY})\b"
)
_DAY = (
    rf"(?P<text>(?:on )?(?:{_SOON}|(?:the )?\d|{_MONTH}\b|an? (?:day|week|month)|end of|two|three).{{0,50}})"
)
_ANY_DAY = r"(?P<text>\S.{0,59})"
_ALL = r"(?:(?:all|everything|(?:all )?(?:of )?(?:my |the |your )?(?:reminders?|notifications?)))"
_SOME = r"(?:(?:all )?(?:my |the |your )?reminders? (?:for|of|about|on) )?"
_IT = r"(?P<text>it|this|that|this (?:one|hand-?off)|the hand-?off)"
_WHICH = rf"(?:<NO>|{_IT})"
_NAME = r"(?P<name>\S.{0,119}?)(?: hand-?off)?"
_THIS = r"(?: (?:it|this|that|(?:the |my |this )?(?:reminders?|hand-?off)))?"

PATTERNS: tuple[Pattern, ...] = (
    _p(C.REMINDERS, r"(?:what are |show (?:me )?|list )?(?:all )?(?:my |the )?reminders", asks=True),
    _p(
        C.REMINDERS,
        r"when (?:do|will|are) you (?:going to )?remind(?:ing)? me(?: next)?"
        r"|(?:(?:when|what)(?:'s|s| is) )?(?:my |the )next reminder"
        r"|what(?:'s|s| is| have i)? (?:muted|snoozed)",
        asks=True,
    ),
    # Later
    _p(C.SNOOZE, rf"snooze {_SOME}<NO>(?: {_UNTIL} {_ANY_DAY}| (?P<text>{_SOON}.{{0,50}}))?"),
    _p(C.SNOOZE, rf"snooze{_THIS}(?: (?:until|till|til) {_ANY_DAY}| (?:for |to )?{_DAY})?"),
    _p(C.SNOOZE, rf"snooze {_SOME}{_NAME} {_UNTIL} {_ANY_DAY}"),
    _p(C.SNOOZE, rf"snooze {_SOME}{_NAME} (?P<text>{_SOON}.{{0,50}})"),
    _p(C.SNOOZE, rf"snooze {_SOME}{_NAME}"),
    _p(C.SNOOZE, rf"remind me(?: again| later)?(?: (?:of|about) (?:<NO>|it|this|that))? (?:again )?{_DAY}"),
    _p(C.SNOOZE, rf"remind me (?:of|about) {_NAME} (?:again )?{_DAY}"),
    # Not at all
    _p(C.MUTE, rf"mute(?: {_ALL})?"),
    _p(
        C.MUTE, r"(?:stop|no more|turn off|switch off|disable) (?:all )?(?:of )?(?:my |the |your )?reminders?"
    ),
    _p(C.MUTE, r"(?:stop|don'?t|do not|never) remind(?:ing)? me(?: (?:of|about) (?:any|every)thing)?"),
    _p(C.MUTE, rf"mute {_SOME}{_WHICH}"),
    _p(C.MUTE, rf"(?:stop|don'?t|do not|never) remind(?:ing)? me (?:of|about) {_WHICH}"),
    _p(C.MUTE, rf"mute {_SOME}{_NAME}"),
    _p(C.MUTE, rf"(?:stop|don'?t|do not|never) remind(?:ing)? me (?:of|about) {_NAME}"),
    # Again
    _p(C.UNMUTE, rf"(?:un-?mute|un-?snooze)(?: {_ALL})?"),
    _p(C.UNMUTE, r"(?:turn on|switch on|resume|enable|start) (?:all )?(?:of )?(?:my |the |your )?reminders?"),
    _p(C.UNMUTE, rf"(?:un-?mute|un-?snooze) {_SOME}(?:<NO>|{_IT})"),
    _p(C.UNMUTE, rf"(?:un-?mute|un-?snooze) {_SOME}{_NAME}"),
    # Of anything else
    _p(C.REMIND, r"remind me(?: (?!.*\b(?:who|what|when|where|which|why|how)\b).{1,200})?"),
)
