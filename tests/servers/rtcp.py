"""The other half of a phone's audio: reports of what arrived (RTCP, RFC 3550, section 6.4)."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

SENDER, RECEIVER = 200, 201
LIMIT = 30.0
RATE = 8000


@dataclass(frozen=True, slots=True)
class Heard:
    """One report that came: the packets of ours that were missed so far."""

    source: int
    moment: int
    lost: int


class Reports(asyncio.DatagramProtocol):
    """Answers each sender's report with one of a receiver who missed `lost` packets, unless it is `silent`."""

    def __init__(self, *, silent: bool = False, lost: int = 0, jitter_ms: float = 0.0, late_ms: float = 0.0) -> None:
        self._silent, self._lost, self._jitter, self._late = silent, lost, jitter_ms, late_ms
        self.heard: asyncio.Queue[Heard] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data[1] != SENDER:
            return
        source, ntp = struct.unpack_from("!IQ", data, 4)
        blocks = data[0] & 0x1F
        lost = int.from_bytes(data[33:36], "big", signed=True) if blocks else 0
        self.heard.put_nowait(Heard(source, ntp >> 16 & 0xFFFFFFFF, lost))
        if not self._silent:
            self._transport.sendto(self._report(source, ntp >> 16 & 0xFFFFFFFF), addr)

    async def missed(self) -> Heard:
        """The first report that says that packets of ours were missed."""
        async with asyncio.timeout(LIMIT):
            while not (report := await self.heard.get()).lost:
                pass
        return report

    async def more(self, number: int) -> None:
        """The next so many reports."""
        async with asyncio.timeout(LIMIT):
            for _ in range(number):
                await self.heard.get()

    def _report(self, source: int, moment: int) -> bytes:
        """An answer to a report that was sent `late_ms` before it was: a round trip of at least that."""
        jitter, sent = round(self._jitter / 1000 * RATE), moment - round(self._late / 1000 * 65536) & 0xFFFFFFFF
        loss = self._lost.to_bytes(3, "big")
        return struct.pack("!BBHIIB3sIIII", 0x81, RECEIVER, 7, 1, source, 0, loss, 0, jitter, sent, 0)


@asynccontextmanager
async def reports(host: str, port: int, answering: Reports) -> AsyncIterator[Reports]:
    """The reports of the audio at `port`."""
    transport, running = await asyncio.get_running_loop().create_datagram_endpoint(lambda: answering, (host, port + 1))
    try:
        yield running
    finally:
        transport.close()
