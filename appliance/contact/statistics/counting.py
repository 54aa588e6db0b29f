"""From facts to figures: one step per kind of event, the same rows however the events are cut into batches.

Kinds that have no step here are passed over: what later programs write is counted when they say how.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from appliance.contact.acd import events as queue_facts
from appliance.contact.acd.model import Departure, foreseen
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import AT_WORK, State
from appliance.contact.callback import events as callback_facts
from appliance.contact.calls import events as call_facts
from appliance.contact.calls.model import MAIN, Direction, Role
from appliance.contact.ivr import events as flow_facts
from appliance.contact.routes import events as route_facts
from appliance.contact.statistics import callbacks, parties, passing, sound, trunks, ways
from appliance.contact.statistics.model import Fact, Open, Subject
from appliance.contact.statistics.periods import milliseconds
from appliance.contact.statistics.tally import Tally, Trace

QUEUE, AGENT = Subject.QUEUE.value, Subject.AGENT.value
NUMBER, NODE, TRUNK = Subject.NUMBER.value, Subject.NODE.value, Subject.TRUNK.value
AGES_S = (5, 10, 30, 60, 180)
DEFAULT_TARGET_S = 30
SIGNED_OUT, PAUSED, WRAP_UP = State.SIGNED_OUT.value, State.PAUSED.value, State.WRAP_UP.value


class Counting:
    """Carries `open` on by facts and writes into `tally`; `unread` are numbers of events whose data made no sense."""

    def __init__(self, open_: Open, tally: Tally) -> None:
        self.open, self.tally = open_, tally
        self.unread: list[int] = []

    def take(self, facts: Iterable[Fact]) -> None:
        """Count the facts, in the order of the ledger."""
        steps = STEPS
        for fact in facts:
            if step := steps.get(fact.kind):
                try:
                    step(self, fact)
                except (KeyError, TypeError, ValueError, AttributeError):
                    self.unread.append(fact.seq)

    def trace(self, facts: Iterable[Fact], trace: Trace) -> None:
        """The same, telling `trace` which event is being counted."""
        self.tally = trace
        for fact in facts:
            trace.seq = fact.seq
            self.take((fact,))

    def _opened(self, fact: Fact) -> None:
        data = fact.data
        inbound = data["direction"] == Direction.INBOUND
        number, trunk = data["dialled"] if inbound else "", data.get("trunk", "")
        self.open.contacts[fact.contact] = {"at": fact.at, "number": number, "trunk": trunk} | {
            "queue": data.get("queue", ""),
            "legs": {},
            "bridges": {},
            "held": [],
            "lines": {},
        }
        for subject, name in ((NUMBER, number), (TRUNK, trunk)):
            if name and inbound:
                self.tally.add(subject, name, fact.at, "offered")

    def _closed(self, fact: Fact) -> None:
        call = self.open.contacts.pop(fact.contact, None)
        if call is None:
            return
        ways.left(call, fact.at, self.tally)
        for leg in call["legs"].values():
            self._stop(leg, fact.at)
        for leg in list(call["lines"]):
            trunks.freed(call, leg, fact.at, self.tally)
        if call["number"]:
            self.tally.spend(NUMBER, call["number"], call["at"], fact.at, "busy_ms")
        for subject, name in ((NUMBER, call["number"]), (TRUNK, call["trunk"])):
            if name:
                self.tally.add(subject, name, fact.at, f"result:{fact.data['result']}")
        ways.over(call, fact, self.tally)

    def _leg_opened(self, fact: Fact) -> None:
        call, agent = self.open.contacts.get(fact.contact), fact.data["agent"]
        if call and agent:
            call["legs"][fact.leg] = {"agent": agent, "does": parties.NEITHER, "since": 0, "queue": ""}
            if fact.data["role"] == Role.CALLER:
                call["legs"][fact.leg]["calls"] = True
        if call:
            trunks.taken(call, fact, self.tally)

    def _joined(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            legs = [name.replace("-", "") for name in fact.data["legs"]]
            bridge = fact.data.get("bridge", MAIN)
            parties.joined(call, bridge, legs)
            for leg in (call["legs"][name] for name in legs if name in call["legs"]):
                self._first_word(leg, call["queue"], fact.at)
            if bridge == MAIN:
                self._customer_talks(call, legs, fact.at)
            self._turn(call, fact.at)

    def _customer_talks(self, call: dict[str, Any], legs: Sequence[str], at: int) -> None:
        passing.arrived(call, [call["legs"][name] for name in legs if name in call["legs"]], at, self.tally)
        if node := call.get("node"):
            self.tally.add(NODE, node, at, "put_through")
        ways.handed_over(call, at, self.tally)
        ways.left(call, at, self.tally)
        call["last_node"] = ""

    def _first_word(self, leg: dict[str, Any], queue: str, at: int) -> None:
        if not leg.get("handled"):
            # What an agent's own call to a queue costs that agent is no work of the queue's.
            queue = "" if leg.get("calls") else queue
            leg.update(handled=True, queue=queue)
            self.tally.add(AGENT, leg["agent"], at, "handled")
            if queue:
                self.tally.add(QUEUE, queue, at, "handled")

    def _parted(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            parties.parted(call, fact.leg)
            self._turn(call, fact.at)

    def _held(self, fact: Fact) -> None:
        if (call := self.open.contacts.get(fact.contact)) and fact.leg not in call["held"]:
            call["held"].append(fact.leg)
            self._turn(call, fact.at)

    def _resumed(self, fact: Fact) -> None:
        if (call := self.open.contacts.get(fact.contact)) and fact.leg in call["held"]:
            call["held"].remove(fact.leg)
            self._turn(call, fact.at)

    def _leg_ended(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            parties.parted(call, fact.leg)
            if fact.leg in call["held"]:
                call["held"].remove(fact.leg)
            self._turn(call, fact.at)
            leg = call["legs"].pop(fact.leg, None)
            sound.heard(AGENT, leg["agent"] if leg else "", fact, self.tally)
            sound.heard(TRUNK, trunks.of(call, fact.leg), fact, self.tally)
            trunks.freed(call, fact.leg, fact.at, self.tally, fact.data["cause"])

    def _leg_answered(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            trunks.answered(call, fact, self.tally)

    def _routed(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            trunks.routed(call, fact, self.tally)

    def _room(self, fact: Fact) -> None:
        since = milliseconds(datetime.fromisoformat(fact.data["since"]))
        self.tally.spend(TRUNK, fact.data["trunk"], since, fact.at, "full_ms")

    def _turn(self, call: dict[str, Any], at: int) -> None:
        """Book what each agent's leg has been doing if it does something else from now on."""
        for name, leg in call["legs"].items():
            if (does := parties.doing(call, name)) != leg["does"]:
                self._stop(leg, at)
                leg.update(does=does, since=at)

    def _stop(self, leg: dict[str, Any], at: int) -> None:
        """Book what a leg has been doing since it began to; for its queue only, an agent's own time is its state's."""
        if leg["does"] and leg["queue"]:
            self.tally.spend(QUEUE, leg["queue"], leg["since"], at, leg["does"])
        leg["does"] = parties.NEITHER

    def _transferred(self, fact: Fact) -> None:
        call = self.open.contacts.get(fact.contact)
        passing.passed_on(call, fact, self.tally)
        if call and fact.data["to"].startswith("flow:"):
            ways.begun_anew(call)

    def _offer_made(self, fact: Fact) -> None:
        data = fact.data
        self.tally.add(AGENT, data["agent"], fact.at, "offered")
        if call := self.open.contacts.get(fact.contact):
            # What a call costs belongs to the queue it came by, also where another queue's rules found the agent.
            call.setdefault("offers", {})[fact.leg] = [call["queue"] or data["queue"], fact.at]

    def _offer_ended(self, fact: Fact) -> None:
        agent, outcome = fact.data["agent"], fact.data["outcome"]
        self.tally.add(AGENT, agent, fact.at, "answered" if outcome == "answered" else f"missed:{outcome}")
        call = self.open.contacts.get(fact.contact)
        queue, since = (call.get("offers", {}).pop(fact.leg, ("", 0))) if call else ("", 0)
        if queue:
            self.tally.spend(QUEUE, queue, since, fact.at, "ring_ms")

    def _entered(self, fact: Fact) -> None:
        queue = fact.data["queue"]
        self.tally.add(QUEUE, queue, fact.at, "offered")
        if call := self.open.contacts.get(fact.contact):
            call["queue"] = queue
            if node := call.get("node"):
                self.tally.add(NODE, node, fact.at, "to_queue")
            ways.handed_over(call, fact.at, self.tally)
            ways.left(call, fact.at, self.tally)
            call["last_node"] = ""

    def _overflowed(self, fact: Fact) -> None:
        self.tally.add(QUEUE, fact.data["queue"], fact.at, "overflow_out")
        if to := fact.data["to"]:
            self.tally.add(QUEUE, to, fact.at, "overflow_in")

    def _left(self, fact: Fact) -> None:
        data, tally, at = fact.data, self.tally, fact.at
        queue, outcome, wait = data["queue"], data["outcome"], int(data["wait_ms"])
        tally.raise_to(QUEUE, queue, at, "wait_ms_max", wait)
        if outcome == Departure.ANSWERED:
            self._answered(fact, queue, wait)
        elif outcome == Departure.ABANDONED:
            tally.add(QUEUE, queue, at, "abandoned")
            tally.add(QUEUE, queue, at, "abandoned_wait_ms", wait)
            tally.add(QUEUE, queue, at, f"abandoned:{age(wait)}")
        else:
            tally.add(QUEUE, queue, at, f"left:{outcome}")

    def _answered(self, fact: Fact, queue: str, wait: int) -> None:
        target = 1000 * int(fact.data.get("target_s", DEFAULT_TARGET_S))
        self.tally.add(QUEUE, queue, fact.at, "answered")
        self.tally.add(QUEUE, queue, fact.at, "answered_in_target" if wait <= target else "answered_late")
        self.tally.add(QUEUE, queue, fact.at, "wait_ms", wait)
        for after, seconds in fact.data.get("estimates", ()):
            self._foretold(queue, seconds, wait - after, fact.at)
        if (other := fact.data.get("served_by", queue)) != queue and other:
            self.tally.add(QUEUE, queue, fact.at, "answered_elsewhere")
            self.tally.add(QUEUE, other, fact.at, "answered_for_others")

    def _foretold(self, queue: str, seconds: float, came_ms: int, at: int) -> None:
        """A wait that was told to a caller, and what it came to."""
        self.tally.add(QUEUE, queue, at, "estimates")
        if foreseen(seconds, came_ms / 1000):
            self.tally.add(QUEUE, queue, at, "estimates_right")
        self.tally.add(QUEUE, queue, at, "estimated_ms", round(1000 * seconds))
        self.tally.add(QUEUE, queue, at, "estimates_came_ms", came_ms)

    def _node(self, fact: Fact) -> None:
        name = f"{fact.data['flow']}/{fact.data['node']}"
        self.tally.add(NODE, name, fact.at, "visits")
        if call := self.open.contacts.get(fact.contact):
            ways.left(call, fact.at, self.tally)
            ways.came(call, fact, self.tally)
            call.update(node=name, last_node=name, node_at=fact.at, flow=fact.data["flow"])

    def _key(self, fact: Fact) -> None:
        if call := self.open.contacts.get(fact.contact):
            ways.pressed(call, fact, self.tally)

    def _agent(self, fact: Fact) -> None:
        data = fact.data
        agent, before = data["agent"], self.open.agents.get(data["agent"])
        if before:
            self.spend_state(agent, before, fact.at)
        if data["state"] == SIGNED_OUT:
            self.open.agents.pop(agent, None)
            return
        calls = dict(_calls(fact))
        queues = {call: self._queue_of(call, state, before or {}) for call, state in calls.items()}
        wraps = [queues[call] for call, state in calls.items() if state == WRAP_UP]
        now = {"state": data["state"], "since": fact.at, "queues": queues, "wraps": wraps}
        self.open.agents[agent] = now | ({"reason": data["reason"]} if data.get("reason") else {})

    def _queue_of(self, contact: str, state: str, before: Mapping[str, Any]) -> str:
        """The queue that a call of an agent is counted under; a wrap-up stays with the one that its call had."""
        known: Mapping[str, str] = before.get("queues", {})
        if state == WRAP_UP and contact in known:
            return known[contact]
        if call := self.open.contacts.get(contact):
            return str(call["queue"])
        # Who wrote no call with a wrap-up had one call at a time.
        last = next(iter(known.values()), before.get("queue", ""))
        return known.get(contact, last if state == WRAP_UP else "")

    def spend_state(self, agent: str, before: Mapping[str, Any], until: int) -> None:
        """Book what an agent has been doing up to `until`."""
        state, since = before["state"], before["since"]
        self.tally.spend(AGENT, agent, since, until, "signed_in_ms")
        self.tally.spend(AGENT, agent, since, until, f"{state.replace('-', '_')}_ms")
        if state == PAUSED:
            self.tally.spend(AGENT, agent, since, until, f"paused:{before.get('reason', '')}_ms")
        for queue in before.get("wraps", [before.get("queue", "")] if state == WRAP_UP else []):
            if queue:
                self.tally.spend(QUEUE, queue, since, until, "wrap_up_ms")


