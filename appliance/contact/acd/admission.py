"""Whether a call may enter a queue's line, and what it is told when it may not."""

from appliance.contact.acd.model import Departure, Queue, Switch

TURNED_AWAY = {Switch.CLOSED: Departure.CLOSED, Switch.EMERGENCY: Departure.EMERGENCY}


def refusal(queue: Queue, waiting: int, signed_in: bool) -> Departure | None:
    """Why a call that finds `waiting` others in line is turned away; None if it may wait."""
    if queue.switch in TURNED_AWAY:
        return TURNED_AWAY[queue.switch]
    if queue.needs_agents and not signed_in:
        return Departure.EMPTY
    return Departure.FULL if queue.max_waiting and waiting >= queue.max_waiting else None


def message(queue: Queue, departure: Departure) -> tuple[str, ...]:
    """The prompts of the queue's own that a call hears as it leaves."""
    if departure is Departure.EMERGENCY:
        return queue.emergency_message
    return queue.closed_message if departure is Departure.CLOSED else ()
