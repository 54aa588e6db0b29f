"""What a try to send a fax means for it: sent, tried again later, failed, or that nobody can know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.contact.fax.model import CUT, Fax, Outcome, State
from appliance.contact.fax.settings import Sending

HOPELESS = frozenset({1, 3, 22, 28})
"""Q.850 causes of numbers that no further try reaches: unallocated, no route, changed, incomplete."""
REASONS = {
    1: "number-unallocated",
    3: "no-route",
    17: "busy",
    18: "no-answer",
    19: "no-answer",
    21: "rejected",
    22: "number-changed",
    27: "out-of-order",
    28: "number-incomplete",
    34: "no-line",
    38: "network-fault",
    41: "network-fault",
    42: "network-busy",
}
REFUSED = frozenset({"number-blocked", "number-undialable", "route-missing", "call-loops", "fax-pages-gone"})
"""Refusals that stay as they are until somebody changes the configuration."""
UNKNOWN = "unreachable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is waiting (until `until`), sent, failed or unsure; `why` is a code."""

    state: State
    why: str = ""
    until: datetime | None = None


def unreached(fax: Fax, cause: int, rule: Sending, now: datetime) -> Verdict:
    """Nobody answered; `cause` is Q.850, 0 where nobody knows."""
    why = REASONS.get(cause, UNKNOWN)
    return Verdict(State.FAILED, why) if cause in HOPELESS else again(fax, why, rule, now)


def refused(fax: Fax, code: str, rule: Sending, now: datetime) -> Verdict:
    """The call may not be placed, now or ever."""
    return Verdict(State.FAILED, code) if code in REFUSED else again(fax, code, rule, now)


def transmitted(fax: Fax, outcome: Outcome, rule: Sending, now: datetime) -> Verdict:
    """The machines spoke; of a transmission that was cut nobody knows how far it came."""
    if outcome.whole:
        return Verdict(State.SENT)
    if outcome == CUT:
        return Verdict(State.UNSURE, CUT.error)
    return again(fax, outcome.error.lower().replace("_", "-").replace(" ", "-") or UNKNOWN, rule, now)


def again(fax: Fax, why: str, rule: Sending, now: datetime) -> Verdict:
    """Once more later, unless that was the last try."""
    if fax.tries >= rule.tries:
        return Verdict(State.FAILED, why)
    return Verdict(State.WAITING, why, now + timedelta(seconds=rule.spacing))
