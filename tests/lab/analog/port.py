"""A port of an exchange, played by hand: Asterisk sends no caller's number in DTMF, and reverses no idle line."""

import fcntl
import os
import select
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

DEVICE = "/dev/dahdi/channel"
LIMIT = 60.0
_SPECIFY, _HOOK, _POLARITY, _DIAL, _EVENT = 0x4004DA26, 0x4004DA07, 0x4004DA5C, 0x4104DA1F, 0x8004DA08
"""Requests to DAHDI (dahdi/user.h)."""
_NUMBER, _DIALLED = struct.Struct("<i"), struct.Struct("<i256s")
_ON_HOOK, _OFF_HOOK, _RING, _REPLACE = 0, 1, 5, 2


class Event(IntEnum):
    """What DAHDI tells of a port (dahdi/user.h)."""

    ON_HOOK = 1
    OFF_HOOK = 2
    DIALLED = 9


class Port:
    """The channel must be nobody's; `opened` gives it back."""

    def __init__(self, device: int) -> None:
        self._device = device

    def reverse(self, reversed_: bool = True) -> None:
        """Exchange the two wires, or put them back."""
        self._do(_POLARITY, int(reversed_))

    def dial(self, keys: str) -> None:
        """Send keys as tones, on the hook or off; return when all are sent."""
        fcntl.ioctl(self._device, _DIAL, _DIALLED.pack(_REPLACE, b"T" + keys.encode("ascii")))
        self.until(Event.DIALLED)

    def ring(self) -> None:
        """Ring in the country's cadence until the other end is off its hook."""
        self._do(_HOOK, _RING)
        self.until(Event.OFF_HOOK)
        self._do(_HOOK, _OFF_HOOK)

    def until(self, event: Event, limit: float = LIMIT) -> None:
        """Return when the other end has done that."""
        deadline = time.monotonic() + limit
        changes = select.poll()
        changes.register(self._device, select.POLLPRI)
        while self._next() != event:
            left = deadline - time.monotonic()
            assert left > 0, f"no {event.name}"
            changes.poll(left * 1000)

    def hang_up(self) -> None:
        self._do(_HOOK, _ON_HOOK)

    def _next(self) -> int:
        return int(_NUMBER.unpack(fcntl.ioctl(self._device, _EVENT, _NUMBER.pack(0)))[0])

    def _do(self, request: int, value: int) -> None:
        fcntl.ioctl(self._device, request, _NUMBER.pack(value))


@contextmanager
def opened(channel: int) -> Iterator[Port]:
    """The port of that channel, which ends on the hook."""
    device = os.open(DEVICE, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(device, _SPECIFY, _NUMBER.pack(channel))
        port = Port(device)
        yield port
        port.hang_up()
    finally:
        os.close(device)
