"""Builds the way to Graph, and loads the SDK only then."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.graph.access import TokenOf
from bot.store.repository import Clock

if TYPE_CHECKING:
    from bot.graph.calendars import GraphCalendars


def calendars(settings: Settings, token: TokenOf, *, app_only: bool, now: Clock) -> GraphCalendars:
    """Calendars of Graph, to be opened inside the event loop.

    `token`: `access.by_app(...)`, `access.pasted(...)`, or the token service's `token`.
    """
    return _loaded()(
        settings.graph_url,
        token,
        now,
        app_only=app_only,
        one_mailbox=bool(settings.graph_token.get_secret_value()),
    )


def _loaded() -> type[GraphCalendars]:
    """The SDK weighs much, and not everybody has Graph. It stays: the collector need not look through it."""
    gc.disable()
    try:
        from bot.graph.calendars import GraphCalendars
        from bot.graph.client import load_models

        load_models()
    finally:
        gc.freeze()
        gc.enable()
    return GraphCalendars
