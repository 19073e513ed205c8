"""The composition root: everything is built here, from settings, and nowhere else."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bot import card_updates, logs, notices, replies, secret_key, serving, telemetry
from bot.adapter import BatonAdapter
from bot.allowance_shares import Shares
from bot.config import LogFormat, Settings
from bot.courtesy import Courtesy
from bot.desks import Desks
from bot.edge import Edge
from bot.errors import BatonError
from bot.gauges import Gauges
from bot.handler import BatonHandler
from bot.invites import Invites
from bot.jobs import Clocks, Worker
from bot.kinds import Kind
from bot.leases import boot_time
from bot.links import Links, Signer
from bot.notifications import Notifications
from bot.pace import Pace
from bot.redaction import kinds
from bot.reminding.work import PACE, Reminding
from bot.reports import Reports
from bot.roster import Roster
from bot.scheduling import messages, work
from bot.scheduling.backends import Chosen
from bot.scheduling.network import Backend
from bot.scheduling.stage import Stages
from bot.scheduling.work import Scheduling
from bot.serving import DRAIN
from bot.signing_in import SigningIn
from bot.store.repository import Clock
from bot.store.store import Store, utc_now
from bot.telemetry import NoTelemetry, Telemetry
from bot.tidying import Tidying
from bot.tokens import Credential
from bot.turns import Turns
from bot.web import Beside, build
from bot.workers import Workers
from dialogs.desk import Defaults, Expert
from dialogs.handoff import reports as handoff_reports
from dialogs.meeting import invitation, signing
from knowledge import expert as knowledge

logger = logging.getLogger(__name__)

_NO_TELEMETRY = NoTelemetry()


def build_app(
    settings: Settings,
    *,
    expert: Expert | None = None,
    now: Clock = utc_now,
    monotonic: Callable[[], float] = boot_time,
    measured: Telemetry = _NO_TELEMETRY,
    credential: Credential | None = None,
    backend: Backend | None = None,
) -> web.Application:
    """The whole bot; tests hand in their own parts. KnowledgeError if the knowledge is faulty.

    `monotonic`: seconds; a clock of one's own that leaps takes it along, for timers trust no leap.
    `backend`: the way to calendars, in the place of what the settings name.
    """
    expert = expert or _load_knowledge()
    secret = secret_key.find(settings)
    seal = secret_key.derive(secret, "history")
    store = Store(settings.database_url.get_secret_value(), now, seal)
    edge = Edge(settings, now, measured, credential)
    signer = Signer(secret_key.derive(secret, "links"), now)
    chosen = Chosen(settings, edge, now, credential)
    backend = backend or chosen.backend
    desks = _desks(settings, expert, signer, seal, backend)
    stages = Stages(store=store, desks=desks)
    scheduling = Scheduling(store=store, stages=stages, backend=backend, address=chosen.address)
    shares = Shares(store.queue)
    clocks, courtesy = Clocks(now=now, monotonic=monotonic), Courtesy()
    workers = _workers(store, edge, scheduling, shares, clocks, measured)
    parts: dict[str, Any] = {"channel": edge.connector, "allowance": shares.patient, "wake": workers.wake}
    reminding = Reminding(store=store, desks=desks, stages=stages, **parts)
    reminder = {"clocks": clocks, "measure": measured.job, "around": courtesy.behind}
    workers.add(_reminder(store, edge, reminding, shares, **reminder))
    asked: dict[str, Any] = {"wake": workers.wake, "results": scheduling.results, "courtesy": courtesy}
    turns = Turns(store=store, desks=desks, roster=Roster(channel=edge.connector), **asked)
    around: dict[str, Any] = {"telemetry": measured, "count": shares.counts.add}
    adapter = BatonAdapter(authenticator=edge.authenticator, connector=edge.connector, turns=turns, **around)
    signing_in = SigningIn(edge.token_service, signing.signed_in) if edge.token_service else None
    handler = BatonHandler(admins(settings), overseers(settings), Pace(settings.rate_limit), signing_in)
    beside = _beside(store, desks, signer, workers)
    app = build(adapter, handler, expert.version, store.ready, measured, beside)
    tidying = Tidying(store, _retention(settings))
    limits = (shares.opened, shares.counts.opened)
    opening = (edge.opened, _opened(store), *limits, chosen.opened, tidying.opened)
    for opened in (*opening, reminding.knowledge.opened, _at_work(workers, turns)):
        app.cleanup_ctx.append(opened)
    app[DRAIN].also(workers.stop)
    if not isinstance(measured, NoTelemetry):
        app.cleanup_ctx.append(Gauges(store.queue, measured, now).opened)
    return app


def _desks(settings: Settings, expert: Expert, signer: Signer, seal: bytes, backend: Backend) -> Desks:
    def links(tenant: str) -> Links:
        return Links(signer=signer, address=settings.address, tenant=tenant)

    return Desks(expert=expert, defaults=_defaults(settings, backend), links=links, seal=seal)


def _beside(store: Store, desks: Desks, signer: Signer, workers: Workers) -> Beside:
    files: dict[str, Any] = {"store": store, "desks": desks, "signer": signer}
    return Beside(
        reports=Reports(**files, build=handoff_reports.build).answer,
        invites=Invites(**files, build=invitation.build).answer,
        notifications=Notifications(store=store, wake=workers.wake).answer,
    )


def _workers(
    store: Store, edge: Edge, scheduling: Scheduling, shares: Shares, clocks: Clocks, measured: Telemetry
) -> Workers:
    """One for messages, and one for what waits for calendars, so that neither holds up the other."""
    workers = Workers()
    common: dict[str, Any] = {"queue": store.queue, "connector": edge.connector, "clocks": clocks}
    common |= {"measure": measured.job, "allowance": shares.urgent}
    workers.add(Worker(**common, kinds=_kinds(store, edge, shares)))
    workers.add(Worker(**common, kinds=scheduling.kinds(workers.wake), pace=work.PACE))
    return workers


def _reminder(store: Store, edge: Edge, reminding: Reminding, shares: Shares, **about: Any) -> Worker:
    """The third, for reminders: many of them at once hold up nothing else."""
    return Worker(
        queue=store.queue,
        connector=edge.connector,
        kinds=reminding.kinds(),
        pace=PACE,
        allowance=shares.patient,
        **about,
    )


def _kinds(store: Store, edge: Edge, shares: Shares) -> list[Kind]:
    """All messages that a worker sends."""
    opening = notices.Opening(store=store, channel=edge.connector, allowance=shares.urgent)
    sent = [replies.kind(), card_updates.kind(store.now), notices.kind(store.now), messages.kind(store.now)]
    return [*sent, opening.kind()]


def _defaults(settings: Settings, backend: Backend) -> Defaults:
    return Defaults(
        time_zone=settings.time_zone,
        country=settings.country,
        currency=settings.currency,
        checks=backend.calendars.checks,
        signs_in=backend.sign_in is not None,
    )


def _retention(settings: Settings) -> timedelta | None:
    return timedelta(days=settings.retention_days) if settings.retention_days else None


def run(settings: Settings) -> None:
    """Serve until told to stop."""
    logs.begin(settings.log_format or _usual_format(settings), _secrets(settings))
    measured = telemetry.choose(os.environ)
    app = build_app(settings, measured=measured)
    if settings.local:
        logger.warning(_LOCAL_WARNING)
    for name in settings.unprotected:
        logger.warning(_HTTP_WARNING, name)

    def announce() -> None:
        logger.info("Baton is ready at http://%s:%s", settings.host, settings.port)

    try:
        serving.run(app, host=settings.host, port=settings.port, announce=announce)
    except BatonError as error:
        logger.error("Ended by %s", kinds(error))  # the library's error says why, its words say too much
        raise
    finally:
        measured.close()


def _usual_format(settings: Settings) -> LogFormat:
    return LogFormat.TEXT if settings.local else LogFormat.JSON


def _secrets(settings: Settings) -> Iterator[str]:
    """What must not show in the log whatever happens."""
    for _, value in settings:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()


_LOCAL_WARNING = (
    "BATON_LOCAL is set: NOBODY IS AUTHENTICATED and everyone is an admin. "
    "Only programs on this machine can reach Baton. Never use this mode in a tenant."
)

_HTTP_WARNING = (
    "%s names a program on this machine, which is asked over plain HTTP. Only ever do so to try it."
)


def admins(settings: Settings) -> Callable[[str], bool]:
    """Who sees what is for the knowledge owners: in local mode everyone, unless the settings name them."""
    everyone = settings.local and not settings.admins
    return lambda object_id: everyone or object_id.casefold() in settings.admins


def overseers(settings: Settings) -> Callable[[str], bool]:
    """Who may read and reassign any handoff: those whom the settings name, and nobody by local mode alone."""
    return lambda object_id: object_id.casefold() in settings.admins


def _opened(store: Store) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        await store.open()
        yield
        await store.close()

    return context


def _at_work(workers: Workers, turns: Turns) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        workers.start()
        yield
        await workers.stop(0.0)
        await turns.settled()

    return context


def _load_knowledge() -> Expert:
    """The knowledge stays as long as the process: the collector need not look through it."""
    gc.disable()
    try:
        return knowledge.Expert.load()
    finally:
        gc.freeze()
        gc.enable()
