"""Trunks whose carriers do not say that they are there: calls go out all the same, by others first."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER
from drivers.simulated.sip.phone import Phone
from drivers.simulated.sip.runner import free_port
from tests.bench import ours
from tests.servers import sipp
from tests.servers.carrier import Carrier, carrier
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

NUMBER, QUEUE = "4008001000", "sales"
FLOW = {
    "start": "line",
    "nodes": {"line": {"type": "queue", "queue": QUEUE, "timed_out": "over"}, "over": {"type": "hangup"}},
}
MATCH = {"far": ["127.0.1.9"], "near": ["127.0.1.10"]}
SILENT, HOST = "trunk-unreachable", "127.0.0.11"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {QUEUE: {"wrap_up": 0}}, [{}], {"main": FLOW})
    with ours.running(tmp_path_factory.mktemp("silent"), 1, layout) as started:
        yield started


class Site:
    """A box with a trunk `far`; `there` is the carrier at its other end, which has subscribers."""

    def __init__(self, stand: ours.OurBox, there: Carrier) -> None:
        self.stand, self.there = stand, there

    async def trunk(self, name: str, **more: Any) -> None:
        async with self.stand.box.engine() as engine, self.stand.box.jobs() as jobs:
            await engine.call("trunk.add", trunk=name, match=MATCH[name], **more)
            await jobs.call("config.apply", reason="a trunk of its own")

    async def called_out(self) -> dict[str, Any]:
        """A caller is passed on to a number outside and talks there; the fact of the leg that went out."""
        stand = self.stand
        async with facts(stand.box.engine(), "bridge", "contact", "leg") as seen, stand.box.engine() as engine:
            async with sipp.phones(stand.network(), Phone(ring=0.2), stand.accounts[:1]):
                calling = stand.network().callers(Caller(NUMBER, "13900000002", steps=(Cue("go", 60),), talk=0))
                await calling.start()
                contact = (await seen.until("bridge.joined"))["contact"]
                await engine.call("call.transfer", id=contact, to="number:13700000000")
                closed = await seen.until("contact.closed", limit=60)
            await calling.wait(10)
        assert closed["data"]["result"] == "answered"
        legs = [fact["data"] for fact in seen.seen if fact["kind"] == "leg.opened" and fact["data"].get("trunk")]
        return dict(legs[-1])


@asynccontextmanager
async def site(stand: ours.OurBox, status: str) -> AsyncIterator[Site]:
    port = free_port(HOST, Transport.UDP)
    subscribers = stand.network().subscribers(Phone(ring=0.3, talk=1.0))
    await subscribers.start()
    try:
        async with carrier((HOST, port), (CARRIER, subscribers.ports.sip), status) as there:
            built = Site(stand, there)
            await built.trunk("far", host=f"{HOST}:{port}", qualify=1)
            yield built
            async with stand.box.engine() as engine, stand.box.jobs() as jobs:
                await engine.call("trunk.remove", trunk="far")
                await jobs.call("config.apply", reason="the end of it")
    finally:
        await subscribers.stop()


def test_a_carrier_that_never_says_that_it_is_there_is_told_and_carries_calls(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "alarm") as alarms, site(stand, "") as here:
            raised = await alarms.until("alarm.raised", code=SILENT, subject="far")
            assert "OPTIONS" in raised["data"]["detail"]
            assert (await here.called_out())["trunk"] == "far"
            await here.trunk("far", host=await host(stand), qualify=0)
            await alarms.until("alarm.cleared", code=SILENT, subject="far")
            assert (await here.called_out())["trunk"] == "far"

    run(scene())


def test_a_trunk_that_answers_is_taken_before_a_silent_one(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "alarm") as alarms, site(stand, "") as here:
            await alarms.until("alarm.raised", code=SILENT, subject="far")
            port = free_port(HOST, Transport.UDP)
            subscribers = stand.network().subscribers(Phone(ring=0.3, talk=1.0), media=(46000, 46999))
            await subscribers.start()
            async with carrier((HOST, port), (CARRIER, subscribers.ports.sip), "200 OK"):
                await here.trunk("near", host=f"{HOST}:{port}", qualify=1)
                assert (await here.called_out())["trunk"] == "near", "far comes first by its name"
                async with stand.box.engine() as engine:
                    await engine.call("trunk.remove", trunk="near")
            await subscribers.stop()

    run(scene())


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "503 Service Unavailable"])
def test_whoever_says_no_is_there(stand: ours.OurBox, status: str) -> None:
    async def scene() -> None:
        async with facts(stand.box.engine(), "alarm") as alarms, site(stand, "") as here:
            await alarms.until("alarm.raised", code=SILENT, subject="far")
            here.there.status = status
            await alarms.until("alarm.cleared", code=SILENT, subject="far")
            assert (await here.called_out())["trunk"] == "far"

    run(scene())


async def host(stand: ours.OurBox) -> str:
    async with stand.box.engine() as engine:
        return str((await engine.call("trunk.show", trunk="far"))["host"])
