"""What each way of signalling asks of a line beyond its being there."""

import re
from collections.abc import Callable, Iterator, Mapping

from dahdi_conf import points
from dahdi_conf.intent import Peer, Seizure, Side, Signalling, SpanIntent
from dahdi_conf.model import Role, SpanKind
from dahdi_conf.plan import SpanPlan
from dahdi_conf.problem import Problem
from dahdi_conf.render.system import wired_as_e1
from dahdi_conf.resolution import SIGNAL_SLOT, side
from dahdi_conf.verify.values import between, prefix

R2_VARIANTS = ("ar", "br", "cn", "cz", "co", "ec", "itu", "mx", "ph", "ve")
MOST_DIGITS = 32
MOST_LINKSETS = 128
LAST_CIRCUIT = 4095
POINTS = ("own_point", "adjacent_point", "destination_point")
_BITS = re.compile(r"[01]{4}")


def problems(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    yield from _CHECKS[wanted.signalling](where, wanted, line)


def _isdn(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    right = SIGNAL_SLOT[line.kind]
    if wanted.isdn.d_channel not in (0, right):
        details = {"value": wanted.isdn.d_channel, "kind": line.kind.value, "right": right}
        yield Problem("lines-d-channel-slot", f"{where}.isdn.d_channel", details)
    for key in ("international", "national", "local", "private", "unknown"):
        yield from prefix(f"{where}.isdn.{key}_prefix", getattr(wanted.isdn, f"{key}_prefix"))
    yield from _side(where, wanted, line)
    if wanted.isdn.multipoint and (line.kind is not SpanKind.BRI or side(wanted, line.span) is Side.NET):
        yield Problem("lines-multipoint", f"{where}.isdn.multipoint", {"kind": line.kind.value})


def _side(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    fixed = {Role.TE: Side.CPE, Role.NT: Side.NET}.get(line.span.role) if line.span.role else None
    chosen = side(wanted, line.span)
    if fixed not in (None, chosen):
        details = {"value": chosen.value, "role": line.span.role.value if line.span.role else ""}
        yield Problem("lines-side-fixed", f"{where}.isdn.side", details)
    elif chosen is Side.NET and wanted.peer is Peer.CARRIER and not line.loop:
        yield Problem("lines-side-unusual", f"{where}.isdn.side", {"value": chosen.value}, blocks=False)


def _r2(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    own = line.settings.r2
    if own.variant not in R2_VARIANTS:
        details = {"value": own.variant, "known": ", ".join(R2_VARIANTS)}
        yield Problem("lines-r2-variant-unknown", f"{where}.r2.variant", details)
    yield from between(f"{where}.r2.dnis_digits", own.dnis_digits, 1, MOST_DIGITS)
    yield from between(f"{where}.r2.ani_digits", own.ani_digits, 0, MOST_DIGITS)
    if not _BITS.fullmatch(own.idle_bits):
        yield Problem("lines-r2-bits-invalid", f"{where}.r2.idle_bits", {"value": own.idle_bits})


def _ss7(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    own = wanted.ss7
    codes = {key: points.number(own.format, getattr(own, key)) for key in POINTS}
    for key, code in codes.items():
        value = getattr(own, key)
        if code is None and (value or key != "destination_point"):
            details = {"value": value, "format": own.format.value}
            yield Problem("lines-ss7-point-invalid", f"{where}.ss7.{key}", details)
    if codes["own_point"] and codes["own_point"] in (codes["adjacent_point"], codes["destination_point"]):
        yield Problem("lines-ss7-point-same", f"{where}.ss7.own_point", {"value": own.own_point})
    yield from between(f"{where}.ss7.link_slot", own.link_slot, 1, line.pin.channels)
    yield from between(f"{where}.ss7.linkset", own.linkset, 1, MOST_LINKSETS)
    yield from between(f"{where}.ss7.first_circuit", own.first_circuit, 1, LAST_CIRCUIT)


def _em(where: str, wanted: SpanIntent, line: SpanPlan) -> Iterator[Problem]:
    if wanted.em.start is Seizure.WINK and wired_as_e1(line):
        yield Problem("lines-em-wink", f"{where}.em.start", {"kind": line.kind.value})


_CHECKS: Mapping[Signalling, Callable[[str, SpanIntent, SpanPlan], Iterator[Problem]]] = {
    Signalling.PRI: _isdn,
    Signalling.BRI: _isdn,
    Signalling.R2: _r2,
    Signalling.SS7: _ss7,
    Signalling.EM: _em,
}
