"""People who call and people who answer, in simulated time, against the engine's own core.

The town knows the engine by what comes over the wire: phones that ring, prompts that are played, channels that are
put together and hung up. What it asks of the engine is what a console asks.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from uuid import UUID

from appliance.contact.agents.model import State
from appliance.contact.calls import commands as the
from tests.scenarios.stage import DAY, Stage
from tests.truth.centre import HOME, QUEUES, SITE
from tests.truth.parties import Line, TownCall, Wish
from tests.truth.witness import Witness, home, too_long

START = round(DAY.timestamp() * 1000)
DIAL_MS, DIAL_OUT_MS = 25_000, 45_000
Act = Callable[[], None]


class Town:
    """The wire between people and engine; who does what is decided by `people`."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.stage = Stage(SITE)
        self.centre = self.stage.centre
        self.witness = Witness()
        self.now = START
        self.lines: dict[str, Line] = {}
        self.calls: list[TownCall] = []
        self.wishes: dict[str, Wish] = {}
        self._touched: set[TownCall] = set()
        self._contacts: dict[UUID, TownCall] = {}
        self._heap: list[tuple[int, int, Act]] = []
        self._order = count()
        self._ending: list[tuple[Line, int]] = []
        self.meet: Callable[[TownCall, list[Line]], None] = lambda call, lines: None
        self.ring: Callable[[Line], None] = lambda line: None
        self.back_in_line: Callable[[TownCall], None] = lambda call: None
        self.heard: Callable[[TownCall, str, str], None] = lambda call, prompt, run: None

    def later(self, low_s: float, high_s: float, act: Act) -> None:
        """Some time from now on."""
        self.at(self.now + round(1000 * self.chance.uniform(low_s, high_s)), act)

    def at(self, moment: int, act: Act) -> None:
        heappush(self._heap, (moment, next(self._order), act))

    def run(self) -> None:
        """Until nobody has anything left to do; what people know to happen goes before the engine's own alarms."""
        while True:
            due = self.stage.timers.next_due(DAY + timedelta(days=3))
            alarm = round(due[0].timestamp() * 1000) if due else None
            if self._heap and (alarm is None or self._heap[0][0] <= alarm):
                moment, _, act = heappop(self._heap)
                self._pass_to(moment)
                act()
            elif due and alarm is not None:
                self._pass_to(alarm)
                self.stage.timers.cancel(due[1])
                self.centre.due(due[1], due[0])
            else:
                return
            self.settle()

    def _pass_to(self, moment: int) -> None:
        self.now = max(self.now, moment)
        self.stage.now = DAY + timedelta(milliseconds=self.now - START)

    def settle(self) -> None:
        """Carry out what the engine has ordered until it orders no more, then look who does what."""
        while True:
            for command in self.stage.written.take()[1]:
                self._carry_out(command)
            if not self._ending:
                break
            self.gone(*self._ending.pop(0))
        for call in self._touched:
            self._contacts.update(
                {found[0].id: call for line in call.live if (found := self.centre.book.on(line.name))}
            )
            self.witness.look(call.lines, self.now)
        self._touched.clear()
        self._look_at_agents()

    def _look_at_agents(self) -> None:
        busy: dict[str, list[Line]] = {agent: [] for agent in HOME}
        for line in self.lines.values():
            if line.kind == "agent" and line.up:
                busy[line.who].append(line)
        for agent, lines in busy.items():
            person = self.centre.roster.presence(agent)
            ended = [self._contacts[call.contact] for call in person.wrapping_up if call.contact]
            wraps = tuple(next(line.queue for line in call.lines[::-1] if line.who == agent) for call in ended)
            self.witness.sits(agent, (person.state.value, person.reason), lines, wraps, self.now)

    def contact(self, call: TownCall) -> UUID:
        """What a console calls the call."""
        for line in call.live:
            if found := self.centre.book.on(line.name):
                return found[0].id
        raise LookupError("no line of the call is in the engine's hands")

    def touch(self, call: TownCall) -> None:
        self._touched.add(call)

    def state(self, agent: str) -> State:
        return self.centre.roster.presence(agent).state

    def line(self, name: str, kind: str, who: str, call: TownCall) -> Line:
        """A telephone that takes part in a call from now on."""
        line = Line(name, kind, who, call, self.now)
        call.lines.append(line)
        self.lines[name] = line
        self.touch(call)
        return line

    def picks_up(self, line: Line) -> None:
        """Whoever is rung answers."""
        if not line.alive or line.up:
            return
        line.up = True
        self.touch(line.call)
        self.witness.rang(line, "answered", self.now)
        self.witness.answers(line, self.now)
        self.centre.calls.answered(line.name, self.stage.now)

    def hangs_up(self, line: Line, cause: int = 16) -> None:
        """Somebody puts the receiver down, or declines."""
        if line.alive:
            if not line.up and line.offer:
                self.witness.rang(line, "busy" if cause == 17 else "rejected", self.now)
            elif not line.up:
                self._in_vain(line)
            self._before_it_is_gone(line)
            self.gone(line, cause)

    def gone(self, line: Line, cause: int) -> None:
        """The channel is no more."""
        if not line.alive:
            return
        line.alive, line.bridge, line.up = False, "", False
        del self.lines[line.name]
        self.touch(line.call)
        self.centre.phones.destroyed(line.name)
        self.centre.calls.gone(line.name, cause, self.stage.now)
        self.witness.gone(line, cause, self.now)

    def enters(self, call: TownCall, queue: str, *, from_flow: bool = False) -> None:
        """In line; at a time that everybody knows the agents of the other queue may take the call too."""
        self.witness.enters(call, queue, self.now, from_flow=from_flow)
        stay = call.stay
        for step in QUEUES[queue].overflow:
            if step.queue:
                self.at(self.now + 1000 * step.after, partial(self._overflows, call, stay, step.queue))
        self.back_in_line(call)

    def _overflows(self, call: TownCall, stay: int, to: str) -> None:
        if call.in_line and call.stay == stay:
            self.witness.overflows(call, to, self.now)

    def falls_back(self, call: TownCall) -> None:
        """Nobody was there for a call that was passed on: where it came from, or to its end."""
        if call.queue:
            self.witness.passes(call, "", "requeue", f"queue:{call.queue}", self.now)
            self.enters(call, call.queue)
        elif not call.talked:
            call.led_out = "no-agent"

    def _before_it_is_gone(self, line: Line) -> None:
        """What it means for the call that somebody leaves it."""
        call = line.call
        if line is call.customer:
            call.ended_by = "customer"
            if call.in_line:
                self.witness.leaves(call, "abandoned", self.now)
                call.led_out = "" if call.talked else "abandoned"
        elif call.asked and line is call.asker:
            how, to = "consult" if call.asked.met else "blind", f"{call.asked.kind}:{call.asked.who}"
            call.asker = call.asked = None
            self.witness.passes(call, line.who, how, to, self.now)
        elif line is call.asked:
            call.asker = call.asked = None

    def _in_vain(self, line: Line) -> None:
        """A phone that was rung by name was not answered."""
        call = line.call
        if call.callback and line is call.customer:
            self._wish_in_vain(call.callback)
        elif line is call.asked:
            call.asker = call.asked = None
        elif not call.outbound or call.talked:
            self.falls_back(call)

    def _wish_in_vain(self, wish: Wish) -> None:
        if wish.tried >= QUEUES[wish.queue].callback_attempts:
            self.witness.gives_up(wish, self.now)

    def _carry_out(self, command: the.Command) -> None:
        match command:
            case the.Ring(channel, phone, caller, seconds, for_channel):
                self._rings(channel, phone.removeprefix("p"), caller, seconds, for_channel)
            case the.RingOut(channel, number, trunk, _, seconds, for_channel):
                self._rings_out(channel, number, trunk, seconds, for_channel)
            case the.Join(bridge, channels):
                self._join(bridge, [self.lines[channel] for channel in channels if channel in self.lines])
            case the.Part(bridge, channel):
                self._part(bridge, [self.lines[channel]] if channel in self.lines else [])
            case the.DropBridge(bridge):
                self._part(bridge, list(self.lines.values()))
            case the.Play(channel, run, prompts) if channel in self.lines:
                line = self.lines[channel]
                if line is line.call.customer:
                    self.witness.hears(line.call, prompts, self.now)
                    self.heard(line.call, prompts[-1], run)
            case the.HangUp(channel, cause) if channel in self.lines:
                self._hung_up(self.lines[channel], cause)
            case _:
                pass

    def _rings(self, channel: str, phone: str, caller: str, seconds: int, for_channel: str) -> None:
        if for_channel:
            call = self.lines[for_channel].call
        else:
            wish = self.wishes[caller]
            call = TownCall(self.now, trunk="carrier", outbound=True, callback=wish, queue=wish.queue)
            self.calls.append(call)
            self.witness.arrives(call, self.now)
        signed_in = self.state(phone) is not State.SIGNED_OUT
        line = self.line(channel, "agent" if signed_in else "phone", phone, call)
        line.limit = self.now + DIAL_MS
        if call.in_line or not for_channel:
            line.offer = home(phone)
            line.limit = self.now + 1000 * QUEUES[line.offer].ring_time
        self.centre.phones.created(channel, f"p{phone}")
        self._started(line)

    def _rings_out(self, channel: str, number: str, trunk: str, seconds: int, for_channel: str) -> None:
        call = self.lines[for_channel].call
        line = self.line(channel, "outside", number, call)
        line.limit = self.now + DIAL_OUT_MS
        self.centre.phones.created(channel, trunk)
        if call.outbound and call.customer is None:
            call.customer = line
            if call.callback:
                line.limit = self.now + 1000 * QUEUES[call.callback.queue].callback_ring
                self.witness.tries(call.callback, self.now)
        self._started(line)

    def _started(self, line: Line) -> None:
        self.witness.rings(line, self.now)
        call = line.call
        if call.asker and not call.asked:
            call.asked = line
        self.centre.calls.ringing(line.name, self.stage.now)
        self.ring(line)

    def _join(self, bridge: str, lines: list[Line]) -> None:
        for line in lines:
            line.bridge, line.up = bridge, True
            self.touch(line.call)
        together = [line for line in self.lines.values() if line.bridge == bridge]
        if len(together) > 1:
            self.witness.meet(together[0].call, together, self.now)
            self.meet(together[0].call, together)

    def _part(self, bridge: str, lines: list[Line]) -> None:
        for line in lines:
            if line.bridge == bridge:
                line.bridge = ""
                self.touch(line.call)

    def _hung_up(self, line: Line, cause: int) -> None:
        """The engine ends a line: ringing that was in vain, ringing that is not needed, or the call."""
        call = line.call
        if any(line is ending for ending, _ in self._ending):
            return
        if not line.up and line.offer:
            wanted = self.now == line.limit and (call.in_line or call.callback)
            self.witness.rang(line, "no-answer" if wanted else "withdrawn", self.now)
        elif not line.up and line.kind != "customer" and self.now == line.limit:
            self._in_vain(line)
        if line is call.customer:
            if not call.ended_by:
                call.ended_by = "system"
            if call.in_line:
                self.witness.leaves(call, too_long(call), self.now)
        line.bridge = ""
        self.touch(call)
        self._ending.append((line, cause))
