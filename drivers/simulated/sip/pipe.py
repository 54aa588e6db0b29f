"""The named pipe through which SIPp's notes arrive the moment they are written."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from drivers.simulated.sip.note import Note, parse

_CHUNK = 65536


class NotePipe:
    """Calls `hear` in the event loop with each note written to `path`, which must not be in use."""

    def __init__(self, path: Path, hear: Callable[[Note], None]) -> None:
        self._path = path
        self._hear = hear
        self._handle = -1
        self._rest = b""

    def open(self) -> None:
        """Open it for writing too: so it has no end before we close it."""
        self._path.unlink(missing_ok=True)
        os.mkfifo(self._path)
        self._handle = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        asyncio.get_running_loop().add_reader(self._handle, self.take)

    def take(self) -> None:
        """Hear what lies in the pipe now."""
        while self._handle >= 0:
            try:
                chunk = os.read(self._handle, _CHUNK)
            except BlockingIOError:
                return
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                self._hear(parse(line.decode("utf-8", "replace")))

    def close(self) -> None:
        """Hear the last notes and let go."""
        if self._handle >= 0:
            self.take()
            asyncio.get_running_loop().remove_reader(self._handle)
            os.close(self._handle)
            self._handle = -1
