"""One change of the lines, from the files that are in force to new ones: all of it, or everything as it was."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Protocol

from appliance.daemons.jobs.lines.errors import LinesDown
from dahdi_conf.changes import ASTERISK, SYSTEM, Changes, Line, changes

MODULES = "dahdi/modules"
LOOK_SECONDS = 0.5
STEADY = 3
"""Looks in a row at which a line must be up: at the first, Asterisk may still tell how it was before."""
Files = Mapping[str, str]


class Drivers(Protocol):
    """DAHDI and its files."""

    async def write(self, files: Mapping[str, str | None]) -> None: ...

    async def check(self, system: str) -> None: ...

    async def configure(self, lines: Iterable[Line], modules: str) -> None: ...


class Switchboard(Protocol):
    """Asterisk's channels of the lines."""

    async def release(self, lines: Iterable[Line]) -> None: ...

    async def take(self, lines: Iterable[Line]) -> None: ...

    async def down(self, lines: Iterable[Line]) -> list[str]: ...


Adopt = Callable[[str], Awaitable[None]]
"""Brings a chan_dahdi.conf, and what goes with it, among Asterisk's files; raises as its apply does."""
Told = Callable[[str], None]
"""Hears of each step as it begins: `check`, `release`, `configure`, `take`, `wait`, and `back` where it fails."""


class Work:
    """`drivers` before `switchboard` on the way in, and after it on the way out."""

    def __init__(
        self, drivers: Drivers, switchboard: Switchboard, adopt: Adopt, told: Told = lambda step: None
    ) -> None:
        self._drivers, self._switchboard, self._adopt, self._told = drivers, switchboard, adopt, told

    async def bring(self, old: Files, new: Files, present: Files, within: float) -> Changes:
        """Lines that do not change keep their calls. `present` are the files below /etc as they lie there now.

        Raises a Refusal with everything as before, also when a line is not up `within` seconds (0: not waited for).
        """
        self._told("check")
        await self._drivers.check(new.get(SYSTEM, ""))
        todo = changes(old, new)
        try:
            await self._swap(todo.gone, new, todo.come)
            self._told("wait")
            await self._up(todo.come, within)
        except BaseException:
            self._told("back")
            back = {**dict.fromkeys(_below_etc(new)), **_below_etc(present)}
            await self._swap(todo.come, old, todo.gone, back)
            raise
        return todo

    async def _swap(
        self, gone: Iterable[Line], files: Files, come: Iterable[Line], written: Mapping[str, str | None] | None = None
    ) -> None:
        self._told("release")
        await self._switchboard.release(gone)
        self._told("configure")
        await self._drivers.write(_below_etc(files) if written is None else written)
        await self._drivers.configure(come, files.get(MODULES, ""))
        self._told("take")
        await self._adopt(files.get(ASTERISK, ""))
        if files.get(ASTERISK):
            await self._switchboard.take(come)

    async def _up(self, lines: tuple[Line, ...], within: float) -> None:
        """DAHDI tells of alarms and Asterisk of D-channels only when asked."""
        down, well = list[str](), 0
        for _ in range(round(within / LOOK_SECONDS)):
            down = await self._switchboard.down(lines)
            well = 0 if down else well + 1
            if not lines or well == STEADY:
                return
            await asyncio.sleep(LOOK_SECONDS)
        if down:
            raise LinesDown(lines=", ".join(down), seconds=within)


def _below_etc(files: Files) -> dict[str, str | None]:
    """All but Asterisk's own, which lies in its folder."""
    return {name: text for name, text in files.items() if name != ASTERISK}
