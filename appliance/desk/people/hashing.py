"""Argon2id (RFC 9106), with the parameters that the library recommends."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from appliance.desk.people.passwords import normal


class Argon2:
    """Hasher."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hashed(self, password: str) -> str:
        return self._hasher.hash(normal(password))

    def matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, hashed: str) -> bool:
        return self._hasher.check_needs_rehash(hashed)
