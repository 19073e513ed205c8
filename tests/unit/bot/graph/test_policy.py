"""How often a request is sent, and when it is given up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.graph.failures import Aim, FailedError, Permission, Way, doubtful, throttled
from bot.graph.policy import Limits, Policy
from meetings.errors import AwayError, UnknownOutcomeError

_LIMITS = Limits(attempt=0.2, total=1.0, pause=0.001, longest_pause=0.002)


def _aim(way: Way) -> Aim:
    return Aim(permission=Permission.CALENDARS, way=way)


@dataclass
class _Service:
    """Fails as told, one after the other, and answers then."""

    faults: list[FailedError] = field(default_factory=list)
    asked: int = 0
    slow: float = 0.0

    async def __call__(self) -> str:
        self.asked += 1
        await asyncio.sleep(self.slow)
        if self.faults:
            raise self.faults.pop(0)
        return "done"


@pytest.mark.parametrize(
    ("way", "faults", "asked", "error"),
    [
        (Way.READ, [doubtful("503")] * 3, 4, None),
        (Way.AGAIN, [doubtful("503")] * 3, 4, None),
        (Way.ONCE, [doubtful("503")], 1, UnknownOutcomeError),
        (Way.ONCE, [throttled("429"), throttled("429")], 3, None),
        (Way.ONCE, [throttled("429"), doubtful("503")], 2, UnknownOutcomeError),
        (Way.READ, [doubtful("503")] * 20, 6, AwayError),
        (Way.AGAIN, [doubtful("503")] * 20, 6, UnknownOutcomeError),
        (Way.AGAIN, [doubtful("503"), throttled("429", 60.0)], 2, UnknownOutcomeError),
        (Way.AGAIN, [throttled("429", 60.0)], 1, AwayError),
    ],
)
async def test_it_is_sent_again_where_that_does_no_harm(
    way: Way, faults: list[FailedError], asked: int, error: type[Exception] | None
) -> None:
    service = _Service(list(faults))
    sent = Policy(_LIMITS).errand("contoso", "ana").ask(service, _aim(way))

    if error is None:
        assert await sent == "done"
    else:
        with pytest.raises(error):
            await sent
    assert service.asked == asked


async def test_what_the_service_asks_for_is_waited() -> None:
    service = _Service([throttled("429", 0.2)])
    began = asyncio.get_running_loop().time()

    await Policy(_LIMITS).errand("contoso", "ana").ask(service, _aim(Way.ONCE))

    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_four_at_a_time_for_a_mailbox_whoever_asks() -> None:
    policy, under_way, most = Policy(replace(_LIMITS, total=20.0, attempt=20.0)), 0, 0

    async def send() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(policy.errand("contoso", "ana").ask(send, _aim(Way.READ)))

    assert most == 4


async def test_who_waits_too_long_for_a_place_has_done_nothing() -> None:
    policy = Policy(replace(_LIMITS, at_a_time=1, attempt=9.0, total=9.0))
    slow, other = _Service(slow=2.0), _Service()
    first = asyncio.create_task(policy.errand("contoso", "ana").ask(slow, _aim(Way.READ)))
    await asyncio.sleep(0)
    policy.limits = replace(policy.limits, total=0.1)

    with pytest.raises(AwayError):
        await policy.errand("contoso", "ana").ask(other, _aim(Way.ONCE))

    first.cancel()
    assert other.asked == 0


async def test_an_attempt_has_its_own_limit() -> None:
    service = _Service(slow=5.0)

    with pytest.raises(UnknownOutcomeError):
        await Policy(_LIMITS).errand("contoso", "ana").ask(service, _aim(Way.ONCE))

    assert service.asked == 1


async def test_an_errand_does_not_wait_beyond_its_end() -> None:
    errand = Policy(_LIMITS).errand("contoso", "ana")

    assert await errand.pause(0.01)
    assert not await errand.pause(60.0)
