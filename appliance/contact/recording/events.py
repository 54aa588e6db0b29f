"""Facts about the recording of a call."""

from datetime import datetime
from uuid import UUID

from appliance.contact.recording.echo import Echo
from appliance.events import Event

PAUSED = "recording.paused"
RESUMED = "recording.resumed"
DEMANDED = "recording.demanded"
CLASSED = "recording.classed"
DISCARDED = "recording.discarded"
CUT = "recording.cut"
ECHO = "recording.echo"
DELETED = "recording.deleted"
DISK = "recording.disk"
KEY = "recording.key"
PLAYED = "recording.played"
ANCHORED = "recording.anchored"


def paused(contact: UUID, by: str, until: datetime, at: datetime) -> Event:
    """Nothing that is said is kept, `until` at the latest."""
    return Event(PAUSED, at, contact, data={"by": by, "until": until.isoformat()})


def resumed(contact: UUID, by: str, at: datetime) -> Event:
    """`by` is a person, "limit" when the time was up, or "failed" when the pause had not taken effect."""
    return Event(RESUMED, at, contact, data={"by": by})


def demanded(contact: UUID, by: str, wanted: bool, at: datetime) -> Event:
    """Somebody wants this call to be kept, or no longer."""
    return Event(DEMANDED, at, contact, data={"by": by, "wanted": wanted})


def classed(contact: UUID, by: str, retention: str, reason: str, at: datetime) -> Event:
    """All audio of the call is kept in this class, and is kept at all where somebody had to demand it."""
    return Event(CLASSED, at, contact, data={"by": by, "class": retention, "reason": reason})


def discarded(contact: UUID | None, channel: str, reason: str, at: datetime) -> Event:
    """The call is not kept: `reason` is never or not-demanded."""
    return Event(DISCARDED, at, contact, data={"channel": channel, "reason": reason})


def cut(contact: UUID | None, recording: UUID, until: datetime, at: datetime) -> Event:
    """The call was broken off by a power cut or a dead media node; what there is of the audio ends at `until`."""
    return Event(CUT, at, contact, data={"recording": str(recording), "until": until.isoformat()})


def echo(contact: UUID | None, leg: UUID, recording: UUID, heard: Echo, at: datetime) -> Event:
    """What came back of the agent's voice over the line of that leg."""
    told = {"loss_db": heard.loss_db, "delay_ms": heard.delay_ms, "spoken_s": heard.spoken_s}
    return Event(ECHO, at, contact, leg, {"recording": str(recording), **told})


def deleted(contact: UUID | None, recording: UUID, reason: str, at: datetime) -> Event:
    return Event(DELETED, at, contact, data={"recording": str(recording), "reason": reason})


def disk(node: str, level: str, used_percent: float, at: datetime) -> Event:
    """The disk of the recordings has come to another level: fine, warning or full."""
    return Event(DISK, at, data={"node": node, "level": level, "used_percent": used_percent})


def key(node: str, what: str, keys: str, who: str, reason: str, at: datetime) -> Event:
    """A box key was rotated (`keys` is `old>new`), retired or destroyed."""
    return Event(KEY, at, data={"node": node, "what": what, "key": keys, "by": who, "reason": reason})


def anchored(node: str, anchor: str, place: str, at: datetime) -> Event:
    """A place outside was told what the chains are."""
    return Event(ANCHORED, at, data={"node": node, "anchor": anchor, "place": place})


def played(contact: UUID | None, recording: UUID, who: str, phone: str, heard_ms: int, at: datetime) -> Event:
    """A recording was heard at a phone; why is on record with the access."""
    about = {"recording": str(recording), "by": who, "phone": phone, "heard_ms": heard_ms}
    return Event(PLAYED, at, contact, data=about)
