"""Legs over lines that are refused: chan_dahdi says BUSY or CONGESTION, and leaves the rest to whoever dialled."""

from asyncio import Future
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.events import DialStatus

CAUSE = "HANGUPCAUSE"
LIKELY: Mapping[DialStatus, int] = {DialStatus.BUSY: 17, DialStatus.CONGESTION: 34}
"""Where Asterisk no longer knows the cause (ITU-T Q.850)."""


class RefusedLegs:
    """Ends a leg that was refused, with the cause that the network gave."""

    def __init__(self, client: Callable[[], AriClient]) -> None:
        self._client = client
        self._dialled: set[str] = set()

    def dialled(self, channel: str) -> None:
        """That leg goes out over a line."""
        self._dialled.add(channel)

    def over(self, channel: str) -> None:
        self._dialled.discard(channel)

    def told(self, channel: str, status: DialStatus) -> None:
        """How far a leg has come."""
        if status in LIKELY and channel in self._dialled:
            self._dialled.discard(channel)
            asked = self._client().send(ari.get_variable(channel, CAUSE))
            asked.add_done_callback(partial(self._end, channel, LIKELY[status]))

    def _end(self, channel: str, likely: int, answer: "Future[Any]") -> None:
        known = not answer.cancelled() and not answer.exception() and answer.result().status < 300
        cause = str((answer.result().body or {}).get("value", "")) if known else ""
        self._client().send(ari.hangup(channel, int(cause) if cause.isdecimal() and int(cause) else likely))
