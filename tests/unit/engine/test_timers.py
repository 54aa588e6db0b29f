"""Alarms on the event loop: by key, once, and never too early."""

import asyncio
from datetime import UTC, datetime, timedelta

from appliance.clock import SystemClock
from appliance.daemons.engine.timers import Key, LoopTimers
from tests.unit.engine.loops import in_a_loop, turns

SOON = timedelta(milliseconds=20)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Rig:
    def __init__(self) -> None:
        self.clock = SystemClock()
        self.fired: list[tuple[Key, datetime]] = []
        self.rang = asyncio.Event()
        self.timers = LoopTimers(self.clock, self.due)

    def due(self, key: Key) -> None:
        self.fired.append((key, self.clock.now()))
        self.rang.set()

    def keys(self) -> list[Key]:
        return [key for key, _ in self.fired]

    async def next(self) -> None:
        await self.rang.wait()
        self.rang.clear()


@in_a_loop
async def test_an_alarm_goes_off_once_and_not_before_its_moment() -> None:
    rig = Rig()
    moment = rig.clock.now() + SOON
    rig.timers.arm(("a",), moment)
    await rig.next()
    await asyncio.sleep(SOON.total_seconds())
    assert rig.keys() == [("a",)]
    assert rig.fired[0][1] >= moment


@in_a_loop
async def test_alarms_go_off_in_the_order_of_their_moments() -> None:
    rig = Rig()
    now = rig.clock.now()
    rig.timers.arm(("late",), now + 2 * SOON)
    rig.timers.arm(("early", "x"), now + SOON)
    while len(rig.fired) < 2:
        await rig.next()
    assert rig.keys() == [("early", "x"), ("late",)]


@in_a_loop
async def test_arming_again_moves_an_alarm() -> None:
    rig = Rig()
    now = rig.clock.now()
    rig.timers.arm(("a",), now)
    rig.timers.arm(("a",), now + SOON)
    await rig.next()
    assert len(rig.fired) == 1
    assert rig.fired[0][1] >= now + SOON


@in_a_loop
async def test_a_cancelled_alarm_is_silent_and_cancelling_none_is_no_error() -> None:
    rig = Rig()
    rig.timers.arm(("a",), rig.clock.now())
    rig.timers.cancel(("a",))
    rig.timers.cancel(("a",))
    rig.timers.cancel(("b",))
    rig.timers.arm(("c",), rig.clock.now())
    await rig.next()
    assert rig.keys() == [("c",)]


@in_a_loop
async def test_a_moment_that_is_past_goes_off_at_once_but_not_inside_the_arming() -> None:
    rig = Rig()
    rig.timers.arm(("a",), LONG_AGO)
    assert not rig.fired
    await rig.next()
    assert rig.keys() == [("a",)]


@in_a_loop
async def test_an_alarm_may_be_armed_again_while_it_goes_off() -> None:
    rig = Rig()

    def again(key: Key) -> None:
        rig.due(key)
        if len(rig.fired) < 3:
            rig.timers.arm(key, LONG_AGO)

    rig.timers = LoopTimers(rig.clock, again)
    rig.timers.arm(("a",), LONG_AGO)
    while len(rig.fired) < 3:
        await rig.next()
    await turns()
    assert rig.keys() == 3 * [("a",)]
