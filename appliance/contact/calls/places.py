"""Where a call came past: queues, agents and flows, by which it is found later."""

from collections.abc import Iterable

from appliance.contact.acd import events as acd_facts
from appliance.contact.calls.model import Call, Role
from appliance.contact.ivr import events as ivr_facts
from appliance.events import Event

QUEUE, AGENT, FLOW, KIND = "queue", "agent", "flow", "kind"
CALL_BACK = (KIND, "callback")


def places(call: Call, story: Iterable[Event]) -> frozenset[tuple[str, str]]:
    """Kind and name of each queue, flow and agent that had it; and whether it is about a call-back."""
    found = {(QUEUE, str(event.data["queue"])) for event in story if event.kind == acd_facts.ENTERED}
    found |= {(FLOW, str(event.data["flow"])) for event in story if event.kind == ivr_facts.NODE}
    if call.callback or call.asked_back:
        found.add(CALL_BACK)
    answered = (leg for leg in call.legs.values() if leg.role is Role.AGENT and leg.answered_at)
    return frozenset((kind, name) for kind, name in found | {(AGENT, leg.agent) for leg in answered} if name)
