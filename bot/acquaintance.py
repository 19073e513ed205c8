"""What a turn learns from the channel of who is who: outside of any transaction, and asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import ConflictError, RosterUnreadableError
from bot.roster import Listed, Roster
from bot.store.store import Store
from dialogs.desk import RosterNeededError, StrangerError
from dialogs.message import Mentioned, Message

_TRIES = 3
_FORGOTTEN = 8  # times that others may forget somebody while one message of theirs is dealt with
NEEDS = (StrangerError, RosterNeededError)


@dataclass(kw_only=True)
class Acquaintance:
    """`members`: of the conversations that were asked for; nobody where they cannot be read."""

    store: Store
    roster: Roster
    service_url: str
    members: dict[str, Sequence[Mentioned]] = field(default_factory=dict)
    _met: int = 0
    _listed: Listed | None = None

    async def learn(self, need: Exception, message: Message) -> None:
        """Ask for what a dialog misses; the need itself where asking again in this turn would not help."""
        here = message.conversation
        if isinstance(need, RosterNeededError) and here not in self.members:
            try:
                self.members[here] = await self.roster.members(self.service_url, here)
            except RosterUnreadableError:
                self.members[here] = ()
        elif isinstance(need, StrangerError) and self._met < _FORGOTTEN:
            # Whoever asks in one message to be forgotten is a stranger again to those that wait beside it.
            self._met += 1
            await self.meet(message)
        else:
            raise need

    async def meet(self, message: Message) -> None:
        """Keep who writes: the name as the message has it, the address from the roster and nowhere else."""
        person = message.person
        listed = await self._look_up(message)
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

    async def _look_up(self, message: Message) -> Listed:
        if self._listed is None:
            person, here = message.person, message.conversation
            self._listed = await self.roster.who_is(self.service_url, here, person.id, person.tenant)
        return self._listed
