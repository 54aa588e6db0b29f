"""The spans of a card and their ports, from what DAHDI shows of them."""

import re
from collections.abc import Sequence

from dahdi_conf.cards import Product
from dahdi_conf.facts import ChannelFact, DahdiDevice, SpanFact
from dahdi_conf.model import Port, PortType, Role, Span, SpanKind

KINDS = {kind.value: kind for kind in (SpanKind.E1, SpanKind.T1, SpanKind.J1)} | {
    "BRI_NT": SpanKind.BRI,
    "BRI_TE": SpanKind.BRI,
    "BRI_SOFT": SpanKind.BRI,
    "FXS": SpanKind.ANALOG,
    "FXO": SpanKind.ANALOG,
    "ANALOG_MIXED": SpanKind.ANALOG,
}
ROLES = {"BRI_NT": Role.NT, "BRI_TE": Role.TE}
CHANNELS = {SpanKind.E1: 31, SpanKind.T1: 24, SpanKind.J1: 24, SpanKind.BRI: 3}
SIZES = {31: SpanKind.E1, 24: SpanKind.T1, 3: SpanKind.BRI}
FRAMED = (SpanKind.E1, SpanKind.T1, SpanKind.J1)
INSTALLED = re.compile(r"(?P<word>Port|Module) (?P<number>\d+): (?P<what>Installed -- (?:AUTO|MANUAL) FX[OS]|FAILED)")


def spans(
    card: str, device: DahdiDevice, product: Product | None, line_modes: bool, said: Sequence[str]
) -> tuple[Span, ...]:
    """All spans of a DAHDI device, numbered or not, in the order of their places on the card."""
    assigned = {span.local: span for span in device.spans}
    types = dict(device.types) | {span.local: span.type for span in device.spans}
    return tuple(
        _span(card, local, types[local], assigned.get(local), product, line_modes, said) for local in sorted(types)
    )


def _span(
    card: str, local: int, type: str, fact: SpanFact | None, product: Product | None, modes: bool, said: Sequence[str]
) -> Span:
    kind = _kind(type, fact, product)
    ports = _ports(type, fact, product, said) if kind in (SpanKind.ANALOG, SpanKind.DYNAMIC) else ()
    return Span(
        card=card,
        local=local,
        kind=kind,
        channels=fact.channels if fact else CHANNELS.get(kind, len(ports)),
        ports=ports,
        role=ROLES.get(type),
        number=fact.number if fact else None,
        base=fact.base if fact else None,
        name=fact.name if fact else "",
        description=fact.description if fact else "",
        modes=FRAMED if modes and kind in FRAMED else (),
        crc4="CRC4" in fact.linecompat if fact else kind is SpanKind.E1,
        framing=fact.lineconfig if fact else "",
    )


def _kind(type: str, fact: SpanFact | None, product: Product | None) -> SpanKind:
    if type in KINDS:
        return KINDS[type]
    # Loops say DYNAMIC, drivers outside DAHDI often nothing: then the size tells, as for dahdi_genconf's successors.
    if fact and fact.linecompat:
        return SIZES.get(fact.channels, SpanKind.DYNAMIC)
    if type == "DYNAMIC":
        return SpanKind.DYNAMIC
    kinds = product.kinds if product else ()
    return SpanKind(kinds[0]) if not fact and kinds else SpanKind.ANALOG


def _ports(type: str, fact: SpanFact | None, product: Product | None, said: Sequence[str]) -> tuple[Port, ...]:
    installed = _installed(said)
    if fact:
        failed = {place for place, kind in installed.items() if kind is PortType.FAILED}
        return tuple(_port(channel, channel.position in failed) for channel in fact.parts)
    # Without a number the channels are not there to be looked at: only what the driver said when it found them is.
    count = product.ports if product and product.kinds == ("analog",) else 0
    fallback = PortType(type) if type in ("FXS", "FXO") else PortType.EMPTY if installed else PortType.UNKNOWN
    return tuple(Port(place, installed.get(place, fallback)) for place in range(1, count + 1))


def _port(channel: ChannelFact, failed: bool) -> Port:
    words = channel.capabilities.split()
    if channel.name.startswith(("XPP_OUT/", "XPP_IN/")):
        type = PortType.OUT if channel.name.startswith("XPP_OUT/") else PortType.IN
    elif failed:
        type = PortType.FAILED
    elif {word[:3] for word in words} >= {"FXS", "FXO"}:
        type = PortType.LOOP
    # A port is signalled as what it faces: FXS signalling runs on FXO ports.
    elif any(word.startswith("FXS") for word in words):
        type = PortType.FXO
    elif any(word.startswith("FXO") for word in words):
        type = PortType.FXS
    else:
        type = PortType.EMPTY
    return Port(channel.position, type)


def _installed(said: Sequence[str]) -> dict[int, PortType]:
    """Port types by place, as the drivers print them; `Module` counts from 0, `Port` from 1."""
    found: dict[int, PortType] = {}
    for line in said:
        if match := INSTALLED.search(line):
            place = int(match["number"]) + (match["word"] == "Module")
            what = match["what"]
            found[place] = PortType.FAILED if what == "FAILED" else PortType(what[-3:])
    return found
