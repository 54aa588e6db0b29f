"""The SIP messages of a trunk, by command."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from ipaddress import ip_network
from typing import Any

from appliance.contact.calls.model import Trunk
from appliance.control.commands import Final, Handler
from appliance.daemons.engine import tracing
from appliance.daemons.engine.commands.captures import LONGEST, next_line
from appliance.daemons.engine.errors import SipCaptureRunning, TrunkOfLines, TrunkUnknown, TrunkWithoutAddress
from appliance.daemons.engine.process import Engine
from appliance.node.lines.sip import Messages, Network, SipMessage, of

LARGEST = 64 * 1024 * 1024
"""Bytes of messages after which a capture ends by itself: Asterisk keeps them on the disk until then."""


def handlers(engine: Engine) -> Mapping[str, Handler]:
    return {"trunk.capture": _TrunkCaptures(engine).capture}


class _TrunkCaptures:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def capture(self, *, trunk: str, seconds: float = 60.0) -> AsyncIterator[Any]:
        """Every SIP message to or from a trunk, as it passes, without secrets; the end says how many there were."""
        known = self._engine.centre.directory.now.trunks.get(trunk)
        if known is None:
            raise TrunkUnknown(trunk=trunk)
        networks = await _networks(known)
        trace = tracing.sip(map(str, networks))
        if self._engine.tracing.runs(trace):
            raise SipCaptureRunning(trunk=trunk)
        count, read, end = 0, 0, asyncio.get_running_loop().time() + min(seconds, LONGEST)
        messages = Messages()
        async with self._engine.tracing.of(trace) as lines:
            yield {"kind": "sip", "trunk": trunk}
            while read < LARGEST and (line := await next_line(lines, end)) is not None:
                read += len(line)
                if (message := messages.take(line)) and of(networks, message.host):
                    count += 1
                    yield _part(message)
        yield Final({"trunk": trunk, "captured": count})


async def _networks(trunk: Trunk) -> list[Network]:
    """Where the trunk's messages come from and go."""
    if trunk.group:
        raise TrunkOfLines(trunk=trunk.name)
    found = [ip_network(address, strict=False) for address in trunk.match]
    name = trunk.host.rpartition(":")[0] or trunk.host
    try:
        told = await asyncio.get_running_loop().getaddrinfo(name.strip("[]"), None, type=socket.SOCK_DGRAM)
    except OSError:
        told = []
    found += [ip_network(where[4][0]) for where in told] if name else []
    if not found:
        raise TrunkWithoutAddress(trunk=trunk.name)
    return list(dict.fromkeys(found))


def _part(message: SipMessage) -> dict[str, Any]:
    return {
        "at": message.at.isoformat(),
        "sent": message.sent,
        "transport": message.transport,
        "host": message.host,
        "port": message.port,
        "text": message.text,
    }
