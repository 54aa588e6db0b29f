"""The interface described as OpenAPI 3.1, out of the operations themselves."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from appliance import __version__
from manager.api import PREFIX, RESOURCES
from manager.api.operation import OPERATION, Operation
from manager.api.problems import KIND, Problem
from manager.api.webhooks import webhooks

VERSION = "3.1.0"
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
PLACES: Mapping[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
}
WORD = {"type": "string", "minLength": 1}
MODELS = "#/components/schemas/{model}"
LANGUAGE = "Accept-Language"
JSON = "application/json"
SAID = {
    400: "The request cannot be understood; `details.problems` names each field.",
    401: "No token, or one that does not work (any more).",
    403: "The token may not do this; `details.right` names what lacks.",
    404: "There is no such thing, or not within the token's queues and teams.",
    409: "Refused in the state that things are in; the code says why.",
    412: "Changed since it was read: read it again.",
    413: "The request is larger than 2 MB.",
    415: "The body is not JSON.",
    422: "The Idempotency-Key was used for another request.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says in how many seconds the next counts.",
    503: "The engine or the database is away, and comes back by itself.",
}

PARTS = {206: "The part that the header Range asks for.", 416: "There is nothing at that place."}
"""Answers of files that come in parts."""


def described(app: Flask) -> dict[str, Any]:
    """The whole description; the same for everybody."""
    found = list(operations(app))
    models = {model: "serialization" for _, _, told in found if (model := told.answer)} | {
        model: "validation" for _, _, told in found if (model := told.body)
    }
    wanted: Any = [*models.items(), (Problem, "serialization")]
    _, definitions = models_json_schema(wanted, ref_template=MODELS)
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, told in found:
        paths.setdefault(PLACE.sub(r"{\2}", rule.rule), {})[method.lower()] = _operation(rule, method, told)
    return {
        "openapi": VERSION,
        "info": {"title": "Callstead", "version": __version__, "description": "The interface for other systems."},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name in RESOURCES],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """Every operation with its address and method, in the order of the resources."""

    def place(rule: Rule) -> tuple[int, str]:
        name = rule.endpoint.partition(".")[0].removeprefix("api-")
        return RESOURCES.index(name) if name in RESOURCES else len(RESOURCES), rule.rule

    for rule in sorted(app.url_map.iter_rules(), key=place):
        told = getattr(app.view_functions[rule.endpoint], OPERATION, None)
        if rule.rule.startswith(PREFIX) and told:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, told


def _operation(rule: Rule, method: str, told: Operation) -> dict[str, Any]:
    tag, name = rule.endpoint.removeprefix("api-").split(".")
    said: dict[str, Any] = {
        "operationId": f"{tag}_{name}".replace("-", "_"),
        "tags": [tag],
        "summary": told.summary,
        "description": f"Needs the right `{told.right}`." if told.right else "Open to every token.",
        "parameters": [*_in_path(rule), *_in_query(told.asked), *_in_header(told)],
        "responses": {str(told.status): _answer(told), **_problems(told)},
    }
    if told.body:
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": _reference(told.body)}}}
    return said


def _answer(told: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {"description": told.summary}
    if told.answer:
        said["content"] = {JSON: {"schema": _reference(told.answer)}}
    elif told.file:
        said["content"] = {told.file: {"schema": {"type": "string", "format": "binary"}}}
    if told.tagged:
        said["headers"] = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
    return said


def _problems(told: Operation) -> dict[str, Any]:
    codes = {400, 401, 403, 404, 409, 413, 429, 503} | set(told.also) - PARTS.keys()
    codes |= {415} if told.body else set()
    codes |= {422} if told.once else set()
    codes |= {412, 428} if told.matches else set()
    content = {KIND: {"schema": _reference(Problem)}}
    parts: dict[str, Any] = {str(code): {"description": PARTS[code]} for code in told.also if code in PARTS}
    for code in parts.keys() & {"206"}:
        parts[code] |= {"content": {told.file: {"schema": {"type": "string", "format": "binary"}}}}
    return parts | {str(code): {"description": SAID[code], "content": content} for code in sorted(codes)}


def _in_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for kind, name in PLACE.findall(rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": PLACES.get(kind, WORD)}


def _in_query(asked: type[BaseModel] | None) -> Iterator[dict[str, Any]]:
    if asked is None:
        return
    schema = asked.model_json_schema()
    for name, one in schema["properties"].items():
        plain = {key: value for key, value in one.items() if key not in ("title", "description")}
        text = {"description": one["description"]} if "description" in one else {}
        yield {"name": name, "in": "query", "required": name in schema.get("required", ()), **text, "schema": plain}


def _in_header(told: Operation) -> Iterator[dict[str, Any]]:
    if told.once:
        text = "Any text of one's own for this request: sent again within 24 hours, it gives the same answer again."
        yield _header("Idempotency-Key", text, required=False, pattern="^[!-~]{1,255}$")
    if told.matches:
        yield _header("If-Match", "The ETag of what was read.", required=True)


def _header(name: str, text: str, *, required: bool, **more: Any) -> dict[str, Any]:
    schema = {"type": "string", **more}
    return {"name": name, "in": "header", "required": required, "description": text, "schema": schema}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": MODELS.format(model=model.__name__)}
