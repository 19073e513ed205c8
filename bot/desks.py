"""The desk of one turn: what stays the same for all turns, and what belongs to its unit of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.links import Links
from bot.outbox import Outbox
from bot.store.store import Work
from dialogs.desk import Defaults, Desk, Expert


@dataclass(frozen=True, kw_only=True)
class Desks:
    """`links` by tenant; `seal` is the key of the histories' chains."""

    expert: Expert
    defaults: Defaults
    links: Callable[[str], Links]
    seal: bytes

    def at(self, work: Work, outbox: Outbox, tenant: str, now: datetime) -> Desk:
        return Desk(
            expert=self.expert,
            defaults=self.defaults,
            profiles=work.profiles,
            conversations=work.conversations,
            questions=work.questions,
            feedback=work.feedback,
            deliveries=work.turns,
            jobs=work.jobs,
            people=work.people,
            handoffs=work.handoffs,
            quiets=work.quiets,
            outbox=outbox,
            operations=outbox.operations,
            invites=work.invites,
            links=self.links(tenant),
            seal=self.seal,
            tenant=tenant,
            now=now,
        )
