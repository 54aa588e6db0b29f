"""Calls passed on: who gave them away, and to whom they came."""

from collections.abc import Sequence
from typing import Any

from appliance.contact.statistics.model import Fact, Subject
from appliance.contact.statistics.tally import Tally

QUEUE, AGENT = Subject.QUEUE.value, Subject.AGENT.value


def passed_on(call: dict[str, Any] | None, fact: Fact, tally: Tally) -> None:
    """Out at once; in at once for a queue, for a person only when the customer is there."""
    how, (kind, _, name) = fact.data["how"], fact.data["to"].partition(":")
    if agent := fact.data.get("agent"):
        tally.add(AGENT, agent, fact.at, f"transfers:{how}")
    if call and call["queue"]:
        tally.add(QUEUE, call["queue"], fact.at, f"transfers:{how}")
    if kind == "queue":
        tally.add(QUEUE, name, fact.at, f"transfers_in:{how}")
    if call:
        call["passed"] = [how, name if kind == "agent" else ""]


def arrived(call: dict[str, Any], legs: Sequence[dict[str, Any]], at: int, tally: Tally) -> None:
    """The customer talks with these agents' legs."""
    how, agent = call.pop("passed", ("", ""))
    if agent and any(leg["agent"] == agent for leg in legs):
        tally.add(AGENT, agent, at, f"transfers_in:{how}")
