"""Webhooks, by command: set up, tried, and what became of each message."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from appliance.control.commands import CALLER, Handler
from appliance.daemons.jobs.webhooks.service import Telling
from appliance.daemons.site import webhook_context
from appliance.desk.telling import document, signing
from appliance.desk.telling.errors import WebhookInvalid, WebhookMessageUnknown, WebhookNotTaken, WebhookUnknown
from appliance.desk.telling.model import Message, Outcome, Webhook
from appliance.desk.telling.retrying import anew
from appliance.system.keyring import Keyring

MOST_SHOWN = 500
BYTES = 32
"""Of a secret that is made here."""


def handlers(telling: Telling, keys: Keyring) -> Mapping[str, Handler]:
    commands = _WebhookCommands(telling, keys)
    return {
        "webhook.list": commands.listed,
        "webhook.set": commands.set,
        "webhook.secret": commands.renew,
        "webhook.remove": commands.remove,
        "webhook.test": commands.test,
        "webhook.messages": commands.messages,
        "webhook.resend": commands.resend,
        "webhook.resend_all": commands.resend_all,
    }


class _WebhookCommands:
    def __init__(self, telling: Telling, keys: Keyring) -> None:
        self._telling, self._keys = telling, keys

    async def listed(self) -> Any:
        """Each with how many messages it has of each outcome; of a secret only whether there is one."""
        hooks = await asyncio.to_thread(self._telling.hooks.all)
        counts = await asyncio.to_thread(self._telling.log.counts)
        return [_row(hook, counts) for hook in hooks.values()]

    async def set(self, *, webhook: str, changes: dict[str, Any], reason: str = "") -> Any:
        """Set a webhook up or change what is given; a secret that is made for a new one is told this once."""
        present = await asyncio.to_thread(self._telling.hooks.find, webhook)
        given, kept = dict(changes), document.body(present) if present else {}
        plain = str(given.pop("secret", "") or "")
        made = "" if plain or kept.get("secret") else signing.written(secrets.token_bytes(BYTES))
        secret = self._sealed(webhook, plain or made) if plain or made else kept["secret"]
        hook = document.webhook(webhook, {**kept, **given, "secret": secret})
        await self._put(hook, reason or f"webhook {webhook} set")
        if hook.on:
            await asyncio.to_thread(self._telling.begin, webhook)
        self._telling.rested(webhook)
        return {**_shown(hook), **({"made": made} if made else {})}

    async def renew(self, *, webhook: str, reason: str = "", by: str = "") -> Any:
        """Another secret, told this once; what the other side refuses meanwhile is sent again."""
        hook, made = await self._found(webhook), signing.written(secrets.token_bytes(BYTES))
        changed = document.webhook(webhook, {**document.body(hook), "secret": self._sealed(webhook, made)})
        await self._put(changed, reason or f"new secret of webhook {webhook}", by)
        return {**_shown(changed), "made": made}

    async def remove(self, *, webhook: str, reason: str = "") -> Any:
        await self._found(webhook)
        by = self._by(reason or f"webhook {webhook} removed")
        await asyncio.to_thread(lambda: self._telling.hooks.remove(webhook, **by))
        self._telling.news.set()
        return {"webhook": webhook, "removed": True}

    async def test(self, *, webhook: str) -> Any:
        """Send a message without a fact now; raises WebhookNotTaken."""
        answer = await self._telling.trial(await self._found(webhook))
        if answer.trouble:
            raise WebhookNotTaken(webhook=webhook, trouble=answer.trouble, status=answer.status, answer=answer.text)
        self._telling.rested(webhook)
        return {"webhook": webhook, "status": answer.status, "took_ms": answer.took_ms}

    async def messages(
        self, *, webhook: str = "", outcome: str = "", limit: int = 50, before: UUID | None = None
    ) -> Any:
        """What became of each, the newest first."""
        most = max(1, min(limit, MOST_SHOWN))
        found = await asyncio.to_thread(lambda: self._telling.log.latest(webhook, outcome, limit=most, before=before))
        return [_told(one) for one in found]

    async def resend(self, *, id: UUID) -> Any:
        """Send one again, whatever became of it: the other side knows it by its id."""
        if (one := await asyncio.to_thread(self._telling.log.find, id)) is None:
            raise WebhookMessageUnknown(message=str(id))
        await self._found(one.webhook)
        again = anew(one, self._telling.clock.now())
        await asyncio.to_thread(self._telling.outbox.keep, [again])
        self._telling.rested(one.webhook)
        return _told(again)

    async def resend_all(self, *, webhook: str) -> Any:
        """Send again whatever was given up."""
        await self._found(webhook)
        count = await asyncio.to_thread(self._telling.log.revive, webhook, self._telling.clock.now())
        self._telling.rested(webhook)
        return {"webhook": webhook, "messages": count}

    async def _found(self, name: str) -> Webhook:
        if (hook := await asyncio.to_thread(self._telling.hooks.find, name)) is None:
            raise WebhookUnknown(webhook=name)
        return hook

    async def _put(self, hook: Webhook, reason: str, who: str = "") -> None:
        by = self._by(reason, who)
        await asyncio.to_thread(lambda: self._telling.hooks.put(hook, **by))
        self._telling.news.set()

    def _sealed(self, name: str, plain: str) -> str:
        try:
            signing.read(plain)
        except ValueError as fault:
            raise WebhookInvalid(webhook=name, field="secret", value="…") from fault
        return self._keys.seal(plain, webhook_context(name))

    def _by(self, reason: str, who: str = "") -> dict[str, Any]:
        return {"author": who or CALLER.get().user, "reason": reason, "at": self._telling.clock.now()}


def _shown(hook: Webhook) -> dict[str, Any]:
    body = document.body(hook)
    return {"webhook": hook.name, **body, "secret": bool(hook.secret), "ca": bool(hook.ca)}


def _row(hook: Webhook, counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    told = {outcome.value.replace("-", "_"): counts.get((hook.name, outcome), 0) for outcome in Outcome}
    return {**_shown(hook), **told}


def _told(one: Message) -> dict[str, Any]:
    moments = {name: getattr(one, name) for name in ("created_at", "due_at", "ended_at")}
    written = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    return {**asdict(one), **written, "id": str(one.id), "outcome": one.outcome.value}
