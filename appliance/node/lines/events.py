"""Facts about lines for the ledger."""

from datetime import datetime
from typing import Any

from appliance.events import Event
from appliance.node.lines.model import Condition, Stuck

STATE = "span.state"
FOUND, FREED = "channel.stuck", "channel.freed"
HARDWARE = "hardware.changed"
TESTED = "span.tested"


def state(condition: Condition, at: datetime, before: Condition | None) -> Event:
    """The span's condition from `at` on, whole, with the state that it was in before."""
    reading = condition.reading
    data: dict[str, Any] = {
        "span": reading.number,
        "name": reading.name,
        "state": condition.state.value,
        "signals": sorted(reading.signals),
        "d_channel": reading.d_channel.value,
        "busy": len(reading.busy or ()),
    }
    if before:
        data |= {"before": before.state.value, "since": before.since.isoformat()}
    return Event(STATE, at, data=data)


def found(stuck: Stuck, at: datetime) -> Event:
    return Event(FOUND, at, data=_named(stuck))


def freed(stuck: Stuck, at: datetime) -> Event:
    return Event(FREED, at, data=_named(stuck))


def tested(condition: Condition, channel: int, number: str, at: datetime) -> Event:
    """A test call to `number` is begun on a channel of the span."""
    return Event(TESTED, at, data={"span": condition.reading.number, "channel": channel, "number": number})


def hardware(what: str, part: str, name: str, at: datetime) -> Event:
    """A card, device or span was `added`, `removed` or `changed`."""
    return Event(HARDWARE, at, data={"what": what, "part": part, "name": name})


def _named(stuck: Stuck) -> dict[str, Any]:
    about = {"span": stuck.span, "number": stuck.number, "channel": stuck.channel}
    return about | {"since": stuck.since.isoformat()}
