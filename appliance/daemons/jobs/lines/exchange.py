"""Asterisk's side of the lines: chan_dahdi loaded, its channels let go and taken, its D-channels asked for."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from appliance.daemons.jobs.lines.errors import LinesRefused
from appliance.telephony.config.reload_over_ari import AriRequests
from dahdi_conf.changes import Line

MODULE = "asterisk/modules/chan_dahdi.so"
PROC = Path("/proc/dahdi")
ALARMS = ("RED", "YELLOW", "BLUE", "LOOP", "NOTOPEN", "UNCONFIGURED")
_UP = re.compile(r"^PRI span (\d+)/\d+: Up,", re.MULTILINE)


class Commands(Protocol):
    """Asterisk's own command line."""

    async def command(self, line: str) -> str: ...


class Exchange:
    """Works over one ARI link and a way to Asterisk's command line."""

    def __init__(self, requests: AriRequests, manager: Commands, proc: Path = PROC) -> None:
        self._requests, self._manager, self._proc = requests, manager, proc

    async def release(self, lines: Iterable[Line]) -> None:
        """Calls on these lines end; all others stay up."""
        if await self._loaded():
            for line in lines:
                if line.isdn:
                    await self._manager.command(f"pri destroy span {line.span}")
                await self._manager.command(f"dahdi destroy channels {line.channels[0]} {line.channels[1]}")

    async def take(self, lines: Iterable[Line]) -> None:
        """Open the channels as chan_dahdi.conf now says. Raises LinesRefused where Asterisk does not get them."""
        if await self._loaded():
            for line in lines:
                await self._manager.command(f"dahdi create channels {line.channels[0]} {line.channels[1]}")
        elif (done := await self._requests.request("POST", MODULE)).status >= 300:
            raise LinesRefused(who="Asterisk", said=f"chan_dahdi.so: {(done.body or {}).get('message', done.status)}")
        has = await self._channels()
        if missing := [line.place for line in lines if line.channels[0] not in has]:
            raise LinesRefused(who="Asterisk", said=f"no channels of {', '.join(missing)}")

    async def down(self, lines: Iterable[Line]) -> list[str]:
        """The places of lines that are in alarm, or whose D-channel is not up."""
        told = await self._manager.command("pri show spans")
        up = {int(number) for number in _UP.findall(told)}
        return [line.place for line in lines if self._alarmed(line) or (line.isdn and line.span not in up)]

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
