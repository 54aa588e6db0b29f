"""The accounts of SIP phones, by command: who has them, new ones, and ends."""

import asyncio
import re
import secrets as chance
from collections.abc import Mapping
from typing import Any

from appliance.contact.agents.errors import PhoneUnknown
from appliance.contact.calls.model import Phone
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.proposals import PHONE_SECRET, Proposals
from appliance.daemons.engine.errors import PhoneNameInvalid, PhoneOnPort
from appliance.daemons.engine.process import Engine
from appliance.desk.settings.patterns import KEY
from appliance.store.history import History

KIND = "phone"


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _PhoneCommands(engine)
    return {
        "phone.list": commands.listed,
        "phone.set": commands.set,
        "phone.remove": commands.remove,
    }


class _PhoneCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine, self._history, self._proposals = engine, History(engine.database), Proposals(engine)

    async def listed(self) -> Any:
        return [self._shown(phone) for _, phone in sorted(self._now.items())]

    async def set(
        self, *, phone: str, encryption: str | None = None, new_secret: bool = False, reason: str = ""
    ) -> Any:
        """Make an account or change one; `secret` of the result is its password where it is a new one, told once.

        Asterisk knows of it after the next `config.apply`. Raises PhoneNameInvalid, PhoneOnPort (a telephone on the
        port of a card has no account), ConfigurationInvalid, DocumentMoved.
        """
        known = self._now.get(phone)
        if known and known.channel:
            raise PhoneOnPort(phone=phone, channel=known.channel)
        if not known and not re.fullmatch(KEY, phone):
            raise PhoneNameInvalid(phone=phone)
        secret = chance.token_urlsafe(PHONE_SECRET) if new_secret or not known else ""
        body = {"encryption": encryption or (known or Phone(phone)).encryption}
        await self._propose(phone, body, secret, reason or f"phone {phone} set")
        return {**self._shown(self._now[phone]), "secret": secret or None}

    async def remove(self, *, phone: str, reason: str = "") -> Any:
        """End an account; refused while the configuration names it somewhere else."""
        if not (known := self._now.get(phone)):
            raise PhoneUnknown(phone=phone)
        if known.channel:
            raise PhoneOnPort(phone=phone, channel=known.channel)
        await self._propose(phone, None, "", reason or f"phone {phone} removed")
        return {"phone": phone, "removed": True}

    async def _propose(self, phone: str, body: Mapping[str, Any] | None, secret: str, reason: str) -> None:
        """One change of the configuration, checked as a whole."""
        since = await asyncio.to_thread(self._history.head)
        documents: Any = {KIND: {phone: body}}
        typed = {KIND: {phone: {"secret": secret}}} if secret else None
        async for _ in self._proposals.propose(since=since, documents=documents, passwords=typed, reason=reason):
            pass

    @property
    def _now(self) -> Mapping[str, Phone]:
        return self._engine.centre.directory.now.phones

    def _shown(self, phone: Phone) -> dict[str, Any]:
        person = self._engine.centre.roster.at_phone(phone.name)
        return {
            "phone": phone.name,
            "encryption": phone.encryption,
            "channel": phone.channel or None,
            "in_use": self._engine.centre.phones.in_use(phone.name),
            "agent": person.agent if person else "",
        }
