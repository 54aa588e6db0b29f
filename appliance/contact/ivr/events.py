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


def fact(contact: UUID, told: Fact, at: datetime) -> Event:
    """What is written down of a step; a secret's digits are not in it."""
    match told:
        case Visit(node, kind, flow, version, within):
            data: dict[str, Any] = {"flow": flow, "version": version, "node": node, "type": kind}
            return Event(NODE, at, contact, data={**data, "within": list(within)} if within else data)
        case Key(node, digit, accepted):
            return Event(KEY, at, contact, data={"node": node, "key": digit, "accepted": accepted})
        case Collected(node, variable, digits, accepted, value):
            data = {"node": node, "variable": variable, "digits": digits, "accepted": accepted}
            return Event(COLLECTED, at, contact, data=data if value is None else {**data, "value": value})
        case Stored(node, values):
            return Event(STORED, at, contact, data={"node": node, "values": dict(values)})
        case Speak(language):
            return Event(LANGUAGE, at, contact, data={"language": language})
        case Rated(node, question, answer):
            return Event(RATED, at, contact, data={"node": node, "question": question, "answer": answer})
        case Found(node, host, outcome, milliseconds):
            data = {"node": node, "host": host, "outcome": outcome, "took_ms": milliseconds}
            return Event(LOOKED_UP, at, contact, data=data)
        case Alarm(node, reason, about):
            return Event(ALARM, at, contact, data={"node": node, "reason": reason, "about": about})


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
