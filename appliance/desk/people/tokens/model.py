"""A token of the interface for other systems, and an answer that is given again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from appliance.desk.people.model import Scope


@dataclass(frozen=True, slots=True)
class Token:
    """`secret` is the SHA-256 of what is shown once, `hint` its beginning; `system` is "" for the maker's own use.

    What it may is what `rights` and `scope` say and its maker, `person`, still may.
    """

    id: UUID
    person: UUID
    name: str
    system: str
    secret: str
    hint: str
    rights: frozenset[str]
    created_at: datetime
    expires_at: datetime
    scope: Scope = field(default_factory=Scope)
    used_at: datetime | None = None
    address: str = ""
    revoked_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a token to be; queues and teams None for all of one's own; `days` until it ends."""

    name: str
    rights: frozenset[str]
    system: str = ""
    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    days: int = 90


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered to a request by its SHA-256; `status` is 0 while nobody knows."""

    request: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
