"""Telephony cards with their spans and ports, as they were found; nothing of what the site wants from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Bus(Enum):
    """How a card hangs on the machine; LOOP is a span of DAHDI's own with no card behind it (dahdi_dynamic)."""

    PCI = "pci"
    USB = "usb"
    LOOP = "loop"


class CardState(Enum):
    """Whether a card works: its driver has it, nothing has it, its driver gave up, or nobody knows the card."""

    OK = "ok"
    NO_DRIVER = "no_driver"
    DRIVER_FAILED = "driver_failed"
    UNKNOWN_CARD = "unknown_card"


class SpanKind(Enum):
    """What a span carries; DYNAMIC is a span of DAHDI's own of another size, for analog ports."""

    E1 = "E1"
    T1 = "T1"
    J1 = "J1"
    BRI = "BRI"
    ANALOG = "analog"
    DYNAMIC = "dynamic"


class PortType(Enum):
    """What stands in an analog port: FXO faces an exchange, FXS a telephone; IN and OUT are contacts and relays.

    LOOP is a channel of DAHDI's own, which stands for either.
    """

    FXS = "FXS"
    FXO = "FXO"
    LOOP = "loop"
    OUT = "out"
    IN = "in"
    EMPTY = "empty"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Role(Enum):
    """The side of a BRI line that the hardware has: terminal (faces the carrier) or network."""

    TE = "te"
    NT = "nt"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not as it should be: a stable code, what it is about, and the kernel's own words, if any."""

    code: str
    about: str = ""
    kernel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """An analog port; `position` counts from 1 within its span, empty ports included."""

    position: int
    type: PortType


@dataclass(frozen=True, slots=True)
class Span:
    """A digital line or a whole analog card (unit, on an Astribank).

    `card` and `local` (from 1, as the driver counts) are its identity and outlive restarts, other cards and other
    spans; `number` and `base` are DAHDI's present numbers of the span and its first channel, None while unassigned.
    `channels` counts those DAHDI reserves, D-channel and empty ports included; 0 when nothing tells it.
    """

    card: str
    local: int
    kind: SpanKind
    channels: int
    ports: tuple[Port, ...] = ()
    role: Role | None = None
    number: int | None = None
    base: int | None = None
    name: str = ""
    description: str = ""
    modes: tuple[SpanKind, ...] = ()
    """The line modes that it can be set to before it is assigned; empty when the hardware fixes it."""
    crc4: bool = False
    """Whether its framer knows CRC-4 multiframes (G.704)."""
    framing: str = ""
    """DAHDI's present line configuration, such as `CCS/HDB3/CRC4`; empty when unconfigured."""

    @property
    def identity(self) -> str:
        """The same span's name for ever: `<card>#<local>`."""
        return f"{self.card}#{self.local}"

    @property
    def digital(self) -> bool:
        return self.kind not in (SpanKind.ANALOG, SpanKind.DYNAMIC)


@dataclass(frozen=True, slots=True)
class Card:
    """A telephony card, an Astribank, or a loop.

    `identity` is the hardware's own number where it has one, else its rotary switch (`switch:2`), else the way to its
    slot (`slot:pci0000:00/1c.4/00.0`, free of bus numbers, which change when another card comes in).
    `hardware_id` and `location` are DAHDI's names for the same, as assigned-spans.conf matches them; empty while no
    driver has the card. `product` is a key of cards.toml, empty for an unknown card; `address` is the present one.
    """

    identity: str
    product: str
    bus: Bus
    address: str
    driver: str
    state: CardState = CardState.OK
    reason: Reason | None = None
    maker: str = ""
    model: str = ""
    hardware_id: str = ""
    location: str = ""
    device: str = ""
    """The name below /sys/bus/dahdi_devices/devices; empty while no driver has the card."""
    echo_canceller: str = ""
    """The hardware echo canceller that was found, such as `VPMOCT128`; empty when there is none."""
    slot: str = ""
    """The way to where it sits now, which is part of the identity only of a card that has no number of its own."""
    ids: str = ""
    """Its numbers on the bus, such as `pci:d161:800e/d161:0001`; empty for a loop."""
    notes: tuple[Reason, ...] = ()
    """What is wrong with a card that works all the same, such as an echo canceller without its firmware."""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hardware:
    """Everything found, in an order that depends on nothing but the identities."""

    cards: tuple[Card, ...] = ()

    def spans(self) -> Iterator[tuple[Card, Span]]:
        """Every span with its card."""
        return ((card, span) for card in self.cards for span in card.spans)

    def card(self, identity: str) -> Card | None:
        """The card of that identity."""
        return next((card for card in self.cards if card.identity == identity), None)

    def span(self, identity: str) -> Span | None:
        """The span of that identity, `<card>#<local>`."""
        return next((span for _, span in self.spans() if span.identity == identity), None)
