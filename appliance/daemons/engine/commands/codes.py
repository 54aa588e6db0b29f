"""Feature codes, by command."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.codes.errors import CodesClash
from appliance.contact.codes.model import TAKES, Action, CodeTable
from appliance.contact.codes.reading import Dialled, clashes
from appliance.contact.codes.repository import FeatureCodes
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.errors import CodeActionUnknown
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _CodeCommands(engine)
    return {"codes.list": commands.listed, "codes.set": commands.set, "codes.reason": commands.reason}


class _CodeCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._codes = FeatureCodes(Documents(engine.database))

    async def listed(self) -> Any:
        table = self._engine.centre.directory.codes
        return {
            "codes": [
                {"action": action.value, "code": table.codes.get(action, ""), "takes": action in TAKES}
                for action in Action
            ],
            "reasons": [{"digits": digits, "reason": reason} for digits, reason in sorted(table.reasons.items())],
        }

    async def set(self, *, action: str, code: str, reason: str = "") -> Any:
        """An empty code takes the action off the phones."""
        if action not in set(Action):
            raise CodeActionUnknown(action=action, known=", ".join(Action))
        table = self._engine.centre.directory.codes
        codes = {**table.codes, Action(action): code}
        changed = CodeTable({known: digits for known, digits in codes.items() if digits}, table.reasons)
        return await self._put(changed, reason or f"code {code} set for {action}")

    async def reason(self, *, digits: str, text: str = "", reason: str = "") -> Any:
        """The pause that the digits stand for; without a text they stand for none."""
        table = self._engine.centre.directory.codes
        reasons = {**table.reasons, digits: text}
        changed = CodeTable(table.codes, {known: said for known, said in reasons.items() if said})
        return await self._put(changed, reason or f"pause reason {digits} set")

    async def _put(self, table: CodeTable, reason: str) -> Any:
        now = self._engine.centre.directory
        found = next(clashes(table, Dialled(now.agents, now.phones, now.page_numbers)), None)
        if found:
            raise CodesClash(kind=found.code, about=found.about, other=found.other, digits=found.digits)
        await write(self._engine, reason, lambda by: self._codes.put(table, **by))
        return await self.listed()
