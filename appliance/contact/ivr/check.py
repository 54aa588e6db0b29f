"""What is wrong with a flow that parsed: exits that lead nowhere, nodes out of reach, things that do not exist."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from appliance.contact.ivr.exits import entered_flows, exits, reach, spoken
from appliance.contact.ivr.model import CALL_DATA, Flow
from appliance.contact.ivr.nodes import (
    Branch,
    CallBack,
    Collect,
    Enqueue,
    Fax,
    HangUp,
    Hours,
    LookUp,
    Message,
    Node,
    Return,
    RingAgent,
    RingNumber,
    RingPhone,
    SayValue,
    SetValues,
    SubFlow,
    Switch,
)
from appliance.contact.ivr.problem import Problem
from appliance.contact.ivr.reading import words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a flow may name: prompts by language of the centre, and everything that is configured by name."""

    prompts: Mapping[str, Collection[str]] = field(default_factory=dict)
    queues: Collection[str] = ()
    flows: Mapping[str, Flow] = field(default_factory=dict)
    calendars: Collection[str] = ()
    lists: Collection[str] = ()
    switches: Collection[str] = ()
    hosts: Collection[str] = ()
    agents: Collection[str] = ()
    phones: Collection[str] = ()
    boxes: Collection[str] = ()


def problems(flow: Flow, around: Surroundings) -> tuple[Problem, ...]:
    """Every problem; an empty tuple means that the flow may be published."""
    found = [problem for name, node in flow.nodes.items() for problem in _of(flow, name, node, around)]
    reached = reach(flow)
    found += [Problem("flow-unreachable", name, {"start": flow.start}) for name in flow.nodes if name not in reached]
    found += [Problem("flow-trapped", name) for name in sorted(_trapped(flow) & reached)]
    if flow.fax and flow.fax not in flow.nodes:
        found.append(Problem("flow-exit-nowhere", "fax", {"target": flow.fax}))
    found += _endless(flow, around)
    return tuple(found)


def needed_by(kind: str, name: str, flows: Iterable[Flow]) -> Iterable[str]:
    """The flows with a node that names this calendar, list, switch or look-up host."""
    code = f"flow-{kind.removeprefix('caller-').removeprefix('lookup-')}-unknown"
    nothing = Surroundings()
    for flow in flows:
        if any((code, name) == found[:2] for node in flow.nodes.values() for found in _named(node, nothing)):
            yield flow.name


def _of(flow: Flow, name: str, node: Node, around: Surroundings) -> Iterable[Problem]:
    for exit_, target in exits(node).items():
        if target not in flow.nodes:
            yield Problem("flow-exit-nowhere", f"{name}.{exit_}", {"target": target})
    for prompt in dict.fromkeys(_heard(node)):
        for language, known in around.prompts.items():
            if prompt not in known:
                yield Problem("flow-prompt-unknown", name, {"prompt": prompt, "language": language})
    for code, thing, known in _named(node, around):
        if thing not in known:
            yield Problem(code, name, {"name": thing})
    for variable in _variables(node):
        if variable in CALL_DATA:
            yield Problem("flow-variable-reserved", name, {"variable": variable})


def _heard(node: Node) -> tuple[str, ...]:
    return spoken(node) + (words(node.form) if isinstance(node, SayValue) else ())


def _named(node: Node, around: Surroundings) -> Iterable[tuple[str, str, Collection[str]]]:
    match node:
        case Enqueue(queue=queue):
            yield "flow-queue-unknown", queue, around.queues
        case CallBack(queue=queue) if queue:
            yield "flow-queue-unknown", queue, around.queues
        case SubFlow(flow=flow):
            yield "flow-subflow-unknown", flow, around.flows
        case Hours(calendar=calendar) if calendar:
            yield "flow-calendar-unknown", calendar, around.calendars
        case Switch(switch=switch):
            yield "flow-switch-unknown", switch, around.switches
        case LookUp(host=host):
            yield "flow-host-unknown", host, around.hosts
        case RingPhone(target=phone):
            yield "flow-phone-unknown", phone, around.phones
        case RingAgent(target=agent) if not isinstance(node, RingNumber):
            yield "flow-agent-unknown", agent, around.agents
        case Message(box=box) | Fax(box=box) if box:
            yield "flow-box-unknown", box, around.boxes
        case Branch(cases=cases):
            for test in (test for case in cases for test in case.tests):
                if test.check == "listed":
                    yield "flow-list-unknown", test.against, around.lists
                if test.data.startswith("queue."):
                    yield "flow-queue-unknown", test.data.removeprefix("queue.").rpartition(".")[0], around.queues


def _variables(node: Node) -> Iterable[str]:
    match node:
        case Collect(variable=variable):
            yield variable
        case SetValues(values=values) | LookUp(answers=values):
            yield from values


def _trapped(flow: Flow) -> set[str]:
    """Nodes from which no path leads to an end: `Enqueue` counts as one, an agent may answer there."""
    free = {name for name, node in flow.nodes.items() if isinstance(node, HangUp | Enqueue | RingAgent | Fax | Return)}
    while True:
        more = {name for name, node in flow.nodes.items() if name not in free and free & set(exits(node).values())}
        if not more:
            return set(flow.nodes) - free
        free |= more


def _endless(flow: Flow, around: Surroundings) -> Iterable[Problem]:
    """Sub-flows that lead back to this one: nobody would ever come out."""
    ahead, seen = list(entered_flows(flow)), set[str]()
    while ahead:
        name = ahead.pop()
        if name == flow.name:
            yield Problem("flow-enters-itself", flow.name, {"flow": flow.name})
            return
        if name not in seen and name in around.flows:
            seen.add(name)
            ahead += entered_flows(around.flows[name])
