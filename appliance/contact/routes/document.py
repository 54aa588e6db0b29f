"""Number plan, trunk groups, routes, caps and blocked numbers as they are written down (JSON objects)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Block, Cap, Form, Group, Member, Per, Period, Plan, Route, Turns
from appliance.contact.routes.patterns import known

NUMBER = re.compile(r"(\+?[0-9]{2,32})?")
_WHO = re.compile(r"(phone|agent|queue):\S+")
_HOURS = re.compile(r"(?:([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d))?")
_COUNTRY, _DIGITS, _SHORT = re.compile(r"[A-Z]{2}"), re.compile(r"[0-9]{0,6}"), re.compile(r"[0-9X]{2,12}")

Shape = Callable[[Any], Any]


def plan(body: Mapping[str, Any]) -> Plan:
    return Plan(**_read("number-plan", body, _PLAN))


def group(name: str, body: Mapping[str, Any]) -> Group:
    return Group(name, **({"members": ()} | _read(f"trunk-group.{name}", body, _GROUP)))


def route(name: str, body: Mapping[str, Any]) -> Route:
    return Route(name, **({"to": ()} | _read(f"route.{name}", body, _ROUTE)))


def cap(name: str, body: Mapping[str, Any]) -> Cap:
    return Cap(name, **_read(f"call-cap.{name}", body, _CAP))


def block(body: Mapping[str, Any]) -> Block:
    return Block(**_read("number-block", body, _BLOCK))


def body_of(value: Plan | Group | Route | Cap | Block) -> dict[str, Any]:
    """The inverse of the readers, in JSON values."""
    return {name: _plain(item) for name, item in asdict(value).items() if name != "name"}


def _read(where: str, body: Mapping[str, Any], shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """The rules of a document; raises RouteRuleInvalid for one that there is not, or whose value has no sense."""
    found = {}
    for rule, value in body.items():
        try:
            found[rule] = shapes[rule](value)
        except (KeyError, ValueError, TypeError, AttributeError):
            raise RouteRuleInvalid(where=where, rule=rule, value=str(value), known=", ".join(shapes)) from None
    return found


def _matching(pattern: re.Pattern[str]) -> Shape:
    def shape(value: Any) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(value)
        return str(value)

    return shape


def _many(shape: Shape) -> Shape:
    def shaped(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str | Mapping):
            raise ValueError(value)
        return tuple(shape(item) for item in value)

    return shaped


def _pattern(value: Any) -> str:
    if not known(value):
        raise ValueError(value)
    return str(value)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value


def _money(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(value)
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _member(value: Any) -> Member:
    """`{trunk, share}`; a bare name has the share 1."""
    return Member(_name(value)) if isinstance(value, str) else Member(_name(value["trunk"]), _whole(value["share"]))


def _form(value: Any) -> Form | None:
    return Form(value) if value else None


def _plain(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [_plain(item) for item in value]
    return "" if value is None else value


_PATTERNS = _many(_pattern)
_PLAN: Mapping[str, Shape] = {
    "country": _matching(_COUNTRY),
    "area": _matching(_DIGITS),
    "outside": _matching(_DIGITS),
    "emergency": lambda value: frozenset(_many(_matching(re.compile(r"[0-9]{2,8}")))(value)),
    "services": _many(_matching(_SHORT)),
}
_GROUP: Mapping[str, Shape] = {"members": _many(_member), "turns": Turns}
_ROUTE: Mapping[str, Shape] = {
    "to": _PATTERNS,
    "via": _many(_name),
    "order": _whole,
    "cost": _money,
    "calendar": _text,
    "who": _many(_matching(_WHO)),
    "deny": _truth,
    "caller_id": _matching(NUMBER),
    "form": _form,
}
_CAP: Mapping[str, Shape] = {
    "to": _PATTERNS,
    "per": Per,
    "period": Period,
    "calls": _whole,
    "minutes": _whole,
    "cost": _money,
    "hours": _matching(_HOURS),
    "who": _many(_matching(_WHO)),
    "warn_only": _truth,
}
_BLOCK: Mapping[str, Shape] = {"incoming": _PATTERNS, "outgoing": _PATTERNS, "withheld": _truth}

RULES: Mapping[str, tuple[str, ...]] = {
    "number-plan": tuple(_PLAN),
    "trunk-group": tuple(_GROUP),
    "route": tuple(_ROUTE),
    "call-cap": tuple(_CAP),
    "number-block": tuple(_BLOCK),
}
"""The rules of each kind of document, in their order."""
