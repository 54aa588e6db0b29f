"""Alarms of a real box: raised when something breaks, told with a reason, gone when it is mended."""

import asyncio
from pathlib import Path
from typing import cast

import pytest

from appliance.contact.ledger.repository import LedgerRepository
from appliance.node.alarms.events import KINDS, left_standing
from appliance.store.engine import open_engine
from drivers.simulated.sip.caller import Caller, Cue, Press, Wait
from tests.servers import box
from tests.servers.live import facts, ready_again, run, status

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


def test_an_asterisk_that_died_is_an_alarm_until_it_is_back(centre: box.Box) -> None:
    async def scene() -> None:
        async with facts(centre.engine(), "alarm") as seen:
            centre.kill("asterisk")
            raised = await seen.until("alarm.raised", code="asterisk-away")
            assert raised["data"]["severity"] == "critical"
            cleared = await seen.until("alarm.cleared", code="asterisk-away")
            assert cleared["data"]["since"] == raised["at"].replace("Z", "+00:00")
        assert (await status(centre))["alarms"] == []

    run(scene())


def test_a_prompt_whose_file_is_gone_is_an_alarm_and_the_caller_goes_on(centre: box.Box, tmp_path: Path) -> None:
    (file,) = (centre.paths.sounds / "zh").glob("privacy-notice.*")
    away = file.rename(tmp_path / file.name)

    async def called(folder: str, fact: str) -> None:
        caller = Caller("4008001000", "13900000001", steps=(Wait(1), Press("2"), Cue("go", 30)), talk=0)
        async with facts(centre.engine(), "alarm", "queue", "contact") as seen:
            calling = centre.network(tmp_path / folder).callers(caller)
            await calling.start()
            await seen.until(fact, code="prompt-missing", subject="zh/privacy-notice")
            await seen.until("queue.entered")
            await calling.cue_first("go")
            await seen.until("contact.closed")
            await calling.wait(20)

    run(called("first", "alarm.raised"))
    away.rename(file)
    run(called("second", "alarm.cleared"))


class Carrier(asyncio.DatagramProtocol):
    """Answers whatever it is asked with 200 OK."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        kept = ("Via", "From", "To", "Call-ID", "CSeq")
        lines = [line for line in data.decode().split("\r\n") if line.startswith(kept)]
        answer = "\r\n".join(["SIP/2.0 200 OK", *lines, "Content-Length: 0", "", ""])
        self.transport.sendto(answer.encode(), address)


def test_a_trunk_that_does_not_answer_is_an_alarm_until_it_does(centre: box.Box) -> None:
    (port,) = box.free_ports(1)

    async def scene() -> None:
        async with facts(centre.engine(), "alarm") as seen, centre.engine() as engine, centre.jobs() as jobs:
            await engine.call("trunk.add", trunk="far", match=["127.0.0.8"], host=f"127.0.0.9:{port}", qualify=1)
            await jobs.call("config.apply", reason="a trunk of its own")
            await seen.until("alarm.raised", code="trunk-unreachable", subject="far")
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_datagram_endpoint(Carrier, ("127.0.0.9", port))
            await seen.until("alarm.cleared", code="trunk-unreachable", subject="far")
            transport.close()
            await seen.until("alarm.raised", code="trunk-unreachable", subject="far")

    run(scene())


def test_an_engine_that_starts_ends_in_the_books_what_it_left_standing(centre: box.Box) -> None:
    async def scene() -> None:
        async with facts(centre.engine(), "alarm") as seen:
            centre.stop("asterisk")
            await seen.until("alarm.raised", code="asterisk-away")
        centre.kill("engine")
        centre.start("asterisk")
        await ready_again(centre)

    run(scene())
    ledger = LedgerRepository(open_engine(centre.settings.database_url))
    told = list(ledger.each(KINDS))
    assert "asterisk-away" not in [alarm.code for alarm in left_standing(told, "engine")]
    assert "asterisk-away" in [event.data["code"] for event in told if event.data.get("cause") == "restart"]
