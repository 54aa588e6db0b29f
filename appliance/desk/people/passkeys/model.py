"""A passkey, where it counts, and one asking for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LIFE = timedelta(minutes=5)
"""How long an asking can be answered."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """`credential` (base64url) names it, `sign_count` is how often the device says that it was used."""

    credential: str
    person: UUID
    name: str
    public_key: bytes
    sign_count: int
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where passkeys count: the name of the host, and the address as the browser writes it."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a browser was asked: the challenge (base64url), and when."""

    challenge: str
    at: datetime
