"""The codec of the control socket: messages to lines of UTF-8 JSON and back, without any socket.

A request is `{"id", "command", "args"?, "language"?}`. Its answer is one `{"id", "result"}`, or for a
command that streams any number of `{"id", "part"}` closed by one `{"id", "end"}`; in the place of result or
end stands `{"id", "failure": {"code", "details"}}` when it is refused.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from appliance.control.errors import ControlMalformed, ControlOversized

LINE_LIMIT = 1 << 20
"""Bytes of the longest line, its newline included."""

ID_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its arguments (JSON values); `language` is the one its reader understands."""

    id: str
    command: str
    args: Mapping[str, Any] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole result of a command."""

    id: str
    result: Any


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a stream."""

    id: str
    part: Any


@dataclass(frozen=True, slots=True)
class End:
    """A stream is over; `result` is what it has to say as a whole."""

    id: str
    result: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """A refusal; the empty id answers a line whose id could not be read."""

    id: str
    code: str
    details: Mapping[str, Any]


Answer = Reply | Part | End | Failure


def encode(message: Request | Answer) -> bytes:
    """One line with its newline; raises ControlOversized, TypeError or ValueError on what JSON cannot say."""
    text = json.dumps(_tree(message), default=_plain, allow_nan=False, separators=(",", ":"))
    line = text.encode() + b"\n"
    if len(line) > LINE_LIMIT:
        raise ControlOversized(size=len(line), limit=LINE_LIMIT)
    return line


def decode_request(line: bytes) -> Request | Failure:
    """The request in `line`; anything else becomes the failure to answer with, never an exception."""
    tree = _object(line)
    if isinstance(tree, Failure):
        return tree
    match tree:
        case {"id": str(id), "command": str(command)} if 0 < len(id) <= ID_LIMIT:
            args, language = tree.get("args", {}), tree.get("language")
        case _:
            return malformed("id-or-command", _id(tree))
    if not isinstance(args, dict) or not isinstance(language, str | None):
        return malformed("args-or-language", id)
    if unknown := tree.keys() - {"id", "command", "args", "language"}:
        return malformed(f"unknown key {min(unknown)[:ID_LIMIT]}", id)
    return Request(id, command, args, language)


def decode_answer(line: bytes) -> Answer:
    """The answer in `line`; what is none reads as a failure `control-malformed`, never as an exception."""
    match _object(line):
        case Failure() as failure:
            return failure
        case {"id": str(id), "result": result}:
            return Reply(id, result)
        case {"id": str(id), "part": part}:
            return Part(id, part)
        case {"id": str(id), "end": result}:
            return End(id, result)
        case {"id": str(id), "failure": {"code": str(code), "details": dict(details)}}:
            return Failure(id, code, details)
        case tree:
            return malformed("answer", _id(tree))


def malformed(reason: str, id: str = "") -> Failure:
    """The failure that answers a line which is not a message; `reason` names the broken rule."""
    return Failure(id, ControlMalformed.code, {"reason": reason})


def _tree(message: Request | Answer) -> dict[str, Any]:
    match message:
        case Request(id, command, args, language):
            tree: dict[str, Any] = {"id": id, "command": command, "args": dict(args)}
            return tree | ({"language": language} if language else {})
        case Reply(id, result):
            return {"id": id, "result": result}
        case Part(id, part):
            return {"id": id, "part": part}
        case End(id, result):
            return {"id": id, "end": result}
        case Failure(id, code, details):
            return {"id": id, "failure": {"code": code, "details": dict(details)}}


def _object(line: bytes) -> dict[str, Any] | Failure:
    if len(line) > LINE_LIMIT:
        return malformed("longer than the limit")
    try:
        tree = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return malformed("not JSON")
    return tree if isinstance(tree, dict) else malformed("not an object")


def _id(tree: Mapping[str, Any]) -> str:
    id = tree.get("id")
    return id if isinstance(id, str) and len(id) <= ID_LIMIT else ""


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")
