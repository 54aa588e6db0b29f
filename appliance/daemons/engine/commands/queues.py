"""Queues, by command: live figures and rules."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from appliance.contact.acd import events as facts
from appliance.contact.acd.demands import serves
from appliance.contact.acd.document import RULES, queue_body, rule_value
from appliance.contact.acd.model import Candidate, Queue
from appliance.contact.acd.repository import Queues
from appliance.contact.agents.errors import AgentUnknown
from appliance.contact.agents.model import State
from appliance.contact.ivr.errors import CalendarUnknown
from appliance.contact.ivr.fields import spans
from appliance.control.commands import Handler
from appliance.daemons.engine.commands.changes import author, write
from appliance.daemons.engine.errors import QueueRuleInvalid, QueueUnknown
from appliance.daemons.engine.process import Engine
from appliance.store.documents import Documents

OPEN = "open"
SHOWN = 80
"""Characters of a value that is refused, when it is told again."""


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = QueueCommands(engine)
    return {
        "queue.list": commands.listed,
        "queue.show": commands.show,
        "queue.set": commands.set,
        "queue.switch": commands.switch,
    }


class QueueCommands:
    """The queue commands; `line` is also what `status` shows of each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listed(self) -> Any:
        return [self.line(queue) for _, queue in sorted(self._engine.centre.directory.now.queues.items())]

    async def show(self, *, queue: str) -> Any:
        known = self._known(queue)
        return {**self.line(known), "rules": dict(queue_body(known)), "calls": self._calls(queue)}

    async def set(self, *, queue: str, changes: dict[str, Any], reason: str = "") -> Any:
        before = self._engine.centre.directory.now.queues.get(queue, Queue(queue))
        after = replace(before, **{rule: _checked(rule, value) for rule, value in changes.items()})
        self._leads_somewhere(after, changes)
        queues = Queues(Documents(self._engine.database))
        why = reason or f"queue {queue} changed: {', '.join(sorted(changes))}"
        await write(self._engine, why, lambda by: queues.put(after, **by))
        return {**self.line(after), "rules": dict(queue_body(after))}

    async def switch(self, *, queue: str, to: str, reason: str = "") -> Any:
        """Open or close a queue by hand, or declare an emergency; who did it and why is in the ledger."""
        before = self._known(queue)
        after = replace(before, switch=_checked("switch", "" if to == OPEN else to))
        queues = Queues(Documents(self._engine.database))
        why = reason or f"queue {queue} switched to {to}"
        await write(self._engine, why, lambda by: queues.put(after, **by))
        self._engine.book(facts.switched(queue, after.switch, author(), reason, self._engine.clock.now()))
        return {"queue": queue, "switch": after.switch.value or OPEN}

    def line(self, queue: Queue) -> dict[str, Any]:
        """One queue's live figures."""
        now = self._engine.clock.now()
        waiting = [call for call in self._engine.centre.line.waiting() if call.queues[0] == queue.name]
        oldest = min((call.entered_at for call in waiting), default=now)
        figures = self._engine.figures.of(queue.name)
        return {
            "queue": queue.name,
            "name": queue.title,
            "waiting": len(waiting),
            "longest_wait_s": round((now - oldest).total_seconds(), 1),
            **self._agents(queue),
            "offered": figures.offered,
            "answered": figures.answered,
            "abandoned": figures.abandoned,
            "service_level": figures.service_level,
            "estimates": figures.estimates,
            "estimates_kept": figures.estimates_kept,
            "target_percent": queue.target_percent,
            "target_seconds": queue.target_seconds,
        }

    def _agents(self, queue: Queue) -> dict[str, int]:
        now = self._engine.clock.now()
        states = [
            person.state
            for agent, person in self._engine.centre.roster.everybody()
            if serves(Candidate(agent.number, agent.skills, now, agent.queues), queue)
        ]
        signed_in = [state for state in states if state is not State.SIGNED_OUT]
        return {"agents_ready": states.count(State.READY), "agents_signed_in": len(signed_in)}

    def _calls(self, queue: str) -> list[dict[str, Any]]:
        return [
            {
                "id": str(call.contact),
                "since": call.entered_at.isoformat(),
                "priority": call.priority,
                "call_back": call.absent,
            }
            for call in self._engine.centre.line.waiting()
            if call.queues[0] == queue
        ]

    def _leads_somewhere(self, queue: Queue, changes: Collection[str]) -> None:
        """A Refusal (queue, calendar or agent unknown) where a rule that is being changed names what is not there."""
        now = self._engine.centre.directory.now
        named = [queue.overflow_to] if "overflow_to" in changes else []
        named += [step.queue for step in queue.overflow] if "overflow" in changes else []
        for name in named:
            if name and name not in now.queues:
                raise QueueUnknown(queue=name)
        if (name := queue.callback_calendar) and "callback_calendar" in changes and name not in now.calendars:
            raise CalendarUnknown(calendar=name)
        for agent in queue.order if "order" in changes else ():
            if agent not in now.agents:
                raise AgentUnknown(agent=agent)

    def _known(self, name: str) -> Queue:
        if (queue := self._engine.centre.directory.now.queues.get(name)) is None:
            raise QueueUnknown(queue=name)
        return queue


def _checked(rule: str, value: Any) -> Any:
    """A rule's new value."""
    try:
        if rule == "callback_hours":
            spans(value)
        return rule_value(rule, value)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise QueueRuleInvalid(rule=rule, value=str(value)[:SHOWN], known=", ".join(sorted(RULES))) from None
