"""Look-ups: what is asked of a host, and what its answer means for the caller's variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.model import Insight
from appliance.contact.ivr.nodes import LookUp
from appliance.contact.ivr.wording import filled

ANSWERED, MISSING = "answered", "missing"
LONGEST_VALUE = 200
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Answer:
    """How a look-up ended: `answered` with a JSON document, `missing`, or the reason why it failed."""

    outcome: str
    document: Any = None
    milliseconds: int = 0


def request(node: LookUp, known: Insight) -> Ask:
    """What is asked for this caller; values in the path are percent-encoded (RFC 3986)."""
    body = node.body and {name: filled(text, known.value) for name, text in node.body.items()}
    path = filled(node.path, known.value, _quoted)
    return Ask(known.place.visit, known.place.node, node.host, node.method, path, body, node.seconds)


def answers(wanted: Mapping[str, str], document: Any) -> dict[str, str] | None:
    """Each variable's value at its path (`customer.orders.0.state`); None if one of them is not there."""
    found = {variable: _at(path, document) for variable, path in wanted.items()}
    values = {variable: value for variable, value in found.items() if value is not None}
    return values if len(values) == len(wanted) else None


def _at(path: str, document: Any) -> str | None:
    here = document
    for step in path.split(".") if path else ():
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return _plain(here)


def _plain(value: Any) -> str | None:
    """A JSON text, number or truth as text; None for everything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return str(value)[:LONGEST_VALUE]
    return None


def _quoted(text: str) -> str:
    return "".join(chr(byte) if byte in UNRESERVED else f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))
