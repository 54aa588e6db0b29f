"""What flows name, by command: calendars, lists of callers, switches and look-up hosts."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from appliance.contact.ivr import errors as refusals
from appliance.contact.ivr.calendar_document import parse_calendar
from appliance.contact.ivr.callers import fits, plain
from appliance.contact.ivr.check import needed_by
from appliance.contact.ivr.events import turned
from appliance.contact.ivr.repository import FlowSettings
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author, write
from appliance.daemons.engine.configuration import Configuration
from appliance.daemons.engine.process import Engine
from appliance.daemons.site import token_context
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _SettingCommands(engine)
    return {
        "calendar.list": commands.calendars,
        "calendar.show": commands.calendar,
        "calendar.publish": commands.publish_calendar,
        "calendar.remove": commands.remove_calendar,
        "caller-list.list": commands.lists,
        "caller-list.show": commands.list_,
        "caller-list.change": commands.change_list,
        "switch.list": commands.switches,
        "switch.turn": commands.turn,
        "lookup-host.list": commands.hosts,
        "lookup-host.set": commands.set_host,
        "lookup-host.remove": commands.remove_host,
    }


class _SettingCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._settings = FlowSettings(Documents(engine.database))

    async def calendars(self) -> Any:
        now = self._engine.clock.now().astimezone(ZoneInfo(self._engine.settings.time_zone))
        return [
            {
                "calendar": name,
                "open": calendar.is_open(now),
                "holidays": len(calendar.holidays),
                "workdays": len(calendar.workdays),
                "special": len(calendar.special),
            }
            for name, calendar in sorted(self._now.calendars.items())
        ]

    async def calendar(self, *, calendar: str) -> Any:
        if (body := await self._body(FlowSettings.CALENDAR, calendar)) is None:
            raise refusals.CalendarUnknown(calendar=calendar)
        return {"calendar": calendar, "document": body}

    async def publish_calendar(self, *, calendar: str, document: dict[str, Any], reason: str = "") -> Any:
        parse_calendar(calendar, document)
        await self._put(FlowSettings.CALENDAR, calendar, document, reason or f"calendar {calendar} published")
        return {"calendar": calendar}

    async def remove_calendar(self, *, calendar: str, reason: str = "") -> Any:
        if await self._body(FlowSettings.CALENDAR, calendar) is None:
            raise refusals.CalendarUnknown(calendar=calendar)
        await self._remove(FlowSettings.CALENDAR, calendar, reason)
        return {"calendar": calendar, "removed": True}

    async def lists(self) -> Any:
        return [
            {"list": name, "entries": len(known.numbers) + len(known.beginnings)}
            for name, known in sorted(self._now.lists.items())
        ]

    async def list_(self, *, list: str) -> Any:
        return {"list": list, "entries": await self._entries(list)}

    async def change_list(
        self, *, list: str, add: list[str] | None = None, remove: list[str] | None = None, reason: str = ""
    ) -> Any:
        """Take numbers on a list and off it; a list is made by its first number."""
        add, remove = add or [], remove or []
        if wrong := [entry for entry in add if not fits(entry)]:
            raise refusals.ListEntryInvalid(list=list, entry=wrong[0])
        before = await self._entries(list) if list in self._now.lists or not add else []
        after = sorted({*before, *map(plain, add)} - {*map(plain, remove)})
        why = reason or f"list {list}: {len(add)} added, {len(remove)} removed"
        await self._put(FlowSettings.LIST, list, {"entries": after}, why)
        return {"list": list, "entries": after}

    async def switches(self) -> Any:
        return [await self._switch(name, on=on) for name, on in sorted(self._now.switches.items())]

    async def turn(self, *, switch: str, on: bool, reason: str = "") -> Any:
        """Callers take the other exit from this moment on; whoever turned it stands in the ledger."""
        if not NAME.fullmatch(switch):
            raise refusals.SwitchInvalid(switch=switch)
        why = reason or f"switch {switch} turned {'on' if on else 'off'}"
        await self._put(FlowSettings.SWITCH, switch, {"on": on}, why)
        self._engine.book(turned(switch, author(), why, self._engine.clock.now(), on=on))
        return await self._switch(switch, on=on)

    async def hosts(self) -> Any:
        return [
            {"host": name, "url": host.url, "token": bool(host.token)} for name, host in sorted(self._now.hosts.items())
        ]

    async def set_host(self, *, host: str, url: str, token: str = "", reason: str = "") -> Any:
        """Flows may ask everything below `url`; `token` is sent as a bearer token and kept sealed."""
        if not NAME.fullmatch(host) or not ADDRESS.fullmatch(url):
            raise refusals.HostInvalid(host=host, url=url)
        sealed = self._key.seal(token, token_context(host)) if token else ""
        body = {"url": url, "token": sealed}
        await self._put(FlowSettings.HOST, host, body, reason or f"look-up host {host} set")
        return {"host": host, "url": url, "token": bool(token)}

    async def remove_host(self, *, host: str, reason: str = "") -> Any:
        if host not in self._now.hosts:
            raise refusals.HostUnknown(host=host)
        await self._remove(FlowSettings.HOST, host, reason)
        return {"host": host, "removed": True}

    async def _switch(self, name: str, *, on: bool) -> dict[str, Any]:
        last = await asyncio.to_thread(self._settings.turned, name)
        by, why, at = (last[0], last[1], last[2].isoformat()) if last else ("", "", None)
        return {"switch": name, "on": on, "author": by, "reason": why, "at": at}

    async def _entries(self, name: str) -> list[str]:
        if (body := await self._body(FlowSettings.LIST, name)) is None:
            raise refusals.ListUnknown(list=name)
        return [str(entry) for entry in body["entries"]]

    async def _body(self, kind: str, name: str) -> Mapping[str, Any] | None:
        return await asyncio.to_thread(self._settings.body, kind, name)

    async def _put(self, kind: str, name: str, body: Mapping[str, Any], reason: str) -> None:
        await write(self._engine, reason, lambda by: self._settings.put(kind, name, body, **by))

    async def _remove(self, kind: str, name: str, reason: str) -> None:
        users: Iterable[str] = needed_by(kind, name, self._now.flows.values())
        if listed := ", ".join(sorted(users)):
            raise refusals.InUse(name=name, flows=listed)
        why = reason or f"{kind} {name} removed"
        await write(self._engine, why, lambda by: self._settings.remove(kind, name, **by))

    @property
    def _now(self) -> Configuration:
        return self._engine.centre.directory.now

    @property
    def _key(self) -> Keyring:
        return Keyring.load(Paths(self._engine.settings.state).keys)
