"""What Asterisk counted of a channel's audio, as variables of its last event tell it.

Asterisk sets RTPAUDIOQOS of a SIP channel once, when the channel is hung up; every event shows the variables that
ari.conf names, so that the figures come with the end of a leg and nobody has to ask for them.
"""

from appliance.telephony.ari.events import AudioStream, Reported
from appliance.telephony.ari.values import Json, text

FIGURES, CODEC = "RTPAUDIOQOS", "CHANNEL(audionativeformat)"
SHOWN = (FIGURES, CODEC)
"""The variables that ari.conf has to name."""
_WRAPPED = 1 << 31


def stream(variables: Json) -> AudioStream | None:
    """The figures of a channel that is gone; None for one that had no RTP. Raises ValueError on a strange text."""
    told = dict(item.split("=", 1) for item in text(variables, FIGURES).split(";") if item)
    if "rxcount" not in told:
        return None
    return AudioStream(
        codec=text(variables, CODEC).strip("()").partition("|")[0],
        received=int(told["rxcount"]),
        sent=int(told["txcount"]),
        # Jitter and score are called by who told them: rx came from the far end, tx is what Asterisk tells it.
        received_report=_report(told, "lp", "txjitter", "txmes"),
        sent_report=_report(told, "rlp", "rxjitter", "rxmes"),
        round_trip_s=float(told["rtt"]),
    )


def _report(told: dict[str, str], lost: str, jitter: str, score: str) -> Reported | None:
    """What a receiver reports of a stream (RFC 3550, section 6.4); all is 0 as long as there was no report."""
    count, seconds = int(told[lost]), float(told[jitter])
    if not (count or seconds or float(told[score])):
        return None
    # More packets than expected, doubles among them, are a negative loss.
    return Reported(count if count < _WRAPPED else 0, seconds)
