"""Simulation and replay, by command; each run is a process of its own, one at a time, and bounded."""

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine

from appliance.contact.acd.repository import Queues
from appliance.contact.acd.simulation.document import parse, parse_rules
from appliance.contact.acd.simulation.errors import ReplayDayInvalid, ReplayEmpty, SimulationTooLong
from appliance.control.commands import Handler
from appliance.settings import Settings
from appliance.store.documents import Documents

LIMIT = 300.0
WORKER = "appliance.daemons.jobs.simulating"


def handlers(settings: Settings, database: Engine) -> Mapping[str, Handler]:
    commands = _SimulationCommands(settings, database)
    return {"simulation.run": commands.run, "simulation.replay": commands.replay}


class _SimulationCommands:
    def __init__(self, settings: Settings, database: Engine) -> None:
        self._settings, self._database = settings, database
        self._one_at_a_time = asyncio.Lock()

    async def run(self, *, document: dict[str, Any], seed: int | None = None) -> Any:
        """What becomes of the calls of a described centre."""
        await asyncio.to_thread(parse, document, seed)
        return await self._work({"document": document, "seed": seed})

    async def replay(self, *, day: str, rules: dict[str, Any], seed: int | None = None) -> Any:
        """A day of the ledger, as it was and under `rules`."""
        try:
            date.fromisoformat(day)
        except ValueError as fault:
            raise ReplayDayInvalid(day=day) from fault
        queues = await asyncio.to_thread(Queues(Documents(self._database)).all)
        parse_rules(rules, queues)
        where = {"database": self._settings.database_url, "zone": self._settings.time_zone}
        if not (result := await self._work({**where, "day": day, "rules": rules, "seed": seed})):
            raise ReplayEmpty(day=day)
        return result

    async def _work(self, job: Mapping[str, Any]) -> Any:
        async with self._one_at_a_time:
            pipe = asyncio.subprocess.PIPE
            process = await asyncio.create_subprocess_exec(sys.executable, "-m", WORKER, stdin=pipe, stdout=pipe)
            try:
                async with asyncio.timeout(LIMIT):
                    answer, _ = await process.communicate(json.dumps(job).encode())
            except TimeoutError:
                raise SimulationTooLong(limit=round(LIMIT)) from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode:
            raise RuntimeError(f"{WORKER} ended with {process.returncode}")
        return json.loads(answer)
