"""The control socket under garbage, floods and clients that are slow or gone."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.feed import OPENED
from appliance.control.protocol import LINE_LIMIT, Failure, Reply
from tests.integration.control_centre import SECONDS, answered, raw, serving

pytestmark = pytest.mark.wire


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "engine.sock"


GARBAGE = [
    b"\n",
    b"\x00\xff\xfe\n",
    b"GET / HTTP/1.1\r\n",
    b'{"id": "1"}\n',
    b'{"id": "1", "command": "echo", "args": 3}\n',
    b"[" * 50_000 + b"\n",
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=[str(n) for n in range(len(GARBAGE))])
def test_garbage_is_answered_and_the_connection_goes_on(path: Path, garbage: bytes) -> None:
    async def scenario() -> None:
        async with serving(path):
            reader, writer = await raw(path)
            writer.write(garbage)
            assert (await answered(reader)).code == "control-malformed"
            writer.write(b'{"id": "2", "command": "echo", "args": {"value": 5}}\n')
            assert await answered(reader) == Reply("2", 5)
            writer.close()

    asyncio.run(scenario())


def test_an_endless_line_is_refused_and_cut_off(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path), ControlClient(path) as bystander:
            reader, writer = await raw(path)
            writer.write(b"x" * (3 * LINE_LIMIT))
            answer = await answered(reader)
            assert isinstance(answer, Failure)
            assert answer.code == "control-malformed"
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
            assert await bystander.call("echo", value=1) == 1
            writer.close()

    asyncio.run(scenario())


def test_a_client_that_only_sends_half_a_line_and_goes_harms_nobody(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path), ControlClient(path) as client:
            for _ in range(50):
                _, writer = await raw(path)
                writer.write(b'{"id": "1", "comm')
                writer.transport.abort()
            assert await client.call("echo", value=1) == 1

    asyncio.run(scenario())


def test_ten_thousand_requests_at_once(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path), ControlClient(path, limit=SECONDS) as one, ControlClient(path) as other:
            clients = [one] * 9_900 + [other] * 100
            results = await asyncio.gather(*(c.call("echo", value=n) for n, c in enumerate(clients)))
            assert results == list(range(10_000))

    asyncio.run(scenario())


def test_five_hundred_clients_at_once(path: Path) -> None:
    async def one(number: int) -> Any:
        async with ControlClient(path, limit=SECONDS) as client:
            return await client.call("echo", value=number)

    async def scenario() -> None:
        async with serving(path):
            assert await asyncio.gather(*map(one, range(500))) == list(range(500))

    asyncio.run(scenario())


def test_a_command_that_waits_holds_up_nobody(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path) as client:
            waiting = asyncio.create_task(client.call("wait"))
            assert await client.call("echo", value=1) == 1
            assert not waiting.done()
            centre.gate.set()
            assert await waiting == "done"

    asyncio.run(scenario())


def test_a_subscriber_hears_live_events(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path) as client:
            async with client.stream("events", kinds=["leg"]) as facts:
                assert (await anext(facts))["kind"] == OPENED
                centre.feed.publish("agent.ready", {"agent": "8001"})
                centre.feed.publish("leg.answered", {"leg": "1"})
                assert await anext(facts) == {"kind": "leg.answered", "data": {"leg": "1"}}
            while centre.feed.subscribers:
                await client.call("echo")

    asyncio.run(scenario())


def test_a_slow_subscriber_is_told_overflow_and_holds_up_nobody(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path) as quick:
            reader, writer = await raw(path)
            writer.write(b'{"id": "1", "command": "events"}\n')
            assert (await answered(reader)).part["kind"] == OPENED
            published = 0
            while centre.feed.subscribers:
                for _ in range(20):
                    centre.feed.publish("leg.rang", "x" * 2_000)
                published += 20
                assert await quick.call("echo", value=published) == published
            parts, last = 0, await answered(reader)
            while not isinstance(last, Failure):
                parts, last = parts + 1, await answered(reader)
            assert (last.code, last.details) == ("overflow", {"limit": 100})
            assert 0 < parts < published
            writer.write(b'{"id": "2", "command": "echo", "args": {"value": 1}}\n')
            assert await answered(reader) == Reply("2", 1)
            writer.close()

    asyncio.run(scenario())


def test_a_client_that_never_reads_is_cut_off(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path, patience=0.2), ControlClient(path) as client:
            reader, writer = await raw(path)
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(b'{"id": "1", "command": "count", "args": {"to": 500, "width": 100000}}\n')
            while not writer.is_closing():
                await client.call("echo", value="x" * 1000)
                writer.write(b" ")
            del reader

    asyncio.run(scenario())


def test_a_client_that_disappears_ends_its_stream_but_not_its_command(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre:
            reader, writer = await raw(path)
            writer.write(b'{"id": "1", "command": "wait"}\n{"id": "2", "command": "follow"}\n')
            assert (await answered(reader)).part == "following"
            writer.transport.abort()
            await centre.left.wait()
            assert not centre.finished.is_set()
            centre.gate.set()
            await centre.finished.wait()

    asyncio.run(scenario())


def test_a_stream_that_never_waits_holds_up_nobody_and_ends_with_its_client(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path) as client:
            async with client.stream("flood") as parts:
                for _ in range(100):
                    assert await anext(parts) == "x"
                    assert await client.call("echo", value=1) == 1
            await centre.left.wait()

    asyncio.run(scenario())


def test_leaving_a_stream_early_is_heard_at_the_other_end(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path) as client:
            async with client.stream("follow") as parts:
                assert await anext(parts) == "following"
            await centre.left.wait()

    asyncio.run(scenario())


def test_a_half_closed_client_still_gets_its_answer(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path):
            reader, writer = await raw(path)
            writer.write(b'{"id": "1", "command": "echo", "args": {"value": 3}}')
            writer.write_eof()
            assert await answered(reader) == Reply("1", 3)
            assert await reader.read() == b""
            writer.close()

    asyncio.run(scenario())
