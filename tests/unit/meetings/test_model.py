"""All that is kept of a search survives as JSON."""

from __future__ import annotations

import json
from datetime import date, time

from pydantic import TypeAdapter

from meetings import slots
from meetings.model import Blind, Proposal, Wishes
from tests.unit.meetings.people import WEDNESDAY, moment, person, until


def test_a_proposal_round_trips() -> None:
    adapter = TypeAdapter(Proposal)
    wishes = Wishes(
        minutes=60,
        first=WEDNESDAY,
        last=WEDNESDAY,
        from_time=time(9),
        to_time=time(17, 30),
        weekdays=frozenset(range(5)),
        not_days=frozenset((date(2026, 12, 3),)),
        also=("alex",),
        optional=frozenset(("alex",)),
        left_out=frozenset(("pat",)),
        stretch={"ana": 60},
        shown=frozenset((moment("2 09:00"),)),
    )
    none = [person("Ana", "away 2 00:00-3 00:00", country="NO"), person("Megan", blind=Blind.NOT_FOUND)]
    some = [person("Ana"), person("Alex", "busy 2 09:00-17:00"), person("Megan", blind=Blind.NOT_FOUND)]
    exact = Wishes(exact=moment("2 18:00"), beyond=2)

    for people, asked in ((none, wishes), (some, wishes), (some, exact)):
        proposal = slots.propose(people, until(WEDNESDAY), asked)
        kept = json.loads(json.dumps(adapter.dump_python(proposal, mode="json")))
        assert adapter.validate_python(kept) == proposal
    assert slots.propose(none, until(WEDNESDAY), wishes).relaxations
    assert slots.propose(some, until(WEDNESDAY), wishes).slots
