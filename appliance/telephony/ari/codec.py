"""ARI's wire format: requests into texts, texts into answers and events; knows no socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from appliance.telephony.ari.errors import AriRefused
from appliance.telephony.ari.events import AriEvent
from appliance.telephony.ari.readers import READERS
from appliance.telephony.ari.values import Json, number, text

Query: TypeAlias = Mapping[str, str | int]

_SHAPES = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One ARI operation. `uri` is below `/ari/` with its ids percent-encoded; `query` and `body` are plain."""

    method: str
    uri: str
    query: Query = field(default_factory=dict)
    body: Json | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of whatever status; `body` is parsed JSON, text where it is none, or None."""

    request_id: str
    status: int
    reason: str
    body: Any = None

    @property
    def ok(self) -> bool:
        return self.status < 400

    def value(self) -> Any:
        """The body of an answer that says yes; raises AriRefused for every other."""
        if not self.ok:
            raise AriRefused(status=self.status, reason=_why(self))
        return self.body


@dataclass(frozen=True, slots=True)
class Unknown:
    """A well-formed message of a type that this client does not read."""

    type: str
    raw: Json


@dataclass(frozen=True, slots=True)
class Malformed:
    """A text that is no ARI message: what is wrong with it, and its beginning."""

    problem: str
    text: str


Message: TypeAlias = Response | AriEvent | Unknown | Malformed


def encode(request_id: str, request: Request) -> str:
    """The request as ASCII text, so that its length in characters is its length on the wire."""
    message: dict[str, Any] = {
        "type": "RESTRequest",
        "request_id": request_id,
        "method": request.method,
        "uri": request.uri,
    }
    if request.query:
        message["query_strings"] = [{"name": name, "value": str(value)} for name, value in request.query.items()]
    if request.body is not None:
        message["content_type"] = "application/json"
        message["message_body"] = json.dumps(request.body)
    return json.dumps(message)


def decode(data: str | bytes) -> Message:
    """Any text whatever into a value; never raises. Bytes that are not UTF-8 become U+FFFD."""
    wire = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    try:
        raw = json.loads(wire)
        kind = raw["type"]
        if reader := READERS.get(kind):
            return reader(raw)
        return _response(raw) if kind == "RESTResponse" else Unknown(text(raw, "type"), raw)
    except _SHAPES as fault:
        return Malformed(f"{type(fault).__name__}: {fault}"[:_SHOWN], wire[:_SHOWN])


def _response(raw: Json) -> Response:
    return Response(text(raw, "request_id"), number(raw, "status_code"), text(raw, "reason_phrase"), _body(raw))


def _body(raw: Json) -> Any:
    body = text(raw, "message_body")
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body


def _why(response: Response) -> str:
    body = response.body
    if isinstance(body, Mapping):
        return str(body.get("message") or body.get("error") or response.reason)
    return response.reason
