"""What is wrong with a flow that parsed: exits that lead nowhere, nodes out of reach, things that do not exist."""

from collections.abc import Collection, Iterable

from appliance.contact.ivr.model import Enqueue, Flow, HangUp, Hours, Menu, Message, Node, Play


def problems(flow: Flow, *, queues: Collection[str], prompts: Collection[str]) -> tuple[str, ...]:
    """Every problem, one sentence each; an empty tuple means that the flow may be published."""
    found = [problem for name, node in flow.nodes.items() for problem in _of(flow, name, node, queues, prompts)]
    found += [f"{name} cannot be reached from {flow.start}" for name in flow.nodes if name not in reach(flow)]
    found += [f"{name} can never end: no way from it leads out" for name in sorted(_trapped(flow))]
    return tuple(found)


def exits(node: Node) -> tuple[str, ...]:
    """The nodes that a node can lead to."""
    match node:
        case Play(next=next_) | Message(next=next_):
            return (next_,)
        case Menu(keys=keys, otherwise=otherwise):
            return (*keys.values(), otherwise)
        case Hours(open=open_, closed=closed):
            return (open_, closed)
        case Enqueue(timed_out=timed_out, exits=others, keys=keys):
            return (timed_out, *others.values(), *keys.values())
        case HangUp():
            return ()


def reach(flow: Flow) -> frozenset[str]:
    """The nodes that a caller can come to."""
    seen: set[str] = set()
    ahead = [flow.start]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead.extend(exits(flow.nodes[name]))
    return frozenset(seen)


def _of(flow: Flow, name: str, node: Node, queues: Collection[str], prompts: Collection[str]) -> Iterable[str]:
    yield from (
        f"{name} leads to {target!r}, which does not exist" for target in exits(node) if target not in flow.nodes
    )
    yield from (f"{name} plays {prompt!r}, which does not exist" for prompt in spoken(node) if prompt not in prompts)
    if isinstance(node, Enqueue) and node.queue not in queues:
        yield f"{name} waits in queue {node.queue!r}, which does not exist"


def spoken(node: Node) -> tuple[str, ...]:
    """The prompts that a node plays."""
    if isinstance(node, Hours):
        return ()
    if isinstance(node, Menu):
        return node.prompts + node.wrong_key + node.no_key
    return node.prompts


def _trapped(flow: Flow) -> set[str]:
    """Nodes from which no path leads to an end: `Enqueue` counts as one, an agent may answer there."""
    free = {name for name, node in flow.nodes.items() if isinstance(node, HangUp | Enqueue)}
    while True:
        more = {name for name, node in flow.nodes.items() if name not in free and free & set(exits(node))}
        if not more:
            return set(reach(flow)) - free
        free |= more
