"""Call-backs in the figures of the queue whose place they keep."""

from datetime import datetime

from appliance.contact.callback.model import Return, State
from appliance.contact.statistics.model import Fact, Open, Subject
from appliance.contact.statistics.tally import Tally

QUEUE = Subject.QUEUE.value
ENDS = {State.ANSWERED: "reached", State.GIVEN_UP: "gave_up", State.CANCELLED: "cancelled"}


def asked(open_: Open, fact: Fact, tally: Tally) -> None:
    """Somebody is to be called back."""
    queue = fact.data["queue"]
    open_.callbacks[fact.data["callback"]] = {"queue": queue, "at": _from(fact)}
    tally.add(QUEUE, queue, fact.at, "callbacks_asked")


def looked_at(open_: Open, fact: Fact, tally: Tally) -> None:
    """An agent looks at it before it is dialled."""
    _count(open_, fact, tally, "callbacks_shown")


def returned(open_: Open, fact: Fact, tally: Tally) -> None:
    """An agent did not take it, or said nothing."""
    if fact.data["outcome"] != Return.WITHDRAWN:
        _count(open_, fact, tally, "callbacks_refused")
        tally.add(Subject.AGENT.value, fact.data["agent"], fact.at, "callbacks_refused")


def connected(open_: Open, fact: Fact, tally: Tally) -> None:
    """Somebody has answered at the customer's."""
    if wish := open_.callbacks.get(fact.data["callback"]):
        wish["reached"] = fact.at


def machine(open_: Open, fact: Fact, tally: Tally) -> None:
    """It was a machine."""
    _count(open_, fact, tally, "callbacks_machine")
    if wish := open_.callbacks.get(fact.data["callback"]):
        wish.pop("reached", None)


def postponed(open_: Open, fact: Fact, tally: Tally) -> None:
    """An appointment was made of it, or another one."""
    _count(open_, fact, tally, "callbacks_postponed")
    if wish := open_.callbacks.get(fact.data["callback"]):
        wish["at"] = _from(fact)


def late(open_: Open, fact: Fact, tally: Tally) -> None:
    """The window of an appointment was over before the customer was dialled."""
    _count(open_, fact, tally, "callbacks_late")


def tried(open_: Open, fact: Fact, tally: Tally) -> None:
    """An agent is there and the customer is dialled."""
    _count(open_, fact, tally, "callbacks_tried")


def ended(open_: Open, fact: Fact, tally: Tally) -> None:
    """It is over; who was reached counts at the moment of the answer, and waited since the asking or promised time."""
    wish, outcome = open_.callbacks.pop(fact.data["callback"], None), State(fact.data["outcome"])
    if wish is None:
        return
    at = wish.get("reached", fact.at) if outcome is State.ANSWERED else fact.at
    tally.add(QUEUE, wish["queue"], at, f"callbacks_{ENDS[outcome]}")
    if outcome is State.ANSWERED:
        wait = max(0, at - wish["at"])
        tally.add(QUEUE, wish["queue"], at, "callback_wait_ms", wait)
        tally.raise_to(QUEUE, wish["queue"], at, "callback_wait_ms_max", wait)


def _from(fact: Fact) -> int:
    due = fact.data.get("due_at")
    return round(datetime.fromisoformat(due).timestamp() * 1000) if due else fact.at


def _count(open_: Open, fact: Fact, tally: Tally, figure: str) -> None:
    if wish := open_.callbacks.get(fact.data["callback"]):
        tally.add(QUEUE, wish["queue"], fact.at, figure)
