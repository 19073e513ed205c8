"""Holds requests and answers to an OpenAPI contract of Microsoft's.

openapi-core finds the path, its operation and its names, and checks the parameters. Bodies are checked by
jsonschema-rs, with the schemas of the same contract and compiled once an operation: openapi-core takes
milliseconds for one of a page of events. What neither says: names of the query that the operation has not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema_path import SchemaPath
from jsonschema_rs import Draft4Validator, ValidationError
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.testing import MockRequest
from openapi_core.validation.request.validators import V30RequestParametersValidator

from tests.shared import shared

GRAPH = "contracts/graph-calendar.strict.openapi.json"
TOKENS = "contracts/bot-token.openapi.json"
_JSON = "application/json"
_FAILED = 400
_LONGEST = 300  # characters of a complaint


class ContractError(Exception):
    """A request or an answer breaks the contract; `known` False: there is no such path or method."""

    def __init__(self, words: str, *, known: bool = True) -> None:
        super().__init__(words[:_LONGEST])
        self.known = known


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a request is by the contract: the path's template, the method, what its names stand for."""

    template: str
    method: str
    ids: Mapping[str, str]


class Contract:
    """One OpenAPI document, read once a process: get it with `contract()`."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._components = {"components": _plain(document["components"])}
        self._server = document["servers"][0]["url"]
        spec = SchemaPath.from_dict(document)
        self._finder = APICallPathFinder(spec)
        self._parameters = V30RequestParametersValidator(spec)
        self._compiled: dict[tuple[str, str, str], Draft4Validator | None] = {}

    def request(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Operation:
        """Find what is asked and check its parameters; ContractError."""
        host, slash, base = self._server.partition("//")[2].partition("/")
        asked = MockRequest(
            f"https://{host}",
            method.lower(),
            f"{slash}{base}{path}",
            args=dict(query),
            headers={name: value for name, value in headers.items() if name not in _NOT_FOR_IT},
        )
        try:
            found = self._finder.find(method.lower(), f"{self._server}{path}")
        except PathError as error:
            raise ContractError(f"{method} {path}: {error}", known=False) from error
        template = str(found.path.parts[-1])
        self._check_names(template, method, query)
        try:
            self._parameters.validate(asked)
        except OpenAPIError as error:
            raise ContractError(f"{method} {template}: {error} {error.__cause__ or ''}") from error
        return Operation(template=template, method=method, ids=dict(found.path_result.variables))

    def body(self, operation: Operation, body: Any, *, present: bool = True) -> None:
        """Check the body of a request; ContractError."""
        asked = self._operation(operation).get("requestBody")
        if asked is None:
            if present:
                raise ContractError(f"{operation.method} {operation.template} has no body")
            return
        if not present and asked.get("required"):
            raise ContractError(f"{operation.method} {operation.template} needs a body")
        self._hold(operation, "request", asked, body)

    def answer(self, operation: Operation, status: int, body: Any) -> None:
        """Check an answer of our own; `body` None: none. ContractError."""
        responses = self._operation(operation)["responses"]
        listed = (str(status), f"{status // 100}XX", "default")
        kind = next((each for each in listed if each in responses), None)
        if kind is None and status >= _FAILED:  # nothing says how this operation refuses
            return
        if kind is None:
            raise ContractError(f"{status} is no answer of {operation.method} {operation.template}")
        told = self._followed(responses[kind])
        if body is None and "content" in told and kind != "204":
            raise ContractError(f"{status} without a body for {operation.method} {operation.template}")
        if body is not None:
            self._hold(operation, kind, told, body)

    def properties(self, schema: str) -> frozenset[str]:
        """The names of a schema's properties."""
        return frozenset(self._document["components"]["schemas"][schema]["properties"])

    def _check_names(self, template: str, method: str, query: Mapping[str, str]) -> None:
        path = self._document["paths"][template]
        listed = [*path.get("parameters", []), *path[method.lower()].get("parameters", [])]
        known = {each["name"] for each in map(self._followed, listed) if each["in"] == "query"}
        if unknown := sorted(set(query) - known):
            raise ContractError(f"{method} {template} has no {', '.join(unknown)}")

    def _operation(self, operation: Operation) -> dict[str, Any]:
        found: dict[str, Any] = self._document["paths"][operation.template][operation.method.lower()]
        return found

    def _followed(self, part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in part:
            return part
        found: Any = self._document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return dict(found)

    def _hold(self, operation: Operation, kind: str, part: dict[str, Any], body: Any) -> None:
        key = (operation.template, operation.method, kind)
        if key not in self._compiled:
            schema = part.get("content", {}).get(_JSON, {}).get("schema")
            self._compiled[key] = schema and Draft4Validator({"allOf": [_plain(schema)], **self._components})
        validator = self._compiled[key]
        if validator is None:
            raise ContractError(f"{operation.method} {operation.template}: {kind} has no body")
        try:
            validator.validate(body)
        except ValidationError as error:
            where = (
                f"{operation.method} {operation.template} {kind} {'/'.join(map(str, error.instance_path))}"
            )
            raise ContractError(f"{where}: {error.message}") from error


_NOT_FOR_IT = frozenset(("content-length", "transfer-encoding"))


def _plain(schema: Any) -> Any:
    """The schema in JSON Schema's own words: OpenAPI's `nullable` means that it may be null."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(each) for name, each in schema.items() if name != "nullable"}
    if schema.get("nullable") is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
    return plain


@cache
def contract(name: str = GRAPH) -> Contract:
    return Contract(json.loads(shared(name).read_text("utf-8")))
