"""Asking the company's directory who somebody is."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from ldap3 import Connection
from ldap3.utils.dn import escape_rdn

from appliance.clock import Clock
from appliance.desk.people.accounts.errors import AccountAway, AccountOff, AccountWithoutRole
from appliance.desk.people.accounts.model import Account, Server
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.people.accounts.service import Accounts
from appliance.desk.people.ldap import entries, wire
from appliance.desk.people.ldap.entries import Entry
from appliance.desk.people.model import Person
from appliance.desk.people.ports import Vault

RESTED = timedelta(minutes=1)
"""A server that did not answer is asked last for so long."""
LONGEST_LOGIN, LONGEST_PASSWORD = 256, 1024
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a trial found: who, by which server, under which name."""

    account: Account
    server: str
    dn: str


class Ldap:
    """One for a process; every asking is a connection of its own."""

    def __init__(self, ways: Ways, vault: Vault, clock: Clock) -> None:
        self._ways, self._vault, self._clock = ways, vault, clock
        self._resting: dict[str, datetime] = {}

    def server(self) -> Server | None:
        """The directory in use; None while there is none, or it is switched off."""
        try:
            server = self._ways.directory()
        except ValueError:
            return None
        return server if server and server.enabled else None

    def prove(self, login: str, password: str) -> Account | None:
        """Whose name and password that is; None for nobody's. Raises AccountOff, AccountAway.

        An empty password would be no proof at all: a directory takes it for a visit without a name (RFC 4513, 5.1.2).
        """
        server = self._on()
        if not password or not login or len(login) > LONGEST_LOGIN or len(password) > LONGEST_PASSWORD:
            return None
        return self._asked(server, lambda address, there: self._proven(server, address, there, login, password))

    def by_subject(self, subject: str) -> Account | None:
        """The account as it is now; None when it is gone. Raises AccountOff, AccountAway."""
        server = self._on()
        if not (search := entries.by_subject(server, subject)):
            return None
        seen = self._asked(server, lambda address, there: self._one(server, address, there, search))
        return seen.account if seen else None

    def trial(self, login: str) -> Seen | None:
        """Who signs in by that name in the directory that is set up, switched on or not; nobody's password is asked.

        Raises AccountOff, AccountAway; ValueError for a document that is none.
        """
        if (server := self._ways.directory()) is None:
            raise AccountOff()
        search = entries.by_login(server, login[:LONGEST_LOGIN])
        return self._asked(server, lambda address, there: self._one(server, address, there, search))

    def _proven(self, server: Server, address: str, there: Connection, login: str, password: str) -> Account | None:
        seen = self._one(server, address, there, entries.by_login(server, login))
        # Whoever is not there is refused by the server like whoever is, and after as long.
        dn = seen.dn if seen else f"cn={escape_rdn(secrets.token_hex(8))},{server.base}"
        with wire.bound(server, address, dn, password) as own:
            if wire.is_bound(own):
                return seen.account if seen else None
            if seen and not wire.is_refused(own) and not seen.account.trouble:
                raise AccountAway(step="bind", why=f"{address}: {wire.said(own)}")
        return None

    def _one(self, server: Server, address: str, there: Connection, search: str) -> Seen | None:
        """The only entry that a filter finds; None for none, and for several."""
        limits = (2, server.seconds)
        rows = wire.found(there, address, server.base, search, entries.attributes(server), *limits)
        if len(rows) != 1:
            return None
        account = entries.account(server, rows[0], self._groups(server, address, there, rows[0]), self._clock.now())
        return Seen(account, address, rows[0].dn) if account else None

    def _groups(self, server: Server, address: str, there: Connection, entry: Entry) -> list[str]:
        search, base = entries.of_groups(server, entry), server.groups or server.base
        limits = (wire.MOST_GROUPS, server.seconds)
        return [group.dn for group in wire.found(there, address, base, search, ["cn"], *limits)]

    def _asked(self, server: Server, ask: Callable[[str, Connection], Found]) -> Found:
        """What the first server says that answers."""
        password, troubles = self._password(server), []
        for address in self._order(server):
            try:
                with wire.bound(server, address, server.user, password) as there:
                    if not wire.is_bound(there):
                        step = "service-account" if wire.is_refused(there) else "bind"
                        raise AccountAway(step=step, why=f"{address}: {wire.said(there)}")
                    return ask(address, there)
            except AccountAway as trouble:
                self._resting[address] = self._clock.now() + RESTED
                troubles.append(trouble)
        steps = " / ".join(str(one.details["why"]) for one in troubles)
        raise AccountAway(step=troubles[0].details["step"], why=steps[:400])

    def _order(self, server: Server) -> Iterator[str]:
        now = self._clock.now()
        resting = {address for address in server.servers if self._resting.get(address, now) > now}
        yield from (address for address in server.servers if address not in resting)
        yield from (address for address in server.servers if address in resting)

    def _password(self, server: Server) -> str:
        return self._vault.open(server.password, secret_place(Ways.DIRECTORY)).reveal() if server.password else ""

    def _on(self) -> Server:
        if (server := self.server()) is None:
            raise AccountOff()
        return server


class CompanyPasswords:
    """Elsewhere: names and passwords of the directory, and who comes of them here."""

    def __init__(self, ldap: Ldap, accounts: Accounts) -> None:
        self._ldap, self._accounts = ldap, accounts

    def by_password(self, login: str, password: str) -> Person | None:
        """The person of that account, None for a wrong name or password; raises refusals of accounts."""
        if (server := self._ldap.server()) is None:
            raise AccountOff()
        account = self._ldap.prove(login, password)
        return self._accounts.enter(account, server.admission) if account else None

    def look(self, person: Person) -> int:
        """Bring a linked person up to date; how many sessions ended. Raises AccountOff, AccountAway."""
        if (server := self._ldap.server()) is None:
            raise AccountOff()
        if (account := self._ldap.by_subject(person.outside)) is None or account.trouble:
            return self._accounts.bar(person, account.trouble if account else "gone")
        try:
            self._accounts.follow(person, account, server.admission)
        except AccountWithoutRole:
            return self._accounts.bar(person, "no-role")
        return 0
