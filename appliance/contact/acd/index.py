"""The matching rule kept ready: the same offers as `matching.match`, from what has changed since the last decision.

Invariant: between two decisions no call waits that a free agent could serve, unless one of the two is noted as
changed, or the call's queue is full. Times are whole microseconds of any one clock, as the caller counts them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from heapq import heapify, heappop, heappush
from typing import Any, Generic, NamedTuple, TypeVar

from appliance.contact.acd.demands import MICROSECOND, POINT, SECOND, ageing, demand, rescue_after, rescued
from appliance.contact.acd.lanes import Choice, Claim, Kind, Lane
from appliance.contact.acd.matching import is_full
from appliance.contact.acd.model import Queue
from appliance.contact.acd.seats import Seats

C = TypeVar("C")
NOBODY: Mapping[str, int] = {}


class Match(NamedTuple, Generic[C]):
    """A call for one agent, or for all those who are rung at once, by the rules of `queue`."""

    contact: C
    agents: tuple[str, ...]
    queue: str


@dataclass(slots=True)
class _Standing(Generic[C]):
    """A call in line: `changes_at` is when waiting alone moves it to another lane, -1 for never."""

    claim: Claim
    contact: C
    entered: int
    wanted: str
    wanted_until: int
    lane: Lane[C]
    key: tuple[int, int, C]
    changes_at: int = -1


class _Track(Generic[C]):
    """The lanes of a claim: the one of its calls that have waited `moments[n-1]` and not yet `moments[n]`."""

    __slots__ = ("ageing", "lanes", "moments")

    def __init__(self, moments: tuple[int, ...], ageing: int) -> None:
        self.moments, self.ageing = moments, ageing
        self.lanes: list[Lane[C] | None] = [None] * (len(moments) + 1)


class Index(Generic[C]):
    """Waiting calls and free agents; a call that is offered leaves it, an agent too."""

    def __init__(self, seed: int = 0) -> None:
        self.last: dict[str, str] = {}
        self._seed, self._seats = seed, Seats()
        self._queues: Mapping[str, Queue] = {}
        self._limited = False
        self._calls: dict[C, _Standing[C]] = {}
        self._lanes: list[Lane[C]] = []
        self._kinds: dict[Kind, Lane[C]] = {}
        self._own: dict[str, list[Lane[C]]] = {}
        self._tracks: dict[Claim, _Track[C]] = {}
        self._changes: list[tuple[int, Any]] = []
        self._occupied = self._due = self._blocked = self._fresh = 0

    def configure(self, queues: Mapping[str, Queue], now: int) -> None:
        """Take new rules; calls keep their moment of entry."""
        self._queues = dict(queues)
        self._limited = any(queue.most_talking for queue in queues.values())
        calls, self._calls = list(self._calls.values()), {}
        self._lanes, self._kinds, self._own, self._tracks, self._changes = [], {}, {}, {}, []
        self._occupied = self._due = self._blocked = 0
        self._seats.forget_rules()
        for call in calls:
            self.enter(call.contact, call.claim, call.entered, now, call.wanted, call.wanted_until)

    def staff(self, agent: str, skills: Mapping[str, int], queues: frozenset[str]) -> None:
        """What an agent can do; an agent who is free with other skills than before is looked at again."""
        if seat := self._seats.staff(agent, skills, queues):
            self._fresh |= seat.bit
            for lane in self._lanes:
                self._work_out(lane)
                seat.lanes = seat.lanes | lane.bit if seat.bit & lane.mask else seat.lanes & ~lane.bit

    def release(self, agent: str, idle_since: int, calls: int = 0) -> None:
        """An agent, staffed before, is free."""
        if seat := self._seats.seat(agent):
            self._seats.release(seat, idle_since, calls)
            self._fresh |= seat.bit

    def restore(self, agent: str) -> None:
        """An agent who was rung beside the one who answered is as free as before."""
        if seat := self._seats.seat(agent):
            self.release(agent, seat.idle_since, seat.calls)

    def occupy(self, agent: str) -> None:
        """An agent is not free."""
        if seat := self._seats.seat(agent):
            self._seats.occupy(seat)

    def enter(self, contact: C, claim: Claim, entered: int, now: int, wanted: str = "", wanted_until: int = 0) -> None:
        """Put a call at its place, or at its new one."""
        self.leave(contact)
        track = self._tracks.get(claim) or self._track(claim)
        key = (track.ageing * entered - claim.priority * POINT, entered, contact)
        lane = self._lane(claim, track, now - entered, wanted if now < wanted_until else "")
        call = self._calls[contact] = _Standing(claim, contact, entered, wanted, wanted_until, lane, key)
        self._stand(call, lane)
        if track.moments or now < wanted_until:
            self._watch(call, track, now)

    def leave(self, contact: C) -> None:
        """Take a call out; one that is not in is left alone."""
        if call := self._calls.pop(contact, None):
            self._step_out(call)

    def next_change(self) -> int | None:
        """When a decision is due though nobody came or went; it may turn out that nothing is to be done."""
        return self._changes[0][0] if self._changes else None

    def decide(self, now: int, taken: Mapping[str, int] = NOBODY) -> list[Match[C]]:
        """The offers to make; `taken` counts the conversations of each queue that has a limit."""
        self._advance(now)
        made: list[Match[C]] = []
        due = self._due_lanes() if self._seats.free else self._forget_due()
        if not due:
            return made
        heads = [(lane.head(now), lane) for lane in self._of(due)]
        heapify(heads)
        counts = Counter(taken) if self._limited else None
        while heads and self._seats.free:
            lane = heappop(heads)[1]
            if match := self._serve(lane, counts):
                made.append(match)
                if lane.keys and lane.mask & self._seats.free:
                    heappush(heads, (lane.head(now), lane))
        return made

    def ahead(self, contact: C, claim: Claim, entered: int, now: int) -> int:
        """How many calls of the own queue are before this one, which need not be in."""
        track = self._tracks.get(claim) or self._track(claim)
        kind = self._lane(claim, track, now - entered, "").kind
        key = (track.ageing * entered - claim.priority * POINT, entered, contact)
        return sum(lane.ahead_of(kind, key) for lane in self._own.get(kind.own, ()))

    def _serve(self, lane: Lane[C], counts: Counter[str] | None) -> Match[C] | None:
        """An offer for the first call of the lane; none when nobody is left for it or its queues are full."""
        fit = lane.mask & self._seats.free
        if not fit:
            return None
        for choice, mask in zip(lane.choices, lane.masks, strict=True):
            queue = choice.queue
            if not mask & fit or (counts is not None and is_full(queue, counts)):
                continue
            contact = lane.keys[0][2]
            chosen = self._seats.choose(mask & fit, queue, self.last.get(queue.name, ""), f"{self._seed}:{contact}")
            if self._calls[contact].claim.absent:
                chosen = chosen[:1]
            for seat in chosen:
                self._seats.occupy(seat)
            self.leave(contact)
            self.last[queue.name] = chosen[0].agent
            if counts is not None:
                counts[queue.name] += 1
            return Match(contact, tuple(seat.agent for seat in chosen), queue.name)
        self._blocked |= lane.bit
        return None

    def _due_lanes(self) -> int:
        """The lanes to look at: those noted, and those that somebody newly free could serve."""
        due = self._due | self._blocked
        for seat in self._seats.of(self._fresh & self._seats.free):
            due |= seat.lanes
        self._due = self._blocked = self._fresh = 0
        return due & self._occupied

    def _forget_due(self) -> int:
        """Nobody is free: whoever becomes so is looked at then."""
        self._due = self._blocked = self._fresh = 0
        return 0

    def _advance(self, now: int) -> None:
        """Move the calls whose wait has changed what they demand, or how urgent they are."""
        while self._changes and self._changes[0][0] <= now:
            at, contact = heappop(self._changes)
            call = self._calls.get(contact)
            if call and call.changes_at == at:
                track = self._tracks.get(call.claim) or self._track(call.claim)
                self._step_out(call)
                wanted = call.wanted if now < call.wanted_until else ""
                self._stand(call, self._lane(call.claim, track, now - call.entered, wanted))
                self._watch(call, track, now)

    def _stand(self, call: _Standing[C], lane: Lane[C]) -> None:
        call.lane = lane
        lane.put(call.key)
        self._occupied |= lane.bit
        self._due |= lane.bit

    def _step_out(self, call: _Standing[C]) -> None:
        lane = call.lane
        lane.take(call.key)
        if not lane.keys:
            self._occupied &= ~lane.bit

    def _watch(self, call: _Standing[C], track: _Track[C], now: int) -> None:
        """Note when waiting alone changes something next."""
        stage = bisect_right(track.moments, now - call.entered)
        ahead = [call.entered + track.moments[stage]] if stage < len(track.moments) else []
        ahead += [call.wanted_until] if now < call.wanted_until else []
        call.changes_at = min(ahead, default=-1)
        if ahead:
            heappush(self._changes, (call.changes_at, call.contact))

    def _track(self, claim: Claim) -> _Track[C]:
        own = self._queues.get(claim.queues[0])
        known = [queue for name in claim.queues if (queue := self._queues.get(name))]
        moments = {step.after * SECOND // MICROSECOND for queue in known for step in queue.relax}
        if own and own.rescue:
            moments.add(rescue_after(own) // MICROSECOND)
        track = self._tracks[claim] = _Track(tuple(sorted(moments)), ageing(own) if own else 0)
        return track

    def _lane(self, claim: Claim, track: _Track[C], waited: int, wanted: str) -> Lane[C]:
        stage = bisect_right(track.moments, waited)
        lane = None if wanted else track.lanes[stage]
        if lane is None:
            lane = self._lane_of(claim, track, track.moments[stage - 1] if stage else -1, wanted)
            if not wanted:
                track.lanes[stage] = lane
        return lane

    def _lane_of(self, claim: Claim, track: _Track[C], waited: int, wanted: str) -> Lane[C]:
        own, lasted = self._queues.get(claim.queues[0]), timedelta(microseconds=waited)
        choices = tuple(
            Choice(queue, tuple(sorted(demand(queue, dict(claim.skills), lasted).items())))
            for name in claim.queues
            if (queue := self._queues.get(name))
        )
        kind = Kind(
            claim.queues[0],
            claim.fast_lane,
            track.ageing,
            own.rescue * POINT if own and rescued(own, lasted) else 0,
            tuple((choice.queue.name, choice.levels) for choice in choices),
            wanted,
            claim.without,
        )
        return self._kinds.get(kind) or self._new_lane(kind, choices)

    def _new_lane(self, kind: Kind, choices: tuple[Choice, ...]) -> Lane[C]:
        lane: Lane[C] = Lane(1 << len(self._lanes), kind, choices)
        self._lanes.append(lane)
        self._kinds[kind] = lane
        self._own.setdefault(kind.own, []).append(lane)
        self._open(lane)
        return lane

    def _open(self, lane: Lane[C]) -> None:
        """Let everybody who could serve a new lane know it."""
        self._work_out(lane)
        for seat in self._seats.of(lane.mask):
            seat.lanes |= lane.bit

    def _work_out(self, lane: Lane[C]) -> None:
        """Who could serve a lane."""
        within = ~0
        if lane.kind.wanted:
            seat = self._seats.seat(lane.kind.wanted)
            within = seat.bit if seat else 0
        for agent in lane.kind.without:
            if seat := self._seats.seat(agent):
                within &= ~seat.bit
        lane.masks = tuple(self._seats.able(choice) & within for choice in lane.choices)
        lane.mask = 0
        for mask in lane.masks:
            lane.mask |= mask

    def _of(self, due: int) -> list[Lane[C]]:
        """The lanes whose bits are in `due` and that somebody free could serve."""
        free, lanes, found = self._seats.free, self._lanes, list[Lane[C]]()
        while due:
            low = due & -due
            lane = lanes[low.bit_length() - 1]
            if lane.mask & free:
                found.append(lane)
            due ^= low
        return found
