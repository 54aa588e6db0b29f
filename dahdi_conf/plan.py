"""From what was found and what is wanted to numbered spans and channels; nothing is asked of the machine."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dahdi_conf import clock, resolution, slots
from dahdi_conf.countries import Country
from dahdi_conf.intent import Intent, Pin, PortIntent, Signalling, SpanIntent, Use
from dahdi_conf.model import Bus, Card, Hardware, Port, PortType, Span, SpanKind
from dahdi_conf.numbering import Numbered, pin
from dahdi_conf.resolution import CHANNELS, SIGNAL_SLOT

SOFTWARE_CANCELLERS = ("oslec", "mg2", "kb1", "sec2", "sec", "jpah")
"""The software echo cancellers of DAHDI, best first; oslec needs a module that kernels may lack."""

BUILT_IN = frozenset(SOFTWARE_CANCELLERS) - {"oslec"}
"""Those that come with DAHDI itself."""

ASSOCIATED = (Signalling.R2, Signalling.EM)
"""Signalling that each channel has for itself: E1 carries it in timeslot 16, T1 and J1 in bits robbed from speech."""

MODULES = {Use.LINE: PortType.FXO, Use.PHONE: PortType.FXS}
"""What must stand in a port for each use."""


@dataclass(frozen=True, slots=True)
class SpanPlan:
    """A digital line in its place. `timing` is DAHDI's (0 none); channels are absolute; `settings` leave nothing open.

    `signal` is the channel of the D-channel or signalling link, None without one; `hardware_hdlc` whether the card
    frames it, as all BRI cards do; `echo` the software canceller or "".
    """

    card: Card
    span: Span
    kind: SpanKind
    pin: Pin
    settings: SpanIntent
    timing: int
    bearers: tuple[int, ...]
    signal: int | None
    hardware_hdlc: bool
    echo: str

    @property
    def identity(self) -> str:
        return self.span.identity

    @property
    def loop(self) -> bool:
        """Whether DAHDI itself is the line, which knows no clock and no framing."""
        return self.card.bus is Bus.LOOP


@dataclass(frozen=True, slots=True)
class PortPlan:
    """An analog port in its place."""

    card: Card
    span: Span
    port: Port
    pin: Pin
    settings: PortIntent
    echo: str

    @property
    def identity(self) -> str:
        return f"{self.span.identity}/{self.port.position}"

    @property
    def channel(self) -> int:
        """Absolute; empty positions count too."""
        return self.pin.base + self.port.position - 1


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines that are there and wanted, and the pins of those that were ever there."""

    country: Country
    impedance: str
    spans: tuple[SpanPlan, ...] = ()
    ports: tuple[PortPlan, ...] = ()
    pins: Mapping[str, Pin] = field(default_factory=dict)
    modes: Mapping[str, SpanKind] = field(default_factory=dict)
    """What each span that could be E1 or T1 is set to, used or not."""
    cards: tuple[Card, ...] = ()


def plan(hardware: Hardware, intent: Intent, cancellers: Collection[str] = BUILT_IN) -> Plan:
    """The plan of any intent, a wrong one included; `cancellers` are the software echo cancellers at hand."""
    land = resolution.country(intent)
    kinds = {span.identity: resolution.kind(span, _wanted(intent, span), land) for _, span in hardware.spans()}
    pins = pin(_numbered(hardware, kinds), intent.pins)
    software = software_canceller(intent.echo_canceller, cancellers)
    found = [item for item in hardware.spans() if item[1].identity in pins]
    found.sort(key=lambda item: pins[item[1].identity].number)
    lines = [_line(card, span, kinds[span.identity], pins, intent, software) for card, span in found if span.digital]
    return Plan(
        land,
        land.impedance if intent.impedance == "auto" else intent.impedance,
        tuple(_timed([line for line in lines if line.settings.signalling is not Signalling.UNUSED])),
        tuple(port for card, span in found for port in _ports(card, span, pins, intent, software)),
        pins,
        {span.identity: kinds[span.identity] for _, span in found if span.modes},
        hardware.cards,
    )


