"""People who hear a recording at a phone: between the steps of a hearing and ARI."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import uuid4

from appliance.contact.recording import hearing as steps
from appliance.contact.recording.hearing import Hearing, Stage
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request

logger = logging.getLogger(__name__)

ENTRY = "hearing"
RING_SECONDS = 30
CONFLICT = 409


@dataclass
class _Session:
    """One phone; its channel and its playback share `name`. `began` is when it was picked up."""

    file: str
    name: str = field(default_factory=lambda: str(uuid4()))
    now: Hearing = field(default_factory=Hearing)
    stages: asyncio.Queue[Stage] = field(default_factory=asyncio.Queue)
    began: datetime | None = None


class Hearings:
    """The phones at which somebody hears a recording now."""

    def __init__(self, client: Callable[[], AriClient], app: str, clock: Callable[[], datetime]) -> None:
        self._client, self._app, self._clock = client, app, clock
        self._sessions: dict[str, _Session] = {}

    async def play(self, phone: str, file: str) -> AsyncGenerator[tuple[Stage, int], None]:
        """Ring a phone and play `file` of Asterisk's recordings there: each stage, and how long it was heard (ms)."""
        session = _Session(file)
        self._sessions[session.name] = session
        last = Stage.RINGING
        try:
            ringing = ari.call(session.name, f"PJSIP/{phone}", self._app, (ENTRY,), RING_SECONDS)
            self._send(session, ringing)
            yield last, 0
            while last is not Stage.OVER:
                last = await session.stages.get()
                yield last, self._heard_ms(session)
        finally:
            self._sessions.pop(session.name, None)
            self._client().send(ari.hangup(session.name))

    def holds(self, channel: str) -> bool:
        return channel in self._sessions

    def on_event(self, event: seen.AriEvent) -> bool:
        """Whether the event was about a phone of ours, and nobody else need hear of it."""
        match event:
            case seen.ChannelEntered(channel=channel, args=(entry,)) if entry == ENTRY:
                if not self._take(channel.id, steps.answered):
                    self._client().send(ari.hangup(channel.id))
                return True
            case seen.DigitReceived(channel=channel, digit=digit):
                return self._take(channel, partial(steps.pressed, key=digit))
            case seen.PlaybackFinished(playback=playback):
                return self._take(playback, steps.ended)
            case seen.ChannelDestroyed(channel=channel):
                # Whoever counts the phones in use must hear of it too.
                self._take(channel.id, steps.ended)
        return False

    def _take(self, name: str, step: Callable[[Hearing], steps.Step]) -> bool:
        if (session := self._sessions.get(name)) is None:
            return False
        before = session.now
        session.now, orders = step(before)
        if session.now.stage is not before.stage:
            if session.now.stage is Stage.PLAYING:
                session.began = self._clock()
            session.stages.put_nowait(session.now.stage)
        for order in orders:
            self._send(session, _request(session, order))
        return True

    def _heard_ms(self, session: _Session) -> int:
        return int((self._clock() - session.began).total_seconds() * 1000) if session.began else 0

    def _send(self, session: _Session, request: Request) -> None:
        self._client().send(request).add_done_callback(partial(self._answered, session, request))

    def _answered(self, session: _Session, request: Request, answer: asyncio.Future[object]) -> None:
        """What Asterisk refuses ends the hearing, unless the phone or the playback is gone, or a key came too early."""
        if answer.cancelled():
            return
        status = 503 if answer.exception() else getattr(answer.result(), "status", 503)
        if status >= 400 and status not in (404, CONFLICT):
            logger.warning("Asterisk answers %s to %s of a hearing", status, request.uri)
            self._take(session.name, steps.ended)


def _request(session: _Session, order: steps.Order) -> Request:
    match order:
        case steps.Play():
            return ari.play(session.name, session.name, [f"recording:{session.file}"])
        case steps.Control(operation):
            return ari.control_playback(session.name, operation)
        case steps.HangUp():
            return ari.hangup(session.name)
