"""The control socket for real: a server, its clients, and how either of them goes away."""

import asyncio
import json
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from appliance.control.client import ControlClient
from appliance.control.errors import (
    ControlAlreadyRunning,
    ControlForbidden,
    ControlLost,
    ControlTimeout,
    ControlUnreachable,
    RemoteRefusal,
)
from appliance.control.once import call_once, stream_once
from appliance.control.server import ControlServer
from tests.integration.control_centre import SECONDS, Centre, serving, serving_beside

pytestmark = pytest.mark.wire

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "engine.sock"


@contextmanager
def as_another_user(path: Path) -> Iterator[None]:
    """Root becomes nobody for a moment; anyone else loses the right to the socket."""
    root = os.geteuid() == 0
    os.seteuid(NOBODY) if root else path.chmod(0)
    try:
        yield
    finally:
        os.seteuid(0) if root else path.chmod(0o600)


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


def test_a_socket_of_another_user_is_named_as_such(path: Path) -> None:
    with serving_beside(path), as_another_user(path), pytest.raises(ControlForbidden) as refused:
        call_once(path, "echo", {})
    assert refused.value.details == {"process": "engine", "path": str(path)}


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
