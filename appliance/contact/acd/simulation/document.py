"""A centre as a planner writes it (a TOML or JSON mapping), read into a plan with every problem named at once."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from appliance.contact.acd.document import RULES, queue_body, rule_value
from appliance.contact.acd.model import Queue
from appliance.contact.acd.simulation.errors import Problem, SimulationFaulty, SimulationTooLarge
from appliance.contact.acd.simulation.model import Group, Outage, Plan, Shape, Spread, Stream

MOST_CALLS = 2_000_000
MOST_AGENTS = 5000
MOST_LINES = 8
DAY = 86400.0
NONE: tuple[Any, ...] = ()
NO_SKILLS: dict[str, int] = {}
FAULTS = (ValueError, TypeError, AttributeError, KeyError)
T = TypeVar("T")


def parse(document: Mapping[str, Any], seed: int | None = None) -> Plan:
    """The plan of a document; raises SimulationFaulty with every problem, SimulationTooLarge beyond MOST_CALLS."""
    problems: list[Problem] = []
    read = _Table("", document, problems)
    start, end = read.take("start", _moment, 0.0), read.take("end", _moment, DAY)
    interval, days = read.take("interval", _positive, 900.0), read.take("days", _count, 1)
    queues = read_queues(document.get("queues", {}), problems)
    plan = Plan(
        queues,
        tuple(_group(each, start, end) for each in read.tables("groups")),
        tuple(_stream(each, queues, end - start, interval) for each in read.tables("calls")),
        start,
        end,
        interval,
        days,
        read.take("lines", _whole, 0),
        read.take("pick_up", _seconds, 0.0),
        tuple(_outage(each) for each in read.tables("outages")),
        seed=read.take("seed", _whole, 1) if seed is None else seed,
    )
    read.finish("queues", "seed")
    if not problems and sum(group.agents for group in plan.groups) > MOST_AGENTS:
        problems.append(Problem("plan-agents-too-many", "groups", {"most": MOST_AGENTS}))
    if problems:
        raise SimulationFaulty(problems)
    if (calls := expected(plan)) > MOST_CALLS:
        raise SimulationTooLarge(calls=round(calls), most=MOST_CALLS)
    return plan


def parse_rules(document: Mapping[str, Any], queues: Mapping[str, Queue]) -> tuple[dict[str, Queue], tuple[Group, ...]]:
    """What a replay changes: rules of `queues` one by one, and the groups in place of the day's people if any."""
    problems: list[Problem] = []
    read = _Table("", document, problems)
    before = {name: queue_body(queue) for name, queue in queues.items()}
    listed = document.get("queues", {})
    wanted = listed if isinstance(listed, Mapping) else {}
    merged = before | {name: {**before.get(name, {}), **rules} for name, rules in wanted.items()}
    found = read_queues(merged, problems)
    groups = tuple(_group(each, 0.0, DAY) for each in read.tables("groups"))
    read.take("lines", _whole, 0)
    read.finish("queues", "calls", "start", "end", "interval", "days", "seed", "pick_up", "outages")
    if problems:
        raise SimulationFaulty(problems)
    return found, groups


def expected(plan: Plan) -> float:
    """How many calls the streams will draw, more or less."""
    return plan.days * sum(sum(stream.rates) for stream in plan.streams)


def read_queues(listed: Any, problems: list[Problem]) -> dict[str, Queue]:
    """Queues by name with the rules of a queue document; rules that cannot be are noted."""
    queues: dict[str, Queue] = {}
    for name, rules in listed.items() if isinstance(listed, Mapping) else ():
        values: dict[str, Any] = {}
        for rule, value in rules.items() if isinstance(rules, Mapping) else ():
            if rule not in RULES:
                problems.append(Problem("plan-field-unknown", f"queues.{name}.{rule}"))
                continue
            try:
                values[rule] = rule_value(rule, value)
            except FAULTS:
                problems.append(Problem("plan-value-wrong", f"queues.{name}.{rule}", {"value": repr(value)}))
        queues[name] = Queue(name, **values)
    if not queues:
        problems.append(Problem("plan-queues-missing", "queues"))
    return queues


