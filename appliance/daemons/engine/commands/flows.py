"""Flows, by command: list, show, check and publish."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.ivr.check import problems
from appliance.contact.ivr.document import parse
from appliance.contact.ivr.errors import FlowFaulty, FlowUnknown
from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.repository import Flows
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.prompts import known_prompts
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _FlowCommands(engine)
    return {
        "flow.list": commands.listed,
        "flow.show": commands.show,
        "flow.check": commands.check,
        "flow.publish": commands.publish,
    }


class _FlowCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._flows = Flows(Documents(engine.database))

    async def listed(self) -> Any:
        return [
            {"flow": name, "version": flow.version, "start": flow.start, "nodes": len(flow.nodes)}
            for name, flow in sorted(self._engine.centre.directory.now.flows.items())
        ]

    async def show(self, *, flow: str) -> Any:
        if (body := self._flows.bodies().get(flow)) is None:
            raise FlowUnknown(flow=flow)
        return {"flow": flow, **body}

    async def check(self, *, document: dict[str, Any], flow: str = "flow") -> Any:
        checked = self._checked(flow, document)
        return {"flow": flow, "nodes": len(checked.nodes), "problems": []}

    async def publish(self, *, flow: str, document: dict[str, Any], reason: str = "") -> Any:
        self._checked(flow, document)
        why = reason or f"flow {flow} published"
        version = await write(self._engine, why, lambda by: self._flows.publish(flow, document, **by))
        return {"flow": flow, "version": version}

    def _checked(self, name: str, document: Mapping[str, Any]) -> Flow:
        flow = parse(name, document)
        queues = self._engine.centre.directory.now.queues
        if found := problems(flow, queues=queues, prompts=known_prompts(self._engine.settings)):
            raise FlowFaulty(name, found)
        return flow
