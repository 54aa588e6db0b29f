"""How a channel sounded: from what Asterisk counted to what the books keep."""

from appliance.contact.calls.quality import Audio, Counted, Medium
from appliance.telephony.ari.events import AudioStream, ChannelDestroyed, Reported

LINE = "DAHDI/"


def audio(gone: ChannelDestroyed) -> Audio | None:
    """None for what is neither a line nor a stream that was set up."""
    if gone.channel.name.startswith(LINE):
        return Audio(Medium.TDM)
    return _streamed(gone.audio) if gone.audio else None


def _streamed(stream: AudioStream) -> Audio:
    return Audio(
        Medium.RTP,
        stream.codec,
        _counted(stream.received, stream.received_report),
        _counted(stream.sent, stream.sent_report),
        1000 * stream.round_trip_s or None,
    )


def _counted(packets: int, report: Reported | None) -> Counted:
    return Counted(packets, report.lost, 1000 * report.jitter_s) if report else Counted(packets)
