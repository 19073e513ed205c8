"""Pieces that the patterns of `grammar` are put together from; `PARTS` by the name they have there."""

from __future__ import annotations

RANGE = r"(?:[-\u2010-\u2015]|\.{2,3}|to|till|until|through|thru)"
# A number that no item has is one where nothing but the end, a reason or a verb follows: "3 - 2500 users".
_LAST = r"(?:\d{1,3}(?!\d)|\d{4,}(?= ?(?:$|[,:;])| (?:because|bc|is|are|as|in|on|of|done|n/a)\b))"

PARTS = {
    "NO": r"(?:hand-?off |number |no\.? ?)?\#?(?P<no>\d{1,30})",
    "OF": r"(?:(?: (?:on|for|of|in|with|about|to|from))? (?:(?:the |my )?(?:hand-?off "
    r"|number )?\#?(?P<no>\d{1,30})"
    r"|(?:it|this|that|(?:the|this|my) (?:hand-?off|one))|(?P<name>[^?]{1,120}?)(?: hand-?off)?))?",
    "ITEMS": r"(?:items? |number )?(?P<items>\#?"
    rf"{_LAST}(?:(?: ?(?:,|;|&|\+) ?(?:and )?| and | n | plus | )\#?\d{{1,3}}| ?{RANGE} ?\#?{_LAST})*"
    r"(?![\d/.]))",
    "WHY": r"(?:[:;,.]? ?(?:because(?: of)?|bc|b/c|cos|cuz|as|since|for|with|see|\b-|:|,|;|\s-\s?| )\s*"
    r"(?P<text>\S.*))?",
    "IN": r"(?: (?:(?:in|on|of|for) hand-?off|in|on|of) \#?(?P<no>\d{1,30})"
    r"(?=$|[:;,]| (?:because|bc|as|since)\b))?",
    "SET": r"(?:(?:please )?(?:set|change|update|correct|make|put|move|push|postpone|shift|bring) )?"
    r"(?:the |its |my |our )?(?:new )?",
    "IS": r"(?: ?(?:[:=]| is(?: now)?| should be| will be| to| of| are) ?| )",
    "DAY": r"(?: (?:(?:on|by|at|as of) )?(?P<text>(?:today|yesterday|tomorrow|last|this|next|in|the|a|an"
    "|on|mon|tue|"
    r"wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|end|\d).{0,50}))?",
    "MEETING": r"(?:it|this|that|(?:the |our |a )?(?:transition |design |poc |handoff )?(?:discussion"
    "|meeting|call|session"
    r"|kick-?off|review|workshop|talk))",
}
RECORDED = r"(?P<text>moved?|transfer(?:red)?|held|discussion)"
DATE_WORD = (
    r"\d|today|tomorrow|yesterday|mon|tue|wed|thu|fri|sat|sun|week|month|quarter|year|end of|jan|feb|mar"
    r"|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec|q[1-4]"
)
AMOUNT = (
    r"(?=[-+~]?(?:(?:about|around|approx\.?|ca\.?|minus) )?(?!(?:in|of|at|for|and|by|to"
    r"|is)\b)[^\W\d]{0,3}[^\w]{0,3}\d)"
)
SUM = r"(?P<text>\S(?:.{0,80}|[\d., ']*))"  # one that is far too long is still one
WHO = r"(?P<text>\S.{0,199})"
NAMED = r"(?P<text>\"[^\"\n]+\"|\S.*)"
CAPITALS = r"(?P<text>\"[^\"\n]+\"|(?-i:[A-Z0-9][^\s?]*)(?: (?-i:(?:of|and|the|for|on|&|[A-Z0-9][^\s?]*)))*)"
NOT_KNOWLEDGE = (
    r"(?!\"?(?:success|zero|outcome|commit|engage|need|relation|require|readi|adopt|agreement|detail"
    r"|strateg|lead"
    r"|manag|pass|move|transfer|qualif|own|id\b|stage))"
)
