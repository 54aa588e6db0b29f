"""Trunks and numbers, by command."""

import ipaddress
import re
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
from appliance.daemons.engine.errors import BehindInvalid, TrunkAddressInvalid, TrunkOfTwoKinds, TrunkUnknown
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents

BEHIND = re.compile(r"[0-9X]{1,20}\*?")


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _LineCommands(engine)
    return {
        "trunk.list": commands.trunks,
        "trunk.show": commands.trunk,
        "trunk.add": commands.add,
        "trunk.set": commands.set,
        "trunk.remove": commands.remove,
        "number.list": commands.numbers,
    }


class _LineCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._documents = Documents(engine.database)

    async def trunks(self) -> Any:
        return [self._shown(trunk) for _, trunk in sorted(self._now.trunks.items())]

    async def trunk(self, *, trunk: str) -> Any:
        return self._shown(self._known(trunk))

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
        behind: list[str] | None = None,
    ) -> Any:
        """Takes effect with the next `config.apply`, what called parties see at once."""
        new = Trunk(trunk, tuple(match or ()), host, qualify, outbound_number, tuple(numbers or ()), hide_number, group)
        return await self._put(replace(new, form=_form(trunk, form), most=most, behind=tuple(behind or ())))

    async def set(
        self,
        *,
        trunk: str,
        match: list[str] | None = None,
        host: str | None = None,
        qualify: int | None = None,
        outbound_number: str | None = None,
        numbers: list[str] | None = None,
        hide_number: bool | None = None,
        group: int | None = None,
        form: str | None = None,
        most: int | None = None,
        behind: list[str] | None = None,
    ) -> Any:
        """Change what is given and nothing else; a list replaces the whole one. In force as after `add`."""
        given = {
            "match": None if match is None else tuple(match),
            "host": host,
            "qualify": qualify,
            "outbound_number": outbound_number,
            "numbers": None if numbers is None else tuple(numbers),
            "hide_number": hide_number,
            "group": group,
            "form": None if form is None else _form(trunk, form),
            "most": most,
            "behind": None if behind is None else tuple(behind),
        }
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return await self._put(replace(self._known(trunk), **changes))

    async def _put(self, asked: Trunk) -> Any:
        """Check a trunk and write it down; raises TrunkAddressInvalid, TrunkOfTwoKinds, or a refusal of its numbers."""
        addresses = tuple(_address(text) for text in asked.match)
        if bool(asked.group) is bool(addresses or asked.host):
            raise TrunkOfTwoKinds(trunk=asked.name)
        if wrong := next((one for one in asked.behind if not BEHIND.fullmatch(one)), ""):
            raise BehindInvalid(trunk=asked.name, value=wrong)
        own = tuple(number for number in asked.numbers if may_be_shown(number.removesuffix("*")))
        shown, most = may_be_shown(asked.outbound_number), max(0, asked.most)
        new = replace(asked, match=addresses, numbers=own, outbound_number=shown, most=most)
        await write(
            self._engine,
            f"trunk {new.name} set",
            lambda by: self._documents.put("trunk", new.name, trunk_body(new), **by),
        )
        return self._shown(new)

    async def remove(self, *, trunk: str) -> Any:
        self._known(trunk)
        await write(self._engine, f"trunk {trunk} removed", lambda by: self._documents.remove("trunk", trunk, **by))
        return {"trunk": trunk, "removed": True}

    async def numbers(self) -> Any:
        return [
            {"number": did, "flow": number.flow, "language": number.language, "fallback": list(number.fallback)}
            for did, number in sorted(self._now.numbers.items())
        ]

    def _known(self, trunk: str) -> Trunk:
        known: Trunk | None = self._now.trunks.get(trunk)
        if known is None:
            raise TrunkUnknown(trunk=trunk)
        return known

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
