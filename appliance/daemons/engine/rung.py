"""A phone that is rung for something beside the calls: between the steps of what is done there and ARI."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request

logger = logging.getLogger(__name__)

RING_SECONDS = 30
RUNG, BESIDE = "rung", "beside"
"""What marks a leg that is yet to be dialled, and where it comes back from once it is answered."""
GONE, TOO_EARLY = 404, 409


class Staged(Protocol):
    @property
    def stage(self) -> StrEnum: ...


Now = TypeVar("Now", bound=Staged)
Order = TypeVar("Order")
Order_co = TypeVar("Order_co", covariant=True)


class Steps(Protocol[Now, Order_co]):
    """The pure rule of what follows each thing at the phone; a module is one."""

    def answered(self, now: Now, /) -> tuple[Now, tuple[Order_co, ...]]: ...

    def pressed(self, now: Now, /, key: str) -> tuple[Now, tuple[Order_co, ...]]: ...

    def gone(self, now: Now, /) -> tuple[Now, tuple[Order_co, ...]]: ...


@dataclass
class Session(Generic[Now, Order]):
    """One phone; its channel, its recording and its playbacks share `name`. Each stage comes with the loop's time."""

    now: Now
    request: Callable[[str, Order], Request]
    name: str = field(default_factory=lambda: str(uuid4()))
    stages: asyncio.Queue[tuple[Now, float]] = field(default_factory=asyncio.Queue)


class RungPhones(Generic[Now, Order]):
    """The phones of one kind. `endpoint` is what Asterisk calls a phone; `entry` marks their channels.

    An answer of Asterisk's that is `harmless` ends nothing.
    """

    def __init__(
        self,
        client: Callable[[], AriClient],
        app: str,
        endpoint: Callable[[str], str],
        entry: str,
        steps: Steps[Now, Order],
        harmless: tuple[int, ...] = (GONE,),
    ) -> None:
        self._client, self._app, self._endpoint, self._entry = client, app, endpoint, entry
        self._steps, self._harmless = steps, harmless
        self._sessions: dict[str, Session[Now, Order]] = {}

    def holds(self, channel: str) -> bool:
        return channel in self._sessions

    def on_event(self, event: seen.AriEvent) -> bool:
        """Whether the event was about a phone of ours, and nobody else need hear of it."""
        match event:
            case seen.ChannelEntered(channel=channel, args=("rung",)) if session := self._sessions.get(channel.id):
                self._send(session, ari.dial(channel.id, RING_SECONDS))
                return True
            case seen.ChannelStateChanged(channel=channel) if session := self._sessions.get(channel.id):
                if channel.state is seen.ChannelState.UP:
                    # In Asterisk's dialling bridge nothing can be recorded.
                    self._send(session, ari.leave_for(channel.id, BESIDE, self._entry))
                return True
            case seen.ChannelEntered(channel=channel, args=(entry,)) if entry == self._entry:
                if not self._take(channel.id, self._steps.answered):
                    self._client().send(ari.hangup(channel.id))
                return True
            case seen.DigitReceived(channel=identity, digit=digit):
                return self._take(identity, partial(self._steps.pressed, key=digit))
            case seen.ChannelDestroyed(channel=channel):
                # Whoever counts the phones in use must hear of it too.
                self._take(channel.id, self._steps.gone)
        return False

    @contextmanager
    def _rung(self, phone: str, session: Session[Now, Order]) -> Iterator[None]:
        """The phone rings; it is hung up at the end."""
        self._sessions[session.name] = session
        try:
            # Not rung by Asterisk on its own: that goes wherever a phone redirects to (docs/decisions/redirects.md).
            self._send(session, ari.create_leg(session.name, self._endpoint(phone), self._app, args=(RUNG,)))
            yield
        finally:
            self._sessions.pop(session.name, None)
            self._client().send(ari.hangup(session.name))

    def _take(self, name: str, step: Callable[[Now], tuple[Now, tuple[Order, ...]]]) -> bool:
        if (session := self._sessions.get(name)) is None:
            return False
        before = session.now
        session.now, orders = step(before)
        for order in orders:
            self._send(session, session.request(session.name, order))
        if session.now.stage is not before.stage:
            session.stages.put_nowait((session.now, asyncio.get_running_loop().time()))
        return True

    def _send(self, session: Session[Now, Order], request: Request) -> None:
        self._client().send(request).add_done_callback(partial(self._answered, session, request))

    def _answered(self, session: Session[Now, Order], request: Request, answer: asyncio.Future[object]) -> None:
        """What Asterisk refuses is the end, unless it is harmless."""
        if answer.cancelled():
            return
        status = 503 if answer.exception() else getattr(answer.result(), "status", 503)
        if status >= 400 and status not in self._harmless:
            logger.warning("Asterisk answers %s to %s of a %s", status, request.uri, self._entry)
            self._take(session.name, self._steps.gone)
