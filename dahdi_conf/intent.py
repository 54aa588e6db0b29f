"""What the site wants of its lines: the country, each digital line, each analog port, and the numbers they keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

LAST_SPAN = 127
LAST_CHANNEL = 1023


class Signalling(Enum):
    """How calls are signalled on a digital line; UNUSED leaves the line alone."""

    PRI = "pri"
    BRI = "bri"
    R2 = "mfcr2"
    SS7 = "ss7"
    EM = "em"
    UNUSED = "unused"


class Peer(Enum):
    """Who is at the far end: the carrier, or an old PBX of the customer whose calls pass through the box."""

    CARRIER = "carrier"
    PBX = "pbx"


class Side(Enum):
    """Our side of an ISDN line; AUTO is the user's towards a carrier and the network's towards a PBX."""

    AUTO = "auto"
    CPE = "cpe"
    NET = "net"


class Clock(Enum):
    """Whether a line's clock is taken; AUTO takes it from carriers and gives it to whoever is served."""

    AUTO = "auto"
    PRIMARY = "primary"
    TAKE = "take"
    GIVE = "give"


class Mode(Enum):
    """What a line that can be both is set to; AUTO is the country's."""

    AUTO = "auto"
    E1 = "E1"
    T1 = "T1"
    J1 = "J1"


class Law(Enum):
    """Companding; AUTO is A-law on E1 and BRI, mu-law on T1 and J1."""

    AUTO = "auto"
    ALAW = "alaw"
    MULAW = "mulaw"


class Overlap(Enum):
    """Where digits may come one by one."""

    NO = "no"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    BOTH = "both"


class Switch(Enum):
    """The dialect of ISDN; AUTO is the country's."""

    AUTO = "auto"
    EUROISDN = "euroisdn"
    QSIG = "qsig"
    NATIONAL = "national"
    NI1 = "ni1"
    DMS100 = "dms100"
    ESS4 = "4ess"
    ESS5 = "5ess"


class NumberType(Enum):
    """The type of number (TON and NPI) that goes with a number sent."""

    UNKNOWN = "unknown"
    LOCAL = "local"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    PRIVATE = "private"
    DYNAMIC = "dynamic"
    REDUNDANT = "redundant"


class Category(Enum):
    """The category of caller that R2 sends."""

    NATIONAL = "national_subscriber"
    NATIONAL_PRIORITY = "national_priority_subscriber"
    INTERNATIONAL = "international_subscriber"
    INTERNATIONAL_PRIORITY = "international_priority_subscriber"
    COLLECT = "collect_call"


class Format(Enum):
    """The point codes of SS7: ITU with 14 bits, ANSI with 24."""

    ITU = "itu"
    ANSI = "ansi"


class Network(Enum):
    """The network indicator of SS7."""

    NATIONAL = "national"
    NATIONAL_SPARE = "national_spare"
    INTERNATIONAL = "international"
    INTERNATIONAL_SPARE = "international_spare"


class Use(Enum):
    """What an analog port is for: an exchange line (FXO module), a telephone (FXS module), or nothing."""

    LINE = "line"
    PHONE = "phone"
    UNUSED = "unused"


class Start(Enum):
    """How a loop is seized and released."""

    KEWL = "kewl"
    LOOP = "loop"
    GROUND = "ground"


class CallerId(Enum):
    """How the caller's number is sent; AUTO is the country's way."""

    AUTO = "auto"
    FSK = "fsk"
    V23 = "v23"
    V23_JP = "v23-jp"
    DTMF = "dtmf"
    NONE = "none"


class CallerIdStart(Enum):
    """What announces the caller's number; BEFORE is DTMF that comes before the first ring with nothing else."""

    AUTO = "auto"
    RING = "ring"
    POLARITY = "polarity"
    POLARITY_IN = "polarity-in"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Isdn:
    """PRI or BRI. `d_channel` is its timeslot, 0 for the usual; a prefix that is `auto` is the country's."""

    side: Side = Side.AUTO
    switch_type: Switch = Switch.AUTO
    overlap: Overlap = Overlap.NO
    d_channel: int = 0
    multipoint: bool = False
    called_type: NumberType = NumberType.UNKNOWN
    calling_type: NumberType = NumberType.UNKNOWN
    international_prefix: str = "auto"
    national_prefix: str = "auto"
    local_prefix: str = ""
    private_prefix: str = ""
    unknown_prefix: str = ""


