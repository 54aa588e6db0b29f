"""Walks: every caller's place in a flow, moved on by what the caller does and hears."""

from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from appliance.contact.ivr import events as facts
from appliance.contact.ivr import interpreter
from appliance.contact.ivr.interpreter import End, Key, Listen, Say, Step, StepAside, Visit, Wait
from appliance.contact.ivr.model import Flow, Place
from appliance.contact.ivr.ports import Ledger, Stage, Timers

LISTEN = "flow-listen"


class Walks:
    """All callers in flows. `zone` is the site's time zone, in which opening hours are written."""

    def __init__(self, stage: Stage, ledger: Ledger, timers: Timers, zone: tzinfo) -> None:
        self._stage, self._ledger, self._timers, self._zone = stage, ledger, timers, zone
        self._places: dict[UUID, Place] = {}

    def begin(self, contact: UUID, flow: Flow, now: datetime) -> None:
        self._go(contact, interpreter.begin(flow, self._local(now)), now)

    def resume(self, contact: UUID, flow: Flow, node: str, now: datetime) -> None:
        """Ask again where the caller stood before a restart; at the start if that node is no longer there."""
        place = Place(flow, node if node in flow.nodes else flow.start)
        self._go(contact, interpreter.resume(place), now)

    def stand(self, contact: UUID, flow: Flow, node: str) -> None:
        """After a restart: the caller stands at a node and nothing is to be said."""
        self._places[contact] = Place(flow, node, played=True)

    def said(self, contact: UUID, now: datetime) -> None:
        """The prompts have been played to their end."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.finished(place, self._local(now)), now)

    def pressed(self, contact: UUID, digit: str, now: datetime) -> None:
        if place := self._places.get(contact):
            self._go(contact, interpreter.pressed(place, digit, self._local(now)), now)

    def silent(self, contact: UUID, now: datetime) -> None:
        """The time to press a key or to speak is over."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.timed_out(place, self._local(now)), now)

    def left_queue(self, contact: UUID, now: datetime, exit_: str = "timed-out", prompts: tuple[str, ...] = ()) -> None:
        """The call leaves its queue without an answer, by an exit of that name, once `prompts` are said."""
        if place := self._places.get(contact):
            self._go(contact, interpreter.left_queue(place, self._local(now), exit_, prompts), now)
        else:
            self._stage.end(contact, closed_hours=False, now=now)

    def leave(self, contact: UUID) -> bool:
        """The caller has left the flow; whether a message was left in it."""
        self._timers.cancel((LISTEN, str(contact)))
        place = self._places.pop(contact, None)
        return bool(place and place.left_message)

    def _go(self, contact: UUID, step: Step, now: datetime) -> None:
        place, instructions = step
        self._places[contact] = place
        if instructions:
            self._timers.cancel((LISTEN, str(contact)))
        for instruction in instructions:
            self._carry_out(contact, place, instruction, now)

    def _carry_out(self, contact: UUID, place: Place, instruction: interpreter.Instruction, now: datetime) -> None:
        match instruction:
            case Visit(node, kind):
                self._ledger.record(facts.node(contact, place.flow.name, place.flow.version, node, kind, now))
            case Key(node, digit, accepted):
                self._ledger.record(facts.key(contact, node, digit, accepted, now))
            case Say(prompts):
                self._stage.say(contact, prompts)
            case Listen(seconds):
                self._timers.arm((LISTEN, str(contact)), now + timedelta(seconds=seconds))
            case Wait(queue, priority):
                self._stage.wait(contact, queue, priority, now)
            case StepAside():
                self._stage.step_aside(contact, now)
            case End(closed_hours):
                self._stage.end(contact, closed_hours=closed_hours, now=now)

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(self._zone)
