"""What was seen of a line while it ran, and how it is configured; nothing of what that means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DChannel(StrEnum):
    """Whether the signalling channel is established; NONE where the line has none, UNKNOWN while nobody can tell."""

    NONE = "none"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Question(StrEnum):
    """What only somebody at the line can find out."""

    LOOP_PLUG = "loop-plug"
    """Does the alarm go when a loop plug (E1: 1-4, 2-5) is put into our port?"""
    SWAPPED_PAIRS = "swapped-pairs"
    """Does the alarm go when the two pairs of the cable are exchanged?"""
    HUNG_UP = "hung-up"
    """Has the caller hung up, whose call is still up on an analog port?"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the driver counted in `seconds`; `alarms` is how often an alarm began meanwhile."""

    seconds: float = 0.0
    code_violations: int = 0
    crc4_errors: int = 0
    far_errors: int = 0
    frame_errors: int = 0
    slips: int = 0
    alarms: int = 0

    def per_minute(self, count: int) -> float:
        return count * 60 / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Who times what: `taken` says that this line is to give us its clock, `source` that its card uses it now.

    `sources` counts the carriers' lines that are to give a clock, over all cards.
    """

    taken: bool = True
    source: bool = True
    sources: int = 1


@dataclass(frozen=True, slots=True)
class Isdn:
    """The D-channel's two layers; frames are None where nobody counted them.

    `notices` are libpri's own words, `causes` Q.850's of the calls that failed.
    """

    network_side: bool = False
    switch_type: str = "euroisdn"
    frames_sent: int | None = None
    frames_received: int | None = None
    notices: tuple[str, ...] = ()
    causes: tuple[int, ...] = ()
    calls_answered: int = 0


@dataclass(frozen=True, slots=True)
class R2:
    """Calls over MFC/R2: how they failed since the last that was offered, in openr2's words, and how many of them the
    exchange took back; how many digits came, the latest last; and how long it took until a call was offered, where
    somebody has measured that.
    """

    variant: str = "cn"
    dnis_digits: int = 0
    far_end_blocked: int = 0
    errors: tuple[str, ...] = ()
    taken_back: int = 0
    digits_received: tuple[int, ...] = ()
    seconds_to_offer: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ss7:
    """SS7's link: point codes as numbers; `strange_points` are those that messages to us were for, `strange_circuits`
    those, or ranges of them, that the exchange used and we do not have.
    """

    own_point: int = 0
    adjacent_point: int = 0
    strange_points: tuple[int, ...] = ()
    strange_circuits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """An analog port that faces an exchange. Tones are `on,off` in ms; `echo_loss` is the return loss in dB.

    `hung_on_tone` counts calls that stayed up although the other side had hung up and a tone was heard;
    `hung_on_silence` those where nothing was heard. `tone_now` is keyed on a call that is up at this moment, or it is
    `silent_now`. Reversals are of the line's polarity.
    """

    channel: int
    battery: bool = True
    reversed_at_rest: bool = False
    busy_tone: str = "350,350"
    tone_heard: str = ""
    hung_on_tone: int = 0
    hung_on_silence: int = 0
    tone_now: str = ""
    silent_now: bool = False
    answer_on_polarity: bool = False
    hangup_on_polarity: bool = False
    calls_out: int = 0
    reversals_at_answer: int = 0
    reversals_at_end: int = 0
    echo_canceller: str = "mg2"
    echo_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """What a test call to `number` heard on `channel`: levels in dBm0, losses in dB, delays in ms.

    The number is `looped` if it is known to give back what it hears; `bits` were then compared.
    """

    number: str
    channel: int
    looped: bool = False
    hertz: float = 0.0
    tone: float | None = None
    noise: float = -99.0
    other_law: bool = False
    echo_loss: float | None = None
    echo_delay: float = 0.0
    bits: int = 0
    wrong_bits: int = 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """The numbers for which calls came over the line, the latest last, and those that lead somewhere here."""

    numbers: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line. `signals` are the framer's words: los, lfa, lmfa, ais, rai, red, recovering, loopback, not-open."""

    span: int
    digital: bool = True
    signals: frozenset[str] = frozenset()
    crc4: bool = False
    counts: Counts = Counts()
    clock: Clock = Clock()
    d_channel: DChannel = DChannel.NONE
    isdn: Isdn | None = None
    r2: R2 | None = None
    ss7: Ss7 | None = None
    ports: tuple[Port, ...] = ()
    sound: Sound | None = None
    arrived: Arrived = Arrived()
    answers: Mapping[Question, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause by its stable code, with the values that prove it; `ask` would make it surer."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    ask: Question | None = None
