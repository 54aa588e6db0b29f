"""Data keys under box keys: as they were wrapped at sealing, and wrapped anew under later keys.

A later wrap holds the recording's identity beside its key, so that a wrap put in another's place opens nothing. That
of sealing needs none: the register's chain holds it in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from appliance.contact.recording.envelope import KEY
from appliance.contact.recording.model import Recording, Wrap
from appliance.contact.recording.ports import Key, Keys
from appliance.errors import Refusal


@dataclass(frozen=True, slots=True)
class Without:
    """The keys as they would be without one."""

    keys: Keys
    key_id: str

    @property
    def current(self) -> Key:
        return self.keys.current

    def find(self, key_id: str) -> Key | None:
        return None if key_id == self.key_id else self.keys.find(key_id)


def wrap(recording: UUID, data_key: bytes, key: Key, now: datetime) -> Wrap:
    """The data key of `recording` under a later key."""
    return Wrap(recording, key.key_id, key.wrap(data_key + recording.bytes).hex(), now)


def data_key(recording: Recording, wraps: Iterable[Wrap], keys: Keys) -> bytes | None:
    """The key of a recording by the first of its wraps that opens; None when none does."""
    later = (_later(item, recording.id, keys) for item in wraps)
    return next(filter(None, later), None) or _first(recording, keys)


def has_key(recording: Recording, wraps: Iterable[Wrap], keys: Keys) -> bool:
    """Whether the box has a key that should open it, be its wrap right or wrong."""
    named = {recording.key_id, *(item.key_id for item in wraps)}
    return any(keys.find(key_id) for key_id in named)


def _later(item: Wrap, recording: UUID, keys: Keys) -> bytes | None:
    opened = _unwrapped(item.wrapped_key, keys.find(item.key_id))
    return opened[:KEY] if opened and opened[KEY:] == recording.bytes else None


def _first(recording: Recording, keys: Keys) -> bytes | None:
    return _unwrapped(recording.wrapped_key, keys.find(recording.key_id))


def _unwrapped(wrapped: str, key: Key | None) -> bytes | None:
    try:
        return key.unwrap(bytes.fromhex(wrapped)) if key else None
    except (Refusal, ValueError):
        return None
