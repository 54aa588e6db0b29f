"""Requests to Asterisk over a link that stands for one change."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from appliance.settings import Settings
from appliance.telephony.ari.codec import Request, Response
from appliance.telephony.ari.errors import AriNotConnected
from appliance.telephony.ari.retry import Timing
from appliance.telephony.ari.websocket import AriConnection

LIMIT = 30.0
PATIENT = 60


class Requests:
    """Requests over a connection that stands for one change."""

    def __init__(self, connection: AriConnection) -> None:
        self._connection = connection

    async def request(
        self, method: str, uri: str, query: Mapping[str, object] | None = None, body: Any = None
    ) -> Response:
        asked = {name: str(value) for name, value in (query or {}).items()}
        return await self._connection.send(Request(method, uri, asked, body), LIMIT)


@asynccontextmanager
async def asterisk(settings: Settings) -> AsyncIterator[Requests]:
    """A link of its own, under a name of its own, so that a change needs no engine."""
    own = replace(settings.asterisk, app=f"{settings.asterisk.app}-config")
    try:
        # A module that reloads keeps Asterisk from answering for a while, heartbeats and who comes in alike.
        connection = await AriConnection.open(own, lambda event: None, Timing(opening=LIMIT, misses=PATIENT))
    except OSError as fault:
        raise AriNotConnected(method="PUT", uri="asterisk/modules") from fault
    running = asyncio.create_task(connection.run())
    try:
        yield Requests(connection)
    finally:
        connection.end("done")
        await running
