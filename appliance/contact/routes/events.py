"""Facts about ways out: which were taken, what they came to, what was refused, and caps that were reached."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from appliance.contact.routes.model import Asker, Normal, Way
from appliance.events import Event

TAKEN = "route.taken"
OVER = "route.over"
REFUSED = "route.refused"
REACHED = "cap.reached"
AGAIN = "cap.over"
LINE_FREED = "line.freed"
KINDS = (TAKEN, OVER, REACHED, AGAIN)
"""What the counts of caps are made of."""


def taken(contact: UUID, leg: UUID, way: Way, number: Normal, asker: Asker, at: datetime) -> Event:
    """A leg is about to be sent out by a way; `rate` is the price of a minute."""
    data = {
        "trunk": way.trunk,
        "route": way.route,
        "rate": way.cost,
        "class": number.kind.value,
        "e164": number.e164,
        "local": number.local,
        "phone": asker.phone,
        "agent": asker.agent,
        "queues": list(asker.queues),
    } | ({"group": way.group} if way.group else {})
    return Event(TAKEN, at, contact, leg, data)


def over(contact: UUID, leg: UUID, seconds: float, at: datetime) -> Event:
    """That leg is over; `seconds` since it was answered, 0 if it never was."""
    return Event(OVER, at, contact, leg, {"seconds": round(seconds, 3)})


def refused(code: str, number: str, asker: Asker, about: str, at: datetime) -> Event:
    """No call left: `code` is that of the refusal, `about` the rule behind it."""
    data = {"code": code, "number": number, "phone": asker.phone, "agent": asker.agent, "about": about}
    return Event(REFUSED, at, data=data)


def reached(cap: str, subject: str, detail: str, until: datetime, at: datetime) -> Event:
    """A cap is reached for `subject` (a phone, agent or trunk; "" the site) until its period ends."""
    return Event(REACHED, at, data={"cap": cap, "subject": subject, "detail": detail, "until": until.isoformat()})


def again(cap: str, subject: str, at: datetime) -> Event:
    """A new period of a reached cap begins."""
    return Event(AGAIN, at, data={"cap": cap, "subject": subject})


def line_freed(contact: UUID, leg: UUID, trunk: str, emergency: UUID, at: datetime) -> Event:
    """The call was ended so that an emergency call gets its line."""
    return Event(LINE_FREED, at, contact, leg, {"trunk": trunk, "for": str(emergency)})


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The caps of which nothing says that their period is over."""
    found: dict[tuple[str, str], Event] = {}
    for event in events:
        about = (str(event.data.get("cap")), str(event.data.get("subject")))
        if event.kind == REACHED:
            found[about] = event
        elif event.kind == AGAIN:
            found.pop(about, None)
    return tuple(found.values())
