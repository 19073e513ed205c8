"""Every kind of job that is registered is known wherever kinds are named."""

from __future__ import annotations

from typing import Any, cast
from unittest.mock import sentinel

from bot import compose
from bot.allowance_shares import Shares
from bot.edge import Edge
from bot.reminding.work import Reminding
from bot.scheduling.network import Backend
from bot.scheduling.offline import OfflineCalendars
from bot.scheduling.stage import Stages
from bot.scheduling.work import Scheduling
from bot.store import queue
from bot.store.store import Store
from dialogs import texts
from tests.conftest import MakeSettings


def test_every_kind_of_job_has_words_and_is_deleted_in_time_once_it_is_stuck(
    make_settings: MakeSettings,
) -> None:
    store = Store(make_settings().database_url.get_secret_value())
    scheduling = Scheduling(
        store=store, stages=cast(Stages, sentinel), backend=Backend(calendars=OfflineCalendars())
    )
    parts: dict[str, Any] = dict.fromkeys(("desks", "stages", "channel"), sentinel)
    reminding = Reminding(store=store, **parts)
    kinds = [
        *compose._kinds(store, cast(Edge, sentinel), Shares(store.queue)),
        *scheduling.kinds(lambda: None),
        *reminding.kinds(),
    ]
    registered = {kind.name for kind in kinds}

    assert registered == set(texts.JOBS_KINDS)
    assert registered == set(queue._SAYING)
