"""What passes on a signalling channel, out of Asterisk's log, and as a file that Wireshark reads: pure."""

import re
import struct
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

LINUX_LAPD, MTP2, UPPER_PDU = 177, 139, 252
"""Link types of pcap files: Q.921 frames with who sent them; signal units of Q.703 likewise; text for a dissector that
is named with it.
"""

_AT = r"^\[(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\] "
_FRAME = re.compile(_AT + r".*PRI Span: (?P<span>\d+) (?P<way>[<>]) \[ (?P<octets>(?:[0-9a-f]{2} )+)\]")
_UNIT = re.compile(_AT + r".*?\[(?P<linkset>\d+)\] Len = \d+ \[ (?P<octets>(?:[0-9a-f]{2} )+)\]")
_WAY = re.compile(r"\[(?P<linkset>\d+)\] (?P<way>[<>])\[")
_SAID = re.compile(_AT + r".*Chan (?P<channel>\d+) - (?P<text>.*)")

_SIGNAL = re.compile(r"(?P<kind>CAS|MF) (?P<way>Tx|Rx) (?:>>|<<) (?:\[(?P<bits>[A-Z ]+)\]|(?P<tone>\S+) \[ON\])")

_FILE = struct.Struct("<IHHiIII")
_RECORD = struct.Struct("<IIII")
_MTP2 = struct.Struct(">BBH")
_LAPD = struct.Struct(">HHH8sH")
_TAG = struct.Struct(">HH")
_TO_US, _BY_US = 0, 4
_ARPHRD_LAPD, _ETH_P_LAPD = 8445, 0x30
_DISSECTOR, _END = 12, 0
_TEXT = b"data-text-lines\x00"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a D-channel or a signal unit of SS7's link, without its check sequence; `sent` by us."""

    at: datetime
    sent: bool
    octets: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A line of openr2 about a channel: bits of CAS, MF tones, states."""

    at: datetime
    channel: int
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Bits of CAS (`cas`) by what they mean, or the number of a tone of the registers (`mf`); `sent` by us."""

    sent: bool
    kind: str
    what: str


def frames(lines: Iterable[str], span: int) -> Iterator[Frame]:
    """The frames of a span's D-channel, as libpri writes them (`pri set debug hex`)."""
    for line in lines:
        match = _FRAME.search(line)
        if match and int(match["span"]) == span:
            yield Frame(_moment(match), match["way"] == ">", bytes.fromhex(match["octets"]))


class Units:
    """The signal units on a linkset's links, as libss7 writes them: the octets, and some lines later whose they are."""

    def __init__(self, linkset: int) -> None:
        self._linkset = linkset
        self._unit: re.Match[str] | None = None

    def take(self, line: str) -> Iterator[Frame]:
        """The unit that is whole with this line of the log."""
        if (unit := _UNIT.search(line)) and int(unit["linkset"]) == self._linkset:
            self._unit = unit
        elif self._unit and (whose := _WAY.search(line)) and int(whose["linkset"]) == self._linkset:
            yield Frame(_moment(self._unit), whose["way"] == ">", bytes.fromhex(self._unit["octets"]))
            self._unit = None


def said(lines: Iterable[str], channels: Collection[int]) -> Iterator[Said]:
    """What openr2 says of these channels."""
    for line in lines:
        match = _SAID.search(line)
        if match and int(match["channel"]) in channels:
            yield Said(_moment(match), int(match["channel"]), match["text"].strip())


def signal(said: Said) -> Signal | None:
    """What openr2 says, as a signal; None for the end of a tone and for all else that it says."""
    if not (match := _SIGNAL.match(said.text)):
        return None
    what = match["bits"].strip().replace(" ", "-").lower() if match["bits"] else match["tone"]
    return Signal(match["way"] == "Tx", match["kind"].lower(), what)


def head(link: int) -> bytes:
    """How a pcap file of a link type begins (pcap file format, little-endian, microseconds)."""
    return _FILE.pack(0xA1B2C3D4, 2, 4, 0, 0, 65535, link)


def lapd(frame: Frame, network: bool) -> bytes:
    """A frame as a packet of a LINUX_LAPD file; `network` says which side of the line we are."""
    way = _BY_US if frame.sent else _TO_US
    return packet(frame.at, _LAPD.pack(way, _ARPHRD_LAPD, 1, bytes([network]), _ETH_P_LAPD) + frame.octets)


def mtp2(frame: Frame) -> bytes:
    """A signal unit as a packet of an MTP2 file: who sent it, no long sequence numbers, link 0."""
    return packet(frame.at, _MTP2.pack(frame.sent, 0, 0) + frame.octets)


def line(said: Said) -> bytes:
    """What openr2 said as a packet of an UPPER_PDU file."""
    text = f"channel {said.channel}: {said.text}\n".encode()
    return packet(said.at, _TAG.pack(_DISSECTOR, len(_TEXT)) + _TEXT + _TAG.pack(_END, 0) + text)


def packet(at: datetime, content: bytes) -> bytes:
    """A packet of a pcap file."""
    seconds = int(at.timestamp())
    return _RECORD.pack(seconds, at.microsecond, len(content), len(content)) + content


def _moment(match: re.Match[str]) -> datetime:
    """Asterisk writes the machine's local time."""
    return datetime.fromisoformat(match["at"]).astimezone()
