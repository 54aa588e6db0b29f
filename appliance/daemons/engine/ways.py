"""Whether what is configured about ways out holds together: names that are there, and no call that comes round."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from appliance.contact.calls.passing import meet
from appliance.contact.calls.presentation import may_show
from appliance.contact.ivr.nodes import RingNumber
from appliance.contact.routes.errors import RouteRuleInvalid
from appliance.contact.routes.model import Group, Plan, Route, Rules
from appliance.contact.routes.numbers import country_code, normalise
from appliance.contact.routes.repository import CAP, GROUP, ONLY, PLAN, ROUTE
from appliance.daemons.engine.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason against the ways out: `code` names the texts, `where` the document."""

    code: str
    where: str
    details: Mapping[str, str] = field(default_factory=dict)


def faults(now: Configuration) -> Iterator[Fault]:
    """Every fault at once."""
    rules = now.routes
    if not country_code(rules.plan):
        yield Fault("country-unknown", f"{PLAN}.{ONLY}.country", {"country": rules.plan.country})
    for group in rules.groups.values():
        yield from _of_group(group, now)
    for route in rules.routes.values():
        yield from _of_route(route, now)
    for cap in rules.caps.values():
        if not (cap.calls or cap.minutes or cap.cost):
            yield Fault("cap-empty", f"{CAP}.{cap.name}", {"cap": cap.name})
    yield from _taken(now)
    yield from _loops(now)
    yield from _behind_two(now)


def named(kind: str, value: Any, now: Configuration, changes: Collection[str]) -> None:
    """Raises RouteRuleInvalid where a rule that is being changed names what is not there."""
    given: dict[str, tuple[Collection[str], Collection[str]]] = {}
    match value:
        case Route():
            calendar = (value.calendar,) if value.calendar else ()
            given = {"via": (value.via, [*now.trunks, *now.routes.groups]), "calendar": (calendar, now.calendars)}
        case Group():
            given = {"members": ([member.trunk for member in value.members], now.trunks)}
        case Plan() if not country_code(value):
            raise RouteRuleInvalid(where=kind, rule="country", value=value.country, known="CN, GB, US, ...")
    for rule in changes:
        wanted, there = given.get(rule, ((), ()))
        if missing := [name for name in wanted if name not in there]:
            known = ", ".join(sorted(there)) or "-"
            raise RouteRuleInvalid(where=f"{kind} {value.name}", rule=rule, value=missing[0], known=known)


def _of_group(group: Group, now: Configuration) -> Iterator[Fault]:
    where = f"{GROUP}.{group.name}"
    if group.name in now.trunks:
        yield Fault("group-name-taken", where, {"name": group.name})
    if not group.members:
        yield Fault("group-empty", f"{where}.members", {"name": group.name})
    for member in group.members:
        if member.trunk not in now.trunks:
            yield Fault("document-missing", f"{where}.members", {"kind": "trunk", "key": member.trunk})


def _of_route(route: Route, now: Configuration) -> Iterator[Fault]:
    where, groups = f"{ROUTE}.{route.name}", now.routes.groups
    if not route.to:
        yield Fault("route-empty", f"{where}.to", {"route": route.name})
    if route.calendar and route.calendar not in now.calendars:
        yield Fault("document-missing", f"{where}.calendar", {"kind": "calendar", "key": route.calendar})
    for name in route.via:
        if name not in now.trunks and name not in groups:
            yield Fault("document-missing", f"{where}.via", {"kind": "trunk", "key": name})
    for name in _trunks(route, now.routes):
        trunk = now.trunks.get(name)
        if trunk and route.caller_id and not may_show(trunk, route.caller_id):
            details = {"number": route.caller_id, "trunk": name}
            yield Fault("caller-id-foreign", f"{where}.caller_id", details)


def _trunks(route: Route, rules: Rules) -> list[str]:
    found: list[str] = []
    for name in route.via:
        group = rules.groups.get(name)
        found += [member.trunk for member in group.members] if group else [name]
    return found


def _taken(now: Configuration) -> Iterator[Fault]:
    """Numbers of ours that one dials for help."""
    plan = now.routes.plan
    kinds: tuple[tuple[str, Collection[str]], ...] = (
        ("agent", now.agents),
        ("phone", now.phones),
        ("number", now.numbers),
    )
    for kind, names in kinds:
        for name in names:
            if normalise(name, plan).kind.value == "emergency":
                yield Fault("emergency-number-taken", f"{kind}.{name}", {"number": name})


def _loops(now: Configuration) -> Iterator[Fault]:
    """Flows that call a number of ours outside: the call would come in again."""
    plan = now.routes.plan
    own = {normalise(number, plan).e164 or number for number in now.numbers}
    for name, flow in now.flows.items():
        for node, step in flow.nodes.items():
            if isinstance(step, RingNumber):
                meant = normalise(step.target, plan)
                if (meant.e164 or step.target) in own:
                    yield Fault("route-loop", f"flow.{name}.{node}", {"number": step.target})


def _behind_two(now: Configuration) -> Iterator[Fault]:
    """Numbers behind two PBXs: only one of them would ever be rung."""
    patterns = [(name, pattern) for name, trunk in sorted(now.trunks.items()) for pattern in trunk.behind]
    for (first, one), (second, other) in combinations(patterns, 2):
        if first != second and meet(one, other):
            details = {"pattern": other, "other": first, "other_pattern": one}
            yield Fault("behind-two", f"trunk.{second}.behind", details)
