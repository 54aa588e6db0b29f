"""People who record a prompt at a phone: between the steps of a dictation and ARI."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

from appliance.contact.prompts import dictation as steps
from appliance.contact.prompts.dictation import Dictation, Stage
from appliance.contact.prompts.errors import DictationAbandoned, DictationUnanswered
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request

logger = logging.getLogger(__name__)

ENTRY = "dictation"
RING_SECONDS, LONGEST_SECONDS = 30, 300


@dataclass
class _Session:
    """One phone; its channel, its recording and the parts of its playbacks share `name`."""

    phone: str
    language: str
    name: str = field(default_factory=lambda: str(uuid4()))
    now: Dictation = field(default_factory=Dictation)
    stages: asyncio.Queue[Stage] = field(default_factory=asyncio.Queue)


class Dictations:
    """The phones at which somebody records now."""

    def __init__(self, client: Callable[[], AriClient], app: str) -> None:
        self._client, self._app = client, app
        self._sessions: dict[str, _Session] = {}

    async def record(self, phone: str, language: str) -> AsyncGenerator[tuple[Stage, str], None]:
        """Each stage with the name of the recording, the last one KEPT; raises why nothing was kept."""
        session = _Session(phone, language)
        self._sessions[session.name] = session
        last = Stage.RINGING
        try:
            # A leg that was created and dialled stays in Asterisk's dialling bridge, where nothing can be recorded.
            ringing = ari.call(session.name, f"PJSIP/{phone}", self._app, (ENTRY,), RING_SECONDS)
            self._send(session, ringing, vital=True)
            yield last, session.name
            while (stage := await session.stages.get()) is not Stage.OVER:
                yield (last := stage), session.name
        finally:
            self._sessions.pop(session.name, None)
            self._send(session, ari.hangup(session.name))
            if last is not Stage.KEPT:
                self._send(session, ari.delete_recording(session.name))
        if last is Stage.RINGING:
            raise DictationUnanswered(phone=phone)
        if last is not Stage.KEPT:
            raise DictationAbandoned(phone=phone)

    def holds(self, channel: str) -> bool:
        return channel in self._sessions

    def on_event(self, event: seen.AriEvent) -> bool:
        """Whether the event was about a phone of ours, and nobody else need hear of it."""
        match event:
            case seen.ChannelEntered(channel=channel, args=(entry,)) if entry == ENTRY:
                self._entered(channel.id)
                return True
            case seen.DigitReceived(channel=identity, digit=digit):
                return self._take(identity, partial(steps.pressed, key=digit))
            case seen.PlaybackFinished(playback=playback):
                name, _, run = playback.rpartition(".")
                return name in self._sessions and self._take(name, partial(steps.played, run=int(run)))
            case seen.RecordingEnded(recording=name, kept=kept):
                return self._take(name, steps.recorded if kept else _lost)
            case seen.ChannelDestroyed(channel=channel):
                # Whoever counts the phones in use must hear of it too.
                self._take(channel.id, _lost)
        return False

    def _entered(self, channel: str) -> None:
        if not self._take(channel, steps.answered):
            self._client().send(ari.hangup(channel))

    def _take(self, name: str, step: Callable[[Dictation], steps.Step]) -> bool:
        session = self._sessions.get(name)
        if session is None:
            return False
        before = session.now
        session.now, orders = step(before)
        for order in orders:
            self._send(session, self._request(session, order), vital=True)
        if session.now.stage is not before.stage:
            session.stages.put_nowait(session.now.stage)
            if session.now.stage is Stage.KEPT:
                session.stages.put_nowait(Stage.OVER)
        return True

    def _request(self, session: _Session, order: steps.Order) -> Request:
        match order:
            case steps.Tell(run, prompts, recorded):
                media = [*([f"recording:{session.name}"] if recorded else []), *(f"sound:{name}" for name in prompts)]
                return ari.play(session.name, f"{session.name}.{run}", media, session.language)
            case steps.Stop(run):
                return ari.stop_playback(f"{session.name}.{run}")
            case steps.Record():
                return ari.record(session.name, session.name, LONGEST_SECONDS)
            case steps.HangUp():
                return ari.hangup(session.name)

    def _send(self, session: _Session, request: Request, *, vital: bool = False) -> None:
        answer = self._client().send(request)
        if vital:
            answer.add_done_callback(partial(self._answered, session, request))

    def _answered(self, session: _Session, request: Request, answer: asyncio.Future[object]) -> None:
        """What Asterisk refuses ends the dictation, unless the phone or the playback is gone already."""
        if answer.cancelled():
            return
        status = 503 if answer.exception() else getattr(answer.result(), "status", 503)
        if status >= 400 and status != 404:
            logger.warning("Asterisk answers %s to %s of a dictation", status, request.uri)
            self._take(session.name, _lost)


def _lost(now: Dictation) -> steps.Step:
    return steps.gone(now), ()
