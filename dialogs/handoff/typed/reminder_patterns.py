"""How people put what they want of being reminded: later, not at all, again; tried before all else."""

from __future__ import annotations

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.pattern import Pattern
from dialogs.handoff.typed.pattern import written as _p

_UNTIL = r"(?:untill?|unitl|till?|for)"
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_SOON = (
    rf"(?:today|tom+or+ow|next|in (?:an?|\w+) (?:days?|weeks?|months?|business)|(?:this |on )?{_WEEKDAY})\b"
)
_DAY = (
    rf"(?P<text>(?:on )?(?:{_SOON}|(?:the )?\d|{_MONTH}\b|an? (?:hour|day|week|month)|end of"
    r"|two|three|four|five|a few|a couple|the (?:rest|weekend))"
    r".{0,50})"
)
_ANY_DAY = r"(?P<text>\S.{0,59})"
_TILL = rf" (?:untill?|unitl|till?) {_ANY_DAY}"
_FOR = rf"(?:{_TILL}| for {_DAY})"
_THEN = rf"(?:{_TILL}| (?:for |to )?{_DAY})"
_MINE = r"(?:all )?(?:of )?(?:my |the |your |these )?"
_EVERY = rf"(?:all|everything|me|{_MINE}(?:reminders|notifications))"
_ALL = rf"(?:{_EVERY}|{_MINE}(?:reminder|notification))"
_SOME = r"(?:(?:all )?(?:my |the |your )?reminders? (?:for|of|about|on) )?"
_IT = r"(?P<text>it|this|that|this (?:one|hand-?off)|the hand-?off)"
_WHICH = rf"(?:<NO>|{_IT})"
_NAME = r"(?P<name>\S.{0,119}?)(?:(?:'s)? (?:hand-?off|reminders?))?"
_THIS = r" (?:it|this|that|(?:the |my |this )?(?:reminder|hand-?off))"
_STOP = r"(?:stop|no|no more|turn off|switch off|disable|pause|silence|cancel)"
_NOT = r"(?:stop|don'?t|do not|never)"
_KNOWLEDGE = r"who|what|when|where|which|why|how|stages?|mcem|criteri(?:a|on)"
_ELSEWHERE = r"(?:customers?|partners?|stages?|mcem)"
_AGAIN = r"(?:un[- ]?mute|un[- ]?snooze)"

PATTERNS: tuple[Pattern, ...] = (
    _p(C.REMINDERS, r"(?:what are |show (?:me )?|list )?(?:all )?(?:my |the )?reminders", asks=True),
    _p(
        C.REMINDERS,
        r"when (?:do|will|are) you (?:going to )?remind(?:ing)? me(?: next)?(?: (?:of|about) .{1,60})?"
        r"|(?:(?:when|what)(?:'s|s| is) )?(?:my |the )?next reminder(?: (?:for|of|about) .{1,60})?"
        r"|what(?:'s|s| is| have i)? (?:muted|snoozed)",
        asks=True,
    ),
    # Later
    _p(
        C.SNOOZE,
        rf"(?:snooze|mute) {_SOME}<NO>(?: {_UNTIL} {_ANY_DAY}| (?P<text>{_SOON}.{{0,50}}))",
    ),
    _p(C.SNOOZE, rf"snooze {_SOME}<NO>(?: {_UNTIL})?"),
    _p(C.SNOOZE, rf"(?:snooze|mute|pause|postpone|silence) (?P<whole>{_EVERY}){_THEN}"),
    _p(C.SNOOZE, rf"(?P<whole>mute){_FOR}"),
    _p(C.SNOOZE, rf"(?:snooze|mute|postpone){_THIS}{_THEN}"),
    _p(C.SNOOZE, rf"(?:snooze|postpone) {_ALL}|postpone (?:the |my )?reminders?"),
    _p(C.SNOOZE, rf"snooze(?:{_THIS})?(?:{_THEN}| {_UNTIL})?"),
    _p(C.SNOOZE, rf"(?:snooze|mute) {_SOME}{_NAME}{_FOR}"),
    _p(C.SNOOZE, rf"(?:snooze|mute) {_SOME}{_NAME} (?P<text>{_SOON}.{{0,50}})"),
    _p(C.SNOOZE, rf"snooze {_SOME}{_NAME}"),
    _p(C.SNOOZE, rf"remind me(?: again| later)?(?: (?:of|about) (?:<NO>|it|this|that))? (?:again )?{_DAY}"),
    _p(C.SNOOZE, rf"remind me (?:of|about) {_NAME} (?:again )?{_DAY}"),
    # Not at all
    _p(C.MUTE, rf"mute(?: {_ALL})?"),
    _p(C.MUTE, rf"{_STOP} (?:sending (?:me )?)?(?:any )?{_MINE}(?:reminder|notification)s?"),
    _p(C.MUTE, rf"(?:turn|switch) {_MINE}(?:reminder|notification)s? off"),
    _p(C.MUTE, r"stop (?:messaging|notifying|bugging|nagging|pinging|writing(?: to)?) me"),
    _p(C.MUTE, r"i (?:don'?t|do not) (?:want|need) (?:any |more |your |these )*reminders?(?: any ?more)?"),
    _p(C.MUTE, rf"{_NOT} remind(?:ing)? me(?: (?:of|about) (?:any|every)thing)?"),
    _p(C.MUTE, rf"mute {_SOME}{_WHICH}"),
    _p(C.MUTE, rf"{_NOT} remind(?:ing)? me (?:of|about) {_WHICH}"),
    _p(C.MUTE, rf"mute {_SOME}{_NAME}"),
    _p(C.MUTE, rf"{_NOT} remind(?:ing)? me (?:of|about) {_NAME}"),
    # Again
    _p(C.UNMUTE, rf"un[- ]?mute(?: {_ALL})?|(?P<whole>un[- ]?snooze)(?: {_ALL})?"),
    _p(C.UNMUTE, rf"(?:turn on|switch on|resume|enable|start) {_MINE}(?:reminder|notification)s?"),
    _p(C.UNMUTE, rf"(?:turn|switch) {_MINE}(?:reminder|notification)s? (?:back )?on"),
    _p(C.UNMUTE, r"(?:cancel|undo|stop|remove|end) (?:the |my |all )?(?P<whole>snooz(?:es?|ing))"),
    _p(C.UNMUTE, rf"{_AGAIN} {_SOME}(?:<NO>|{_IT})"),
    _p(C.UNMUTE, rf"{_AGAIN} {_SOME}{_NAME}"),
    # Of anything else, or how it is done
    _p(
        C.REMIND,
        rf"how (?:do|can|could) (?:i|we|you) (?:{_AGAIN}|mute|snooze)(?: (?:a reminder|it|this|{_ALL}))?"
        rf"|how (?:do|can|could) (?:i|we|you) (?:stop|pause|turn o(?:n|ff)|see|change|get) {_MINE}reminders?"
        r"|(?:do|will|can) you (?:send|give) (?:me )?reminders?"
        rf"|(?:why|how often|(?:is|are) there|(?:do|will) i get|who (?:is|gets)) (?!.*\b{_ELSEWHERE}\b)"
        r".{0,40}\b(?:reminders?|reminded|remind me)\b.{0,40}",
        asks=True,
    ),
    _p(
        C.REMIND,
        rf"remind me(?: (?!.*\b(?:{_KNOWLEDGE})\b).{{1,200}})?",
    ),
)
