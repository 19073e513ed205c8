"""The directory and mailbox settings."""

from __future__ import annotations

from typing import Any

from tests.graph import odata
from tests.graph.calls import Asked, GraphError, Told
from tests.graph.contract import contract
from tests.graph.directory import Mailbox
from tests.graph.schedules import working_hours
from tests.graph.state import State

_USUAL_PAGE = 100
_BASIC = frozenset(("id", "displayName", "givenName", "surname", "mail", "userPrincipalName"))
_SETTINGS = "microsoft.graph.mailboxSettings"
_USER = "microsoft.graph.user"


async def get_me(state: State, asked: Asked) -> Told:
    return Told(body=_shown(asked, asked.target))


async def get_user(state: State, asked: Asked) -> Told:
    return Told(body=_shown(asked, asked.target))


async def list_users(state: State, asked: Asked) -> Told:
    """Find people; a search and whatever is an advanced query need ConsistencyLevel and $count."""
    query = asked.query
    is_advanced = "$search" in query or ("$filter" in query and "$orderby" in query)
    eventual = asked.headers.get("consistencylevel", "").casefold() == "eventual"
    if is_advanced and not (eventual and query.get("$count") == "true"):
        raise GraphError(
            400,
            "Request_UnsupportedQuery",
            "The query needs a special request header: 'ConsistencyLevel: eventual', and $count=true.",
        )
    rows = [_user(mailbox) for mailbox in state.directory]
    if "$filter" in query:
        rows = [row for row in rows if odata.matches(row, query["$filter"])]
    if "$search" in query:
        rows = [row for row in rows if odata.is_found(row, query["$search"])]
    rows.sort(key=lambda row: str(row["displayName"]))
    page = rows[: int(query.get("$top", _USUAL_PAGE))]
    count = {"@odata.count": len(rows)} if query.get("$count") == "true" else {}
    return Told(body={**count, "value": [_reduced(asked, row) for row in page]})


async def get_settings(state: State, asked: Asked) -> Told:
    mailbox = asked.target
    settings: dict[str, Any] = {
        "timeZone": mailbox.zone,
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": "shared" if mailbox.shared else "user",
        "automaticRepliesSetting": {"status": "disabled"},
    }
    if mailbox.working:
        settings["workingHours"] = working_hours(mailbox)
    known = contract().properties(_SETTINGS)
    return Told(body=odata.selected(settings, asked.query.get("$select", ""), known))


def _shown(asked: Asked, mailbox: Mailbox) -> dict[str, Any]:
    return _reduced(asked, _user(mailbox))


def _reduced(asked: Asked, row: dict[str, Any]) -> dict[str, Any]:
    """What is asked for of a person; User.ReadBasic.All shows no more than the basics of others."""
    assert asked.grant is not None
    is_own = asked.grant.user is not None and asked.grant.user.object_id == row["id"]
    is_basic = not is_own and asked.grant.is_only("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All")
    seen = {name: value if name in _BASIC or not is_basic else None for name, value in row.items()}
    return odata.selected(seen, asked.query.get("$select", ""), contract().properties(_USER))


def _user(mailbox: Mailbox) -> dict[str, Any]:
    given, _, surname = mailbox.name.partition(" ")
    return {
        "id": mailbox.object_id,
        "displayName": mailbox.name,
        "givenName": given,
        "surname": surname or None,
        "mail": mailbox.mail,
        "userPrincipalName": mailbox.upn,
        "department": mailbox.department or None,
        "jobTitle": None,
        "userType": "Guest" if mailbox.guest else "Member",
    }
