"""Whose contacts a person may see, worked out of the person's scope and the teams as they are now."""

from collections.abc import Iterable

from appliance.desk.contacts.model import Mate, Reach


def reach(queues: frozenset[str] | None, teams: frozenset[str] | None, agents: Iterable[Mate]) -> Reach:
    """None as queues or teams is all of them."""
    if teams is None:
        return Reach(queues)
    return Reach(queues, frozenset(agent.number for agent in agents if agent.team in teams))
