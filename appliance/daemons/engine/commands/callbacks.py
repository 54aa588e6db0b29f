"""Call-backs and abandoned calls, by command: the lists, one call-back, cancel, and calling abandoned callers back."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.contact.acd import events as line
from appliance.contact.acd.model import Departure
from appliance.contact.callback import events as facts
from appliance.contact.callback.errors import CallBackUnknown
from appliance.contact.callback.model import CallBack
from appliance.contact.calls import events as calls
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.process import Engine
from appliance.errors import Refusal
from appliance.events import Event

DAY = timedelta(days=1)


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _CallBackCommands(engine)
    return {
        "callback.list": commands.listed,
        "callback.show": commands.show,
        "callback.cancel": commands.cancel,
        "queue.abandoned": commands.abandoned,
        "queue.recall": commands.recall,
    }


class _CallBackCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listed(self, *, all: bool = False, limit: int = 50) -> Any:
        """The open ones in the order of their places; with `all` also those that are over, newest first."""
        if not all:
            return [_shown(one) for one in sorted(self._engine.centre.callbacks.open(), key=lambda one: one.entered_at)]
        known = facts.fold({}, await self._read(facts.KINDS))
        newest = sorted(known.values(), key=lambda one: one.id, reverse=True)
        return [_shown(one) for one in newest[: max(1, min(limit, 1000))]]

    async def show(self, *, id: UUID) -> Any:
        events = [event for event in await self._read(facts.KINDS) if event.data.get("callback") == str(id)]
        if not events:
            raise CallBackUnknown(callback=str(id))
        return {**_shown(facts.fold({}, events)[id]), "events": [event.to_json() for event in events]}

    async def cancel(self, *, id: UUID) -> Any:
        self._engine.ask(self._engine.centre.callbacks.cancel, id, author())
        return {"id": str(id)}

    async def abandoned(self, *, since: datetime | None = None, queue: str = "") -> Any:
        """Who gave up waiting since then (a day ago) and was not answered after it, oldest first."""
        left = await self._read((line.LEFT,), since or self._engine.clock.now() - DAY)
        numbers = await self._callers([event.contact for event in left if event.contact])
        reached: set[str] = set()
        found: list[dict[str, Any]] = []
        for event in reversed(left):
            caller, dialled = numbers.get(event.contact, ("", "")) if event.contact else ("", "")
            if event.data["outcome"] == Departure.ANSWERED:
                reached.add(caller)
            elif event.data["outcome"] != Departure.ABANDONED or caller in reached:
                continue
            elif queue in ("", event.data["queue"]):
                found.append(_given_up(event, caller, dialled))
        return found[::-1]

    async def recall(self, *, since: datetime | None = None, queue: str = "") -> Any:
        """Make a call-back, at the end of the line, of everybody that `abandoned` lists; why not where it cannot be."""
        by, result = author(), []
        for row in await self.abandoned(since=since, queue=queue):
            try:
                callback = self._engine.ask(self._request(row, by))
                result.append({**row, "callback": str(callback.id), "refused": ""})
            except Refusal as refusal:
                result.append({**row, "callback": "", "refused": refusal.code})
        return result

    def _request(self, row: Mapping[str, Any], by: str) -> Any:
        callbacks, origin = self._engine.centre.callbacks, UUID(row["id"])
        priority = self._engine.centre.line.rule(row["queue"]).priority

        def step(now: datetime) -> CallBack:
            number, queue, dialled = row["caller"], row["queue"], row["dialled"]
            return callbacks.request(number, queue, now, priority=priority, dialled=dialled, origin=origin, by=by)

        return step

    async def _callers(self, contacts: Sequence[UUID]) -> dict[UUID | None, tuple[str, str]]:
        entries = await asyncio.to_thread(self._engine.ledger.of_contacts, contacts)
        opened = (entry.event for entry in entries if entry.event.kind == calls.OPENED)
        return {event.contact: (event.data["caller"], event.data["dialled"]) for event in opened}

    async def _read(self, kinds: Sequence[str], since: datetime | None = None) -> list[Event]:
        await self._engine.outbox.settled()
        return await asyncio.to_thread(lambda: list(self._engine.ledger.each(kinds, since)))


def _given_up(event: Event, caller: str, dialled: str) -> dict[str, Any]:
    return {
        "id": str(event.contact),
        "caller": caller,
        "dialled": dialled,
        "queue": event.data["queue"],
        "at": event.at.isoformat(),
        "wait_s": round(event.data["wait_ms"] / 1000, 1),
    }


def _shown(callback: CallBack) -> dict[str, Any]:
    return {
        "id": str(callback.id),
        "number": callback.number,
        "queue": callback.queue,
        "state": callback.state.value,
        "since": callback.entered_at.isoformat(),
        "attempts": callback.attempts,
        "rests_until": callback.rests_until.isoformat() if callback.rests_until else None,
        "why": callback.why,
        "call": str(callback.attempt) if callback.attempt else None,
        "origin": str(callback.origin) if callback.origin else None,
        "by": callback.by,
        "ended_at": callback.ended_at.isoformat() if callback.ended_at else None,
    }
