"""The SIP messages of a trunk on a real box: those of the carrier, and no others."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller
from tests.bench import ours
from tests.servers import sipp
from tests.servers.live import run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk, pytest.mark.timeout(300)]

NUMBER = "4008001000"
LAYOUT = ours.Layout({NUMBER: "main"}, {}, [{}], {"main": {"start": "over", "nodes": {"over": {"type": "hangup"}}}})


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ours.OurBox]:
    with ours.running(tmp_path_factory.mktemp("captured"), 1, LAYOUT) as started:
        yield started


async def captured(stand: ours.OurBox) -> list[dict[str, Any]]:
    """What passes on the carrier's trunk until the end of a call, which begins when the capture has."""
    found: list[dict[str, Any]] = []
    async with stand.box.engine() as engine:
        (trunk,) = await engine.call("trunk.list")
        async with engine.stream("trunk.capture", trunk=trunk["trunk"], seconds=60.0) as parts:
            await anext(parts)
            calling = asyncio.create_task(sipp.call(stand.network(), Caller(NUMBER, "13900000001", talk=None)))
            async for part in parts:
                found.append(part)
                if re.match(r"SIP/2.0 200 .*^CSeq: \d+ BYE", part["text"], re.S | re.M):
                    break
            await calling
    return found


def test_the_messages_of_a_call_are_captured_whole(stand: ours.OurBox) -> None:
    found = run(captured(stand))
    first = next(part for part in found if part["text"].startswith("INVITE"))
    assert not first["sent"]
    assert first["text"].startswith(f"INVITE sip:{NUMBER}@")
    assert "m=audio" in first["text"]
    assert {part["sent"] for part in found} == {True, False}
    assert {part["host"] for part in found} == {first["host"]}
    assert all("\r\n\r\n" in part["text"] for part in found)
