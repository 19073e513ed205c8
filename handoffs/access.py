"""Who may do what, and when: each check refuses in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoffs import words
from handoffs.calendars import show
from handoffs.change import Actor, RefusedError, Sentence, Setting, Who, side_of
from handoffs.model import Handoff, Item, Status
from knowledge.handoffs import HandoffKind, Side

SIDES = (Side.GIVER, Side.RECEIVER)


def refuse(template: str, **values: Any) -> RefusedError:
    return RefusedError(Sentence(template=template, values=values))


def under_way(handoff: Handoff) -> None:
    """Refuse on a draft, and on what is over."""
    not_over(handoff)
    if handoff.status is Status.DRAFT:
        raise refuse(words.NOT_STARTED)


def not_over(handoff: Handoff) -> None:
    if handoff.is_over:
        on = (handoff.ended.at if handoff.ended else handoff.changed).date()
        raise refuse(words.OVER, status=words.STATUS[handoff.status], day=show(on), number=handoff.number)


def for_sides(handoff: Handoff, setting: Setting, *, creator: bool = False, admin: bool = False) -> None:
    """Giver and receiver may; of a draft only who is preparing it."""
    if admin and setting.actor.admin:
        return
    if handoff.status is Status.DRAFT:
        for_creator(handoff, setting, words.FOR_DRAFT)
    elif not (creator and _created(handoff, setting)) and not _stands(handoff, setting.actor, SIDES):
        parties = handoff.parties
        raise refuse(words.FOR_SIDES, giver=Who(id=parties.giver), receiver=Who(id=parties.receiver))


def for_creator(handoff: Handoff, setting: Setting, template: str = words.FOR_CREATOR) -> None:
    if not _created(handoff, setting):
        raise refuse(template, creator=Who(id=handoff.parties.creator))


def for_item(handoff: Handoff, item: Item, setting: Setting) -> None:
    """Those whom the item names may; the giver where it names only others, and nobody stands there."""
    sides = item.by
    if set(sides) == {Side.OTHER} and not handoff.parties.others:
        sides = (Side.GIVER,)
    if not _stands(handoff, setting.actor, sides):
        named = words.OR.join(side_title(setting.kind, side) for side in sides)
        raise refuse(words.FOR_ITEM, number=item.number, sides=named)


def side_title(kind: HandoffKind, side: Side) -> str:
    """What a side is called: "ATU (AE or ATS)"."""
    if side is Side.OTHER:
        return words.OR.join(other.title for other in kind.others)
    return kind.giver.title if side is Side.GIVER else kind.receiver.title


def _stands(handoff: Handoff, actor: Actor, sides: Sequence[Side]) -> bool:
    return any(side in sides for side in side_of(handoff, actor))


def _created(handoff: Handoff, setting: Setting) -> bool:
    return setting.actor.is_one_of(handoff.parties.creator)
