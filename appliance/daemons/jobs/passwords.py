"""Passwords in the configuration, closed anew after a change of the box key."""

import logging

from sqlalchemy import Engine

from appliance.daemons.passwords import CONTEXTS, FIELDS
from appliance.store.resealing import reseal, sealed_values
from appliance.system.keyring import Keyring, closed_by
from appliance.system.keys import BoxKeyWrong

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
