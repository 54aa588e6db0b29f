"""Passwords in the configuration, and people's second factors, closed anew after a change of the box key."""

import logging

from sqlalchemy import Engine

from appliance.daemons.passwords import CONTEXTS, FIELDS
from appliance.desk.people.model import Person
from appliance.desk.people.proofs.service import totp_place
from appliance.desk.people.repository import Directory
from appliance.store.resealing import reseal, sealed_values
from appliance.system.keyring import Keyring, closed_by
from appliance.system.keys import BoxKeyWrong

logger = logging.getLogger(__name__)


class SealedPasswords:
    """Passwords port of the change of keys; every version of a document counts, for it can come back."""

    def __init__(self, database: Engine, keys: Keyring) -> None:
        self._database, self._keys, self._people = database, keys, Directory(database)

    def closed_by(self, key_id: str) -> int:
        sealed = [*sealed_values(self._database, FIELDS), *(person.totp for person in self._people.everybody())]
        return sum(closed_by(value) == key_id for value in sealed)

    def reseal(self) -> int:
        """Close all by the key in force; what no key opens stays as it is. How many documents and people changed."""
        return reseal(self._database, FIELDS, self._anew) + sum(map(self._second_factor, self._people.everybody()))

    def _anew(self, kind: str, name: str, value: str) -> str:
        return self._closed(value, CONTEXTS[kind](name), f"{kind} {name}")

    def _second_factor(self, person: Person) -> bool:
        """Whether it was closed anew."""
        anew = self._closed(person.totp, totp_place(person.id), f"person {person.login}") if person.totp else ""
        if anew != person.totp:
            self._people.set_proofs(person.id, totp=anew)
        return anew != person.totp

    def _closed(self, value: str, context: str, whose: str) -> str:
        if closed_by(value) == self._keys.current.key_id:
            return value
        try:
            return self._keys.seal(self._keys.open(value, context).reveal(), context)
        except BoxKeyWrong:
            logger.error("the password of %s opens with no key of this box", whose)
            return value
