"""Look-up hosts that are slow, dead or busy hold up nobody, and are told."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from appliance.contact.ivr.breaker import PATIENCE, REST
from appliance.contact.ivr.instructions import Ask
from appliance.contact.ivr.lookup import Answer
from appliance.contact.ivr.repository import LookUpHost
from appliance.daemons.engine.lookups import AT_ONCE, LookUps
from tests.fakes.alarms import SeenAlarms
from tests.unit.engine.loops import in_a_loop, turns

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
CALLER = UUID(int=1)
HOSTS = {name: LookUpHost(name, f"http://{name}.example") for name in ("crm", "erp")}


class Desk(LookUps):
    """Hosts whose answers a test gives; `asked` holds the questions that went out."""

    def __init__(self) -> None:
        self.alarms, self.now = SeenAlarms(), AT
        self.heard: list[str] = []
        self.asked: list[tuple[str, asyncio.Future[Answer]]] = []
        super().__init__(lambda: HOSTS, lambda host: "", self._hear, self.alarms, lambda: self.now)

    async def answer(self, question: Ask) -> Answer:
        self.asked.append((question.host, asyncio.get_running_loop().create_future()))
        return await self.asked[-1][1]

    def _hear(self, contact: UUID, visit: int, answer: Answer) -> None:
        self.heard.append(answer.outcome)

    async def asks(self, host: str, outcome: str = "") -> None:
        """One question, and its outcome if it went out and has one."""
        before = len(self.asked)
        self.ask(CALLER, Ask(1, "node", host, "GET", "/", None, 2))
        await turns()
        if outcome and len(self.asked) > before:
            self.asked[-1][1].set_result(Answer(outcome))
            await turns()


def scene(test: Callable[[Desk], Any]) -> Callable[[], None]:
    @in_a_loop
    async def run() -> None:
        desk = Desk()
        await test(desk)
        await desk.close()

    run.__name__ = test.__name__
    return run


@scene
async def test_a_host_that_fails_is_an_alarm_until_it_answers(desk: Desk) -> None:
    await desk.asks("crm", "timed-out")
    assert desk.alarms.now == {("lookup-host-failing", "crm"): "timed-out"}
    await desk.asks("crm", "missing")
    assert desk.alarms.now == {}


@scene
async def test_callers_do_not_wait_for_a_host_that_keeps_failing(desk: Desk) -> None:
    for _ in range(PATIENCE + 2):
        await desk.asks("crm", "timed-out")
    assert desk.heard == ["timed-out"] * PATIENCE + ["host-failing"] * 2
    assert len(desk.asked) == PATIENCE
    await desk.asks("erp", "answered")
    assert desk.heard[-1] == "answered", "another host is asked all the while"
    desk.now += REST
    await desk.asks("crm", "answered")
    await desk.asks("crm", "answered")
    assert desk.heard[-2:] == ["answered"] * 2
    assert desk.alarms.now == {}


@scene
async def test_while_one_finds_out_the_others_go_on_at_once(desk: Desk) -> None:
    for _ in range(PATIENCE):
        await desk.asks("crm", "unreachable")
    desk.now += REST + timedelta(seconds=1)
    await desk.asks("crm")
    await desk.asks("crm")
    assert desk.heard == ["unreachable"] * PATIENCE + ["host-failing"]
    assert len(desk.asked) == PATIENCE + 1


@scene
async def test_a_slow_host_takes_no_place_from_the_others(desk: Desk) -> None:
    for _ in range(AT_ONCE + 1):
        await desk.asks("crm")
    assert desk.heard == ["too-many"]
    await desk.asks("erp", "answered")
    assert desk.heard == ["too-many", "answered"]


@scene
async def test_another_address_is_another_host(desk: Desk) -> None:
    for _ in range(PATIENCE):
        await desk.asks("crm", "unreachable")
    moved = pytest.MonkeyPatch()
    moved.setitem(HOSTS, "crm", LookUpHost("crm", "http://moved.example"))
    await desk.asks("crm", "answered")
    moved.undo()
    assert desk.heard[-1] == "answered"
