"""From what Asterisk spools to a WAV: signed 16 bit, 8 kHz, two channels, agent left and caller right."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

RATE = 8000
FRAME = 4
WAV_HEADER = 44
FORMAT = "wav/pcm-s16le/8000/agent-left,caller-right"
TIFF = "image/tiff"
"""Pages of a fax, which last no time and are sealed as they are."""
_LARGEST = 0xFFFFFFFF


def frames(size: int) -> int:
    """Whole frames that hold `size` bytes of raw audio; a torn last frame counts."""
    return -(-size // FRAME)


def duration_ms(size: int, form: str = FORMAT) -> int:
    return 0 if form == TIFF else frames(size) * 1000 // RATE


def wav_header(size: int) -> bytes:
    """The 44 byte RIFF header before `size` bytes of samples; sizes beyond 4 GiB saturate, as players expect."""
    riff = struct.pack("<4sI4s", b"RIFF", min(size + WAV_HEADER - 8, _LARGEST), b"WAVE")
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, RATE, RATE * FRAME, FRAME, 16)
    return riff + form + struct.pack("<4sI", b"data", min(size, _LARGEST))


def plain_chunks(raw: BinaryIO, size: int, chunk: int) -> Iterator[bytes]:
    """`size` bytes as they are; raises EOFError when `raw` ends before."""
    left = size
    while left:
        if not (piece := raw.read(min(chunk, left))):
            raise EOFError(f"{left} bytes are gone")
        left -= len(piece)
        yield piece


def swap_sides(samples: bytes) -> bytes:
    """Left and right exchanged in interleaved 16-bit samples; a torn last frame is filled with silence."""
    pairs = np.frombuffer(whole_frames(samples), "<u4")
    return (pairs << 16 | pairs >> 16).tobytes()


def whole_frames(samples: bytes) -> bytes:
    """The samples with a torn last frame filled up with silence."""
    return samples + bytes(-len(samples) % FRAME)


def wav_chunks(raw: BinaryIO, size: int, chunk: int, *, swap: bool = True) -> Iterator[bytes]:
    """`size` bytes of spooled audio as a WAV in pieces of `chunk` bytes, the last one shorter.

    The recorded channel's own party is left in the spool: `swap` brings it to the right, where callers belong.
    `chunk` is a multiple of 4 above 44. Raises EOFError when `raw` ends before `size`.
    """
    piece, left, room = wav_header(frames(size) * FRAME), size, chunk - WAV_HEADER
    while left:
        samples = raw.read(min(room, left))
        if not samples:
            raise EOFError(f"{left} bytes of audio are gone")
        left -= len(samples)
        yield piece + (swap_sides(samples) if swap else whole_frames(samples))
        piece, room = b"", chunk
