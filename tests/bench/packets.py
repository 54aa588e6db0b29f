"""Counts of audio packets at one moment: as Asterisk's channels count them, and as the kernel dropped them."""

import re
from dataclasses import dataclass
from pathlib import Path

from drivers.simulated.sip.network import CARRIER_MEDIA, PHONES_MEDIA

_CHANNEL = re.compile(r"\d\d:\d\d:\d\d +\S+ +(\d+) +(\d+) +\d+ +[\d.]+ +(\d+) ")
_PORT, _DROPS = 1, -1


@dataclass(frozen=True, slots=True)
class Packets:
    """Sums over all channels. `missed` are gaps in the sequence numbers of what was received (RFC 3550, A.3).

    `dropped` came to a simulated end whose receive buffer was full.
    """

    channels: int
    received: int
    missed: int
    sent: int
    dropped: int

    def since(self, before: "Packets") -> "Packets":
        """What has come to it since `before`, over the channels of now."""
        return Packets(
            self.channels,
            self.received - before.received,
            self.missed - before.missed,
            self.sent - before.sent,
            self.dropped - before.dropped,
        )

    @property
    def due(self) -> int:
        """What both ends have sent, and so should hear from each other."""
        return self.received + self.missed

    @property
    def loss(self) -> float:
        """The share (0 to 1) of it that the other end did not hear."""
        return max(0.0, 1 - (self.sent - self.dropped) / self.due) if self.due else 1.0


def read(channel_statistics: str) -> Packets:
    """The counts of Asterisk's `pjsip show channelstats`, with the kernel's of this moment."""
    rows = [tuple(map(int, match)) for match in _CHANNEL.findall(channel_statistics)]
    received, missed, sent = (sum(row[column] for row in rows) for column in range(3))
    return Packets(len(rows), received, missed, sent, _dropped(Path("/proc/net/udp").read_text()))


def _dropped(sockets: str) -> int:
    """Datagrams that the media sockets of simulated callers and phones had no room for (proc_net(5))."""
    total = 0
    for line in sockets.splitlines()[1:]:
        words = line.split()
        port = int(words[_PORT].rpartition(":")[2], 16)
        if any(first <= port <= last for first, last in (CARRIER_MEDIA, PHONES_MEDIA)):
            total += int(words[_DROPS])
    return total
