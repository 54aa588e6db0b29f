"""Look-up hosts in trouble on a real box: callers go on, alarms say why, and other hosts answer as ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.contact.ivr.breaker import PATIENCE
from drivers.simulated.sip.caller import Caller, Cue
from tests.integration.test_flow_lookups import Host
from tests.servers import box
from tests.servers.live import Facts, facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(180)]

FAILING = "lookup-host-failing"
SECONDS, AMPLE = 2, 20
"""How long is waited for the ill host, and for the well one, which a crowded machine may hold up."""
FLOW: dict[str, Any] = {
    "start": "well",
    "nodes": {
        "well": {
            "type": "lookup",
            "host": "well",
            "path": "/",
            "answers": {"level": "customer.level"},
            "seconds": AMPLE,
            "next": "ill",
            "error": "bye",
        },
        "ill": {
            "type": "lookup",
            "host": "ill",
            "path": "/",
            "answers": {"balance": "balance"},
            "seconds": SECONDS,
            "next": "help",
            "error": "help",
        },
        "help": {"type": "queue", "queue": "support", "timed_out": "bye"},
        "bye": {"type": "hangup"},
    },
}


@pytest.fixture
def well() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture
def ill() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


async def configure(centre: box.Box, well: Host, ill: Host) -> None:
    async with centre.engine() as engine:
        await engine.call("lookup-host.set", host="well", url=well.url)
        await engine.call("lookup-host.set", host="ill", url=ill.url)
        await engine.call("flow.publish", flow="main", document=FLOW)


async def called(centre: box.Box, folder: Path, seen: Facts) -> tuple[str, int]:
    """One caller reaches the queue and hangs up: what the ill host came to, and after how many ms."""
    calling = centre.network(folder).callers(Caller("4008001000", "13900000001", steps=(Cue("go", 60),), talk=0))
    await calling.start()
    first = await seen.until("flow.lookup", host="well")
    assert first["data"]["outcome"] == "answered"
    second = await seen.until("flow.lookup", host="ill")
    await seen.until("queue.entered", queue="support")
    await calling.cue_first("go")
    await seen.until("contact.closed")
    await calling.wait(20)
    return second["data"]["outcome"], second["data"]["took_ms"]


def test_callers_do_not_wait_for_a_host_that_keeps_silent(
    centre: box.Box, tmp_path: Path, well: Host, ill: Host
) -> None:
    async def scene() -> None:
        await configure(centre, well, ill)
        ill.gate.clear()
        async with facts(centre.engine(), "flow", "queue", "contact", "alarm") as seen:
            came = [await called(centre, tmp_path / str(number), seen) for number in range(PATIENCE + 1)]
            assert [outcome for outcome, _ in came] == ["timed-out"] * PATIENCE + ["host-failing"]
            assert came[-1][1] < 1000 * SECONDS, "the last one did not wait"
            assert subjects(seen, "alarm.raised") == ["ill"]
            ill.gate.set()
            outcome, tries = "", 0
            while outcome != "answered":
                outcome, _ = await called(centre, tmp_path / f"again{tries}", seen)
                tries += 1
            assert subjects(seen, "alarm.cleared") == ["ill"]

    run(scene())


def subjects(seen: Facts, kind: str) -> list[str]:
    """The hosts of those alarms; a crowded machine may be told of other things besides."""
    told = [fact["data"] for fact in seen.seen if fact["kind"] == kind]
    return [data["subject"] for data in told if data["code"] == FAILING]


@pytest.mark.parametrize(("body", "outcome"), [(b"\xff\x00<html>", "no-json"), (b"[" * 200_000, "too-large")])
def test_garbage_is_no_answer_and_is_told(
    centre: box.Box, tmp_path: Path, well: Host, ill: Host, body: bytes, outcome: str
) -> None:
    async def scene() -> None:
        await configure(centre, well, ill)
        ill.body = body
        async with facts(centre.engine(), "flow", "queue", "contact", "alarm") as seen:
            assert (await called(centre, tmp_path, seen))[0] == outcome
        async with centre.engine() as engine:
            alarms = await engine.call("alarm.list")
        assert [(alarm["subject"], alarm["detail"]) for alarm in alarms if alarm["code"] == FAILING] == [
            ("ill", outcome)
        ]

    run(scene())
