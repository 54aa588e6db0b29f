"""Trunks, phones and numbers, by command."""

import ipaddress
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appliance.contact.calls.model import QUALIFY, Trunk
from appliance.contact.calls.repository import trunk_body
from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Form
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.commands.outbound import may_be_shown
from appliance.daemons.engine.errors import TrunkAddressInvalid, TrunkOfTwoKinds, TrunkUnknown
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _LineCommands(engine)
    return {
        "trunk.list": commands.trunks,
        "trunk.show": commands.trunk,
        "trunk.add": commands.add,
        "trunk.remove": commands.remove,
        "phone.list": commands.phones,
        "number.list": commands.numbers,
    }


class _LineCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._documents = Documents(engine.database)

    async def trunks(self) -> Any:
        return [self._shown(trunk) for _, trunk in sorted(self._now.trunks.items())]

    async def trunk(self, *, trunk: str) -> Any:
        if (known := self._now.trunks.get(trunk)) is None:
            raise TrunkUnknown(trunk=trunk)
        return self._shown(known)

    async def add(
        self,
        *,
        trunk: str,
        match: list[str] | None = None,
        host: str = "",
        qualify: int = QUALIFY,
        outbound_number: str = "",
        numbers: list[str] | None = None,
        hide_number: bool = False,
        group: int = 0,
        form: str = Form.DIALLED,
        most: int = 0,
    ) -> Any:
        """Takes effect with the next `config.apply`, what called parties see at once."""
        addresses = tuple(_address(text) for text in match or ())
        if bool(group) is bool(addresses or host):
            raise TrunkOfTwoKinds(trunk=trunk)
        own = tuple(number for number in numbers or () if may_be_shown(number.removesuffix("*")))
        new = Trunk(trunk, addresses, host, qualify, may_be_shown(outbound_number), own, hide_number, group)
        new = replace(new, form=_form(trunk, form), most=max(0, most))
        await write(
            self._engine,
            f"trunk {trunk} set",
            lambda by: self._documents.put("trunk", trunk, trunk_body(new), **by),
        )
        return self._shown(new)

    async def remove(self, *, trunk: str) -> Any:
        if trunk not in self._now.trunks:
            raise TrunkUnknown(trunk=trunk)
        await write(self._engine, f"trunk {trunk} removed", lambda by: self._documents.remove("trunk", trunk, **by))
        return {"trunk": trunk, "removed": True}

    async def phones(self) -> Any:
        roster = self._engine.centre.roster
        return [
            {
                "phone": name,
                "encryption": phone.encryption,
                "in_use": self._engine.centre.phones.in_use(name),
                "agent": person.agent if (person := roster.at_phone(name)) else "",
            }
            for name, phone in sorted(self._now.phones.items())
        ]

    async def numbers(self) -> Any:
        return [
            {"number": did, "flow": number.flow, "language": number.language, "fallback": list(number.fallback)}
            for did, number in sorted(self._now.numbers.items())
        ]

    @property
    def _now(self) -> Any:
        return self._engine.centre.directory.now

    def _shown(self, trunk: Trunk) -> dict[str, Any]:
        calls = sum(call.trunk == trunk.name for call in self._engine.centre.book.calls())
        out = self._engine.centre.outages.of(trunk.name)
        why = {"out_since": out.since.isoformat() if out else None, "out_because": out.detail if out else ""}
        return {"trunk": trunk.name, **trunk_body(trunk), "calls": calls, **why}


def _form(trunk: str, text: str) -> Form:
    try:
        return Form(text)
    except ValueError:
        raise RouteRuleInvalid(where=f"trunk {trunk}", rule="form", value=text, known=", ".join(Form)) from None


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False)) if "/" in text else str(ipaddress.ip_address(text))
    except ValueError as fault:
        raise TrunkAddressInvalid(address=text) from fault
