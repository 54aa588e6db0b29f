"""A span and its channels at one moment, in DAHDI's own words."""

from dataclasses import dataclass
from enum import IntFlag, StrEnum


class Alarm(IntFlag):
    """DAHDI_ALARM_* of dahdi/user.h. YELLOW is the far end's complaint (RAI), BLUE the all-ones signal (AIS)."""

    RECOVER = 1 << 0
    LOOPBACK = 1 << 1
    YELLOW = 1 << 2
    RED = 1 << 3
    BLUE = 1 << 4
    NOTOPEN = 1 << 5
    LOS = 1 << 8
    LFA = 1 << 9
    LMFA = 1 << 10


QUIET = Alarm(0)


class Signal(StrEnum):
    """The signallings of channels that carry no speech: a D-channel by software or hardware, and SS7's link."""

    D_SOFTWARE = "HDLCFCS"
    D_HARDWARE = "Hardware-assisted HDLC"
    MTP2 = "MTP2"


D_CHANNELS = frozenset({Signal.D_SOFTWARE, Signal.D_HARDWARE})
LINKS = D_CHANNELS | {Signal.MTP2}
"""What must be established before a call passes."""


@dataclass(frozen=True, slots=True)
class Counters:
    """Since the driver was loaded, each: they only grow, until it is loaded anew."""

    code_violations: int = 0
    crc4_errors: int = 0
    far_errors: int = 0
    """E-bits: blocks that the far end received with a CRC-4 error."""
    frame_errors: int = 0
    slips: int = 0
    missed_interrupts: int = 0
    errored_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """A timeslot or analog port; `open` means that a program has it, which is not yet a call."""

    number: int
    name: str
    signalling: str = ""
    open: bool = False
    alarms: Alarm = QUIET
    echo_canceller: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """`coding` are the words of the line's configuration, such as CCS, HDB3 and CRC4; empty when unconfigured.

    The `master` times DAHDI itself; a `clock_source` is the line from which its card takes its clock.
    """

    number: int
    name: str
    description: str
    coding: frozenset[str] = frozenset()
    alarms: Alarm = QUIET
    master: bool = False
    clock_source: bool = False
    counters: Counters = Counters()
    channels: tuple[Channel, ...] = ()
    strange: tuple[str, ...] = ()
    """Words of the title that nobody knows."""
