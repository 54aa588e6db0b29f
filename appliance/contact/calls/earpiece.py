"""What supervisors in calls ask of the media node, as commands."""

from appliance.contact.calls.commands import (
    Announce,
    DropBridge,
    Enter,
    HangUp,
    Join,
    MakeBridge,
    Mute,
    Play,
    Spy,
    Summon,
    Unmute,
)
from appliance.contact.calls.ports import Media
from appliance.contact.paging.model import ALERT_INFO

TONE = "beep"
SUMMON_SECONDS = 20


class Earpiece:
    """Media of supervisors."""

    def __init__(self, media: Media) -> None:
        self._media = media

    def summon(self, channel: str, phone: str, shown: str) -> None:
        self._media.send(Summon(channel, phone, shown, ALERT_INFO, False, SUMMON_SECONDS))

    def open(self, bridge: str) -> None:
        self._media.send(MakeBridge(bridge))

    def spy(self, snoop: str, into: str) -> None:
        self._media.send(Spy(snoop, into))

    def enter(self, bridge: str, channel: str) -> None:
        self._media.send(Enter(bridge, channel))

    def join(self, bridge: str, channel: str) -> None:
        self._media.send(Join(bridge, (channel,)))

    def mute(self, channel: str) -> None:
        self._media.send(Mute(channel))

    def unmute(self, channel: str) -> None:
        self._media.send(Unmute(channel))

    def tone(self, channel: str, language: str) -> None:
        self._media.send(Play(channel, f"{channel}-tone", (TONE,), language))

    def tone_to_all(self, bridge: str, language: str) -> None:
        self._media.send(Announce(bridge, f"{bridge}-tone", (TONE,), language))

    def hang_up(self, channel: str) -> None:
        self._media.send(HangUp(channel))

    def close(self, bridge: str) -> None:
        self._media.send(DropBridge(bridge))
