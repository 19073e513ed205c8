"""What measures the edge: it must count right, and be refused nothing by mistake."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import jwt
import pytest

from bench.bots import BenchError
from bench.edge import figures, ground, launch, memory, soak, tables, tokens, traffic, wire
from bench.edge.load import CONNECTIONS, Round
from bench.edge.servers.sampler import PARTS, Sampler
from bench.edge.speed import Subject, is_complete
from dialogs import texts

_ROUND = Round(
    turns=100,
    seconds=1.0,
    waits=(0.001,) * 100,
    sent=100,
    cited=0,
    opened=16,
    processor=0.5,
    client=0.1,
    resident=100.0,
)
_AS_FAST_AS = {
    Subject.BARE: 8_000,
    Subject.SHIPPED: 100,
    Subject.AGENTS: 1_000,
    Subject.ECHO: 1_250,
    Subject.ASK: 500,
    Subject.ASK_POSTGRES: 1,
    Subject.ASK_NEW: 1,
}


def _rounds(**changed: int) -> dict[Subject, list[Round]]:
    rates = {**_AS_FAST_AS, **{Subject[name]: rate for name, rate in changed.items()}}
    return {subject: [replace(_ROUND, turns=rate)] * 3 for subject, rate in rates.items()}


async def test_every_turn_is_counted_and_every_reply_reaches_the_channel() -> None:
    async with ground.prepared() as prepared:
        with launch.started(launch.peer("bare", launch.OURS)) as server:
            async with prepared.talk(server, ground.ECHOED, None) as talk:
                found = await talk.run(warm_up=0.0, seconds=0.2)
                await talk.count(50)
                paced = await talk.pace(rate=200, seconds=0.2)

    assert found.turns == found.sent == len(found.waits) > CONNECTIONS
    assert 0 < found.opened <= CONNECTIONS
    assert len(paced) == 40
    assert prepared.channel.sent == found.sent + 50 + 40


async def test_a_turn_that_is_refused_ends_the_measurement() -> None:
    async with ground.prepared() as prepared:
        with launch.started(launch.peer("bare", launch.OURS)) as server:
            async with prepared.talk(server, ground.ECHOED, None) as talk:
                talk.requests = [itertools.repeat(wire.request("/elsewhere", b"{}"))] * CONNECTIONS
                with pytest.raises(BenchError, match="status 404"):
                    await talk.run(warm_up=0.0, seconds=0.1)


def test_a_server_that_does_not_start_says_why() -> None:
    program = launch.Program(python=launch.OURS, arguments=("-c", "raise SystemExit('no port')"))
    with pytest.raises(BenchError, match="no port"), launch.started(program):
        pass


def test_peers_that_are_not_installed_are_named() -> None:
    with pytest.raises(BenchError, match="make bench-edge"):
        launch.peer("shipped", Path("nowhere/python"))


async def test_an_apology_ends_the_measurement() -> None:
    async with ground.prepared() as prepared:
        with launch.started(launch.peer("bare", launch.OURS)) as server:
            said = ((texts.APOLOGY.format(id="0a1b"),),)
            async with prepared.talk(server, said, None) as talk:
                with pytest.raises(BenchError, match="apology"):
                    await talk.run(warm_up=0.0, seconds=0.05)


def test_no_two_messages_have_the_same_id_token_or_whole_body() -> None:
    signed = (f"token-{number}" for number in itertools.count())
    said = (("one", "two"), ("three",))
    sources = [
        traffic.requests("http://127.0.0.1:1/", said, signed, connection=index, connections=2)
        for index in range(2)
    ]
    requests = [next(source) for _ in range(300) for source in sources]
    bodies = [json.loads(request.partition(b"\r\n\r\n")[2]) for request in requests]

    assert len({body["id"] for body in bodies}) == len(set(requests)) == 600
    assert len({request.partition(b"Bearer ")[2].partition(b"\r")[0] for request in requests}) == 600
    assert len({body["conversation"]["id"] for body in bodies}) == traffic.PERSONS


def test_a_person_is_on_one_connection_only_and_says_a_conversation_in_order() -> None:
    said = (("one", "two"), ("three",))
    source = traffic.requests("http://127.0.0.1:1/", said, None, connection=3, connections=16)
    bodies = [json.loads(next(source).partition(b"\r\n\r\n")[2]) for _ in range(3)]

    assert [body["text"] for body in bodies] == ["one", "two", "three"]
    assert [body["from"]["id"] for body in bodies] == ["29:person-003", "29:person-003", "29:person-019"]


def test_tokens_are_signed_by_the_key_that_is_shown() -> None:
    pem = tokens.new_key()
    issuer = tokens.Issuer(pem=pem, service_url="http://127.0.0.1:1/")
    first, second = itertools.islice(issuer.endless(), 2)
    key = jwt.PyJWK(tokens.public(pem))
    claims = jwt.decode(first, key, ["RS256"], audience=tokens.APP, issuer=tokens.ISSUER)

    assert claims["serviceurl"] == "http://127.0.0.1:1/"
    assert first != second


def test_half_a_message_is_waited_for() -> None:
    frames = wire._Frames()
    whole = wire.response("200 OK", b'{"id":"1"}')
    frames.add(whole[:-3])
    assert frames.take() is None
    frames.add(whole[-3:] + whole)
    assert frames.take() == frames.take() == (whole.partition(b"\r\n\r\n")[0], b'{"id":"1"}')
    assert frames.take() is None


def test_a_body_in_chunks_is_refused_and_not_taken_for_an_empty_one() -> None:
    frames = wire._Frames()
    frames.add(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    with pytest.raises(BenchError, match="chunks"):
        frames.take()


def test_turns_without_an_answer_do_not_count() -> None:
    assert is_complete(Subject.SHIPPED, _ROUND)
    assert not is_complete(Subject.SHIPPED, replace(_ROUND, sent=99))
    assert not is_complete(Subject.ECHO, replace(_ROUND, sent=101))
    assert not is_complete(Subject.ASK, _ROUND)
    assert not is_complete(Subject.ASK, replace(_ROUND, sent=99, cited=90))
    assert is_complete(Subject.ASK, replace(_ROUND, sent=160, cited=90))


def test_bounds_that_are_just_kept_are_not_missed() -> None:
    assert list(figures.missed_speed(_rounds(SHIPPED=125))) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ECHO": 1_240}, "1.24 times, at least 1.25"),
        ({"ECHO": 900, "AGENTS": 100}, "9 times, at least 10"),
        ({"ASK": 499}, "0.499 times, at least 0.5"),
        ({"ASK": 299, "AGENTS": 10}, "2.99 times, at least 3"),
    ],
)
def test_each_missed_ratio_is_named(changed: dict[str, int], words: str) -> None:
    (missed,) = figures.missed_speed(_rounds(**changed))
    assert words in missed


def test_a_connection_for_every_turn_is_missed() -> None:
    rounds = _rounds()
    rounds[Subject.ASK][2] = replace(rounds[Subject.ASK][2], opened=figures.POOL + 1)
    (missed,) = figures.missed_speed(rounds)
    assert "connections" in missed


def test_memory_that_grows_is_missed() -> None:
    flat = dict.fromkeys(memory.MARKS, 100.0)
    assert list(figures.missed_memory({**flat, memory.MARKS[-1]: 104.9})) == []
    assert list(figures.missed_memory({**flat, memory.MARKS[-1]: 105.2})) != []


def test_a_soak_misses_what_piles_up() -> None:
    rest = soak.Sample(at=0.0, resident=100.0, sockets=33, tasks=20, lag=0.0)
    flat = soak.Soak(
        top=500.0, rate=250.0, turns=45_000, p99=5.0, before=rest, during=[rest] * 180, after=rest
    )
    growing = [replace(rest, resident=100.0 + second / 10) for second in range(180)]

    assert list(flat.missed()) == []
    assert "memory grew" in next(replace(flat, during=growing).missed())
    assert "sockets" in next(replace(flat, after=replace(rest, sockets=60)).missed())
    assert "tasks" in next(replace(flat, after=replace(rest, tasks=60)).missed())
    assert "250 a second" in tables.soak(flat)


def test_the_sampler_puts_work_where_it_is_done() -> None:
    sampler = Sampler()
    sampler.start()
    for _ in range(40):
        json.loads(json.dumps(list(range(20_000))))
    seconds = sampler.stop()

    assert sum(seconds.values()) > 0.02
    assert not set(seconds) & set(PARTS)


def test_tables_name_everyone_and_every_ratio() -> None:
    shown = tables.speed(_rounds())
    assert all(subject in shown for subject in Subject)
    assert "**1.25**" in shown
