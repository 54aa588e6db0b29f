"""Telephone keys as RTP events (RFC 4733), in the packets that SIPp's audio player can send.

SIPp's own `play_dtmf` needs a raw socket and cannot share a call with `rtp_stream`. Its player, told that
payload type 101 is iLBC, sends 50 bytes each 30 ms from an ordinary socket, encrypted where the call is, so
a file of 50-byte events is a key press. The player moves the timestamp with each packet, where RFC 4733
holds it still, so the end is sent once: repeated, it would be a second key.
"""

import struct

KEYS = "0123456789*#ABCD"
PAYLOAD_TYPE = 101
PLAYED_AS = "iLBC/8000"
PACKET_BYTES = 50
PACKET_MS = 30
PACKETS = 6
PRESS_MS = PACKETS * PACKET_MS

_TICKS = 8 * PACKET_MS
_VOLUME = 10
_END = 0x80


def event_file(key: str) -> bytes:
    """What SIPp plays to press `key` for 180 ms; one of 0-9, *, #, A-D."""
    return b"".join(_packet(key, number) for number in range(1, PACKETS + 1))


def file_name(key: str) -> str:
    """A plain file name for `key`."""
    return f"key-{KEYS.index(key):02d}.rtp"


def _packet(key: str, number: int) -> bytes:
    flags = _VOLUME | (_END if number == PACKETS else 0)
    return struct.pack("!BBH", KEYS.index(key), flags, number * _TICKS).ljust(PACKET_BYTES, b"\0")
