"""The spool watcher: hands each finished file of the spool to the recorder, one at a time, and loses none."""

import asyncio
import errno
import fcntl
import logging
import os
import signal
from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from asyncinotify import Event, Inotify, Mask

from appliance.contact.recording.model import Recording, SpooledAudio
from appliance.contact.recording.service import StoryUnfinishedError
from appliance.node.alarms.ports import Alarms

RETRY_AFTER = timedelta(seconds=30)
QUEUE = 1000
UNSEALED, UNWATCHED = "recording-unsealed", "spool-unwatched"
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_FOLDER_GONE = Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.UNMOUNT | Mask.IGNORED

_log = logging.getLogger(__name__)


class _Waiting:
    """Channels whose audio could not be sealed, oldest first, and when they are tried again: `due`.

    They are due `after` seconds after a failure. While the disk is `full` only the oldest is tried, and each one that
    fits lets the next follow.
    """

    def __init__(self, after: float) -> None:
        self.due = asyncio.Event()
        self.full = False
        self._after = after
        self._channels: dict[str, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, channel: str, fault: Exception) -> None:
        self._channels[channel] = None
        self.full = self.full or (isinstance(fault, OSError) and fault.errno in _DISK_FULL)
        self._arm()

    def take(self) -> tuple[str, ...]:
        """The channels to try now; they are no longer waiting."""
        self.due.clear()
        self.stop()
        channels = tuple(self._channels)[: 1 if self.full else None]
        for channel in channels:
            del self._channels[channel]
        self._arm()
        return channels

    def room_found(self) -> None:
        """A file was sealed."""
        self.full = self.full and bool(self._channels)
        if self.full:
            self.due.set()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _arm(self) -> None:
        if self._channels and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._after, self.due.set)


class SpoolWatcher:
    """Seals files of `folder` as their writers close them, and at start those that were left behind.

    `seal` runs in one thread of its own; `on_sealed` is called in the event loop, at least once for each recording.
    A file that cannot be sealed stays where it is, is reported as an alarm, and is tried again after `retry_after`;
    while the disk is full also when another file is closed. One whose call has not ended in the books yet is tried
    again at `call_ended`. The process must own the files or hold CAP_LEASE, else it
    cannot tell who writes them.
    """

    def __init__(
        self,
        folder: Path,
        seal: Callable[[SpooledAudio], Recording | None],
        on_sealed: Callable[[Recording], None],
        alarms: Alarms,
        retry_after: timedelta = RETRY_AFTER,
    ) -> None:
        self._folder = folder
        self._seal = seal
        self._on_sealed = on_sealed
        self._alarms = alarms
        self._retry_after = retry_after.total_seconds()
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE)
        self._waiting = _Waiting(self._retry_after)
        self._early: set[str] = set()
        self._failed: set[str] = set()
        self._ends = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="seal")

    async def run(self) -> None:
        """Until cancelled; a file being sealed then is finished first."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._watch())
                tasks.create_task(self._work())
                tasks.create_task(self._try_again())
        finally:
            self._waiting.stop()
            self._thread.shutdown(wait=True, cancel_futures=True)

    async def call_ended(self) -> None:
        """A call has ended in the books: what came too early is tried again."""
        self._ends += 1
        early, self._early = self._early, set()
        if early:
            await self._queue_again(early)

    async def _watch(self) -> None:
        while True:
            try:
                await self._watch_folder()
                _log.error("the spool %s vanished; it is made again", self._folder)
            except OSError as fault:
                self._alarms.raise_(UNWATCHED, str(self._folder), str(fault))
                await asyncio.sleep(self._retry_after)

    async def _watch_folder(self) -> None:
        """Until the folder is gone. The watch stands before the sweep, so that no close falls between them."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Inotify() as changes:
            changes.add_watch(self._folder, Mask.CLOSE_WRITE | Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.ONLYDIR)
            self._alarms.clear(UNWATCHED, str(self._folder))
            await self._sweep()
            async for change in changes:
                if change.mask & _FOLDER_GONE:
                    return
                await self._closed(change)

    async def _closed(self, change: Event) -> None:
        if Mask.Q_OVERFLOW in change:
            await self._sweep()
        elif change.name:
            await self._queue.put(str(change.name))
            if self._waiting.full:
                self._waiting.due.set()

    async def _sweep(self) -> None:
        for name in _names(self._folder):
            await self._queue.put(name)

    async def _work(self) -> None:
        while True:
            spooled = SpooledAudio.parse(await self._queue.get())
            if spooled:
                await self._attempt(spooled)

    async def _attempt(self, spooled: SpooledAudio) -> None:
        loop, ends = asyncio.get_running_loop(), self._ends
        try:
            recording = await loop.run_in_executor(self._thread, self._seal_finished, spooled)
        except StoryUnfinishedError as fault:
            self._early.add(spooled.channel)
            self._waiting.add(spooled.channel, fault)
            if ends != self._ends:
                await self.call_ended()
            return
        except Exception as fault:
            _log.exception("%s is not sealed and stays in the spool: %s", spooled.name, fault)
            self._waiting.add(spooled.channel, fault)
            self._failed.add(spooled.channel)
            self._alarms.raise_(UNSEALED, "", str(fault))
            return
        self._over(spooled.channel)
        self._waiting.room_found()
        if recording:
            self._announce(recording)

    def _over(self, channel: str) -> None:
        self._failed.discard(channel)
        if not self._failed:
            self._alarms.clear(UNSEALED)

    def _announce(self, recording: Recording) -> None:
        try:
            self._on_sealed(recording)
        except Exception:
            _log.exception("%s is sealed, but telling so failed", recording.id)

    async def _try_again(self) -> None:
        """A failed file is looked up anew by its channel, for it may have been renamed before it failed."""
        while True:
            await self._waiting.due.wait()
            await self._queue_again(set(self._waiting.take()))

    async def _queue_again(self, channels: Set[str]) -> None:
        there = set[str]()
        for name in _names(self._folder):
            spooled = SpooledAudio.parse(name)
            if spooled and spooled.channel in channels:
                there.add(spooled.channel)
                await self._queue.put(name)
        for channel in channels - there:
            self._over(channel)

    def _seal_finished(self, spooled: SpooledAudio) -> Recording | None:
        """Seal `spooled` unless it was sealed meanwhile or is still being written: its close will be noticed."""
        try:
            if _being_written(self._folder / spooled.name):
                return None
        except FileNotFoundError:
            return None
        recording = self._seal(spooled)
        if recording is None:
            _log.warning("nothing is kept of channel %s: no audio, or a call that is not to be kept", spooled.channel)
        return recording


def _names(folder: Path) -> list[str]:
    """What lies in `folder`; nothing when it cannot be read."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as fault:
        _log.error("the spool %s cannot be read: %s", folder, fault)
        return []


def _being_written(path: Path) -> bool:
    """Whether any process has `path` open for writing: then the kernel grants no read lease on it (fcntl(2))."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        # A writer that opens the file in this moment breaks the lease by a signal; SIGIO would end the process.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
