"""The numbers that spans keep: free of each other, in DAHDI's order and within its limits."""

from collections.abc import Iterator
from itertools import pairwise

from dahdi_conf import resolution
from dahdi_conf.intent import LAST_CHANNEL, LAST_SPAN, Intent, SpanIntent
from dahdi_conf.model import Hardware
from dahdi_conf.plan import Plan
from dahdi_conf.problem import Problem
from dahdi_conf.render.kernel import keys


def problems(hardware: Hardware, intent: Intent, plan: Plan) -> Iterator[Problem]:
    for identity, pin in plan.pins.items():
        if not (1 <= pin.number <= LAST_SPAN and pin.base >= 1 and pin.channels >= 1 and pin.last <= LAST_CHANNEL):
            details = {"number": pin.number, "first": pin.base, "last": pin.last}
            limits = {"spans": LAST_SPAN, "channels": LAST_CHANNEL}
            yield Problem("lines-pin-range", f"pins.{identity}", details | limits)
    yield from _alike(plan)
    yield from _order(plan)
    yield from _sizes(hardware, intent, plan)


def _alike(plan: Plan) -> Iterator[Problem]:
    """DAHDI would give one card's numbers to another that it cannot tell from it."""
    seen: dict[str, str] = {}
    for identity, key in keys(plan.cards).items():
        other = seen.setdefault(key, identity)
        if other != identity:
            details = {"card": identity, "other": other, "value": key}
            yield Problem("lines-cards-alike", f"pins.{identity}", details)


def _order(plan: Plan) -> Iterator[Problem]:
    ordered = sorted(plan.pins.items(), key=lambda item: (item[1].number, item[1].base, item[0]))
    for (other, one), (identity, two) in pairwise(ordered):
        details = {"span": identity, "other": other, "number": two.number}
        if one.number == two.number:
            yield Problem("lines-pin-number-twice", f"pins.{identity}", details)
        elif two.base <= one.last and one.base <= two.last:
            details |= {"first": max(one.base, two.base), "last": min(one.last, two.last)}
            yield Problem("lines-channels-overlap", f"pins.{identity}", details)
        elif two.base < one.base:
            yield Problem("lines-pin-order", f"pins.{identity}", details)


def _sizes(hardware: Hardware, intent: Intent, plan: Plan) -> Iterator[Problem]:
    for _, span in hardware.spans():
        pin = intent.pins.get(span.identity)
        wanted = intent.spans.get(span.identity, SpanIntent())
        needs = resolution.size(span, resolution.kind(span, wanted, plan.country))
        if pin is not None and needs and pin.channels != needs:
            details = {"span": span.identity, "channels": pin.channels, "needs": needs}
            yield Problem("lines-pin-size", f"pins.{span.identity}", details)
