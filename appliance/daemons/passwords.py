"""Passwords in the configuration that the box key closes: phones, agents, hosts, mail server, webhooks, accounts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from appliance.contact.agents.repository import People
from appliance.contact.ivr.repository import FlowSettings
from appliance.contact.voicemail.repository import MailServers
from appliance.daemons.site import mail_context, pin_context, secret_context, token_context, webhook_context
from appliance.desk.people.accounts.repository import Ways, secret_place
from appliance.desk.telling.repository import Webhooks
from appliance.store.documents import Body
from appliance.store.history import State
from appliance.system.keyring import Keyring, closed_by
from appliance.system.keys import BoxKeyWrong
from appliance.system.passphrase import Passphrase, by_passphrase

FIELDS: Mapping[str, str] = {
    "phone": "secret",
    People.KIND: "pin",
    FlowSettings.HOST: "token",
    MailServers.KIND: "password",
    Webhooks.KIND: "secret",
    Ways.PROVIDER: "secret",
    Ways.DIRECTORY: "password",
}
CONTEXTS: Mapping[str, Callable[[str], str]] = {
    "phone": secret_context,
    People.KIND: pin_context,
    FlowSettings.HOST: token_context,
    MailServers.KIND: mail_context,
    Webhooks.KIND: webhook_context,
    Ways.PROVIDER: lambda _: secret_place(Ways.PROVIDER),
    Ways.DIRECTORY: lambda _: secret_place(Ways.DIRECTORY),
}


class Passage:
    """How passwords travel from box to box: closed by words that people carry, since no box has another's key."""

    def __init__(self, keys: Keyring, words: str) -> None:
        self._keys, self._passphrase = keys, Passphrase(words)

    def outward(self, kind: str, key: str, body: Body) -> Body:
        """The document as it leaves; a password that no key of this box opens stays as it is."""
        if not (sealed := password(kind, body)):
            return body
        context = CONTEXTS[kind](key)
        try:
            plain = self._keys.open(sealed, context).reveal()
        except BoxKeyWrong:
            return body
        return {**body, FIELDS[kind]: self._passphrase.seal(plain, context)}

    def inward(self, wanted: State, now: State) -> State:
        """The documents as this box keeps them; a password that is the same as now is no change."""
        return {at: self._taken(at, body, now.get(at, {})) for at, body in wanted.items()}

    def _taken(self, at: tuple[str, str], body: Body, present: Body) -> Body:
        kind, key = at
        if not by_passphrase(sealed := password(kind, body)):
            return body
        context = CONTEXTS[kind](key)
        plain = self._passphrase.open(sealed, context).reveal()
        same = plain == self._opened(password(kind, present), context)
        kept = password(kind, present) if same else self._keys.seal(plain, context)
        return {**body, FIELDS[kind]: kept}

    def _opened(self, sealed: str, context: str) -> str | None:
        try:
            return self._keys.open(sealed, context).reveal()
        except BoxKeyWrong:
            return None


def foreign(wanted: State, now: State, keys: Keyring) -> Iterator[str]:
    """Passwords that are new and closed by a key that this box does not have, by their places."""
    for (kind, key), body in wanted.items():
        sealed = password(kind, body)
        if sealed and sealed != password(kind, now.get((kind, key), {})) and closed_by(sealed) not in keys.ids():
            yield f"{kind}.{key}.{FIELDS[kind]}"


def password(kind: str, body: Mapping[str, Any]) -> str:
    """The closed password of a document, "" where it has none."""
    value = body.get(FIELDS.get(kind, ""), "")
    return value if isinstance(value, str) else ""
