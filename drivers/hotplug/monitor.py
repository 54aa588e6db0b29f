"""The kernel's words over udev's netlink socket, without losing count when there are more than the socket holds."""

import asyncio
import errno
import os
import socket
import time
from collections.abc import AsyncGenerator, Callable
from typing import Protocol

import pyudev

from drivers.hotplug.model import Change, Changes, Part
from drivers.hotplug.settling import Settling
from drivers.hotplug.words import heard

BUFFER = 1 << 20
"""Bytes of words that may wait for us: an Astribank with 32 ports says some hundred at once."""

BATCH = 64
"""Words read in one go, so that whoever shares the event loop has a turn."""


class Lost:
    """The socket overflowed: words are gone, and nobody knows which."""


LOST = Lost()


class Source(Protocol):
    """Where words come from; `read` gives None when there is none now."""

    def fileno(self) -> int: ...

    def read(self) -> Change | Lost | None: ...


class Udev:
    """udev's words about telephony hardware, from now on; `source` is `kernel` where no udevd runs."""

    def __init__(self, source: str = "udev", *, buffer: int = BUFFER) -> None:
        self._monitor = pyudev.Monitor.from_netlink(pyudev.Context(), source)
        for part in Part:
            self._monitor.filter_by(part.value)
        self._grow(buffer)
        self._monitor.start()
        self._socket = socket.socket(fileno=os.dup(self._monitor.fileno()))

    def close(self) -> None:
        """Hears no more."""
        self._socket.close()

    def fileno(self) -> int:
        return self._monitor.fileno()

    def read(self) -> Change | Lost | None:
        """The next word about a card, a device or a span."""
        while True:
            if self._overflowed():
                return LOST
            try:
                device = self._monitor.poll(timeout=0)
            except OSError as fault:
                # pyudev's poll only says that there is an error, and leaves the socket to tell which.
                if fault.errno is None:
                    continue
                if fault.errno != errno.ENOBUFS:
                    raise
                return LOST
            if device is None:
                return None
            if change := _change(device):
                return change

    def _overflowed(self) -> bool:
        """Whether the kernel dropped words since the last time; asking takes the error off the socket (netlink(7))."""
        fault = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if fault not in (0, errno.ENOBUFS):
            raise OSError(fault, os.strerror(fault))
        return bool(fault)

    def _grow(self, buffer: int) -> None:
        # Only root may ask for more than the system's limit; with less, words are lost earlier and we say so.
        try:
            self._monitor.set_receive_buffer_size(buffer)
        except OSError as fault:
            if fault.errno != errno.EPERM:
                raise


async def changes(source: Source, clock: Callable[[], float] = time.monotonic) -> AsyncGenerator[Changes, None]:
    """What changes from now on, each time it has settled; whoever hears `lost` looks at everything anew."""
    loop, words = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(source.fileno(), words.set)
    state = Settling()
    try:
        while True:
            await _wait(words, state, clock)
            words.clear()
            state = _listen(source, state, clock, words)
            if state.due is not None and clock() >= state.due:
                told, state = state.settled(clock()), Settling()
                if told:
                    yield told
    finally:
        loop.remove_reader(source.fileno())


async def _wait(words: asyncio.Event, state: Settling, clock: Callable[[], float]) -> None:
    """Until there is a word, or until what was heard is settled."""
    left = None if state.due is None else max(0.0, state.due - clock())
    try:
        async with asyncio.timeout(left):
            await words.wait()
    except TimeoutError:
        return


def _listen(source: Source, state: Settling, clock: Callable[[], float], words: asyncio.Event) -> Settling:
    for _ in range(BATCH):
        word = source.read()
        if word is None:
            return state
        state = state.missed(clock()) if isinstance(word, Lost) else state.heard(word, clock())
    words.set()
    return state


def _change(device: pyudev.Device) -> Change | None:
    return heard(
        device.subsystem or "", device.action or "", device.sys_name, device.device_path, device.device_type or ""
    )
