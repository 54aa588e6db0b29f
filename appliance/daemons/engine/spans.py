"""The loop that watches the lines: looks at them, asks Asterisk about them, and keeps how they were."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from appliance.clock import Clock
from appliance.contact.calls.outages import Outages, Reason
from appliance.daemons.engine.readings import (
    blocked,
    blocked_circuits,
    d_channels,
    linkset_up,
    linksets,
    readings,
    taken,
)
from appliance.daemons.lingering import linger
from appliance.node.lines.model import Condition, Counters
from appliance.node.lines.ports import History
from appliance.node.lines.service import LineWatch
from appliance.node.lines.tally import quarter_of
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable
from dahdi_conf.grouping import groups
from drivers.dahdi.model import Signal, Span

PACE = 1.0
"""Seconds between two looks; what Asterisk tells of an alarm is looked at at once."""
ASK_EVERY = 5
"""Looks between two questions to Asterisk."""
IDLE = 15.0
"""Seconds between two looks where there are no lines."""
SAVE_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=400)
R2 = "CAS"
"""What DAHDI calls the signalling of channels that openr2 has."""

logger = logging.getLogger(__name__)


class Manager(Protocol):
    async def command(self, line: str) -> str: ...

    async def rows(self, action: str, **headers: str) -> list[dict[str, str]]: ...


class LineTrunk(Protocol):
    """A trunk; `group` 0 is none of lines."""

    @property
    def name(self) -> str: ...

    @property
    def group(self) -> int: ...


class LineLoop:
    """`look` reads the spans, `grouping` the group of each channel, both in a thread; `run_input` is the engine's.

    `changed` is told when the lines look otherwise than before: a state, an alarm, a channel taken or freed, a trunk
    that is out or back, or more in the history.
    """

    def __init__(
        self,
        watch: LineWatch,
        look: Callable[[], tuple[Span, ...]],
        grouping: Callable[[], Mapping[int, int]],
        manager: Manager,
        run_input: Callable[..., None],
        trunks: Callable[[], Iterable[LineTrunk]],
        outages: Outages,
        clock: Clock,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._changed = changed
        self._seen: tuple[list[Condition], frozenset[str]] = ([], frozenset())
        self._calls = False
        self.watch, self._look, self._grouping, self._manager, self._input = watch, look, grouping, manager, run_input
        self._trunks, self._outages, self._clock = trunks, outages, clock
        self._kicked = asyncio.Event()
        self._established: dict[int, bool] | None = None
        self._busy: dict[int, str] | None = None
        self._blocked = frozenset[int]()
        self._saved: datetime | None = None
        self._out = frozenset[str]()

    def kick(self, *_: Any) -> None:
        """Something about the lines has changed: look now."""
        self._kicked.set()

    def calls_changed(self) -> None:
        """A call came or went: which channels have one is asked with the next look."""
        self._calls = True

    async def run(self, history: History) -> None:
        """Watch until cancelled."""
        since = ASK_EVERY
        while True:
            kicked = self._kicked.is_set()
            self._kicked.clear()
            spans = await self.look_once()
            since += 1
            if spans and (kicked or self._calls or since >= ASK_EVERY):
                since, self._calls = 0, False
                await self._ask(spans)
                await self.look_once()
            await self._save(history)
            await linger(self._kicked, PACE if spans else IDLE)

    async def look_once(self) -> tuple[Span, ...]:
        """One look, and what it leads to."""
        spans, grouped = await asyncio.to_thread(self._read)
        if spans or self.watch.conditions:
            self._input(self.watch.look, readings(spans, grouped, self._established, self._busy, self._blocked))
        self._input(self._route)
        self._tell()
        return spans

    def _tell(self) -> None:
        """Counters grow with every look on a bad line: they are told with the history, once a minute."""
        still = [replace(one, reading=replace(one.reading, counters=Counters())) for one in self.watch.conditions]
        if (seen := (still, self._out)) != self._seen:
            self._seen = seen
            self._changed()

    def _read(self) -> tuple[tuple[Span, ...], Mapping[int, int]]:
        spans = self._look()
        return spans, self._grouping() if spans else {}

    def _route(self, now: datetime) -> None:
        """A trunk is out when none of its lines carries calls."""
        out = {trunk.name: why for trunk in self._trunks() if trunk.group and (why := self._why_out(trunk.group))}
        for name in self._out - out.keys():
            self._outages.end(name, Reason.LINES, now)
        for name, why in out.items():
            self._outages.begin(name, Reason.LINES, why, now)
        self._out = frozenset(out)

    def _why_out(self, group: int) -> str:
        lines = [one for one in self.watch.conditions if group in one.reading.groups]
        if any(line.carries(group) for line in lines):
            return ""
        return ", ".join(f"span {line.reading.number}: {line.state.value}" for line in lines) or "no line"

    async def fresh(self) -> None:
        """Look now, and ask what only Asterisk knows: what was seen may be some seconds old."""
        await self._ask(await self.look_once())
        await self.look_once()

    async def _ask(self, spans: Iterable[Span]) -> None:
        """What only Asterisk knows; while it does not answer, nobody knows it."""
        busy: dict[int, str] | None = None
        established: dict[int, bool] | None = None
        blocking = frozenset[int]()
        with suppress(AmiUnreachable, AmiRefused):
            busy = taken(await self._manager.rows("DAHDIShowChannels"))
            established = d_channels(await self._manager.rows("PRIShowSpans"))
            signalling = {channel.signalling for span in spans for channel in span.channels}
            if R2 in signalling:
                blocking |= blocked(await self._manager.command("mfcr2 show channels"))
            if Signal.MTP2 in signalling:
                shown = await self._manager.command("ss7 show channels")
                blocking |= blocked_circuits(shown)
                established |= await self._links(linksets(shown), spans)
        self._busy, self._established, self._blocked = busy, established, blocking

    async def _links(self, circuits: Mapping[int, int], spans: Iterable[Span]) -> dict[int, bool]:
        """Whether the link is up on which the circuits of a span depend, by span."""
        up = {
            linkset: linkset_up(await self._manager.command(f"ss7 show linkset {linkset}"))
            for linkset in {*circuits.values()}
        }
        found = {
            span.number: up[circuits[channel.number]]
            for span in spans
            for channel in span.channels
            if channel.number in circuits
        }
        return {number: state for number, state in found.items() if state is not None}

    async def _save(self, history: History) -> None:
        now = self._clock.now()
        if self._saved is not None and now - self._saved < SAVE_EVERY and quarter_of(now) == quarter_of(self._saved):
            return
        new_day = self._saved is None or now.date() != self._saved.date()
        self._saved = now
        if quarters := self.watch.unsaved():
            try:
                await asyncio.to_thread(history.add, quarters)
                if new_day:
                    await asyncio.to_thread(history.forget, now - KEPT)
                self._changed()
            except Exception:
                logger.exception("how the lines were cannot be kept now")
                self.watch.again(quarters)


def line_groups(file: Path) -> dict[int, int]:
    """The group of each channel, as Asterisk's configuration has it; none where there is none."""
    return groups(text_of(file))


def text_of(file: Path) -> str:
    """A file's text; none where there is no file."""
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""


def last_lines(file: Path, most: int = 256 * 1024) -> list[str]:
    """The lines in the last `most` bytes of a log; none where there is no log."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - most))
            return stream.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
