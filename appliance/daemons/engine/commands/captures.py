"""What passes on the signalling of a line, by command."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

from appliance.control.commands import Final, Handler
from appliance.daemons.engine import tracing
from appliance.daemons.engine.errors import CaptureRunning, SignallingNone, SpanUnknown
from appliance.daemons.engine.evidence import span_options
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.spans import text_of
from appliance.node.lines import capture, isup, packets
from appliance.node.lines.model import Condition, DChannel
from appliance.system.paths import Paths
from appliance.telephony.config.render.lines import FILE as LINES_FILE

ANSI_LABEL = 7
LONGEST = 3600.0
KINDS = {"mfcr2": "r2", "ss7": "ss7"}
Part = dict[str, Any]


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"span.capture": _CaptureCommands(engine).capture}


class _CaptureCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._paths = Paths(engine.settings.state)

    async def capture(self, *, span: str, seconds: float = 60.0, file: bool = False) -> AsyncIterator[Any]:
        """Everything on the D-channel of a span, or of its R2 or SS7, as it passes; the end says how much it was.

        With `file` the parts are `{"pcap"}`, the pieces in hex of a file that Wireshark reads.
        """
        condition = self._engine.lines.watch.find(span)
        if condition is None:
            raise SpanUnknown(span=span)
        options = await asyncio.to_thread(self._options, condition)
        trace, parts = _way(condition, options)
        if self._engine.tracing.runs(trace):
            raise CaptureRunning(span=condition.reading.number)
        count, end = 0, asyncio.get_running_loop().time() + min(seconds, LONGEST)
        async with self._engine.tracing.of(trace) as lines:
            first = {"kind": KINDS.get(options.get("signalling", ""), "d-channel"), "network": _network(options)}
            packet = packets.packets(first)
            yield {"pcap": packets.begun(first).hex()} if file else first
            while (line := await next_line(lines, end)) is not None:
                for part in parts(line):
                    count += 1
                    yield {"pcap": packet(part).hex()} if file else part
        yield Final({"span": condition.reading.number, "captured": count})

    def _options(self, condition: Condition) -> dict[str, str]:
        config = text_of(self._paths.asterisk_config / "current" / LINES_FILE)
        return span_options(config, condition.reading.number)


async def next_line(lines: AsyncIterator[str], end: float) -> str | None:
    """The next line; None when it is not there by `end`, in the event loop's time."""
    try:
        async with asyncio.timeout_at(end):
            return await anext(lines)
    except TimeoutError:
        return None


def _way(condition: Condition, options: Mapping[str, str]) -> tuple[tracing.Trace, Callable[[str], list[Part]]]:
    """How a line of that signalling is traced, and what a line of the log is of it."""
    number = condition.reading.number
    if options.get("signalling") == "ss7":
        linkset = int(options["linkset"])
        label = ANSI_LABEL if options.get("ss7type") == "ansi" else isup.LABEL
        return tracing.ss7(number, linkset), _frames(capture.Units(linkset).take, label=label)
    if condition.reading.d_channel is not DChannel.NONE:
        return tracing.d_channel(number), _frames(lambda line: capture.frames([line], number))
    if options.get("signalling") == "mfcr2":
        channels = frozenset(channel for group in condition.reading.groups.values() for channel in group)
        return tracing.r2(number), lambda line: [
            {"at": one.at.isoformat(), "channel": one.channel, "text": one.text}
            for one in capture.said([line], channels)
        ]
    raise SignallingNone(span=number)


def _frames(taken: Callable[[str], Iterable[capture.Frame]], **more: int) -> Callable[[str], list[Part]]:
    return lambda line: [
        {"at": one.at.isoformat(), "sent": one.sent, "octets": one.octets.hex(), **more} for one in taken(line)
    ]


def _network(options: Mapping[str, str]) -> bool:
    return options.get("signalling", "").startswith(("pri_net", "bri_net"))
