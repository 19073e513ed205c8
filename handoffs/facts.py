"""What a handoff is about: its milestones, its opportunity, its dates. Places count from 1."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from handoffs import access, agreement, texts, words
from handoffs.access import refuse
from handoffs.calendars import show
from handoffs.change import Call, Change, Setting, What, Words
from handoffs.changing import Making
from handoffs.clock import latest
from handoffs.deadlines import DAYS
from handoffs.model import Handoff, Milestone, Status, Talk
from handoffs.money import Money
from handoffs.renewal import follow_unified
from knowledge.handoffs import DeadlineRule

MOST_MILESTONES = 20
_MOST = Decimal(10) ** 12
_YEARS = 10
_DAYS_A_YEAR = 366
_CODE = 2  # letters of a country's code


def value(handoff: Handoff, place: int, money: Money, setting: Setting) -> Change:
    """Set the estimated value of a milestone."""
    return _set(handoff, place, setting, value=money)


def due(handoff: Handoff, place: int, day: date, setting: Setting) -> Change:
    """Set the due date of a milestone."""
    return _set(handoff, place, setting, due=day)


def workload(handoff: Handoff, place: int, text: str, setting: Setting) -> Change:
    """Name the workload of a milestone."""
    return _set(handoff, place, setting, workload=text)


def add_milestone(handoff: Handoff, milestone: Milestone, setting: Setting) -> Change:
    """Add a milestone at the end."""
    making = _open(handoff, setting)
    if len(handoff.milestones) >= MOST_MILESTONES:
        raise refuse(words.TOO_MANY, limit=MOST_MILESTONES)
    return _put(making, (*handoff.milestones, _sound(handoff, milestone, -1, setting)))


def drop_milestone(handoff: Handoff, place: int, setting: Setting) -> Change:
    """Take a milestone away; one has to stay."""
    making = _open(handoff, setting)
    _find(handoff, place)
    if len(handoff.milestones) == 1 and handoff.status is not Status.DRAFT:
        raise refuse(words.LAST_MILESTONE)
    return _put(making, (*handoff.milestones[: place - 1], *handoff.milestones[place:]))


def opportunity(
    handoff: Handoff,
    setting: Setting,
    *,
    name: str | None = None,
    customer: str | None = None,
    link: str | None = None,
    unified: bool | None = None,
) -> Change:
    """Set what is known of the opportunity; None leaves a fact as it is.

    A change of Unified after the start exchanges the items that depend on it: numbers and marks stay.
    """
    making = _started_or_not(handoff, setting)
    given: dict[str, Any] = {}
    if name is not None:
        given["name"] = texts.line(name, texts.NAME, words.WHAT_NAME, required=True)
    if customer is not None:
        given["customer"] = texts.line(customer, texts.NAME, words.WHAT_CUSTOMER, required=True)
    if link is not None:
        given["link"] = texts.web_link(link)
    if unified is not None:
        given["unified"] = unified
    before = {key: getattr(handoff.opportunity, key) for key in given}
    changed = {key: new for key, new in given.items() if new != before[key]}
    if changed:
        making.put(opportunity=replace(handoff.opportunity, **changed))
        making.log(What.OPPORTUNITY_CHANGED, _kept(before, changed), _kept(given, changed))
    if "unified" in changed and handoff.status is not Status.DRAFT:
        follow_unified(making, changed["unified"])
    return making.done()


def meet_by(handoff: Handoff, day: date, setting: Setting, *, suggested: bool = False) -> Change:
    """Set the latest day of the discussion."""
    making = _started_or_not(handoff, setting)
    if rule := setting.kind.discussion.latest:
        raise refuse(words.RULED, rule=_in_words(rule))
    if handoff.discussion.state is Talk.HELD:
        raise refuse(words.HELD_ALREADY)
    _to_come(day, setting)
    before = latest(handoff, setting.kind)
    if before is None or (before.due, before.suggested) != (day, suggested):
        making.put(discussion=replace(handoff.discussion, meet_by=day, suggested=suggested))
        making.log(
            What.MEET_BY_SET,
            {"day": before.due} if before else {},
            {"day": day, "suggested": suggested},
        )
    return making.done()


def country(handoff: Handoff, code: str, setting: Setting) -> Change:
    """Count by the receiver's country from now on; the dates are counted again."""
    making = _started_or_not(handoff, setting, transferred=True)
    plain = code.strip().upper()
    if plain and not (len(plain) == _CODE and plain.isascii() and plain.isalpha()):
        raise refuse(words.NO_COUNTRY)
    if plain != handoff.country:
        making.put(country=plain)
        making.log(What.COUNTRY_SET, {"country": handoff.country}, {"country": plain})
    return making.done()


