"""People who record a prompt at a phone."""

from collections.abc import AsyncGenerator, Callable
from functools import partial

from appliance.contact.prompts import dictation as steps
from appliance.contact.prompts.dictation import Dictation, Stage
from appliance.contact.prompts.errors import DictationAbandoned, DictationUnanswered
from appliance.daemons.engine.rung import RungPhones, Session
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari import events as seen
from appliance.telephony.ari.client import AriClient
from appliance.telephony.ari.codec import Request

LONGEST_SECONDS = 300


class Dictations(RungPhones[Dictation, steps.Order]):
    """The phones at which somebody records now."""

    def __init__(self, client: Callable[[], AriClient], app: str, endpoint: Callable[[str], str]) -> None:
        super().__init__(client, app, endpoint, "dictation", steps)

    async def record(self, phone: str, language: str) -> AsyncGenerator[tuple[Stage, str], None]:
        """Each stage with the name of the recording, the last one KEPT; raises why nothing was kept."""
        session = Session(Dictation(), partial(_request, language))
        last = Stage.RINGING
        try:
            with self._rung(phone, session):
                yield last, session.name
                while last is not Stage.KEPT and (now := (await session.stages.get())[0]).stage is not Stage.OVER:
                    yield (last := now.stage), session.name
        finally:
            if last is not Stage.KEPT:
                self._client().send(ari.delete_recording(session.name))
        if last is Stage.RINGING:
            raise DictationUnanswered(phone=phone)
        if last is not Stage.KEPT:
            raise DictationAbandoned(phone=phone)

    def on_event(self, event: seen.AriEvent) -> bool:
        match event:
            case seen.PlaybackFinished(playback=playback):
                name, _, run = playback.rpartition(".")
                return self.holds(name) and self._take(name, partial(steps.played, run=int(run)))
            case seen.RecordingEnded(recording=name, kept=kept):
                return self._take(name, steps.recorded if kept else steps.gone)
        return super().on_event(event)


def _request(language: str, name: str, order: steps.Order) -> Request:
    match order:
        case steps.Tell(run, prompts, recorded):
            media = [*([f"recording:{name}"] if recorded else []), *(f"sound:{prompt}" for prompt in prompts)]
            return ari.play(name, f"{name}.{run}", media, language)
        case steps.Stop(run):
            return ari.stop_playback(f"{name}.{run}")
        case steps.Record():
            return ari.record(name, name, LONGEST_SECONDS)
        case steps.HangUp():
            return ari.hangup(name)
