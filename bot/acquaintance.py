"""What a turn learns from the channel of who is who: outside of any transaction, and each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import ConflictError, RosterUnreadableError
from bot.roster import Roster
from bot.store.store import Store
from dialogs.desk import RosterNeededError, StrangerError
from dialogs.message import Mentioned, Message

_TRIES = 3
NEEDS = (StrangerError, RosterNeededError)


@dataclass(kw_only=True)
class Acquaintance:
    """`members`: of the conversations that were asked for; nobody where they cannot be read."""

    store: Store
    roster: Roster
    service_url: str
    members: dict[str, Sequence[Mentioned]] = field(default_factory=dict)
    _asked: set[type[Exception]] = field(default_factory=set)

    async def learn(self, need: Exception, message: Message) -> None:
        """Ask for what a dialog misses; the need itself where that was asked before in this turn."""
        if type(need) in self._asked:
            raise need
        self._asked.add(type(need))
        if isinstance(need, RosterNeededError):
            here = message.conversation
            try:
                self.members[here] = await self.roster.members(self.service_url, here)
            except RosterUnreadableError:
                self.members[here] = ()
        else:
            await self.meet(message)

    async def meet(self, message: Message) -> None:
        """Keep who writes: the name as the message has it, the address from the roster and nowhere else."""
        person = message.person
        listed = await self.roster.who_is(self.service_url, message.conversation, person.id, person.tenant)
        known = {
            "user": person.id,
            "object_id": person.object_id or listed.object_id,
            "name": person.name or listed.name,
            "email": listed.email,
            "chat": message.conversation if message.private else "",
            "service_url": self.service_url,
        }
        for left in reversed(range(_TRIES)):
            try:
                async with self.store.work(person.tenant) as work:
                    await work.people.introduce(**known)
                    await work.commit()
                return
            except ConflictError:  # the same person was just met elsewhere
                if not left:
                    raise
