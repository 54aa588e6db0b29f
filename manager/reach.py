"""Whose contacts the person who asks may see."""

from appliance.desk.contacts import scope
from appliance.desk.contacts.model import Reach
from manager.present import me
from manager.wiring import console


def reach() -> Reach:
    """By the person's queues and teams."""
    of = me().person.scope
    return scope.reach(of.queues, of.teams, console().roster.all().values() if of.teams is not None else ())
