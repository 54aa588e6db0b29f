"""What every load is put on: our box, or the stock Asterisk that is its baseline."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from drivers.simulated.sip.network import Account, Network, Phones
from drivers.simulated.sip.phone import Phone

NUMBER = "9000"
"""Leads straight into the one queue, with no prompt before it."""
CARRIER = "127.0.0.9"
QUEUE = "bench"
REGISTER_S = 30.0
READY_S = 20.0
_LOOK_S = 0.02


class Stand(Protocol):
    """A centre with one queue, served by the agents of `accounts` without any wrap-up."""

    folder: Path
    accounts: Sequence[Account]

    def network(self) -> Network:
        """Simulated callers and phones that work against it."""
        ...

    def cpu(self) -> Mapping[str, float]:
        """Processor seconds so far, by process."""
        ...

    def console(self, command: str) -> str:
        """What its Asterisk's own console answers."""
        ...

    @property
    def spool(self) -> Path:
        """Where recordings grow."""
        ...

    async def free(self) -> int:
        """How many agents could be rung now."""
        ...

    async def settled(self) -> bool:
        """Whether all work that calls have left behind is done."""
        ...


@asynccontextmanager
async def seated(stand: Stand, network: Network, phone: Phone, **more: Any) -> AsyncIterator[Phones]:
    """The phones of all agents, registered and ready to be rung inside the block."""
    phones = network.phones(phone, stand.accounts, **more)
    await phones.start(REGISTER_S)
    try:
        await until(lambda: _all_free(stand), READY_S, "agents ready")
        yield phones
    finally:
        await phones.stop()


async def until(holds: Callable[[], Awaitable[bool]], limit: float, what: str) -> None:
    """Look until it holds; raises TimeoutError naming `what` after `limit` seconds."""
    try:
        async with asyncio.timeout(limit):
            while True:
                if await holds():
                    return
                await asyncio.sleep(_LOOK_S)
    except TimeoutError:
        raise TimeoutError(f"{what}: not within {limit:g} s") from None


async def _all_free(stand: Stand) -> bool:
    return await stand.free() == len(stand.accounts)
