"""Walks: every caller's place in a flow, moved on by what the caller does and hears."""

from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from appliance.contact.ivr import events as facts
from appliance.contact.ivr import interpreter
from appliance.contact.ivr.instructions import (
    Ask,
    End,
    EndMessage,
    Hush,
    Instruction,
    KeepPlace,
    Listen,
    Ring,
    Say,
    Speak,
    Step,
    StepAside,
    TakeFax,
    TakeMessage,
    Wait,
)
from appliance.contact.ivr.lookup import Answer
from appliance.contact.ivr.model import Flow, Place, Site, Trail, World
from appliance.contact.ivr.ports import Faxing, Ledger, LookUps, Stage, Taking, Timers

LISTEN = "flow-listen"


class Walks:
    """All callers in flows. `zone` is the site's time zone, in which opening hours are written."""

    taking: Taking
    faxing: Faxing
    lookups: LookUps | None = None
    """Without it every look-up runs into its time limit."""

    def __init__(self, stage: Stage, ledger: Ledger, timers: Timers, zone: tzinfo, site: Site) -> None:
        self._stage, self._ledger, self._timers, self._zone, self._site = stage, ledger, timers, zone, site
        self._places: dict[UUID, Place] = {}

    def begin(self, contact: UUID, flow: Flow, now: datetime) -> None:
        """The flow from its start, in the language of the number that was dialled."""
        language = self._stage.caller(contact).language
        if flow.fax:
            self.faxing.listen(contact)
        self._go(contact, interpreter.begin(flow, self._world(contact, now), language), now)

    def resume(self, contact: UUID, trail: Trail, now: datetime) -> None:
        """Ask again where the caller stood before a restart; at the start if that node is no longer there."""
        if place := self._found(contact, trail):
            self._go(contact, interpreter.resume(place, self._world(contact, now)), now)
        else:
            self._stage.end(contact, closed_hours=False, now=now)

    def stand(self, contact: UUID, trail: Trail) -> None:
        """After a restart: the caller stands at a node and nothing is to be said."""
        if (place := self._found(contact, trail)) and place.node == trail.node:
            self._places[contact] = place

    def said(self, contact: UUID, now: datetime) -> None:
        """The prompts have been played to their end."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.finished(place, self._world(contact, now)), now)

    def pressed(self, contact: UUID, digit: str, now: datetime) -> None:
        if place := self._places.get(contact):
            self._go(contact, interpreter.pressed(place, digit, self._world(contact, now)), now)

    def silent(self, contact: UUID, now: datetime) -> None:
        """The time to press a key, to speak or to be answered is over."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.timed_out(place, self._world(contact, now)), now)

    def looked_up(self, contact: UUID, visit: int, answer: Answer, now: datetime) -> None:
        """The host that was asked at that visit of a node has answered, or failed to."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.looked_up(place, visit, answer, self._world(contact, now)), now)

    def left_queue(self, contact: UUID, now: datetime, exit_: str = "timed-out", prompts: tuple[str, ...] = ()) -> None:
        """The call leaves its queue without an answer, by an exit of that name, once `prompts` are said."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.left_queue(place, self._world(contact, now), exit_, prompts), now)
        else:
            self._stage.end(contact, closed_hours=False, now=now)

    def unreached(self, contact: UUID, outcome: str, now: datetime) -> None:
        """Who was to be rung could not be, or did not answer."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.unreached(place, outcome, self._world(contact, now)), now)

    def goes_on(self, contact: UUID) -> bool:
        """Whether the flow has something for the caller when the agent hangs up first."""
        place = self._places.get(contact)
        return place is not None and bool(interpreter.after(place))

    def after_talk(self, contact: UUID, now: datetime) -> bool:
        """The agent has hung up first: on with the flow; whether it had something for the caller."""
        place = self._places.get(contact)
        step = interpreter.after_talk(place, self._world(contact, now)) if place else None
        if step:
            self._go(contact, step, now)
        return step is not None

    def leave(self, contact: UUID) -> bool:
        """The caller has left the flow; whether a message was left in it."""
        self._timers.cancel((LISTEN, str(contact)))
        place = self._places.pop(contact, None)
        return bool(place and place.left_message)

    def _found(self, contact: UUID, trail: Trail) -> Place | None:
        """The place that a trail leads to, with what is left of the flows around it."""
        if (flow := self._site.flow(trail.flow, trail.version)) is None:
            return None
        node = trail.node if trail.node in flow.nodes else flow.start
        around = [(self._site.flow(outer), back) for outer, _, back in (text.partition("/") for text in trail.within)]
        within = tuple((outer, back) for outer, back in around if outer and back in outer.nodes)
        language = trail.language or self._stage.caller(contact).language
        if trail.language:
            self._stage.speak(contact, trail.language)
        return Place(flow, node, played=True, language=language, variables=trail.variables, within=within)

    def _go(self, contact: UUID, step: Step, now: datetime) -> None:
        place, instructions = step
        self._places[contact] = place
        if instructions:
            self._timers.cancel((LISTEN, str(contact)))
        for instruction in instructions:
            self._carry_out(contact, instruction, now)

    def _carry_out(self, contact: UUID, instruction: Instruction, now: datetime) -> None:
        match instruction:
            case Say(prompts):
                self._stage.say(contact, prompts)
            case Hush():
                self._stage.hush(contact)
            case Listen(seconds):
                self._timers.arm((LISTEN, str(contact)), now + timedelta(seconds=seconds))
            case TakeMessage(box, seconds):
                self.taking.begin(contact, box, seconds, now)
            case EndMessage():
                self.taking.end(contact)
            case TakeFax(box):
                self.faxing.begin(contact, box, now)
            case Ask():
                if self.lookups:
                    self.lookups.ask(contact, instruction)
            case Wait(queue, priority, wish):
                self._stage.wait(contact, queue, priority, now, wish)
            case KeepPlace(queue, number, at):
                why = self._stage.call_back(contact, queue, number, at, now)
                if place := self._places.get(contact):
                    self._go(contact, interpreter.called_back(place, self._world(contact, now), why), now)
            case Ring(who, name, seconds):
                self._stage.ring(contact, who, name, seconds, now)
            case StepAside():
                self._stage.step_aside(contact, now)
            case End(closed_hours):
                self._stage.end(contact, closed_hours=closed_hours, now=now)
            case told:
                self._ledger.record(facts.fact(contact, told, now))
        if isinstance(instruction, Speak):
            self._stage.speak(contact, instruction.language)

    def _world(self, contact: UUID, now: datetime) -> World:
        caller = self._stage.caller(contact)
        return World(now.astimezone(self._zone), self._site, caller.number, caller.dialled)
