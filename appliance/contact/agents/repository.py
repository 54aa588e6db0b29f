"""Agents in the database: the configured people, and what the ledger last said of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, select

from appliance.contact.agents import events as facts
from appliance.contact.agents.model import Agent, Presence
from appliance.events import Event
from appliance.store.documents import Documents
from appliance.store.engine import reading
from appliance.store.tables.agents import PresenceRow

# Statements are built once: building one costs as much as running it.
PRESENCE = cast("Table", PresenceRow.__table__)
FORGET = delete(PRESENCE).where(PRESENCE.c.agent == bindparam("who"))
KEEP = insert(PRESENCE)


class PresenceRecords:
    """Keeps the presence table in step with the ledger."""

    def apply(self, connection: Connection, events: Sequence[Event]) -> None:
        last = {event.data["agent"]: event for event in events if event.kind == facts.STATE}
        if last:
            connection.execute(FORGET, [{"who": agent} for agent in last])
            connection.execute(KEEP, [_row(event) for event in last.values()])


def presences(engine: Engine) -> list[Presence]:
    """Everybody's last known presence."""
    with reading(engine) as connection:
        rows = connection.execute(select(PresenceRow.at, PresenceRow.contact, PresenceRow.fact))
        return [facts.presence(Event(facts.STATE, row.at, row.contact, data=row.fact)) for row in rows]


class People:
    """The configured agents."""

    KIND = "agent"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, Agent]:
        return {number: _agent(number, body) for number, body in self._documents.all(self.KIND).items()}

    def put(self, agent: Agent, *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(self.KIND, agent.number, agent_body(agent), author=author, reason=reason, at=at)

    def remove(self, number: str, *, author: str, reason: str, at: datetime) -> bool:
        return self._documents.remove(self.KIND, number, author=author, reason=reason, at=at)


def agent_body(agent: Agent) -> Mapping[str, Any]:
    return {
        "name": agent.name,
        "phone": agent.phone,
        "skills": dict(agent.skills),
        "queues": sorted(agent.queues),
        "sign_in_with_phone": agent.sign_in_with_phone,
        "team": agent.team,
        "language": agent.language,
        **({"pin": agent.pin} if agent.pin else {}),
        "outbound_number": agent.outbound_number,
        "hide_number": agent.hide_number,
        "lines": agent.lines,
        "capacity": agent.capacity,
    }


def _agent(number: str, body: Mapping[str, Any]) -> Agent:
    return Agent(
        number,
        body.get("name", ""),
        body.get("phone", ""),
        dict(body.get("skills", {})),
        frozenset(body.get("queues", ())),
        bool(body.get("sign_in_with_phone", False)),
        body.get("team", ""),
        body.get("language", ""),
        body.get("pin", ""),
        body.get("outbound_number", ""),
        bool(body.get("hide_number", False)),
        int(body.get("lines", 1)),
        int(body.get("capacity", 1)),
    )


def _row(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "agent": data["agent"],
        "state": data["state"],
        "phone": data.get("phone", ""),
        "contact": event.contact,
        "at": event.at,
        "fact": dict(data),
    }
