"""Calls that phones place, through the rendered dialplan of a real Asterisk."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.telephony.ari import commands
from appliance.telephony.ari.events import ChannelEntered
from appliance.telephony.config.model import Encryption
from drivers.simulated.sip.network import Account, Network
from drivers.simulated.sip.phone import Behaviour, Phone
from tests.servers import asterisk_box as box
from tests.servers import sip_digest, sipp
from tests.servers.asterisk import AsteriskServer

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    with box.box(tmp_path_factory.mktemp("phones"), box.site()) as running:
        yield running


@pytest.fixture
def network(server: AsteriskServer, tmp_path: Path) -> Network:
    return box.network(server, tmp_path)


def run(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 60))


@pytest.mark.parametrize("number", ["8002", "*86", "#1", "0", "13800001111"])
def test_a_phones_call_goes_to_the_engine(server: AsteriskServer, number: str) -> None:
    async def scene() -> None:
        async with box.engine() as (link, listener):
            placed = asyncio.create_task(asyncio.to_thread(sip_digest.call, "8001", number.replace("#", "%23")))
            entered = await listener.event(ChannelEntered)
            assert entered.args == ("phone", number, "8001")
            await link.send(commands.ring(entered.channel.id))
            assert (await placed)[-1] == 180

    run(scene())


def test_engines_that_die_in_the_middle_of_calls_never_hang_asterisk(server: AsteriskServer) -> None:
    """An engine's end and a phone's change of state at the same moment were a deadlock once."""

    async def death() -> None:
        async with box.engine() as (link, listener):
            placed = asyncio.create_task(asyncio.to_thread(sip_digest.call, "8001", "8002"))
            entered = await listener.event(ChannelEntered)
            await link.send(commands.ring(entered.channel.id))
            assert (await placed)[-1] == 180

    async def scene() -> None:
        for _ in range(100):
            await death()

    run(scene())


def test_without_an_engine_phones_reach_each_other_and_nobody_else(server: AsteriskServer, network: Network) -> None:
    async def scene() -> None:
        async with sipp.phones(network, Phone(Behaviour.NEVER_ANSWERS), [Account("8002", box.SECRET)]):
            assert (await asyncio.to_thread(sip_digest.call, "8001", "8002"))[-1] == 180
        for outside in ("13800001111", box.NUMBER, "8009"):
            assert await asyncio.to_thread(sip_digest.call, "8001", outside) == [401, 100, 404]

    run(scene())


def test_a_phone_that_must_encrypt_cannot_call_over_plain_sip(server: AsteriskServer) -> None:
    assert sip_digest.call("8003", "8002", encrypted=True) == [401, 100, 403]
    assert sip_digest.call("8003", "8002")[-1] == 488
    assert box.site().phones[2].encryption is Encryption.REQUIRED
