"""What those who are there see of each call, written into the notebook at the moment it happens."""

from dataclasses import dataclass

from tests.truth.centre import HEARD_AT, HOME, LED_OUT, QUEUES
from tests.truth.notebook import Notebook
from tests.truth.parties import HOLD, NEITHER, TALK, Line, TownCall, Wish, doing

AGES_S = {5: "0-5", 10: "5-10", 30: "10-30", 60: "30-60", 180: "60-180"}
Presence = tuple[str, str]


class Witness:
    """Times are milliseconds since 1970."""

    def __init__(self) -> None:
        self.book = Notebook()
        self._agents: dict[str, Desk] = {}

    def arrives(self, call: TownCall, at: int) -> None:
        """A call comes in, or one of ours begins."""
        if call.number:
            self.book.add("number", call.number, at, "offered")
        if call.trunk and not call.outbound:
            self.book.add("trunk", call.trunk, at, "offered")

    def hears(self, call: TownCall, prompts: tuple[str, ...], at: int) -> None:
        """The customer hears something, which tells where in the flow that is and what has become of the wait."""
        heard = prompts[-1]
        if call.in_line and heard in LED_OUT:
            self.leaves(call, LED_OUT[heard] or too_long(call), at)
        where = HEARD_AT[heard]
        if call.node == where:
            if not call.keyed:
                self.book.add("node", where, at, "no_key")
            call.keyed = False
            return
        if call.node == "main/menu" and not call.keyed:
            self.book.add("node", call.node, at, "no_key")
        call.keyed = False
        self.visits(call, where, at)

    def visits(self, call: TownCall, node: str, at: int) -> None:
        self.leaves_node(call, at)
        self.book.add("node", node, at, "visits")
        call.node = call.last_node = node
        call.node_since = at

    def presses(self, call: TownCall, key: str, node: str, at: int, accepted: bool = True) -> None:
        self.book.add("node", node, at, f"{'key' if accepted else 'wrong_key'}:{key}")
        call.keyed = True

    def leaves_node(self, call: TownCall, at: int) -> None:
        if call.node:
            self.book.spend("node", call.node, call.node_since, at, "spent_ms")
        call.node = ""

    def enters(self, call: TownCall, queue: str, at: int, *, from_flow: bool) -> None:
        """The call stands in line, for the first time or again."""
        if from_flow:
            self.book.add("node", call.node, at, "to_queue")
        self.leaves_node(call, at)
        call.last_node = ""
        call.waits_since = at
        call.queue, call.queued, call.stay = queue, True, call.stay + 1
        call.parked = call.lent = False
        self.book.add("queue", queue, at, "offered")

    def overflows(self, call: TownCall, to: str, at: int) -> None:
        """Others may take the call too."""
        self.book.add("queue", call.queue, at, "overflow_out")
        self.book.add("queue", to, at, "overflow_in")

    def leaves(self, call: TownCall, how: str, at: int, by: str = "") -> None:
        """The wait is over; `by` is the queue whose agent has answered."""
        wait, queue = at - call.waits_since, call.queue
        call.waits_since = -1
        self.book.highest("queue", queue, at, "wait_ms_max", wait)
        if how == "answered":
            self.book.add("queue", queue, at, "answered")
            late = wait > 1000 * QUEUES[queue].target_seconds
            self.book.add("queue", queue, at, "answered_late" if late else "answered_in_target")
            self.book.add("queue", queue, at, "wait_ms", wait)
            if by != queue:
                self.book.add("queue", queue, at, "answered_elsewhere")
                self.book.add("queue", by, at, "answered_for_others")
        elif how == "abandoned":
            self.book.add("queue", queue, at, "abandoned")
            self.book.add("queue", queue, at, "abandoned_wait_ms", wait)
            age = next((name for limit, name in AGES_S.items() if wait < 1000 * limit), "180-")
            self.book.add("queue", queue, at, f"abandoned:{age}")
        else:
            self.book.add("queue", queue, at, f"left:{how}")
        if how == "overflowed":
            self.book.add("queue", queue, at, "overflow_out")

    def passes(self, call: TownCall, by: str, how: str, to: str, at: int) -> None:
        """Somebody, "" is nobody, passes the call on to `to`, like `agent:8001`."""
        kind, _, name = to.partition(":")
        if by:
            self.book.add("agent", by, at, f"transfers:{how}")
        if call.queue:
            self.book.add("queue", call.queue, at, f"transfers:{how}")
        if kind == "queue":
            self.book.add("queue", name, at, f"transfers_in:{how}")
        call.passed = (how, name) if kind == "agent" else None

    def rings(self, line: Line, at: int) -> None:
        if line.offer:
            self.book.add("agent", line.who, at, "offered")
        if line.kind == "outside" and line.call.trunk:
            self.book.add("trunk", line.call.trunk, at, "placed")

    def rang(self, line: Line, outcome: str, at: int) -> None:
        """A phone of an agent has rung for a call from the line; its cost is the call's own queue's."""
        if line.offer:
            self.book.add("agent", line.who, at, outcome if outcome == "answered" else f"missed:{outcome}")
            if line.call.queue:
                self.book.spend("queue", line.call.queue, line.born, at, "ring_ms")

    def meet(self, call: TownCall, lines: list[Line], at: int) -> None:
        """These hear each other from now on."""
        if call.customer in lines:
            self._customer_meets(call, lines, at)
        for line in lines:
            if not line.met:
                line.met, line.queue = True, call.queue
                if line.kind == "agent":
                    self.book.add("agent", line.who, at, "handled")
                    if line.queue:
                        self.book.add("queue", line.queue, at, "handled")

    def _customer_meets(self, call: TownCall, lines: list[Line], at: int) -> None:
        if call.in_line:
            offered = next(line for line in lines if line.offer)
            self.leaves(call, "answered", at, by=offered.offer)
        if call.callback and not call.callback.over:
            call.callback.over = True
            wish = call.callback
            self.book.add("queue", wish.queue, at, "callbacks_reached")
            self.book.add("queue", wish.queue, at, "callback_wait_ms", at - wish.asked)
            self.book.highest("queue", wish.queue, at, "callback_wait_ms_max", at - wish.asked)
        self.leaves_node(call, at)
        call.last_node = ""
        call.talked, call.parked, call.lent = True, False, False
        if call.passed and any(line.who == call.passed[1] and line.kind == "agent" for line in lines):
            self.book.add("agent", call.passed[1], at, f"transfers_in:{call.passed[0]}")
            call.passed = None

    def wishes(self, wish: Wish) -> None:
        self.book.add("queue", wish.queue, wish.asked, "callbacks_asked")

    def tries(self, wish: Wish, at: int) -> None:
        wish.tried += 1
        self.book.add("queue", wish.queue, at, "callbacks_tried")

    def gives_up(self, wish: Wish, at: int) -> None:
        wish.over = True
        self.book.add("queue", wish.queue, at, "callbacks_gave_up")

    def answers(self, line: Line, at: int) -> None:
        line.answered = at
        if line.kind == "outside" and line.call.trunk:
            self.book.add("trunk", line.call.trunk, at, "answered")

    def gone(self, line: Line, cause: int, at: int) -> None:
        """A telephone is out of the call; with the last one the call is over."""
        call = line.call
        if call.trunk and line.kind == "outside" and line.answered < 0:
            self.book.add("trunk", call.trunk, at, f"cause:{cause}")
        elif call.trunk and line.kind == "outside":
            self.book.spend("trunk", call.trunk, line.answered, at, "talked_ms")
        if call.trunk and line.kind in ("customer", "outside") and (line.kind == "outside" or not call.outbound):
            self.book.spend("trunk", call.trunk, line.born, at, "busy_ms")
        if call.live or call.closed >= 0:
            return
        call.closed = at
        call.result = _result(call)
        self.leaves_node(call, at)
        if call.last_node:
            self.book.add("node", call.last_node, at, f"result:{call.result}")
        if call.number:
            self.book.spend("number", call.number, call.opened, at, "busy_ms")
            self.book.add("number", call.number, at, f"result:{call.result}")
        if call.trunk:
            self.book.add("trunk", call.trunk, at, f"result:{call.result}")

    def look(self, lines: list[Line], at: int) -> None:
        """Note what each line does from now on; what it did until now is over."""
        for line in lines:
            if (does := doing(line)) != line.does:
                self._stop(line, at)
                line.does, line.since = does, at

    def _stop(self, line: Line, at: int) -> None:
        if line.does == NEITHER:
            return
        if line.does == TALK:
            line.talk += at - line.since
        elif line.does == HOLD:
            line.hold += at - line.since
        if line.kind == "agent" and line.queue:
            self.book.spend("queue", line.queue, line.since, at, line.does)

    def sits(self, agent: str, shown: Presence, lines: list[Line], wraps: tuple[str, ...], at: int) -> None:
        """What an agent does: what the ear says while the phone is in use, else what the screen shows.

        `lines` are those of the phone that are up, `wraps` the queues of the calls that the screen shows in wrap-up.
        """
        now = Desk(by_ear(lines) or shown, at, wraps)
        before = self._agents.get(agent, Desk(("signed-out", ""), at))
        if (now.does, now.wraps) != (before.does, before.wraps):
            self._spend(agent, before, at)
            self._agents[agent] = now

    def _spend(self, agent: str, before: "Desk", at: int) -> None:
        state, reason = before.does
        if state == "signed-out":
            return
        self.book.spend("agent", agent, before.since, at, "signed_in_ms")
        self.book.spend("agent", agent, before.since, at, f"{state.replace('-', '_')}_ms")
        if state == "paused":
            self.book.spend("agent", agent, before.since, at, f"paused:{reason}_ms")
        for queue in before.wraps:
            if queue:
                self.book.spend("queue", queue, before.since, at, "wrap_up_ms")


@dataclass(frozen=True)
class Desk:
    """What an agent does since when, and of which queues' calls the wrap-ups run."""

    does: Presence
    since: int
    wraps: tuple[str, ...] = ()


def by_ear(lines: list[Line]) -> Presence | None:
    """What is heard at a phone: somebody on one line is a talk, whatever the other does; None where only the screen
    knows."""
    if any(line.does == TALK for line in lines):
        return ("talking", "")
    return ("hold", "") if lines and all(line.does == HOLD for line in lines) else None


def too_long(call: TownCall) -> str:
    """How a call was led out that has waited too long: queues have either a longest wait or a chain with an end."""
    return "timed-out" if QUEUES[call.queue].max_wait else "overflowed"


def home(agent: str) -> str:
    """The queue of an agent, who has one skill only."""
    return HOME[agent]


def _result(call: TownCall) -> str:
    if call.led_out:
        return call.led_out
    if call.talked:
        return "answered"
    if call.outbound:
        return "unanswered"
    if call.message:
        return "voicemail"
    if call.asked_back:
        return "callback"
    if call.ended_by == "system":
        return "no-agent" if call.queued else "self-service"
    return "left-in-flow"
