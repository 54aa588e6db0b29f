"""SIP messages out of Asterisk's log (res_pjsip_logger), without secrets, and as a file that Wireshark reads: pure."""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address

from appliance.node.lines.capture import packet

Network = IPv4Network | IPv6Network
_HEAD = re.compile(
    r"^\[(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\] .*?"
    r"<--- (?P<way>Transmitting|Received) SIP \w+ \((?P<size>\d+) bytes\) (?:to|from) "
    r"(?P<transport>\w+):\[?(?P<host>[0-9a-fA-F.:]+?)\]?:(?P<port>\d+) --->"
)
_SECRETS = (
    re.compile(r'(?mi)(?<=response=")[^"]*(?=")'),
    re.compile(r"(?mi)(?<=inline:)[A-Za-z0-9+/=]+"),
)
"""What a password could be guessed from (RFC 7616), and the keys of the audio (RFC 4568)."""
_TAG = struct.Struct(">HH")
_NAME, _V4, _V6, _PORT_TYPE, _PORT, _END = 12, (20, 21), (22, 23), 24, (25, 26), 0
_TCP, _UDP = 2, 3


@dataclass(frozen=True, slots=True)
class SipMessage:
    """A message as it passed, `sent` by us; `host` and `port` are the other end's."""

    at: datetime
    sent: bool
    transport: str
    host: str
    port: int
    text: str


class Messages:
    """Takes the lines of the log one by one; a message is whole when all of its bytes have come."""

    def __init__(self) -> None:
        self._head: re.Match[str] | None = None
        self._left, self._text = 0, list[str]()

    def take(self, line: str) -> SipMessage | None:
        """The message of which this is the last line."""
        if head := _HEAD.match(line):
            self._head, self._left, self._text = head, int(head["size"]), []
            return None
        if not self._head:
            return None
        self._text.append(line)
        self._left -= len(line.encode()) + 1
        return self._whole(self._head) if self._left <= 0 else None

    def _whole(self, head: re.Match[str]) -> SipMessage:
        self._head = None
        text = "\n".join(self._text) + ("\n" if self._left == 0 else "")
        at = datetime.fromisoformat(head["at"]).astimezone()
        sent = head["way"] == "Transmitting"
        return SipMessage(at, sent, head["transport"].lower(), head["host"], int(head["port"]), without_secrets(text))


def without_secrets(text: str) -> str:
    """The message with each secret replaced by as many x: its length, which a header tells, stays."""
    for secret in _SECRETS:
        text = secret.sub(lambda found: "x" * len(found[0]), text)
    return text


def of(networks: Iterable[Network], host: str) -> bool:
    """Whether an address is in one of the networks; what is none, as a message that forges the log may have, is not."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)


def recorded(message: SipMessage) -> bytes:
    """A message as a packet of an UPPER_PDU file, for Wireshark's dissector `sip`."""
    way = int(message.sent)
    address = ip_address(message.host)
    tags = (
        (_NAME, b"sip\x00"),
        ((_V4 if address.version == 4 else _V6)[way], address.packed),
        (_PORT_TYPE, struct.pack(">I", _UDP if message.transport.startswith("udp") else _TCP)),
        (_PORT[way], struct.pack(">I", message.port)),
        (_END, b""),
    )
    head = b"".join(_TAG.pack(tag, len(value)) + value for tag, value in tags)
    return packet(message.at, head + message.text.encode())
