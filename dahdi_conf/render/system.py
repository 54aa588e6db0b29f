"""/etc/dahdi/system.conf: spans, what each channel signals, echo cancellers and tones, as dahdi_cfg reads them."""

from collections.abc import Iterator
from itertools import groupby

from dahdi_conf import slots
from dahdi_conf.intent import Law, Side, Signalling, Start, Use
from dahdi_conf.model import SpanKind
from dahdi_conf.plan import ASSOCIATED, Plan, PortPlan, SpanPlan
from dahdi_conf.render import places
from dahdi_conf.render.block import Block, file
from dahdi_conf.resolution import MU_LAW

CODING = {SpanKind.E1: "hdb3", SpanKind.T1: "b8zs", SpanKind.J1: "b8zs", SpanKind.BRI: "ami"}
STARTS = {Start.KEWL: "ks", Start.LOOP: "ls", Start.GROUND: "gs"}
FACES = {Use.LINE: "fxs", Use.PHONE: "fxo"}
"""A port signals as its far end's module would: an FXO port, which faces an exchange, with FXS signalling."""


def render(plan: Plan) -> str:
    return file([*map(_span, plan.spans), *_analog(plan), _tones(plan)])


def _span(line: SpanPlan) -> Block:
    own = [] if line.loop else [_span_line(line)]
    return Block(places.span(line), (*own, *_channels(line), *_law(line), *_echo(line)))


def _span_line(line: SpanPlan) -> str:
    fields = [str(line.pin.number), str(line.timing), str(line.settings.build_out), _framing(line), CODING[line.kind]]
    if line.settings.crc4:
        fields.append("crc4")
    if line.kind is SpanKind.BRI and line.span.role is None:
        fields.append("nt" if line.settings.isdn.side is Side.NET else "te")
    return f"span={','.join(fields)}"


def _framing(line: SpanPlan) -> str:
    if line.kind in MU_LAW:
        return "esf"
    return "cas" if line.settings.signalling in ASSOCIATED else "ccs"


def _channels(line: SpanPlan) -> Iterator[str]:
    bearers = slots.shown(line.bearers)
    if line.settings.signalling is Signalling.R2:
        yield f"cas={bearers}:{line.settings.r2.idle_bits}"
        return
    if line.settings.signalling is Signalling.EM:
        yield f"{'e&me1' if wired_as_e1(line) else 'e&m'}={bearers}"
        return
    if bearers:
        yield f"bchan={bearers}"
    yield f"{_signal_keyword(line)}={line.signal}"


def wired_as_e1(line: SpanPlan) -> bool:
    """Whether its E&M has the bits of E1, as real cards want; DAHDI's own spans know T1's alone."""
    return line.kind is SpanKind.E1 and not line.loop


def _signal_keyword(line: SpanPlan) -> str:
    if line.settings.signalling is Signalling.SS7:
        return "mtp2"
    return "hardhdlc" if line.hardware_hdlc else "dchan"


def _law(line: SpanPlan) -> Iterator[str]:
    usual = Law.MULAW if line.kind in MU_LAW else Law.ALAW
    if line.settings.law is not usual:
        yield f"{line.settings.law.value}={slots.shown(line.bearers)}"


def _echo(line: SpanPlan) -> Iterator[str]:
    if line.echo and line.bearers:
        yield f"echocanceller={line.echo},{slots.shown(line.bearers)}"


def _analog(plan: Plan) -> Iterator[Block]:
    """One block for neighbouring ports of a card that are alike."""
    for (_, keyword, echo), group in groupby(plan.ports, _alike):
        ports = list(group)
        channels = slots.shown(port.channel for port in ports)
        lines = [f"{keyword}={channels}", *([f"echocanceller={echo},{channels}"] if echo else [])]
        yield Block(_names(ports), tuple(lines))


def _alike(port: PortPlan) -> tuple[str, str, str]:
    keyword = FACES[port.settings.use] + STARTS[port.settings.start]
    return port.span.identity, keyword, port.echo


def _names(ports: list[PortPlan]) -> str:
    if len(ports) == 1:
        return places.port(ports[0])
    positions = slots.shown(port.port.position for port in ports)
    return f"ports.{ports[0].span.identity}/{positions}: {ports[0].settings.use.value}"


def _tones(plan: Plan) -> Block:
    zone = plan.country.zone
    return Block(places.land(plan.country), (f"loadzone={zone}", f"defaultzone={zone}"))