@dataclass(frozen=True, slots=True)
class R2:
    """MFC/R2. `variant` and `idle_bits` that are `auto` are the country's; digits are the most that are asked for."""

    variant: str = "auto"
    dnis_digits: int = 0
    ani_digits: int = 0
    ani_first: bool = False
    skip_category: bool = False
    category: Category = Category.NATIONAL
    idle_bits: str = "auto"


class Nature(Enum):
    """Of what nature ISUP calls a number (ITU-T Q.763, 3.9 and 3.10); DYNAMIC reads it from the number's prefix."""

    DYNAMIC = "dynamic"
    SUBSCRIBER = "subscriber"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ss7:
    """ISUP over one signalling link; point codes are decimal or in the dashed form of their format.

    `called` and `calling` say of what nature the numbers are that we send.
    """

    format: Format = Format.ITU
    own_point: str = ""
    adjacent_point: str = ""
    destination_point: str = ""
    network: Network = Network.NATIONAL
    linkset: int = 1
    link_slot: int = 16
    first_circuit: int = 1
    called: Nature = Nature.NATIONAL
    calling: Nature = Nature.NATIONAL


class Seizure(Enum):
    """How an E&M line is seized: digits follow at once, or after the far end's wink."""

    IMMEDIATE = "immediate"
    WINK = "wink"


@dataclass(frozen=True, slots=True)
class Em:
    """E&M: each channel has its own signalling, numbers go as DTMF."""

    start: Seizure = Seizure.IMMEDIATE


@dataclass(frozen=True, slots=True)
class SpanIntent:
    """One digital line. `slots` are the timeslots rented, all when empty; `group` 0 is the usual one; `build_out` 0..7.

    `crc4` None is the country's.
    """

    name: str = ""
    signalling: Signalling = Signalling.UNUSED
    peer: Peer = Peer.CARRIER
    mode: Mode = Mode.AUTO
    crc4: bool | None = None
    law: Law = Law.AUTO
    clock: Clock = Clock.AUTO
    slots: str = ""
    build_out: int = 0
    group: int = 0
    echo_cancel: bool = True
    numbers: tuple[str, ...] = ()
    isdn: Isdn = Isdn()
    r2: R2 = R2()
    ss7: Ss7 = Ss7()
    em: Em = Em()


@dataclass(frozen=True, slots=True)
class PortIntent:
    """One analog port. `number` is the line's own or the telephone's; gains are dB.

    `busy_tone` is ms on and off (`350,350`) or `auto`, the country's; `busy_count` 0 likewise.
    """

    name: str = ""
    use: Use = Use.UNUSED
    number: str = ""
    group: int = 0
    start: Start = Start.KEWL
    caller_id: CallerId = CallerId.AUTO
    caller_id_start: CallerIdStart = CallerIdStart.AUTO
    answer_on_polarity: bool = False
    hangup_on_polarity: bool = False
    busy_detect: bool = True
    busy_tone: str = "auto"
    busy_count: int = 0
    rx_gain: float = 0.0
    tx_gain: float = 0.0
    echo_cancel: bool = True


@dataclass(frozen=True, slots=True)
class Pin:
    """The numbers that a span keeps for ever: its own, its first channel's, and how many channels it reserves."""

    number: int
    base: int
    channels: int

    @property
    def last(self) -> int:
        return self.base + self.channels - 1


@dataclass(frozen=True, slots=True)
class Intent:
    """The whole document. Spans are named `<card>#<local>`, ports `<card>#<local>/<position>`, as they are found.

    `echo_canceller` is the software one: `auto`, `none` or a name; `impedance` that is `auto` is the country's.
    """

    country: str = "cn"
    echo_canceller: str = "auto"
    impedance: str = "auto"
    spans: Mapping[str, SpanIntent] = field(default_factory=dict)
    ports: Mapping[str, PortIntent] = field(default_factory=dict)
    pins: Mapping[str, Pin] = field(default_factory=dict)
