"""How people put each command for a handoff: one table of patterns, tried in order against the whole message.

Named groups are what `commands` reads: no, name, items, place, text, whole, side, yes, not, page. `asks`: may
end with a question mark; `draft`: only while a handoff is being started, where it can mean nothing else;
`opened`: only where a handoff is open in the chat.
"""

from __future__ import annotations

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.fragments import (
    AMOUNT,
    CAPITALS,
    DATE_WORD,
    NAMED,
    NOT_KNOWLEDGE,
    RECORDED,
    SUM,
    WHO,
)
from dialogs.handoff.typed.pattern import Pattern
from dialogs.handoff.typed.pattern import written as _p

PATTERNS: tuple[Pattern, ...] = (
    # Lists
    _p(
        C.LIST,
        r"(?:what are |where are |list |show (?:me )?)?(?:all )?my (?:open "
        r"|running )?hand-?offs?(?:,? (?:page )?(?P<page>\d{1,4}))?",
        asks=True,
    ),
    _p(C.LIST, r"my (?:open )?deals"),
    _p(C.LIST, r"(?:open|list) hand-?offs|list (?:all |the )?(?:open )?hand-?offs"),
    _p(C.MORE, r"more|show more|next page|more hand-?offs"),
    _p(C.TEAM, r"(?:my )?team(?: hand-?offs)?(?:,? (?:page )?(?P<page>\d{1,4}))?"),
    # Asking about one
    _p(
        C.MISSING,
        r"(?:what(?:'s|s| is| are)?|what do (?:we|i)|is (?:there )?anything|what else is) (?:still )?"
        r"(?:missing|left(?: to do)?|outstanding|unfinished)<OF>",
        asks=True,
    ),
    _p(
        C.MISSING,
        r"(?:what(?:'s|s| is) )(?:still )?open(?: (?:on|for) (?:<NO>|(?P<name>[^?]{1,120}?)))?",
        asks=True,
    ),
    _p(C.WHOSE_MOVE, r"who(?:se|'s|s| is) (?:move|turn|next)(?: is it)?(?: now)?<OF>", asks=True),
    _p(
        C.WHOSE_MOVE,
        r"what (?:do i (?:have|need) to|must i) do(?: now| next)?|what(?:'s|s| is)? next",
        asks=True,
        opened=True,
    ),
    _p(C.WHOSE_MOVE, r"whose (?:move|turn) is (?P<name>[^?]{1,120}?)", asks=True),
    _p(C.WHOSE_MOVE, r"(?:is it my (?:move|turn)|who has the (?:baton|ball))<OF>", asks=True),
    _p(
        C.STATUS,
        r"(?:(?:what(?:'s|s| is) )?(?:the )?status|where (?:are|r) we|how far are we)<OF>",
        asks=True,
    ),
    _p(
        C.STATUS,
        r"how(?:'s|s| is) (?:<NO>|(?P<name>[^?]{1,120}?)) (?:going|doing|coming along)"
        r"|what(?:'s|s| is) (?:up|new|going on) (?:with|on) (?:<NO>|(?P<name>[^?]{1,120}?))"
        r"|when is it due|(?:what(?:'s|s| is) )?(?:the |our |my )?deadline",
        asks=True,
        opened=True,
    ),
    # One of them
    _p(
        C.OPEN,
        r"(?:open|show|go to|resume|continue(?: with)?|go on with)(?: the| my)? <NO>"
        r"|hand-?off \#?(?P<no>\d{1,30})",
    ),
    _p(
        C.HISTORY,
        r"(?:the )?(?:history|log)(?:(?: of| for| on)?(?: the)? <NO>| (?:of|for|on) (?P<name>\S.{0,119}))?",
    ),
    _p(
        C.REPORT,
        r"(?:the )?(?:report|export)(?:(?: of| for| on)?(?: the)? <NO>| (?:of|for|on) (?P<name>\S.{0,119}))?",
    ),
    _p(C.CLOSE, r"close(?: it| (?:the |this )?hand-?off)?(?: <NO>)?"),
    _p(C.REOPEN, r"re-?open(?: it| (?:the |this )?hand-?off)?(?: <NO>)?"),
    _p(
        C.CANCEL,
        r"(?:cancel|drop|discard) (?:(?:the |this |my )?(?:hand-?off|draft)(?: \#?(?P<no>\d{1,30}))?"
        r"|<NO>)<WHY>",
    ),
    _p(C.CANCEL, r"cancel(?: it)?,? (?:because(?: of)?|bc|since)(?: (?P<text>\S.*))?"),
    _p(
        C.RENEW,
        r"take (?:the )?new(?:er)? items(?: (?:on|for|in|of|into))?(?: <NO>)?|update(?: <NO>"
        r"| (?:the )?hand-?off)",
    ),
    # Its items
    _p(
        C.NOT_APPLICABLE,
        r"(?:(?:mark |set )?<ITEMS> (?:is |are |as )?(?:n/a|na|n\.a\.?"
        r"|not (?:applicable|relevant|needed))<IN>"
        r"|<ITEMS> (?:is|are|does|do)(?: ?n'?t| not) (?:applicable|relevant|needed|apply)<IN>"
        r"|(?:n ?/ ?a|na|n\.a\.?|not applicable)(?:[: ] ?(?P<items>\#?\d{1,3}(?:(?: ?[,;&+] ?(?:and )?"
        r"| and | )\#?\d{1,3})*)<IN>)?)<WHY>",
    ),
    _p(C.WAIVE, r"(?:waived?|wave|skip(?= ))(?: <ITEMS><IN>)?<WHY>"),
    _p(
        C.DONE,
        r"(?:mark |set )?<ITEMS> (?:(?:is|are|as|=) )?(?:all )?(?:done|complete|completed|finished|ticked"
        r"|ready)<IN><WHY>",
    ),
    _p(
        C.DONE,
        r"(?:i (?:have |am )?|we (?:have |are )?|i've )?(?:done|tick|ticked|check off|complete|completed"
        r"|finished|mark)"
        r"(?: off)?(?: with)?(?: <ITEMS>(?: (?:as )?(?:done|complete))?<IN><WHY>)?",
    ),
    _p(C.DONE, r"(?:i |we |i've |we've )?(?:did|check|checked) (?:off )?<ITEMS><IN><WHY>", opened=True),
    _p(C.DONE, r"<ITEMS> (?:is |are )?(?:ok|okay|fine|checked)<IN>", opened=True),
    _p(C.UNDO, rf"un-?do (?:the )?{RECORDED}<IN>"),
    _p(C.UNDO, r"(?:un-?do|untick|uncheck|reopen items?)(?: <ITEMS><IN><WHY>)?"),
    _p(
        C.NOTE,
        r"(?:add (?:a )?)?(?:note|comment)(?: (?:on|to|for))?"
        r"(?: (?:item )?\#?(?P<items>\d{1,9})(?: ?[:;,-] ?| |$)(?P<text>\S.*)?)?",
    ),
    _p(
        C.NOTE,
        r"(?:link|evidence|proof) (?:for|on|to) (?:item )?\#?(?P<items>\d{1,3})(?: ?[:;,-] ?| )(?P<text>\S.*)"
        r"|(?:item )?\#?(?P<items>\d{1,3}) ?:? (?P<text>https?://\S+)",
        opened=True,
    ),
    _p(
        C.WHY,
        r"(?:(?:what|which) (?:is|are) )?(?:the )?(?:why|sources?|reason)(?: and (?:why|sources?))?"
        r"(?: (?:of|for|is|do we need))? (?:the )?(?:item|point|step) \#?(?P<items>\d{1,3})"
        r"(?: (?:there|needed|required|on (?:it|the list)|asked for))?",
        asks=True,
    ),
    _p(
        C.WHY,
        r"(?:why|sources?)(?: (?:of|for|is))? \#?(?P<items>\d{1,3})(?: (?:there|needed|required))?",
        asks=True,
        opened=True,
    ),
    # Its agreement, its discussion, its moves
    _p(
        C.AGREE_FOR,
        r"(?:(?:i|we) )?(?:agree|agreed|accept|confirm)(?: (?:it|this))? (?:(?:(?:up)?on behalf of|instead of"
        r"|for|in the name of) (?!\d)(?P<text>[^?]{1,120})|as (?:the )?(?P<text>(?P<side>giver|receiver)))",
    ),
    _p(
        C.AGREE,
        r"(?:yes,? )?(?:(?:i|we) )?(?:agree|agreed|accept)(?: (?:with|to|on))?"
        r"(?: (?:it|this|that|these|them|all|everything|(?:the )?(?:milestones?|values?|dates?|due dates?"
        r"|terms)"
        r"(?: and (?:the )?(?:due )?dates?)?))?(?: <NO>)?(?: ?[:,] ?(?P<text>\S.*))?",
    ),
    _p(
        C.DECLINE,
        r"(?:(?:no|sorry),? )?(?:(?:i|we) )?(?:decline|declined|reject|refuse)(?: (?:it|this|that|(?:the "
        r"|this )?hand-?off))?(?: <NO>)?"
        r"(?:[,:;-]* (?:because(?: of)?|as|since|with)(?: (?P<text>\S.*))?| ?[:,-] ?(?P<text>\S.*))?",
    ),
    _p(C.DECLINE, r"(?:decline|declined|reject|rejected),? (?P<text>\S+ \S.*)", opened=True),
    _p(
        C.NOT_HELD,
        r"not held(?: yet)?|(?:<MEETING> )?(?:was ?n[o']t|was not|has ?n[o']t been|wasnt) held"
        r"|(?:we )?(?:did ?n[o']t|did not|didnt) (?:hold|have) <MEETING>|<MEETING> (?:did ?n[o']t|did not"
        r"|didnt) (?:take place|happen)",
    ),
    _p(
        C.HELD,
        r"(?:(?:we |i |<MEETING> )?(?:was |have |has been )?held(?: <MEETING>)?"
        r"|we (?:had|met|talked|spoke)(?: <MEETING>)?"
        r"|<MEETING> (?:took place|happened))<DAY>",
    ),
    _p(
        C.HELD,
        r"had (?:the|our|a) (?:discussion|meeting|call|session|kick-?off|review|workshop)<DAY>"
        r"|(?:the |our )?(?:discussion|meeting|call|session|kick-?off|review|workshop) (?:is |was )?"
        r"(?:done|over)",
        opened=True,
    ),
    _p(
        C.MOVED,
        r"(?:(?:it|we|i|the opportunity|opportunity)(?: is| was| has| have| has been)? )?(?:now )?moved"
        r"(?: (?:it|the opportunity))?(?: to (?:stage )?[2-5])?<DAY>",
    ),
    _p(
        C.TRANSFERRED,
        r"(?:(?:it|we|i|(?:the )?ownership)(?: is| was| has| have| has been)? )?(?:now )?transferred"
        r"(?: (?:it|them|(?:the )?(?:ownership|milestones?)))?<DAY>",
    ),
    _p(
        C.MEET_BY,
        r"<SET>meet(?:ing)? by(?! \w+ (?:hour|day|week|month)s?$)"
        rf"(?:<IS>(?P<text>(?:the )?.{{0,20}}(?:{DATE_WORD}).{{0,40}}))?",
    ),
    # Its facts
    _p(
        C.ADD_MILESTONE,
        r"add (?:a |another |the )?milestone(?:[ :,]+(?P<text>\S.*))?|(?:another"
        r"|new) milestone(?:[ :,]+(?P<text>\S.*))?",
    ),
    _p(
        C.REMOVE_MILESTONE,
        r"(?:remove|delete|drop) (?:the )?(?:milestone|workload) (?:number )?\#?(?P<place>\d{1,2})",
    ),
    _p(
        C.VALUE,
        rf"<SET>(?:(?:estimated |milestone )*value|val|amount)(?: (?:of|for"
        rf"|on) (?:milestone )?(?P<place>[1-9]))?<IS>"
        rf"{AMOUNT}(?P<whole>(?:\#?(?P<place>[1-9])(?: ?[:.)] "
        rf"| (?=[^\d\s]{{0,5}}[ ]?[^\d\s]{{0,3}}\d)))?{SUM})",
    ),
    _p(C.VALUE, rf"<SET>milestone \#?(?P<place>[1-9]) value<IS>{AMOUNT}{SUM}"),
    _p(
        C.DUE,
        rf"<SET>(?:milestone )?due(?: date)?"
        r"(?: (?:(?:of|for) (?:milestone )?|on milestone )(?P<place>[1-9]))?"
        r"<IS>(?:on )?"
        r"(?:\#?(?P<place>[1-9])(?: ?[:)] | (?!(?:of|st|nd|rd|th|days?|weeks?|months?|quarters?|years?"
        r"|business|working|"
        r"calendar|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[-/.]))))?"
        rf"(?P<text>(?=.{{0,40}}(?:{DATE_WORD})).{{1,80}})",
    ),
    _p(
        C.WORKLOAD,
        rf"<SET>workload(?: \#?(?P<place>[1-9]))?(?: ?[:=] ?| (?:is|to) | (?=\"|\S+(?: \S+){{0,3}}$)(?!of "
        rf"|for |in |and )){NAMED}",
    ),
    _p(C.CUSTOMER, rf"(?:set|change|update|correct|rename) (?:the )?customer(?: name)? (?:to|is) {NAMED}"),
    _p(C.CUSTOMER, rf"(?:the )?customer(?: is)?(?: ?[:=] ?| ){NOT_KNOWLEDGE}{CAPITALS}"),
    _p(C.CUSTOMER, rf"(?:the )?customer(?: name)?(?: is)?(?: ?[:=] ?| ){NAMED}", draft=True),
    _p(
        C.OPPORTUNITY,
        rf"(?:rename|call it(?! off\b)|(?:set|change|update|correct) (?:the )?(?:name|opportunity)(?: name)?)"
        rf"(?: (?:it|the hand-?off|(?:the )?opportunity))?(?: (?:to|is))? {NAMED}",
    ),
    _p(C.OPPORTUNITY, rf"(?:the )?opportunity(?: name)?(?: is)?(?: ?[:=] ?| ){NOT_KNOWLEDGE}{CAPITALS}"),
    _p(C.OPPORTUNITY, rf"(?:the )?(?:opportunity|name)(?: name)?(?: is)?(?: ?[:=] ?| ){NAMED}", draft=True),
    _p(C.LINK, r"<SET>(?:msx )?link<IS>(?P<text>\S*[.:]\S*)|(?P<text>https?://\S+)"),
    _p(
        C.UNIFIED,
        r"(?:(?:it|this|the customer|customer|opportunity|they) ?(?:is|are|'s|'re) )(?P<not>not "
        r"|non-?)?unified(?: customer)?",
    ),
    _p(C.UNIFIED, r"(?:set )?unified(?: ?[:=] ?| )(?P<yes>yes|no|true|false)"),
    _p(C.UNIFIED, r"(?P<not>not |non-? ?)?unified(?: customer)?", draft=True),
    # Its people
    _p(
        C.ESCALATE,
        rf"(?:(?:set |change )?(?:the )?escalation(?: contact)?(?: ?[:=] ?| is | to | )|escalate(?: it"
        rf"| this)? to |escalate ){WHO}",
    ),
    _p(
        C.ASSIGN,
        rf"(?:re-?assign|assign|set|make|change)(?: the)? (?P<side>giver|receiver)(?: side)?(?: is|:"
        rf"| to)? {WHO}"
        rf"|(?:the )?(?P<side>giver|receiver)(?: ?[:=] ?| is (?:now )?){WHO}",
    ),
    _p(
        C.ASSIGN,
        rf"(?:re-?assign|assign|make|set)(?: it| this)?(?: to)? {WHO} (?:as|to be|be) (?:the "
        rf"|a )?(?P<side>giver|receiver)",
    ),
    _p(C.ASSIGN, rf"(?:re-?assign|assign)(?: it| this)?(?: to)? {WHO}"),
    _p(C.ADD_PERSON, rf"add (?:the )?(?:person |people |participant |colleague |other )?{WHO}"),
    # Starting
    _p(C.FORM, r"(?:(?:show|open|use|fill in|fill out|give) (?:me )?)?(?:the |a )?form", draft=True),
    _p(C.FORM, r"fill (?:in|out) (?:a|the) form"),
    _p(C.GO_ON, r"open it(?: (?:in|here|there)\b.{0,20})?"),
    _p(C.MOVED, r"record the move"),
    _p(C.TRANSFERRED, r"record the transfer"),
    _p(C.GO_ON, r"(?:show (?:me )?)?(?:the |my )?(?:card|checklist)", opened=True),
    _p(C.GO_ON, r"(?:go on|carry on|continue) with it|start it(?: now)?"),
    _p(C.NEW, r"(?P<text>start (?:an?other|a new)(?: one)?)"),
    _p(
        C.NEW,
        r"(?P<text>(?:(?:start|begin|create|open|make|do|set up) (?:an?other |a |an |the )?(?:new )?|new "
        r"|an?other )"
        r"(?:hand-?off|hand-?over)\b.*)",
    ),
    _p(C.NEW, r"(?P<text>(?:hand|pass) (?!over |off |in |out ).+ (?:over|off)(?: to .+)?)"),
    _p(
        C.NEW,
        r"(?P<text>hand (?:over|off) (?!to |the (?:opportunity|milestones?|customer|deal)|(?:opportunit"
        r"|milestone|deal|"
        r"customer)|it |an? ).+ to .+)",
    ),
    # What a name is needed for comes last: "open Contoso"
    _p(
        C.OPEN,
        r"(?:open|show me|go to|resume|continue(?: with)?|go on with)(?: the| my)? (?!questions?\b"
        r"|items?\b)(?P<name>\S.{0,119}?)(?: hand-?off)?",
    ),
    _p(C.COUNTRY, r"(?:(?:set|change) )?my country(?: is|:| to|=)? ?(?P<text>\S.{0,59})?"),
    _p(C.COUNTRY, r"country(?: is|:| to|=)? ?(?P<text>\S.{0,59})"),
)
