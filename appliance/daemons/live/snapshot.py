"""What the engine tells who begins to keep a picture of the centre: values to JSON and back.

A beginning is parts `{"kind", "data"}` of at most `PIECE` rows each, closed by one of kind WHOLE.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.acd.model import Departure, Queue
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent, Presence
from appliance.contact.callback.model import CallBack
from appliance.contact.callback.model import State as CallBackState
from appliance.contact.calls.model import Call, CallState, Direction
from appliance.contact.monitoring import events as monitor_facts
from appliance.contact.monitoring.model import Session
from appliance.events import Event

AGENTS, QUEUES, PRESENCES = "live.agents", "live.queues", "live.presences"
CALLS, CALLBACKS, MONITORS, WHOLE = "live.calls", "live.callbacks", "live.monitors", "live.whole"
CONFIGURED = "configuration.taken"
"""Told by the feed alone: the engine goes on by another configuration."""
LINES = "lines.changed"
"""Told by the feed alone, at most once a second: the spans, or a trunk, look otherwise than before."""
PIECE = 100

Rows = Sequence[dict[str, Any]]


@dataclass
class Beginning:
    """A picture of the centre at one moment; of the facts told after it the first `unpublished` are in it already."""

    agents: dict[str, Agent] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    presences: dict[str, Presence] = field(default_factory=dict)
    calls: dict[UUID, Call] = field(default_factory=dict)
    callbacks: dict[UUID, CallBack] = field(default_factory=dict)
    monitors: dict[UUID, Session] = field(default_factory=dict)
    unpublished: int = 0

    def take(self, part: Mapping[str, Any]) -> bool:
        """Add one part; True when it was the last."""
        match part:
            case {"kind": "live.agents", "data": rows}:
                self.agents |= {row["agent"]: _agent(row) for row in rows}
            case {"kind": "live.queues", "data": rows}:
                self.queues |= {row["queue"]: _queue(row) for row in rows}
            case {"kind": "live.presences", "data": rows}:
                people = [agent_facts.presence(Event.from_json(row)) for row in rows]
                self.presences |= {person.agent: person for person in people}
            case {"kind": "live.calls", "data": rows}:
                self.calls |= {call.id: call for call in map(_call, rows)}
            case {"kind": "live.callbacks", "data": rows}:
                self.callbacks |= {one.id: one for one in map(_callback, rows)}
            case {"kind": "live.monitors", "data": rows}:
                self.monitors = monitor_facts.fold(self.monitors, map(Event.from_json, rows))
            case {"kind": "live.whole", "data": data}:
                self.unpublished = data["unpublished"]
                return True
        return False


def pieces(kind: str, rows: Rows) -> Iterator[dict[str, Any]]:
    """The rows in parts that fit a line of the control socket."""
    for start in range(0, len(rows), PIECE):
        yield {"kind": kind, "data": rows[start : start + PIECE]}


def told_agent(agent: Agent) -> dict[str, Any]:
    return {
        "agent": agent.number,
        "name": agent.name,
        "phone": agent.phone,
        "team": agent.team,
        "skills": dict(agent.skills),
        "queues": sorted(agent.queues),
    }


def _agent(row: Mapping[str, Any]) -> Agent:
    agent = Agent(row["agent"], row["name"], row["phone"], row["skills"], frozenset(row["queues"]), team=row["team"])
    return agent


def told_queue(queue: Queue) -> dict[str, Any]:
    return {
        "queue": queue.name,
        "title": queue.title,
        "skills": dict(queue.skills),
        "target_percent": queue.target_percent,
        "target_seconds": queue.target_seconds,
    }


def _queue(row: Mapping[str, Any]) -> Queue:
    target = {name: row[name] for name in ("target_percent", "target_seconds")}
    return Queue(row["queue"], row["title"], row["skills"], **target)


def told_call(call: Call) -> dict[str, Any]:
    """As much of a call as its later events need to go on from."""
    return {
        "id": str(call.id),
        "direction": call.direction.value,
        "dialled": call.dialled,
        "number": call.number,
        "opened_at": call.opened_at.isoformat(),
        "state": call.state.value,
        "queue": call.queue,
        "priority": call.priority,
        "entered_at": _said(call.entered_at),
        "departure": call.departure.value if call.departure else None,
        "offers": [str(leg) for leg in call.offers],
    }


def _call(row: Mapping[str, Any]) -> Call:
    return Call(
        UUID(row["id"]),
        Direction(row["direction"]),
        row["dialled"],
        row["number"],
        "",
        datetime.fromisoformat(row["opened_at"]),
        CallState(row["state"]),
        queue=row["queue"],
        priority=row["priority"],
        entered_at=_moment(row["entered_at"]),
        departure=Departure(row["departure"]) if row["departure"] else None,
        offers=frozenset(UUID(leg) for leg in row["offers"]),
    )


def told_callback(callback: CallBack) -> dict[str, Any]:
    return {
        "id": str(callback.id),
        "number": callback.number,
        "queue": callback.queue,
        "entered_at": callback.entered_at.isoformat(),
        "priority": callback.priority,
        "state": callback.state.value,
        "offered_to": callback.offered_to,
    }


def _callback(row: Mapping[str, Any]) -> CallBack:
    return CallBack(
        UUID(row["id"]),
        row["number"],
        row["queue"],
        datetime.fromisoformat(row["entered_at"]),
        row["priority"],
        state=CallBackState(row["state"]),
        offered_to=row["offered_to"],
    )


def told_monitors(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Sessions as the facts that make them."""
    return [fact.to_json() for session in sessions for fact in monitor_facts.unfold(session)]


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
