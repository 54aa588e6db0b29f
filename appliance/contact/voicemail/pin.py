"""PINs: kept as a slow hash, and boxes that lock after wrong ones."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

SHORTEST, LONGEST = 4, 12
TRIES = 5
"""Wrong PINs within LOCK that lock a box."""
LOCK = timedelta(minutes=15)
_COST = {"n": 1 << 14, "r": 8, "p": 1}


def fits(pin: str) -> bool:
    return pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST


def hashed(pin: str, salt: bytes) -> str:
    """The PIN as it is kept (scrypt, RFC 7914); `salt` is chance, 16 bytes."""
    return f"scrypt.{salt.hex()}.{_derived(pin, salt)}"


def right(pin: str, kept: str) -> bool:
    """Whether `pin` is the one that was kept; none is right where none was set."""
    kind, _, rest = kept.partition(".")
    salt, _, digest = rest.partition(".")
    return kind == "scrypt" and hmac.compare_digest(_derived(pin, bytes.fromhex(salt)), digest)


def locked_until(wrong: Iterable[datetime], now: datetime) -> datetime | None:
    """When a box opens again after these wrong PINs; None while it is not locked."""
    recent = sorted(moment for moment in wrong if now - moment < LOCK)
    return recent[-TRIES] + LOCK if len(recent) >= TRIES else None


def _derived(pin: str, salt: bytes) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt, dklen=32, **_COST).hex()
