"""The numbers that lines bring: well formed, on one group only, and as many digits as R2 is told to ask for."""

import re
from collections.abc import Iterator
from contextlib import suppress

from dahdi_conf.intent import Intent, Signalling, SpanIntent, Use
from dahdi_conf.plan import Plan, SpanPlan
from dahdi_conf.problem import Problem

MOST = 10_000
_NUMBER = re.compile(r"(\+?[0-9]{2,20})(?:-(\+?[0-9]{2,20}))?")


def problems(intent: Intent, plan: Plan) -> Iterator[Problem]:
    for identity, wanted in intent.spans.items():
        yield from _written(f"spans.{identity}.numbers", wanted)
    for identity, port in intent.ports.items():
        if port.use is not Use.UNUSED and not _single(port.number):
            yield Problem("lines-number-invalid", f"ports.{identity}.number", {"value": port.number})
    yield from _groups(plan)
    yield from _twice(plan)
    for line in plan.spans:
        yield from _digits(line)


def number_range(text: str) -> range:
    """The numbers of `02161230000-02161230099` (or a single one) without what stands before the last digits.

    Raises ValueError unless both ends are as long as each other, in order, and no more than MOST apart.
    """
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ValueError(text)
    first, last = match[1], match[2] or match[1]
    alike = len(first) == len(last) and first.startswith("+") == last.startswith("+")
    if not alike or not 0 <= int(last) - int(first) < MOST:
        raise ValueError(text)
    return range(int(first), int(last) + 1)


def _single(text: str) -> bool:
    match = _NUMBER.fullmatch(text)
    return match is not None and match[2] is None


def _written(where: str, wanted: SpanIntent) -> Iterator[Problem]:
    for text in wanted.numbers:
        try:
            number_range(text)
        except ValueError:
            yield Problem("lines-number-invalid", where, {"value": text})


def _groups(plan: Plan) -> Iterator[Problem]:
    """A group is dialled as a whole: what stands at its far ends must be the same."""
    seen: dict[int, tuple[str, str]] = {}
    places = [(line.settings.group, line.settings.peer.value, f"spans.{line.identity}") for line in plan.spans]
    places += [(port.settings.group, port.settings.use.value, f"ports.{port.identity}") for port in plan.ports]
    for group, kind, where in places:
        first, other = seen.setdefault(group, (kind, where))
        if first != kind:
            details = {"group": group, "kind": kind, "other": other, "other_kind": first}
            yield Problem("lines-group-mixed", f"{where}.group", details)


def _twice(plan: Plan) -> Iterator[Problem]:
    """The same number on two groups: calls out would show it on lines that are not its own."""
    reach: dict[int, tuple[int, str, str]] = {}
    for numbers, group, identity, text in sorted(_ranges(plan), key=lambda item: item[0].start):
        for stop, other, other_text in (last for group_, last in reach.items() if group_ != group):
            if numbers.start < stop:
                details = {"value": text, "other": other, "other_value": other_text}
                yield Problem("lines-number-twice", f"spans.{identity}.numbers", details, blocks=False)
        if group not in reach or numbers.stop > reach[group][0]:
            reach[group] = (numbers.stop, identity, text)


def _ranges(plan: Plan) -> Iterator[tuple[range, int, str, str]]:
    for line in plan.spans:
        for text in line.settings.numbers:
            with suppress(ValueError):
                yield number_range(text), line.settings.group, line.identity, text


def _digits(line: SpanPlan) -> Iterator[Problem]:
    """The China variant has no signal for the end of a number: asking for too many digits costs 5 s of each call."""
    if line.settings.signalling is not Signalling.R2:
        return
    wanted = line.settings.r2.dnis_digits
    lengths = sorted({len(text.partition("-")[0].lstrip("+")) for text in line.settings.numbers})
    if lengths and not 1 <= wanted <= lengths[-1]:
        details = {"value": wanted, "longest": lengths[-1]}
        yield Problem("lines-r2-dnis-length", f"spans.{line.identity}.r2.dnis_digits", details, blocks=False)
