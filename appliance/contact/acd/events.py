"""Facts that distribution publishes to the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from appliance.contact.acd.model import NO_WISH, Departure, Switch, Wish
from appliance.events import Event

ENTERED = "queue.entered"
ANNOUNCED = "queue.announced"
OVERFLOWED = "queue.overflowed"
LEFT = "queue.left"
ASIDE = "queue.aside"
BACK = "queue.back"
SWITCHED = "queue.switched"


def entered(
    contact: UUID,
    queue: str,
    priority: int,
    position: int,
    at: datetime,
    *,
    since: datetime | None = None,
    estimate: float | None = None,
    wish: Wish = NO_WISH,
) -> Event:
    """`since` ranks a call that comes back into the line; `estimate` is how many seconds it is expected to wait."""
    data: dict[str, Any] = {"queue": queue, "priority": priority, "position": position}
    back = {"since": since.isoformat()} if since else {}
    return Event(ENTERED, at, contact, data=data | back | _estimated(estimate) | _wished(wish))


def wish(event: Event) -> Wish:
    """What the call asked for as it entered."""
    data = event.data
    agent, seconds = data.get("wanted", ""), data.get("wanted_s", 0)
    return Wish(data.get("skills", {}), data.get("fast_lane", False), agent, seconds)


def announced(contact: UUID, queue: str, position: int, at: datetime, *, estimate: float | None = None) -> Event:
    """`estimate` is how many seconds the call is expected to wait from now on."""
    return Event(ANNOUNCED, at, contact, data={"queue": queue, "position": position} | _estimated(estimate))


def overflowed(contact: UUID, queue: str, to: str, at: datetime, *, exit_: str = "") -> Event:
    """`to` is a queue, or "" where the call leaves by the flow's `exit`."""
    return Event(OVERFLOWED, at, contact, data={"queue": queue, "to": to} | ({"exit": exit_} if exit_ else {}))


def aside(contact: UUID, queue: str, at: datetime) -> Event:
    """The caller chooses something else while the place in line is kept."""
    return Event(ASIDE, at, contact, data={"queue": queue})


def back(contact: UUID, queue: str, at: datetime) -> Event:
    """The caller waits again, at the place that was kept."""
    return Event(BACK, at, contact, data={"queue": queue})


def switched(queue: str, to: Switch, author: str, reason: str, at: datetime) -> Event:
    """A person has opened or closed a queue by hand, or declared an emergency."""
    return Event(SWITCHED, at, data={"queue": queue, "to": to.value, "author": author, "reason": reason})


def left(
    contact: UUID,
    queue: str,
    outcome: Departure,
    wait_ms: int,
    at: datetime,
    *,
    target_s: int,
    served_by: str = "",
    exit_: str = "",
    estimates: Sequence[tuple[int, float]] = (),
) -> Event:
    """`queue` is the one the call entered and is counted under; `served_by` the one whose rules found the agent.

    `target_s` is what the queue's rules called in time at that moment. `estimates` are those made: after how many ms
    in line, and how many seconds the call was expected to wait still.
    """
    data = {"queue": queue, "outcome": outcome.value, "wait_ms": wait_ms, "target_s": target_s}
    more = {"served_by": served_by, "exit": exit_, "estimates": [list(made) for made in estimates]}
    return Event(LEFT, at, contact, data=data | {key: value for key, value in more.items() if value})


def _estimated(seconds: float | None) -> dict[str, Any]:
    return {} if seconds is None else {"estimate_s": round(seconds, 1)}


def _wished(wish: Wish) -> dict[str, Any]:
    skills = {"skills": dict(wish.skills)} if wish.skills else {}
    fast = {"fast_lane": True} if wish.fast_lane else {}
    return skills | fast | ({"wanted": wish.agent, "wanted_s": wish.seconds} if wish.agent else {})
