"""Pages to be sent, laid out for Asterisk by the jobs."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from appliance.contact.fax.model import Fax
from appliance.control.client import ControlClient
from appliance.errors import Refusal

AWAY = "jobs-away"


class FaxPress:
    """Press over the jobs' socket; `ready` is told once for each asking."""

    def __init__(self, jobs: Callable[[], ControlClient], ready: Callable[[UUID, UUID, str], None]) -> None:
        self._jobs, self._ready = jobs, ready
        self._open: set[asyncio.Task[None]] = set()

    def lay_out(self, fax: Fax, attempt: UUID) -> None:
        task = asyncio.get_running_loop().create_task(self._ask(fax, attempt))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def close(self) -> None:
        """Give up what is still open."""
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _ask(self, fax: Fax, attempt: UUID) -> None:
        try:
            async with self._jobs() as jobs:
                await jobs.call("fax.lay_out", id=str(fax.id), attempt=str(attempt), recording=str(fax.recording))
        except Refusal as fault:
            self._ready(fax.id, attempt, fault.code)
        except OSError:
            self._ready(fax.id, attempt, AWAY)
        else:
            self._ready(fax.id, attempt, "")
