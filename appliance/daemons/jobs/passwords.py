"""Passwords in the configuration that the box key closes: of phones, agents, look-up hosts, the mail server."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from appliance.contact.agents.repository import People
from appliance.contact.ivr.repository import FlowSettings
from appliance.contact.voicemail.repository import MailServers
from appliance.daemons.site import mail_context, pin_context, secret_context, token_context
from appliance.store.resealing import reseal, sealed_values
from appliance.system.keyring import Keyring, closed_by
from appliance.system.keys import BoxKeyWrong

FIELDS: Mapping[str, str] = {
    "phone": "secret",
    People.KIND: "pin",
    FlowSettings.HOST: "token",
    MailServers.KIND: "password",
}
CONTEXTS: Mapping[str, Callable[[str], str]] = {
    "phone": secret_context,
    People.KIND: pin_context,
    FlowSettings.HOST: token_context,
    MailServers.KIND: mail_context,
}

logger = logging.getLogger(__name__)


class SealedPasswords:
    """Passwords port of the change of keys; every version of a document counts, for it can come back."""

    def __init__(self, database: Engine, keys: Keyring) -> None:
        self._database, self._keys = database, keys

    def closed_by(self, key_id: str) -> int:
        return sum(closed_by(value) == key_id for value in sealed_values(self._database, FIELDS))

    def reseal(self) -> int:
        """Close all by the key in force; what no key opens stays as it is. How many versions of documents changed."""
        return reseal(self._database, FIELDS, self._anew)

    def _anew(self, kind: str, name: str, value: str) -> str:
        if closed_by(value) == self._keys.current.key_id:
            return value
        context = CONTEXTS[kind](name)
        try:
            return self._keys.seal(self._keys.open(value, context).reveal(), context)
        except BoxKeyWrong:
            logger.error("the password of %s %s opens with no key of this box", kind, name)
            return value
