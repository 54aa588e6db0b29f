"""The spans and how they have been, by command."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from appliance.contact.routes.model import NumberClass
from appliance.contact.routes.numbers import normalise, plain
from appliance.control.commands import Handler
from appliance.daemons.engine.diagnosing import Diagnosis
from appliance.daemons.engine.errors import AnswerUnknown, NumberNotTested, SpanUnknown
from appliance.daemons.engine.linetests import ANALOG_WAIT
from appliance.daemons.engine.process import Engine
from appliance.node.lines.model import Condition, Quarter
from appliance.node.lines.strip import strip
from dahdi_conf.diagnosis.evidence import Question
from dahdi_conf.diagnosis.signal import Signal

LOWEST, HIGHEST = 200.0, 3400.0
"""Hz that a telephone line carries."""
LOUDEST = 0.0
"""dBm0; more would be heard by others on the same cable."""
LONGEST_WAIT = 30.0


def handlers(engine: Engine) -> Mapping[str, Handler]:
    commands = _SpanCommands(engine)
    return {
        "span.list": commands.listed,
        "span.history": commands.history,
        "span.diagnose": commands.diagnose,
        "span.test": commands.test,
    }


class _SpanCommands:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._diagnosis = Diagnosis(engine)

    async def listed(self) -> Any:
        """Every span that was seen since the engine started, as it is now."""
        stuck = self._engine.lines.watch.stuck
        trunks = {trunk.group: trunk.name for trunk in self._engine.centre.directory.trunks() if trunk.group}
        return [
            _shown(condition, trunks, [one.number for one in stuck if one.span == condition.reading.number])
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

    async def diagnose(
        self, *, span: str, answers: list[str] | None = None, loop: bool = False, anyway: bool = False
    ) -> Any:
        """What is wrong with a span; answers as `question=yes` or `=no`, that of the loop plug by a local `loop`."""
        await self._engine.lines.fresh()
        asked = self._engine.lines.watch.find(span)
        if asked is None:
            raise SpanUnknown(span=span)
        given = _answers(answers or [])
        told = await self._diagnosis.looped(asked, anyway=anyway) if loop else {}
        return await self._diagnosis.of(asked, given | told)

    async def test(
        self,
        *,
        span: str,
        number: str,
        hertz: float = 1004.0,
        level: float = -10.0,
        wait: float | None = None,
        looped: bool = False,
    ) -> Any:
        """Call a number by a free channel, play a tone (Hz, dBm0) and noise, and tell what was heard."""
        await self._engine.lines.fresh()
        asked = self._engine.lines.watch.find(span)
        if asked is None:
            raise SpanUnknown(span=span)
        digits = plain(number)
        meant = normalise(digits, self._engine.centre.directory.now.routes.plan)
        if not digits or meant.kind is NumberClass.EMERGENCY:
            raise NumberNotTested(number=number)
        quiet = (0.0 if asked.reading.digital else ANALOG_WAIT) if wait is None else wait
        signal = Signal(min(max(hertz, LOWEST), HIGHEST), min(level, LOUDEST), min(quiet, LONGEST_WAIT))
        sound = await self._engine.line_tests.call(asked, digits, signal, self._engine.clock.now(), looped=looped)
        return {"sent": signal.level, **asdict(sound), **await self._diagnosis.of(asked, {})}


def _answers(given: list[str]) -> dict[Question, bool]:
    found: dict[Question, bool] = {}
    for answer in given:
        question, _, said = answer.partition("=")
        if question not in list(Question) or said not in ("yes", "no"):
            raise AnswerUnknown(answer=answer, known=", ".join(Question))
        found[Question(question)] = said == "yes"
    return found


def _shown(condition: Condition, trunks: Mapping[int, str], stuck: list[int]) -> dict[str, Any]:
    reading = condition.reading
    return {
        "span": reading.number,
        "name": reading.name,
        "description": reading.description,
        "state": condition.state.value,
        "since": condition.since.isoformat(),
        "signals": sorted(signal.value for signal in reading.signals),
        "d_channel": reading.d_channel.value,
        "digital": reading.digital,
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
        "stuck": stuck,
        "strip": [{"channel": number, "use": use.value} for number, use in strip(condition, stuck)],
    }


def _quarter(quarter: Quarter) -> dict[str, Any]:
    return {"span": quarter.span, "start": quarter.start.isoformat(), **dict(sorted(quarter.counts.items()))}
