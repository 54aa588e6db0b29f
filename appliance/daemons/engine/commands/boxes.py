"""Voicemail boxes, by command: list, show, set, remove."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from appliance.contact.fax.repository import FaxTable
from appliance.contact.ivr.exits import entered_flows
from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.nodes import Fax, Message
from appliance.contact.voicemail import pin as pins
from appliance.contact.voicemail.document import NAME, RULES, box_body, rule_value
from appliance.contact.voicemail.errors import BoxInUse, BoxInvalid, BoxUnknown, PinInvalid
from appliance.contact.voicemail.model import FLOW, Box, Standing
from appliance.contact.voicemail.repository import BoxDocuments, Messages
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.prompts import known_prompts
from appliance.store.documents import Documents

SALT = 16


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _BoxCommands(engine)
    return {
        "voicemail.box_list": commands.listed,
        "voicemail.box_show": commands.show,
        "voicemail.box_set": commands.set,
        "voicemail.box_remove": commands.remove,
    }


class _BoxCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._boxes, self._messages = BoxDocuments(Documents(engine.database)), Messages(engine.database)
        self._faxes = FaxTable(engine.database)

    async def listed(self) -> Any:
        counted = await asyncio.to_thread(self._messages.counts)
        return [
            {
                "box": name,
                "agent": box.agent,
                "queue": box.queue,
                "number": box.dial,
                "mail": box.mail,
                "new": counted[name].new if name in counted else 0,
                "saved": counted[name].saved if name in counted else 0,
            }
            for name, box in sorted(self._known.items())
        ]

    async def show(self, *, box: str) -> Any:
        return _shown(self._box(box))

    async def set(self, *, box: str, changes: dict[str, Any], reason: str = "") -> Any:
        """Make or change a box; a PIN is given in clear and kept as a hash, "" takes it away."""
        if not NAME.fullmatch(box):
            raise BoxInvalid(box=box, rule="name", value=box)
        before = self._known.get(box) or Box(box)
        after = replace(before, **{rule: _checked(box, rule, value) for rule, value in changes.items()})
        self._refuse_unknown(after)
        why = reason or f"voicemail box {box} set: {', '.join(sorted(changes))}"
        await write(self._engine, why, lambda by: self._boxes.put(after, **by))
        return _shown(after)

    async def remove(self, *, box: str, reason: str = "") -> Any:
        """Only an empty box that no flow leads into."""
        self._box(box)
        flows = [name for name, flow in self._engine.centre.directory.now.flows.items() if _names(flow, box)]
        left = await asyncio.to_thread(self._left, box)
        if flows or left:
            raise BoxInUse(box=box, flows=", ".join(sorted(flows)) or "-", messages=len(left))
        why = reason or f"voicemail box {box} removed"
        await write(self._engine, why, lambda by: self._boxes.remove(box, **by))
        return {"box": box, "removed": True}

    def _left(self, box: str) -> Sequence[Any]:
        messages = self._messages.select(box, limit=1) or self._messages.select(box, Standing.NEW, 1)
        return messages or self._faxes.select(box=box, limit=1)

    def _refuse_unknown(self, box: Box) -> None:
        """Everything a box names must be there; two boxes have neither one agent nor one number."""
        now, others = self._engine.centre.directory.now, [one for one in self._known.values() if one.name != box.name]
        wrong = {
            "agent": [box.agent] if box.agent and box.agent not in now.agents else [],
            "queue": [box.queue] if box.queue and box.queue not in now.queues else [],
            "listeners": [agent for agent in box.listeners if agent not in now.agents],
            "phones": [phone for phone in box.phones if phone not in now.phones],
            "number": [one.name for one in others if box.dial and one.dial == box.dial],
            "agent's box": [one.name for one in others if box.agent and one.agent == box.agent],
            "greeting": [] if self._spoken(box) else [box.greeting],
        }
        for rule, values in wrong.items():
            if values:
                raise BoxInvalid(box=box.name, rule=rule, value=", ".join(values))

    def _spoken(self, box: Box) -> bool:
        languages = [box.language] if box.language else None
        found = known_prompts(self._engine.settings, languages) if languages else known_prompts(self._engine.settings)
        return all(box.greeting in names for names in found.values())

    def _box(self, name: str) -> Box:
        if name not in self._known:
            raise BoxUnknown(box=name, known=", ".join(sorted(self._known)))
        return self._known[name]

    @property
    def _known(self) -> Mapping[str, Box]:
        return self._engine.centre.directory.now.boxes


def _checked(box: str, rule: str, value: Any) -> Any:
    if rule not in RULES:
        raise BoxInvalid(box=box, rule=rule, value=str(value))
    if rule == "pin":
        if value and not pins.fits(str(value)):
            raise PinInvalid(shortest=pins.SHORTEST, longest=pins.LONGEST)
        return pins.hashed(str(value), secrets.token_bytes(SALT)) if value else ""
    try:
        return rule_value(rule, value)
    except ValueError as fault:
        raise BoxInvalid(box=box, rule=rule, value=str(value)) from fault


def _names(flow: Flow, box: str) -> bool:
    messages = (node.box for node in flow.nodes.values() if isinstance(node, Message | Fax))
    return box in messages or FLOW + box in entered_flows(flow)


def _shown(box: Box) -> dict[str, Any]:
    """A box as JSON values; of its PIN only whether there is one."""
    return {"box": box.name, **box_body(box), "pin": bool(box.pin), "number": box.dial}
