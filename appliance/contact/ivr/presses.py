"""Where a flow brings callers, and how few keys each place takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from appliance.contact.ivr import nodes as the
from appliance.contact.ivr.exits import exits
from appliance.contact.ivr.model import Flow

_Spot: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]
"""A flow, a node in it, and the spots to return to, the innermost last."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A queue, agent, extension, outside number, voicemail box or call-back that a caller can come to.

    `keys` are the fewest, one entry for each menu (`1`) and each number that is typed (`account:6`, its least digits);
    `presses` counts them. Silence takes none: who waits may come to a place without a key.
    """

    kind: str
    target: str
    presses: int
    keys: tuple[str, ...]


def destinations(flow: Flow, flows: Mapping[str, Flow]) -> tuple[Destination, ...]:
    """All of them, those with the fewest keys first; `flows` are its sub-flows."""
    known = {**flows, flow.name: flow}
    found: dict[tuple[str, str], Destination] = {}
    order, seen = count(), set[_Spot]()
    ahead: list[tuple[int, int, tuple[str, ...], _Spot]] = [(0, next(order), (), (flow.name, flow.start, ()))]
    while ahead:
        presses, _, keys, spot = heappop(ahead)
        node = known[spot[0]].nodes.get(spot[1])
        if spot in seen or node is None:
            continue
        seen.add(spot)
        if place := _place(node):
            found.setdefault(place, Destination(*place, presses, keys))
        for cost, pressed, then in _onward(spot, node, known):
            heappush(ahead, (presses + cost, next(order), keys + pressed, then))
    return tuple(found.values())


def _place(node: the.Node) -> tuple[str, str] | None:
    match node:
        case the.Enqueue(queue=target) | the.CallBack(queue=target) | the.Message(box=target):
            return node.kind, target
        case the.RingAgent(target=target):
            return node.kind, target
    return None


def _onward(spot: _Spot, node: the.Node, flows: Mapping[str, Flow]) -> Iterator[tuple[int, tuple[str, ...], _Spot]]:
    flow, _, outer = spot
    match node:
        case the.SubFlow(flow=entered) if entered in flows:
            yield 0, (), (entered, flows[entered].start, (*outer, (flow, node.next)))
            return
        case the.Return() if outer:
            yield 0, (), (*outer[-1], outer[:-1])
            return
    for exit_, target in exits(node).items():
        pressed, cost = _pressed(node, exit_)
        yield cost, pressed, (flow, target, outer)


def _pressed(node: the.Node, exit_: str) -> tuple[tuple[str, ...], int]:
    if exit_.startswith("keys."):
        return (exit_.removeprefix("keys."),), 1
    if isinstance(node, the.Collect) and exit_ == "next":
        return (f"{node.variable}:{node.least}",), node.least
    return (), 0
