"""When somebody works, and in which time zone: read from what they type, and kept in their profile."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, available_timezones

from dialogs import texts, utterance
from dialogs.desk import Desk, Profile
from dialogs.handoff.view import zone_of
from dialogs.turn import Outcome, Turn
from meetings import hours, zones

_SAID = re.compile(
    r"(?:(?:set|change|make|update) )?(?:(?P<my>my )|the )?(?:usual |normal )?"
    r"(?:(?:working|work|office) )?hours(?: are| is|:| to|=)? ?(?P<value>.*)",
    re.I,
)
_WORKING = re.compile(
    r"i(?: am|'?m)? (?:usually |normally |only |always )?work(?:ing)?(?: from)? (?P<value>.*)", re.I
)
_ZONE = re.compile(
    r"(?:(?:set|change) )?(?:(?P<my>my )|the )?time ?zone(?: is|:| to|=)? ?(?P<value>[^?]{1,80})", re.I
)
_DROPPED = frozenset(
    ("the usual", "usual", "normal", "standard", "default", "the default", "nothing", "none")
)
_DROP = re.compile(r"(?:forget|reset|delete|remove|clear) my (?:working|work|office)? ?hours", re.I)
_PADDING = re.compile(
    r"^(?:(?:hi|hey|hello|ok|okay|so|please|pls|baton|can you|could you)\b[, ]*)+"
    r"|[, ]*\b(?:please|pls|thanks|thx|thank you)[ .!]*$",
    re.I,
)
_LONGEST = 200


def is_meant(text: str) -> bool:
    """Whether somebody tells or asks for their working hours; "I work in stage 3" and a question do not."""
    line = _line(text)
    if not line or text.rstrip().endswith("?"):
        return False
    said = _SAID.fullmatch(line)
    if _DROP.fullmatch(line) or (said and said["my"]):
        return True
    said = said or _WORKING.fullmatch(line)
    return said is not None and hours.read(said["value"]) is not None


def is_zone_meant(text: str) -> bool:
    """Whether somebody tells their time zone."""
    said = None if text.rstrip().endswith("?") else _ZONE.fullmatch(_line(text))
    return said is not None and (said["my"] is not None or zones.zone(said["value"]) is not None)


async def keep(turn: Turn) -> Outcome:
    """Keep the hours that were typed; "the usual" drops what was kept, and none at all shows them."""
    person, value = turn.message.person, _value(_line(turn.text))
    if value is None:
        await turn.desk.profiles.keep(person.id, person.object_id, hours="")
        usual = _untold(turn.desk, _usual(turn.desk, turn.profile))
        return turn.say(texts.HOURS_DROPPED.format(hours=usual))
    if not value:
        return turn.say(texts.HOURS_SHOWN.format(hours=describe(turn.desk, turn.profile)))
    week = hours.read(value)
    if week is None:
        return turn.say(texts.HOURS_UNREAD)
    written = hours.write(week)
    await turn.desk.profiles.keep(person.id, person.object_id, hours=written)
    return turn.say(texts.HOURS_KEPT.format(hours=shown(written)))


async def keep_zone(turn: Turn) -> Outcome:
    """Keep the zone that was typed, unless the client tells one with every message."""
    if turn.message.time_zone:
        return turn.say(texts.ZONE_TEAMS.format(time_zone=turn.message.time_zone))
    typed = _ZONE.fullmatch(_line(turn.text))
    found = _zone(typed["value"]) if typed else None
    if found is None:
        return turn.say(texts.ZONE_UNREAD)
    person = turn.message.person
    await turn.desk.profiles.keep(person.id, person.object_id, time_zone=found.key)
    return turn.say(texts.ZONE_KEPT.format(time_zone=found.key))


def describe(desk: Desk, profile: Profile) -> str:
    """A person's hours for their profile: as told, else those of their calendar or the usual ones there."""
    if profile.hours:
        return shown(profile.hours)
    return _untold(desk, texts.HOURS_USUAL.format(hours=_usual(desk, profile)))


def shown(written: str) -> str:
    """The kept form for people: "Mon-Fri 09:00-17:00"."""
    return re.sub(r"[a-z]+", lambda day: day[0].capitalize(), written)


def _untold(desk: Desk, usual: str) -> str:
    """What holds for who told no hours: a calendar knows theirs better."""
    return texts.HOURS_CALENDAR.format(hours=usual) if desk.defaults.checks else usual


def _usual(desk: Desk, profile: Profile) -> str:
    zone = zone_of(profile.time_zone, desk.defaults.time_zone)
    week = hours.usual(zone, profile.country or desk.defaults.country)
    return shown(hours.write(week.hours))


def _value(line: str) -> str | None:
    """The hours as typed; None: the usual ones are wanted again."""
    found = _SAID.fullmatch(line) or _WORKING.fullmatch(line)
    value = found["value"].strip(" .!") if found else ""
    dropped = found is None or utterance.normalise(value) in _DROPPED
    return None if dropped else value


def _line(text: str) -> str:
    """What was typed without polite padding, if it is one short line."""
    line = utterance.clean(text)
    return "" if "\n" in line or len(line) > _LONGEST else _PADDING.sub("", line).strip(" .!,")


def _zone(typed: str) -> ZoneInfo | None:
    """By its name, or by its city where that is in one zone only."""
    name = typed.strip(" .!")
    if isinstance(found := zones.zone(name), ZoneInfo):
        return found
    city = "/" + name.casefold().replace(" ", "_")
    ending = [each for each in available_timezones() if each.casefold().endswith(city)]
    return ZoneInfo(ending[0]) if len(ending) == 1 else None
