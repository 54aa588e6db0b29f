"""Self-service on a real box: digits, values read aloud, another language, and hosts that answer, are slow or dead."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.sip.caller import Caller, Cue, Press, Step, Wait
from drivers.simulated.sip.phone import Phone
from tests.servers import box
from tests.servers.live import facts, run

pytestmark = [pytest.mark.wire, pytest.mark.asterisk]

ACCOUNT = "4711"
FLOW: dict[str, Any] = {
    "start": "english",
    "nodes": {
        "english": {"type": "language", "language": "en", "next": "account"},
        "account": {
            "type": "collect",
            "prompts": ["please-wait"],
            "variable": "account",
            "max": 6,
            "next": "ask",
            "otherwise": "help",
        },
        "ask": {
            "type": "lookup",
            "host": "crm",
            "path": "/balance?account={account}&from={caller}",
            "answers": {"balance": "balance", "level": "customer.level"},
            "seconds": 1,
            "next": "tell",
            "error": "help",
        },
        "tell": {"type": "say", "value": "{balance}", "form": "money", "next": "help"},
        "help": {"type": "queue", "queue": "support", "timed_out": "bye"},
        "bye": {"type": "hangup"},
    },
}


class Host:
    """An HTTP server that knows one account; while `gate` is closed it accepts and says nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.body = json.dumps({"balance": 102.5, "customer": {"level": "gold"}}).encode()
        self.gate = threading.Event()
        self.gate.set()
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.gate.wait(20)
                body = host.body
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.gate.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


async def served(centre: box.Box, folder: Path, url: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A caller types an account and is brought to an agent: the call's record and the facts of its flow."""
    async with centre.engine() as engine:
        await engine.call("lookup-host.set", host="crm", url=url)
        await engine.call("flow.publish", flow="main", document=FLOW)
    async with box.seated(centre, folder / "phones", Phone(ring=0.1), ("8003",)):
        async with facts(centre.engine(), "bridge", "contact", "flow") as seen:
            steps: list[Step] = [Wait(1), *(Press(key) for key in f"{ACCOUNT}#"), Cue("go", 60)]
            caller = Caller("4008001000", "13900000001", steps=tuple(steps), talk=0)
            calling = centre.network(folder / "network").callers(caller)
            await calling.start()
            await seen.until("bridge.joined")
            await calling.cue_first("go")
            closed = await seen.until("contact.closed")
        await calling.wait(20)
    async with centre.engine() as engine:
        record: dict[str, Any] = await engine.call("call.show", id=closed["contact"])
    return record, [fact for fact in seen.seen if fact["kind"].startswith("flow.")]


def told(seen: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [fact["data"] for fact in seen if fact["kind"] == kind]


def test_a_caller_is_told_what_a_host_knows_and_then_meets_an_agent(
    centre: box.Box, tmp_path: Path, host: Host
) -> None:
    async def scene() -> None:
        record, seen = await served(centre, tmp_path, host.url)
        assert host.asked == [f"/balance?account={ACCOUNT}&from=13900000001"]
        path = [node["node"] for node in told(seen, "flow.node")]
        assert path == ["english", "account", "ask", "tell", "help"]
        (typed,) = told(seen, "flow.collected")
        assert (typed["value"], typed["accepted"]) == (ACCOUNT, True)
        (found,) = told(seen, "flow.lookup")
        assert found["outcome"] == "answered"
        assert told(seen, "flow.stored")[-1]["values"] == {"balance": "102.5", "level": "gold"}
        assert told(seen, "flow.alarm") == []
        assert (record["queue"], record["result"]) == ("support", "answered")
        assert "does not exist in any format" not in centre.log("asterisk")

    run(scene())


def test_a_host_that_is_dead_sends_the_caller_on_and_an_alarm_says_why(centre: box.Box, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

    async def scene() -> None:
        record, seen = await served(centre, tmp_path, f"http://127.0.0.1:{port}")
        assert [node["node"] for node in told(seen, "flow.node")] == ["english", "account", "ask", "help"]
        assert told(seen, "flow.alarm") == [{"node": "ask", "reason": "lookup-unreachable", "about": "crm"}]
        assert record["result"] == "answered"

    run(scene())


def test_a_host_that_is_slow_holds_the_caller_up_no_longer_than_the_flow_says(
    centre: box.Box, tmp_path: Path, host: Host
) -> None:
    host.gate.clear()

    async def scene() -> None:
        record, seen = await served(centre, tmp_path, host.url)
        assert [node["node"] for node in told(seen, "flow.node")] == ["english", "account", "ask", "help"]
        assert told(seen, "flow.alarm") == [{"node": "ask", "reason": "lookup-timed-out", "about": "crm"}]
        (found,) = told(seen, "flow.lookup")
        assert 900 <= found["took_ms"] < 20_000, "one second, and a crowded machine"
        assert record["result"] == "answered"

    run(scene())


def test_a_dry_run_really_asks_and_takes_given_answers_as_well(centre: box.Box, host: Host) -> None:
    async def scene() -> None:
        async with centre.engine() as engine:
            await engine.call("lookup-host.set", host="crm", url=host.url)
            await engine.call("flow.publish", flow="main", document=FLOW)
            real = await engine.call("flow.test", flow="main", keys=f"{ACCOUNT}#")
            assert len(host.asked) == 1
            assert [stop["node"] for stop in real["path"]] == ["english", "account", "ask", "tell", "help"]
            spoken = real["path"][3]["said"]
            assert spoken == [
                "say-1",
                "say-hundred",
                "say-and",
                "say-2",
                "money-yuan",
                "say-and",
                "say-50",
                "money-fen",
            ]
            given = await engine.call("flow.test", flow="main", keys=f"{ACCOUNT}#", data={"ask": "unreachable"})
            assert [stop["node"] for stop in given["path"]] == ["english", "account", "ask", "help"]
            assert len(host.asked) == 1, "a given answer is not asked for"

    run(scene())
