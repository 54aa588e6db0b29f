"""The company's accounts, by command and by the clock: set up, tried, and looked after while people are signed in."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.control.client import ControlClient
from appliance.control.commands import CALLER, Caller, Handler
from appliance.daemons.people import staff
from appliance.desk.audit.model import Actor
from appliance.desk.audit.repository import AuditTrail
from appliance.desk.audit.service import Notes
from appliance.desk.people.accounts import documents, trial
from appliance.desk.people.accounts.errors import AccountWayInvalid
from appliance.desk.people.accounts.model import Admission, Provider, Server
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.people.accounts.service import Accounts
from appliance.desk.people.ldap.service import CompanyPasswords, Ldap
from appliance.desk.people.openid import wire
from appliance.desk.people.openid.service import OpenId
from appliance.desk.people.repository import Directory, Roles
from appliance.desk.settings.checking import faults
from appliance.desk.settings.known import KINDS
from appliance.errors import Refusal
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

PACE = 300.0
"""Seconds between two looks at the directory."""
SECRETS = {Ways.PROVIDER: "secret", Ways.DIRECTORY: "password"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Company:
    """Everything about the company's accounts in this process."""

    ways: Ways
    documents: Documents
    keys: Keyring
    clock: Clock
    people: Directory
    ldap: Ldap
    openid: OpenId
    accounts: Accounts
    passwords: CompanyPasswords
    live: ControlClient

    async def look_again_and_again(self, pace: float = PACE) -> None:
        """Until cancelled: whoever is closed in the directory is signed out, and the others follow it.

        A database that is away ends no look but that one.
        """
        while True:
            try:
                await self.look()
            except Refusal as refusal:
                logger.warning("accounts of the directory: %s", refusal)
            except Exception:
                logger.exception("nobody was looked for in the directory; it is tried again")
            await asyncio.sleep(pace)

    async def look(self) -> int:
        """Look once at everybody who is linked to the directory; how many sessions ended. Raises AccountAway."""
        if self.ldap.server() is None:
            return 0
        ended = 0
        for person in await asyncio.to_thread(self.people.everybody):
            if person.outside.startswith("ldap:") and person.active:
                # One that is away answers for nobody: everybody stays as known, and the look ends.
                count = await asyncio.to_thread(self.passwords.look, person)
                ended += count
                if count:
                    await self._close(person.id)
        return ended

    async def _close(self, person: UUID) -> None:
        """What somebody has open in the live state is closed; a process that is away has nothing open."""
        with suppress(Refusal, OSError):
            await self.live.call("live.dismiss", person=str(person))


def company(paths: Paths, database: Engine, keys: Keyring, clock: Clock) -> Company:
    """Wired over one database."""
    people, ways = Directory(database), Ways.over(database)
    notes = Notes(AuditTrail(database), clock, _directory)
    ldap = Ldap(ways, keys, clock)
    accounts = Accounts(people, Roles(database), staff(database, clock, _directory), notes, clock)
    return Company(
        ways,
        Documents(database),
        keys,
        clock,
        people,
        ldap,
        OpenId(ways, keys, clock, wire.client),
        accounts,
        CompanyPasswords(ldap, accounts),
        ControlClient(paths.live_control),
    )


def handlers(company: Company) -> Mapping[str, Handler]:
    commands = _AccountCommands(company)
    return {
        "account.show": commands.show,
        "account.set": commands.set,
        "account.try": commands.find,
        "account.check": commands.check,
        "account.look": commands.look,
    }


class _AccountCommands:
    def __init__(self, company: Company) -> None:
        self._company = company

    async def show(self) -> Any:
        """Both ways; of a secret only whether there is one."""
        both = await asyncio.to_thread(lambda: (self._company.ways.provider(), self._company.ways.directory()))
        return {kind: _shown(kind, way) for kind, way in zip(SECRETS, both, strict=True)}

    async def set(self, *, way: str, document: dict[str, Any], secret: str = "", reason: str = "") -> Any:
        """Set up a way anew; a secret in clear is kept sealed, none keeps the one there is."""
        if way not in SECRETS:
            raise AccountWayInvalid(field="way")
        present = await asyncio.to_thread(self._company.documents.get, way, Ways.ONLY) or {}
        field, given = SECRETS[way], {name: value for name, value in document.items() if name != SECRETS[way]}
        if found := faults(KINDS[way], given):
            raise AccountWayInvalid(field=found[0].where)
        if unknown := sorted(given.keys() - {one.name for one in KINDS[way].fields}):
            raise AccountWayInvalid(field=unknown[0])
        sealed = self._company.keys.seal(secret, secret_place(way)) if secret else present.get(field, "")
        body = {**given, field: sealed}
        try:
            (documents.provider if way == Ways.PROVIDER else documents.server)(body)
        except ValueError as fault:
            raise AccountWayInvalid(field=str(fault)) from fault
        by: dict[str, Any] = {"author": CALLER.get(Caller()).user, "reason": reason, "at": self._company.clock.now()}
        await asyncio.to_thread(lambda: self._company.documents.put(way, Ways.ONLY, body, **by))
        return {"way": way}

    async def find(self, *, login: str) -> Any:
        """Who has that name in the directory, and what would come of it here; raises where it ends."""
        seen = await asyncio.to_thread(self._company.ldap.trial, login)
        server = await asyncio.to_thread(self._company.ways.directory)
        admission = server.admission if server else Admission()
        if seen is None:
            return {"login": login, "found": False}
        roles, scope = await asyncio.to_thread(self._company.accounts.what_comes, seen.account, admission)
        by_hand = not admission.grants
        return {"found": True, **trial.found(seen.account, seen.server, seen.dn, roles, scope, by_hand=by_hand)}

    async def check(self) -> Any:
        """Ask the provider what it says of itself; raises where it ends."""
        return asdict(await asyncio.to_thread(self._company.openid.trial))

    async def look(self) -> Any:
        """Look at the directory now; how many sessions ended."""
        return {"ended": await self._company.look()}


def _shown(kind: str, way: Provider | Server | None) -> dict[str, Any] | None:
    if way is None:
        return None
    told = asdict(way)
    admission = told.pop("admission")
    return {**told, SECRETS[kind]: bool(told[SECRETS[kind]]), **admission}


def _directory() -> Actor:
    return Actor(who="directory")
