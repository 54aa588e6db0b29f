"""What somebody hears who waits, music and tones, as ARI requests."""

from typing import TypeAlias

from appliance.contact.calls import commands as the
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.codec import Request

OfWaiting: TypeAlias = the.StartMusic | the.StopMusic | the.StartRinging | the.StartTone | the.StopTone
TONE_ON = "tone.{}"
"""The playback of a tone on a channel."""


def heard(command: OfWaiting) -> Request:
    match command:
        case the.StartMusic(channel, music):
            return ari.start_music(channel, music)
        case the.StopMusic(channel):
            return ari.stop_music(channel)
        case the.StartRinging(channel):
            return ari.ring(channel)
        case the.StartTone(channel, tone):
            return ari.play(channel, TONE_ON.format(channel), [f"tone:{tone}"])
        case the.StopTone(channel):
            return ari.stop_playback(TONE_ON.format(channel))
