"""Documents as somebody fills them in beside others who do the same: checked, compared, and made one change."""

import asyncio
import secrets as chance
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import Any

from appliance.contact.voicemail import pin as pins
from appliance.control.commands import Final, Handler
from appliance.daemons.engine import versions
from appliance.daemons.engine.commands.changes import author
from appliance.daemons.engine.commands.versions import MOST_PROBLEMS, Changes
from appliance.daemons.engine.drafts import Drafts, by_place
from appliance.daemons.engine.errors import ConfigurationInvalid
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.verification import Problem
from appliance.daemons.passwords import CONTEXTS
from appliance.desk.settings.checking import faults, of_field
from appliance.desk.settings.errors import DocumentMoved, SettingMalformed
from appliance.desk.settings.known import KINDS
from appliance.desk.settings.uses import astray
from appliance.store.history import History, State
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths

SALT = 16
PHONE_SECRET = 24
"""Bytes of chance in the password of a phone that nobody chose one for."""


def handlers(engine: Engine) -> Mapping[str, Handler]:
    proposals = Proposals(engine)
    return {"config.propose": proposals.propose, "config.stage": proposals.stage}


class Proposals:
    """Changes of documents as somebody filled them in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._history, self._changes = History(engine.database), Changes(engine)
        self._drafts, self._typed = Drafts(), Drafts()

    async def stage(
        self,
        *,
        documents: dict[str, dict[str, Any]],
        passwords: dict[str, dict[str, Any]] | None = None,
        draft: str = "",
        typed: str = "",
    ) -> Any:
        """A piece of a proposal that is longer than a line; the first one begins it and names both its parts."""
        return {"draft": self._drafts.add(draft, documents), "typed": self._typed.add(typed, passwords or {})}

    async def propose(
        self,
        *,
        since: int,
        documents: dict[str, dict[str, Any]],
        passwords: dict[str, dict[str, Any]] | None = None,
        draft: str = "",
        typed: str = "",
        reason: str = "",
        by: str = "",
        dry_run: bool = False,
    ) -> AsyncIterator[Any]:
        """Put documents (a null ends one) that were looked at after the change `since`; the differences one by one.

        `passwords` are typed ones, by kind, key and field; what is not named stays, "" takes it away. `draft` and
        `typed` name what was staged before. `by` is who asks, where that is another than the account of the socket.
        Raises DocumentMoved, ConfigurationInvalid, DraftUnknown.
        """
        head = await asyncio.to_thread(self._history.head)
        now = await asyncio.to_thread(self._history.state)
        asked = {**(self._drafts.take(draft) if draft else {}), **by_place(documents)}
        await asyncio.to_thread(self._refuse_moved, asked, since, now)
        secret = {**(self._typed.take(typed) if typed else {}), **by_place(passwords or {})}
        if found := await asyncio.to_thread(lambda: [*_misshapen(asked), *_astray(asked, now), *_unfit(secret)]):
            raise ConfigurationInvalid(count=len(found), problems=[asdict(item) for item in found[:MOST_PROBLEMS]])
        bodies = await asyncio.to_thread(self._whole, asked, secret, now)
        done = self._changes.become(bodies, now, head, reason, by=by or author(), dry_run=dry_run, lenient=True)
        async for part in done:
            if not isinstance(part, Final):
                yield part
            else:
                yield Final({**part.result, "head": head})

    def _refuse_moved(self, asked: Mapping[tuple[str, str], Any], since: int, now: State) -> None:
        seen = self._history.state(max(0, since))
        moved = {at for at in asked if seen.get(at) != now.get(at)}
        if not moved:
            return
        last = next(step for step in self._history.steps(limit=MOST_PROBLEMS) if (step.kind, step.key) in moved)
        before = {at: seen[at] for at in moved if at in seen}
        after = {at: now[at] for at in moved if at in now}
        raise DocumentMoved(
            documents=", ".join(sorted(".".join(at) for at in moved)),
            author=last.author,
            at=last.at.isoformat(),
            change=self._history.head(),
            differences=versions.difference(before, after),
        )

    def _whole(self, asked: Mapping[tuple[str, str], Any], typed: State, now: State) -> versions.Bodies:
        """The documents with their passwords: those typed are closed by the box key, the others stay."""
        keys = Keyring.load(Paths(self._engine.settings.state).keys)
        bodies: versions.Bodies = {}
        for (kind, key), body in asked.items():
            if body is None:
                bodies[kind, key] = None
                continue
            present = {k: v for k, v in now.get((kind, key), {}).items() if (kind, k) in versions.SECRETS}
            plain = {**versions.without_secrets(kind, body), **present}
            for name, value in typed.get((kind, key), {}).items():
                plain[name] = _closed(keys, kind, key, str(value))
            if kind == "phone" and not plain.get("secret"):
                plain["secret"] = _closed(keys, kind, key, chance.token_urlsafe(PHONE_SECRET))
            bodies[kind, key] = plain
        return bodies


def _closed(keys: Keyring, kind: str, key: str, value: str) -> str:
    if not value:
        return ""
    if kind == "voicemail-box":
        return pins.hashed(value, chance.token_bytes(SALT))
    return keys.seal(value, CONTEXTS[kind](key))


def _misshapen(asked: Mapping[tuple[str, str], Any]) -> list[Problem]:
    """What the descriptions of the documents say is wrong with them, each with its field."""
    return [
        Problem(fault.code, f"{kind}.{key}.{fault.where}", dict(fault.details))
        for (kind, key), body in asked.items()
        if body is not None and kind in KINDS
        for fault in faults(KINDS[kind], body)
    ]


def _astray(asked: Mapping[tuple[str, str], Any], now: State) -> list[Problem]:
    """What they name newly, and is neither there nor among them."""

    def there(kind: str, key: str) -> bool:
        return asked.get((kind, key), now.get((kind, key))) is not None

    return [
        Problem(fault.code, f"{kind}.{key}.{fault.where}", dict(fault.details))
        for (kind, key), body in asked.items()
        if body is not None and kind in KINDS
        for fault in astray(KINDS[kind], body, there, now.get((kind, key), {}))
    ]


def _unfit(typed: State) -> list[Problem]:
    """Passwords that cannot be such; what they are stays unsaid."""
    return [
        Problem(SettingMalformed.code, f"{kind}.{key}.{name}", {"value": "…"})
        for (kind, key), values in typed.items()
        for name, value in values.items()
        if _unfitting(kind, name, value)
    ]


def _unfitting(kind: str, name: str, value: Any) -> bool:
    field = KINDS[kind].field(name) if kind in KINDS and (kind, name) in versions.SECRETS else None
    return field is None or any(of_field(field, value))
