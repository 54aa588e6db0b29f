"""Facts about agents for the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.agents.model import Line, Presence, State
from appliance.events import Event

STATE = "agent.state"


def state(person: Presence, at: datetime, before: Presence | None = None) -> Event:
    """The person's state from `at` on, whole: a reader needs no earlier event to know it.

    At the end of a wrap-up, which `before` tells, `wrapped` says of which call and how many milliseconds. Where the
    person has several calls, `behind` names those beside the one whose state it is.
    """
    data: dict[str, Any] = {"agent": person.agent, "state": person.state.value, "phone": person.phone}
    if person.since:
        data["since"] = person.since.isoformat()
    if person.reason:
        data["reason"] = person.reason
    if person.idle_since:
        data["idle_since"] = person.idle_since.isoformat()
    if person.next_pause:
        data["next_pause"] = person.next_pause
    if person.leaving:
        data["leaving"] = True
    if person.undisturbed:
        data["undisturbed"] = True
    if person.after:
        data["after"] = str(person.after)
    if person.preview:
        data["preview"] = str(person.preview)
    if person.behind:
        data["behind"] = [_told(call) for call in person.behind]
    for call in over(before, person) if before else ():
        if call.contact and call.since:
            spent = round((at - call.since).total_seconds() * 1000)
            data["wrapped"] = {"contact": str(call.contact), "ms": spent}
    return Event(STATE, at, person.contact, data=data)


def over(before: Presence, person: Presence) -> list[Line]:
    """The wrap-ups that have come to their end."""
    return [call for call in before.wrapping_up if call not in person.calls]


def presence(event: Event) -> Presence:
    """The inverse of `state`."""
    data = event.data
    return Presence(
        agent=data["agent"],
        state=State(data["state"]),
        since=_moment(data, "since"),
        phone=data.get("phone", ""),
        reason=data.get("reason", ""),
        idle_since=_moment(data, "idle_since"),
        contact=event.contact,
        next_pause=data.get("next_pause", ""),
        leaving=bool(data.get("leaving")),
        undisturbed=bool(data.get("undisturbed")),
        after=UUID(data["after"]) if data.get("after") else None,
        preview=UUID(data["preview"]) if data.get("preview") else None,
        behind=tuple(_call(call) for call in data.get("behind", ())),
    )


def _told(call: Line) -> dict[str, str]:
    since = {"since": call.since.isoformat()} if call.since else {}
    return {"contact": str(call.contact or ""), "state": call.state.value} | since


def _call(told: Mapping[str, Any]) -> Line:
    contact = UUID(told["contact"]) if told["contact"] else None
    return Line(contact, State(told["state"]), _moment(told, "since"))


def _moment(data: Mapping[str, Any], key: str) -> datetime | None:
    return datetime.fromisoformat(data[key]) if data.get(key) else None
