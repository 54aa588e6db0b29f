"""Simulated callers and phones for tests: SIPp out of the runtime root, against any Asterisk on loopback."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.network import ONE_CALL, Account, Load, Network, Phones
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.result import Result
from image import sandbox
from tests.servers.asterisk import runtime_root

WORK = "{work}"


def command(program: str = "sipp") -> tuple[str, ...]:
    """What starts a program of the runtime root, with the work folder where the host has it (below /tmp)."""
    return tuple(sandbox.command(runtime_root(), [program], read_only={}, writable={Path(WORK): WORK}))


@pytest.fixture(scope="session")
def sipp() -> tuple[str, ...]:
    """The command that starts SIPp."""
    return command()


async def call(network: Network, caller: Caller, load: Load = ONE_CALL, limit: float = 40.0, **more: Any) -> Result:
    """Place the calls and wait until they are over."""
    callers = network.callers(caller, load, **more)
    await callers.start()
    return await callers.wait(limit)


@asynccontextmanager
async def phones(network: Network, phone: Phone, accounts: Sequence[Account], **more: Any) -> AsyncIterator[Phones]:
    """Phones that are registered inside the block, and gone after it."""
    group = network.phones(phone, accounts, **more)
    await group.start()
    try:
        yield group
    finally:
        await group.stop()
