"""People who hear voicemail at a phone: between the steps of a listening, the jobs that hold the audio, and ARI."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from typing import Any
from uuid import UUID

from appliance.contact.ivr.reading import read_aloud
from appliance.contact.voicemail import events as facts
from appliance.contact.voicemail import listening as steps
from appliance.contact.voicemail import pin as pins
from appliance.contact.voicemail.listening import Listening, Step
from appliance.contact.voicemail.model import Box, Message, Standing
from appliance.control.client import ControlClient
from appliance.daemons.engine.centre import Centre
from appliance.errors import Refusal
from appliance.events import Event
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient

MOST = 100
"""Messages that are read out in one call."""

logger = logging.getLogger(__name__)


@dataclass
class _Session:
    """One phone; `audio` is the file of the message that is there for it."""

    channel: str
    node: str
    phone: str
    agent: str
    box: Box
    language: str
    now: Listening = field(default_factory=Listening)
    audio: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the engine lends: its link to Asterisk, the jobs, the clock, the ledger, and inputs of the centre."""

    client: Callable[[], AriClient]
    jobs: Callable[[], ControlClient]
    clock: Callable[[], datetime]
    book: Callable[[Event], None]
    run_input: Callable[..., None]
    zone: tzinfo


class Listenings:
    """Listener port of the feature codes. An engine that starts anew hangs these phones up; nothing is lost by it."""

    def __init__(self, centre: Centre, desk: Desk) -> None:
        self._centre, self._desk = centre, desk
        self._sessions: dict[str, _Session] = {}
        self._wrong: dict[str, list[datetime]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def restore(self, events: Iterator[Event]) -> None:
        """Wrong PINs of before a restart lock boxes all the same."""
        for event in events:
            self._wrong.setdefault(event.data["box"], []).append(event.at)

    def holds(self, channel: str) -> bool:
        return channel in self._sessions

    def listen(self, channel: str, node: str, phone: str, number: str, now: datetime) -> None:
        """A phone has dialled the code, and perhaps the number of a box."""
        person = self._centre.roster.at_phone(phone)
        agent = person.agent if person else ""
        box = self._chosen(agent, phone, number)
        language = self._centre.directory.own_language(agent)
        session = _Session(channel, node, phone, agent, box or Box(""), language)
        self._sessions[channel] = session
        self._desk.client().send(ari.answer(channel))
        if box is None:
            self._go(session, steps.turned_away(session.now, "voicemail-no-box"))
        elif pins.locked_until(self._wrong.get(box.name, ()), now):
            self._go(session, steps.turned_away(session.now, "voicemail-locked"))
        elif self._trusted(box, agent, phone):
            self._go(session, steps.begin(guarded=False))
        elif box.pin:
            self._go(session, steps.begin(guarded=True))
        else:
            self._go(session, steps.turned_away(session.now, "voicemail-no-box"))

    def on_event(self, event: seen.AriEvent) -> bool:
        """Whether the event was about a phone of ours, and nobody else need hear of it."""
        match event:
            case seen.DigitReceived(channel=channel, digit=digit):
                return self._take(channel, partial(steps.pressed, key=digit))
            case seen.PlaybackFinished(playback=playback, state=state):
                channel, _, run = playback.rpartition(".")
                # A phone that hangs up ends the playback before its channel goes, as failed.
                ended = partial(steps.played, whole=state is seen.PlaybackState.DONE)
                return channel in self._sessions and self._take(channel, partial(ended, run=int(run)))
            case seen.ChannelDestroyed(channel=channel):
                # Whoever counts the phones in use must hear of it too.
                self._forget(channel.id)
        return False

    def _chosen(self, agent: str, phone: str, number: str) -> Box | None:
        boxes = self._centre.directory.now.boxes.values()
        if number:
            return next((box for box in boxes if box.dial == number), None)
        own = (box for box in boxes if agent and box.agent == agent)
        allowed = (box for box in boxes if box.heard_by(agent) or phone in box.phones)
        return next(own, None) or next(allowed, None)

    def _trusted(self, box: Box, agent: str, phone: str) -> bool:
        return box.own_phone and (box.heard_by(agent) or phone in box.phones)

    def _take(self, channel: str, step: Callable[[Listening], Step]) -> bool:
        if (session := self._sessions.get(channel)) is None:
            return False
        self._go(session, step(session.now))
        return True

    def _go(self, session: _Session, step: Step) -> None:
        before, (session.now, orders) = session.now, step
        for order in orders:
            self._obey(session, order, before.run)

    def _obey(self, session: _Session, order: steps.Order, before: int) -> None:
        match order:
            case steps.Tell(run, parts):
                if before:
                    self._send(ari.stop_playback(f"{session.channel}.{before}"))
                media = [item for part in parts for item in self._media(session, part)]
                self._send(ari.play(session.channel, f"{session.channel}.{run}", media, session.language))
            case steps.HangUp():
                self._send(ari.hangup(session.channel))
            case steps.CallBack(number):
                channel, node, phone = session.channel, session.node, session.phone
                self._send(ari.stop_playback(f"{channel}.{before}"))
                self._forget(channel)
                self._desk.run_input(self._centre.calls.dialled, channel, node, phone, number)
            case steps.CheckPin(pin):
                self._beside(session, self._check(session, pin))
            case steps.Load():
                self._beside(session, self._load(session))
            case steps.Fetch(message):
                self._send(ari.stop_playback(f"{session.channel}.{before}"))
                self._beside(session, self._fetch(session, message))
            case steps.Heard(message):
                self._beside(session, self._ask(session, "voicemail.heard", message))
            case steps.Remove(message):
                self._beside(session, self._ask(session, "voicemail.delete", message, reason="deleted at a phone"))

    def _media(self, session: _Session, part: steps.Part) -> list[str]:
        match part:
            case steps.Spoken(prompt):
                return [f"sound:{prompt}"]
            case steps.Value(form, text):
                return [f"sound:{prompt}" for prompt in read_aloud(form, text, session.language) or ()]
            case steps.Left(message):
                at = message.left_at.astimezone(self._desk.zone)
                said = (("date", at.date().isoformat()), ("time", at.strftime("%H:%M")))
                return [item for form, text in said for item in self._media(session, steps.Value(form, text))]
            case steps.Audio():
                return [f"recording:{session.audio}"]

    async def _check(self, session: _Session, pin: str) -> None:
        right = await asyncio.to_thread(pins.right, pin, session.box.pin)
        now, name = self._desk.clock(), session.box.name
        if right:
            self._wrong.pop(name, None)
        else:
            self._wrong.setdefault(name, []).append(now)
            self._desk.book(facts.pin_refused(name, session.phone, now))
        if not right and pins.locked_until(self._wrong[name], now):
            self._go(session, steps.turned_away(session.now, "voicemail-locked"))
        else:
            self._go(session, steps.checked(session.now, right=right))

    async def _load(self, session: _Session) -> None:
        async with self._desk.jobs() as jobs:
            rows = await jobs.call("voicemail.list", box=session.box.name, limit=MOST)
        self._go(session, steps.loaded(session.now, tuple(_message(row) for row in rows)))

    async def _fetch(self, session: _Session, message: Message) -> None:
        async with self._desk.jobs() as jobs:
            laid_out = await jobs.call("voicemail.fetch", id=str(message.id), agent=session.agent)
        self._clear(session)
        if session.channel in self._sessions:
            session.audio = laid_out["name"]
            self._go(session, steps.fetched(session.now))
        else:
            self._send(ari.delete_recording(laid_out["name"]))

    async def _ask(self, session: _Session, command: str, message: Message, **more: Any) -> None:
        async with self._desk.jobs() as jobs:
            await jobs.call(command, id=str(message.id), agent=session.agent, **more)

    def _beside(self, session: _Session, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(session, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, session: _Session, work: Coroutine[Any, Any, None]) -> None:
        """Without the jobs nothing can be heard; the phone is told so."""
        try:
            await work
        except (Refusal, OSError) as fault:
            logger.warning("voicemail at phone %s: %s", session.phone, fault)
            if session.channel in self._sessions:
                self._go(session, steps.turned_away(session.now, "technical-trouble"))

    def _forget(self, channel: str) -> None:
        if session := self._sessions.pop(channel, None):
            self._clear(session)

    def _clear(self, session: _Session) -> None:
        """Nothing stays in clear once it has been played."""
        if session.audio:
            self._send(ari.delete_recording(session.audio))
        session.audio = ""

    def _send(self, request: Any) -> None:
        self._desk.client().send(request).add_done_callback(_noted)


def _noted(answer: "asyncio.Future[Any]") -> None:
    """A phone that is gone needs nothing more."""
    if not answer.cancelled() and not answer.exception() and answer.result().status >= 500:
        logger.warning("Asterisk answers %s", answer.result().status)


def _message(row: Mapping[str, Any]) -> Message:
    return Message(
        UUID(row["id"]),
        row["box"],
        UUID(row["contact"]),
        row["caller"],
        datetime.fromisoformat(row["left_at"]),
        row["duration_ms"],
        UUID(row["recording"]),
        Standing(row["standing"]),
    )
