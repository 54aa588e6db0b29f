"""Voicemail boxes as flows: each is one of its own, which callers and other flows can be led into."""

from collections.abc import Iterable, Mapping

from appliance.contact.ivr.model import Flow
from appliance.contact.ivr.nodes import Language, Message, Node, Play, Return
from appliance.contact.voicemail.model import FLOW, Box


def box_flow(box: Box) -> Flow:
    """Greeting, tone, the message, a word of thanks; then back to where the caller came from, or the end."""
    nodes: dict[str, Node] = {
        "message": Message((box.greeting, "beep"), "saved", box.seconds, box.name),
        "saved": Play(("voicemail-saved",), "end"),
        "end": Return(),
    }
    if box.language:
        nodes["language"] = Language(box.language, "message")
    return Flow(FLOW + box.name, "language" if box.language else "message", nodes)


def box_flows(boxes: Iterable[Box]) -> Mapping[str, Flow]:
    """By the name under which flows and transfers know them."""
    return {FLOW + box.name: box_flow(box) for box in boxes}
