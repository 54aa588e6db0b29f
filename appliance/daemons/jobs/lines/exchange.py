"""Asterisk's side of the lines: chan_dahdi loaded, its channels let go and taken, its D-channels asked for."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from appliance.daemons.jobs.lines.errors import LinesRefused
from appliance.telephony.config.reload_over_ari import AriRequests
from dahdi_conf.changes import Line

MODULE = "asterisk/modules/chan_dahdi.so"
LOOKS, LOOK_SECONDS = 50, 0.2
PROC = Path("/proc/dahdi")
ALARMS = ("RED", "YELLOW", "BLUE", "LOOP", "NOTOPEN", "UNCONFIGURED")
_CALL = re.compile(r"^(DAHDI/[^!]+)!", re.MULTILINE)
_UP = re.compile(r"^PRI span (\d+)/\d+: Up,", re.MULTILINE)
_SIDES = re.compile(r"^(?:Type|Remote type):.*\b(CPE|Network)\b", re.MULTILINE)


class Commands(Protocol):
    """Asterisk's own command line."""

    async def command(self, line: str) -> str: ...


class Exchange:
    """Works over one ARI link and a way to Asterisk's command line."""

    def __init__(self, requests: AriRequests, manager: Commands, proc: Path = PROC) -> None:
        self._requests, self._manager, self._proc = requests, manager, proc

    async def release(self, lines: Iterable[Line]) -> None:
        """Calls on these lines end; all others stay up, but where SS7 goes: its links end with the module alone."""
        going = tuple(lines)
        if any(line.linkset for line in going):
            await self._unload()
        elif await self._loaded():
            for line in going:
                if line.isdn:
                    await self._manager.command(f"pri destroy span {line.span}")
                await self._manager.command(f"dahdi destroy channels {line.channels[0]} {line.channels[1]}")

    async def take(self, lines: Iterable[Line]) -> None:
        """Open the channels as chan_dahdi.conf now says. Raises LinesRefused where Asterisk does not get them.

        Links of SS7 begin with the module alone: where some come, all calls on lines end.
        """
        coming = tuple(lines)
        if any(line.linkset for line in coming):
            await self._unload()
        if await self._loaded():
            for line in coming:
                await self._manager.command(f"dahdi create channels {line.channels[0]} {line.channels[1]}")
        elif (done := await self._requests.request("POST", MODULE)).status >= 300:
            raise LinesRefused(who="Asterisk", said=f"chan_dahdi.so: {(done.body or {}).get('message', done.status)}")
        has = await self._channels()
        if missing := [line.place for line in coming if line.channels[0] not in has]:
            raise LinesRefused(who="Asterisk", said=f"no channels of {', '.join(missing)}")

    async def down(self, lines: Iterable[Line]) -> list[str]:
        """The places of lines that are in alarm, or whose D-channel or linkset is not up."""
        told = await self._manager.command("pri show spans")
        asked = tuple(lines)
        said = set(_UP.findall(told))
        up = {line.span for line in asked if str(line.span) in said and await self._understood(line.span)}
        linked = {0, *[number for number in {line.linkset for line in asked} if number and await self._linked(number)]}
        return [
            line.place
            for line in asked
            if self._alarmed(line) or (line.isdn and line.span not in up) or line.linkset not in linked
        ]

    async def _understood(self, span: int) -> bool:
        """Asterisk takes a D-channel for up also where both ends are the same side, and no call ever passes."""
        sides = _SIDES.findall(await self._manager.command(f"pri show span {span}"))
        return len(sides) < 2 or sides[0] != sides[1]

    async def _linked(self, linkset: int) -> bool:
        return f"linkset {linkset} status: Up" in await self._manager.command(f"ss7 show linkset {linkset}")

    async def _unload(self) -> None:
        """Without calls: chan_dahdi taken away from under one is not to be trusted."""
        if not await self._loaded():
            return
        for _ in range(LOOKS):
            told = await self._manager.command("core show channels concise")
            if not (calls := _CALL.findall(told)):
                break
            for name in calls:
                await self._manager.command(f"channel request hangup {name}")
            await asyncio.sleep(LOOK_SECONDS)
        if (done := await self._requests.request("DELETE", MODULE)).status >= 300:
            raise LinesRefused(who="Asterisk", said=f"chan_dahdi.so: {(done.body or {}).get('message', done.status)}")

    def _alarmed(self, line: Line) -> bool:
        try:
            head = (self._proc / str(line.span)).read_text("utf-8", "replace").split("\n", 1)[0]
        except OSError:
            return line.span > 0
        return any(alarm in head.rpartition('"')[2].split() for alarm in ALARMS)

    async def _loaded(self) -> bool:
        return (await self._requests.request("GET", MODULE)).status == 200

    async def _channels(self) -> set[int]:
        told = await self._manager.command("dahdi show channels")
        return {int(found) for found in re.findall(r"^ *(\d+) ", told, re.MULTILINE)}
