"""DAHDI through the privileged program: started by root itself, or by sudo's leave to run just that."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from appliance.daemons.jobs.lines.errors import LinesNotPermitted, LinesRefused
from dahdi_conf.changes import Line

PROGRAM = (sys.executable, "-m", "appliance.system.privileged")
SUDO = ("sudo", "-n", "--")


class Kernel:
    """The files of the lines below /etc, and what DAHDI makes of them."""

    async def read(self) -> dict[str, str]:
        found: dict[str, str] = await self._order("lines.read")
        return found

    async def write(self, files: Mapping[str, str | None]) -> None:
        await self._order("lines.write", files=dict(files))

    async def check(self, system: str) -> None:
        """Raises LinesRefused where dahdi_cfg cannot read the text."""
        _refuse(await self._order("lines.check", text=system))

    async def configure(self, lines: Iterable[Line], modules: str) -> None:
        """Raises LinesRefused."""
        spans = [(line.span, line.channels) for line in lines]
        names = [line for line in modules.splitlines() if line and not line.startswith("#")]
        _refuse(await self._order("lines.configure", spans=spans, modules=names))

    async def _order(self, verb: str, **values: Any) -> Any:
        words = PROGRAM if os.geteuid() == 0 else (*SUDO, *PROGRAM)
        try:
            process = await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
            )
        except OSError as fault:
            raise LinesNotPermitted(why=str(fault)) from fault
        told, complained = await process.communicate(json.dumps({"verb": verb, **values}).encode())
        if process.returncode:
            raise LinesNotPermitted(why=complained.decode(errors="replace").strip()[-400:])
        return json.loads(told)["result"]


def _refuse(said: str) -> None:
    if said:
        raise LinesRefused(who="DAHDI", said=said)
