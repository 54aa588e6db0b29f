"""Asterisk's configuration, by command: verify, difference, apply."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Engine

from appliance.control.commands import Handler
from appliance.daemons.engine.configuration import read
from appliance.daemons.site import site
from appliance.settings import Settings
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony.ari.codec import Request, Response
from appliance.telephony.ari.errors import AriNotConnected
from appliance.telephony.ari.retry import Timing
from appliance.telephony.ari.websocket import AriConnection
from appliance.telephony.config.apply import apply, preview
from appliance.telephony.config.model import Site
from appliance.telephony.config.reload_over_ari import AriReloader
from appliance.telephony.config.verify import verify

LIMIT = 30.0
PATIENT = 60


def handlers(settings: Settings, database: Engine, key: Keyring) -> Mapping[str, Handler]:
    commands = _ConfigCommands(settings, database, key)
    return {"config.verify": commands.verify, "config.diff": commands.diff, "config.apply": commands.apply}


class _ConfigCommands:
    def __init__(self, settings: Settings, database: Engine, key: Keyring) -> None:
        self._settings, self._database, self._key = settings, database, key
        self._folder = Paths(settings.state).asterisk_config
        self._one_at_a_time = asyncio.Lock()

    async def verify(self) -> Any:
        """Every problem of what is configured; nothing is changed."""
        wanted = await asyncio.to_thread(self._site)
        return {"problems": [asdict(problem) for problem in verify(wanted)]}

    async def diff(self) -> Any:
        """What `apply` would change, and what somebody has changed by hand."""
        wanted = await asyncio.to_thread(self._site)
        seen = await asyncio.to_thread(preview, wanted, self._folder)
        return {
            "changed": list(seen.changed_files),
            "diff": seen.diff,
            "edited": list(seen.edited_files),
            "edits": seen.edits,
        }

    async def apply(self, *, reason: str, overwrite_edits: bool = False) -> Any:
        """Bring what is configured into force without touching a call."""
        async with self._one_at_a_time, _asterisk(self._settings) as requests:
            wanted = await asyncio.to_thread(self._site)
            done = await apply(wanted, self._folder, AriReloader(requests), overwrite_edits=overwrite_edits)
        return {
            "version": done.version,
            "reason": reason,
            "changed": list(done.changed_files),
            "reloaded": list(done.reloaded_modules),
            "restart_needed": list(done.restart_needed),
            "kept_aside": str(done.kept_aside) if done.kept_aside else None,
        }

    def _site(self) -> Site:
        return site(self._settings, read(self._database), self._key)


class _Requests:
    """Requests over a connection that stands for one change."""

    def __init__(self, connection: AriConnection) -> None:
        self._connection = connection

    async def request(
        self, method: str, uri: str, query: Mapping[str, object] | None = None, body: Any = None
    ) -> Response:
        asked = {name: str(value) for name, value in (query or {}).items()}
        return await self._connection.send(Request(method, uri, asked, body), LIMIT)


@asynccontextmanager
async def _asterisk(settings: Settings) -> AsyncIterator[_Requests]:
    """A link of its own, under a name of its own, so that a change needs no engine."""
    own = replace(settings.asterisk, app=f"{settings.asterisk.app}-config")
    try:
        # A module that reloads keeps Asterisk from answering heartbeats for a while.
        connection = await AriConnection.open(own, lambda event: None, Timing(misses=PATIENT))
    except OSError as fault:
        raise AriNotConnected(method="PUT", uri="asterisk/modules") from fault
    running = asyncio.create_task(connection.run())
    try:
        yield _Requests(connection)
    finally:
        connection.end("done")
        await running
