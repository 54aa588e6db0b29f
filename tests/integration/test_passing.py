"""Calls through a real box to an old PBX, which is a SIPp behind a trunk of its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from drivers.simulated.sip.caller import Caller
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER
from drivers.simulated.sip.phone import Behaviour, Phone
from drivers.simulated.sip.runner import Sipp, free_port
from tests.bench import ours
from tests.integration.test_routes import header, invited
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

NUMBER, BEHIND = "4008001000", "61239012"
FLOW = {"start": "over", "nodes": {"over": {"type": "hangup"}}}
PORT = free_port(CARRIER, Transport.UDP)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {}, [{}], {"main": FLOW})
    with ours.running(tmp_path_factory.mktemp("passing"), 1, layout) as started:
        run(configured(started))
        yield started


async def configured(stand: ours.OurBox) -> None:
    async with stand.box.engine() as engine, stand.box.jobs() as jobs:
        await engine.call("trunk.add", trunk="pbx", host=f"{CARRIER}:{PORT}", qualify=0, behind=["612390XX"])
        await jobs.call("config.apply", reason="an old PBX")


@asynccontextmanager
async def pbx(stand: ours.OurBox, phone: Phone, name: str) -> AsyncIterator[Sipp]:
    there = stand.box.network(stand.folder / f"pbx-{name}").subscribers(phone, trace=True)
    await there.start(port=PORT)
    try:
        yield there
    finally:
        await there.stop()


def test_a_call_passes_with_its_numbers_and_is_answered_by_the_pbx(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with pbx(stand, Phone(ring=0.3, talk=1.0), "answers") as there:
            async with facts(stand.box.engine(), "contact", "bridge", "leg") as seen:
                calling = stand.box.network(stand.folder / "answered").callers(
                    Caller(BEHIND, "13900000001"), trace=True
                )
                await calling.start()
                try:
                    opened = await seen.until("contact.opened")
                    await seen.until("leg.ringing")
                    await seen.until("bridge.joined")
                    closed = await seen.until("contact.closed")
                finally:
                    await calling.stop()
            assert (opened["data"]["dialled"], closed["data"]["result"]) == (BEHIND, "answered")
            told = calling.read("messages")
            assert told.index("SIP/2.0 180") < told.index("SIP/2.0 200")
            (sent,) = invited(there)
            assert sent.startswith(f"INVITE sip:{BEHIND}@")
            assert "13900000001@" in header(sent, "From")

    run(scene())


@pytest.mark.parametrize(("behaviour", "cause", "status"), [(Behaviour.BUSY, 17, 486), (Behaviour.CONGESTED, 34, 503)])
def test_the_cause_of_the_pbx_reaches_who_calls(
    stand: ours.OurBox, behaviour: Behaviour, cause: int, status: int
) -> None:
    async def scene() -> None:
        async with pbx(stand, Phone(behaviour), behaviour.name), facts(stand.box.engine(), "contact", "leg") as seen:
            folder = stand.folder / f"ended-{cause}"
            calling = stand.box.network(folder).callers(Caller(BEHIND, "13900000002"), trace=True)
            await calling.start()
            try:
                await seen.until("leg.ended", cause=cause)
                closed = await seen.until("contact.closed")
            finally:
                await calling.stop()
            assert closed["data"]["result"] == "unanswered"
            assert f"SIP/2.0 {status}" in calling.read("messages")

    run(scene())
