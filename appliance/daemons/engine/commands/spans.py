"""The spans and how they have been, by command."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from appliance.control.commands import Handler
from appliance.daemons.engine.errors import SpanUnknown
from appliance.daemons.engine.process import Engine
from appliance.node.lines.model import Condition, Quarter


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _SpanCommands(engine)
    return {"span.list": commands.listed, "span.history": commands.history}


class _SpanCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listed(self) -> Any:
        """Every span that was seen since the engine started, as it is now."""
        stuck = self._engine.lines.watch.stuck
        trunks = {trunk.group: trunk.name for trunk in self._engine.centre.directory.trunks() if trunk.group}
        return [
            _shown(condition, trunks) | {"stuck": [one.number for one in stuck if one.span == condition.reading.number]}
            for condition in self._engine.lines.watch.conditions
        ]

    async def history(self, *, span: str, since: datetime, until: datetime) -> Any:
        """Quarters of an hour of a span, named by its number or its name."""
        conditions = self._engine.lines.watch.conditions
        names = [one.reading.name for one in conditions if span in (str(one.reading.number), one.reading.name)]
        found = await asyncio.to_thread(self._engine.span_history.of, names[0] if names else span, since, until)
        if not names and not found:
            raise SpanUnknown(span=span)
        return [_quarter(quarter) for quarter in found]


def _shown(condition: Condition, trunks: Mapping[int, str]) -> dict[str, Any]:
    reading = condition.reading
    return {
        "span": reading.number,
        "name": reading.name,
        "description": reading.description,
        "state": condition.state.value,
        "since": condition.since.isoformat(),
        "signals": sorted(signal.value for signal in reading.signals),
        "d_channel": reading.d_channel.value,
        "channels": reading.channels,
        "busy": None if reading.busy is None else len(reading.busy),
        "ports_out": list(reading.ports_out),
        "clock": "source" if reading.clock_source else "master" if reading.master else "",
        "crc4": reading.crc4,
        "groups": sorted(reading.groups),
        "trunks": sorted(trunks[group] for group in reading.groups if group in trunks),
        "slips": reading.counters.slips,
        "crc4_errors": reading.counters.crc4_errors,
        "code_violations": reading.counters.code_violations,
    }


def _quarter(quarter: Quarter) -> dict[str, Any]:
    return {"span": quarter.span, "start": quarter.start.isoformat(), **dict(sorted(quarter.counts.items()))}
