"""Listening to a channel, both ways, without touching it: pseudo channels that monitor it (dahdi/user.h, SETCONF).

Calls, and the program that has the channel, notice nothing; what listened is gone when it is closed, also by a kill.
"""

import fcntl
import os
import select
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PSEUDO = "dev/dahdi/pseudo"
RATE = 8000
SILENCE = 0xD5
"""A-law's octet for nothing."""
_SETCONF, _SETLAW, _SET_BUFINFO, _FLUSH = 0xC00CDA0D, 0x4004DA27, 0x4018DA1B, 0x4004DA03
_CONFERENCE, _NUMBER, _BUFFERS = (struct.Struct(form) for form in ("<3i", "<i", "<6i"))
_RECEIVED, _SENT = 1, 2
_A_LAW, _FLUSH_READ = 2, 1
_IMMEDIATE, _COUNT, _SIZE = 0, 32, 1024


class DeafError(Exception):
    """The channel cannot be listened to: no such channel, no driver, no right to it, or nothing that keeps time."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What passed on a channel at the same time, A-law at 8 kHz; `received` is after our echo canceller."""

    received: bytes
    sent: bytes


def listen(channel: int, seconds: float, root: Path = Path("/")) -> Heard:
    """Both directions from now on, for so long; raises DeafError."""
    wanted = round(seconds * RATE)
    try:
        with ExitStack() as ears:
            sent, received = (ears.enter_context(_ear(root / PSEUDO, channel, way)) for way in (_SENT, _RECEIVED))
            for ear in (sent, received):
                fcntl.ioctl(ear, _FLUSH, _NUMBER.pack(_FLUSH_READ))
            heard = {sent: b"", received: b""}
            _fill(heard, wanted, time.monotonic() + 2 * seconds + 1)
            return Heard(heard[received][:wanted], heard[sent][:wanted])
    except OSError as fault:
        raise DeafError(fault.strerror or repr(fault)) from fault


def _fill(heard: dict[int, bytes], wanted: int, deadline: float) -> None:
    while short := [ear for ear, data in heard.items() if len(data) < wanted]:
        if (left := deadline - time.monotonic()) <= 0:
            raise DeafError("no audio")
        for ear in select.select(short, [], [], left)[0]:
            heard[ear] += os.read(ear, _SIZE)


@contextmanager
def _ear(device: Path, channel: int, way: int) -> Iterator[int]:
    ear = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(ear, _SETLAW, _NUMBER.pack(_A_LAW))
        fcntl.ioctl(ear, _SET_BUFINFO, _BUFFERS.pack(_IMMEDIATE, _IMMEDIATE, _COUNT, _SIZE, 0, 0))
        fcntl.ioctl(ear, _SETCONF, _CONFERENCE.pack(0, channel, way))
        yield ear
    finally:
        os.close(ear)
