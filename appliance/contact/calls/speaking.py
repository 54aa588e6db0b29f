"""Phones that are spoken to outside of any call."""

from appliance.contact.calls.commands import Answer, HangUp, Play, StopPlay
from appliance.contact.calls.ports import Media


class PhoneVoice:
    """What codes ask of the media node, as commands."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def answer(self, channel: str) -> None:
        self._media.send(Answer(channel))

    def say(self, channel: str, run: str, prompts: tuple[str, ...], language: str) -> None:
        self._media.send(Play(channel, run, prompts, language))

    def stop(self, run: str) -> None:
        self._media.send(StopPlay(run))

    def hang_up(self, channel: str) -> None:
        self._media.send(HangUp(channel))
