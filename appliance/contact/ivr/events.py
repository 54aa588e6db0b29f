"""Facts about callers in flows for the ledger, and where a caller stands by them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.ivr.instructions import (
    Alarm,
    Collected,
    Fact,
    Found,
    Key,
    Rated,
    Speak,
    Stored,
    Visit,
)
from appliance.contact.ivr.model import Trail
from appliance.events import Event

NODE = "flow.node"
KEY = "flow.key"
COLLECTED = "flow.collected"
STORED = "flow.stored"
LANGUAGE = "flow.language"
RATED = "flow.survey"
LOOKED_UP = "flow.lookup"
ALARM = "flow.alarm"
SWITCHED = "switch.turned"


def node(
    contact: UUID, flow: str, version: int, name: str, kind: str, at: datetime, within: tuple[str, ...] = ()
) -> Event:
    """The caller has come to a node of a flow, which was entered from the nodes `within`."""
    data: dict[str, Any] = {"flow": flow, "version": version, "node": name, "type": kind}
    return Event(NODE, at, contact, data={**data, "within": list(within)} if within else data)


def key(contact: UUID, name: str, digit: str, accepted: bool, at: datetime) -> Event:
    """A key was pressed at a node that listens; `digit` is "" when the time ran out."""
    return Event(KEY, at, contact, data={"node": name, "key": digit, "accepted": accepted})


def fact(contact: UUID, told: Fact, at: datetime) -> Event:
    """What is written down of a step; a secret's digits are not in it."""
    match told:
        case Visit(name, kind, flow, version, within):
            return node(contact, flow, version, name, kind, at, within)
        case Key(name, digit, accepted):
            return key(contact, name, digit, accepted, at)
        case Collected(name, variable, digits, accepted, value):
            data: dict[str, Any] = {"node": name, "variable": variable, "digits": digits, "accepted": accepted}
            return Event(COLLECTED, at, contact, data=data if value is None else {**data, "value": value})
        case Stored(name, values):
            return Event(STORED, at, contact, data={"node": name, "values": dict(values)})
        case Speak(language):
            return Event(LANGUAGE, at, contact, data={"language": language})
        case Rated(name, question, answer):
            return Event(RATED, at, contact, data={"node": name, "question": question, "answer": answer})
        case Found(name, host, outcome, milliseconds):
            data = {"node": name, "host": host, "outcome": outcome, "took_ms": milliseconds}
            return Event(LOOKED_UP, at, contact, data=data)
        case Alarm(name, reason, about):
            return Event(ALARM, at, contact, data={"node": name, "reason": reason, "about": about})


def turned(switch: str, author: str, reason: str, at: datetime, *, on: bool) -> Event:
    """Somebody has turned a switch that flows ask."""
    return Event(SWITCHED, at, data={"switch": switch, "on": on, "author": author, "reason": reason})


def follow(trail: Trail, event: Event) -> Trail:
    """The trail after an event; events of other kinds leave it as it is."""
    step = _STEPS.get(event.kind)
    return replace(trail, **step(trail, event.data)) if step else trail


def _node(trail: Trail, data: Mapping[str, Any]) -> dict[str, Any]:
    within = tuple(data.get("within", ()))
    return {"flow": data["flow"], "version": data.get("version", 0), "node": data["node"], "within": within}


def _collected(trail: Trail, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"variables": {**trail.variables, data["variable"]: data["value"]}} if "value" in data else {}


def _stored(trail: Trail, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"variables": {**trail.variables, **data["values"]}}


def _language(trail: Trail, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"language": data["language"]}


_STEPS = {NODE: _node, COLLECTED: _collected, STORED: _stored, LANGUAGE: _language}
STEPS = frozenset(_STEPS)
"""The kinds of events that move a trail."""
