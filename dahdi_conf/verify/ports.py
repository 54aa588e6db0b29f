"""Analog ports: is the module there, is it of the right type, and do its settings go together."""

import re
from collections.abc import Iterator

from dahdi_conf.intent import CallerId, CallerIdStart, Intent, PortIntent, Use
from dahdi_conf.model import Hardware, Port, PortType, Span
from dahdi_conf.plan import MODULES, Plan, serves
from dahdi_conf.problem import Problem
from dahdi_conf.resolution import port_settings
from dahdi_conf.verify.values import between, group, name

LOUDEST = 12.0
"""dB; what a line needs beyond that is a fault of the line."""

STARTS = {
    CallerId.FSK: (CallerIdStart.RING, CallerIdStart.POLARITY),
    CallerId.V23: (CallerIdStart.RING, CallerIdStart.POLARITY),
    CallerId.V23_JP: (CallerIdStart.POLARITY, CallerIdStart.RING),
    CallerId.DTMF: (CallerIdStart.BEFORE, CallerIdStart.POLARITY, CallerIdStart.POLARITY_IN, CallerIdStart.RING),
    CallerId.NONE: tuple(CallerIdStart),
}
_TONE = re.compile(r"[1-9][0-9]{1,3},[1-9][0-9]{1,3}")


def problems(hardware: Hardware, intent: Intent, plan: Plan) -> Iterator[Problem]:
    for identity, wanted in intent.ports.items():
        where = f"ports.{identity}"
        yield from name(where, wanted.name)
        yield from group(where, wanted.group)
        if wanted.use is not Use.UNUSED:
            yield from _place(where, identity, wanted, hardware)
            yield from _settings(where, wanted, plan)


def _place(where: str, identity: str, wanted: PortIntent, hardware: Hardware) -> Iterator[Problem]:
    span, port = find(hardware, identity)
    if span is None:
        card = identity.rpartition("#")[0]
        known = hardware.card(card) is not None
        yield Problem("lines-span-gone" if known else "lines-card-gone", where, _names(card, identity), blocks=False)
    elif port is None:
        yield Problem("lines-port-unknown", where, {"port": identity, "last": len(span.ports)})
    elif not serves(port, wanted.use):
        details = {"value": wanted.use.value, "module": port.type.value, "needs": MODULES[wanted.use].value}
        empty = port.type in (PortType.EMPTY, PortType.FAILED, PortType.UNKNOWN)
        code = "lines-port-empty" if empty else "lines-port-mismatch"
        yield Problem(code, f"{where}.use", details, blocks=not empty)


def find(hardware: Hardware, identity: str) -> tuple[Span | None, Port | None]:
    """The span and the port of `<card>#<local>/<position>`, as far as they are there."""
    place, _, position = identity.rpartition("/")
    span = hardware.span(place)
    if span is None:
        return None, None
    return span, next((port for port in span.ports if str(port.position) == position), None)


def _names(card: str, identity: str) -> dict[str, str]:
    return {"card": card, "span": identity.rpartition("/")[0]}


def _settings(where: str, wanted: PortIntent, plan: Plan) -> Iterator[Problem]:
    own = port_settings(wanted, plan.country)
    yield from between(f"{where}.rx_gain", own.rx_gain, -LOUDEST, LOUDEST)
    yield from between(f"{where}.tx_gain", own.tx_gain, -LOUDEST, LOUDEST)
    yield from between(f"{where}.busy_count", own.busy_count, 2, 20)
    if not _TONE.fullmatch(own.busy_tone):
        yield Problem("lines-busy-tone-invalid", f"{where}.busy_tone", {"value": own.busy_tone})
    if own.caller_id_start not in STARTS[own.caller_id]:
        known = ", ".join(start.value for start in STARTS[own.caller_id])
        details = {"value": own.caller_id_start.value, "caller_id": own.caller_id.value, "known": known}
        yield Problem("lines-caller-id-start", f"{where}.caller_id_start", details)
    if own.use is Use.PHONE and (own.answer_on_polarity or own.hangup_on_polarity):
        yield Problem("lines-polarity-phone", where, {})
