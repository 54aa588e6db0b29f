"""People who hear a recording at a phone."""

from collections.abc import AsyncGenerator, Callable
from functools import partial

from appliance.contact.recording import hearing as steps
from appliance.contact.recording.hearing import Hearing, Stage
from appliance.daemons.engine.rung import GONE, TOO_EARLY, RungPhones, Session
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request


class Hearings(RungPhones[Hearing, steps.Order]):
    """The phones at which somebody hears a recording now."""

    def __init__(self, client: Callable[[], AriClient], app: str, endpoint: Callable[[str], str]) -> None:
        # A key that is pressed before the playback has begun is nothing.
        super().__init__(client, app, endpoint, "hearing", steps, harmless=(GONE, TOO_EARLY))

    async def play(self, phone: str, file: str) -> AsyncGenerator[tuple[Hearing, int], None]:
        """Ring a phone and play `file` of Asterisk's recordings there: each stage, and how long it was heard (ms)."""
        session = Session(Hearing(), partial(_request, file))
        with self._rung(phone, session):
            now, began = session.now, 0.0
            yield now, 0
            while now.stage is not Stage.OVER:
                now, at = await session.stages.get()
                began = began or at
                yield now, int((at - began) * 1000)

    def on_event(self, event: seen.AriEvent) -> bool:
        match event:
            case seen.PlaybackFinished(playback=playback, state=state):
                # A phone that hangs up ends the playback before its channel goes, as failed.
                return self._take(playback, steps.played if state is seen.PlaybackState.DONE else steps.gone)
        return super().on_event(event)


def _request(file: str, name: str, order: steps.Order) -> Request:
    match order:
        case steps.Play():
            return ari.play(name, name, [f"recording:{file}"])
        case steps.Control(operation):
            return ari.control_playback(name, operation)
        case steps.HangUp():
            return ari.hangup(name)