def _of_callbacks(step: Callable[[Open, Fact, Tally], None]) -> Callable[[Counting, Fact], None]:
    return lambda counting, fact: step(counting.open, fact, counting.tally)


def _calls(fact: Fact) -> Iterator[tuple[str, str]]:
    """The calls that an agent has, and what each of them does; the one that counts for the person is first."""
    data = fact.data
    if data["state"] in AT_WORK:
        yield fact.contact or data.get("after", "").replace("-", ""), data["state"]
    for call in data.get("behind", ()):
        yield call["contact"].replace("-", ""), call["state"]


def age(wait_ms: int) -> str:
    """The class of ages that a wait belongs to: `0-5` is less than five seconds, `180-` three minutes and more."""
    low = 0
    for high in AGES_S:
        if wait_ms < 1000 * high:
            return f"{low}-{high}"
        low = high
    return f"{low}-"


STEPS: Mapping[str, Callable[[Counting, Fact], None]] = {
    call_facts.OPENED: Counting._opened,
    call_facts.CLOSED: Counting._closed,
    call_facts.LEG_OPENED: Counting._leg_opened,
    call_facts.LEG_ANSWERED: Counting._leg_answered,
    call_facts.LEG_HELD: Counting._held,
    call_facts.LEG_RESUMED: Counting._resumed,
    call_facts.LEG_ENDED: Counting._leg_ended,
    call_facts.OFFER_MADE: Counting._offer_made,
    call_facts.OFFER_ENDED: Counting._offer_ended,
    call_facts.JOINED: Counting._joined,
    call_facts.PARTED: Counting._parted,
    call_facts.TRANSFERRED: Counting._transferred,
    call_facts.TRUNK_ROOM: Counting._room,
    route_facts.TAKEN: Counting._routed,
    queue_facts.ENTERED: Counting._entered,
    queue_facts.OVERFLOWED: Counting._overflowed,
    queue_facts.LEFT: Counting._left,
    flow_facts.NODE: Counting._node,
    flow_facts.KEY: Counting._key,
    agent_facts.STATE: Counting._agent,
    callback_facts.REQUESTED: _of_callbacks(callbacks.asked),
    callback_facts.OFFERED: _of_callbacks(callbacks.looked_at),
    callback_facts.RETURNED: _of_callbacks(callbacks.returned),
    callback_facts.CONNECTED: _of_callbacks(callbacks.connected),
    callback_facts.MACHINE: _of_callbacks(callbacks.machine),
    callback_facts.POSTPONED: _of_callbacks(callbacks.postponed),
    callback_facts.LATE: _of_callbacks(callbacks.late),
    callback_facts.DIALLED: _of_callbacks(callbacks.tried),
    callback_facts.ENDED: _of_callbacks(callbacks.ended),
}
KINDS = tuple(STEPS)
