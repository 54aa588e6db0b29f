"""The spool and the sealed files as folders of a POSIX file system, and the register's head as a file."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedReader, FileIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import numpy as np

from appliance.contact.recording.audio import TIFF
from appliance.contact.recording.model import SpooledAudio
from appliance.contact.recording.ports import RawAudio, SealedFile
from appliance.contact.recording.register import Head

_HEAD = re.compile(rb"([0-9]{1,15}) ([0-9a-f]{64})\n")


class AudioFolders:
    """AudioStore on two folders; `sealed` is made when it is not there, readable by its owner only."""

    def __init__(self, spool: Path, sealed: Path, *others: Path) -> None:
        """`others` are further spools whose audio is sealed into the same folder."""
        self._spool, self._others = spool, others
        self._sealed = sealed

    def claim(self, spooled: SpooledAudio, identity: UUID) -> SpooledAudio:
        if spooled.id:
            (self._spool / spooled.name).stat()
            return spooled
        claimed = spooled.claimed(identity)
        (self._spool / spooled.name).rename(self._spool / claimed.name)
        _sync_folder(self._spool)
        return claimed

    def open_raw(self, spooled: SpooledAudio) -> RawAudio:
        stream = (self._spool / spooled.name).open("rb")
        status = os.fstat(stream.fileno())
        return RawAudio(stream, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def remove_raw(self, spooled: SpooledAudio) -> None:
        (self._spool / spooled.name).unlink(missing_ok=True)

    def claimed(self) -> frozenset[UUID]:
        files = (entry for spool in (self._spool, *self._others) for entry in spool.glob("*.sealing"))
        waiting = (SpooledAudio.parse(entry.name) for entry in files)
        return frozenset(audio.id for audio in waiting if audio and audio.id)

    def write(self, name: str, pieces: Iterable[bytes]) -> SealedFile:
        part = self._part(name)
        _make_folder(part.parent)
        digest, size = hashlib.sha256(), 0
        try:
            with _writing(part) as file:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    _write_all(file, piece)
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return SealedFile(size, digest.hexdigest())

    def publish(self, name: str) -> None:
        self._part(name).replace(self._path(name))
        _sync_folder(self._path(name).parent)

    def open_sealed(self, name: str) -> BinaryIO:
        """Without following a link or waiting for the other end of a pipe that was put in its place."""
        return os.fdopen(os.open(self._path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")

    def remove_sealed(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        if self._path(name).parent.is_dir():
            _sync_folder(self._path(name).parent)

    def names(self) -> frozenset[str]:
        return frozenset(str(path.relative_to(self._sealed)) for path in self._files() if not _unfinished(path))

    def _files(self) -> Iterator[Path]:
        for folder, folders, files in os.walk(self._sealed):
            yield from (Path(folder, name) for name in files)
            yield from (Path(folder, name) for name in folders if Path(folder, name).is_symlink())

    def _part(self, name: str) -> Path:
        final = self._path(name)
        return final.with_name(f".{final.name}.part")

    def _path(self, name: str) -> Path:
        """Where `name` lies; a name that leads out of the folder is as good as missing."""
        path = self._sealed / name
        if ".." in path.parts or not path.is_relative_to(self._sealed):
            raise FileNotFoundError(f"{name} is not among the recordings")
        return path


class MessageFolders(AudioFolders):
    """The same where the spool holds one channel: the caller's, whose other side is silent."""

    def open_raw(self, spooled: SpooledAudio) -> RawAudio:
        raw = super().open_raw(spooled)
        samples = raw.size // 2
        return RawAudio(BufferedReader(_Widened(raw.stream, samples)), 4 * samples, raw.ended_at)


class PageFolders(AudioFolders):
    """The same where the spool holds the pages of faxes."""

    def open_raw(self, spooled: SpooledAudio) -> RawAudio:
        return replace(super().open_raw(spooled), form=TIFF)


class _Widened(RawIOBase):
    """One channel of 16-bit samples read as two, the second silent."""

    def __init__(self, mono: BinaryIO, samples: int) -> None:
        self._mono, self._left = mono, samples

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        wanted = min(len(target) // 4, self._left)
        pairs = np.frombuffer(self._mono.read(2 * wanted), "<u2").astype("<u4").tobytes()
        self._left -= wanted
        target[: len(pairs)] = pairs
        return len(pairs)

    def close(self) -> None:
        self._mono.close()
        super().close()


class StoreFolder(AudioFolders):
    """SealedFiles of one node in a folder that comes from elsewhere: what is not mounted has no mark and is refused."""

    MARK = "callstead.store"

    def __init__(self, folder: Path, node: str) -> None:
        super().__init__(folder / node, folder / node)

    def make(self) -> None:
        """Mark the folder as the store; it must be there. Repeatable."""
        if not self._sealed.parent.is_dir():
            raise FileNotFoundError(f"{self._sealed.parent} is not there")
        _make_folder(self._sealed)
        (self._sealed / self.MARK).touch(mode=0o600)

    def names(self) -> frozenset[str]:
        self._mounted()
        return super().names() - {self.MARK}

    def write(self, name: str, pieces: Iterable[bytes]) -> SealedFile:
        self._mounted()
        return super().write(name, pieces)

    def publish(self, name: str) -> None:
        self._mounted()
        super().publish(name)

    def remove_sealed(self, name: str) -> None:
        self._mounted()
        super().remove_sealed(name)

    def _mounted(self) -> None:
        if not (self._sealed / self.MARK).exists():
            raise FileNotFoundError(f"{self._sealed.parent} is not mounted, or is no store of this box")


class HeadFile:
    """HeadStore in one line of text, `<seq> <hash>`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Head:
        """Anything but such a line is no head: the register then shows the break."""
        try:
            match = _HEAD.fullmatch(self._path.read_bytes())
        except FileNotFoundError:
            return Head()
        return Head(int(match[1]), match[2].decode()) if match else Head()

    def write(self, head: Head) -> None:
        _make_folder(self._path.parent)
        part = self._path.with_name(f".{self._path.name}.part")
        with _writing(part) as file:
            _write_all(file, f"{head.seq} {head.hash}\n".encode("ascii"))
            os.fsync(file.fileno())
        part.replace(self._path)
        _sync_folder(self._path.parent)


def _writing(path: Path) -> FileIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    return FileIO(os.open(path, flags, 0o600), "wb")


def _write_all(file: FileIO, data: bytes) -> None:
    """All of `data`: one write may take a part only, as when the disk has just become full."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _unfinished(path: Path) -> bool:
    return path.name.startswith(".") and path.suffix == ".part"


def _make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, durably."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
