"""The jobs process alone, without a box around it, and what it tells of itself."""

import asyncio
import sys
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager, suppress
from typing import Any

from appliance.control.client import ControlClient
from appliance.control.errors import ControlLost, ControlUnreachable
from appliance.system.paths import Paths

LIMIT = 90


@asynccontextmanager
async def running(paths: Paths) -> AsyncIterator[ControlClient]:
    """The jobs process, from when it answers until it has ended."""
    log = (paths.state / "jobs.log").open("wb")
    command = [sys.executable, "-m", "appliance.daemons.jobs", "--state", str(paths.state)]
    process = await asyncio.create_subprocess_exec(*command, stderr=log)
    try:
        yield await _answering(paths, process)
    finally:
        process.terminate()
        assert await process.wait() == 0, (paths.state / "jobs.log").read_text()
        log.close()


async def _answering(paths: Paths, process: asyncio.subprocess.Process) -> ControlClient:
    while process.returncode is None:
        with suppress(ControlUnreachable, ControlLost):
            async with ControlClient(paths.jobs_socket) as client:
                await client.call("alarm.list")
                return ControlClient(paths.jobs_socket)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.1)
    raise AssertionError((paths.state / "jobs.log").read_text())


class JobsNews:
    """What stands now, and what comes; asked for after the stream is open, so nothing is missed."""

    def __init__(self, client: ControlClient, stream: Any) -> None:
        self.client, self.stream = client, stream

    async def alarms(self) -> set[str]:
        return {alarm["code"] for alarm in await self.client.call("alarm.list")}

    async def until_alarms(self, *codes: str, beside: Set[str] = frozenset()) -> None:
        """Until these stand and no others, but perhaps those `beside` them, which are no concern of the test."""
        async with asyncio.timeout(LIMIT):
            while await self.alarms() - beside != set(codes):
                await anext(self.stream)
