"""A media node with the whole centre behind it and a wire in front of it that answers as Asterisk would."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from appliance.daemons.engine.media import MediaNode
from appliance.daemons.engine.missing import MissingPrompts
from appliance.settings import Asterisk
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request, Response
from appliance.telephony.ari.errors import AriNotConnected
from appliance.telephony.ari.events import (
    Channel,
    ChannelCreated,
    ChannelDestroyed,
    ChannelEntered,
    ChannelState,
    ChannelStateChanged,
    DigitReceived,
)
from tests.fakes.alarms import SeenAlarms
from tests.scenarios.stage import DAY, Site, Stage

SHORT = {"POST": "+", "DELETE": "-", "GET": "GET "}


def channel(
    identity: str, endpoint: str = "PJSIP/carrier", state: ChannelState = ChannelState.RING, **more: str
) -> Channel:
    """A channel as ARI shows it."""
    texts = {"dialplan_context": "", "dialplan_extension": "", "dialplan_app": "", "dialplan_app_data": "", **more}
    return Channel(
        id=identity,
        name=f"{endpoint}-00000001",
        endpoint=endpoint,
        state=state,
        caller_number="139",
        caller_name="",
        connected_number="",
        created_at=datetime(2026, 5, 4, tzinfo=UTC),
        protocol_id="",
        **texts,
    )


class Wire:
    """Takes requests as the client does; `statuses` answers an operation otherwise than with 200, None not at all;
    `bodies` is what an answer says.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.statuses: dict[str, int | None] = {}
        self.bodies: dict[str, Any] = {}

    def send(self, request: Request, *, limit: float = 5.0) -> asyncio.Future[Response]:
        self.requests.append(request)
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        status = self.statuses.get(request.uri.rpartition("/")[2], 200)
        if status is None:
            answer.set_exception(AriNotConnected(method=request.method, uri=request.uri))
        else:
            answer.set_result(Response("1", status, "", self.bodies.get(request.uri.rpartition("/")[2])))
        return answer


class Node:
    """The site of the scenarios. Agents' legs are known by their order: `leg(1)` is the first that was made."""

    def __init__(self, site: Site | None = None) -> None:
        self.stage, self.wire = Stage(site), Wire()
        self.alarms = SeenAlarms()
        missing = MissingPrompts(lambda language, name: True, self.alarms)
        self.node = MediaNode(Asterisk(app="callstead", node="box"), self.input, self.alarms, missing)
        self.node.centre = self.stage.centre
        self.node.client = cast("AriClient", self.wire)

    def input(self, step: Callable[..., None], *about: Any) -> None:
        """As the engine does: what the step leads to is delivered."""
        step(*about, self.stage.now)
        self.stage.learn()
        self.node.deliver(self.stage.written.take()[1])

    def do(self, *words: str) -> None:
        """An input of a person."""
        self.stage.do(words)
        self.node.deliver(self.stage.written.take()[1])

    def leg(self, number: int) -> str:
        return list(self.stage.names)[number - 1]

    def take(self) -> list[str]:
        """The requests since, short: the method as a sign, the path, and the query where there is one."""
        requests, self.wire.requests = self.wire.requests, []
        return [self._short(request) for request in requests]

    def facts(self) -> list[str]:
        return [event.kind for event in self.stage.written.ledger]

    def enters(self, identity: str, *args: str, endpoint: str = "PJSIP/carrier") -> None:
        self.node.on_event(ChannelCreated(DAY, channel(identity, endpoint)))
        self.node.on_event(ChannelEntered(DAY, channel(identity, endpoint), args, None))

    def leg_enters(self, number: int) -> None:
        self.enters(self.leg(number), "leg", endpoint=f"PJSIP/p{number}")

    def changes(self, identity: str, state: ChannelState) -> None:
        self.node.on_event(ChannelStateChanged(DAY, channel(identity, state=state)))

    def destroyed(self, identity: str, cause: int = 16) -> None:
        self.node.on_event(ChannelDestroyed(DAY, channel(identity), cause, "", None))

    def _short(self, request: Request) -> str:
        query = (f"{key}={value}" for key, value in request.query.items())
        text = " ".join([SHORT[request.method] + request.uri, *query])
        for identity, name in self.stage.names.items():
            text = text.replace(identity, name)
        return text

    def chosen_and_dialled(self) -> None:
        """A caller chose, and the first agent's phone is being dialled."""
        self.do("login", "8001")
        self.enters("c1", "inbound", "4008001000", "carrier")
        self.changes("c1", ChannelState.UP)
        self.node.on_event(DigitReceived(DAY, "c1", "1", 100))
        self.leg_enters(1)
        self.take()
