"""A carrier that carries calls, and answers the question whether it is there as it likes, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

KEPT = ("Via", "From", "To", "Call-ID", "CSeq")


class Carrier(asyncio.DatagramProtocol):
    """Passes everything on between the box and the subscribers behind it, but OPTIONS.

    `status` is what it says to them (`503 Service Unavailable`); "" is silence. `asked` counts them.
    """

    def __init__(self, subscribers: tuple[str, int], status: str = "") -> None:
        self._subscribers, self.status = subscribers, status
        self._box: tuple[str, int] | None = None
        self.asked = asyncio.Semaphore(0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if address == self._subscribers:
            if self._box:
                self._transport.sendto(data, self._box)
            return
        self._box = address
        if data.startswith(b"OPTIONS"):
            self.asked.release()
            self._answer(data, address)
        else:
            self._transport.sendto(data, self._subscribers)

    def _answer(self, data: bytes, address: tuple[str, int]) -> None:
        if self.status:
            lines = [line for line in data.decode().split("\r\n") if line.startswith(KEPT)]
            answer = "\r\n".join([f"SIP/2.0 {self.status}", *lines, "Content-Length: 0", "", ""])
            self._transport.sendto(answer.encode(), address)


@asynccontextmanager
async def carrier(at: tuple[str, int], subscribers: tuple[str, int], status: str = "") -> AsyncIterator[Carrier]:
    """A carrier that listens at `at`, until the block ends."""
    loop = asyncio.get_running_loop()
    transport, running = await loop.create_datagram_endpoint(lambda: Carrier(subscribers, status), at)
    try:
        yield running
    finally:
        transport.close()
