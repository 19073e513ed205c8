"""The directory: whom a name or an address means, and what is missing of who is invited."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from bot.graph.batches import look_up
from bot.graph.client import asking
from bot.graph.failures import Aim, Permission
from bot.graph.mailbox import Mailbox
from meetings.errors import NotAllowedError, RefusedError
from meetings.model import Invitee
from meetings.ports import Found

_AIM = Aim(permission=Permission.DIRECTORY)
_FIELDS = ["id", "displayName", "mail", "userPrincipalName", "department"]
_MOST = 10
_LONGEST = 120  # characters of a name or an address
_GUEST = "#EXT#"  # in the principal name of somebody from outside
_NOT_SEARCHED = re.compile(r"[\"\\:()&|]")  # they have a meaning in $search


async def search(mailbox: Mailbox, words: str) -> tuple[Found, ...]:
    """At most 10; none where the directory may not be asked."""
    words = " ".join(words.split())[:_LONGEST]
    try:
        if "@" in words:
            return await _users(mailbox, filter=_by_address(words))
        name = " ".join(_NOT_SEARCHED.sub(" ", words).split())
        return await _users(mailbox, search=f'"displayName:{name}"', count=True) if name else ()
    except (NotAllowedError, RefusedError):
        return ()


async def complete(mailbox: Mailbox, invitees: Sequence[Invitee]) -> list[Invitee]:
    """Fill in addresses that are missing, and who is of this organisation; the rest stays as it is."""
    parts = {each.person: _part(each) for each in invitees if _is_unclear(each)}
    if not parts:
        return list(invitees)
    try:
        answers = await look_up(mailbox, parts, _AIM)
    except (NotAllowedError, RefusedError):
        return list(invitees)
    return [_completed(each, answers.get(each.person)) for each in invitees]


def _is_unclear(invitee: Invitee) -> bool:
    return bool(invitee.object_id and not invitee.address) or (
        invitee.external and bool(invitee.object_id or invitee.address)
    )


def _part(invitee: Invitee) -> str:
    select = f"$select={','.join(_FIELDS)}"
    if invitee.object_id:
        return f"/users/{quote(invitee.object_id, safe='')}?{select}"
    return f"/users?$filter={quote(_by_address(invitee.address))}&{select}"


def _completed(invitee: Invitee, body: Mapping[str, Any] | None) -> Invitee:
    listed = (body or {}).get("value", body)
    user = (listed[0] if listed else None) if isinstance(listed, list) else listed
    if not isinstance(user, dict) or not user.get("id"):
        return invitee
    principal = str(user.get("userPrincipalName") or "")
    return dataclasses.replace(
        invitee,
        object_id=str(user["id"]),
        address=invitee.address or _address(user.get("mail"), principal),
        external=not principal or _GUEST in principal.upper(),
    )


def _by_address(address: str) -> str:
    quoted = address.replace("'", "''")
    return f"mail eq '{quoted}' or userPrincipalName eq '{quoted}'"


async def _users(mailbox: Mailbox, **query: Any) -> tuple[Found, ...]:
    parameters = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(select=_FIELDS, top=_MOST, **query)
    headers = {"ConsistencyLevel": "eventual"} if "search" in query else {}
    page = await mailbox.read(lambda: mailbox.client.sdk.users.get(asking(query=parameters, **headers)), _AIM)
    return tuple(found for user in page.value if (found := _found(user)).address)[:_MOST]


def _found(user: Any) -> Found:
    return Found(
        object_id=user.id or "",
        name=user.display_name or "",
        address=_address(user.mail, user.user_principal_name or ""),
        department=user.department or "",
    )


def _address(mail: Any, principal: str) -> str:
    """Where invitations go; a guest's principal name is no address."""
    return str(mail) if mail else ("" if _GUEST in principal else principal)
