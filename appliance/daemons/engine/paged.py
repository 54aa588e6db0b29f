"""What pages and supervisors ask of the media node, as ARI requests."""

from collections.abc import Iterable
from typing import TypeAlias

from appliance.contact.calls import commands as the
from appliance.daemons.engine.endpoints import SIP, Endpoints
from appliance.telephony.ari import commands as ari
from appliance.telephony.ari.codec import Request

LEG, WHISPER, SPY = "leg", "whisper", "spy"
"""What marks a leg that is yet to be dialled, one that is heard in a call, and one that hears a call."""
MULTICAST = "MulticastRTP/basic/{}//c({})t({}){}"
SOUND_OF = "sound:{}"

OfPages: TypeAlias = (
    the.Summon
    | the.Multicast
    | the.Whisper
    | the.Spy
    | the.Mute
    | the.Unmute
    | the.MakeBridge
    | the.Enter
    | the.Announce
)


def paged(command: OfPages, app: str, phones: Endpoints) -> Iterable[Request]:
    """A telephone on a port cannot pick up by itself: it rings, and whoever lifts the receiver hears the page."""
    match command:
        case the.Summon(channel, phone, shown, alert_info, urgent):
            endpoint = phones.of(phone)
            headers = ari.picks_up(alert_info, urgent=urgent) if endpoint.startswith(SIP) else {}
            return (ari.create_leg(channel, endpoint, app, args=(LEG,), shown_number=shown, variables=headers),)
        case the.Multicast(channel, address, codec, ttl, source):
            out_of = f"i({source})" if source else ""
            return (ari.create_leg(channel, MULTICAST.format(address, codec, ttl, out_of), app, args=(LEG,)),)
        case the.Whisper(channel, into):
            return (ari.whisper(into, channel, app, (WHISPER,)),)
        case the.Spy(channel, into):
            return (ari.spy(into, channel, app, (SPY,)),)
        case the.Unmute(channel):
            return (ari.unmute(channel),)
        case the.Mute(channel):
            return (ari.mute(channel),)
        case the.MakeBridge(bridge):
            return (ari.create_bridge(bridge),)
        case the.Enter(bridge, channel):
            return (ari.add_to_bridge(bridge, (channel,)),)
        case the.Announce(bridge, run, prompts, language):
            media = [SOUND_OF.format(prompt) for prompt in prompts]
            return (ari.play_in_bridge(bridge, run, media, language),)
