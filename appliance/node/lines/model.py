"""A span as it was seen at one moment, and what we make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Signal(StrEnum):
    """What a framer tells of its line (ITU-T G.775): AIS is the blue alarm, RAI the yellow one."""

    LOS = "los"
    LFA = "lfa"
    LMFA = "lmfa"
    AIS = "ais"
    RAI = "rai"
    RED = "red"
    RECOVERING = "recovering"
    LOOPBACK = "loopback"
    NOT_OPEN = "not-open"


IMPAIRING = frozenset(Signal) - {Signal.LMFA, Signal.RECOVERING}
"""With one of these no call passes; a line without CRC-4 multiframes carries calls, one that recovers will soon."""


class DChannel(StrEnum):
    """Whether the D-channel is established; NONE where the line has none, UNKNOWN while nobody can tell."""

    NONE = "none"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class State(StrEnum):
    """`up`: calls pass; `alarm`: the line is out; `signalling`: the line is well, the D-channel or the SS7 link is not;
    `settling`: all is well again, not yet for long enough; `blocked`: the exchange blocks every channel (MFC/R2, SS7);
    `gone`: the span is there no more.
    """

    UP = "up"
    ALARM = "alarm"
    SIGNALLING = "signalling"
    SETTLING = "settling"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Counters:
    """Counted by the driver since it was loaded; `far_errors` are what the other side received wrongly."""

    code_violations: int = 0
    crc4_errors: int = 0
    far_errors: int = 0
    frame_errors: int = 0
    slips: int = 0
    missed_interrupts: int = 0
    errored_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One span at one moment. `busy` has the Asterisk channel on each channel that has one, None if nobody could tell.

    `digital` is False for a card of analog ports, whose alarms are each port's own: `ports_out` are those without
    battery. `clock_source` says that a card takes its clock from this line, `master` that it times all audio.
    """

    number: int
    name: str
    description: str = ""
    digital: bool = True
    channels: int = 0
    signals: frozenset[Signal] = frozenset()
    d_channel: DChannel = DChannel.NONE
    counters: Counters = Counters()
    busy: Mapping[int, str] | None = None
    ports_out: tuple[int, ...] = ()
    blocked: frozenset[int] = frozenset()
    """The channels on which the exchange takes and brings no calls for now (ITU-T Q.421, Q.764)."""
    master: bool = False
    clock_source: bool = False
    crc4: bool = False
    groups: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The channels of each group; trunks are made of groups."""
    slots: tuple[int, ...] = ()
    """Its channels by their numbers in DAHDI, in the order of the timeslots or ports."""
    links: frozenset[int] = frozenset()
    """Those of them that carry signalling: D-channel, link of SS7, timeslot 16 where that signals for all."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a span's readings come to: its state since `since`; `clean_since` while it is settling.

    `proven` means that it has once been seen well, its D-channel too.
    """

    reading: Reading
    state: State
    since: datetime
    clean_since: datetime | None = None
    proven: bool = False

    def carries(self, group: int) -> bool:
        """Whether a channel of that group can take a call."""
        channels = self.reading.groups.get(group, frozenset())
        return self.state is State.UP and bool(channels - frozenset(self.reading.ports_out) - self.reading.blocked)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A channel that is taken although no call has it: by the Asterisk channel `channel`, since `since`."""

    span: int
    number: int
    channel: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Quarter:
    """How a span was in the 15 minutes from `start` on; `counts` by the names in `tally`."""

    span: str
    start: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
