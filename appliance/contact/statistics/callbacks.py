"""Call-backs in the figures of the queue whose place they keep."""

from appliance.contact.callback.model import State
from appliance.contact.statistics.model import Fact, Open, Subject
from appliance.contact.statistics.tally import Tally

QUEUE = Subject.QUEUE.value
ENDS = {State.ANSWERED: "reached", State.GIVEN_UP: "gave_up", State.CANCELLED: "cancelled"}


def asked(open_: Open, fact: Fact, tally: Tally) -> None:
    """Somebody is to be called back."""
    queue = fact.data["queue"]
    open_.callbacks[fact.data["callback"]] = {"queue": queue, "at": fact.at}
    tally.add(QUEUE, queue, fact.at, "callbacks_asked")


def tried(open_: Open, fact: Fact, tally: Tally) -> None:
    """An agent is there and the customer is dialled."""
    if wish := open_.callbacks.get(fact.data["callback"]):
        tally.add(QUEUE, wish["queue"], fact.at, "callbacks_tried")


def ended(open_: Open, fact: Fact, tally: Tally) -> None:
    """It is over; the wait of who was reached counts from the asking."""
    wish, outcome = open_.callbacks.pop(fact.data["callback"], None), State(fact.data["outcome"])
    if wish is None:
        return
    tally.add(QUEUE, wish["queue"], fact.at, f"callbacks_{ENDS[outcome]}")
    if outcome is State.ANSWERED:
        wait = max(0, fact.at - wish["at"])
        tally.add(QUEUE, wish["queue"], fact.at, "callback_wait_ms", wait)
        tally.raise_to(QUEUE, wish["queue"], fact.at, "callback_wait_ms_max", wait)
