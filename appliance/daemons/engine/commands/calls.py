"""Calls, by command: the list, one call with its legs and events, hold, resume, hang up."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.calls.errors import CallUnknown
from appliance.contact.calls.model import Call, Role
from appliance.control.commands import Handler
from appliance.daemons.engine.commands import passing
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _CallCommands(engine)
    return {
        "call.list": commands.listed,
        "call.show": commands.show,
        "call.dial": commands.dial,
        "call.hangup": commands.hangup,
        "call.hold": commands.hold,
        "call.resume": commands.resume,
        "call.swap": commands.swap,
        **passing.handlers(engine),
    }


class _CallCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listed(self, *, open: bool = False, limit: int = 50) -> Any:
        rows = await asyncio.to_thread(self._engine.books.latest, open_only=open, limit=max(1, min(limit, 1000)))
        return [self._shown(row) for row in rows]

    async def show(self, *, id: UUID) -> Any:
        row = await asyncio.to_thread(self._engine.books.record, id)
        if row is None:
            raise CallUnknown(call=str(id))
        legs = await asyncio.to_thread(self._engine.books.legs, id)
        entries = await asyncio.to_thread(self._engine.ledger.of_contacts, [id])
        return {
            **self._shown(row),
            "legs": [self._leg(id, leg) for leg in legs],
            "events": [{"seq": entry.seq, **entry.event.to_json()} for entry in entries],
        }

    async def dial(self, *, agent: str, number: str) -> Any:
        """Ring the agent, who is then connected with the number; the call that begins."""
        if self._engine.centre.directory.person(agent) is None:
            raise AgentUnknown(agent=agent)
        call = self._engine.ask(self._engine.centre.clicked.dial, agent, number)
        return {"id": str(call.id), "agent": agent, "phone": call.caller, "number": number}

    async def hangup(self, *, id: UUID) -> Any:
        self._engine.ask(self._engine.centre.conversations.hang_up, id)
        return {"id": str(id)}

    async def hold(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.conversations.hold, id, agent)
        return {"id": str(id), "state": "held"}

    async def resume(self, *, id: UUID) -> Any:
        self._engine.ask(self._engine.centre.conversations.resume, id)
        return {"id": str(id), "state": "talking"}

    async def swap(self, *, agent: str, to: UUID | None = None) -> Any:
        """The agent talks in the call on hold, and the other one waits."""
        return {"id": str(self._engine.ask(self._engine.centre.lines.swap, agent, to)), "state": "talking"}

    def _leg(self, contact: UUID, row: Mapping[str, Any]) -> dict[str, Any]:
        """A leg's row; while the call is open, its answer and its end are known from the book alone."""
        call = self._engine.centre.book.call(contact)
        live = call.legs.get(row["id"]) if call else None
        if live:
            row = {**row, **{name: getattr(live, name) for name in ("answered_at", "ended_at", "cause", "audio")}}
        return _plain(row)

    def _shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        live = self._engine.centre.book.call(row["id"])
        shown = _plain(row)
        shown["state"] = live.state.value if live else "closed"
        shown["agent"] = row["agent"] or _agent(live)
        shown["queue"] = live.queue if live else row["queue"]
        shown["slot"] = live.slot if live else ""
        shown["wait_s"] = _seconds(row["wait_ms"])
        shown["talk_s"] = _seconds(row["talk_ms"])
        return shown


def _agent(call: Call | None) -> str:
    live = [leg.agent for leg in call.live_legs if leg.agent and leg.role is Role.AGENT] if call else []
    return live[-1] if live else ""


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else round(milliseconds / 1000, 1)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _json(value) for key, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value
