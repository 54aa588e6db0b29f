"""What pages ask of the media node, as commands."""

from appliance.contact.calls.commands import (
    Announce,
    Answer,
    DropBridge,
    Enter,
    HangUp,
    MakeBridge,
    Multicast,
    Mute,
    Play,
    Ring,
    Summon,
    Whisper,
)
from appliance.contact.calls.ports import Media
from appliance.contact.paging.model import PageGroup

TONE = "beep"
RING_SECONDS = 30
SUMMON_SECONDS = 20


class PageVoice:
    """Media of pages."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def answer(self, channel: str) -> None:
        self._media.send(Answer(channel))

    def tone(self, channel: str, run: str, language: str) -> None:
        self._media.send(Play(channel, run, (TONE,), language))

    def ring(self, channel: str, phone: str, shown: str) -> None:
        self._media.send(Ring(channel, phone, shown, RING_SECONDS, ""))

    def summon(self, channel: str, phone: str, group: PageGroup) -> None:
        shown = group.number or group.name
        self._media.send(Summon(channel, phone, shown, group.alert_info, group.emergency, SUMMON_SECONDS))

    def break_into(self, channel: str, into: str) -> None:
        self._media.send(Whisper(channel, into))

    def multicast(self, channel: str, address: str, group: PageGroup) -> None:
        self._media.send(Multicast(channel, address, group.codec, group.ttl, group.source))

    def open(self, bridge: str) -> None:
        self._media.send(MakeBridge(bridge))

    def hears(self, bridge: str, channel: str) -> None:
        self._media.send(Mute(channel), Enter(bridge, channel))

    def speaks(self, bridge: str, channel: str) -> None:
        self._media.send(Enter(bridge, channel))

    def say(self, bridge: str, run: str, prompts: tuple[str, ...], language: str) -> None:
        self._media.send(Announce(bridge, run, prompts, language))

    def hang_up(self, channel: str) -> None:
        self._media.send(HangUp(channel))

    def close(self, bridge: str) -> None:
        self._media.send(DropBridge(bridge))
