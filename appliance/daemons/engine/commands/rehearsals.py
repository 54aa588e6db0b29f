"""Dry runs of flows in the surroundings of the running centre."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.lookup import ANSWERED, MISSING, Answer
from appliance.contact.ivr.model import Flow, Site, World
from appliance.contact.ivr.rehearsal import SILENCE, Rehearsal, rehearse
from appliance.daemons.engine.errors import RehearsalInvalid
from appliance.daemons.engine.process import Engine

KEYS = frozenset("0123456789*# " + SILENCE)
VIP = "vip"


class _WithVip:
    """The centre as it is, with the caller on the list of VIPs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.flow, self.calendar, self.switch, self.queue = site.flow, site.calendar, site.switch, site.queue

    def listed(self, list_: str, number: str) -> bool:
        return list_ == VIP or self._site.listed(list_, number)


class Rehearsals:
    """Runs flows for callers who are not there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run(
        self,
        flow: Flow,
        keys: str,
        *,
        at: str,
        caller: str,
        dialled: str,
        language: str,
        vip: bool,
        answered: bool,
        data: Mapping[str, Any] | None,
    ) -> Any:
        """The path node by node. `data` holds, by look-up node, the JSON that its host would answer, or an outcome."""
        if not set(keys) <= KEYS:
            raise RehearsalInvalid(option="keys", value=keys)
        site = self._engine.centre.surroundings
        world = World(self._moment(at), _WithVip(site) if vip else site, caller, dialled)
        spoken = language or self._engine.centre.directory.language(dialled)
        path = await self._walk(rehearse(flow, world, keys, spoken, answered=answered), data)
        return {"flow": flow.name, "version": flow.version, "at": world.now.isoformat(), "path": path}

    async def _walk(self, rehearsal: Rehearsal, data: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        try:
            ask = next(rehearsal)
            while True:
                ask = rehearsal.send(await self._answer(ask, data))
        except StopIteration as end:
            return [stop.to_json() for stop in end.value]

    async def _answer(self, ask: Ask, data: Mapping[str, Any] | None) -> Answer:
        if data is None:
            return await self._engine.lookups.answer(ask)
        given = data.get(ask.node)
        if given is None:
            return Answer(MISSING)
        return Answer(given) if isinstance(given, str) else Answer(ANSWERED, given)

    def _moment(self, at: str) -> datetime:
        zone = ZoneInfo(self._engine.settings.time_zone)
        if not at:
            return self._engine.clock.now().astimezone(zone)
        try:
            moment = datetime.fromisoformat(at)
        except ValueError as fault:
            raise RehearsalInvalid(option="at", value=at) from fault
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
