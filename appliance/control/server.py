"""The listening end: one process's commands behind a socket that only its own user may open."""

import asyncio
import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from appliance.control.address import listener
from appliance.control.commands import Commands, Handler, Outage, no_outage
from appliance.control.connection import Connection
from appliance.control.errors import ControlAlreadyRunning
from appliance.control.protocol import LINE_LIMIT

BACKLOG = 1024


class ControlServer:
    """Serves `commands` on the unix socket `path` (mode 0600) until closed.

    A lock beside the socket tells a living owner from a dead one: the kernel drops it with the process.
    `patience` (seconds) is how long a client may leave our answers unread; `grace` how long commands that
    run when their client or the server goes may still take. `outage` is for faults of what commands stand on.
    """

    def __init__(
        self,
        path: Path,
        commands: Mapping[str, Handler],
        *,
        patience: float = 30.0,
        grace: float = 5.0,
        outage: Outage = no_outage,
    ) -> None:
        self._path = path
        self._commands = Commands(commands, outage)
        self._patience = patience
        self._grace = grace
        self._lock: int | None = None
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], Connection] = {}

    async def start(self) -> None:
        """Listen; raises ControlAlreadyRunning when a live process does so already."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self._locked()
        # asyncio's own unix server would later unlink the name it was bound by, which `short` has taken back.
        own = listener(self._path)
        self._server = await asyncio.start_server(self._serve, sock=own, backlog=BACKLOG, limit=LINE_LIMIT)

    async def aclose(self) -> None:
        """Stop listening, end the streams, let running commands finish within the grace, remove the socket."""
        if self._server is None:
            return
        self._server.close()
        for connection in self._clients.values():
            connection.stop()
        if self._clients:
            await asyncio.wait(self._clients)
        self._path.unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
        self._server = self._lock = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a client is served by a task")
        connection = Connection(self._commands, reader, writer, patience=self._patience)
        self._clients[task] = connection
        try:
            await connection.serve(self._grace)
        finally:
            del self._clients[task]

    def _locked(self) -> int:
        handle = os.open(self._path.with_name(f"{self._path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise ControlAlreadyRunning(process=self._path.stem, path=str(self._path)) from None
        return handle
