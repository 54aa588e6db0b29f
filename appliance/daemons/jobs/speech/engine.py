"""The engine's process, as the jobs see it: started when there is work, stopped in its tracks while there is a peak."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Any

from appliance.contact.speech.errors import SpeechEngineFailed
from appliance.contact.speech.model import SIDES, Line, Word
from appliance.contact.speech.ports import Heard

LARGEST_LINE = 1 << 24


class EngineProcess:
    """Recogniser port. One process for one model at a time; `folder` finds a model, `threads` are its cores."""

    def __init__(self, folder: Callable[[str], Path], threads: Callable[[], int]) -> None:
        self._folder, self._threads = folder, threads
        self._process: Process | None = None
        self._model = ""
        self.paused = False

    @property
    def running(self) -> bool:
        return self._process is not None

    async def lines(self, model: str, heard: Heard) -> list[Line]:
        if model != self._model:
            await self.close()
            await self._start(model)
        assert self._process is not None  # noqa: S101 - just started
        assert self._process.stdin is not None  # noqa: S101 - with pipes
        head = json.dumps({"bytes": len(heard.wav), "language": heard.language}) + "\n"
        try:
            self._process.stdin.write(head.encode() + heard.wav)
            await self._process.stdin.drain()
            return [_line(told) async for told in self._told()]
        except BaseException:
            await self.close()
            raise

    async def check(self, folder: Path) -> bool:
        """Whether the model of a folder knows several languages; raises SpeechEngineFailed if it cannot be used."""
        process = await _spawn(folder, 1)
        try:
            return bool((await _next(process))["multilingual"])
        finally:
            await _end(process)

    def pause(self, wanted: bool) -> None:
        """Stand still, or go on."""
        if self._process and self._process.returncode is None and wanted is not self.paused:
            self._process.send_signal(signal.SIGSTOP if wanted else signal.SIGCONT)
            self.paused = wanted

    async def close(self) -> None:
        process, self._process, self._model, self.paused = self._process, None, "", False
        if process:
            await _end(process)

    async def _start(self, model: str) -> None:
        self._process = await _spawn(self._folder(model), await asyncio.to_thread(self._threads))
        self._model = model
        await _next(self._process)

    async def _told(self) -> Any:
        assert self._process  # noqa: S101 - whoever asks has started it
        while "end" not in (told := await _next(self._process)):
            yield told


async def _spawn(folder: Path, threads: int) -> Process:
    words = [sys.executable, "-m", "appliance.daemons.recogniser", str(folder), str(threads)]
    return await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE, limit=LARGEST_LINE)


async def _next(process: Process) -> dict[str, Any]:
    assert process.stdout  # noqa: S101 - started with pipes
    told = json.loads(await process.stdout.readline() or "{}")
    if not told or "error" in told:
        raise SpeechEngineFailed(reason=told.get("error", "it ended"))
    return dict(told)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


def _line(told: dict[str, Any]) -> Line:
    return Line(SIDES[min(told["side"], 1)], tuple(Word(*word) for word in told["words"]))
