"""The control socket for real: a server, its clients, and everything that goes wrong between them."""

import asyncio
import contextlib
import json
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from appliance.control.client import ControlClient
from appliance.control.commands import CALLER
from appliance.control.errors import (
    ControlAlreadyRunning,
    ControlForbidden,
    ControlLost,
    ControlTimeout,
    ControlUnreachable,
    RemoteRefusal,
)
from appliance.control.feed import OPENED, EventFeed
from appliance.control.once import call_once, stream_once
from appliance.control.protocol import LINE_LIMIT, Failure, Reply, decode_answer
from appliance.control.server import ControlServer
from appliance.errors import Refusal

pytestmark = pytest.mark.wire

SECONDS = 20.0
"""Longest any one step here may take."""


class AgentUnknown(Refusal):
    code = "agent-unknown"


class Centre:
    """Handlers to talk to, and what they saw."""

    def __init__(self) -> None:
        self.feed = EventFeed(depth=100)
        self.gate = asyncio.Event()
        self.finished = asyncio.Event()
        self.left = asyncio.Event()

    def handlers(self) -> dict[str, Any]:
        return {
            "echo": self.echo,
            "refuse": self.refuse,
            "who": self.who,
            "wait": self.wait,
            "count": self.count,
            "flood": self.flood,
            "follow": self.follow,
            "events": self.feed.events,
        }

    async def echo(self, *, value: Any = None) -> Any:
        return value

    async def refuse(self, *, agent: str) -> None:
        raise AgentUnknown(agent=agent)

    async def who(self) -> list[str | None]:
        return [CALLER.get().user, CALLER.get().language]

    async def wait(self) -> str:
        await self.gate.wait()
        self.finished.set()
        return "done"

    async def count(self, *, to: int, width: int = 0) -> AsyncIterator[Any]:
        for number in range(to):
            yield [number, "x" * width]

    async def flood(self) -> AsyncIterator[str]:
        try:
            while True:
                yield "x"
        finally:
            self.left.set()

    async def follow(self) -> AsyncIterator[str]:
        try:
            yield "following"
            await asyncio.Event().wait()
        finally:
            self.left.set()


@asynccontextmanager
async def serving(path: Path, **limits: float) -> AsyncIterator[Centre]:
    centre = Centre()
    async with asyncio.timeout(SECONDS), ControlServer(path, centre.handlers(), **limits):
        yield centre


@contextmanager
def serving_beside(path: Path, **limits: float) -> Iterator[None]:
    """The same server in a thread of its own, for clients that block."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with serving(path, **limits):
            ready.set()
            await asyncio.to_thread(stop.wait, SECONDS)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(SECONDS)
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "engine.sock"


async def raw(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    folder = os.open(path.parent, os.O_PATH)
    try:
        return await asyncio.open_unix_connection(f"/proc/self/fd/{folder}/{path.name}", limit=LINE_LIMIT)
    finally:
        os.close(folder)


async def answered(reader: asyncio.StreamReader) -> Any:
    return decode_answer(await reader.readline())


def test_call_refusal_and_stream(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path), ControlClient(path) as client:
            assert await client.call("echo", value={"坐席": [1, None]}) == {"坐席": [1, None]}
            with pytest.raises(RemoteRefusal) as refused:
                await client.call("refuse", agent="8099")
            assert (refused.value.code, refused.value.details) == ("agent-unknown", {"agent": "8099"})
            stream = client.stream("count", to=3)
            assert [part[0] async for part in stream] == [0, 1, 2]
            assert stream.result is None

    asyncio.run(scenario())


def test_the_handler_knows_who_asks(path: Path) -> None:
    with serving_beside(path):
        asked = call_once(path, "who", {}, language="en")
        assert asked == [pwd.getpwuid(os.geteuid()).pw_name, "en"]


def test_only_the_owner_may_open_the_socket_and_it_goes_with_the_server(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not path.exists()

    asyncio.run(scenario())


def test_a_state_folder_too_deep_for_a_socket_address_works(tmp_path: Path) -> None:
    path = tmp_path.joinpath(*["a-rather-long-folder-name"] * 8) / "engine.sock"
    assert len(str(path)) > 108
    with serving_beside(path):
        assert call_once(path, "echo", {"value": 1}) == 1
    assert not path.exists()


def test_a_second_server_is_refused_and_the_first_goes_on(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path), ControlClient(path) as client:
            with pytest.raises(ControlAlreadyRunning) as refused:
                await ControlServer(path, {}).start()
            assert refused.value.details == {"process": "engine", "path": str(path)}
            assert await client.call("echo", value=1) == 1

    asyncio.run(scenario())


SERVE_AND_WAIT = """
import asyncio, sys
from pathlib import Path
from appliance.control.server import ControlServer

