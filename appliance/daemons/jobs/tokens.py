"""Tokens of the interface for other systems, by command: for whoever sets a box up from a shell."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.control.commands import CALLER, Caller, Handler
from appliance.daemons.people import staff
from appliance.desk.audit.model import Actor
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.audit.service import Notes
from appliance.desk.people.model import Person
from appliance.desk.people.repository import Directory, Roles
from appliance.desk.people.rights import allowed
from appliance.desk.people.tokens.model import Wish
from appliance.desk.people.tokens.repository import TokenShelf
from appliance.desk.people.tokens.service import Tokens, shown


def handlers(database: Engine, clock: Clock) -> Mapping[str, Handler]:
    commands = _TokenCommands(database, clock)
    return {"token.list": commands.listed, "token.add": commands.add, "token.revoke": commands.revoke}


class _TokenCommands:
    def __init__(self, database: Engine, clock: Clock) -> None:
        self._directory, self._roles, self._clock = Directory(database), Roles(database), clock
        self._staff = staff(database, clock, _actor)
        trail = Notes(AuditTrail(database), clock, _actor)
        self._tokens = Tokens(TokenShelf(database), self._directory, self._rights, trail, clock)

    async def listed(self) -> Any:
        """Every token, the newest first, with whose it is; nothing that proves one."""
        return await asyncio.to_thread(self._listed)

    async def add(
        self,
        *,
        login: str,
        name: str,
        rights: list[str],
        system: str = "",
        queues: list[str] | None = None,
        teams: list[str] | None = None,
        days: int = 90,
    ) -> Any:
        """A token in the name of that person, never beyond what the person may; its text is told this one time."""
        of_queues, of_teams = (None if of is None else frozenset(of) for of in (queues, teams))
        wish = Wish(name, frozenset(rights), system, of_queues, of_teams, days)

        def made() -> Any:
            token, text = self._tokens.make(self._staff.named(login), wish)
            return {"token": shown(token), "text": text}

        return await asyncio.to_thread(made)

    async def revoke(self, *, id: UUID) -> Any:
        """End a token at once."""
        return shown(await asyncio.to_thread(self._tokens.revoke, id))

    def _listed(self) -> list[dict[str, Any]]:
        people = {person.id: person.login for person in self._directory.everybody()}
        now = self._clock.now()
        return [{**shown(token, now), "maker": people[token.person]} for token in self._tokens.all()]

    def _rights(self, person: Person) -> frozenset[str]:
        return allowed(person.roles, {role.name: role.rights for role in self._roles.all()})


def _actor() -> Actor:
    return Actor(who=f"command line: {CALLER.get(Caller()).user}")
