"""Calls passed on, asked about and brought together, by command."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from appliance.contact.calls.destinations import target
from appliance.control.commands import Handler
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _Passing(engine)
    return {
        "call.transfer": commands.transfer,
        "call.requeue": commands.requeue,
        "call.consult": commands.consult,
        "call.toggle": commands.toggle,
        "call.complete": commands.complete,
        "call.cancel": commands.cancel,
        "call.conference": commands.conference,
        "call.drop": commands.drop,
        "call.park": commands.park,
        "call.pickup": commands.pick_up,
    }


class _Passing:
    """`agent` names who acts, where several agents are in the call; `to` is written `agent:8002`, `queue:sales`, ..."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def transfer(self, *, id: UUID, to: str, back: bool = False, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.transfers.transfer, id, target(to), agent, back)
        return self._state(id)

    async def requeue(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.transfers.requeue, id, agent)
        return self._state(id)

    async def consult(self, *, id: UUID, to: str, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.consults.begin, id, target(to), agent)
        return self._state(id)

    async def toggle(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.consults.toggle, id, agent)
        return self._state(id)

    async def complete(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.consults.complete, id, agent)
        return self._state(id)

    async def cancel(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.consults.cancel, id, agent)
        return self._state(id)

    async def conference(self, *, id: UUID, agent: str = "") -> Any:
        self._engine.ask(self._engine.centre.consults.conference, id, agent)
        return self._state(id)

    async def drop(self, *, id: UUID, party: str) -> Any:
        self._engine.ask(self._engine.centre.consults.drop, id, party)
        return self._state(id)

    async def park(self, *, id: UUID, slot: str = "", agent: str = "") -> Any:
        chosen = self._engine.ask(self._engine.centre.parking.park, id, slot, agent)
        return {**self._state(id), "slot": chosen}

    async def pick_up(self, *, id: UUID, to: str) -> Any:
        self._engine.ask(self._engine.centre.parking.pick_up, id, target(to))
        return self._state(id)

    def _state(self, contact: UUID) -> Any:
        call = self._engine.centre.book.call(contact)
        return {"id": str(contact), "state": call.state.value if call else "closed"}
