"""Which ways lead to a number, best first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from appliance.contact.routes import patterns
from appliance.contact.routes.model import (
    Asker,
    Choice,
    Group,
    Normal,
    NumberClass,
    Plan,
    Reason,
    Route,
    TrunkState,
    Way,
)
from appliance.contact.routes.numbers import written
from appliance.contact.routes.turns import arranged

DENIED, MISSING, NO_TRUNK = "number-blocked", "route-missing", "trunks-exhausted"
EVERYTHING = Route("", (patterns.ANY,))


@dataclass(frozen=True, slots=True)
class Table:
    """Routes and groups made ready: `by_key` holds the routes of each pattern, best first, with what it says;
    `e164_lengths` and `local_lengths` are those of prefixes with + and without."""

    plan: Plan = field(default_factory=Plan)
    groups: Mapping[str, Group] = field(default_factory=dict)
    by_key: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    e164_lengths: Sequence[int] = ()
    local_lengths: Sequence[int] = ()
    empty: bool = True


@dataclass(frozen=True, slots=True)
class Now:
    """What a decision depends on besides the rules: the trunks, the open calendars, and each group's turn."""

    trunks: Mapping[str, TrunkState]
    open: Callable[[str], bool] = lambda calendar: True
    turn: Callable[[str], int] = lambda group: 0


def table(routes: Iterable[Route], groups: Mapping[str, Group], plan: Plan) -> Table:
    """The rules indexed by what they say about numbers, so that their count does not matter to a decision."""
    found: dict[str, list[Route]] = {}
    for route in sorted(routes, key=_rank):
        for pattern in dict.fromkeys(patterns.key(text, plan) for text in route.to):
            found.setdefault(pattern, []).append(route)
    weights = {pattern: patterns.weight(pattern, plan) for pattern in found}
    prefixes = {pattern for pattern in found if pattern not in patterns.WORDS}
    abroad = {prefix for prefix in prefixes if prefix.startswith("+")}
    lengths = (_lengths(abroad), _lengths(prefixes - abroad))
    by_key = {pattern: tuple(some) for pattern, some in found.items()}
    return Table(plan, groups, by_key, weights, *lengths, not found)


def _lengths(prefixes: Iterable[str]) -> list[int]:
    return sorted({len(prefix) for prefix in prefixes}, reverse=True)


def decide(
    rules: Table, number: Normal, asker: Asker, now: Now, *, preferred: str = "", explained: bool = False
) -> Choice:
    """The ways to the number, or why there are none; where `explained`, with the reasons for each step.

    The longest prefix that applies decides alone. Without any route every trunk is one, the `preferred` first; those
    to an old PBX only where there are no others. Trunks in alarm are left out unless all are. An emergency call takes
    every trunk, also a full one, after those that routes name for it, an old PBX at last; nothing refuses it.
    """
    reasons = (
        [Reason("class", {"number": number.e164 or number.local, "class": number.kind.value})] if explained else None
    )
    routes = _applying(rules, number, asker, now, reasons)
    emergency = number.kind is NumberClass.EMERGENCY
    if emergency:
        routes = [*(route for route in routes if not route.deny), EVERYTHING]
        if reasons is not None:
            reasons.append(Reason("emergency"))
    elif rules.empty:
        routes = [EVERYTHING]
    if any(route.deny for route in routes[:1]):
        return Choice(number, (), tuple(reasons or ()), DENIED, {"route": routes[0].name})
    if not routes:
        return Choice(number, (), tuple(reasons or ()), MISSING)
    ways = _ways(rules, number, routes, now, reasons, preferred, emergency=emergency)
    return Choice(number, ways, tuple(reasons or ()), "" if ways else NO_TRUNK)


Reasons: TypeAlias = list[Reason] | None
"""Where reasons are kept that somebody wants to read."""


