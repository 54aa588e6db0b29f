"""Contacts as people look for them: what is asked, who may see what, and what is found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from appliance.desk.crm.model import ContactNote


class Kind(StrEnum):
    """What a contact left behind beside, or instead of, a talk."""

    VOICEMAIL = "voicemail"
    CALL_BACK = "callback"
    FAX = "fax"


class Mate(NamedTuple):
    """An agent as configured now; `team` is "" for none."""

    number: str
    name: str = ""
    team: str = ""


class Place(NamedTuple):
    """Where a list goes on: after the contact that was opened then."""

    at: datetime
    contact: UUID


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose contacts somebody may see: of these queues and these agents; None is all.

    A contact without a queue is its agents' alone, one that no agent had is its queue's; what had neither is seen only
    by who sees all.
    """

    queues: frozenset[str] | None = None
    agents: frozenset[str] | None = None


EVERYTHING = Reach()


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed recording; `retention` is the class that it was sealed with."""

    id: UUID
    contact: UUID
    channel: str
    started_at: datetime
    duration_ms: int
    retention: str


@dataclass(frozen=True, slots=True)
class Question:
    """All that is given must hold; `since` <= opened < `until`; times of talk and wait in seconds.

    `numbers` are the ways in which one subscriber's number is written; `phrase` was heard in a recording,
    `remark` was noted at a time of one.
    """

    since: datetime | None = None
    until: datetime | None = None
    queue: str = ""
    agent: str = ""
    flow: str = ""
    numbers: tuple[str, ...] = ()
    outcome: str = ""
    direction: str = ""
    kind: Kind | None = None
    code: str = ""
    text: str = ""
    phrase: str = ""
    remark: str = ""
    recorded: bool = False
    talk_from: int | None = None
    talk_to: int | None = None
    wait_from: int | None = None
    after: Place | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the list; `party` is the number outside. Times are milliseconds, None where there was none.

    `notes` are of all its agents, the latest first.
    """

    id: UUID
    direction: str
    caller: str
    dialled: str
    queue: str
    agent: str
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    wait_ms: int | None
    talk_ms: int | None
    hold_ms: int | None
    wrap_ms: int | None
    result: str
    ended_by: str
    notes: tuple[ContactNote, ...] = ()
    recordings: int = 0
    message: bool = False
    fax: bool = False

    @property
    def code(self) -> str:
        """The latest wrap-up code."""
        return next((note.code for note in self.notes if note.code), "")

    @property
    def text(self) -> str:
        """What was noted, the latest first."""
        return "\n".join(note.text for note in self.notes if note.text)

    @property
    def party(self) -> str:
        return self.dialled if self.direction == "outbound" else self.caller


def clock(seconds: float) -> str:
    """How long something lasted, as people read it in pages, files and mails: m:ss, from an hour on h:mm:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
