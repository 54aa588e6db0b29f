"""The verbs of telephony as ARI requests. Ids may hold any character; texts may come from outside."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from appliance.telephony.ari.codec import Request

_WITHHELD = "prohib_not_screened"
NORMAL_CLEARING = 16
"""ITU-T Q.850: the call ends because one of its users wants so."""


def answer(channel: str) -> Request:
    return _on_channel("POST", channel, "answer")


def hangup(channel: str, cause: int = NORMAL_CLEARING) -> Request:
    """End the channel with a cause of ITU-T Q.850, which the network or the phone is told."""
    return Request("DELETE", _path("channels", channel), {"reason_code": cause})


def ring(channel: str) -> Request:
    """Tell the caller that somebody is being rung, without answering."""
    return _on_channel("POST", channel, "ring")


def stop_ring(channel: str) -> Request:
    return _on_channel("DELETE", channel, "ring")


def hold(channel: str) -> Request:
    return _on_channel("POST", channel, "hold")


def unhold(channel: str) -> Request:
    return _on_channel("DELETE", channel, "hold")


def start_music(channel: str, music: str = "default") -> Request:
    return _on_channel("POST", channel, "moh", {"mohClass": music})


def stop_music(channel: str) -> Request:
    return _on_channel("DELETE", channel, "moh")


def start_silence(channel: str) -> Request:
    """Send silent audio, so that a far end that wants a steady stream keeps the call."""
    return _on_channel("POST", channel, "silence")


def stop_silence(channel: str) -> Request:
    return _on_channel("DELETE", channel, "silence")


def play(channel: str, playback: str, media: Sequence[str], language: str = "") -> Request:
    """Play the media URIs (`sound:NAME`, `tone:NAME`) one after the other; PlaybackFinished names `playback`."""
    query: dict[str, str | int] = {"media": ",".join(media), "playbackId": playback}
    return _on_channel("POST", channel, "play", query | _given(lang=language))


def play_in_bridge(bridge: str, playback: str, media: Sequence[str], language: str = "") -> Request:
    """Like `play`, to everybody in a bridge."""
    query: dict[str, str | int] = {"media": ",".join(media), "playbackId": playback}
    return Request("POST", _path("bridges", bridge, "play"), query | _given(lang=language))


def mute(channel: str) -> Request:
    """Nobody hears what comes from the channel any more."""
    return _on_channel("POST", channel, "mute", {"direction": "in"})


def unmute(channel: str) -> Request:
    return _on_channel("DELETE", channel, "mute", {"direction": "in"})


def spy(channel: str, snoop: str, app: str, args: Sequence[str]) -> Request:
    """Make a channel `snoop` in `app` that hears both directions of `channel`; its far end hears what is sent to it.

    What hears a channel hears nothing of what is whispered there: no echo, and nothing of it in a recording.
    """
    query: dict[str, str | int] = {"spy": "both", "whisper": "out", "app": app, "appArgs": ",".join(args)}
    return Request("POST", _path("channels", channel, "snoop", snoop), query)


def whisper(channel: str, snoop: str, app: str, args: Sequence[str]) -> Request:
    """Make a channel `snoop` in `app`; what is sent to it the far end of `channel` hears, and nobody else."""
    query: dict[str, str | int] = {"spy": "none", "whisper": "out", "app": app, "appArgs": ",".join(args)}
    return Request("POST", _path("channels", channel, "snoop", snoop), query)


def stop_playback(playback: str) -> Request:
    return Request("DELETE", _path("playbacks", playback))


def control_playback(playback: str, operation: str) -> Request:
    """`operation` is restart, reverse, forward, pause or unpause."""
    return Request("POST", _path("playbacks", playback, "control"), {"operation": operation})


def record(channel: str, recording: str, longest: int) -> Request:
    """Record what the channel says to a WAV until # is pressed, `longest` seconds at most; replaces an older one."""
    ends: dict[str, str | int] = {"maxDurationSeconds": longest, "terminateOn": "#"}
    return _on_channel("POST", channel, "record", ends | {"name": recording, "format": "wav", "ifExists": "overwrite"})


def take_down(channel: str, recording: str, longest: int) -> Request:
    """Record what the channel says as bare samples (16 bit, 8 kHz, `.sln`), until it is stopped or ends."""
    ends: dict[str, str | int] = {"maxDurationSeconds": longest, "terminateOn": "#"}
    return _on_channel("POST", channel, "record", ends | {"name": recording, "format": "sln", "ifExists": "fail"})


def stop_recording(recording: str) -> Request:
    """End it and keep what it has."""
    return Request("POST", _path("recordings", "live", recording, "stop"))


def delete_recording(recording: str) -> Request:
    return Request("DELETE", _path("recordings", "stored", recording))


def transfer_progress(channel: str, state: str) -> Request:
    """Tell a phone that asked for a transfer: `channel_progress`, `channel_answered`, `channel_declined`, ..."""
    return _on_channel("POST", channel, "transfer_progress", {"states": state})


def get_variable(channel: str, name: str) -> Request:
    """The answer's body is `{"value": text}`."""
    return _on_channel("GET", channel, "variable", {"variable": name})


