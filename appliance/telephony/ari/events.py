"""What Asterisk tells a call engine: one value per event; `at` is UTC with the milliseconds Asterisk gives."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class ChannelState(StrEnum):
    """The states of a channel, by Asterisk's own names."""

    DOWN = "Down"
    RESERVED = "Rsrved"
    OFF_HOOK = "OffHook"
    DIALING = "Dialing"
    RING = "Ring"
    RINGING = "Ringing"
    UP = "Up"
    BUSY = "Busy"
    DIALING_OFF_HOOK = "Dialing Offhook"
    PRE_RING = "Pre-ring"
    UNKNOWN = "Unknown"


class DialStatus(StrEnum):
    """How far a dialled leg has come; STARTED is Asterisk's empty text."""

    STARTED = ""
    PROCEEDING = "PROCEEDING"
    PROGRESS = "PROGRESS"
    RINGING = "RINGING"
    ANSWER = "ANSWER"
    BUSY = "BUSY"
    NO_ANSWER = "NOANSWER"
    CANCEL = "CANCEL"
    CONGESTION = "CONGESTION"
    UNAVAILABLE = "CHANUNAVAIL"
    UNKNOWN = "UNKNOWN"


class PlaybackState(StrEnum):
    """How a playback ended: DONE is played to its end or stopped by us, FAILED not played or cut off by a hang-up."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class ContactStatus(StrEnum):
    """What is known of one address at which an endpoint registered."""

    REACHABLE = "Reachable"
    UNREACHABLE = "Unreachable"
    NOT_QUALIFIED = "NonQualified"
    REMOVED = "Removed"
    UNKNOWN = "Unknown"


class EndpointState(StrEnum):
    """Whether an endpoint can be called now."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel as it was at an event. Texts that Asterisk does not know are empty.

    `endpoint` is the name without its serial number (`PJSIP/8001` of `PJSIP/8001-0000002a`);
    `protocol_id` is the SIP Call-ID where there is one, `trunk` the one that a call came in by, where there are lines,
    `diverted_by` the number that a call was meant for before somebody diverted it to us.
    Caller texts come from outside: trust none.
    """

    id: str
    name: str
    endpoint: str
    state: ChannelState
    caller_number: str
    caller_name: str
    connected_number: str
    dialplan_context: str
    dialplan_extension: str
    dialplan_app: str
    dialplan_app_data: str
    created_at: datetime
    protocol_id: str
    trunk: str = ""
    diverted_by: str = ""

    def in_app(self, app: str) -> bool:
        """Whether the channel is now inside `Stasis(app)`."""
        return self.dialplan_app == "Stasis" and self.dialplan_app_data.split(",", 1)[0] == app


@dataclass(frozen=True, slots=True)
class Bridge:
    """One bridge with the ids of the channels in it; `technology` is how it mixes (`simple_bridge`, `softmix`)."""

    id: str
    channels: tuple[str, ...]
    technology: str


@dataclass(frozen=True, slots=True)
class ChannelEntered:
    """The channel is ours to command; `replaced` is the id of the channel whose place it took, if any."""

    at: datetime
    channel: Channel
    args: tuple[str, ...]
    replaced: str | None


@dataclass(frozen=True, slots=True)
class ChannelLeft:
    """The channel is no longer ours to command."""

    at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelStateChanged:
    at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True)
class Reported:
    """What the receiver of a stream told of it: packets that it missed, and the jitter of their arrival."""

    lost: int
    jitter_s: float


@dataclass(frozen=True, slots=True)
class AudioStream:
    """The RTP of a channel, in packets; a report is None as long as none was made, by default every 5 s.

    `received_report` is Asterisk's own, `sent_report` that of the far end. `round_trip_s` is 0 when nobody told.
    """

    codec: str
    received: int
    sent: int
    received_report: Reported | None
    sent_report: Reported | None
    round_trip_s: float


@dataclass(frozen=True, slots=True)
class ChannelDestroyed:
    """The channel is no more. `cause` is of ITU-T Q.850, 0 where the far end gave none (a plain SIP BYE);

    `tech_cause` is the SIP status where known, `audio` what was counted of its RTP, `fax` what became of a fax on it.
    """

    at: datetime
    channel: Channel
    cause: int
    cause_text: str
    tech_cause: int | None
    audio: AudioStream | None = None
    fax: str = ""


@dataclass(frozen=True, slots=True)
class HangupRequested:
    """Somebody hangs up; comes once or several times. `soft`: from this side of Asterisk, not from the network."""

    at: datetime
    channel: str
    cause: int | None
    soft: bool


@dataclass(frozen=True, slots=True)
class DigitReceived:
    """One DTMF digit (0-9, A-D, * or #), told at its end."""

    at: datetime
    channel: str
    digit: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class HoldChanged:
    at: datetime
    channel: str
    held: bool


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """A phone asks for a transfer (SIP REFER) on `channel`: to `number`, or to the far end of its line `replaces`.

    `told` is empty; Asterisk repeats the event with what the phone was told about it.
    """

    at: datetime
    channel: str
    number: str
    replaces: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """`target` is `channel:ID` or `bridge:ID`."""

    at: datetime
    playback: str
    target: str
    state: PlaybackState


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """`kept`: the file is whole; otherwise it could not be written."""

    at: datetime
    recording: str
    target: str
    kept: bool


@dataclass(frozen=True, slots=True)
class TalkingStarted:
    """Only of channels on which TALK_DETECT is set."""

    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class TalkingFinished:
    at: datetime
    channel: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class ContactStatusChanged:
    """`endpoint` is technology and name (`PJSIP/8001`), `uri` the registered address."""

    at: datetime
    endpoint: str
    aor: str
    uri: str
    status: ContactStatus


@dataclass(frozen=True, slots=True)
class EndpointStateChanged:
    at: datetime
    endpoint: str
    state: EndpointState


@dataclass(frozen=True, slots=True)
class DialProgress:
    """`peer` is the dialled leg's channel id, `caller` that of the channel it is dialled for, if any."""

    at: datetime
    peer: str
    caller: str | None
    status: DialStatus


@dataclass(frozen=True, slots=True)
class ChannelEnteredBridge:
    """`bridge` shows the members after the change."""

    at: datetime
    bridge: Bridge
    channel: str


@dataclass(frozen=True, slots=True)
class ChannelLeftBridge:
    """`bridge` shows the members after the change."""

    at: datetime
    bridge: Bridge
    channel: str


@dataclass(frozen=True, slots=True)
class BridgeDestroyed:
    at: datetime
    bridge: str


@dataclass(frozen=True, slots=True)
class ApplicationReplaced:
    """Another client took our application over: Asterisk sends us nothing more, and does not close the socket."""

    at: datetime


AriEvent: TypeAlias = (
    ChannelEntered
    | ChannelLeft
    | ChannelCreated
    | ChannelStateChanged
    | ChannelDestroyed
    | HangupRequested
    | DigitReceived
    | HoldChanged
    | TransferAsked
    | PlaybackFinished
    | RecordingEnded
    | TalkingStarted
    | TalkingFinished
    | ContactStatusChanged
    | EndpointStateChanged
    | DialProgress
    | ChannelEnteredBridge
    | ChannelLeftBridge
    | BridgeDestroyed
    | ApplicationReplaced
)
