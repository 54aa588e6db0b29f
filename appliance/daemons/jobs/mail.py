"""Mail, by command: the server, a trial, and what became of each mail."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from appliance.contact.voicemail.errors import MailServerInvalid, MailServerMissing
from appliance.contact.voicemail.mail import Mail, MailServer, parse, server_body
from appliance.contact.voicemail.repository import MailServers
from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs.mailing import Mailer
from appliance.daemons.site import mail_context
from appliance.system.keyring import Keyring

FIELDS = frozenset({"host", "port", "security", "user", "password", "sender", "ca"})


def handlers(mailer: Mailer, servers: MailServers, keys: Keyring) -> Mapping[str, Handler]:
    commands = _MailCommands(mailer, servers, keys)
    return {
        "mail.show": commands.show,
        "mail.set": commands.set,
        "mail.test": commands.test,
        "mail.list": commands.listed,
        "mail.retry": commands.retry,
    }


class _MailCommands:
    def __init__(self, mailer: Mailer, servers: MailServers, keys: Keyring) -> None:
        self._mailer, self._servers, self._keys = mailer, servers, keys

    async def show(self) -> Any:
        """The mail server; of its password only whether there is one."""
        if (server := await asyncio.to_thread(self._servers.get)) is None:
            raise MailServerMissing(to="-")
        return _shown(server)

    async def set(self, *, changes: dict[str, Any], reason: str = "") -> Any:
        """Set up the mail server, or change what is given; the password comes in clear and is kept sealed."""
        if unknown := sorted(changes.keys() - FIELDS):
            raise MailServerInvalid(field=unknown[0], value=str(changes[unknown[0]]))
        if password := changes.get("password"):
            changes = {**changes, "password": self._keys.seal(str(password), mail_context(MailServers.ONLY))}
        present = await asyncio.to_thread(self._servers.get)
        try:
            server = parse({**(server_body(present) if present else {"host": ""}), **changes})
        except ValueError as fault:
            field = str(fault)
            raise MailServerInvalid(field=field, value=str(changes.get(field, ""))) from fault
        by = {"author": CALLER.get().user, "reason": reason or "mail server set", "at": self._mailer.clock.now()}
        await asyncio.to_thread(lambda: self._servers.put(server, **by))
        self._mailer.news.set()
        return _shown(server)

    async def test(self, *, to: str) -> Any:
        await self._mailer.trial(to)
        return {"to": to, "sent": True}

    async def listed(self, *, limit: int = 50) -> Any:
        found = await asyncio.to_thread(self._mailer.mails.latest, max(1, min(limit, 1000)))
        return [_row(mail) for mail in found]

    async def retry(self, *, id: UUID) -> Any:
        return _row(await self._mailer.retry(id))


def _shown(server: MailServer) -> dict[str, Any]:
    return {**server_body(server), "password": bool(server.password)}


def _row(mail: Mail) -> dict[str, Any]:
    moments = {"created_at": mail.created_at, "due_at": mail.due_at, "sent_at": mail.sent_at}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {**asdict(mail), **told, "id": str(mail.id), "message": str(mail.message), "state": mail.state.value}
