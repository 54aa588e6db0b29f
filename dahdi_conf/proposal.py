"""The whole intent from three answers: the country, what the carrier's paper says, and which numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dahdi_conf.countries import Country, countries
from dahdi_conf.intent import R2, Intent, Peer, Pin, PortIntent, Signalling, SpanIntent, Use
from dahdi_conf.model import Hardware, PortType, Role, Span, SpanKind
from dahdi_conf.resolution import FALLBACK, kind
from dahdi_conf.verify.numbers import number_range

POSSIBLE = {
    SpanKind.E1: (Signalling.PRI, Signalling.R2, Signalling.SS7, Signalling.EM),
    SpanKind.T1: (Signalling.PRI, Signalling.SS7, Signalling.EM),
    SpanKind.J1: (Signalling.PRI, Signalling.SS7, Signalling.EM),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What the technician said; `numbers` are single ones or ranges, `first_phone` the first analog telephone's."""

    country: str
    signalling: Signalling
    numbers: tuple[str, ...]
    first_phone: str = "8101"


def propose(hardware: Hardware, answers: Answers, pins: Mapping[str, Pin] | None = None) -> Intent:
    """Every digital line as a carrier's with all numbers; each analog line with a number of its own, as far as they go.

    A line whose hardware is the network's side leads to a PBX; one that cannot be signalled so is left unused, a port
    without a number is left out; `pins` that there are stay.
    """
    land = countries().get(answers.country, countries()[FALLBACK])
    spans = {span.identity: _span(span, answers, land) for _, span in hardware.spans() if span.digital}
    used = any(one.signalling is not Signalling.UNUSED for one in spans.values())
    ports = dict(_ports(hardware, answers, () if used else answers.numbers))
    return Intent(answers.country, spans=spans, ports=ports, pins=pins or {})


def _span(span: Span, answers: Answers, land: Country) -> SpanIntent:
    now = kind(span, SpanIntent(), land)
    if span.role is Role.NT:
        return SpanIntent(signalling=Signalling.BRI, peer=Peer.PBX)
    if now is SpanKind.BRI:
        return SpanIntent(signalling=Signalling.BRI, numbers=answers.numbers)
    if answers.signalling not in POSSIBLE.get(now, ()):
        return SpanIntent()
    if answers.signalling is not Signalling.R2:
        return SpanIntent(signalling=answers.signalling, numbers=answers.numbers)
    return SpanIntent(signalling=Signalling.R2, numbers=answers.numbers, r2=R2(dnis_digits=_digits(answers.numbers)))


def _digits(numbers: tuple[str, ...]) -> int:
    """As many digits as the carrier would send for whole numbers; fewer are set by hand where it sends fewer."""
    return max((len(text.partition("-")[0].lstrip("+")) for text in numbers), default=0)


def _each(numbers: tuple[str, ...]) -> Iterator[str]:
    """Every number of every range; what is none stands as it is, for verification to name."""
    for text in numbers:
        try:
            whole, digits = number_range(text), len(text.partition("-")[0].lstrip("+"))
        except ValueError:
            yield text
            continue
        yield from (f"{'+' if text.startswith('+') else ''}{number:0{digits}}" for number in whole)


def _ports(hardware: Hardware, answers: Answers, numbers: tuple[str, ...]) -> Iterator[tuple[str, PortIntent]]:
    lines, phone = _each(numbers), int(answers.first_phone)
    for _, span in hardware.spans():
        for port in span.ports:
            identity = f"{span.identity}/{port.position}"
            if port.type is PortType.FXO:
                if number := next(lines, ""):
                    yield identity, PortIntent(use=Use.LINE, number=number)
            elif port.type is PortType.FXS:
                yield identity, PortIntent(use=Use.PHONE, number=str(phone))
                phone += 1
