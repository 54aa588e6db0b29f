"""Documents about ways out, changed by command: read whole, and only if what they name is there."""

from collections.abc import Callable, Mapping
from typing import Any

from appliance.contact.routes import document
from appliance.contact.routes.document import body_of
from appliance.contact.routes.errors import RouteUnknown
from appliance.contact.routes.model import Rules
from appliance.contact.routes.repository import BLOCK, CAP, GROUP, ONLY, PLAN, ROUTE
from appliance.daemons.engine.commands.changes import write
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.ways import named
from appliance.store.documents import Documents

READERS: Mapping[str, Callable[[str, Mapping[str, Any]], Any]] = {
    ROUTE: document.route,
    GROUP: document.group,
    CAP: document.cap,
    PLAN: lambda _, body: document.plan(body),
    BLOCK: lambda _, body: document.block(body),
}


class RuleDocuments:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._documents = engine, Documents(engine.database)

    @property
    def rules(self) -> Rules:
        """What is in force."""
        return self._engine.centre.directory.now.routes

    def known(self, all_: Mapping[str, Any], kind: str, name: str) -> Any:
        """One of them; raises RouteUnknown."""
        if name not in all_:
            raise RouteUnknown(kind=kind, name=name, known=", ".join(sorted(all_)) or "-")
        return all_[name]

    async def set(self, kind: str, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change the rules of one document, of which there is `ONLY` one or one by that name; the whole of it."""
        body = {**(self._documents.get(kind, name) or {}), **changes}
        value = READERS[kind](name, body)
        named(kind, value, self._engine.centre.directory.now, changes)
        where = kind if name == ONLY else f"{kind} {name}"
        reason = f"{where} changed: {', '.join(sorted(changes))}"
        await write(self._engine, reason, lambda by: self._documents.put(kind, name, body_of(value), **by))
        return body_of(value)

    async def remove(self, kind: str, name: str) -> dict[str, Any]:
        await write(self._engine, f"{kind} {name} removed", lambda by: self._documents.remove(kind, name, **by))
        return {"removed": True}
