"""One act in the audit trail, and who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """`person` is None for who acts without signing in: at the command line, or in vain."""

    person: UUID | None = None
    who: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """`act` is `noun.verb`; `before` and `after` are JSON values of what was changed."""

    seq: int
    at: datetime
    person: UUID | None
    who: str
    address: str
    act: str
    subject: str
    reason: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched in the trail; "" and None leave a part open.

    `text` is found in subject, reason, address and values.
    """

    who: str = ""
    act: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 100
