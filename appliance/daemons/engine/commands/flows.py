"""Flows, by command: list, show, check, publish, try out, and go back to an older version."""

import asyncio
from collections.abc import Mapping
from typing import Any

from appliance.contact.ivr.check import problems
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.errors import FlowFaulty, FlowUnknown
from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.presses import destinations
from appliance.contact.ivr.problem import Problem
from appliance.contact.ivr.repository import Flows, Publication
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.commands.rehearsals import Rehearsals
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.verification import surroundings
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _FlowCommands(engine)
    return {
        "flow.list": commands.listed,
        "flow.show": commands.show,
        "flow.check": commands.check,
        "flow.publish": commands.publish,
        "flow.test": commands.test,
        "flow.reach": commands.reach,
        "flow.history": commands.history,
        "flow.undo": commands.undo,
    }


class _FlowCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._flows = Flows(Documents(engine.database))
        self._rehearsals = Rehearsals(engine)

    async def listed(self) -> Any:
        return [
            {"flow": name, "version": flow.version, "start": flow.start, "nodes": len(flow.nodes)}
            for name, flow in sorted(self._engine.centre.directory.now.flows.items())
        ]

    async def show(self, *, flow: str, version: int = 0) -> Any:
        if (body := (await asyncio.to_thread(self._flows.bodies)).get(flow)) is None:
            raise FlowUnknown(flow=flow)
        if version:
            old = await asyncio.to_thread(self._flows.version, flow, version)
            return {"flow": flow, "document": old.document, "version": version}
        return {"flow": flow, **body}

    async def check(self, *, document: dict[str, Any], flow: str = "flow") -> Any:
        try:
            parsed = parse(flow, document)
        except FlowFaulty as refusal:
            return {"flow": flow, "problems": refusal.details["problems"]}
        found = await asyncio.to_thread(self._problems, parsed)
        return {"flow": flow, "nodes": len(parsed.nodes), "problems": [problem.to_json() for problem in found]}

    async def publish(self, *, flow: str, document: dict[str, Any], reason: str = "") -> Any:
        await self._refuse_faults(flow, document)
        why = reason or f"flow {flow} published"
        version = await write(self._engine, why, lambda by: self._flows.publish(flow, document, **by))
        return {"flow": flow, "version": version}

    async def test(
        self,
        *,
        keys: str = "",
        flow: str = "",
        document: dict[str, Any] | None = None,
        at: str = "",
        caller: str = "",
        dialled: str = "",
        language: str = "",
        vip: bool = False,
        answered: bool = True,
        data: dict[str, Any] | None = None,
    ) -> Any:
        """The path of a caller who presses `keys`; nobody is called, look-ups are asked unless `data` answers them."""
        tried = await self._tried(flow, document)
        return await self._rehearsals.run(
            tried, keys, at=at, caller=caller, dialled=dialled, language=language, vip=vip, answered=answered, data=data
        )

    async def reach(self, *, flow: str = "", document: dict[str, Any] | None = None) -> Any:
        """Where callers can come and by how few keys, the nearest places first."""
        tried = await self._tried(flow, document)
        return [
            {"kind": place.kind, "target": place.target, "presses": place.presses, "keys": list(place.keys)}
            for place in destinations(tried, self._engine.centre.directory.now.flows)
        ]

    async def history(self, *, flow: str) -> Any:
        if not (found := await asyncio.to_thread(self._flows.history, flow)):
            raise FlowUnknown(flow=flow)
        return [_told(flow, item) for item in reversed(found)]

    async def undo(self, *, flow: str, version: int, reason: str = "") -> Any:
        """An older version is published again, under a new number; it is checked like any other."""
        if flow not in self._engine.centre.directory.now.flows:
            raise FlowUnknown(flow=flow)
        old = await asyncio.to_thread(self._flows.version, flow, version)
        return await self.publish(flow=flow, document=dict(old.document), reason=reason or f"version {version} again")

    async def _tried(self, flow: str, document: Mapping[str, Any] | None) -> Flow:
        """The document as a flow, else the published one of that name."""
        if document is not None:
            return await self._refuse_faults(flow or "flow", document)
        if (published := self._engine.centre.directory.now.flows.get(flow)) is None:
            raise FlowUnknown(flow=flow)
        return published

    async def _refuse_faults(self, name: str, document: Mapping[str, Any]) -> Flow:
        flow = parse(name, document)
        if found := await asyncio.to_thread(self._problems, flow):
            raise FlowFaulty(name, found)
        return flow

    def _problems(self, flow: Flow) -> tuple[Problem, ...]:
        now = self._engine.centre.directory.now
        return problems(flow, surroundings(self._engine.settings, now, flow))


def _told(flow: str, item: Publication) -> dict[str, Any]:
    return {
        "flow": flow,
        "version": item.version,
        "at": item.at.isoformat(),
        "author": item.author,
        "reason": item.reason,
        "nodes": len(item.document.get("nodes", {})),
    }
