"""The command `callstead` as a process of its own, against control servers of an engine and of jobs."""

import asyncio
import base64
import json
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.control.commands import Final
from appliance.control.errors import CommandUnknown
from appliance.control.feed import EventFeed
from appliance.control.server import ControlServer

pytestmark = pytest.mark.wire

SECONDS = 20.0
AGENT = {
    "agent": "8001",
    "name": "王小明",
    "state": "ready",
    "reason": "",
    "since": "2024-05-08T06:30:15+00:00",
    "phone": "8001",
    "skills": {"sales": 9},
    "queues": [],
}
ID = "018f5a3c-0000-7000-8000-000000000002"


async def list_agents() -> list[Any]:
    return [AGENT]


async def login(*, agent: str, phone: str | None = None) -> None:
    raise CommandUnknown(command=agent, suggestions=str(phone))


async def crash() -> None:
    raise ZeroDivisionError


async def export(*, id: str, reason: str) -> AsyncIterator[Any]:
    yield {"data": base64.b64encode(b"RIFF").decode()}
    yield {"data": base64.b64encode(reason.encode()).decode()}
    yield Final({"bytes": 4 + len(reason)})


async def events(*, kinds: list[str] | None = None) -> AsyncIterator[Any]:
    """A feed that answers each fact that was read with another one."""
    feed = EventFeed()
    async for fact in feed.events(kinds=kinds):
        yield fact
        feed.publish("leg.up", {"n": 1})


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A state folder in which an engine and jobs answer."""
    ready, stop = threading.Event(), threading.Event()
    engine: dict[str, Any] = {"agent.list": list_agents, "agent.login": login, "queue.list": crash, "events": events}

    async def serve() -> None:
        jobs = ControlServer(tmp_path / "run" / "jobs.sock", {"recording.export": export})
        async with ControlServer(tmp_path / "run" / "engine.sock", engine), jobs:
            ready.set()
            await asyncio.to_thread(stop.wait, SECONDS)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(SECONDS)
    yield tmp_path
    stop.set()
    thread.join()


def callstead(state: Path, *words: str, python: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, *python, "-m", "appliance.cli", "--state", str(state), *words]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_a_table_and_json(state: Path) -> None:
    shown = callstead(state, "agent", "list", "--lang", "zh")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[1].split() == [
        *("8001", "王小明", "就绪", "-", "2024-05-08", "14:30:15", "8001", "sales=9", "-")
    ]
    told = callstead(state, "agent", "list", "--json")
    assert json.loads(told.stdout) == [AGENT]


def test_a_refusal_keeps_its_code_on_the_way(state: Path) -> None:
    result = callstead(state, "agent", "login", "8001", "--phone", "p", "--json")
    error = json.loads(result.stderr)["error"]
    assert (result.returncode, result.stdout, error["code"]) == (3, "", "command-unknown")
    assert error["details"] == {"command": "8001", "suggestions": "p"}


def test_a_fault_of_the_engine_ends_with_one(state: Path) -> None:
    result = callstead(state, "queue", "list", "--lang", "en")
    assert result.returncode == 1
    assert result.stderr.startswith("error internal-fault: The command queue.list failed")


def test_a_command_that_this_engine_does_not_have_yet(state: Path) -> None:
    result = callstead(state, "status", "--lang", "en")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("error command-unknown")


def test_a_streamed_export(state: Path, tmp_path: Path) -> None:
    file = tmp_path / "call.wav"
    result = callstead(state, "recording", "export", ID, "--reason", "投诉", "--to", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    assert file.read_bytes() == b"RIFF" + "投诉".encode()


def test_nobody_there(tmp_path: Path) -> None:
    result = callstead(tmp_path, "status", "--lang", "en")
    assert (result.returncode, result.stdout) == (3, "")
    assert f"Nobody listens on the socket {tmp_path}/run/engine.sock." in result.stderr
    assert "make up" in result.stderr


def test_live_events_until_interrupted(state: Path) -> None:
    # As at a terminal, also where whatever runs the tests was started with interrupts ignored.
    arguments = [
        "env",
        "--default-signal=INT",
        sys.executable,
        "-m",
        "appliance.cli",
        "--state",
        str(state),
        "events",
        "--json",
    ]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as following:
        assert following.stdout is not None
        assert following.stderr is not None
        facts = [json.loads(following.stdout.readline()) for _ in range(2)]
        following.send_signal(signal.SIGINT)
        assert following.wait(SECONDS) == 0
        assert following.stderr.read() == ""
    assert facts == [{"kind": "feed.opened", "data": {}}, {"kind": "leg.up", "data": {"n": 1}}]


def test_a_reader_that_stops_early_is_no_fault(state: Path) -> None:
    arguments = [sys.executable, "-m", "appliance.cli", "--state", str(state), "events", "--json"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as following:
        assert following.stdout is not None
        assert following.stderr is not None
        following.stdout.readline()
        following.stdout.close()
        following.wait(SECONDS)
        assert "Traceback" not in following.stderr.read()


HEAVY = ("asyncio", "sqlalchemy", "websockets", "numpy", "cryptography", "logging")


def test_the_command_starts_without_what_it_does_not_need(state: Path) -> None:
    result = callstead(state, "agent", "list", python=("-X", "importtime"))
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "click" in imported
    assert imported.isdisjoint(HEAVY)
