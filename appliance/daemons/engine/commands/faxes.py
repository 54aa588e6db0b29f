"""Faxes to be sent, by command: queued, cancelled, sent again, and the rule for them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from appliance.contact.fax import settings
from appliance.contact.fax.errors import FaxRuleInvalid
from appliance.contact.fax.model import Direction, Fax, State
from appliance.contact.fax.repository import FaxRule, FaxTable
from appliance.control.commands import CALLER, Handler
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _FaxCommands(engine)
    return {
        "fax.check": commands.check,
        "fax.queue": commands.queue,
        "fax.cancel": commands.cancel,
        "fax.retry": commands.retry,
        "fax.rule": commands.rule,
        "fax.set_rule": commands.set_rule,
    }


class _FaxCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._faxes = engine, engine.centre.faxes
        self._table, self._rules = FaxTable(engine.database), FaxRule(Documents(engine.database))

    async def check(self, *, number: str) -> Any:
        """Refused where nobody may call the number at any time."""
        self._faxes.dialler.check(number)
        return {"number": number}

    async def queue(self, *, id: UUID, number: str, recording: UUID, pages: int, priority: int, by: str) -> Any:
        """Send sealed pages when their turn comes."""
        now = self._engine.clock.now()
        fax = Fax(id, Direction.OUT, State.WAITING, number, now, recording=recording, pages=pages)
        queued = self._engine.ask(self._faxes.queue, replace(fax, priority=priority, by=by))
        return {"id": str(id), "number": number, "pages": pages, "state": queued.state.value}

    async def cancel(self, *, id: UUID) -> Any:
        self._engine.ask(self._faxes.cancel, id, CALLER.get().user)
        return {"id": str(id), "state": State.CANCELLED.value}

    async def retry(self, *, id: UUID) -> Any:
        """Send one that failed, was cancelled, or of which nobody knows, anew."""
        fax = await asyncio.to_thread(self._table.find, id)
        again = self._engine.ask(self._faxes.again, fax, id, CALLER.get().user)
        return {"id": str(id), "state": again.state.value}

    async def rule(self) -> Any:
        return settings.body(self._engine.centre.directory.now.faxes)

    async def set_rule(self, *, changes: dict[str, Any], reason: str = "") -> Any:
        """Change the rule for sending; only what is given is changed."""
        try:
            wanted = settings.parse({**settings.body(self._engine.centre.directory.now.faxes), **changes})
        except ValueError as fault:
            raise FaxRuleInvalid(field=str(fault), value=str(changes.get(str(fault)))) from fault
        await write(self._engine, reason or "rule for faxes changed", lambda by: self._rules.put(wanted, **by))
        return settings.body(wanted)
