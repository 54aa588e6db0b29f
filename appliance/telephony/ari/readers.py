"""One small reader for each event type that a call engine needs; every other type is filtered out at its source."""

from collections.abc import Callable, Mapping

from appliance.telephony.ari import events
from appliance.telephony.ari.streams import stream
from appliance.telephony.ari.transmissions import outcome
from appliance.telephony.ari.values import (
    Json,
    bridge,
    channel,
    endpoint,
    identity,
    moment,
    named,
    number,
    optional_number,
    text,
    texts,
)

_contact_status = named(events.ContactStatus)
_dial_status = named(events.DialStatus)
_endpoint_state = named(events.EndpointState)
_playback_state = named(events.PlaybackState)


def _entered(raw: Json) -> events.ChannelEntered:
    replaced = identity(raw["replace_channel"]) if "replace_channel" in raw else None
    return events.ChannelEntered(moment(raw["timestamp"]), channel(raw["channel"]), texts(raw["args"]), replaced)


def _left(raw: Json) -> events.ChannelLeft:
    return events.ChannelLeft(moment(raw["timestamp"]), channel(raw["channel"]))


def _created(raw: Json) -> events.ChannelCreated:
    return events.ChannelCreated(moment(raw["timestamp"]), channel(raw["channel"]))


def _state_changed(raw: Json) -> events.ChannelStateChanged:
    return events.ChannelStateChanged(moment(raw["timestamp"]), channel(raw["channel"]))


def _destroyed(raw: Json) -> events.ChannelDestroyed:
    return events.ChannelDestroyed(
        moment(raw["timestamp"]),
        channel(raw["channel"]),
        number(raw, "cause"),
        text(raw, "cause_txt"),
        optional_number(raw, "tech_cause"),
        stream(raw["channel"].get("channelvars", {})),
        outcome(raw["channel"].get("channelvars", {})),
    )


def _hangup(raw: Json) -> events.HangupRequested:
    return events.HangupRequested(
        moment(raw["timestamp"]),
        identity(raw["channel"]),
        optional_number(raw, "cause"),
        raw.get("soft") is True,
    )


def _digit(raw: Json) -> events.DigitReceived:
    return events.DigitReceived(
        moment(raw["timestamp"]), identity(raw["channel"]), text(raw, "digit"), number(raw, "duration_ms")
    )


def _held(raw: Json) -> events.HoldChanged:
    return events.HoldChanged(moment(raw["timestamp"]), identity(raw["channel"]), held=True)


def _resumed(raw: Json) -> events.HoldChanged:
    return events.HoldChanged(moment(raw["timestamp"]), identity(raw["channel"]), held=False)


def _transfer(raw: Json) -> events.TransferAsked:
    to, by = raw["refer_to"], raw["referred_by"]
    replaces = identity(to["destination_channel"]) if "destination_channel" in to else ""
    number = text(to["requested_destination"], "destination")
    return events.TransferAsked(
        moment(raw["timestamp"]), identity(by["source_channel"]), number, replaces, text(raw, "state")
    )


def _played(raw: Json) -> events.PlaybackFinished:
    playback = raw["playback"]
    return events.PlaybackFinished(
        moment(raw["timestamp"]),
        identity(playback),
        text(playback, "target_uri"),
        _playback_state(text(playback, "state")),
    )


def _recorded(raw: Json) -> events.RecordingEnded:
    return _recording(raw, kept=True)


def _not_recorded(raw: Json) -> events.RecordingEnded:
    return _recording(raw, kept=False)


def _recording(raw: Json, *, kept: bool) -> events.RecordingEnded:
    what = raw["recording"]
    return events.RecordingEnded(moment(raw["timestamp"]), text(what, "name"), text(what, "target_uri"), kept)


def _talking(raw: Json) -> events.TalkingStarted:
    return events.TalkingStarted(moment(raw["timestamp"]), identity(raw["channel"]))


def _silent(raw: Json) -> events.TalkingFinished:
    return events.TalkingFinished(moment(raw["timestamp"]), identity(raw["channel"]), number(raw, "duration"))


def _contact(raw: Json) -> events.ContactStatusChanged:
    info = raw["contact_info"]
    return events.ContactStatusChanged(
        moment(raw["timestamp"]),
        endpoint(raw["endpoint"]),
        text(info, "aor"),
        text(info, "uri"),
        _contact_status(text(info, "contact_status")),
    )


def _endpoint(raw: Json) -> events.EndpointStateChanged:
    place = raw["endpoint"]
    return events.EndpointStateChanged(moment(raw["timestamp"]), endpoint(place), _endpoint_state(text(place, "state")))


def _dial(raw: Json) -> events.DialProgress:
    caller = identity(raw["caller"]) if "caller" in raw else None
    return events.DialProgress(
        moment(raw["timestamp"]), identity(raw["peer"]), caller, _dial_status(text(raw, "dialstatus"))
    )


def _joined(raw: Json) -> events.ChannelEnteredBridge:
    return events.ChannelEnteredBridge(moment(raw["timestamp"]), bridge(raw["bridge"]), identity(raw["channel"]))


def _parted(raw: Json) -> events.ChannelLeftBridge:
    return events.ChannelLeftBridge(moment(raw["timestamp"]), bridge(raw["bridge"]), identity(raw["channel"]))


def _bridge_gone(raw: Json) -> events.BridgeDestroyed:
    return events.BridgeDestroyed(moment(raw["timestamp"]), identity(raw["bridge"]))


def _replaced(raw: Json) -> events.ApplicationReplaced:
    return events.ApplicationReplaced(moment(raw["timestamp"]))


READERS: Mapping[str, Callable[[Json], events.AriEvent]] = {
    "StasisStart": _entered,
    "StasisEnd": _left,
    "ChannelCreated": _created,
    "ChannelStateChange": _state_changed,
    "ChannelDestroyed": _destroyed,
    "ChannelHangupRequest": _hangup,
    "ChannelDtmfReceived": _digit,
    "ChannelHold": _held,
    "ChannelUnhold": _resumed,
    "ChannelTransfer": _transfer,
    "ChannelTalkingStarted": _talking,
    "ChannelTalkingFinished": _silent,
    "PlaybackFinished": _played,
    "RecordingFinished": _recorded,
    "RecordingFailed": _not_recorded,
    "ContactStatusChange": _contact,
    "EndpointStateChange": _endpoint,
    # Asterisk 22 tells a PJSIP endpoint's change of state as this one, never as EndpointStateChange.
    "PeerStatusChange": _endpoint,
    "Dial": _dial,
    "ChannelEnteredBridge": _joined,
    "ChannelLeftBridge": _parted,
    "BridgeDestroyed": _bridge_gone,
    "ApplicationReplaced": _replaced,
}
