"""What agents do: sign in, answer or not, pause, and pass calls on in every way there is, several times per call."""

from collections.abc import Callable

from appliance.contact.agents.model import State
from appliance.contact.calls.destinations import target
from appliance.errors import Refusal
from tests.truth.centre import HOME
from tests.truth.parties import Line, TownCall
from tests.truth.people import HOUR, Callers
from tests.truth.town import START, Town

Move = Callable[[TownCall, Line], None]


class Staff:
    """The agents at work, and everybody else whose phone may ring."""

    def __init__(self, town: Town, callers: Callers, hours: float) -> None:
        self.town, self.callers, self.chance = town, callers, town.chance
        town.meet, town.ring = self._meet, self._ring
        for agent in HOME:
            town.later(0, 60, lambda who=agent: self._signs_in(who))  # type: ignore[misc]
        self._until = START + round(hours * HOUR)
        town.later(60, 120, self._dials_out)
        self.moves: dict[Move, int] = {
            self._hold: 20,
            self._blind: 16,
            self._to_queue: 8,
            self._to_flow: 5,
            self._lend: 8,
            self._requeue: 5,
            self._consult: 28,
            self._park: 8,
        }

    def _signs_in(self, agent: str) -> None:
        self.town.centre.agents.sign_in(agent, "", self.town.stage.now)
        self.town.later(120, 1500, lambda: self._break(agent))

    def _break(self, agent: str) -> None:
        """A pause now and then; during a call it begins after it."""
        town = self.town
        if town.now < self._until and town.state(agent) is not State.SIGNED_OUT:
            town.centre.agents.pause(agent, self.chance.choice(("午餐", "training")), town.stage.now)
            town.later(20, 300, lambda: self._ready(agent))
            town.later(600, 2400, lambda: self._break(agent))

    def _ready(self, agent: str) -> None:
        if self.town.state(agent) is State.PAUSED:
            self.town.centre.agents.ready(agent, self.town.stage.now)

    def _ring(self, line: Line) -> None:
        """Most answer; some are not there, some decline, some are engaged."""
        town = self.town
        if line.kind == "agent" and line.offer and self.chance.random() < 0.06:
            town.later(40, 90, lambda: self._ready(line.who))
            return
        fate = self.chance.choices(("answers", "nobody", "declines"), (80, 12, 8))[0]
        if fate == "answers":
            town.later(1, 14, lambda: town.picks_up(line))
        elif fate == "declines":
            town.later(1, 10, lambda: self._declines(line))
        if line.kind == "agent":
            town.later(40, 90, lambda: self._ready(line.who))

    def _declines(self, line: Line) -> None:
        if line.alive and not line.up:
            self.town.hangs_up(line, self.chance.choice((17, 21)))

    def _soon(self, call: TownCall, low_s: float, high_s: float, act: Callable[[], None]) -> None:
        """Some time from now on, unless the call takes another turn before."""
        epoch = call.epoch

        def unless_changed() -> None:
            if call.epoch == epoch and call.customer and call.customer.alive:
                act()

        self.town.later(low_s, high_s, unless_changed)

    def _meet(self, call: TownCall, lines: list[Line]) -> None:
        """People hear each other: after a while one of them does something."""
        call.epoch += 1
        if call.asked and call.asked in lines and call.customer not in lines:
            self._soon(call, 5, 40, lambda: self._decide_enquiry(call))
        elif call.asked and call.customer in lines:
            self._soon(call, 5, 30, lambda: self._decide_enquiry(call))
        elif len(lines) > 2:
            self._soon(call, 10, 60, lambda: self._leave_conference(call, lines))
        else:
            self._soon(call, 15, 150, lambda: self._next(call, lines))

    def _next(self, call: TownCall, lines: list[Line]) -> None:
        agent = next((line for line in lines if line.kind == "agent" and line.alive), None)
        if agent is None or call.moves <= 0:
            self._end(call, lines)
            return
        call.moves -= 1
        self.chance.choices(list(self.moves), list(self.moves.values()))[0](call, agent)

    def _end(self, call: TownCall, lines: list[Line]) -> None:
        if self.chance.random() < 0.6:
            self.callers.leaves(call)
        elif alive := [line for line in lines if line.alive and line is not call.customer]:
            self.town.hangs_up(self.chance.choice(alive))

    def _goes_on(self, call: TownCall, agent: Line) -> None:
        """It was refused, or is over: the two talk on."""
        call.epoch += 1
        self._soon(call, 5, 30, lambda: self._next(call, [line for line in call.live if line.up]))

    def _hold(self, call: TownCall, agent: Line) -> None:
        town, contact = self.town, self.town.contact(call)
        by_key = self.chance.random() < 0.5 and bool(agent.others)
        if by_key:
            agent.held = True
            town.centre.calls.held(agent.name, True, town.stage.now)
        else:
            town.centre.conversations.hold(contact, "", town.stage.now)
        town.touch(call)
        if self.chance.random() < 0.1:
            self._soon(call, 3, 20, lambda: self.callers.leaves(call))
        else:
            self._soon(call, 5, 45, lambda: self._resume(call, agent, by_key))

    def _resume(self, call: TownCall, agent: Line, by_key: bool) -> None:
        if by_key:
            agent.held = False
            self.town.touch(call)
            self.town.centre.calls.held(agent.name, False, self.town.stage.now)
            self._goes_on(call, agent)
        else:
            self.town.centre.conversations.resume(self.town.contact(call), self.town.stage.now)

    def _blind(self, call: TownCall, agent: Line) -> None:
        self._transfer(call, agent, self._somebody(agent))

    def _to_queue(self, call: TownCall, agent: Line) -> None:
        self._transfer(call, agent, f"queue:{self.chance.choice(('sales', 'support'))}")

    def _to_flow(self, call: TownCall, agent: Line) -> None:
        self._transfer(call, agent, "flow:again")

    def _lend(self, call: TownCall, agent: Line) -> None:
        self._transfer(call, agent, "flow:balance", back=True)

    def _somebody(self, agent: Line) -> str:
        """A colleague, also one who is busy, a phone at which nobody sits, or a number outside."""
        kind = self.chance.choices(("agent", "phone", "number"), (70, 10, 20))[0]
        if kind == "agent":
            return f"agent:{self.chance.choice([one for one in HOME if one != agent.who])}"
        return f"phone:p{self.chance.choice(('8091', '8092'))}" if kind == "phone" else "number:13700000000"

    def _transfer(self, call: TownCall, agent: Line, to: str, *, back: bool = False) -> None:
        town, epoch = self.town, call.epoch
        kind, _, name = to.partition(":")
        if call.outbound and kind == "flow":
            self._goes_on(call, agent)
            return
        try:
            town.centre.transfers.transfer(town.contact(call), target(to), agent.who, back, town.stage.now)
        except Refusal:
            self._goes_on(call, agent)
            return
        call.epoch = epoch + 1
        call.lent = back
        town.touch(call)
        town.witness.passes(call, agent.who, "blind", to, town.now)
        if kind == "queue":
            town.enters(call, name)
        elif name == "again":
            town.witness.visits(call, "again/support", town.now)
            town.enters(call, "support", from_flow=True)
        if self.chance.random() < 0.05:
            self._soon(call, 1, 5, lambda: self.callers.leaves(call))

    def _requeue(self, call: TownCall, agent: Line) -> None:
        town = self.town
        try:
            town.centre.transfers.requeue(town.contact(call), agent.who, town.stage.now)
        except Refusal:
            self._goes_on(call, agent)
            return
        town.witness.passes(call, agent.who, "requeue", f"queue:{call.queue}", town.now)
        town.enters(call, call.queue)

    def _consult(self, call: TownCall, agent: Line) -> None:
        town = self.town
        call.asker = agent
        try:
            town.centre.consults.begin(town.contact(call), target(self._somebody(agent)), agent.who, town.stage.now)
        except Refusal:
            call.asker = None
            self._goes_on(call, agent)
            return
        call.epoch += 1
        town.touch(call)
        what = self.chance.random()
        if what < 0.1:
            self._soon(call, 1, 10, lambda: self._cancel(call))
        elif what < 0.2:
            self._soon(call, 1, 10, lambda: town.hangs_up(agent))
        elif what < 0.25:
            self._soon(call, 1, 10, lambda: self.callers.leaves(call))

    def _cancel(self, call: TownCall) -> None:
        town = self.town
        agent, asked = call.asker, call.asked
        if agent is None or asked is None:
            return
        call.asker = call.asked = None
        town.centre.consults.cancel(town.contact(call), agent.who, town.stage.now)

    def _decide_enquiry(self, call: TownCall) -> None:
        town, by, to = self.town, call.asker, call.asked
        if by is None or to is None or not by.alive or not to.alive:
            return
        contact, now = town.contact(call), town.stage.now
        choice = self.chance.choices(
            ("toggle", "complete", "cancel", "conference", "by", "to", "customer"), (25, 25, 15, 15, 8, 8, 4)
        )[0]
        if choice == "toggle":
            town.centre.consults.toggle(contact, by.who, now)
        elif choice == "complete":
            call.asker = call.asked = None
            town.witness.passes(call, by.who, "consult", f"{to.kind}:{to.who}", town.now)
            town.centre.consults.complete(contact, by.who, now)
        elif choice == "cancel":
            self._cancel(call)
        elif choice == "conference":
            call.asker = call.asked = None
            town.centre.consults.conference(contact, by.who, now)
        elif choice == "customer":
            self.callers.leaves(call)
        else:
            town.hangs_up(by if choice == "by" else to)
        self._after_enquiry(call)

    def _after_enquiry(self, call: TownCall) -> None:
        """Agent and customer who were together all the while are not put together anew."""
        together = [line for line in call.live if line.bridge and line.bridge == getattr(call.customer, "bridge", "")]
        if call.asked is None and len(together) == 2:
            self._meet(call, together)

    def _leave_conference(self, call: TownCall, lines: list[Line]) -> None:
        """One of three goes, the customer or another; the others talk on."""
        others = [line for line in lines if line is not call.customer and line.alive]
        if self.chance.random() < 0.2 or not others:
            self.callers.leaves(call)
            return
        leaver = self.chance.choice(others)
        if self.chance.random() < 0.5:
            self.town.centre.consults.drop(self.town.contact(call), _called(leaver), self.town.stage.now)
        else:
            self.town.hangs_up(leaver)
        left = [line for line in lines if line.alive and line is not leaver]
        self._meet(call, left)

    def _park(self, call: TownCall, agent: Line) -> None:
        town = self.town
        town.centre.parking.park(town.contact(call), "", agent.who, town.stage.now)
        call.epoch += 1
        call.parked = True
        epoch = call.epoch
        town.at(town.now + 180_000, lambda: self._nobody_came(call, epoch))
        if self.chance.random() < 0.8:
            self._soon(call, 5, 60, lambda: self._pick_up(call))
        elif self.chance.random() < 0.3:
            self._soon(call, 20, 100, lambda: self.callers.leaves(call))

    def _nobody_came(self, call: TownCall, epoch: int) -> None:
        if call.parked and call.epoch == epoch and call.customer and call.customer.alive:
            call.parked = False
            self.town.falls_back(call)

    def _pick_up(self, call: TownCall) -> None:
        town, to = self.town, f"agent:{self.chance.choice(list(HOME))}"
        try:
            town.centre.parking.pick_up(town.contact(call), target(to), town.stage.now)
        except Refusal:
            self._soon(call, 5, 30, lambda: self._pick_up(call))
            return
        call.epoch += 1
        call.parked = False
        town.witness.passes(call, "", "pick-up", to, town.now)

    def _dials_out(self) -> None:
        """Somebody who is free calls a customer."""
        town = self.town
        if town.now < self._until:
            town.later(40, 120, self._dials_out)
        free = [agent for agent in HOME if town.state(agent) is State.READY]
        if not free:
            return
        agent, number = self.chance.choice(free), f"136{len(town.calls):08}"
        if any(line.who == agent for line in town.lines.values()):
            return
        call = TownCall(town.now, trunk="carrier", outbound=True, moves=self.chance.choice((0, 1, 2, 4)))
        town.calls.append(call)
        town.witness.arrives(call, town.now)
        line = town.line(f"d{number}", "agent", agent, call)
        town.centre.phones.created(line.name, f"p{agent}")
        town.centre.calls.dialled(line.name, "box", f"p{agent}", number, town.stage.now)


def _called(line: Line) -> str:
    """What a console calls a party."""
    return f"p{line.who}" if line.kind == "phone" else line.who
