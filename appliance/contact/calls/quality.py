"""How a leg sounded: what was counted of its audio in both directions, and the score that follows from it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from appliance.contact.calls.mos import mos

PACKET_MS = 20
"""The length of a packet of every codec that we offer."""


class Medium(StrEnum):
    """RTP over the network; TDM over a line, in step with the clock, where nothing is lost and nothing is counted."""

    RTP = "rtp"
    TDM = "tdm"


@dataclass(frozen=True, slots=True)
class Counted:
    """One direction: packets that came (or that we sent), those missed, and the jitter of their arrival.

    `lost` and `jitter_ms` are None as long as the receiver has not reported (RTCP, every 5 s).
    """

    packets: int = 0
    lost: int | None = None
    jitter_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """A leg's sound: `received` from its party, `sent` to it; `round_trip_ms` None when nobody told."""

    medium: Medium
    codec: str = ""
    received: Counted = field(default_factory=Counted)
    sent: Counted = field(default_factory=Counted)
    round_trip_ms: float | None = None


def told(audio: Audio) -> dict[str, Any]:
    """For the books, in JSON values. `mos` of the leg is the worse of its directions, None when neither is known."""
    if audio.medium is Medium.TDM:
        return {"medium": audio.medium.value}
    received = _told(audio, audio.received, audio.received.packets + (audio.received.lost or 0))
    sent = _told(audio, audio.sent, audio.sent.packets)
    scores = [each["mos"] for each in (received, sent) if each["mos"] is not None]
    return {
        "medium": audio.medium.value,
        "codec": audio.codec,
        "round_trip_ms": _rounded(audio.round_trip_ms),
        "received": received,
        "sent": sent,
        "mos": min(scores, default=None),
    }


def _told(audio: Audio, way: Counted, expected: int) -> dict[str, Any]:
    known = way.lost is not None and expected > 0
    loss = min(1.0, (way.lost or 0) / expected) if known else None
    return {
        "packets": way.packets,
        "lost": way.lost,
        "loss": None if loss is None else round(loss, 4),
        "jitter_ms": _rounded(way.jitter_ms),
        "mos": None if loss is None else mos(audio.codec, loss, _delay(audio, way)),
    }


def _delay(audio: Audio, way: Counted) -> float:
    """Half the round trip, the packet itself, and a buffer that takes twice the jitter."""
    return (audio.round_trip_ms or 0.0) / 2 + PACKET_MS + 2 * (way.jitter_ms or 0.0)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