async def main():
    async with ControlServer(Path(sys.argv[1]), {}):
        print("ready", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def test_the_socket_of_a_killed_process_is_replaced(path: Path) -> None:
    arguments = [sys.executable, "-c", SERVE_AND_WAIT, str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "ready\n"
        with pytest.raises(ControlAlreadyRunning):
            asyncio.run(ControlServer(path, {}).start())
        dying.send_signal(signal.SIGKILL)
    assert path.is_socket()
    with pytest.raises(ControlUnreachable):
        call_once(path, "echo", {})
    with serving_beside(path):
        assert call_once(path, "echo", {"value": "alive"}) == "alive"


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


def test_closing_the_server_finishes_commands_within_the_grace(path: Path) -> None:
    async def scenario() -> None:
        centre = Centre()
        server = ControlServer(path, centre.handlers(), grace=SECONDS)
        await server.start()
        async with asyncio.timeout(SECONDS), ControlClient(path) as client:
            waiting = asyncio.create_task(client.call("wait"))
            assert await client.call("echo", value=1) == 1
            closing = asyncio.create_task(server.aclose())
            centre.gate.set()
            assert await waiting == "done"
            await closing
        with pytest.raises(ControlUnreachable):
            await ControlClient(path).call("echo", value=1)

    asyncio.run(scenario())


def test_a_command_beyond_the_grace_is_lost_and_the_client_finds_the_next_server(path: Path) -> None:
    async def scenario() -> None:
        async with ControlClient(path) as client:
            async with serving(path, grace=0.05):
                waiting = asyncio.create_task(client.call("wait"))
                assert await client.call("echo", value=1) == 1
            with pytest.raises(ControlLost):
                await waiting
            async with serving(path):
                assert await client.call("echo", value=2) == 2

    asyncio.run(scenario())


def test_a_late_answer_is_a_timeout_and_spoils_no_later_call(path: Path) -> None:
    async def scenario() -> None:
        async with serving(path) as centre, ControlClient(path, limit=0.1) as client:
            with pytest.raises(ControlTimeout):
                await client.call("wait")
            centre.gate.set()
            assert await client.call("echo", value=4) == 4

    asyncio.run(scenario())


def test_blocking_calls_and_streams(path: Path) -> None:
    with serving_beside(path, grace=0.05):
        assert call_once(path, "echo", {"value": "坐席"}) == "坐席"
        with pytest.raises(RemoteRefusal) as refused:
            call_once(path, "refuse", {"agent": "8099"}, language="zh")
        assert refused.value.code == "agent-unknown"
        assert [part[0] for part in stream_once(path, "count", {"to": 3})] == [0, 1, 2]
        with pytest.raises(ControlTimeout):
            call_once(path, "wait", {}, limit=0.1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every socket")
def test_a_socket_of_another_user_is_named_as_such(path: Path) -> None:
    with serving_beside(path):
        path.chmod(0)
        with pytest.raises(ControlForbidden):
            call_once(path, "echo", {})
        path.chmod(0o600)


def test_nobody_there_is_said_so(path: Path) -> None:
    with pytest.raises(ControlUnreachable) as refused:
        call_once(path, "status", {})
    assert refused.value.details == {"process": "engine", "path": str(path)}

    async def scenario() -> None:
        async with ControlClient(path) as client:
            with pytest.raises(ControlUnreachable):
                await client.call("status")
            with pytest.raises(ControlUnreachable):
                await anext(client.stream("events"))

    asyncio.run(scenario())


def test_a_server_that_ends_in_the_middle_is_lost_not_unreachable(path: Path) -> None:
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))
        listener.listen()

        def hang_up() -> None:
            link, _ = listener.accept()
            with link, link.makefile("rb") as file:
                assert json.loads(file.readline())["command"] == "status"

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(ControlLost):
            call_once(path, "status", {})
        thread.join()
