"""Having Asterisk write down what passes on the signalling of a line, for a while, and reading it as it comes."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from asyncinotify import Inotify, Mask

from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable

PREFIX = "capture-"
SIP_FILE = f"{PREFIX}sip.log"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a log of its own is told with, the commands that begin it and those that end it."""

    name: str
    levels: str
    begin: tuple[str, ...]
    end: tuple[str, ...]


def d_channel(span: int) -> Trace:
    """Every frame of a span's D-channel, in hexadecimal."""
    off = (f"pri set debug off span {span}",)
    return Trace(f"{PREFIX}{span}.log", "verbose", (f"pri set debug hex span {span}",), off)


def r2(span: int) -> Trace:
    """Bits, tones and states of MFC/R2, of all spans: openr2 has no way to ask for those of one."""
    begin = ("core set debug 1 chan_dahdi", "mfcr2 set debug all")
    end = ("mfcr2 set debug warning,error", "core set debug 0 chan_dahdi")
    return Trace(f"{PREFIX}{span}.log", "debug", begin, end)


def sip(hosts: Iterable[str]) -> Trace:
    """Every SIP message to or from these addresses or networks."""
    wanted = [
        f"pjsip set logger {verb} {host}" for verb, host in zip(chain(["host"], repeat("add")), hosts, strict=False)
    ]
    return Trace(SIP_FILE, "verbose", tuple(wanted), ("pjsip set logger off",))


def ss7(span: int, linkset: int) -> Trace:
    """Every signal unit on the links of a linkset, in hexadecimal."""
    off = (f"ss7 set debug off linkset {linkset}",)
    return Trace(f"{PREFIX}{span}-{linkset}.log", "verbose", (f"ss7 set debug on linkset {linkset}",), off)


class Tracing:
    """`folder` is where Asterisk's logs lie."""

    def __init__(self, manager: AmiClient, folder: Path) -> None:
        self._manager, self._folder = manager, folder
        self._running: dict[str, Trace] = {}

    def runs(self, trace: Trace) -> bool:
        return trace.name in self._running

    @asynccontextmanager
    async def of(self, trace: Trace) -> AsyncIterator[AsyncIterator[str]]:
        """The lines of the log as they come, until the block is left: then nothing is left of it."""
        file = self._folder / trace.name
        self._running[trace.name] = trace
        try:
            await self._manager.command(f"logger add channel {trace.name} {trace.levels}")
            for command in trace.begin:
                await self._manager.command(command)
            yield _lines(file)
        finally:
            await asyncio.shield(self._end(trace, file))

    async def _end(self, trace: Trace, file: Path) -> None:
        self._running.pop(trace.name, None)
        # openr2 tells of all spans or of none: what another trace still wants goes on.
        wanted = {command for other in self._running.values() for command in other.end}
        ending = [command for command in trace.end if command not in wanted]
        for command in (*ending, f"logger remove channel {trace.name}"):
            # An Asterisk that has died meanwhile has forgotten all of it.
            with suppress(AmiUnreachable, AmiRefused):
                await self._manager.command(command)
        file.unlink(missing_ok=True)

    async def clear(self) -> None:
        """Stop what an engine that died had begun."""
        for file in sorted(self._folder.glob(f"{PREFIX}*.log")):
            numbers = file.stem.removeprefix(PREFIX).split("-")
            if file.name == SIP_FILE and file.name not in self._running:
                await self._end(sip(()), file)
            elif all(map(str.isdecimal, numbers)) and file.name not in self._running:
                for trace in _possible(*map(int, numbers)):
                    await self._end(trace, file)


def _possible(span: int, linkset: int | None = None) -> tuple[Trace, ...]:
    """What a log of that name may be of."""
    return (d_channel(span), r2(span)) if linkset is None else (ss7(span, linkset),)


async def _lines(file: Path) -> AsyncIterator[str]:
    """The whole lines of a file that grows, with what else than a line feed ends them."""
    with Inotify() as changes, file.open(encoding="utf-8", errors="replace", newline="") as reader:
        changes.add_watch(file, Mask.MODIFY)
        rest = ""
        while True:
            while more := reader.read(65536):
                *whole, rest = (rest + more).split("\n")
                for line in whole:
                    yield line
            await changes.get()
