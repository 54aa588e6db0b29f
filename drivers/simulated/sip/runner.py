"""Runs SIPp: starts it with a job's files, hears its notes as they come, and ends it."""

import asyncio
import os
import secrets
import shutil
import signal
import socket
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from drivers.simulated.sip import result as results
from drivers.simulated.sip.cues import Cues
from drivers.simulated.sip.job import Job, Ports, Transport, files, options
from drivers.simulated.sip.note import Note
from drivers.simulated.sip.pipe import NotePipe
from drivers.simulated.sip.result import Result

_GRACE_S = 3.0
_KEPT = 200_000
_NO_PORTS = Ports(0, 0)


class SippMissingError(Exception):
    """The command that should start SIPp cannot be run."""


class SippFailedError(Exception):
    """SIPp ended before its work was done; the message holds its own words."""


class Sipp:
    """One SIPp process. `command` starts it, perhaps in a sandbox that has `folder` at the same path.

    `{work}` in a word of the command stands for the folder. `hear` is called with each note in the event loop;
    the latest 200,000 are kept.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, job: Job, hear: Callable[[Note], None] | None = None
    ) -> None:
        self.job = job
        self.notes: deque[Note] = deque(maxlen=_KEPT)
        self.ports = _NO_PORTS
        self._command = [word.replace("{work}", str(folder)) for word in command]
        self._folder = folder
        self._hear = hear
        self._pipe = NotePipe(self._file("notes"), self._note)
        self._cues = Cues(self._deliver)
        self._fresh = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The command's process, which leads a session of its own."""
        return self._process.pid if self._process else None

    async def start(self, port: int = 0) -> None:
        """Start it, from the local SIP `port` or a free one; raises SippMissingError."""
        if not self._command or shutil.which(self._command[0]) is None:
            raise SippMissingError(self._command[0] if self._command else "")
        for path, content in files(self.job, self._folder).items():
            path.write_text(content, "utf-8")
        place = self.job.place
        self.ports = Ports(port or free_port(place.address, place.transport), free_port("127.0.0.1", Transport.UDP))
        self._pipe.open()
        try:
            self._process = await self._spawn()
        except OSError:
            self._pipe.close()
            raise

    async def until(self, ready: Callable[[Sequence[Note]], bool], limit: float) -> None:
        """Return when `ready` of the notes so far; raises TimeoutError, or SippFailedError if it ends before."""
        async with asyncio.timeout(limit):
            while not ready(self.notes):
                if not self.running:
                    raise SippFailedError(self._last_words())
                self._fresh.clear()
                await self._note_or_end()

    async def wait(self, limit: float) -> Result:
        """The result once all calls are done; a run that lasts longer than `limit` seconds is ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._started().wait(), limit)
        return await self.stop()

    async def stop(self, limit: float = _GRACE_S) -> Result:
        """End it: calls that run are hung up, then within `limit` seconds the process is gone for certain."""
        process = self._started()
        try:
            if self.running:
                self._order(b"Q")
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), limit)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            self._pipe.close()
        statistics, errors = results.statistics(self.read("stat")), results.errors(self.read("errors"))
        return Result(process.returncode or 0, statistics, tuple(self.notes), errors)

    def drain(self) -> None:
        """Place no more calls; those that run go on to their end, and with the last of them the process."""
        self._order(b"q")

    def cue(self, call: str, name: str) -> None:
        """Let the SIP call go on that waits, or will wait, for the cue `name`."""
        self._cues.give(call, name)

    async def cue_first(self, name: str, limit: float = 10) -> None:
        """The same for the first call, within `limit` seconds of which SIPp must tell of one."""
        await self.until(bool, limit)
        self.cue(self.notes[0].call, name)

    def _started(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("SIPp was not started")
        return self._process

    async def _spawn(self) -> asyncio.subprocess.Process:
        """A session of its own: the group that ends with it holds the sandbox and SIPp and nothing else."""
        words = [*self._command, *options(self.job, self._folder, self.ports, secrets.token_hex(4))]
        with self._file("stderr").open("wb") as stderr:
            return await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=stderr,
                cwd=self._folder,
                start_new_session=True,
            )

    def _order(self, key: bytes) -> None:
        """Presses a key of SIPp's console through its command port: signals would end at the sandbox."""
        _send(key, "127.0.0.1", self.ports.control)

    def _deliver(self, cue: bytes) -> None:
        _send(cue, self.job.place.address, self.ports.sip)

    async def _note_or_end(self) -> None:
        waits = {asyncio.ensure_future(self._fresh.wait()), asyncio.ensure_future(self._started().wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._pipe.take()

    def _note(self, note: Note) -> None:
        self.notes.append(note)
        self._fresh.set()
        self._cues.hear(note)
        if self._hear:
            self._hear(note)

    def _last_words(self) -> str:
        words = [*results.errors(self.read("errors")), *self.read("stderr").split("\n")]
        return next((word.strip() for word in words if word.strip()), "no message")

    def read(self, ending: str) -> str:
        """A file of the run: errors, stat, stderr, and messages of a traced one; empty when it was not written."""
        path = self._file(ending)
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _file(self, ending: str) -> Path:
        return self._folder / f"{self.job.name}.{ending}"


def _send(datagram: bytes, address: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(datagram, (address, port))


def free_port(address: str, transport: Transport) -> int:
    """A port of `address` that is free now."""
    kind = socket.SOCK_DGRAM if transport is Transport.UDP else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
        return port
