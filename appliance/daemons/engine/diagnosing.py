"""What is wrong with a span: everything that is known of it gathered, and judged."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appliance.daemons.engine import evidence
from appliance.daemons.engine.loops import Loops
from appliance.daemons.engine.spans import last_lines, text_of
from appliance.events import Event
from appliance.node.lines.model import Condition, DChannel
from appliance.system.paths import Paths
from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused, AmiUnreachable
from appliance.telephony.config.render.lines import FILE as LINES_FILE
from dahdi_conf.diagnosis import sound
from dahdi_conf.diagnosis.evidence import Arrived, Evidence, Question
from dahdi_conf.diagnosis.g711 import linear
from dahdi_conf.diagnosis.judgement import diagnose
from drivers.dahdi.listening import DeafError, listen
from drivers.dahdi.look import look

if TYPE_CHECKING:
    from appliance.daemons.engine.process import Engine

RECENT = timedelta(hours=1)
LATELY = timedelta(minutes=1)
"""libpri complains every second or so, for as long as there is something to complain of."""
LISTEN = 3.0
"""Seconds in which a D-channel that is down is listened to."""
HEAR = 5.0
"""Seconds of a call on an analog port: three busy tones at least, and no ringing tone twice."""
SYSTEM = "/etc/dahdi/system.conf"


@dataclass(frozen=True, slots=True)
class _Read:
    log: list[str]
    config: str
    configured: datetime
    options: Mapping[str, str]
    system: str
    events: list[Event]
    cancellers: Mapping[int, str]

    @property
    def ss7(self) -> bool:
        return self.options.get("signalling") == evidence.SS7


class Diagnosis:
    """Gathers the evidence of spans; but for `looped`, nothing that it does is noticed on the line."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._manager = AmiClient(engine.settings.asterisk)
        self._loops = Loops(Paths(engine.settings.state).run)
        self._loops.clear()

    async def looped(self, condition: Condition, *, anyway: bool) -> dict[Question, bool]:
        """What a loop plug would tell, told by the card's own loop."""
        return {Question.LOOP_PLUG: await self._loops.hears_itself(condition, anyway=anyway)}

    async def of(self, condition: Condition, answers: Mapping[Question, bool]) -> dict[str, Any]:
        """The findings, and what could be asked to find more."""
        read = await asyncio.to_thread(self._read, condition.reading.number)
        heard = await self._heard(condition)
        passed = None if read.ss7 else await self._frames(condition)
        seen = self._evidence(condition, read, heard, answers, passed)
        silent = any(port.silent_now for port in seen.ports) and Question.HUNG_UP not in answers
        return {
            "span": condition.reading.number,
            "name": condition.reading.name,
            "state": condition.state.value,
            "findings": [
                {"code": one.code, "values": dict(one.values), "ask": one.ask.value if one.ask else ""}
                for one in diagnose(seen)
            ],
            "questions": [Question.HUNG_UP.value] if silent else [],
        }

    def _evidence(
        self,
        condition: Condition,
        read: _Read,
        heard: Mapping[int, evidence.Heard],
        answers: Mapping[Question, bool],
        passed: tuple[int, int] | None,
    ) -> Evidence:
        reading, lines = condition.reading, self._engine.lines.watch
        trunks = self._trunks(condition)
        channels = sorted(number for group in reading.groups.values() for number in group)
        known = frozenset(self._engine.centre.directory.now.numbers)
        return evidence.evidence(
            condition,
            lines.conditions,
            lines.lately(reading.name),
            self._said(condition, read, trunks),
            read.options,
            evidence.outgoing(read.events, trunks),
            answers,
            passed,
            arrived=Arrived(evidence.incoming(read.events, trunks), known),
            ports=evidence.exchange_ports(
                read.config, channels, reading.ports_out, heard, read.cancellers, self._placed(condition, read)
            ),
            sound=self._engine.line_tests.latest(reading.name, self._engine.clock.now()),
            takes_clock=evidence.takes_clock(read.system, reading.number),
        )

    def _placed(self, condition: Condition, read: _Read) -> dict[int, evidence.Placed]:
        groups = condition.reading.groups
        return {group: evidence.placed(read.events, self._of_groups({group})) for group in groups}

    def _trunks(self, condition: Condition) -> set[str]:
        return self._of_groups(condition.reading.groups)

    def _of_groups(self, groups: Collection[int]) -> set[str]:
        """The trunks of groups; calls of a group that is no trunk's come under the group's own name."""
        named = {trunk.name for trunk in self._engine.centre.directory.trunks() if trunk.group in groups}
        return named | {f"lines-{group}" for group in groups}

    def _said(self, condition: Condition, read: _Read, trunks: set[str]) -> list[str]:
        """What Asterisk has said of late; of R2, since a call was last well; of SS7, since the lines were changed."""
        now = self._engine.clock.now()
        if read.ss7:
            return evidence.since(read.log, max(now - RECENT, read.configured))
        if condition.reading.d_channel is not DChannel.NONE:
            return evidence.since(read.log, now - LATELY)
        return evidence.since(read.log, evidence.last_offered(read.events, trunks) or now - RECENT)

    def _read(self, span: int) -> _Read:
        engine, paths = self._engine, Paths(self._engine.settings.state)
        lines = paths.asterisk_config / "current" / LINES_FILE
        config = text_of(lines)
        return _Read(
            last_lines(paths.logs / "asterisk.log"),
            config,
            datetime.fromtimestamp(lines.stat().st_mtime if lines.exists() else 0.0, UTC),
            evidence.span_options(config, span),
            text_of(Path(SYSTEM)),
            list(engine.ledger.each(evidence.KINDS, engine.clock.now() - RECENT)),
            {channel.number: channel.echo_canceller for span in look() for channel in span.channels},
        )

    async def _heard(self, condition: Condition) -> dict[int, evidence.Heard]:
        """What the calls on analog ports give to hear, all at once; and what the last test call found of its port."""
        reading = condition.reading
        if reading.digital:
            return {}
        busy = sorted(reading.busy or ())
        found = dict(zip(busy, await asyncio.gather(*(asyncio.to_thread(_now, one) for one in busy)), strict=True))
        tested = self._engine.line_tests.latest(reading.name, self._engine.clock.now())
        if tested and not tested.looped:
            now = found.get(tested.channel, evidence.Heard())
            found[tested.channel] = replace(now, echo_loss=tested.echo_loss)
        return found

    async def _frames(self, condition: Condition) -> tuple[int, int] | None:
        """What passes on a D-channel that is down, both ways; Q.921 asks at least once a second (T200)."""
        if condition.reading.d_channel is not DChannel.DOWN:
            return None
        show = f"pri show span {condition.reading.number}"
        try:
            before = evidence.frames(await self._manager.command(show))
            await asyncio.sleep(LISTEN)
            after = evidence.frames(await self._manager.command(show))
        except (AmiUnreachable, AmiRefused):
            return None
        return (after[0] - before[0], after[1] - before[1]) if before and after else None


def _now(channel: int) -> evidence.Heard:
    try:
        received = listen(channel, HEAR).received
    except DeafError:
        return evidence.Heard()
    return evidence.Heard(sound.cadence(received), sound.level(linear(received)) < sound.QUIET)
