"""Recordings packed into a ZIP as they are read: each with its hash, a list, and sums that `sha256sum -c` checks."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from appliance.errors import Refusal
from manager.sheet import row

Pieces = Callable[[], Iterator[bytes]]
MANIFEST, SUMS = "manifest.csv", "SHA256SUMS"
PACKED = ("file", "sha256", "bytes", "missing")
"""What the list tells of each file itself; `missing` is the code of why it is not there."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be: its name, what the list tells of it, and where its bytes come from (they may be refused)."""

    name: str
    told: Sequence[str]
    pieces: Pieces


class _Sink(io.RawIOBase):
    """What was written since it was last taken; nothing can be sought in it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._held += piece
        return len(piece)

    def take(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


def packed(head: Sequence[str], items: Iterable[Item]) -> Iterator[bytes]:
    """The ZIP in pieces. What is refused is named in the list, and does not end the others."""
    sink, rows = _Sink(), list[Sequence[str]]()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            about = yield from _file(archive, sink, item)
            rows.append((*about, *item.told))
        listed = "\ufeff" + "".join(map(row, [(*PACKED, *head), *rows]))
        sums = "".join(f"{about[1]}  {about[0]}\n" for about in rows if not about[3])
        for name, text in ((MANIFEST, listed), (SUMS, sums)):
            archive.writestr(name, text.encode())
            yield sink.take()
    yield sink.take()


def _file(archive: zipfile.ZipFile, sink: _Sink, item: Item) -> Generator[bytes, None, tuple[str, str, str, str]]:
    """One file; what the list tells of it is returned."""
    digest, size, pieces = hashlib.sha256(), 0, item.pieces()
    try:
        first = next(pieces, b"")
    except Refusal as refusal:
        return item.name, "", "0", refusal.code
    missing = ""
    with archive.open(zipfile.ZipInfo(item.name), "w", force_zip64=True) as file:
        piece = first
        while piece:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            yield sink.take()
            try:
                piece = next(pieces, b"")
            except Refusal as refusal:
                missing, piece = refusal.code, b""
    return item.name, digest.hexdigest(), str(size), missing
