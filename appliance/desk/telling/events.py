"""What other systems are told of the ledger: kinds and fields that stay as they are, numbers as one may see them."""

from collections.abc import Callable, Mapping
from typing import Any

from appliance.contact.acd import events as line
from appliance.contact.agents import events as agents
from appliance.contact.callback import events as callback
from appliance.contact.calls import events as calls
from appliance.contact.fax import events as fax
from appliance.contact.voicemail import events as voicemail
from appliance.events import Event

TOLD: Mapping[str, tuple[str, ...]] = {
    calls.OPENED: ("direction", "caller", "dialled"),
    calls.CLOSED: ("result", "by"),
    line.ENTERED: ("queue", "position"),
    line.LEFT: ("queue", "outcome", "wait_ms"),
    calls.OFFER_MADE: ("agent", "queue"),
    calls.OFFER_ENDED: ("agent", "outcome"),
    calls.JOINED: (),
    calls.LEG_HELD: ("by",),
    calls.LEG_RESUMED: ("by",),
    calls.TRANSFERRED: ("how", "agent"),
    calls.PARKED: ("slot", "agent"),
    agents.STATE: ("agent", "state", "reason", "since"),
    callback.REQUESTED: ("callback", "number", "queue"),
    callback.ENDED: ("callback", "outcome"),
    voicemail.LEFT: ("box", "duration_ms"),
    fax.LEFT: ("box", "pages"),
}
"""Kinds with the fields of each that are told; names are stable for ever."""
NUMBERS = frozenset({"caller", "dialled", "number"})


def told(event: Event, number: Callable[[str], str]) -> dict[str, Any]:
    """An event as JSON values; `number` hides what is to be hidden."""
    data = {name: event.data[name] for name in TOLD[event.kind] if name in event.data}
    data |= {name: number(str(data[name])) for name in NUMBERS & data.keys()}
    contact = str(event.contact) if event.contact else None
    return {"kind": event.kind, "at": event.at.isoformat(), "contact": contact, "data": data}
