"""People of the console, by command: for whoever has a shell on the box and cannot, or not yet, sign in."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.control.commands import CALLER, Caller, Handler
from appliance.daemons.people import link, staff
from appliance.desk.audit.model import Actor
from appliance.desk.people.repository import Directory, Roles
from appliance.desk.people.rights import ROLES
from appliance.desk.people.staff.service import shown
from appliance.settings import Settings


def handlers(settings: Settings, database: Engine, clock: Clock) -> Mapping[str, Handler]:
    commands = _PeopleCommands(settings, database, clock)
    return {
        "person.list": commands.listed,
        "person.add": commands.add,
        "person.set": commands.set,
        "person.reset": commands.reset,
        "person.first": commands.first,
        "person.roles": commands.roles,
    }


class _PeopleCommands:
    def __init__(self, settings: Settings, database: Engine, clock: Clock) -> None:
        self._settings = settings
        self._directory, self._roles = Directory(database), Roles(database)
        self._staff = staff(database, clock, _at_the_command_line)

    async def listed(self) -> Any:
        return [shown(person) for person in await asyncio.to_thread(self._directory.everybody)]

    async def add(self, *, login: str, name: str, roles: list[str], agent: str = "", language: str = "zh") -> Any:
        """A new person, and the one-time link by which that person sets a password."""
        more: dict[str, Any] = {"roles": roles, "agent": agent, "language": language}
        person, code = await asyncio.to_thread(lambda: self._staff.add(login, name, **more))
        return {"person": shown(person), "link": link(self._settings, code)}

    async def set(self, *, login: str, changes: dict[str, Any]) -> Any:
        """Change some of name, roles, agent, language and active."""
        person = await asyncio.to_thread(self._staff.named, login)
        return shown(await asyncio.to_thread(lambda: self._staff.change(person.id, **changes)))

    async def reset(self, *, login: str, second_factor: bool = False) -> Any:
        """A one-time link for a new password; with `second_factor` that is dropped too."""
        person = await asyncio.to_thread(self._staff.named, login)
        code = await asyncio.to_thread(lambda: self._staff.reset(person.id, proofs=second_factor))
        return {"login": person.login, "link": link(self._settings, code)}

    async def first(self) -> Any:
        """A one-time link for the first administrator; no link when there is one."""
        code = await asyncio.to_thread(self._staff.first)
        return {"link": link(self._settings, code) if code else ""}

    async def roles(self) -> Any:
        """Roles with their rights; those of the box first."""
        own = [{"name": name, "title": "", "custom": False, "rights": sorted(rights)} for name, rights in ROLES.items()]
        custom = await asyncio.to_thread(self._roles.all)
        return own + [
            {"name": role.name, "title": role.title, "custom": True, "rights": sorted(role.rights)} for role in custom
        ]


def _at_the_command_line() -> Actor:
    return Actor(who=f"command line: {CALLER.get(Caller()).user}")
