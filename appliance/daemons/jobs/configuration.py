"""Asterisk's configuration, by command: verify, difference, apply."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine

from appliance.control.commands import Handler
from appliance.daemons.engine.configuration import read
from appliance.daemons.jobs.requests import asterisk
from appliance.daemons.site import site
from appliance.settings import Settings
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths
from appliance.telephony.config.apply import apply, preview
from appliance.telephony.config.model import Site
from appliance.telephony.config.reload_over_ari import AriReloader
from appliance.telephony.config.verify import verify


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
        async with self._one_at_a_time, asterisk(self._settings) as requests:
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
