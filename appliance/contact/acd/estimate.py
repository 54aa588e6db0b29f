"""How long a waiting call will still wait: the line ahead of it played forward many times, by what calls took lately.

The answer is the wait that most of the plays agree with to within `TOLERANCE`, which is what announcements are scored
by. It knows nothing of calls that will come later and go first, and of agents who will come, pause or leave.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from math import exp, log1p

from appliance.contact.acd.chance import Chance
from appliance.contact.acd.model import SHORT, TOLERANCE

PLAYS = 40
LONGEST_PLAYED = 300


@dataclass(frozen=True, slots=True)
class Server:
    """An agent at work: `busy_for` seconds since the last call took the agent, of the kind that lasts `taken`.

    `free_in` is set where it is known, 0 for an agent who is free.
    """

    taken: Sequence[float] = ()
    busy_for: float = 0.0
    free_in: float | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A call that goes first: it takes one of our agents with chance `share`, for one of `taken` seconds."""

    taken: Sequence[float]
    share: float = 1.0


def wait(
    servers: Sequence[Server], ahead: Sequence[Ahead], ring: float, chance: Chance, *, impatience: float = 0.0
) -> float | None:
    """Seconds until an agent answers, `ring` of them ringing; None if nobody is there, nothing is known, or no wait.

    Each `taken` is in ascending order. Of those ahead `impatience` per second give up.
    """
    idle = sum(server.free_in == 0 for server in servers)
    if not servers or idle > len(ahead) or any(not one.taken for one in ahead):
        return None
    if len(ahead) > LONGEST_PLAYED:
        return _by_rate(servers, ahead, impatience) + ring
    return _agreed(sorted(_play(servers, ahead, impatience, chance) + ring for _ in range(PLAYS)))


def _play(servers: Sequence[Server], ahead: Sequence[Ahead], impatience: float, chance: Chance) -> float:
    free = [_free_in(server, chance) for server in servers]
    heapify(free)
    for call in ahead:
        if chance.happens(call.share * exp(-impatience * free[0])):
            heapreplace(free, free[0] + chance.one_of(call.taken))
    return free[0]


def _free_in(server: Server, chance: Chance) -> float:
    """One of the ways in which the call in hand may end, among those that took longer than it has so far."""
    if server.free_in is not None:
        return server.free_in
    longer = bisect_right(server.taken, server.busy_for)
    if longer < len(server.taken):
        return server.taken[longer + chance.below(len(server.taken) - longer)] - server.busy_for
    return chance.one_of(server.taken) if server.taken else 0.0


def _by_rate(servers: Sequence[Server], ahead: Sequence[Ahead], impatience: float) -> float:
    """The line in even flow: served by the agents' rate, thinned by those who give up."""
    work = sum(call.share * sum(call.taken) / len(call.taken) for call in ahead) / len(servers)
    return log1p(impatience * work) / impatience if impatience else work


def _agreed(waits: Sequence[float]) -> float:
    """The estimate that is right for most of `waits` (ascending): the middle of the fullest window.

    All that are less than a minute are one window, for they are told alike.
    """
    short = bisect_left(waits, SHORT)
    best, most = waits[short // 2 if short else len(waits) // 2], short
    for low in waits[bisect_left(waits, SHORT / (1 + TOLERANCE)) :]:
        highest = low * (1 + TOLERANCE) / (1 - TOLERANCE)
        inside = bisect_right(waits, highest) - bisect_right(waits, low - 1e-9)
        if inside > most:
            best, most = low * (1 + TOLERANCE), inside
    return best
