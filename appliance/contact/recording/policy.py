"""Whether a call is recorded, and in which retention class its recording is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from appliance.contact.recording.model import Retention


class Mode(StrEnum):
    """`on-demand` keeps a call only if somebody asked for it while it lasted."""

    ALWAYS = "always"
    ON_DEMAND = "on-demand"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds for a call that came by one of `queues`, `agents` and `directions` each; an empty one holds for all.

    An outcome that is None is left to the rules below it.
    """

    queues: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    record: Mode | None = None
    retention: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules from the first to the last, then what holds for every other call; `pause_limit` in seconds."""

    rules: tuple[Rule, ...] = ()
    record: Mode = Mode.ALWAYS
    retention: str = Retention.STANDARD
    pause_limit: int = 120
    two_person: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What the policy looks at: every queue and agent that had the call, and whether it was asked to be kept.

    What a caller spoke into a voicemail box is a `message`, pages are a `fax`: the policy for conversations says
    nothing about them.
    """

    direction: str = ""
    queues: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    demanded: bool = False
    message: bool = False
    fax: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """`discard` says why no audio is kept; "" when it is."""

    retention: str
    discard: str = ""


def ruling(case: Case, policy: Policy) -> Ruling:
    """For each outcome the first rule that holds and says something about it."""
    if case.message or case.fax:
        return Ruling(Retention.FAX if case.fax else Retention.VOICEMAIL)
    mode, retention = mode_of(case, policy), policy.retention
    for rule in policy.rules:
        if rule.retention and holds(rule, case):
            retention = rule.retention
            break
    if mode is Mode.NEVER:
        return Ruling(retention, "never")
    return Ruling(retention, "" if mode is Mode.ALWAYS or case.demanded else "not-demanded")


def mode_of(case: Case, policy: Policy) -> Mode:
    """How the call is to be recorded, as far as it has come."""
    found = (rule.record for rule in policy.rules if rule.record and holds(rule, case))
    return next(found, policy.record)


def holds(rule: Rule, case: Case) -> bool:
    return (
        (not rule.queues or bool(rule.queues & case.queues))
        and (not rule.agents or bool(rule.agents & case.agents))
        and (not rule.directions or case.direction in rule.directions)
    )


def parse(body: Mapping[str, Any]) -> Policy:
    """The policy in a document; what it does not name keeps its default. Raises ValueError naming the place."""
    if wrong := next(_wrong(body), ""):
        raise ValueError(wrong)
    rules = tuple(_rule(item) for item in body.get("rules", ()))
    plain = {key: body[key] for key in ("retention", "pause_limit", "two_person") if key in body}
    return Policy(rules, Mode(body.get("record", Mode.ALWAYS)), **plain)


def body(policy: Policy) -> dict[str, Any]:
    """The inverse of `parse`, as JSON values."""
    return {
        "record": policy.record.value,
        "retention": str(policy.retention),
        "pause_limit": policy.pause_limit,
        "two_person": policy.two_person,
        "rules": [_rule_body(rule) for rule in policy.rules],
    }


_SETS = ("queues", "agents", "directions")
_KINDS: Mapping[str, type] = {"retention": str, "pause_limit": int, "two_person": bool, "rules": list, "record": str}


def _wrong(body: Mapping[str, Any]) -> Iterator[str]:
    for key, value in body.items():
        if key not in _KINDS or type(value) is not _KINDS[key]:
            yield key
    if body.get("record", "always") not in set(Mode):
        yield "record"
    if body.get("pause_limit", 1) < 1:
        yield "pause_limit"
    for place, rule in enumerate(body.get("rules", ()), 1):
        yield from (f"rules[{place}].{key}" for key in _wrong_in_rule(rule))


def _wrong_in_rule(rule: Any) -> Iterator[str]:
    if not isinstance(rule, Mapping):
        yield "?"
        return
    for key, value in rule.items():
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if key in _SETS:
            fits = fits and bool(value)
        else:
            fits = (key == "record" and value in set(Mode)) or (key == "retention" and isinstance(value, str))
        if not fits:
            yield str(key)


def _rule(item: Mapping[str, Any]) -> Rule:
    sets = {key: frozenset(item.get(key, ())) for key in _SETS}
    record = Mode(item["record"]) if "record" in item else None
    return Rule(**sets, record=record, retention=item.get("retention"))


def _rule_body(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {key: sorted(getattr(rule, key)) for key in _SETS if getattr(rule, key)}
    if rule.record:
        found["record"] = rule.record.value
    if rule.retention:
        found["retention"] = rule.retention
    return found
