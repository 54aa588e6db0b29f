"""A real Asterisk for the tests of the ARI client, in a sandbox of its own on ports of its own."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import wave
from functools import cache
from pathlib import Path

from appliance.settings import Asterisk, Secret

CHECKOUT = Path(__file__).parents[2]
DATA = CHECKOUT / "tests/data/ari"


class RealAri:
    """A real Asterisk on loopback: HTTP 18188, SIP 25060, RTP 22000-22999, its state below `state`."""

    settings = Asterisk(ari_port=18188, ari_password=Secret("secret"))

    def __init__(self, state: Path) -> None:
        self._state = state
        self._processes: list[asyncio.subprocess.Process] = []
        self._calls = 0
        for name in ("lib/moh", "spool", "log", "run"):
            (state / name).mkdir(parents=True)
        shutil.copytree(DATA / "asterisk", state / "etc")
        _write_tone(state / "lib/tone.wav")

    async def start(self) -> None:
        self._box = await asyncio.create_subprocess_exec(
            *_sandbox("--unshare-pid", "--tmpfs", "/run", "--dir", "/run/asterisk"),
            *("--ro-bind", "/etc/hosts", "/etc/hosts"),
            *("--ro-bind", self._state / "etc", "/etc/asterisk"),
            *("--bind", self._state / "lib", "/var/lib/asterisk"),
            *("--bind", self._state / "spool", "/var/spool/asterisk"),
            *("--bind", self._state / "log", "/var/log/asterisk"),
            *("asterisk", "-f", "-C", "/etc/asterisk/asterisk.conf"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._box.stdout is not None
        async with asyncio.timeout(20):
            while b"Asterisk Ready" not in (line := await self._box.stdout.readline()):
                assert line, "Asterisk ended before it was ready"
        self._drain = asyncio.create_task(self._box.stdout.read())

    async def call(self) -> None:
        self._calls += 1
        ports = ("-p", str(25070 + self._calls), "-min_rtp_port", "23100", "-max_rtp_port", "23900")
        caller = await asyncio.create_subprocess_exec(
            *_sandbox("--ro-bind", DATA, "/tmp/data", "--chdir", "/tmp"),
            *("sipp", "-sf", "/tmp/data/caller.xml", "127.0.0.1:25060", "-i", "127.0.0.9", *ports),
            *("-s", "4008001000", "-m", "1", "-nostdin"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(caller)

    async def kill(self) -> None:
        os.kill(self._asterisk(), signal.SIGKILL)
        await self._box.wait()
        await self._drain

    def freeze(self) -> None:
        os.kill(self._asterisk(), signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._asterisk(), signal.SIGCONT)

    async def callers_are_content(self) -> bool:
        return [await caller.wait() for caller in self._processes] == [0] * len(self._processes)

    async def __aenter__(self) -> "RealAri":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in (*self._processes, self._box):
            if process.returncode is None:
                process.kill()
                await process.wait()

    def _asterisk(self) -> int:
        """The process inside the sandbox: the descendant that bears the name."""
        waiting = [self._box.pid]
        while waiting:
            process = waiting.pop()
            if Path(f"/proc/{process}/comm").read_text().strip() == "asterisk":
                return process
            waiting += map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
        raise LookupError("asterisk")


def _sandbox(*arguments: str | Path) -> tuple[str | Path, ...]:
    base = ("--die-with-parent", "--ro-bind", _root(), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")
    return ("bwrap", *base, *arguments)


@cache
def _root() -> str:
    if given := os.environ.get("CALLSTEAD_ROOT"):
        return given
    command = [sys.executable, "-m", "image", "root"]
    built = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    return built.stdout.strip().splitlines()[-1]


def _write_tone(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x10" * 800)
