"""What is done to a flow while it is drawn: its document in, another one out."""

from collections.abc import Iterator, Mapping
from typing import Any

from appliance.desk.settings import forms
from appliance.desk.settings.flows.cases import case_of, line_of
from appliance.desk.settings.flows.nodes import CASES, NODE, NODES
from appliance.desk.settings.forms import Typed
from appliance.desk.settings.model import Fault, Field, Shape

Document = dict[str, Any]
MOST_NODES = 500


def nodes_of(document: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """The nodes that can be read as such."""
    listed = document.get("nodes")
    found = listed.items() if isinstance(listed, Mapping) else ()
    return {str(name): node for name, node in found if isinstance(node, Mapping)}


def exits(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(exit, node it leads to) of a node, as far as they are filled in."""
    kind = NODES.get(str(node.get("type", "")))
    for field in kind.fields if kind else ():
        value = node.get(field.name)
        if field.of == NODE and field.shape is Shape.NAME and isinstance(value, str) and value:
            yield field.name, value
        elif field.of == NODE and isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", str(to)) for key, to in value.items() if to)
        elif field.name == CASES and isinstance(value, list):
            cases = (case for case in value if isinstance(case, Mapping))
            yield from ((f"{CASES}.{number}", str(case.get("to", ""))) for number, case in enumerate(cases, 1))


def added(document: Mapping[str, Any], kind: str) -> tuple[Document, str]:
    """The flow with one more node of a kind, and its name."""
    nodes = dict(nodes_of(document))
    name = next(name for name in (kind, *(f"{kind}-{number}" for number in range(2, 10_000))) if name not in nodes)
    nodes[name] = {"type": kind} | {field.name: field.empty for field in NODES[kind].fields if field.required}
    start = document.get("start") or name
    return {**document, "start": start, "nodes": nodes}, name


def without(document: Mapping[str, Any], name: str) -> Document:
    """The flow without a node; what led to it leads nowhere, which the check names."""
    nodes = {key: node for key, node in nodes_of(document).items() if key != name}
    return {**document, "nodes": nodes}


def renamed(document: Mapping[str, Any], old: str, new: str) -> Document:
    """The flow in which a node has another name, everywhere."""
    nodes = {new if name == old else name: _led(node, old, new) for name, node in nodes_of(document).items()}
    made = {**document, "nodes": nodes}
    return made | {key: new for key in ("start", "fax") if document.get(key) == old}


def changed(document: Mapping[str, Any], name: str, given: Mapping[str, Typed]) -> tuple[Document, list[Fault]]:
    """The flow with a node as it was filled in, and what is wrong with that."""
    nodes = dict(nodes_of(document))
    node = dict(nodes[name])
    kind = NODES[str(node["type"])]
    body, faults = forms.read(kind, given)
    if CASES in body:
        body[CASES], wrong = _cases(body[CASES])
        faults += wrong
    # While it is drawn a flow lacks much: that is shown by the check, at the node.
    faults = [fault for fault in faults if fault.code != "setting-missing"]
    for field in kind.fields:
        if field.name in body:
            _put(node, field, body[field.name])
    nodes[name] = node
    return {**document, "nodes": nodes}, faults


def typed(node: Mapping[str, Any]) -> dict[str, Typed]:
    """A node as its form shows it."""
    kind = NODES[str(node["type"])]
    made = {}
    for field in kind.fields:
        value = node.get(field.name, kind.defaults[field.name])
        if field.name == CASES and isinstance(value, list):
            value = [line_of(case) for case in value if isinstance(case, Mapping)]
        elif field.shape is Shape.NAMES and isinstance(value, str):
            value = [value]
        made[field.name] = forms.typed(field, value)
    return made


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs between two documents, node by node, as the engine tells of documents."""
    before, after = nodes_of(old), nodes_of(new)
    found = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, {}), after.get(name, {})
        if was != now:
            what = "changed" if was and now else "added" if now else "removed"
            fields = {
                key: [was.get(key), now.get(key)]
                for key in sorted(was.keys() | now.keys())
                if was.get(key) != now.get(key)
            }
            found.append({"kind": "node", "key": name, "what": what, "fields": fields})
    return found


def _cases(lines: list[str]) -> tuple[list[Any], list[Fault]]:
    made, wrong = [], []
    for number, line in enumerate(lines, 1):
        try:
            made.append(case_of(line))
        except ValueError:
            wrong.append(Fault("setting-malformed", CASES, {"value": f"{number}: {line[:40]}"}))
    return made, wrong


def _put(node: dict[str, Any], field: Field, value: Any) -> None:
    """A field as people write it: what is empty or as by default is left out unless it stood there."""
    empty = value in ("", [], {}) or value == (field.default if field.default is not None else field.empty)
    if empty and not field.required and (field.name not in node or value in ("", [], {})):
        node.pop(field.name, None)
    else:
        node[field.name] = value


def _led(node: Mapping[str, Any], old: str, new: str) -> Mapping[str, Any]:
    kind = NODES.get(str(node.get("type", "")))
    made = dict(node)
    for field in kind.fields if kind else ():
        value = node.get(field.name)
        if field.of == NODE and value == old:
            made[field.name] = new
        elif field.of == NODE and isinstance(value, Mapping):
            made[field.name] = {key: new if to == old else to for key, to in value.items()}
        elif field.name == CASES and isinstance(value, list):
            made[field.name] = [{**c, "to": new} if isinstance(c, Mapping) and c.get("to") == old else c for c in value]
    return made
