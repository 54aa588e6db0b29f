"""Digital lines: is the line there, can it be signalled so, and do its timeslots fit."""

from collections.abc import Iterator

from dahdi_conf import slots
from dahdi_conf.intent import Intent, Law, Mode, Signalling, SpanIntent
from dahdi_conf.model import CardState, Hardware, Span, SpanKind
from dahdi_conf.plan import ASSOCIATED, Plan, SpanPlan, signal_slot
from dahdi_conf.problem import Problem
from dahdi_conf.resolution import MU_LAW, SIGNAL_SLOT, kind
from dahdi_conf.verify import signalling
from dahdi_conf.verify.values import between, group, name

PRIMARY_RATE = (SpanKind.E1, SpanKind.T1, SpanKind.J1)
KINDS = {
    Signalling.PRI: PRIMARY_RATE,
    Signalling.BRI: (SpanKind.BRI,),
    Signalling.R2: (SpanKind.E1,),
    Signalling.SS7: PRIMARY_RATE,
    Signalling.EM: PRIMARY_RATE,
}


def problems(hardware: Hardware, intent: Intent, plan: Plan) -> Iterator[Problem]:
    planned = {line.identity: line for line in plan.spans}
    for identity, wanted in intent.spans.items():
        where, span = f"spans.{identity}", hardware.span(identity)
        yield from name(where, wanted.name)
        yield from group(where, wanted.group)
        yield from between(f"{where}.build_out", wanted.build_out, 0, 7)
        if span is None:
            yield _gone(where, identity, hardware)
        elif wanted.signalling is not Signalling.UNUSED:
            yield from _fitting(where, wanted, span, plan, planned.get(identity))
    yield from _left_out(hardware, intent)


def _gone(where: str, identity: str, hardware: Hardware) -> Problem:
    """A card that is there and does not work is another matter than one that is not there; the rest goes on without."""
    number = identity.rpartition("#")[0]
    card = hardware.card(number)
    if card is None:
        return Problem("lines-card-gone", where, {"card": number}, blocks=False)
    if card.state is CardState.OK:
        return Problem("lines-span-gone", where, {"card": number, "span": identity}, blocks=False)
    reason = card.reason.code if card.reason else card.state.value
    return Problem("lines-card-not-ready", where, {"card": number, "reason": reason}, blocks=False)


def _fitting(where: str, wanted: SpanIntent, span: Span, plan: Plan, line: SpanPlan | None) -> Iterator[Problem]:
    now = kind(span, wanted, plan.country)
    if wanted.mode is not Mode.AUTO and now.value != wanted.mode.value:
        modes = ", ".join(one.value for one in span.modes) or span.kind.value
        yield Problem("lines-mode-impossible", f"{where}.mode", {"value": wanted.mode.value, "known": modes})
    if now not in KINDS[wanted.signalling]:
        known = ", ".join(one.value for one, kinds in KINDS.items() if now in kinds) or Signalling.UNUSED.value
        details = {"value": wanted.signalling.value, "kind": now.value, "known": known}
        yield Problem("lines-signalling-mismatch", f"{where}.signalling", details)
        return
    yield from _framing(where, wanted, span, now)
    yield from _slots(where, wanted, now)
    if line is not None:
        yield from signalling.problems(where, wanted, line)


def _framing(where: str, wanted: SpanIntent, span: Span, now: SpanKind) -> Iterator[Problem]:
    if wanted.crc4 and now is not SpanKind.E1:
        yield Problem("lines-crc4-without-e1", f"{where}.crc4", {"kind": now.value})
    elif wanted.crc4 and not span.crc4:
        yield Problem("lines-crc4-unable", f"{where}.crc4", {"span": span.identity})
    usual = Law.MULAW if now in MU_LAW else Law.ALAW
    if wanted.law not in (Law.AUTO, usual):
        details = {"value": wanted.law.value, "kind": now.value, "usual": usual.value}
        yield Problem("lines-law-mismatch", f"{where}.law", details)


def _slots(where: str, wanted: SpanIntent, now: SpanKind) -> Iterator[Problem]:
    last = {SpanKind.E1: 31, SpanKind.BRI: 2}.get(now, 24)
    signal = signal_slot(wanted) or SIGNAL_SLOT[now]
    if wanted.signalling in ASSOCIATED and now is not SpanKind.E1:
        signal = 0
    try:
        rented = slots.parse(wanted.slots) if wanted.slots else ()
    except ValueError:
        yield Problem("lines-slots-invalid", f"{where}.slots", {"value": wanted.slots, "last": last})
        return
    if any(not 1 <= slot <= last for slot in rented):
        yield Problem("lines-slots-invalid", f"{where}.slots", {"value": wanted.slots, "last": last})
    if twice := sorted({slot for slot in rented if rented.count(slot) > 1}):
        yield Problem("lines-slots-overlap", f"{where}.slots", {"slots": slots.shown(twice)})
    if signal in rented:
        yield Problem("lines-slot-signals", f"{where}.slots", {"slot": signal})


def _left_out(hardware: Hardware, intent: Intent) -> Iterator[Problem]:
    """A line that nobody has said anything about is no fault, but worth a word; UNUSED is having said it."""
    for _, span in hardware.spans():
        if span.digital and span.identity not in intent.spans:
            details = {"span": span.identity, "description": span.description}
            yield Problem("lines-span-unmentioned", f"spans.{span.identity}", details, blocks=False)