def pinned(intent: Intent, made: Plan) -> Intent:
    """The intent with the numbers that the plan gave, so that the next plan gives the same."""
    return replace(intent, pins=made.pins)


def moved(intent: Intent, old: str, new: str) -> Intent:
    """The intent with all that was the card `old`'s given to `new`, its replacement: numbers, settings and ports."""

    def renamed(identity: str) -> str:
        return new + identity.removeprefix(old) if identity.startswith(f"{old}#") else identity

    spans = {renamed(key): value for key, value in intent.spans.items()}
    ports = {renamed(key): value for key, value in intent.ports.items()}
    return replace(intent, spans=spans, ports=ports, pins={renamed(key): one for key, one in intent.pins.items()})


def software_canceller(wish: str, available: Collection[str]) -> str:
    """The best there is, the one wished for, or "" for none."""
    if wish == "auto":
        return next((name for name in SOFTWARE_CANCELLERS if name in available), "")
    return "" if wish == "none" else wish


def _wanted(intent: Intent, span: Span) -> SpanIntent:
    return intent.spans.get(span.identity, SpanIntent())


def _numbered(hardware: Hardware, kinds: Mapping[str, SpanKind]) -> Iterator[Numbered]:
    for _, span in hardware.spans():
        size = resolution.size(span, kinds[span.identity])
        kept = size == span.channels
        yield Numbered(span.identity, size, span.number if kept else None, span.base if kept else None)


def _line(card: Card, span: Span, kind: SpanKind, pins: Mapping[str, Pin], intent: Intent, software: str) -> SpanPlan:
    land, own = resolution.country(intent), pins[span.identity]
    settings = resolution.span_settings(_wanted(intent, span), span, kind, land)
    signal = signal_slot(settings)
    bearers = tuple(own.base + slot - 1 for slot in bearer_slots(settings, own.channels))
    echo = software if settings.echo_cancel and not card.echo_canceller else ""
    hdlc = kind is SpanKind.BRI and card.bus is not Bus.LOOP
    return SpanPlan(card, span, kind, own, settings, 0, bearers, own.base + signal - 1 if signal else None, hdlc, echo)


def signal_slot(settings: SpanIntent) -> int | None:
    """The timeslot of the D-channel or signalling link; None where signalling goes with the channels."""
    match settings.signalling:
        case Signalling.PRI | Signalling.BRI:
            return settings.isdn.d_channel
        case Signalling.SS7:
            return settings.ss7.link_slot
    return None


def bearer_slots(settings: SpanIntent, size: int) -> tuple[int, ...]:
    """The timeslots that carry speech: those rented, else all but the one that signals."""
    try:
        rented = slots.parse(settings.slots) if settings.slots else tuple(range(1, size + 1))
    except ValueError:
        rented = ()
    taken = signal_slot(settings)
    if settings.signalling in ASSOCIATED and size == CHANNELS[SpanKind.E1]:
        taken = SIGNAL_SLOT[SpanKind.E1]
    return tuple(slot for slot in sorted(set(rented)) if slot != taken and 1 <= slot <= size)


def _timed(lines: list[SpanPlan]) -> Iterator[SpanPlan]:
    sources = [
        clock.Source(line.identity, line.pin.number, line.settings.clock, line.kind is SpanKind.BRI)
        for line in lines
        if not line.loop
    ]
    timing = clock.order(sources)
    return (replace(line, timing=timing.get(line.identity, 0)) for line in lines)


def serves(port: Port, use: Use) -> bool:
    """Whether the port can be used so; a loop's can be anything."""
    return use in MODULES and port.type in (MODULES[use], PortType.LOOP)


def _ports(card: Card, span: Span, pins: Mapping[str, Pin], intent: Intent, software: str) -> Iterator[PortPlan]:
    if span.digital:
        return
    for port in span.ports:
        wanted = intent.ports.get(f"{span.identity}/{port.position}", PortIntent())
        if not serves(port, wanted.use):
            continue
        settings = resolution.port_settings(wanted, resolution.country(intent))
        echo = software if settings.echo_cancel and not card.echo_canceller else ""
        yield PortPlan(card, span, port, pins[span.identity], settings, echo)
