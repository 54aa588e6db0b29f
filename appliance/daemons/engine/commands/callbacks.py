"""Call-backs and abandoned calls, by command: the lists, one call-back, and calling abandoned callers back."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from appliance.contact.acd import events as line
from appliance.contact.acd.model import Departure
from appliance.contact.callback import events as facts
from appliance.contact.callback.errors import CallBackUnknown
from appliance.contact.callback.model import CallBack, Request, written
from appliance.contact.calls import events as calls
from appliance.control.commands import Handler
from appliance.daemons.engine.commands import callback_wishes
from appliance.daemons.engine.commands.callback_wishes import shown
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.process import Engine
from appliance.errors import Refusal
from appliance.events import Event

DAY = timedelta(days=1)
CALLS = 5
"""How many earlier calls of a customer are shown."""


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _CallBackCommands(engine)
    return {
        "callback.list": commands.listed,
        "callback.show": commands.show,
        "queue.abandoned": commands.abandoned,
        "queue.recall": commands.recall,
        **callback_wishes.handlers(engine),
    }


class _CallBackCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listed(self, *, all: bool = False, limit: int = 50) -> Any:
        """The open ones by their times; with `all` also those that are over, newest first."""
        if not all:
            return [shown(one) for one in sorted(self._engine.centre.callbacks.open(), key=_time)]
        known = facts.fold({}, await self._read(facts.KINDS))
        newest = sorted(known.values(), key=lambda one: one.id, reverse=True)
        return [shown(one) for one in newest[: max(1, min(limit, 1000))]]

    async def show(self, *, id: UUID) -> Any:
        events = [event for event in await self._read(facts.KINDS) if event.data.get("callback") == str(id)]
        if not events:
            raise CallBackUnknown(callback=str(id))
        callback = facts.fold({}, events)[id]
        earlier = await asyncio.to_thread(self._engine.books.latest, CALLS, of=written(callback.number))
        return {
            **shown(callback),
            "calls": [_call(row) for row in earlier],
            "events": [event.to_json() for event in events],
        }

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
        centre, origin = self._engine.centre, UUID(row["id"])
        priority = centre.line.rule(row["queue"]).priority

        def step(now: datetime) -> CallBack:
            wish = Request(row["caller"], row["queue"], now, priority, row["dialled"], origin)
            return centre.wishes.request(wish, now, by=by)

        return step

    async def _callers(self, contacts: Sequence[UUID]) -> dict[UUID | None, tuple[str, str]]:
        entries = await asyncio.to_thread(self._engine.ledger.of_contacts, contacts)
        opened = (entry.event for entry in entries if entry.event.kind == calls.OPENED)
        return {event.contact: (event.data["caller"], event.data["dialled"]) for event in opened}

    async def _read(self, kinds: Sequence[str], since: datetime | None = None) -> list[Event]:
        await self._engine.outbox.settled()
        return await asyncio.to_thread(lambda: list(self._engine.ledger.each(kinds, since)))


def _time(callback: CallBack) -> datetime:
    """The moment that its place in line comes from."""
    return callback.due_at or callback.entered_at


def _call(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "at": row["opened_at"].isoformat(),
        "queue": row["queue"],
        "agent": row["agent"],
        "result": row["result"],
    }


def _given_up(event: Event, caller: str, dialled: str) -> dict[str, Any]:
    return {
        "id": str(event.contact),
        "caller": caller,
        "dialled": dialled,
        "queue": event.data["queue"],
        "at": event.at.isoformat(),
        "wait_s": round(event.data["wait_ms"] / 1000, 1),
    }
