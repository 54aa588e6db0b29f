"""Which documents name another one, as far as their descriptions say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from appliance.desk.settings.errors import SettingLeadsNowhere
from appliance.desk.settings.flows.nodes import NODES
from appliance.desk.settings.model import Fault, Field, Kind, Shape


def uses(
    kind: str, key: str, documents: Iterable[tuple[str, str, Mapping[str, Any]]], kinds: Mapping[str, Kind]
) -> list[tuple[str, str, str]]:
    """(kind, key, field) of each place that names the document `key` of `kind`."""
    found = []
    for of_kind, of_key, body in documents:
        if (known := kinds.get(of_kind)) is not None:
            found += [(of_kind, of_key, field.name) for field in known.fields if key in _named(field, body, kind)]
        elif of_kind == "flow" and key in _in_flow(kind, body):
            found.append((of_kind, of_key, ""))
    return found


def _named(field: Field, body: Mapping[str, Any], kind: str) -> Iterator[str]:
    value = body.get(field.name)
    if not value:
        return
    if field.of == kind:
        yield from [value] if isinstance(value, str) else list(value)
    if field.shape is Shape.ROWS and isinstance(value, list | tuple):
        for row in value:
            for column in field.columns:
                yield from _named(column, row if isinstance(row, Mapping) else {}, kind)


def astray(
    kind: Kind, body: Mapping[str, Any], there: Callable[[str, str], bool], present: Mapping[str, Any]
) -> Iterator[Fault]:
    """Names of queues, agents, calendars and flows that are not there, but for those in `present` already."""
    for field in kind.fields:
        known = {name for of in CERTAIN for name in _named(field, present, of)}
        for of in CERTAIN:
            for name in _named(field, body, of):
                if name not in known and name not in field.extra and not there(of, name):
                    yield Fault(SettingLeadsNowhere.code, field.name, {"kind": of, "key": name})


CERTAIN = ("queue", "agent", "calendar", "flow")
"""Kinds whose documents are all there are: nothing of these comes with the box."""

IN_NODES: Mapping[str, str] = {
    "queue": "queue",
    "calendar": "calendar",
    "agent": "agent",
    "phone": "phone",
    "host": "lookup-host",
    "box": "voicemail-box",
    "flow": "flow",
    "switch": "switch",
    "listed": "caller-list",
}
"""Members of a flow's nodes that name a document, with its kind."""


def _in_flow(kind: str, body: Mapping[str, Any]) -> set[str]:
    nodes = body.get("document", {}).get("nodes", {})
    if kind == "prompt":
        return {name for node in nodes.values() for name in prompts_of(node)}
    return {
        value
        for node in nodes.values()
        for member, value in _members(node)
        if IN_NODES.get(member) == kind and isinstance(value, str)
    }


def prompts_of(node: Any) -> Iterator[str]:
    """The prompts that a node of a flow plays."""
    described = NODES.get(str(node.get("type", ""))) if isinstance(node, Mapping) else None
    for field in described.fields if described else ():
        if field.of == "prompt":
            value = node.get(field.name, field.default)
            yield from [value] if isinstance(value, str) else (item for item in value or () if isinstance(item, str))


def _members(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping):
        for member, value in node.items():
            yield member, value
            yield from _members(value)
    elif isinstance(node, list):
        for one in node:
            yield from _members(one)
