"""A flow as people write it (a TOML or JSON mapping), read into the model with every problem named at once."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.ivr.document_nodes import KINDS
from appliance.contact.ivr.errors import FlowFaulty
from appliance.contact.ivr.fields import Reader
from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.nodes import Node
from appliance.contact.ivr.problem import Problem


def parse(name: str, document: Mapping[str, Any], version: int = 0) -> Flow:
    """The flow of a document with `start` and `nodes`; raises FlowFaulty with every problem."""
    problems: list[Problem] = []
    nodes: dict[str, Node] = {}
    listed = document.get("nodes")
    for node, fields in listed.items() if isinstance(listed, Mapping) else ():
        if parsed := _node(str(node), fields, problems):
            nodes[str(node)] = parsed
    problems += [Problem("flow-field-unknown", str(key)) for key in document if key not in ("start", "nodes", "fax")]
    start = str(document.get("start", ""))
    if not isinstance(listed, Mapping) or not listed:
        problems.append(Problem("flow-empty", "nodes"))
    elif start not in {str(name) for name in listed}:
        problems.append(Problem("flow-start-nowhere", "start", {"start": start}))
    if problems:
        raise FlowFaulty(name, problems)
    return Flow(name, start, nodes, version, str(document.get("fax", "")))


def _node(name: str, fields: Any, problems: list[Problem]) -> Node | None:
    kind = str(fields.get("type", "")) if isinstance(fields, Mapping) else ""
    if kind not in KINDS:
        problems.append(Problem("flow-type-unknown", f"{name}.type", {"known": ", ".join(sorted(KINDS))}))
        return None
    reader = Reader(name, {key: value for key, value in fields.items() if key != "type"}, problems)
    node = KINDS[kind](reader)
    reader.finish()
    return node