def set_variable(channel: str, name: str, value: str) -> Request:
    return _on_channel("POST", channel, "variable", {"variable": name, "value": value})


def get_global(name: str) -> Request:
    """A global variable, or a dialplan function that needs no channel; the answer's body is `{"value": text}`."""
    return Request("GET", "asterisk/variable", {"variable": name})


def set_global(name: str, value: str) -> Request:
    """Set a global variable, or write a dialplan function that needs no channel."""
    return Request("POST", "asterisk/variable", {"variable": name, "value": value})


def create_leg(
    channel: str,
    endpoint: str,
    app: str,
    *,
    args: Sequence[str] = (),
    shown_number: str = "",
    shown_name: str = "",
    originator: str = "",
    variables: Mapping[str, str] | None = None,
) -> Request:
    """Make a leg to `endpoint` (`PJSIP/8001`) that is to be dialled once it has entered `app`.

    Its phone shows `shown_number` and `shown_name`, unless `dial` names a caller: then that one's.
    `originator` is the channel whose codecs and account the leg takes over.
    """
    query = {"endpoint": endpoint, "app": app, "channelId": channel}
    shown = _given(**{"CONNECTEDLINE(num)": shown_number, "CONNECTEDLINE(name)": shown_name})
    asked = {**shown, **(variables or {})}
    return Request(
        "POST",
        "channels/create",
        query | _given(appArgs=",".join(args), originator=originator),
        {"variables": asked} if asked else None,
    )


def call_into(channel: str, endpoint: str, context: str, timeout: int, variables: Mapping[str, str]) -> Request:
    """Ring `endpoint` for `timeout` seconds; the channel goes to extension s of a dialplan context when answered.

    Asterisk goes wherever a SIP endpoint redirects to: this is for lines only. It names no originator, whose own number
    would be shown in place of that of the `variables`.
    """
    query: dict[str, str | int] = {
        "endpoint": endpoint,
        "context": context,
        "extension": "s",
        "channelId": channel,
        "timeout": timeout,
    }
    body = {"variables": dict(variables)} if variables else None
    return Request("POST", "channels", query, body)


def leave_for(channel: str, context: str, extension: str = "s") -> Request:
    """Send the channel out of the application, and of any bridge, into the dialplan."""
    return _on_channel("POST", channel, "continue", {"context": context, "extension": extension, "priority": 1})


def shows(number: str, *, hidden: bool = False) -> dict[str, str]:
    """Variables of a new leg: the number that the called party sees; a hidden one only the carrier does."""
    presented = {"CONNECTEDLINE(num,i)": number} if number else {}
    withheld = {"CONNECTEDLINE(num-pres,i)": _WITHHELD, "CONNECTEDLINE(name-pres,i)": _WITHHELD}
    return presented | (withheld if hidden else {})


def picks_up(alert_info: str = "", *, urgent: bool = False) -> dict[str, str]:
    """Variables of a new leg by which phones of any make pick up by themselves (RFC 5373, and what came before it)."""
    mode = "Priv-Answer-Mode" if urgent else "Answer-Mode"
    headers = {"Call-Info": "<sip:callstead>;answer-after=0", mode: "Auto", "Alert-Info": alert_info}
    return {f"PJSIP_HEADER(add,{name})": text for name, text in headers.items() if text}


def dial(channel: str, timeout: int, caller: str = "") -> Request:
    """Ring a created leg for `timeout` seconds; refused with 409 before it has entered the application."""
    return _on_channel("POST", channel, "dial", {"timeout": timeout} | _given(caller=caller))


def create_bridge(bridge: str, kind: str = "mixing") -> Request:
    return Request("POST", _path("bridges", bridge), {"type": kind})


def add_to_bridge(bridge: str, channels: Sequence[str]) -> Request:
    return Request("POST", _path("bridges", bridge, "addChannel"), {"channel": ",".join(channels)})


def remove_from_bridge(bridge: str, channels: Sequence[str]) -> Request:
    return Request("POST", _path("bridges", bridge, "removeChannel"), {"channel": ",".join(channels)})


def destroy_bridge(bridge: str) -> Request:
    """The channels in it live on."""
    return Request("DELETE", _path("bridges", bridge))


def set_password(account: str, password: str) -> Request:
    """Keep the password of a SIP account in Asterisk's memory, in place of one before; it ends with Asterisk."""
    given = {"auth_type": "userpass", "username": account, "password": password}
    fields = [{"attribute": name, "value": value} for name, value in given.items()]
    return Request("PUT", _auth(account), body={"fields": fields})


def drop_password(account: str) -> Request:
    return Request("DELETE", _auth(account))


def _auth(account: str) -> str:
    return _path("asterisk", "config", "dynamic", "res_pjsip", "auth", account)


def _on_channel(method: str, channel: str, operation: str, query: Mapping[str, str | int] | None = None) -> Request:
    return Request(method, _path("channels", channel, operation), query or {})


def _path(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _given(**values: str) -> dict[str, str | int]:
    return {name: value for name, value in values.items() if value}