def _started_or_not(handoff: Handoff, setting: Setting, *, transferred: bool = False) -> Making:
    access.not_over(handoff)
    access.for_sides(handoff, setting)
    if handoff.transferred and not transferred:
        raise refuse(words.TRANSFERRED_ALREADY)
    return Making(handoff, setting)


def _open(handoff: Handoff, setting: Setting) -> Making:
    making = _started_or_not(handoff, setting)
    if not setting.kind.milestones:
        raise refuse(words.NO_MILESTONES, kind=setting.kind.short)
    return making


def _set(handoff: Handoff, place: int, setting: Setting, **given: Any) -> Change:
    """Set a fact of a milestone; while it is a draft, the next place makes a new one."""
    making = _open(handoff, setting)
    milestones = list(handoff.milestones)
    if handoff.status is Status.DRAFT and place == len(milestones) + 1 <= MOST_MILESTONES:
        milestones.append(Milestone())
    else:
        _find(handoff, place)
    new = _sound(handoff, replace(Milestone(), **given), place, setting)
    given = {key: getattr(new, key) for key in given}
    milestones[place - 1] = replace(milestones[place - 1], **given)
    return _put(making, tuple(milestones))


def _find(handoff: Handoff, place: int) -> Milestone:
    if not 1 <= place <= len(handoff.milestones):
        raise refuse(words.NO_MILESTONE, place=place, count=len(handoff.milestones))
    return handoff.milestones[place - 1]


def _put(making: Making, milestones: tuple[Milestone, ...]) -> Change:
    """Keep milestones; what was confirmed for others is void."""
    before = making.handoff.milestones
    if milestones != before:
        making.put(milestones=milestones)
        making.log(
            What.MILESTONES_CHANGED,
            {"milestones": agreement.plain(before)},
            {"milestones": agreement.plain(milestones)},
        )
        if agreement.void(making, words.WHY_MILESTONES):
            parties = making.handoff.parties
            making.tell((parties.giver, parties.receiver), Call.VOIDED, words.TOLD_VOIDED)
    return making.done()


def _sound(handoff: Handoff, milestone: Milestone, place: int, setting: Setting) -> Milestone:
    """Refuse what no milestone can be."""
    if milestone.value is not None:
        others = [other for at, other in enumerate(handoff.milestones, 1) if at != place]
        _check_value(milestone.value, [other.value.currency for other in others if other.value])
    if milestone.due is not None:
        _to_come(milestone.due, setting)
    return replace(milestone, workload=texts.line(milestone.workload, texts.NAME, words.WHAT_WORKLOAD))


def _check_value(money: Money, currencies: list[str]) -> None:
    if not money.amount.is_finite() or money.amount <= 0:
        raise refuse(words.VALUE)
    if money.amount > _MOST:
        raise refuse(words.ABSURD, value=money.show())
    if currencies and money.currency not in currencies:
        raise refuse(words.CURRENCY, currency=currencies[0])


def _to_come(day: date, setting: Setting) -> None:
    if day < setting.today:
        raise refuse(words.PAST, day=show(day))
    if (day - setting.today).days > _YEARS * _DAYS_A_YEAR:
        raise refuse(words.FAR, day=show(day), years=_YEARS)


def _kept(values: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """Texts as words that can be blanked."""
    kept = {key: values[key] for key in changed}
    return {key: Words(text=each) if isinstance(each, str) and each else each for key, each in kept.items()}


def _in_words(rule: DeadlineRule) -> str:
    one, more = DAYS[rule.unit]
    days = one if rule.offset == 1 else more.format(count=rule.offset)
    return words.RULE.format(days=days, anchor=words.AFTER_ANCHOR[rule.anchor])
