"""Ways of callers through flows: from node to node, and whether anybody had to be asked for."""

from typing import Any

from appliance.contact.statistics.model import Fact, Subject
from appliance.contact.statistics.tally import Tally

NODE, FLOW = Subject.NODE.value, Subject.FLOW.value


def came(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """To a node, from the one before of the same passage through that flow, if there was one."""
    flow, node, depth = fact.data["flow"], fact.data["node"], len(fact.data.get("within", ()))
    # The last node of each flow that the caller is in, the outermost first.
    way: list[list[str]] = call.setdefault("way", [])
    if len(way) > depth and way[depth][0] == flow:
        tally.add(NODE, f"{flow}/{way[depth][1]}", fact.at, f"next:{node}")
    way[depth:] = [["", ""] for _ in range(depth - len(way))] + [[flow, node]]
    alone: dict[str, bool] = call.setdefault("alone", {})
    if flow not in alone:
        alone[flow] = True
        tally.add(FLOW, flow, fact.at, "entered")


def begun_anew(call: dict[str, Any]) -> None:
    """The caller was given to a flow by a person: where it begins, nothing led to."""
    call["way"] = []


def handed_over(call: dict[str, Any], at: int, tally: Tally) -> None:
    """The caller waits for somebody or talks with somebody: the flows of before have not served alone."""
    for flow, alone in call.get("alone", {}).items():
        if alone:
            call["alone"][flow] = False
            tally.add(FLOW, flow, at, "handed_over")


def over(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """The call is over: of the flows that asked for nobody, and of the node where it ended."""
    result = fact.data["result"]
    for flow, alone in call.get("alone", {}).items():
        if alone:
            tally.add(FLOW, flow, fact.at, "contained")
            tally.add(FLOW, flow, fact.at, f"result:{result}")
    if node := call.get("last_node"):
        tally.add(NODE, node, fact.at, f"result:{result}")
        if fact.data.get("by") == "caller":
            tally.add(NODE, node, fact.at, "hung_up")


def pressed(call: dict[str, Any], fact: Fact, tally: Tally) -> None:
    """A key at a node, or the time was over without one."""
    if not (flow := call.get("flow")):
        return
    key, figure = fact.data["key"], "key" if fact.data["accepted"] else "wrong_key"
    tally.add(NODE, f"{flow}/{fact.data['node']}", fact.at, f"{figure}:{key}" if key else "no_key")
    tally.add(FLOW, flow, fact.at, figure if key else "no_key")


def left(call: dict[str, Any], at: int, tally: Tally) -> None:
    """The node where the caller is now is behind."""
    if node := call.pop("node", ""):
        tally.spend(NODE, node, call["node_at"], at, "spent_ms")
        tally.spend(FLOW, call["flow"], call["node_at"], at, "spent_ms")
