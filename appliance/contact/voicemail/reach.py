"""Which box takes a call that its agent does not take."""

from collections.abc import Iterable

from appliance.contact.voicemail.model import Box, Missed

_MEANING = {
    "no-answer": Missed.NO_ANSWER,
    "do-not-disturb": Missed.UNDISTURBED,
    "signed-out": Missed.UNREACHABLE,
    "unreachable": Missed.UNREACHABLE,
    "withdrawn": Missed.UNREACHABLE,
}
"""Outcomes of ringing and states of agents; every other one means that somebody is there and busy."""


def missed(outcome: str) -> Missed:
    return _MEANING.get(outcome, Missed.BUSY)


def box_of(agent: str, boxes: Iterable[Box]) -> Box | None:
    """The box that is an agent's own."""
    return next((box for box in boxes if agent and box.agent == agent), None)


def taking(agent: str, outcome: str, boxes: Iterable[Box]) -> Box | None:
    """The agent's own box, if it takes calls that ended so."""
    box = box_of(agent, boxes)
    return box if box and missed(outcome) in box.takes else None
