"""The number plan, caps and blocked numbers, by command."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from appliance.contact.routes.document import body_of
from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Cap, Normal, Per
from appliance.contact.routes.numbers import normalise
from appliance.contact.routes.patterns import known as is_pattern
from appliance.contact.routes.repository import BLOCK, CAP, ONLY, PLAN
from appliance.contact.routes.usage import told
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.rule_documents import RuleDocuments
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _NumberCommands(engine)
    return {
        "cap.list": commands.caps,
        "cap.set": commands.set_cap,
        "cap.remove": commands.remove_cap,
        "number.plan": commands.plan,
        "number.plan_set": commands.set_plan,
        "number.block": commands.block,
        "number.block_change": commands.change_block,
        "number.test": commands.test,
    }


def meaning(number: Normal) -> dict[str, Any]:
    """What a number means here."""
    return {**asdict(number), "kind": number.kind.value}


class _NumberCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._documents = engine, RuleDocuments(engine)

    async def caps(self) -> Any:
        """Each cap; one that counts for the whole site with what it has come to by now."""
        caps = sorted(self._documents.rules.caps.items())
        return [{"cap": name, **body_of(cap), "spent": self._spent(cap)} for name, cap in caps]

    async def set_cap(self, *, cap: str, changes: dict[str, Any]) -> Any:
        return {"cap": cap, **await self._documents.set(CAP, cap, changes)}

    async def remove_cap(self, *, cap: str) -> Any:
        self._documents.known(self._documents.rules.caps, CAP, cap)
        return {"cap": cap, **await self._documents.remove(CAP, cap)}

    async def plan(self) -> Any:
        return body_of(self._documents.rules.plan)

    async def set_plan(self, *, changes: dict[str, Any]) -> Any:
        return await self._documents.set(PLAN, ONLY, changes)

    async def block(self) -> Any:
        return body_of(self._documents.rules.block)

    async def change_block(
        self,
        *,
        direction: str,
        add: list[str] | None = None,
        remove: list[str] | None = None,
        withheld: bool | None = None,
    ) -> Any:
        """Take numbers on the list of one direction and off it; `withheld` turns callers without a number away."""
        before = body_of(self._documents.rules.block)
        if direction not in ("incoming", "outgoing"):
            raise RouteRuleInvalid(where=BLOCK, rule=direction, value="", known="incoming, outgoing")
        if wrong := [one for one in add or () if not is_pattern(one)]:
            raise RouteRuleInvalid(where=BLOCK, rule=direction, value=wrong[0], known="0012*, 139*, international")
        after = sorted({*before[direction], *(add or ())} - {*(remove or ())})
        changes = {direction: after} | ({} if withheld is None else {"withheld": withheld})
        return await self._documents.set(BLOCK, ONLY, changes)

    async def test(self, *, number: str, received: bool = False) -> Any:
        """What a number means here, dialled or `received` from the network."""
        return meaning(normalise(number, self._documents.rules.plan, received=received))

    def _spent(self, cap: Cap) -> str:
        usage = self._engine.centre.routing.usage
        return told(usage.spent(cap, "", self._engine.clock.now())) if cap.per is Per.SITE else ""
