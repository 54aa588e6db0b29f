"""Whose contacts the person who asks may see."""

from collections.abc import Mapping
from typing import Any

from appliance.desk.contacts import scope
from appliance.desk.contacts.model import Reach
from manager.present import me
from manager.wiring import console


def of_missed() -> Reach:
    """Whose callers the person may serve: who does not see calls serves those of the queues of their own agent."""
    who = me()
    if who.may("calls.see"):
        return reach()
    told: Mapping[str, Any] = {}
    if who.person.agent:
        told = console().ask("engine", "agent.show", agent=who.person.agent) or {}
    return Reach(frozenset(name for name in told.get("serves", ()) if who.person.scope.queue(name)))


def reach() -> Reach:
    """By the person's queues and teams."""
    of = me().person.scope
    return scope.reach(of.queues, of.teams, console().roster.all().values() if of.teams is not None else ())