class _Table:
    """One table's fields; what is wrong or left over is noted, never raised."""

    def __init__(self, name: str, fields: Any, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        self._fields: Mapping[str, Any] = fields if isinstance(fields, Mapping) else {}
        self._taken: set[str] = set()

    def take(self, key: str, check: Callable[[Any], T], default: T) -> T:
        self._taken.add(key)
        if key not in self._fields:
            return default
        try:
            return check(self._fields[key])
        except FAULTS:
            self.wrong(key, "plan-value-wrong", value=repr(self._fields[key]))
            return default

    def need(self, key: str, check: Callable[[Any], T], instead: T) -> T:
        """As `take`, but noted when it is missing."""
        if key not in self._fields:
            self.wrong(key, "plan-field-missing")
        return self.take(key, check, instead)

    def tables(self, key: str) -> list["_Table"]:
        listed = self._fields.get(key, [])
        self._taken.add(key)
        if not isinstance(listed, list):
            self.wrong(key, "plan-list-expected")
            return []
        return [_Table(f"{key}[{number}].", each, self.problems) for number, each in enumerate(listed)]

    def finish(self, *known: str) -> None:
        for key in self._fields.keys() - self._taken - set(known):
            self.wrong(key, "plan-field-unknown")

    def wrong(self, key: str, code: str, **details: Any) -> None:
        self.problems.append(Problem(code, f"{self.name}{key}", details))


def _stream(read: _Table, queues: Mapping[str, Queue], length: float, interval: float) -> Stream:
    intervals = max(1, round(length / interval))
    queue = read.need("queue", _text, "")
    if queue and queue not in queues:
        read.wrong("queue", "plan-queue-unknown", queue=queue)
    per_hour = read.take("per_hour", _seconds, -1.0)
    rates = read.take("per_interval", _rates, NONE)
    if (per_hour < 0) == (not rates):
        read.wrong("per_hour", "plan-rate-needed")
    stream = Stream(
        queue,
        rates or (per_hour * interval / 3600,) * intervals,
        read.need("handling", _spread, Spread(180.0)),
        read.take("patience", _maybe_spread, None),
        read.take("wrap_up", _maybe_spread, None),
        read.take("priority", int, 0),
        tuple(sorted(read.take("skills", _levels, NO_SKILLS).items())),
        read.take("fast_lane", _flag, False),
    )
    read.finish()
    return stream


def _group(read: _Table, start: float, end: float) -> Group:
    begins, ends = read.take("from", _moment, start), read.take("to", _moment, end)
    breaks = read.take("breaks", _spans, NONE)
    group = Group(
        read.need("name", _text, "?"),
        read.need("agents", _whole, 0),
        without(((begins, ends),), breaks),
        read.take("skills", _levels, NO_SKILLS),
        frozenset(read.take("queues", _texts, NONE)),
        read.take("capacity", _capacity, 1),
    )
    if ends <= begins:
        read.wrong("to", "plan-span-empty")
    read.finish()
    return group


def without(spans: tuple[tuple[float, float], ...], breaks: tuple[tuple[float, float], ...]) -> tuple[Any, ...]:
    """Spans of time with the breaks cut out of them."""
    for off, on in breaks:
        spans = tuple(
            part
            for begin, end in spans
            for part in ((begin, min(end, off)), (max(begin, on), end))
            if part[0] < part[1]
        )
    return spans


def _outage(read: _Table) -> Outage:
    outage = Outage(
        read.need("from", _moment, 0.0),
        read.need("to", _moment, 0.0),
        read.take("lines", _whole, 0),
        read.take("group", _text, ""),
        read.take("agents", _whole, 0),
    )
    read.finish()
    return outage


def _spread(value: Any) -> Spread:
    """Seconds (exponential), or a table with `mean`, `shape` and `variation`."""
    if not isinstance(value, Mapping):
        return Spread(_seconds(value))
    if unknown := value.keys() - {"mean", "shape", "variation"}:
        raise ValueError(unknown)
    shape = Shape(value.get("shape", Shape.EXPONENTIAL))
    return Spread(_seconds(value["mean"]), shape, _positive(value.get("variation", 1.0)))


def _maybe_spread(value: Any) -> Spread | None:
    return _spread(value)


def _moment(value: Any) -> float:
    """`HH:MM` or `HH:MM:SS` as seconds of the day; 24:00 is its end."""
    hours, minutes, *seconds = (int(part) for part in value.split(":"))
    moment = 3600 * hours + 60 * minutes + sum(seconds)
    if not 0 <= moment <= DAY or not 0 <= minutes < 60:
        raise ValueError(value)
    return float(moment)


def _spans(value: Any) -> tuple[tuple[float, float], ...]:
    spans = tuple((_moment(off), _moment(on)) for off, _, on in (text.partition("-") for text in value))
    if any(on <= off for off, on in spans):
        raise ValueError(value)
    return spans


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise ValueError(value)
    return float(value)


def _positive(value: Any) -> float:
    if not _seconds(value):
        raise ValueError(value)
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _capacity(value: Any) -> int:
    if not 1 <= _whole(value) <= MOST_LINES:
        raise ValueError(value)
    return int(value)


def _count(value: Any) -> int:
    if not 1 <= _whole(value) <= 366:
        raise ValueError(value)
    return int(value)


def _rates(value: Any) -> tuple[float, ...]:
    return tuple(_seconds(rate) for rate in value)


def _levels(value: Any) -> dict[str, int]:
    if not all(isinstance(name, str) and 1 <= _whole(level) <= 9 for name, level in value.items()):
        raise ValueError(value)
    return dict(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
