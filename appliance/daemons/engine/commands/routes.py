"""Routes and trunk groups, by command, and the way that a call would take."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from appliance.contact.routes.document import body_of
from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Asker, Choice
from appliance.contact.routes.repository import GROUP, ROUTE
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.numbers import meaning
from appliance.daemons.engine.commands.rule_documents import RuleDocuments
from appliance.daemons.engine.errors import RehearsalInvalid
from appliance.daemons.engine.process import Engine


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _RouteCommands(engine)
    return {
        "route.list": commands.routes,
        "route.show": commands.route,
        "route.set": commands.set_route,
        "route.remove": commands.remove_route,
        "route.test": commands.test,
        "trunk.group_list": commands.groups,
        "trunk.group_show": commands.group,
        "trunk.group_set": commands.set_group,
        "trunk.group_remove": commands.remove_group,
    }


class _RouteCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._documents = engine, RuleDocuments(engine)

    async def routes(self) -> Any:
        return [{"route": name, **body_of(route)} for name, route in sorted(self._documents.rules.routes.items())]

    async def route(self, *, route: str) -> Any:
        return {"route": route, **body_of(self._documents.known(self._documents.rules.routes, ROUTE, route))}

    async def set_route(self, *, route: str, changes: dict[str, Any]) -> Any:
        return {"route": route, **await self._documents.set(ROUTE, route, changes)}

    async def remove_route(self, *, route: str) -> Any:
        self._documents.known(self._documents.rules.routes, ROUTE, route)
        return {"route": route, **await self._documents.remove(ROUTE, route)}

    async def groups(self) -> Any:
        return [{"group": name, **body_of(group)} for name, group in sorted(self._documents.rules.groups.items())]

    async def group(self, *, group: str) -> Any:
        return {"group": group, **body_of(self._documents.known(self._documents.rules.groups, GROUP, group))}

    async def set_group(self, *, group: str, changes: dict[str, Any]) -> Any:
        return {"group": group, **await self._documents.set(GROUP, group, changes)}

    async def remove_group(self, *, group: str) -> Any:
        rules = self._documents.rules
        self._documents.known(rules.groups, GROUP, group)
        if users := sorted(name for name, route in rules.routes.items() if group in route.via):
            where = f"{GROUP} {group}"
            raise RouteRuleInvalid(where=where, rule="remove", value=group, known=", ".join(users))
        return {"group": group, **await self._documents.remove(GROUP, group)}

    async def test(
        self, *, number: str, phone: str = "", agent: str = "", queue: str = "", trunk: str = "", at: str = ""
    ) -> Any:
        """The path that a call would take: nothing is called, counted or booked."""
        now = self._moment(at)
        choice = self._engine.centre.routing.path(number, self._asker(phone, agent, queue, trunk), now)
        return {"at": now.isoformat(), "number": meaning(choice.number), **_path(choice)}

    def _asker(self, phone: str, agent: str, queue: str, trunk: str) -> Asker:
        """Without more, whoever sits at the phone and the queues served there."""
        seated = self._engine.centre.roster.at_phone(phone) if phone else None
        agent = agent or (seated.agent if seated else "")
        person = self._engine.centre.directory.person(agent)
        own = tuple(sorted(person.queues)) if person else ()
        return Asker(phone or (person.phone if person else ""), agent, (queue,) if queue else own, trunk)

    def _moment(self, at: str) -> datetime:
        zone = ZoneInfo(self._engine.settings.time_zone)
        try:
            moment = datetime.fromisoformat(at) if at else self._engine.clock.now()
        except ValueError:
            raise RehearsalInvalid(option="at", value=at) from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)


def _path(choice: Choice) -> dict[str, Any]:
    return {
        "ways": [way._asdict() for way in choice.ways],
        "reasons": [{"code": reason.code, **reason.details} for reason in choice.reasons],
        "refused": choice.refused,
        "details": dict(choice.details),
    }
