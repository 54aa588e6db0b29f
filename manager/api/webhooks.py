"""Webhooks as OpenAPI 3.1 describes them: what the box asks of other systems."""

from typing import Any

from appliance.desk.telling.events import TOLD

HEADERS = {
    "webhook-id": "The same however often a message is sent: do nothing twice.",
    "webhook-timestamp": "When it was sent, in seconds since 1970; refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; blanks part several.",
}
TEXT = {"type": "string"}


def webhooks() -> dict[str, Any]:
    """One for each type of message, by its name."""
    return {kind: {"post": _message(kind, fields)} for kind, fields in TOLD.items()}


def _message(kind: str, fields: tuple[str, ...]) -> dict[str, Any]:
    data = {
        "seq": {"type": "integer", "description": "The place in the ledger, which orders messages."},
        "contact": {"type": ["string", "null"], "format": "uuid"},
        **{field: {} for field in fields},
    }
    members = {
        "type": {"const": kind},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {"type": "object", "required": ["seq", "contact"], "properties": data},
    }
    schema = {"type": "object", "required": [*members], "properties": members}
    return {
        "operationId": f"on-{kind}",
        "description": "Signed as Standard Webhooks 1.0 says; sent again for three days until it is answered with 2xx.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": said, "schema": TEXT}
            for name, said in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Taken."}, "410": {"description": "Not wanted, and not sent again."}},
        "security": [],
    }
