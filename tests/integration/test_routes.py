"""Routes on a real box with two SIPp carriers: overflow, what is seen on the wire, blocks, caps and emergencies."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import RemoteRefusal
from drivers.simulated.sip.caller import Caller, Cue
from drivers.simulated.sip.job import Transport
from drivers.simulated.sip.network import CARRIER, Network
from drivers.simulated.sip.phone import Behaviour, Phone
from drivers.simulated.sip.runner import Sipp, free_port
from tests.bench import ours
from tests.servers import sipp
from tests.servers.live import Facts, facts, ready_again, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(400)]

NUMBER, QUEUE = "4008001000", "sales"
FLOW = {
    "start": "line",
    "nodes": {"line": {"type": "queue", "queue": QUEUE, "timed_out": "over"}, "over": {"type": "hangup"}},
}
FIRST, SECOND = (free_port(CARRIER, Transport.UDP) for _ in range(2))
FOLDERS = count(1)
TALKS = Phone(ring=0.3, talk=1.0)
FULL = Phone(Behaviour.CONGESTED)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    layout = ours.Layout({NUMBER: "main"}, {QUEUE: {"wrap_up": 0}}, [{}], {"main": FLOW})
    with ours.running(tmp_path_factory.mktemp("routes"), 1, layout) as started:
        run(configured(started))
        yield started


def network(stand: ours.OurBox) -> Network:
    """One of its own: what runs beside it has other files."""
    return stand.box.network(stand.folder / f"network{next(FOLDERS)}")


async def configured(stand: ours.OurBox) -> None:
    """Two ways out, mobile phones by both, in E.164 and with a number of their own; help without any route."""
    async with stand.box.engine() as engine, stand.box.jobs() as jobs:
        for name, port in (("a", FIRST), ("b", SECOND)):
            host = f"{CARRIER}:{port}"
            await engine.call("trunk.add", trunk=name, match=["127.0.1.9"][: name == "a"], host=host, qualify=0)
        await engine.call("number.plan_set", changes={"area": "10"})
        mobiles = {"to": ["mobile"], "via": ["a", "b"], "caller_id": "4008001077", "form": "e164"}
        await engine.call("route.set", route="mobiles", changes=mobiles)
        await engine.call("route.set", route="towns", changes={"to": ["domestic"], "via": ["b"]})
        await jobs.call("config.apply", reason="two ways out")


@asynccontextmanager
async def carriers(stand: ours.OurBox, first: Phone, second: Phone) -> AsyncIterator[tuple[Sipp, Sipp]]:
    started: list[Sipp] = []
    try:
        for phone, port in ((first, FIRST), (second, SECOND)):
            there = network(stand).subscribers(phone, trace=True)
            await there.start(port=port)
            started.append(there)
        yield started[0], started[1]
    finally:
        for there in started:
            await there.stop()


@asynccontextmanager
async def talking(stand: ours.OurBox, caller: str) -> AsyncIterator[tuple[str, ControlClient, Facts]]:
    """A caller with an agent: the contact."""
    net, kinds = network(stand), ("bridge", "contact", "route", "leg", "cap", "transfer")
    async with (
        facts(stand.box.engine(), *kinds) as seen,
        stand.box.engine() as engine,
        sipp.phones(net, Phone(ring=0.1), stand.accounts),
    ):
        calling = net.callers(Caller(NUMBER, caller, steps=(Cue("go", 90),), talk=0))
        await calling.start()
        try:
            yield str((await seen.until("bridge.joined"))["contact"]), engine, seen
        finally:
            await calling.stop()


def invited(there: Sipp) -> list[str]:
    """The INVITEs that a carrier was sent, each call's first."""
    texts = re.findall(r"^INVITE sip:.*?(?=\r?\n\r?\n)", there.read("messages"), re.S | re.M)
    calls = {header(text, "Call-ID"): text for text in reversed(texts)}
    return [*calls.values()]


def header(text: str, name: str) -> str:
    found = re.search(rf"^{name}: *(.*?)\r?$", text, re.M)
    return found[1] if found else ""


async def refused(engine: ControlClient, contact: str, number: str) -> str:
    with pytest.raises(RemoteRefusal) as caught:
        await engine.call("call.transfer", id=contact, to=f"number:{number}")
    return caught.value.code


