"""The loop that watches the lines, on a machine of files and a manager of tables."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from appliance.contact.calls.outages import Outages
from appliance.daemons.engine.spans import LineLoop, line_groups
from appliance.events import Event
from appliance.node.lines.model import Quarter, State
from appliance.node.lines.service import LineWatch
from appliance.telephony.ami.errors import AmiUnreachable
from drivers.dahdi.model import Alarm, Channel, Span
from tests.unit.engine.loops import in_a_loop
from tests.unit.lines.desk import Desk

BEARERS = tuple(Channel(number, f"x/{number}", "Clear", True) for number in (1, 2, 3))
SPAN = Span(1, "x", "", channels=(*BEARERS, Channel(16, "x/16", "HDLCFCS", True)))
GROUPS = {1: 1, 2: 1, 3: 1}
R2 = Span(1, "x", "", channels=tuple(replace(channel, signalling="CAS") for channel in BEARERS))
LINK, ONLY_CIRCUITS = (
    Span(number, f"x{number}", "", channels=(*bearers, *link))
    for number, bearers, link in [
        (1, BEARERS[:2], (Channel(16, "x/16", "MTP2", True),)),
        (2, BEARERS[2:], ()),
    ]
)
CIRCUITS = "link      Chan Lcl Rem Call       SS7  Channel\nset  Chan Idle Blk Blk Level      Call Name\n" + "".join(
    f"   7 {number:4} Yes  No  {{}}  Idle       No\n" for number in (1, 2, 3)
)
HEAD = "Chan Link# Variant Max ANI Max DNIS ANI First Immediate Accept Tx CAS   Rx CAS  \n"
ROW = "{:4}    1 ITU     20      12       No        No               IDLE     {:8}\n"


@dataclass(frozen=True)
class Lines:
    name: str
    group: int


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 5, 4, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return 0.0


class Machine:
    """Spans, the manager, the ledger and the history in one."""

    def __init__(self, *spans: Span) -> None:
        self.spans: tuple[Span, ...] = spans
        self.clock, self.desk = Clock(), Desk()
        self.up: str | None = "Yes"
        self.bits: dict[int, str] = {}
        self.shown: dict[str, str] = {}
        self.events: list[Event] = []
        self.kept: list[Quarter] = []
        self.stepped, self.running = asyncio.Event(), asyncio.get_running_loop()
        self.heard = asyncio.Queue[str]()
        self.trunks = [Lines("telecom", 1), Lines("sip", 0)]
        self.outages = Outages(self)
        self.loop = LineLoop(
            LineWatch(self.desk, self.events.append, self.desk),
            lambda: self.spans,
            lambda: GROUPS,
            self,
            self._input,
            lambda: self.trunks,
            self.outages,
            self.clock,
        )

    def record(self, *events: Event) -> None:
        for event in events:
            self.heard.put_nowait(f"{event.kind} {event.data['trunk']}")

    async def rows(self, action: str, **headers: str) -> list[dict[str, str]]:
        if self.up is None:
            raise AmiUnreachable(action=action)
        if action == "PRIShowSpans":
            return [{"Event": action, "Span": "1", "Up": self.up}]
        return [{"DAHDIChannel": "2", "Uniqueid": "u-2"}, {"DAHDIChannel": "3"}, {"DAHDIChannel": "pseudo"}]

    async def command(self, line: str) -> str:
        if line in self.shown:
            return self.shown[line]
        assert line == "mfcr2 show channels"
        return HEAD + "".join(ROW.format(number, self.bits.get(number, "IDLE")) for number in (1, 2, 3))

    def add(self, quarters: Iterable[Quarter]) -> None:
        self.kept += quarters
        # From a thread of the loop's: the test's loop is told in its own.
        self.running.call_soon_threadsafe(self.stepped.set)

    def of(self, span: str, since: datetime, until: datetime) -> list[Quarter]:
        return []

    def forget(self, before: datetime) -> None: ...

    def _input(self, step: Callable[..., None], *about: Any) -> None:
        step(*about, self.clock.now())
        self.stepped.set()

    def has_kept(self, count: int) -> bool:
        return len(self.kept) >= count

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():
            self.stepped.clear()
            await self.stepped.wait()

    async def run(self, work: Callable[[], Any]) -> None:
        task = asyncio.create_task(self.loop.run(self))
        try:
            await work()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@in_a_loop
async def test_an_alarm_that_is_told_closes_the_trunk_at_once() -> None:
    machine = Machine(SPAN)

    async def work() -> None:
        await machine.until(lambda: any(one.reading.busy for one in machine.loop.watch.conditions))
        assert machine.outages.of("telecom") is None
        machine.spans = (replace(SPAN, alarms=Alarm.RED),)
        machine.loop.kick({"Event": "SpanAlarm"})
        assert await machine.heard.get() == "trunk.out telecom"
        outage = machine.outages.of("telecom")
        assert outage
        assert outage.detail == "span 1: alarm"

    await machine.run(work)


@in_a_loop
async def test_what_the_manager_tells_of_a_span() -> None:
    machine = Machine(SPAN)
    machine.up = "No"

    async def work() -> None:
        assert await machine.heard.get() == "trunk.out telecom"
        machine.up = "Yes"
        machine.loop.kick()
        assert await machine.heard.get() == "trunk.back telecom"
        (condition,) = machine.loop.watch.conditions
        assert condition.reading.busy == {2: "u-2"}

    await machine.run(work)


@in_a_loop
async def test_a_manager_that_is_away_closes_no_trunk() -> None:
    machine = Machine(SPAN)
    machine.up = None

    async def work() -> None:
        await machine.until(lambda: bool(machine.loop.watch.conditions))

    await machine.run(work)
    assert machine.outages.of("telecom") is None
    assert machine.loop.watch.conditions[0].reading.busy is None


@in_a_loop
async def test_a_trunk_without_any_line_is_out_until_it_is_no_trunk_of_lines() -> None:
    machine = Machine()
    await machine.loop.look_once()
    outage = machine.outages.of("telecom")
    assert outage
    assert outage.detail == "no line"
    assert machine.outages.of("sip") is None
    machine.trunks = [Lines("telecom", 0)]
    await machine.loop.look_once()
    assert machine.outages.of("telecom") is None


@in_a_loop
async def test_a_span_of_another_group_does_not_keep_a_trunk() -> None:
    machine = Machine(SPAN)
    machine.trunks = [Lines("telecom", 2)]
    await machine.loop.look_once()
    assert machine.outages.of("telecom") is not None


@in_a_loop
async def test_how_the_lines_were_is_kept_each_minute() -> None:
    machine = Machine(SPAN)

    async def work() -> None:
        for _ in range(3):
            more = len(machine.kept) + 1
            machine.clock.time += timedelta(seconds=61)
            machine.loop.kick()
            await machine.until(partial(machine.has_kept, more))

    await machine.run(work)
    assert machine.kept[-1].span == "x"


def test_groups_as_asterisk_has_them(tmp_path: Path) -> None:
    file = tmp_path / "chan_dahdi.conf"
    assert line_groups(file) == {}
    file.write_text(
        "; by us\n[channels]\nusecallerid = yes\n\n[span-1]\ncontext = from-lines\ngroup = 2\ndahdichan = 1-2,4\n\n"
        "[port-32]\nsignalling = fxs_ks\ngroup = 3\ndahdichan = 32\n\n[port-33]\ndahdichan = 33\n",
        "utf-8",
    )
    assert line_groups(file) == {1: 2, 2: 2, 4: 2, 32: 3}


@in_a_loop
async def test_an_exchange_that_blocks_all_of_r2_closes_the_trunk() -> None:
    machine = Machine(R2)
    machine.bits = {2: "BLOCK"}

    async def work() -> None:
        await machine.until(lambda: any(one.reading.blocked for one in machine.loop.watch.conditions))
        assert machine.outages.of("telecom") is None
        machine.bits = dict.fromkeys((1, 2, 3), "BLOCK")
        machine.loop.kick()
        assert await machine.heard.get() == "trunk.out telecom"
        outage = machine.outages.of("telecom")
        assert outage
        assert outage.detail == "span 1: blocked"

    await machine.run(work)


@in_a_loop
async def test_circuits_stand_and_fall_with_the_link_of_their_linkset() -> None:
    """Also those of a span that has no link of its own."""
    machine = Machine(LINK, ONLY_CIRCUITS)
    down, up = (f"SS7 flags: 0x0\nSS7 linkset 7 status: {state}\nSwitch type: ITU\n" for state in ("Down", "Up"))
    machine.shown = {"ss7 show channels": CIRCUITS.format("No ", "No ", "No "), "ss7 show linkset 7": down}

    async def work() -> None:
        assert await machine.heard.get() == "trunk.out telecom"
        outage = machine.outages.of("telecom")
        assert outage
        assert outage.detail == "span 1: signalling, span 2: signalling"
        machine.shown["ss7 show linkset 7"] = up
        machine.loop.kick()
        assert await machine.heard.get() == "trunk.back telecom"
        machine.shown["ss7 show channels"] = CIRCUITS.format("Yes", "Yes", "Yes")
        machine.loop.kick()
        assert await machine.heard.get() == "trunk.out telecom"
        outage = machine.outages.of("telecom")
        assert outage
        assert outage.detail == "span 1: blocked, span 2: blocked"

    await machine.run(work)


@in_a_loop
async def test_whoever_asks_for_it_is_told_how_the_lines_are_now() -> None:
    machine, states = Machine(SPAN), []
    for up in ("Yes", "No"):
        machine.up = up
        await machine.loop.fresh()
        states.append(machine.loop.watch.conditions[0].state)
    assert states == [State.UP, State.SIGNALLING]