def _applying(rules: Table, number: Normal, asker: Asker, now: Now, reasons: Reasons) -> list[Route]:
    """The routes of the pattern that says most and has one that applies."""
    by_key, matched = rules.by_key, _matched(rules, number)
    heaviest: int | None = None
    found: list[Route] = []
    if len(matched) > 1:
        matched.sort(key=rules.weights.__getitem__, reverse=True)
    for key in matched:
        if heaviest is not None and rules.weights[key] < heaviest:
            break
        for route in by_key[key]:
            if why := _not_now(route, asker, now):
                if reasons is not None:
                    reasons.append(Reason(why, {"route": route.name, "calendar": route.calendar}))
            elif route not in found:
                heaviest = rules.weights[key]
                found.append(route)
                if reasons is not None:
                    reasons.append(Reason("route", {"route": route.name, "pattern": key}))
    return sorted(found, key=_rank) if len(found) > 1 else found


def _matched(rules: Table, number: Normal) -> list[str]:
    """The patterns of the table that cover the number."""
    by_key, e164, local = rules.by_key, number.e164, number.local
    size, here = len(e164), len(local)
    found = [key for end in rules.e164_lengths if end <= size and (key := e164[:end]) in by_key]
    found += [key for end in rules.local_lengths if end <= here and (key := local[:end]) in by_key]
    return [*found, *(word for word in (number.kind.value, patterns.ANY) if word in by_key)]


def _rank(route: Route) -> tuple[int, bool, bool, float, str]:
    """Of equal order: what is for somebody named before what is for all, a refusal before a way, the cheap first."""
    return route.order, not route.who, not route.deny, route.cost, route.name


def _not_now(route: Route, asker: Asker, now: Now) -> str:
    if route.who and not meant(route.who, asker):
        return "not-for"
    return "closed" if route.calendar and not now.open(route.calendar) else ""


def meant(who: Sequence[str], asker: Asker) -> bool:
    """Whether somebody is among those named."""
    names = [f"phone:{asker.phone}", f"agent:{asker.agent}", *(f"queue:{queue}" for queue in asker.queues)]
    return any(
        name.startswith(one[:-1]) if one.endswith(patterns.ANY) else name == one for one in who for name in names
    )


def _ways(
    rules: Table,
    number: Normal,
    routes: Sequence[Route],
    now: Now,
    reasons: Reasons,
    preferred: str,
    *,
    emergency: bool,
) -> tuple[Way, ...]:
    ways: dict[str, Way] = {}
    last_resort: dict[str, Way] = {}
    form, text = None, ""
    for route in routes:
        if route.deny:
            break
        for name, group in _trunks(rules, route, now, preferred, emergency=emergency):
            trunk = now.trunks.get(name)
            if trunk is None or name in ways:
                continue
            # Most often all trunks want one form.
            if form is not (wanted := route.form or trunk.form):
                form, text = wanted, written(number, wanted, rules.plan)
            full = trunk.full
            way = Way(name, text, route.name, route.caller_id, route.cost, full, group)
            if not trunk.away and not full:
                ways[name] = way
                if reasons is not None:
                    reasons.append(Reason("trunk", {"trunk": name, "number": way.number}))
                continue
            if reasons is not None:
                reasons.append(Reason("away" if trunk.away else "full", {"trunk": name, "why": trunk.away}))
            if emergency or not full:
                last_resort.setdefault(name, way)
    # A call is tried rather than refused for what is only believed (docs/decisions/silent-trunks.md); full is known.
    left = last_resort if emergency or not ways else {}
    return (*ways.values(), *(way for name, way in left.items() if name not in ways))


def _trunks(rules: Table, route: Route, now: Now, preferred: str, *, emergency: bool) -> Iterable[tuple[str, str]]:
    """The trunks of a route, each with the group that it is named by, "" for none."""
    if not route.via:
        ranked = sorted(now.trunks.values(), key=lambda one: (one.inner, one.name != preferred, one.name))
        apart = not (emergency or all(one.inner for one in ranked))
        return ((one.name, "") for one in ranked if not (apart and one.inner))
    named: list[tuple[str, str]] = []
    for one in route.via:
        group = rules.groups.get(one)
        named += [(name, one) for name in arranged(group, now.turn(one))] if group else [(one, "")]
    return named