def test_congestion_on_the_first_trunk_is_followed_by_the_second(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with carriers(stand, FULL, TALKS) as (first, second):
            async with talking(stand, "13900000001") as (contact, engine, seen):
                await engine.call("call.transfer", id=contact, to="number:13700000000")
                assert (await seen.until("route.taken"))["data"]["trunk"] == "a"
                assert (await seen.until("leg.ended", cause=34))["contact"] == contact
                assert (await seen.until("route.taken"))["data"]["trunk"] == "b"
                await seen.until("bridge.joined")
                await seen.until("contact.closed", result="answered")
            for there in (first, second):
                (sent,) = invited(there)
                assert sent.startswith("INVITE sip:+8613700000000@")
                assert "4008001077@" in header(sent, "From")
            first_one = await figures(stand, "trunk", "a")
            assert (first_one["placed"], first_one["cause:34"], "answered" in first_one) == (1, 1, False)
            whole = await figures(stand, "route", "mobiles")
            assert (whole["placed"], whole["answered"], whole["asr"]) == (2, 1, 50.0)
            assert whole["talked_ms"] > 500

    run(scene())


async def figures(stand: ours.OurBox, subject: str, name: str) -> dict[str, Any]:
    """What is counted of it in this hour and the next, as one row."""
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    period = {"since": begin.isoformat(), "until": (begin + timedelta(days=1)).isoformat()}
    async with (
        stand.box.jobs() as jobs,
        jobs.stream("figures.show", subject=subject, name=name, by="day", **period) as parts,
    ):
        (row,) = [row async for part in parts for row in part]
        return dict(row)


def test_busy_is_not_followed_by_the_second(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with carriers(stand, Phone(Behaviour.BUSY), TALKS) as (first, second):
            async with talking(stand, "13900000002") as (contact, engine, seen):
                await engine.call("call.transfer", id=contact, to="number:13700000000")
                await seen.until("transfer.failed", outcome="busy")
            assert (len(invited(first)), invited(second)) == (1, [])

    run(scene())


def test_a_route_of_its_own_and_a_number_that_no_route_leads_to(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with carriers(stand, TALKS, TALKS) as (first, second):
            async with talking(stand, "13900000003") as (contact, engine, seen):
                assert await refused(engine, contact, "00442079460018") == "route-missing"
                await engine.call("call.transfer", id=contact, to="number:02162345678")
                await seen.until("contact.closed", result="answered")
            (sent,) = invited(second)
            assert sent.startswith("INVITE sip:02162345678@")
            assert "4008001000@" in header(sent, "From")
            assert invited(first) == []

    run(scene())


def test_blocked_numbers_and_callers(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with stand.box.engine() as engine:
            await engine.call("number.block_change", direction="outgoing", add=["1370*"])
            await engine.call("number.block_change", direction="incoming", add=["13900000666"])
        async with carriers(stand, TALKS, TALKS) as (first, _):
            async with talking(stand, "13900000004") as (contact, engine, seen):
                assert await refused(engine, contact, "+8613700000000") == "number-blocked"
                async with facts(stand.box.engine(), "contact") as turned_away:
                    calling = network(stand).callers(Caller(NUMBER, "+8613900000666", talk=0))
                    await calling.start()
                    await turned_away.until("contact.closed", result="refused")
                    await calling.stop()
                await engine.call("call.transfer", id=contact, to="number:13600000000")
                await seen.until("contact.closed", result="answered")
            assert len(invited(first)) == 1
        async with stand.box.engine() as engine:
            await engine.call("number.block_change", direction="outgoing", remove=["1370*"])
            await engine.call("number.block_change", direction="incoming", remove=["13900000666"])

    run(scene())


def test_a_reached_cap_is_an_alarm_and_stops_all_but_help_also_after_a_kill(stand: ours.OurBox) -> None:
    async def scene() -> None:
        async with stand.box.engine() as engine:
            spent = {"to": ["mobile"], "calls": 1}
            await engine.call("cap.set", cap="one", changes=spent)
        async with carriers(stand, TALKS, TALKS) as (first, second):
            async with talking(stand, "13900000005") as (contact, engine, seen):
                # The mobile phones of the tests before count too: the cap is reached before its first call.
                assert await refused(engine, contact, "13700000000") == "cap-reached"
                await seen.until("cap.reached", cap="one")
                assert await alarmed(engine) == ["one"]
                await engine.call("call.transfer", id=contact, to="number:110")
                taken = await seen.until("route.taken")
                assert taken["data"]["class"] == "emergency"
                await seen.until("contact.closed", result="answered")
            (sent,) = invited(first)
            assert sent.startswith("INVITE sip:110@")
            assert invited(second) == []
        await asyncio.to_thread(stand.box.kill, "engine")
        await ready_again(stand.box)
        async with carriers(stand, TALKS, TALKS), talking(stand, "13900000006") as (contact, engine, _):
            assert await refused(engine, contact, "13700000000") == "cap-reached"
            assert await alarmed(engine) == ["one"]

    run(scene())


async def alarmed(engine: ControlClient) -> list[str]:
    return [alarm["subject"] for alarm in await engine.call("alarm.list") if alarm["code"] == "cap-reached"]
