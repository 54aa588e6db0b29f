"""A voicemail box, and the messages in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

FLOW = "voicemail:"
"""What the name of a box is led by where flows are named: each box is a flow of its own."""
SPOOLED = "message"


class Missed(StrEnum):
    """Why an agent cannot be reached, as far as a box may take the call then."""

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    UNDISTURBED = "do-not-disturb"
    UNREACHABLE = "unreachable"


class Attachment(StrEnum):
    """What of a message goes out by mail; with `none` the audio stays in the sealed store."""

    WAV = "wav"
    MP3 = "mp3"
    NONE = "none"


class FaxAttachment(StrEnum):
    """What of a fax goes out by mail; with `none` the pages stay in the sealed store."""

    PDF = "pdf"
    TIFF = "tiff"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Box:
    """Where messages and faxes for an agent or a queue are kept.

    `takes` says when calls for `agent` come here, `number` is what a phone types to choose it, `seconds` the longest
    message, `pin` a hash. `listeners` are agents who may hear it beside its owner, `phones` those that show its lamp
    wherever the owner sits.
    """

    name: str
    agent: str = ""
    queue: str = ""
    number: str = ""
    greeting: str = "voicemail-greeting"
    language: str = ""
    seconds: int = 120
    pin: str = ""
    own_phone: bool = True
    takes: tuple[str, ...] = tuple(Missed)
    listeners: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mail: str = ""
    attach: str = Attachment.WAV
    attach_fax: str = FaxAttachment.PDF

    @property
    def dial(self) -> str:
        """The digits that choose it at a phone; "" where there are none."""
        name = self.name if self.name.isascii() and self.name.isdecimal() else ""
        return self.number or name

    def heard_by(self, agent: str) -> bool:
        return bool(agent) and (agent == self.agent or agent in self.listeners)


class Standing(StrEnum):
    """What has become of a message."""

    NEW = "new"
    SAVED = "saved"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `recording` is its audio in the sealed store, `caller` the number it came from."""

    id: UUID
    box: str
    contact: UUID
    caller: str
    left_at: datetime
    duration_ms: int
    recording: UUID
    standing: Standing = Standing.NEW
    heard_at: datetime | None = None
    heard_by: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Messages of a box by what has become of them."""

    new: int = 0
    saved: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.new + other.new, self.saved + other.saved)


def spool_name(contact: UUID, message: UUID) -> str:
    """What the audio of a message is called until it is sealed."""
    return f"{SPOOLED}.{contact}.{message}"


def spooled(name: str) -> tuple[UUID, UUID] | None:
    """The contact and message of such a name; None for any other."""
    kind, _, rest = name.partition(".")
    contact, _, message = rest.partition(".")
    try:
        return (UUID(contact), UUID(message)) if kind == SPOOLED else None
    except ValueError:
        return None
