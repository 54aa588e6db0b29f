"""Webhooks and what became of each message to one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

NAME = r"[a-z0-9][a-z0-9_-]{0,39}"
URL = r"https?://(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?(?:[/?][^\s#@\\]{0,400})?"
"""No name and password within, no fragment."""


class Outcome(StrEnum):
    """`given-up`: nobody took it in time; `unwanted`: the other side has said that it takes nothing more (HTTP 410)."""

    WAITING = "waiting"
    TAKEN = "taken"
    GIVEN_UP = "given-up"
    UNWANTED = "unwanted"


class Trouble(StrEnum):
    """Why a message was not taken: `place` is an address that none may go to, `key` a secret that cannot be used,
    `record` a fact that the ledger does not have.
    """

    STATUS = "status"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    PLACE = "place"
    KEY = "key"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where messages go. No `kinds` are all kinds; `numbers` tells telephone numbers whole.

    `secret` is sealed by the box key; `ca` is a PEM text of authorities that are trusted beside the system's.
    """

    name: str
    url: str
    kinds: frozenset[str] = frozenset()
    numbers: bool = False
    secret: str = ""
    ca: str = ""
    on: bool = True

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Message:
    """One fact for one webhook: `seq` is its place in the ledger, `id` is the same however often it is tried."""

    id: UUID
    webhook: str
    seq: int
    kind: str
    created_at: datetime
    due_at: datetime
    outcome: Outcome = Outcome.WAITING
    tries: int = 0
    trouble: str = ""
    status: int = 0
    answer: str = ""
    took_ms: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try: `trouble` is "" when it was taken; `text` is the beginning of what the other side said."""

    trouble: str = ""
    status: int = 0
    text: str = ""
    took_ms: int = 0
