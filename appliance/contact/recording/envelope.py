"""The sealed file: a header in clear, then the audio in authenticated chunks; values and byte streams only.

    "CALLSTEAD" version(1)  header length(4, big endian)  header(JSON)  chunk 0 ... chunk n

Each chunk is AES-256-GCM under the file's own key: nonce = prefix(4) || index(8), additional data = SHA-256 of all
bytes before chunk 0 || index(8) || last(1). This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015):
a chunk opens only in its own file, at its own place, and the last one only as the last.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from appliance.contact.recording.audio import FORMAT

MAGIC = b"CALLSTEAD\x01"
ALGORITHM = "AES-256-GCM-STREAM"
KEY = 32
TAG = 16
CHUNK = 1 << 20
_LARGEST_CHUNK = 1 << 24
_LARGEST_HEADER = 4096
_PREFIX = 4


class EnvelopeDamagedError(ValueError):
    """The bytes are not a whole sealed file, or not the one that was sealed under this key."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a sealed file without opening it; `wrapped_key` is the data key under the box key.

    `pauses` are stretches in milliseconds in which nothing was recorded, silent in the audio.
    """

    recording: UUID
    key_id: str
    wrapped_key: bytes
    prefix: bytes = field(default_factory=lambda: secrets.token_bytes(_PREFIX))
    chunk: int = CHUNK
    audio: str = FORMAT
    pauses: tuple[tuple[int, int], ...] = ()

    def encode(self) -> bytes:
        """Everything before chunk 0."""
        values = {
            "algorithm": ALGORITHM,
            "audio": self.audio,
            "chunk": self.chunk,
            "key": self.key_id,
            "prefix": self.prefix.hex(),
            "recording": str(self.recording),
            "wrapped": self.wrapped_key.hex(),
            **({"pauses": [list(pause) for pause in self.pauses]} if self.pauses else {}),
        }
        text = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
        return MAGIC + struct.pack(">I", len(text)) + text


@dataclass(frozen=True, slots=True)
class _Cipher:
    """Closes and opens the chunks of one file; `bound` is the digest of all before chunk 0."""

    key: AESGCM
    prefix: bytes
    bound: bytes

    def close(self, index: int, last: bool, plain: bytes) -> bytes:
        place = struct.pack(">Q", index)
        return self.key.encrypt(self.prefix + place, plain, self.bound + place + bytes([last]))

    def open(self, index: int, last: bool, sealed: bytes) -> bytes:
        place = struct.pack(">Q", index)
        return self.key.decrypt(self.prefix + place, sealed, self.bound + place + bytes([last]))


def seal(header: Header, data_key: bytes, plain: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed file in pieces. Each of `plain` but the last has exactly `header.chunk` bytes; at least one is given.

    A data key seals one file only: nonces repeat from file to file.
    """
    start = header.encode()
    cipher = _Cipher(AESGCM(data_key), header.prefix, hashlib.sha256(start).digest())
    yield start
    for index, (piece, last) in enumerate(_with_last(plain)):
        if len(piece) > header.chunk or (len(piece) < header.chunk and not last):
            raise ValueError(f"chunk {index} has {len(piece)} bytes, not {header.chunk}")
        yield cipher.close(index, last, piece)


def read_header(stream: BinaryIO) -> tuple[Header, bytes]:
    """The header and all bytes before chunk 0; nothing of it is proven before a chunk opens."""
    fixed = stream.read(len(MAGIC) + 4)
    if len(fixed) != len(MAGIC) + 4 or not fixed.startswith(MAGIC):
        raise EnvelopeDamagedError("not a sealed recording of a known version")
    (length,) = struct.unpack(">I", fixed[len(MAGIC) :])
    if length > _LARGEST_HEADER or len(text := stream.read(length)) != length:
        raise EnvelopeDamagedError("the header is cut short")
    return _decoded(text), fixed + text


def unseal(stream: BinaryIO, header: Header, start: bytes, data_key: bytes) -> Iterator[bytes]:
    """The audio after `read_header`, each piece authenticated before it is given; raises EnvelopeDamagedError."""
    cipher = _Cipher(AESGCM(data_key), header.prefix, hashlib.sha256(start).digest())
    sealed = iter(lambda: stream.read(header.chunk + TAG), b"")
    index = -1
    for index, (piece, last) in enumerate(_with_last(sealed)):
        try:
            yield cipher.open(index, last, piece)
        except InvalidTag as fault:
            raise EnvelopeDamagedError(f"chunk {index} is not what was sealed there") from fault
    if index < 0:
        raise EnvelopeDamagedError("the audio is missing")


def plain_size(header: Header, start: bytes, size: int) -> int:
    """Bytes of audio in a sealed file of `size` bytes."""
    return max(0, size - len(start) - _chunks(header, start, size) * TAG)


def unseal_part(
    stream: BinaryIO, header: Header, start: bytes, data_key: bytes, size: int, place: range
) -> Iterator[bytes]:
    """The audio at `place` only, of a sealed file of `size` bytes; each chunk it touches is authenticated first."""
    cipher = _Cipher(AESGCM(data_key), header.prefix, hashlib.sha256(start).digest())
    chunks = _chunks(header, start, size)
    for index in range(place.start // header.chunk, min(chunks, -(-place.stop // header.chunk))):
        stream.seek(len(start) + index * (header.chunk + TAG))
        try:
            plain = cipher.open(index, index == chunks - 1, stream.read(header.chunk + TAG))
        except InvalidTag as fault:
            raise EnvelopeDamagedError(f"chunk {index} is not what was sealed there") from fault
        before = index * header.chunk
        yield plain[max(0, place.start - before) : place.stop - before]


def _chunks(header: Header, start: bytes, size: int) -> int:
    return -(-(size - len(start)) // (header.chunk + TAG))


def _decoded(text: bytes) -> Header:
    try:
        values: Mapping[str, Any] = json.loads(text)
        header = Header(
            recording=UUID(values["recording"]),
            key_id=str(values["key"]),
            wrapped_key=bytes.fromhex(values["wrapped"]),
            prefix=bytes.fromhex(values["prefix"]),
            chunk=int(values["chunk"]),
            audio=str(values["audio"]),
            pauses=tuple((int(start), int(end)) for start, end in values.get("pauses", ())),
        )
        known = values["algorithm"] == ALGORITHM and len(header.prefix) == _PREFIX
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise EnvelopeDamagedError("the header cannot be read") from fault
    if not known or not 0 < header.chunk <= _LARGEST_CHUNK:
        raise EnvelopeDamagedError("the header asks for an unknown algorithm or chunk size")
    return header


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    waiting: bytes | None = None
    for piece in pieces:
        if waiting is not None:
            yield waiting, False
        waiting = piece
    if waiting is not None:
        yield waiting, True
