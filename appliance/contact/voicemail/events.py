"""Facts about voicemail for the ledger."""

from datetime import datetime
from uuid import UUID

from appliance.contact.voicemail.model import Message, Standing
from appliance.events import Event

STARTED = "voicemail.started"
LEFT = "voicemail.left"
EMPTY = "voicemail.empty"
MARKED = "voicemail.marked"
HEARD = "voicemail.heard"
DELETED = "voicemail.deleted"
PIN_REFUSED = "voicemail.pin-refused"
MAILED = "voicemail.mailed"
MAIL_FAILED = "voicemail.mail-failed"


def started(contact: UUID, leg: UUID, message: UUID, box: str, name: str, at: datetime) -> Event:
    """A caller speaks from now on; the audio gathers under `name`."""
    return Event(STARTED, at, contact, leg, {"message": str(message), "box": box, "name": name})


def left(message: Message, at: datetime) -> Event:
    """A message is in its box, and its audio is sealed."""
    data = {"recording": str(message.recording), "caller": message.caller, "duration_ms": message.duration_ms}
    return Event(LEFT, at, message.contact, data={"message": str(message.id), "box": message.box, **data})


def empty(contact: UUID, message: UUID, box: str, at: datetime) -> Event:
    """The caller said nothing: there is no message."""
    return Event(EMPTY, at, contact, data={"message": str(message), "box": box})


def heard(message: Message, who: str, at: datetime) -> Event:
    return _about(HEARD, message, who, at)


def marked(message: Message, standing: Standing, who: str, at: datetime) -> Event:
    event = _about(MARKED, message, who, at)
    return Event(MARKED, at, event.contact, data={**event.data, "standing": standing.value})


def deleted(message: Message, who: str, audio: str, at: datetime) -> Event:
    """It is out of the box; `audio` says what became of the recording: deleted, kept or held."""
    event = _about(DELETED, message, who, at)
    return Event(DELETED, at, event.contact, data={**event.data, "audio": audio})


def pin_refused(box: str, phone: str, at: datetime) -> Event:
    """A wrong PIN was typed."""
    return Event(PIN_REFUSED, at, data={"box": box, "phone": phone})


def mailed(message: UUID, box: str, to: str, tries: int, at: datetime) -> Event:
    """The mail server has taken it."""
    return Event(MAILED, at, data={"message": str(message), "box": box, "to": to, "tries": tries})


def mail_failed(message: UUID, box: str, to: str, why: str, at: datetime) -> Event:
    """The mail is given up."""
    return Event(MAIL_FAILED, at, data={"message": str(message), "box": box, "to": to, "why": why})


def _about(kind: str, message: Message, who: str, at: datetime) -> Event:
    return Event(kind, at, message.contact, data={"message": str(message.id), "box": message.box, "by": who})
