"""What passes on the signalling of a line, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appliance.cli.words import Words
from appliance.node.lines import capture
from appliance.node.lines.dss1 import Message, message

ALIVE = frozenset({"rr"})
"""What both ends say all the time only to be heard."""
WAYS = {True: "way_out", False: "way_in"}


def dss1_words(part: Mapping[str, Any], said: Words) -> str:
    """A frame of a D-channel; empty for what only keeps the link alive."""
    heard = message(bytes.fromhex(part["octets"]))
    if heard.name in ALIVE:
        return ""
    name = (
        said.state(f"dss1-{heard.name}") if heard.name else said.text("text", "signal_unknown", octets=part["octets"])
    )
    return " ".join([said.text("text", WAYS[part["sent"]]), name, *_details(heard, said)])


def r2_words(part: Mapping[str, Any], said: Words) -> str:
    """A signal of R2; empty for what is none."""
    told = capture.Said(datetime.fromisoformat(part["at"]), part["channel"], part["text"])
    if not (heard := capture.signal(told)):
        return ""
    bits = heard.kind == "cas"
    name = said.state(f"cas-{heard.what}") if bits else said.text("text", "signal_tone", tone=heard.what)
    channel = said.text("text", "signal_channel", channel=told.channel)
    return " ".join([said.text("text", WAYS[heard.sent]), name, channel])


def _details(heard: Message, said: Words) -> list[str]:
    values = {
        "signal_called": heard.called,
        "signal_calling": heard.calling,
        "signal_channel": heard.channel,
        "signal_call": heard.call,
    }
    given = {key: value for key, value in values.items() if value or value == 0}
    found = [said.text("text", key, **{key.removeprefix("signal_"): value}) for key, value in given.items()]
    if heard.cause is not None:
        found.append(said.text("text", "signal_cause", cause=heard.cause, meaning=said.state(f"cause-{heard.cause}")))
    return found
