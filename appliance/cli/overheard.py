"""What passes on the signalling of a line, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appliance.cli.words import Words
from appliance.node.lines import capture, isup
from appliance.node.lines.dss1 import Message, message

ALIVE = frozenset({"rr"})
"""What both ends say all the time only to be heard."""
SEIZED = "seize"
ASKED, ENDING = frozenset("134"), frozenset("34")
"""Tones of group A that mean the same in every variant: the next digit, the number is complete, congestion."""
SILENT = frozenset({"fill-in", "link-test"})
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


def isup_words(part: Mapping[str, Any], said: Words) -> str:
    """A signal unit of SS7's link; empty for what only keeps the link alive."""
    heard = isup.message(bytes.fromhex(part["octets"]), part["label"])
    if heard.name in SILENT:
        return ""
    name = (
        said.state(f"isup-{heard.name}") if heard.name else said.text("text", "signal_unknown", octets=part["octets"])
    )
    return " ".join([said.text("text", WAYS[part["sent"]]), name, *_circuit(heard, said)])


class R2Words:
    """The signals of R2, channel by channel, in their order: what a tone means depends on who has called whom."""

    def __init__(self, said: Words) -> None:
        self._said = said
        self._callers: dict[int, bool] = {}
        """Whether we are the one who calls, by channel; while the number is sent (group I and group A, Q.440)."""

    def words(self, part: Mapping[str, Any]) -> str:
        """A signal; empty for what is none."""
        told = capture.Said(datetime.fromisoformat(part["at"]), part["channel"], part["text"])
        if not (heard := capture.signal(told)):
            return ""
        if heard.what == SEIZED:
            self._callers[told.channel] = heard.sent
        name = self._said.state(f"cas-{heard.what}") if heard.kind == "cas" else self._tone(told.channel, heard)
        channel = self._said.text("text", "signal_channel", channel=told.channel)
        return " ".join([self._said.text("text", WAYS[heard.sent]), name, channel])

    def _tone(self, channel: int, heard: capture.Signal) -> str:
        by_us = self._callers.get(channel)
        if by_us is None or (by_us is not heard.sent and heard.what not in ASKED):
            return self._said.text("text", "signal_tone", tone=heard.what)
        if by_us is heard.sent:
            return self._said.text("text", "signal_digit", tone=heard.what)
        if heard.what in ENDING:
            del self._callers[channel]
        return self._said.state(f"mf-{heard.what}")


def _details(heard: Message, said: Words) -> list[str]:
    values = {
        "signal_called": heard.called,
        "signal_calling": heard.calling,
        "signal_channel": heard.channel,
        "signal_call": heard.call,
    }
    return _given(values, heard.cause, said)


def _circuit(heard: isup.Message, said: Words) -> list[str]:
    values = {"signal_called": heard.called, "signal_calling": heard.calling, "signal_circuit": heard.circuit}
    return _given(values, heard.cause, said)


def _given(values: Mapping[str, str | int | None], cause: int | None, said: Words) -> list[str]:
    given = {key: value for key, value in values.items() if value or value == 0}
    found = [said.text("text", key, **{key.removeprefix("signal_"): value}) for key, value in given.items()]
    if cause is not None:
        found.append(said.text("text", "signal_cause", cause=cause, meaning=said.state(f"cause-{cause}")))
    return found
