"""Where a node leads, what it says, and how far a caller can come."""

from collections.abc import Iterator

from appliance.contact.ivr import nodes as the
from appliance.contact.ivr.model import Flow

RINGING = (the.RingAgent, the.RingPhone, the.RingNumber)
EXITS: dict[type[the.Node], tuple[str, ...]] = {
    the.Play: ("next",),
    the.SayValue: ("next", "unreadable"),
    the.Menu: ("otherwise",),
    the.Collect: ("next", "otherwise"),
    the.Survey: ("next",),
    the.Language: ("next",),
    the.Hours: ("open", "closed", "holiday", "error"),
    the.Branch: ("otherwise",),
    the.Switch: ("on", "off"),
    the.SetValues: ("next",),
    the.LookUp: ("next", "error", "missing"),
    the.Enqueue: ("timed_out", "after"),
    the.CallBack: ("next", "refused", "appointed"),
    **dict.fromkeys(RINGING, ("failed", "busy", "after")),
    the.Message: ("next",),
    the.Fax: ("after",),
    the.SubFlow: ("next",),
    the.Return: (),
    the.HangUp: (),
}
OPTIONAL = frozenset({"unreadable", "holiday", "missing", "after", "busy", "appointed"})
PROMPTS: dict[type[the.Node], tuple[str, ...]] = {
    the.SayValue: ("before", "after"),
    the.Menu: ("prompts", "wrong_key", "no_key"),
    the.Collect: ("prompts", "wrong_key", "no_key"),
    the.Survey: ("prompts", "wrong_key", "no_key"),
    the.CallBack: ("when", "wrong_key", "no_key", "closed"),
    **dict.fromkeys((the.Play, the.LookUp, the.Enqueue, the.Message, the.HangUp, *RINGING), ("prompts",)),
}


def exits(node: the.Node) -> dict[str, str]:
    """The nodes that a node can lead to, by the field that names them."""
    found: dict[str, str] = {}
    if isinstance(node, the.Menu | the.Enqueue):
        found |= {f"keys.{key}": target for key, target in node.keys.items()}
    if isinstance(node, the.Enqueue):
        found |= {f"exits.{name}": target for name, target in node.exits.items()}
    if isinstance(node, the.Branch):
        found |= {f"cases.{number}": case.to for number, case in enumerate(node.cases, 1)}
    optional = OPTIONAL | {"error"} if isinstance(node, the.Hours) else OPTIONAL
    found |= {name: target for name in EXITS[type(node)] if (target := getattr(node, name)) or name not in optional}
    return found


def reach(flow: Flow) -> frozenset[str]:
    """The nodes that a caller can come to."""
    seen: set[str] = set()
    ahead = [flow.start, flow.fax]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead.extend(exits(flow.nodes[name]).values())
    return frozenset(seen)


def spoken(node: the.Node) -> tuple[str, ...]:
    """The prompts that a node plays."""
    if isinstance(node, the.CallBack) and not node.when:
        return ()
    return tuple(prompt for name in PROMPTS.get(type(node), ()) for prompt in getattr(node, name))


def entered_flows(flow: Flow) -> Iterator[str]:
    """The sub-flows that a flow names."""
    yield from (node.flow for node in flow.nodes.values() if isinstance(node, the.SubFlow))
