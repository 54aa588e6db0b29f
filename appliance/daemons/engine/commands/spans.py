"""The spans and how they have been, by command."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from appliance.control.commands import Handler
from appliance.daemons.engine.errors import AnswerUnknown, SpanUnknown
from appliance.daemons.engine.evidence import KINDS, evidence, frames, outgoing, span_options
from appliance.daemons.engine.process import Engine
from appliance.daemons.engine.spans import last_lines, text_of
from appliance.node.lines.model import Condition, DChannel, Quarter
from appliance.system.paths import Paths
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable
from appliance.telephony.config.render.lines import FILE as LINES_FILE
from dahdi_conf.diagnosis.evidence import Question
from dahdi_conf.diagnosis.judgement import diagnose

RECENT = timedelta(hours=1)
LISTEN = 3.0
"""Seconds in which a D-channel that is down is listened to."""


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _SpanCommands(engine)
    return {"span.list": commands.listed, "span.history": commands.history, "span.diagnose": commands.diagnose}


class _SpanCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._manager = AmiClient(engine.settings.asterisk)

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
        seen = self._engine.lines.watch.find(span)
        name = seen.reading.name if seen else span
        found = await asyncio.to_thread(self._engine.span_history.of, name, since, until)
        if not seen and not found:
            raise SpanUnknown(span=span)
        return [_quarter(quarter) for quarter in found]

    async def diagnose(self, *, span: str, answers: list[str] | None = None) -> Any:
        """What is wrong with a span; answers as `question=yes` or `=no`."""
        asked = self._engine.lines.watch.find(span)
        if asked is None:
            raise SpanUnknown(span=span)
        given = _answers(answers or [])
        log, config, calls = await asyncio.to_thread(self._read, asked)
        counts = self._engine.lines.watch.lately(asked.reading.name)
        passed = await self._frames(asked)
        options = span_options(config, asked.reading.number)
        others = self._engine.lines.watch.conditions
        found = diagnose(evidence(asked, others, counts, log, options, calls, given, passed))
        return {
            "span": asked.reading.number,
            "name": asked.reading.name,
            "state": asked.state.value,
            "findings": [
                {"code": one.code, "values": dict(one.values), "ask": one.ask.value if one.ask else ""} for one in found
            ],
        }

    async def _frames(self, condition: Condition) -> tuple[int, int] | None:
        """What passes on a D-channel that is down, both ways; Q.921 asks at least once a second (T200)."""
        if condition.reading.d_channel is not DChannel.DOWN:
            return None
        show = f"pri show span {condition.reading.number}"
        try:
            before = frames(await self._manager.command(show))
            await asyncio.sleep(LISTEN)
            after = frames(await self._manager.command(show))
        except (AmiUnreachable, AmiRefused):
            return None
        return (after[0] - before[0], after[1] - before[1]) if before and after else None

    def _read(self, condition: Condition) -> tuple[list[str], str, tuple[tuple[int, ...], int]]:
        """Asterisk's last words, its configuration of lines, and how the latest calls went."""
        engine, paths = self._engine, Paths(self._engine.settings.state)
        groups = condition.reading.groups
        trunks = {trunk.name for trunk in engine.centre.directory.trunks() if trunk.group in groups}
        calls = outgoing(engine.ledger.each(KINDS, engine.clock.now() - RECENT), trunks)
        config = text_of(paths.asterisk_config / "current" / LINES_FILE)
        return last_lines(paths.logs / "asterisk.log"), config, calls


def _answers(given: list[str]) -> dict[Question, bool]:
    found: dict[Question, bool] = {}
    for answer in given:
        question, _, said = answer.partition("=")
        if question not in list(Question) or said not in ("yes", "no"):
            raise AnswerUnknown(answer=answer, known=", ".join(Question))
        found[Question(question)] = said == "yes"
    return found


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
        "blocked": sorted(reading.blocked),
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
