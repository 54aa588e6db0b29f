"""Facts that distribution publishes to the ledger."""

from datetime import datetime
from uuid import UUID

from appliance.contact.acd.model import Departure
from appliance.events import Event

ENTERED = "queue.entered"
ANNOUNCED = "queue.announced"
OVERFLOWED = "queue.overflowed"
LEFT = "queue.left"


def entered(contact: UUID, queue: str, priority: int, position: int, at: datetime) -> Event:
    return Event(ENTERED, at, contact, data={"queue": queue, "priority": priority, "position": position})


def announced(contact: UUID, queue: str, position: int, at: datetime) -> Event:
    return Event(ANNOUNCED, at, contact, data={"queue": queue, "position": position})


def overflowed(contact: UUID, queue: str, to: str, at: datetime) -> Event:
    return Event(OVERFLOWED, at, contact, data={"queue": queue, "to": to})


def left(contact: UUID, queue: str, outcome: Departure, wait_ms: int, at: datetime, *, served_by: str = "") -> Event:
    """`queue` is the one the call entered and is counted under; `served_by` the one whose rules found the agent."""
    data = {"queue": queue, "outcome": outcome.value, "wait_ms": wait_ms}
    return Event(LEFT, at, contact, data=data | ({"served_by": served_by} if served_by else {}))
