"""An event as it will be read back, taken before anything can change it."""

import json
import re
from typing import Any
from uuid import UUID

from appliance.contact.ledger.errors import EventUnwritable
from appliance.events import Event

ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
IDENTITY = (UUID, type(None))
LARGEST_SCHEMA = 2**31 - 1
# PostgreSQL's jsonb has no NUL: https://www.postgresql.org/docs/current/datatype-json.html
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def snapshot(event: Event) -> Event:
    """A copy that shares nothing with `event` and that every store can hold; raises EventUnwritable."""
    reason = _envelope_fault(event)
    if reason:
        raise EventUnwritable(kind=str(event.kind), reason=reason)
    try:
        text = ENCODE(dict(event.data))
        text.encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise EventUnwritable(kind=event.kind, reason=str(fault)) from fault
    if "\\u0000" in text and NUL.search(text):
        raise EventUnwritable(kind=event.kind, reason="NUL")
    data: dict[str, Any] = json.loads(text)
    return Event(event.kind, event.at, event.contact, event.leg, data, event.schema)


def _envelope_fault(event: Event) -> str | None:
    if event.at.tzinfo is None:
        return f"at {event.at!r}"
    if not (isinstance(event.contact, IDENTITY) and isinstance(event.leg, IDENTITY)):
        return f"contact {event.contact!r}, leg {event.leg!r}"
    if not event.kind or not event.kind.isprintable():
        return f"kind {event.kind!r}"
    if not 0 < event.schema <= LARGEST_SCHEMA:
        return f"schema {event.schema!r}"
    return None
