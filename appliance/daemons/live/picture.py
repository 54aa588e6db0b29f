"""The picture of the centre that browsers see: a fold over the engine's facts, entry by entry, without any clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from appliance.contact.acd.demands import serves
from appliance.contact.acd.model import Queue
from appliance.contact.agents import events as agent_facts
from appliance.contact.agents.model import Agent, Line, Presence
from appliance.contact.callback import events as callback_facts
from appliance.contact.callback.model import CallBack
from appliance.contact.callback.model import State as CallBackState
from appliance.contact.calls import history
from appliance.contact.calls.model import Call, CallState, Direction
from appliance.contact.monitoring import events as monitor_facts
from appliance.contact.monitoring.model import Session
from appliance.contact.statistics.definitions import departed, worked_out
from appliance.contact.statistics.model import Subject
from appliance.daemons.live import messages
from appliance.daemons.live.day import Day
from appliance.daemons.live.messages import AGENT, QUEUE, WAITING, Entry, Key
from appliance.daemons.live.snapshot import Beginning
from appliance.events import Event

IN_LINE = (CallBackState.WAITING, CallBackState.OFFERED, CallBackState.DIALLING)


class Picture:
    """`entries` as they are now; every method tells the keys of those that it changed, gone ones included."""

    def __init__(self, beginning: Beginning, day: Day | None = None) -> None:
        self._agents: Mapping[str, Agent] = beginning.agents
        self._queues: Mapping[str, Queue] = beginning.queues
        self._presences, self._calls = dict(beginning.presences), dict(beginning.calls)
        self._callbacks, self._known = dict(beginning.callbacks), beginning.unpublished
        self._monitors: dict[UUID, Session] = dict(beginning.monitors)
        self._day = day
        self.entries: dict[Key, Entry] = {}
        self._renew(self._all())

    def take(self, event: Event) -> list[Key]:
        """Go on by one fact, in the order in which the engine tells them."""
        touched = self._counted(event)
        if self._known:
            self._known -= 1
            return self._renew(touched)
        if event.kind == agent_facts.STATE:
            person = agent_facts.presence(event)
            self._presences[person.agent] = person
            touched.add((AGENT, person.agent))
        elif event.contact:
            touched |= self._called(event.contact, event)
        if event.kind in monitor_facts.KINDS:
            self._monitors = monitor_facts.fold(self._monitors, [event])
            touched.add((AGENT, event.data["agent"]))
        if event.kind in callback_facts.KINDS:
            touched |= self._called_back(UUID(event.data["callback"]), event)
        return self._renew(touched)

    def configure(self, agents: Mapping[str, Agent], queues: Mapping[str, Queue]) -> list[Key]:
        """Another configuration holds from now on."""
        before = self._all()
        self._agents, self._queues = agents, queues
        return self._renew(before | self._all())

    def turn(self, begins: int, ends: int) -> list[Key]:
        """Another day begins (milliseconds since 1970)."""
        if self._day:
            self._day.turn(begins, ends)
        return self._renew(self._all())

    def _all(self) -> set[Key]:
        agents, queues = ((AGENT, name) for name in self._agents), ((QUEUE, name) for name in self._queues)
        return {*agents, *queues, *((WAITING, str(name)) for name in (*self._calls, *self._callbacks))}

    def _renew(self, touched: Iterable[Key]) -> list[Key]:
        changed = []
        for key in touched:
            entry = self._entry(key)
            if entry != self.entries.get(key):
                changed.append(key)
            if entry is None:
                self.entries.pop(key, None)
            else:
                self.entries[key] = entry
        return changed

    def _entry(self, key: Key) -> Entry | None:
        what, name = key
        if what == AGENT:
            return self._agent(self._agents[name]) if name in self._agents else None
        if what == QUEUE:
            return self._queue(self._queues[name]) if name in self._queues else None
        return self._waiting(UUID(name))

    def _counted(self, event: Event) -> set[Key]:
        return {*self._day.take(event)} if self._day else set()

    def _called(self, contact: UUID, event: Event) -> set[Key]:
        before = self._calls.get(contact)
        after = history.apply(before, event)
        if after is None or after is before:
            return set()
        if after.state is CallState.CLOSED:
            self._calls.pop(contact, None)
        else:
            self._calls[contact] = after
        queues = {(QUEUE, call.queue) for call in (before, after) if call and call.queue}
        return {(WAITING, str(contact))} | queues | {(AGENT, name) for name in self._with(contact)}

    def _with(self, contact: UUID) -> Iterable[str]:
        return (name for name, one in self._presences.items() if any(call.contact == contact for call in one.calls))

    def _called_back(self, identity: UUID, event: Event) -> set[Key]:
        self._callbacks = callback_facts.fold(self._callbacks, [event])
        if (callback := self._callbacks.get(identity)) is None:
            return set()
        if not callback.open:
            del self._callbacks[identity]
        return {(WAITING, str(identity)), (QUEUE, callback.queue)}

    def _agent(self, agent: Agent) -> messages.Agent:
        person = self._presences.get(agent.number) or Presence(agent.number)
        return {
            "agent": agent.number,
            "name": agent.name,
            "team": agent.team,
            "state": person.state.value,
            "reason": person.reason,
            "since": _said(person.since),
            "phone": person.phone or agent.phone,
            "dnd": person.undisturbed,
            "next_pause": person.next_pause,
            "leaving": person.leaving,
            "skills": dict(agent.skills),
            "queues": sorted(agent.queues),
            "serves": sorted(name for name, queue in self._queues.items() if serves(agent, queue)),
            "calls": [self._line(line) for line in person.calls],
            "monitor": self._monitor(agent.number),
            "today": self._agent_day(agent.number),
        }

    def _monitor(self, agent: str) -> messages.Monitor | None:
        session = next((one for one in self._monitors.values() if one.agent == agent), None)
        if session is None:
            return None
        return {
            "by": session.who.by,
            "person": session.who.person,
            "phone": session.who.phone,
            "mode": session.mode.value,
            "since": _said(session.began_at),
            "shown": session.policy.shown,
        }

    def _line(self, line: Line) -> messages.AgentCall:
        call = self._calls.get(line.contact) if line.contact else None
        return {
            "id": str(line.contact or ""),
            "state": line.state.value,
            "since": _said(line.since),
            "number": _number(call) if call else "",
            "direction": call.direction.value if call else "",
            "queue": call.queue if call else "",
        }

    def _agent_day(self, number: str) -> messages.AgentDay | None:
        if self._day is None:
            return None
        counts = self._day.of(Subject.AGENT, number)
        return {
            "offered": counts.get("offered", 0),
            "answered": counts.get("answered", 0),
            "missed": sum(value for name, value in counts.items() if name.startswith("missed:")),
            "handled": counts.get("handled", 0),
            "aht_s": worked_out(Subject.AGENT, counts, 1)["aht_s"],
        }

    def _queue(self, queue: Queue) -> messages.Queue:
        calls = [call.entered_at for call in self._calls.values() if call.in_line and call.queue == queue.name]
        absent = [one for one in self._callbacks.values() if one.queue == queue.name and one.state in IN_LINE]
        return {
            "queue": queue.name,
            "name": queue.title,
            "target_percent": queue.target_percent,
            "target_seconds": queue.target_seconds,
            "waiting": len(calls),
            "callbacks": len(absent),
            "oldest": _said(min((at for at in calls if at), default=None)),
            "today": self._queue_day(queue.name),
        }

    def _queue_day(self, name: str) -> messages.QueueDay | None:
        if self._day is None:
            return None
        counts = self._day.of(Subject.QUEUE, name)
        derived = worked_out(Subject.QUEUE, counts, 1)
        answered, abandoned = counts.get("answered", 0), counts.get("abandoned", 0)
        return {
            "offered": counts.get("offered", 0),
            "answered": answered,
            "in_target": counts.get("answered_in_target", 0),
            "abandoned": abandoned,
            "left": departed(counts) - answered - abandoned,
            "handled": counts.get("handled", 0),
            "service_level": derived["service_level"],
            "abandon_rate": derived["abandon_rate"],
            "asa_s": derived["asa_s"],
            "aht_s": derived["aht_s"],
        }

    def _waiting(self, identity: UUID) -> messages.Waiting | None:
        if (call := self._calls.get(identity)) and call.in_line and call.entered_at:
            return _in_line(call, call.entered_at)
        callback = self._callbacks.get(identity)
        return _absent(callback) if callback and callback.state in IN_LINE else None


def _in_line(call: Call, since: datetime) -> messages.Waiting:
    return {
        "id": str(call.id),
        "queue": call.queue,
        "number": _number(call),
        "since": since.isoformat(),
        "priority": call.priority,
        "state": call.state.value,
        "callback": False,
    }


def _absent(callback: CallBack) -> messages.Waiting:
    return {
        "id": str(callback.id),
        "queue": callback.queue,
        "number": callback.number,
        "since": callback.entered_at.isoformat(),
        "priority": callback.priority,
        "state": callback.state.value,
        "callback": True,
    }


def _number(call: Call) -> str:
    return call.dialled if call.direction is Direction.OUTBOUND else call.number


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
