"""An Asterisk that has only ARI: a real WebSocket server on loopback with channels that exist on paper."""

import asyncio
import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from appliance.settings import Asterisk, Secret

Answer = tuple[int, Any]
Raw = dict[str, Any]


class FakeAri:
    """Obeys the wire that the client stands on; `withheld` URIs get no answer until `answer_withheld`."""

    def __init__(self) -> None:
        self.password = "secret"
        self.port = 0
        self.channels: dict[str, Raw] = {}
        self.bridges: dict[str, Raw] = {}
        self.requests: list[Raw] = []
        self.withheld: set[str] = set()
        self._unanswered: list[Raw] = []
        self._allowed: set[str] = set()
        self._server: Server | None = None
        self._sockets: set[ServerConnection] = set()
        self._latest: ServerConnection | None = None
        self._running = asyncio.Event()
        self.refused = asyncio.Event()
        self._arrival = asyncio.Event()
        self._calls = 0
        self._started_at = ""

    @property
    def settings(self) -> Asterisk:
        return Asterisk(ari_port=self.port, ari_password=Secret("secret"))

    async def __aenter__(self) -> "FakeAri":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.thaw()
        if self._server is not None:
            await self.kill()

    async def start(self) -> None:
        self._started_at = _now()
        self._running.set()
        self._server = await serve(
            self._talk,
            "127.0.0.1",
            self.port,
            process_request=self._admit,
            ping_interval=None,
            compression=None,
            max_size=2**16,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def kill(self) -> None:
        """As kill -9: every connection is reset, nobody listens any more, all channels are gone."""
        assert self._server is not None
        self.drop()
        self._server.close(close_connections=False)
        await self._server.wait_closed()
        self._server = None
        self.channels.clear()
        self.bridges.clear()
        self._allowed.clear()

    def drop(self) -> None:
        """Reset the connections; the server lives on."""
        for socket in list(self._sockets):
            socket.transport.abort()

    def freeze(self) -> None:
        """As SIGSTOP: connections stand, and nothing is read from them, not even a ping."""
        self._running.clear()
        for socket in self._sockets:
            socket.transport.pause_reading()

    def thaw(self) -> None:
        self._running.set()
        for socket in self._sockets:
            if not socket.transport.is_closing():
                socket.transport.resume_reading()

    def deafen(self) -> None:
        """The connection stands and its pings are answered, but nothing more is sent on it."""
        self._latest = None

    async def call(self) -> None:
        """A caller dials in and enters the application."""
        self._calls += 1
        channel = _channel(f"box-{self._calls}", f"PJSIP/demo-carrier-{self._calls:08x}")
        self.channels[channel["id"]] = channel
        await self.emit("ChannelCreated", channel=channel)
        channel["dialplan"] |= {"app_name": "Stasis", "app_data": "callstead,4008001000"}
        await self.emit("StasisStart", channel=channel, args=["4008001000"])

    async def emit(self, kind: str, **content: Any) -> None:
        if not self._allowed or kind in self._allowed:
            await self.emit_raw(json.dumps({"type": kind, "timestamp": _now(), **content}))

    async def emit_raw(self, data: str | bytes, *, text: bool = True) -> None:
        if self._latest in self._sockets:
            await self._latest.send(data, text=text)

    async def asked(self, uri: str, times: int) -> None:
        """Wait until `uri` was asked for so often."""
        while [request["uri"] for request in self.requests].count(uri) < times:
            self._arrival.clear()
            await self._arrival.wait()

    async def answer_withheld(self) -> None:
        for request in self._unanswered:
            await self._answer(request)
        self._unanswered.clear()

    async def _admit(self, _: ServerConnection, request: Request) -> Response | None:
        await self._running.wait()
        expected = "Basic " + base64.b64encode(f"callstead:{self.password}".encode()).decode()
        if request.headers.get("Authorization") == expected and "subscribeAll=true" in request.path:
            return None
        self.refused.set()
        status = HTTPStatus.UNAUTHORIZED
        return Response(status.value, status.phrase, request.headers.__class__())

    async def _talk(self, socket: ServerConnection) -> None:
        await self.emit("ApplicationReplaced")
        self._latest = socket
        self._sockets.add(socket)
        try:
            async for text in socket:
                await self._received(json.loads(text))
        except ConnectionClosed:
            pass
        finally:
            self._sockets.discard(socket)

    async def _received(self, request: Raw) -> None:
        self.requests.append(request)
        self._arrival.set()
        if request["uri"] in self.withheld:
            self._unanswered.append(request)
        else:
            await self._answer(request)

    async def _answer(self, request: Raw) -> None:
        query = {item["name"]: item["value"] for item in request.get("query_strings", ())}
        status, body = await self._operate(request, query)
        answer = {"request_id": request["request_id"], "status_code": status, "uri": request["uri"]}
        if body is not None:
            answer["message_body"] = json.dumps(body)
        await self.emit("RESTResponse", reason_phrase=HTTPStatus(status).phrase, **answer)

    async def _operate(self, request: Raw, query: Mapping[str, str]) -> Answer:
        asked = f"{request['method']} {request['uri']}"
        for pattern, operation in _OPERATIONS.items():
            if found := re.fullmatch(pattern, asked):
                result: Answer = await operation(self, *found.groups(), query, request)
                return result
        return 404, {"message": "Resource not found"}

    async def filter(self, _: Mapping[str, str], request: Raw) -> Answer:
        self._allowed = {item["type"] for item in json.loads(request["message_body"])["allowed"]}
        return await self.application(_, request)

    async def application(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, {"name": "callstead", "events_allowed": [{"type": kind} for kind in sorted(self._allowed)]}

    async def list_channels(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, list(self.channels.values())

    async def list_bridges(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, list(self.bridges.values())

    async def list_endpoints(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, [
            {"technology": "PJSIP", "resource": "8001", "state": "online", "channel_ids": []},
            {"technology": "PJSIP", "resource": "demo-carrier", "state": "offline", "channel_ids": []},
        ]

    async def status(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, {"status": {"startup_time": self._started_at, "last_reload_time": self._started_at}}

    async def ping(self, _: Mapping[str, str], __: Raw) -> Answer:
        return 200, {"ping": "pong", "timestamp": _now()}

    async def operate_channel(self, channel: str, verb: str, query: Mapping[str, str], _: Raw) -> Answer:
        if channel not in self.channels:
            return 404, {"message": "Channel not found"}
        raw = self.channels[channel]
        if verb == "answer":
            raw["state"] = "Up"
            await self.emit("ChannelStateChange", channel=raw)
        if verb == "variable":
            await self.emit("ChannelVarset", channel=raw, **query)
        if verb == "play":
            await self.emit("PlaybackStarted", playback={"id": query["playbackId"], "state": "playing"})
            done = {"id": query["playbackId"], "target_uri": f"channel:{channel}", "state": "done"}
            await self.emit("PlaybackFinished", playback=done)
            return 201, done
        return 204, None

    async def hang_up(self, channel: str, query: Mapping[str, str], _: Raw) -> Answer:
        raw = self.channels.pop(channel, None)
        if raw is None:
            return 404, {"message": "Channel not found"}
        await self.emit("ChannelHangupRequest", channel=raw, soft=True, cause=32)
        await self.emit("StasisEnd", channel=raw)
        cause = int(query.get("reason_code", "16"))
        await self.emit("ChannelDestroyed", channel=raw, cause=cause, cause_txt="Normal Clearing")
        return 204, None


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "PUT applications/callstead/eventFilter": FakeAri.filter,
    "GET applications/callstead": FakeAri.application,
    "GET channels": FakeAri.list_channels,
    "GET bridges": FakeAri.list_bridges,
    "GET endpoints": FakeAri.list_endpoints,
    "GET asterisk/info": FakeAri.status,
    "GET asterisk/ping": FakeAri.ping,
    "(?:POST|DELETE) channels/([^/]+)/([^/]+)": FakeAri.operate_channel,
    "DELETE channels/([^/]+)": FakeAri.hang_up,
}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def _channel(identity: str, name: str) -> Raw:
    return {
        "id": identity,
        "name": name,
        "state": "Ring",
        "protocol_id": "",
        "caller": {"name": "", "number": "13800001111"},
        "connected": {"name": "", "number": ""},
        "dialplan": {"context": "from-trunk", "exten": "4008001000", "app_name": "", "app_data": ""},
        "creationtime": _now(),
        "language": "en",
    }
