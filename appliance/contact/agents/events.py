"""Facts about agents for the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.agents.model import Presence, State
from appliance.events import Event

STATE = "agent.state"


def state(person: Presence, at: datetime, before: Presence | None = None) -> Event:
    """The person's state from `at` on, whole: a reader needs no earlier event to know it.

    At the end of a wrap-up, which `before` tells, `wrapped` says of which call and how many milliseconds.
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
    if before and before.after and before.since and person.state is not State.WRAP_UP:
        spent = round((at - before.since).total_seconds() * 1000)
        data["wrapped"] = {"contact": str(before.after), "ms": spent}
    return Event(STATE, at, person.contact, data=data)


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
    )


def _moment(data: Mapping[str, Any], key: str) -> datetime | None:
    return datetime.fromisoformat(data[key]) if data.get(key) else None
